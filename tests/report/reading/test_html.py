import time
import tracemalloc

import pytest

from gongkai.report.model import Normalised, Remark
from gongkai.report.reading.document import Document, Grid, GridCell, Line, text_at
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.html import LARGEST_PAGE, MOST_TAGS, read_html

Shown = list[str | list[list[str | None]]]


def read(page: str | bytes) -> Document:
    return read_html(page.encode() if isinstance(page, str) else page, "报告.html")


def shown(page: str | bytes) -> Shown:
    """Lines as text; grids as rows of text, a merged cell at every position that it covers."""
    return [
        block.text if isinstance(block, Line) else [[shown_at(cell) for cell in row] for row in block.rows]
        for block in read(page).blocks
    ]


def shown_at(cell: GridCell | str | None) -> str | None:
    return None if cell is None else text_at(cell)


def grids(page: str) -> list[Grid]:
    return [block for block in read(page).blocks if isinstance(block, Grid)]


NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
HEAD_OF_TABLE_3 = f"""
<tr><td rowspan="3" colspan="3">{NOTE}</td><td colspan="7">申请人情况</td></tr>
<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业<br>企业</td><td>科研<br/>机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>
"""
HEAD_SHOWN = [
    [NOTE] * 3 + ["申请人情况"] * 7,
    [NOTE] * 3 + ["自然人"] + ["法人或其他组织"] * 5 + ["总计"],
    [NOTE] * 3 + ["自然人", "商业\n企业", "科研\n机构", "社会公益组织", "法律服务机构", "其他", "总计"],
]


class TestMergedCells:
    def test_a_merged_cell_stands_at_every_position_that_it_covers(self) -> None:
        """表三表头"""
        assert shown(f"<table>{HEAD_OF_TABLE_3}</table>") == [HEAD_SHOWN]

    def test_it_is_one_cell_that_knows_its_place(self) -> None:
        (grid,) = grids(f"<table>{HEAD_OF_TABLE_3}</table>")
        note = grid.rows[0][0]
        assert isinstance(note, GridCell)
        assert all(cell is note for row in grid.rows for cell in row[:3])
        assert (note.row, note.column, note.rowspan, note.colspan) == (0, 0, 3, 3)

    def test_a_cell_at_one_position_is_its_text(self) -> None:
        (grid,) = grids(f"<table>{HEAD_OF_TABLE_3}</table>")
        assert grid.rows[2][6] == "社会公益组织"

    def test_rowspan_zero_reaches_to_the_end_of_the_row_group(self) -> None:
        rows = "<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3"
        assert shown(f"<table><tbody>{rows}<tbody><tr><td>乙<td>4</table>") == [
            [["甲", "1"], ["甲", "2"], ["甲", "3"], ["乙", "4"]]
        ]

    @pytest.mark.parametrize("rows", ["9", "65534", "99999999999999999999"])
    def test_a_cell_covers_no_row_that_is_not_there(self, rows: str) -> None:
        (grid,) = grids(f"<table><tr><td rowspan={rows}>甲<td>1<tr><td>2<tbody><tr><td>乙<td>3</table>")
        assert grid.rows[1][0] is grid.rows[0][0]
        assert isinstance(grid.rows[0][0], GridCell)
        assert grid.rows[0][0].rowspan == 2

    @pytest.mark.parametrize("columns", ["0", "1001", "-3", "多", ""])
    def test_a_span_that_means_nothing_is_one(self, columns: str) -> None:
        assert shown(f'<table><tr><td colspan="{columns}">甲<td>1</table>') == [[["甲", "1"]]]

    @pytest.mark.parametrize("written", [' colspan=" +2"', " COLSPAN='02'", " data-colspan=5 colspan=2px"])
    def test_a_span_is_read_as_browsers_read_numbers(self, written: str) -> None:
        assert shown(f"<table><tr><td{written}>甲<td>1</table>") == [[["甲", "甲", "1"]]]

    def test_a_position_that_the_source_does_not_have_is_none(self) -> None:
        assert shown("<table><tr><td>甲<td>乙<td rowspan=2>丙<tr><td>丁</table>") == [
            [["甲", "乙", "丙"], ["丁", None, "丙"]]
        ]

    def test_positions_stay_in_proportion_to_the_page(self) -> None:
        (grid,) = grids("<table>" + "<tr><td colspan=1000 rowspan=60000>甲<td>1" * 2000 + "</table>")
        assert sum(map(len, grid.rows)) < 60_000


class TestWhatPagesAreMadeOf:
    def test_lines_and_tables_come_in_reading_order(self) -> None:
        before, after = "<h2>一、总体情况</h2>前文<p>第一段<br>第二段</p>", "<div>后文<ul><li>其一<li>其二"
        assert shown(f"{before}<table><tr><td>甲<td>1</table>{after}") == [
            "一、总体情况",
            "前文",
            "第一段",
            "第二段",
            [["甲", "1"]],
            "后文",
            "其一",
            "其二",
        ]

    def test_headings_are_marked(self) -> None:
        document = read("<h1>标题</h1><p>正文</p><h3>小<br>标题</h3>之后")
        assert [(line.text, line.heading) for line in document.lines()] == [
            ("标题", True),
            ("正文", False),
            ("小", True),
            ("标题", True),
            ("之后", False),
        ]

    def test_what_word_pastes_around_text_is_not_there(self) -> None:
        cell = (
            '<td width="62" valign="center" style="border:none;mso-border-alt:0.5pt;"><p class="MsoNormal" '
            'align="center" style="text-align:center"><b><span style="font-family:仿宋_GB2312;font-size:12pt">'
            '<font face="仿宋">{}</font></span></b><span lang="EN-US"><o:p>&nbsp;</o:p></span></p></td>'
        )
        label, figure = cell.format("行政<span>许可</span>"), cell.format("1<u></u>2")
        page = f"<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><table><tr>{label}{figure}</table>"
        assert shown(page) == [[["行政许可", "12"]]]

    def test_white_space_of_every_kind_is_folded_and_what_is_not_printed_is_left_out(self) -> None:
        text = "\u3000\u3000示\u200b例&nbsp;&nbsp;区\n 商务\u00ad局&shy;&#8203;&zwnj;"
        assert shown(f"<p>{text}</p><table><tr><td>&nbsp;<td>\u30001 </table>") == ["示例 区 商务局", [["", "1"]]]

    def test_lines_of_preformatted_text_are_lines(self) -> None:
        assert shown("<pre>规章\t3\t5\r\n\r\n  行政许可\t7\n</pre>前<br>后") == [
            "规章\t3\t5",
            "行政许可\t7",
            "前",
            "后",
        ]

    def test_paragraphs_within_a_cell_are_lines_of_it(self) -> None:
        page = "<table><tr><td><p>商业</p><p>企业</p></td><td><div>科研</div><div>机构</div></td></tr></table>"
        assert shown(page) == [[["商业\n企业", "科研\n机构"]]]

    def test_a_table_without_text_is_nothing(self) -> None:
        assert shown("<table><tr><td><img src=a.png><td>&nbsp;</table><table></table><p>正文") == ["正文"]

    def test_head_and_foot_of_a_table_stand_where_they_are_shown(self) -> None:
        page = (
            "<table><tfoot><tr><td>总计<td>3<tbody><tr><td>甲<td>1<thead><tr><td>项目<td>件数<tbody><tr><td>乙<td>2"
            "<thead><tr><td>再头<td>4</table>"
        )
        assert shown(page) == [[["项目", "件数"], ["甲", "1"], ["乙", "2"], ["再头", "4"], ["总计", "3"]]]

    def test_a_caption_stands_before_its_table(self) -> None:
        assert shown("<table><caption>表三 单位：件</caption><tr><td>甲<td>1</table>") == [
            "表三 单位：件",
            [["甲", "1"]],
        ]

    def test_a_table_that_is_split_in_two_is_two_grids(self) -> None:
        first, second = grids("<table><tr><td>甲<td>1</table><table><tr><td>乙<td>2</table>")
        assert (first.number, second.number) == (1, 2)
        assert second.place(0, 1) == second.place(0, 1).__class__(table=2, row=1, column=2)

    def test_title_and_metadata_are_what_the_page_says_of_itself(self) -> None:
        document = read(
            '<title>\n 示例区2024年年度报告_门户 </title><meta name="ArticleTitle" content="年度报告&#8203;">'
            "<META NAME=PubDate CONTENT='2025-01-20'><meta name=empty content=' '><meta charset=utf-8><h1>年度报告</h1>"
        )
        assert document.title == "示例区2024年年度报告_门户"
        assert document.metadata == {"ArticleTitle": "年度报告", "PubDate": "2025-01-20"}

    def test_without_a_title_the_first_heading_is_the_title(self) -> None:
        assert read("<p>门户</p><h2>年度报告</h2><h2>一、总体情况</h2>").title == "年度报告"

    def test_a_page_of_pictures_has_no_text(self) -> None:
        assert shown('<div><p><img src="1.jpg" alt="年度报告第一页"></p><img src=2.jpg></div>') == []


class TestWhatIsNotShown:
    @pytest.mark.parametrize(
        "part",
        [
            "<script>var a = '<table><tr><td>9</td></tr></table>';</script>",
            "<style>p:before{content:'<p>9</p>'}</style>",
            "<noscript><p>9</p></noscript>",
            "<template><p>9<template>9</template></p></template>",
            "<textarea><p>9</p></textarea>",
            '<script type="text/html"><p>9</p></script >',
            "<!-- <td>9</td> -->",
            "<!-->",
            "<![if !supportLists]>",
            "<?xml:namespace prefix = o />",
            '<p style="color:red;Display : none">9<b>9</b></p>',
            "<div hidden><div>9</div><table><tr><td>9</td><td>9</table></div>",
            '<span style="display:none">9</span>',
            "<table hidden><tr><td>9<table><tr><td>9</table><td>9</table>",
            "<table><tr style='display:none'><td>9<td>9</table>",
            "<select><option>9</select>",
            "<svg><text>9</text></svg>",
            "<input type=hidden value='9'>",
            "<p hidden>9<div></div>",
            "<ul><li hidden>9</ul>",
            "<table><tr><td hidden>9</td></table>",
            "<table><tbody hidden><tr><td>9<td>9</tbody></table>",
        ],
    )
    def test_it_is_left_out_and_nothing_else_is(self, part: str) -> None:
        assert shown(f"<p>前</p>{part}<p>后</p>") == ["前", "后"]

    @pytest.mark.parametrize(
        "part",
        [
            "<table><tr><td>甲<span style='display:none'>9</td><td>1</td></tr></table>",
            "<table><tr><td>甲<span hidden>9<td>1</table>",
            "<table><tr><td>甲<td hidden>9</td><td>1</table>",
            "<table><tr><td>甲<td><p>1<p hidden>9</td></table>",
            "<table><tr><td>甲</td><td>1<font style='display:none'>9</p></td></table>",
        ],
    )
    def test_a_hidden_element_ends_with_the_cell_around_it(self, part: str) -> None:
        assert shown(f"{part}<p>后</p>") == [[["甲", "1"]], "后"]

    def test_a_hidden_item_ends_where_the_next_begins(self) -> None:
        assert shown("<ul><li hidden>9<li>其二</ul><p hidden>9<p>后") == ["其二", "后"]

    def test_readings_over_characters_are_left_out(self) -> None:
        assert shown("<p>示<ruby>例<rp>(</rp><rt>lì</rt><rp>)</rp></ruby>区<ruby>商<rt>shāng</ruby>务局") == [
            "示例区商务局"
        ]

    def test_a_page_that_hides_the_whole_of_itself_is_read(self) -> None:
        assert shown('<body style="display:none"><p>正文') == ["正文"]

    def test_hiding_what_overflows_hides_nothing(self) -> None:
        assert shown('<div style="overflow:hidden;border:none" aria-hidden="false"><p>正文') == ["正文"]


class TestBrokenMarkup:
    @pytest.mark.parametrize(
        "page",
        [
            "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>",
            "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>",
            "<TABLE><TBODY><TR><TD>甲</TD>\n<TD>1</TD></TR>\n<TR><TD>乙</TD><TD>2</TD></TR></TBODY></TABLE>",
            "<table><td>甲</td><td>1</td></tr><td>乙</td><td>2</td></table>",
            "<table><form action=x><tr><td><p>甲</td><td>1</p></td></form><tr><td><div>乙</div><td><b>2</td></table>",
            "<table><tr><td>甲</td></td><td>1</span></td></tr></tr><tr></p><td>乙<!-- </td> --><td>2</div></table>",
            "<table><table><tr><td>甲</td><td>1</td></tr><tr><td>乙<td>2</table></table>",
            "<table\n><tr ><td\n>甲</td ><td/>1</td></tr><tr><td title='a>b'>乙</td><td data-x=\"<td>9\">2</table>",
            '<table><tr><td alt=a\'b>甲</td><td title = "\'>" x>1</td></tr><tr><td a=b"c=">乙</td><td x=>2</table>',
            "<table><tr><td>甲<td>1<!-- <td>9 --><tr><td>乙<td>2<a href='x",
            "<table><tr><td>甲<td>1<tr><td>乙<td>2<!-- </table>",
        ],
    )
    def test_it_is_put_right_as_browsers_do(self, page: str) -> None:
        assert shown(page) == [[["甲", "1"], ["乙", "2"]]]

    def test_text_between_the_rows_of_a_table_stands_before_it(self) -> None:
        assert shown("前<table>误<tr>入<td>甲<td>1</table>后") == ["前", "误", "入", [["甲", "1"]], "后"]

    def test_markup_that_is_the_same_between_most_cells_parts_them_and_their_rows(self) -> None:
        dressed = "".join(f'<td style="a"><p class="b">{figure}</p></td>' for figure in range(30))
        page = f"<table><tr>{dressed}</tr>\n<tr>{dressed}</tr>\n<tr>{dressed}</tr></table>" * 3
        assert shown(page) == [[[str(figure) for figure in range(30)]] * 3] * 3

    def test_what_looks_like_it_elsewhere_is_what_it_is(self) -> None:
        between = "</td><td>"
        table = f"<table><tr><td>{between.join('123456789')}</td></tr></table>"
        page = f'{table * 6}<p title="1{between}2">文字</p><script>"3{between}4"</script><!-- 5{between}6 -->{table}'
        assert shown(page) == [[list("123456789")]] * 6 + ["文字"] + [[list("123456789")]]

    @pytest.mark.parametrize("character", ["\0", "\1", "\x02", "\ufdd0", "\ufdd1", "\ufdee", "\ufdef"])
    def test_no_character_of_the_page_parts_a_figure(self, character: str) -> None:
        row = "<tr><td>1</td><td>2</td><td>3</td></tr>\n"
        page = f"<table>{row * 9}<tr><td>1</td><td>2{character}4</td><td>3</td></tr>{row * 9}</table>"
        (grid,) = shown(page)
        assert [len(cells) for cells in grid] == [3] * 19

    def test_cells_without_a_table_are_lines_and_never_one_figure(self) -> None:
        assert shown("<tr><td>规章</td><td>1</td><td>2</td></tr>") == ["规章", "1", "2"]

    def test_less_than_is_text_where_no_tag_begins(self) -> None:
        assert shown("<p>3 < 5 <= 7 &lt;p> <1</p><p>A</") == ["3 < 5 <= 7 <p> <1", "A</"]

    def test_character_references_without_end_are_resolved_as_in_browsers(self) -> None:
        assert shown("<p>&#20844&#x5f00;&ampx&unknown;&#99999999999;&#xD800;</p>") == ["公开&x&unknown;\ufffd\ufffd"]


class TestLayoutTables:
    """Pages laid out with tables, as older sites are."""

    FIGURES = "<table><tr><td>规章</td><td>3</td><td>5</td></tr><tr><td>行政许可</td><td colspan=2>7</td></tr></table>"
    FIGURES_SHOWN = (["规章", "3", "5"], ["行政许可", "7", "7"])
    PROSE = "示例区认真落实条例，持续提高政府信息公开质量。" * 12

    def test_a_table_of_one_column_is_taken_apart(self) -> None:
        page = f"<table><tr><td><h1>标题</h1></td></tr><tr><td>{self.PROSE}{self.FIGURES}</td></tr><tr><td>页脚</table>"
        assert shown(page) == ["标题", self.PROSE, [*self.FIGURES_SHOWN], "页脚"]

    def test_a_row_with_a_table_in_it_is_taken_apart(self) -> None:
        page = f"<table><tr><td><ul><li>首页<li>公开</ul></td><td><p>标题</p>{self.FIGURES}<p>正文</td></tr></table>"
        assert shown(page) == ["首页", "公开", "标题", [*self.FIGURES_SHOWN], "正文"]

    def test_rows_of_metadata_in_a_layout_table_are_a_grid_of_their_own(self) -> None:
        page = f"""<table><tr><td>索引号</td><td>000/2025-1</td><td>发布机构</td><td>示例区商务局</td></tr>
            <tr><td colspan=4>{self.PROSE}<div>{self.FIGURES}</div></td></tr><tr><td>责任编辑<td>某某</table>"""
        assert shown(page) == [
            [["索引号", "000/2025-1", "发布机构", "示例区商务局"]],
            self.PROSE,
            [*self.FIGURES_SHOWN],
            [["责任编辑", "某某"]],
        ]
        metadata, figures, editor = grids(page)
        assert (metadata.number, metadata.row_offset, figures.number) == (1, 0, 2)
        assert (editor.number, editor.place(0, 0).row) == (1, 3), "One table of the page has one number."

    def test_a_report_that_is_one_table_is_cut_at_its_headings_and_prose(self) -> None:
        page = f"""<table><tr><td colspan=3>一、总体情况</td></tr><tr><td colspan=3>{self.PROSE}</td></tr>
            <tr><td colspan=3>二、主动公开政府信息情况</td></tr><tr><td colspan=3>第二十条第（一）项</td></tr>
            <tr><td>规章</td><td>3</td><td>5</td></tr></table>"""
        assert shown(page) == [
            "一、总体情况",
            self.PROSE,
            "二、主动公开政府信息情况",
            [["第二十条第（一）项"] * 3, ["规章", "3", "5"]],
        ]

    def test_a_row_of_figures_with_a_long_note_stays_a_row(self) -> None:
        page = f"<table><tr><td>规章<td>3<td>{self.PROSE}<br>注<tr><td>行政许可<td>7</table>"
        assert shown(page) == [[["规章", "3", f"{self.PROSE}\n注"], ["行政许可", "7"]]]

    def test_a_merged_cell_that_is_cut_is_whole_in_each_part(self) -> None:
        page = f"<table><tr><td rowspan=3>甲<td>1<tr><td>{self.PROSE}<tr><td>2</table>"
        first, second = grids(page)
        assert shown(page) == [[["甲", "1"]], self.PROSE, [["甲", "2"]]]
        for grid in (first, second):
            cell = grid.rows[0][0]
            assert isinstance(cell, GridCell)
            assert (cell.row, cell.rowspan) == (0, 1)

    def test_a_label_with_one_missing_row_of_figures_is_not_taken_for_a_heading(self) -> None:
        rows = "<tr><td colspan=2>一、本年新收<td>1</tr><tr><td colspan=2>二、上年结转</tr>"
        assert shown(f"<table>{rows}</table>") == [
            [["一、本年新收", "一、本年新收", "1"], ["二、上年结转", "二、上年结转"]]
        ]

    def test_a_small_table_in_a_cell_is_text_of_that_cell_and_its_figures_stay_apart(self) -> None:
        inner = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
        assert shown(f"<table><tr><td>甲<td>{inner}<tr><td>乙<td><table><tr><td>5</table></table>") == [
            [["甲", "1 | 2\n3"], ["乙", "5"]]
        ]


class TestChrome:
    REPORT = "".join(f"<p>{number}、标题</p><p>正文{number}的内容有这么长。</p>" for number in "一二三四五六")

    def page(self, report: str, foot: str = "<div><p>上一篇：通知</p><p>主办：示例区</p></div>") -> Shown:
        return shown(f"<nav><a>首页</a></nav><div><h1>题目</h1><div>{report}</div></div>{foot}")

    def test_what_follows_the_element_with_the_six_sections_is_the_foot_of_the_page(self) -> None:
        lines = self.page(self.REPORT)
        assert lines[:2] == ["首页", "题目"]
        assert lines[-1] == "正文六的内容有这么长。"

    def test_text_of_the_last_section_in_an_element_of_its_own_is_kept(self) -> None:
        sections = self.REPORT.replace("<p>六", "</div><div><p>六")
        assert self.page(sections)[-1] == "正文六的内容有这么长。"

    def test_a_table_of_contents_is_not_taken_for_the_report(self) -> None:
        contents = "".join(f"<li>{number}、标题" for number in "一二三四五六")
        assert "主办：示例区" in self.page(f"<ul>{contents}<li>附件</ul>{'<p>这是没有编号的正文。</p>' * 9}")

    def test_without_six_sections_nothing_is_left_out(self) -> None:
        assert self.page(self.REPORT.replace("六、", "6."))[-1] == "主办：示例区"


class TestEncodings:
    PAGE = '<html><head><meta charset="{}"><title>示例区</title></head><table><tr><td>规章</td><td>3</td></tr></table>'

    @pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030"])
    def test_a_declared_gb_encoding_is_used(self, declared: str) -> None:
        document = read(self.PAGE.format(declared).encode("gb18030"))
        assert document.title == "示例区"
        assert document.remarks == []

    def test_an_undeclared_one_is_found(self) -> None:
        assert shown("<p>示例区商务局</p><table><tr><td>规章<td>3</table>".encode("gb18030")) == [
            "示例区商务局",
            [["规章", "3"]],
        ]

    def test_a_wrong_declaration_is_told(self) -> None:
        document = read(self.PAGE.format("gb2312").encode())
        assert document.title == "示例区"
        assert document.remarks == [Remark(Normalised.ENCODING, "utf-8")]


class TestHarm:
    def test_a_page_that_is_too_large_is_refused_without_looking_at_it(self) -> None:
        with pytest.raises(UnreadableReport, match="20 MB"):
            read(b"<p>" + b"x" * LARGEST_PAGE)

    def test_a_page_with_more_tags_than_any_report_is_refused(self) -> None:
        with pytest.raises(UnreadableReport, match="30 万"):
            read("<b>" * MOST_TAGS + "<p>")

    @pytest.mark.parametrize(
        "harm",
        [
            "<div>x",
            "<table>",
            "<table><tr><td>x",
            "<table><caption>x",
            "<ul><li>x",
            "<b class=a><i id=b>x<p>",
            "<div></section>",
            "<div hidden>",
            "<td colspan=1000 rowspan=60000>1",
            "<table><tr><td colspan=1000>1",
            "<tr><td rowspan=60000>1<td>2",
            "<a b='",
            '<a b="<',
            "<a b c d ",
            "<!--",
            "<!-- <td>-->",
            "&",
            "&#9",
            "<textarea>",
            "<title>",
            "<h1>x",
            "<pre>x\n",
            "<td>x</td> ",
            "<meta name=a content=b>",
            "\xff\xfe",
        ],
    )
    def test_time_and_memory_grow_with_the_page_and_not_faster(self, harm: str) -> None:
        def cost(times: int) -> float:
            page = ("<table>" + harm * times).encode()
            best = float("inf")
            for _attempt in range(3):
                started = time.process_time()
                read(page)
                best = min(best, time.process_time() - started)
            return best

        read(("<table>" + harm * 10).encode())
        # Sixteen times the page: quadratic cost would be 256 times as much.
        assert cost(16_000) < 80 * max(cost(1_000), 0.0005)
        tracemalloc.start()
        read(("<table>" + harm * 5_000).encode())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 30_000_000

    def test_a_hundred_thousand_nested_elements_are_read(self) -> None:
        for nested in ("<div>", "<span>", "<table><tr><td>", "<ul><li>", "<font color=red>"):
            assert shown(nested * 90_000 + "正文") == ["正文"]


class TestRaisedAndStruckText:
    @pytest.mark.parametrize(
        ("written", "read_as"),
        [
            ("12<sup>1</sup>", "12¹"),
            ("12<sup><span lang=EN-US>1</span></sup>", "12¹"),
            ("12<sup>①</sup>", "12①"),
            ("1,200m<sup>2</sup>余", "1,200m²余"),
            ("CO<sub>2</sub>", "CO₂"),
            ("12<sup>1", "12¹"),
            ("12</sup>3", "123"),
            ("12<sup></sup>3", "123"),
            ("<del>3</del>4", "4"),
            ("<s>3</s>4", "4"),
            ("<strike>3</strike>4", "4"),
        ],
    )
    def test_a_note_or_a_struck_figure_is_no_digit_of_the_figure(self, written: str, read_as: str) -> None:
        assert shown(f"<p>{written}</p>") == [read_as]
        assert shown(f"<table><tr><td>规章</td><td>{written}</td></tr></table>") == [[["规章", read_as]]]
