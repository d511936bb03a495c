"""DOCX: what is seen on the page is what is read, and merged cells are one."""

from collections.abc import Callable

import pytest
from tests.report.reading.office_files import (
    DOCUMENT,
    MACRO_DOCUMENT,
    TEMPLATE,
    cell,
    core_properties,
    docx,
    grid_texts,
    grids,
    libreoffice,
    lines,
    merged_table,
    paragraph,
    report_docx,
    row,
    run,
    shape,
    table,
    xlsx,
)
from tests.report.reading.pdf_files import Slot, figures_of, html_page, report, table3, texts

from gongkai.report import read
from gongkai.report.reading.docx import read_docx
from gongkai.report.reading.errors import UnreadableReport
from gongkai.stats.editions import EDITION_2019, EDITION_2021, EDITIONS, Edition

TWO_BY_TWO = (row(cell("甲"), cell("1")), row(cell("乙"), cell("2")))


def read_grid(*rows: str, widths: tuple[int, ...] = ()) -> list[list[str | None]]:
    (grid,) = grids(read_docx(docx(table(*rows, widths=widths)), "表.docx").blocks)
    return grid_texts(grid)


# The whole report


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize("main_type", [DOCUMENT, MACRO_DOCUMENT, TEMPLATE])
@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
def test_every_cell_of_the_statutory_tables_is_read_in_its_place(
    edition: Edition, main_type: str, strict: bool
) -> None:
    pieces = report(edition, figures_of(edition))
    document = read_docx(report_docx(pieces, main_type=main_type, strict=strict), "报告.docx")
    assert lines(document.blocks) == [piece for piece in pieces if isinstance(piece, str)]
    assert [grid_texts(grid) for grid in grids(document.blocks)] == [
        texts(piece) for piece in pieces if not isinstance(piece, str)
    ]
    assert [grid.number for grid in grids(document.blocks)] == [1, 2, 3]


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize("borders", ["collapsed", "none"])
def test_what_libreoffice_makes_of_a_web_page_is_read_in_full(edition: Edition, borders: str) -> None:
    pieces = report(edition, figures_of(edition), vertical=True)
    page = html_page(pieces, borders=borders)
    made = libreoffice(page, "html", "docx:MS Word 2007 XML", infilter="HTML (StarWriter)")
    document = read_docx(made, "报告.docx")
    assert lines(document.blocks) == [piece for piece in pieces if isinstance(piece, str)]
    assert [grid_texts(grid) for grid in grids(document.blocks)] == [
        texts(piece) for piece in pieces if not isinstance(piece, str)
    ]


def in_the_body(*body: str) -> str:
    return "".join(body)


def in_layout_table(*body: str) -> str:
    return table(row(cell("导航"), cell(*body, "")))


def in_text_boxes(*body: str) -> str:
    return "".join(paragraph(text_box(each)) if each.startswith("<w:tbl") else each for each in body)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize("laid_out", [in_the_body, in_layout_table, in_text_boxes], ids=["正文", "版面表格", "文本框"])
def test_every_figure_reaches_the_report_whatever_the_file_is_called(
    edition: Edition, laid_out: Callable[..., str]
) -> None:
    figures = figures_of(edition)
    body = [paragraph(each) if isinstance(each, str) else merged_table(each) for each in report(edition, figures)]
    data = docx(laid_out(*body))
    cells = read(data, "报告.txt").cells
    assert {cell_id: found.shown for cell_id, found in cells.items()} == figures


def test_a_merged_cell_is_one_object_that_knows_what_it_covers() -> None:
    (grid,) = grids(read_docx(report_docx([table3(EDITION_2021, figures_of(EDITION_2021))]), "表三.docx").blocks)
    corner = grid.rows[0][0]
    assert corner is not None
    assert all(grid.rows[down][across] is corner for down in range(3) for across in range(3))
    assert (corner.rowspan, corner.colspan, corner.row, corner.column) == (3, 3, 0, 0)
    outcomes = grid.rows[5][0]
    assert outcomes is not None
    assert (outcomes.rowspan, outcomes.colspan) == (22, 1)
    assert grid.place(5, 3).row == 6


def test_title_and_properties_are_those_of_the_file() -> None:
    document = read_docx(docx(core=core_properties("某区年度报告", "示例")), "报告.docx")
    assert document.title == "某区年度报告"
    assert document.metadata == {"title": "某区年度报告", "creator": "示例"}


# Text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(paragraph("全年", "公开", "34件"), ["全年公开34件"], id="文字分成几段格式"),
        pytest.param(
            paragraph("甲", "<w:r><w:br/></w:r>", "乙", "<w:r><w:cr/></w:r>", "丙"), ["甲", "乙", "丙"], id="换行"
        ),
        pytest.param(paragraph("甲", '<w:r><w:br w:type="page"/></w:r>', "乙"), ["甲", "乙"], id="分页"),
        pytest.param(paragraph("甲", "<w:r><w:tab/></w:r>", "乙"), ["甲\t乙"], id="制表符"),
        pytest.param(
            paragraph("甲", properties='<w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs>'),
            ["甲"],
            id="制表位不是文字",
        ),
        pytest.param(paragraph("  甲　", ""), ["甲"], id="首尾空白"),
        pytest.param(paragraph(""), [], id="空段落"),
        pytest.param(paragraph("2", "<w:r><w:noBreakHyphen/></w:r>", "3"), ["2-3"], id="不间断连字符"),
        pytest.param(paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'), ["\uf0fe"], id="符号"),
        pytest.param(paragraph('<w:r><w:sym w:char="没有"/></w:r>'), ["\ufffd"], id="损坏的符号不是空白"),
        pytest.param(paragraph("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>"), ["12"], id="公式"),
        pytest.param(paragraph('<w:hyperlink r:id="rId9">' + run("网站") + "</w:hyperlink>"), ["网站"], id="超链接"),
        pytest.param(
            paragraph("<w:smartTag>" + run("示例区") + "</w:smartTag>", "2023年"), ["示例区2023年"], id="智能标记"
        ),
        pytest.param(
            paragraph(
                "<w:r><w:ruby><w:rt>" + run("jìn") + "</w:rt><w:rubyBase>" + run("進") + "</w:rubyBase></w:ruby></w:r>"
            ),
            ["進"],
            id="拼音指南",
        ),
        pytest.param(paragraph("收到3件", '<w:r><w:footnoteReference w:id="1"/></w:r>'), ["收到3件"], id="脚注"),
        pytest.param(
            "<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("正文") + "</w:sdtContent></w:sdt>", ["正文"], id="内容控件"
        ),
        pytest.param(
            paragraph("<w:sdt><w:sdtPr/><w:sdtContent>" + run("34") + "</w:sdtContent></w:sdt>", "件"),
            ["34件"],
            id="行内控件",
        ),
        pytest.param(
            paragraph(
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                + run("单击此处输入文字")
                + "</w:sdtContent></w:sdt>"
            ),
            [],
            id="控件的提示不是内容",
        ),
        pytest.param("<w:customXml><w:customXmlPr/>" + paragraph("甲") + "</w:customXml>", ["甲"], id="自定义标记"),
    ],
)
def test_text_is_what_the_page_shows(content: str, expected: list[str]) -> None:
    assert lines(read_docx(docx(content), "报告.docx").blocks) == expected


MARK_DELETED = '<w:rPr><w:del w:id="1" w:author="示例"/></w:rPr>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            paragraph('<w:del w:id="1"><w:r><w:delText>3</w:delText></w:r></w:del>', "4件"), ["4件"], id="删去的文字"
        ),
        pytest.param(paragraph('<w:ins w:id="1">' + run("4") + "</w:ins>", "件"), ["4件"], id="插入的文字"),
        pytest.param(
            paragraph('<w:moveFrom w:id="1">' + run("旧处") + "</w:moveFrom>", "文")
            + paragraph('<w:moveTo w:id="2">' + run("新处") + "</w:moveTo>"),
            ["文", "新处"],
            id="移动的文字",
        ),
        pytest.param(
            paragraph("一、总体", properties=MARK_DELETED) + paragraph("情", properties=MARK_DELETED) + paragraph("况"),
            ["一、总体情况"],
            id="删去的段落标记",
        ),
        pytest.param(paragraph("末段", properties=MARK_DELETED), ["末段"], id="删去的末段标记"),
        pytest.param(
            paragraph("甲", properties='<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="旧"/></w:pPr></w:pPrChange>'),
            ["甲"],
            id="改过的格式",
        ),
    ],
)
def test_tracked_changes_are_read_as_accepted(content: str, expected: list[str]) -> None:
    assert lines(read_docx(docx(content), "报告.docx").blocks) == expected


def test_a_deleted_row_is_gone_and_former_spans_mean_nothing() -> None:
    former = '<w:tcPrChange w:id="1"><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tcPrChange>'
    assert read_grid(
        row(cell("甲", properties=former), cell("1")),
        row(cell("删"), cell("9"), properties='<w:del w:id="2"/>'),
        row(cell("乙"), cell("2"), properties='<w:ins w:id="3"/>'),
    ) == [["甲", "1"], ["乙", "2"]]


HIDDEN_STYLES = (
    '<w:style w:type="character" w:styleId="a"><w:name w:val="暗"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="b"><w:name w:val="更暗"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="暗段"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(paragraph(run("暗", "<w:vanish/>"), "明"), ["明"], id="隐藏"),
        pytest.param(paragraph(run("明", '<w:vanish w:val="0"/>')), ["明"], id="取消隐藏"),
        pytest.param(paragraph("明", properties="<w:rPr><w:vanish/></w:rPr>"), ["明"], id="只隐藏段落标记"),
        pytest.param(paragraph(run("暗", '<w:rStyle w:val="b"/>'), "明"), ["明"], id="继承的样式隐藏"),
        pytest.param(paragraph(run("明", '<w:rStyle w:val="b"/><w:vanish w:val="false"/>')), ["明"], id="样式被取消"),
        pytest.param(paragraph("暗", properties='<w:pStyle w:val="c"/>'), [], id="隐藏的段落样式"),
        pytest.param(
            paragraph(run("明", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), ["明"], id="曾经隐藏"
        ),
    ],
)
def test_hidden_text_is_left_out(content: str, expected: list[str]) -> None:
    assert lines(read_docx(docx(content, styles=HIDDEN_STYLES), "报告.docx").blocks) == expected


@pytest.mark.parametrize(
    ("properties", "read_as"),
    [
        pytest.param('<w:vertAlign w:val="superscript"/>', "12¹", id="上标"),
        pytest.param('<w:vertAlign w:val="subscript"/>', "12₁", id="下标"),
        pytest.param('<w:vertAlign w:val="baseline"/>', "121", id="不是上标"),
        pytest.param("<w:strike/>", "12", id="删除线"),
        pytest.param("<w:dstrike/>", "12", id="双删除线"),
        pytest.param('<w:strike w:val="0"/>', "121", id="取消删除线"),
    ],
)
def test_a_note_or_a_struck_figure_is_no_digit_of_the_figure(properties: str, read_as: str) -> None:
    content = table(row(cell("规章"), cell(paragraph(run("12"), run("1", properties)))), row(cell("甲"), cell("2")))
    (grid,) = grids(read_docx(docx(content), "报告.docx").blocks)
    assert grid_texts(grid)[0] == ["规章", read_as]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


CODE = "<w:r><w:instrText> PAGE </w:instrText></w:r>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(paragraph(mark("begin"), CODE, mark("separate"), "7", mark("end"), "页"), ["7页"], id="结果"),
        pytest.param(paragraph(mark("begin"), CODE, mark("end"), "页"), ["页"], id="没有结果"),
        pytest.param(
            paragraph(
                *(mark("begin"), CODE, mark("begin"), CODE, mark("separate"), "码中之果", mark("end")),
                *(mark("separate"), "12", mark("end"), "件"),
            ),
            ["12件"],
            id="代码中的域",
        ),
        pytest.param(paragraph(mark("begin"), "没有结束的域", "34件"), ["没有结束的域34件"], id="没有结束"),
        pytest.param(paragraph(mark("end"), mark("separate"), "34件"), ["34件"], id="没有开始"),
        pytest.param(
            paragraph('<w:fldSimple w:instr="DATE">' + run("2024年") + "</w:fldSimple>"), ["2024年"], id="简单域"
        ),
    ],
)
def test_fields_give_their_results(content: str, expected: list[str]) -> None:
    assert lines(read_docx(docx(content), "报告.docx").blocks) == expected


HEADING_STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="u"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="甲"/><w:basedOn w:val="y"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="乙"/><w:basedOn w:val="x"/></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        pytest.param('<w:pStyle w:val="1"/>', True, id="标题样式"),
        pytest.param('<w:pStyle w:val="z"/>', True, id="以标题为基准的样式"),
        pytest.param('<w:pStyle w:val="t"/>', True, id="文档标题"),
        pytest.param('<w:outlineLvl w:val="1"/>', True, id="大纲级别"),
        pytest.param('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', False, id="改为正文级别"),
        pytest.param('<w:pStyle w:val="x"/>', False, id="互为基准的样式"),
        pytest.param('<w:pStyle w:val="没有"/>', False, id="没有的样式"),
        pytest.param("", False, id="正文"),
    ],
)
def test_headings_are_known_by_style_and_outline_level(properties: str, heading: bool) -> None:
    content = paragraph("一、总体情况", properties=properties)
    (line,) = read_docx(docx(content, styles=HEADING_STYLES), "报告.docx").lines()
    assert line.heading is heading


def test_the_table_of_contents_is_left_out() -> None:
    entry = paragraph("一、总体情况", "<w:r><w:tab/></w:r>", "1", properties='<w:pStyle w:val="u"/>')
    content = entry + paragraph("一、总体情况", properties='<w:pStyle w:val="1"/>')
    assert lines(read_docx(docx(content, styles=HEADING_STYLES), "报告.docx").blocks) == ["一、总体情况"]


# Text boxes

BOX = "<w:txbxContent>{content}</w:txbxContent>"
CHOICE = '<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
FALLBACK = "<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"


def text_box(content: str) -> str:
    box = BOX.format(content=content)
    return f"<w:r><mc:AlternateContent>{CHOICE.format(box=box)}{FALLBACK.format(box=box)}</mc:AlternateContent></w:r>"


def test_a_text_box_is_read_once_and_before_its_anchor() -> None:
    content = paragraph(text_box(paragraph("示例区政府信息公开") + paragraph("年度报告")), "一、总体情况")
    assert lines(read_docx(docx(content), "报告.docx").blocks) == ["示例区政府信息公开", "年度报告", "一、总体情况"]


def test_a_text_box_of_an_old_program_is_read() -> None:
    box = BOX.format(content=paragraph("年度报告"))
    content = paragraph(f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>", "正文")
    assert lines(read_docx(docx(content), "报告.docx").blocks) == ["年度报告", "正文"]


def test_a_table_in_a_text_box_is_a_grid() -> None:
    content = paragraph("前") + paragraph(text_box(table(*TWO_BY_TWO)), "后")
    document = read_docx(docx(content), "报告.docx")
    assert shape(document.blocks) == ["前", "表", "后"]
    assert grid_texts(grids(document.blocks)[0]) == [["甲", "1"], ["乙", "2"]]


def test_text_boxes_in_a_corner_cell_are_its_text() -> None:
    corner = cell(paragraph(text_box(paragraph("申请人")), text_box(paragraph("事项"))))
    assert read_grid(row(corner, cell("自然人")), row(cell("新收"), cell("3"))) == [
        ["申请人事项", "自然人"],
        ["新收", "3"],
    ]


# Merged cells


def across(kind: str) -> str:
    return f'<w:hMerge w:val="{kind}"/>'


def wide(width: int) -> str:
    return f'<w:tcW w:w="{width}" w:type="dxa"/>'


@pytest.mark.parametrize(
    ("rows", "widths", "expected"),
    [
        pytest.param(
            (row(cell("甲", down="restart"), cell("1")), row(cell(down="continue"), cell("2"))),
            (),
            [["甲", "1"], ["甲", "2"]],
            id="只纵向合并",
        ),
        pytest.param(
            (
                row(cell("甲", span=2, down="restart"), cell("1")),
                row(cell(span=2, down="continue"), cell("2")),
                row(cell("乙"), cell("丙"), cell("3")),
            ),
            (),
            [["甲", "甲", "1"], ["甲", "甲", "2"], ["乙", "丙", "3"]],
            id="纵横合并",
        ),
        pytest.param(
            (
                row(cell("甲", span=2, down="restart"), cell("1")),
                row(cell(down="continue"), cell("乙"), cell("2")),
            ),
            (),
            [["甲", "甲", "1"], ["甲", "乙", "2"]],
            id="续接的单元格较窄",
        ),
        pytest.param(
            (row(cell("甲", down="continue"), cell("1")), row(cell("乙", down="continue"), cell("2"))),
            (),
            [["甲", "1"], ["甲", "2"]],
            id="合并没有开头",
        ),
        pytest.param(
            (row(cell("甲"), cell("1")), row(cell("乙", down="continue"), cell("2"))),
            (),
            [["甲", "1"], ["乙", "2"]],
            id="上方没有合并",
        ),
        pytest.param(
            (
                row(cell("甲", down="restart"), cell("1")),
                row(cell("乙", down="restart"), cell("2")),
                row(cell(down="continue"), cell("3")),
            ),
            (),
            [["甲", "1"], ["乙", "2"], ["乙", "3"]],
            id="相邻的两个合并",
        ),
        pytest.param(
            (
                row(cell("甲", properties=across("restart")), cell(properties=across("continue")), cell("1")),
                row(cell("乙"), cell("丙"), cell("2")),
            ),
            (),
            [["甲", "甲", "1"], ["乙", "丙", "2"]],
            id="旧式横向合并",
        ),
        pytest.param(
            (
                row(
                    cell("甲", down="restart", properties=across("restart")),
                    cell(down="restart", properties=across("continue")),
                    cell("1"),
                ),
                row(
                    cell(down="continue", properties=across("restart")),
                    cell(down="continue", properties=across("continue")),
                    cell("2"),
                ),
                row(cell("乙"), cell("丙"), cell("3")),
            ),
            (),
            [["甲", "甲", "1"], ["甲", "甲", "2"], ["乙", "丙", "3"]],
            id="旧式纵横合并",
        ),
        pytest.param(
            (
                row(cell("1"), cell("2"), properties='<w:gridBefore w:val="1"/>'),
                row(cell("甲"), cell("3"), properties='<w:gridAfter w:val="1"/>'),
            ),
            (),
            [[None, "1", "2"], ["甲", "3", None]],
            id="行首行尾有空缺",
        ),
        pytest.param(
            (row(cell("甲", span=3), cell("1")), row(cell("乙", span=3), cell("2"))),
            (500, 500, 500, 900),
            [["甲", "1"], ["乙", "2"]],
            id="没有用到的列",
        ),
        pytest.param(
            (
                row(cell("甲"), cell("自然人", span=2), cell("总计", span=2)),
                row(cell("乙", span=2), cell("1", span=2), cell("2")),
            ),
            (2000, 80, 1500, 90, 1500),
            [["甲", "自然人", "总计"], ["乙", "1", "2"]],
            id="手绘表格的列差之毫厘",
        ),
        pytest.param(
            (row(cell("1"), cell("2"), cell("3")), row(cell("4", span=2), cell("5"))),
            (100, 100, 100),
            [["1", "2", "3"], ["4", "4", "5"]],
            id="列本来就窄",
        ),
        pytest.param(
            (
                row(cell("甲", properties=wide(2000)), cell("法人", properties=wide(3000))),
                row(
                    cell("乙", properties=wide(2010)),
                    cell("1", properties=wide(1500)),
                    cell("2", properties=wide(1490)),
                ),
            ),
            (2000, 1500, 1500),
            [["甲", "法人", "法人"], ["乙", "1", "2"]],
            id="没有写明跨几列而以宽度为准",
        ),
        pytest.param(
            (row(cell("甲"), cell("1")), row(cell("乙"))),
            (1000, 1000),
            [["甲", "1"], ["乙", None]],
            id="少一个单元格",
        ),
        pytest.param(
            (row(cell("甲", span=10**9), cell("1")), row(cell("乙", span=10**9), cell("2"))),
            (),
            [["甲", "1"], ["乙", "2"]],
            id="荒唐的跨列数",
        ),
        pytest.param(
            (row(cell("甲", properties='<w:gridSpan w:val="没有"/>'), cell("1")),),
            (),
            [["甲", "1"]],
            id="跨列数不是数字",
        ),
        pytest.param((row(cell("甲", span=0), cell("1")),), (), [["甲", "1"]], id="跨零列"),
        pytest.param(
            (
                "<w:sdt><w:sdtContent>" + row(cell("甲"), cell("1")) + "</w:sdtContent></w:sdt>",
                row("<w:sdt><w:sdtContent>" + cell("乙") + "</w:sdtContent></w:sdt>", cell("2")),
            ),
            (),
            [["甲", "1"], ["乙", "2"]],
            id="控件包住行和单元格",
        ),
        pytest.param((row(cell("自", "然", "人", ""), cell("", "12")),), (), [["自然人", "12"]], id="单元格里的几段"),
    ],
)
def test_cells_stand_where_the_page_shows_them(
    rows: tuple[str, ...], widths: tuple[int, ...], expected: list[list[str | None]]
) -> None:
    assert read_grid(*rows, widths=widths) == expected


def test_paragraphs_of_a_cell_are_kept_apart() -> None:
    """A 1 above a 2 is not twelve: who reads the figures must see the break."""
    (grid,) = grids(read_docx(docx(table(row(cell("1", "2"), cell("甲")))), "表.docx").blocks)
    assert grid.rows[0][0] is not None
    assert grid.rows[0][0].text == "1\n2"


def test_rows_that_repeat_as_head_are_read_once() -> None:
    head = row(cell("信息内容"), cell("件数"), properties="<w:tblHeader/>")
    assert read_grid(head, row(cell("规章"), cell("3"))) == [["信息内容", "件数"], ["规章", "3"]]


# Tables in tables


def test_a_table_that_arranges_the_page_is_taken_apart() -> None:
    inner = merged_table(table3(EDITION_2019, figures_of(EDITION_2019)))
    heading = paragraph("三、收到和处理申请情况", properties='<w:pStyle w:val="1"/>')
    page = table(row(cell("导航"), cell(heading, inner, paragraph("四、其他"))))
    document = read_docx(docx(page, styles=HEADING_STYLES), "报告.docx")
    assert shape(document.blocks) == ["导航", "三、收到和处理申请情况", "表", "四、其他"]
    assert [line.heading for line in document.lines()] == [False, True, False]
    assert grid_texts(grids(document.blocks)[0]) == texts(table3(EDITION_2019, figures_of(EDITION_2019)))


def test_several_tables_in_one_cell_are_several_grids_in_order() -> None:
    page = table(row(cell("甲", table(*TWO_BY_TWO), "乙", table(*reversed(TWO_BY_TWO)), "丙")))
    document = read_docx(docx(page), "报告.docx")
    assert shape(document.blocks) == ["甲", "表", "乙", "表", "丙"]
    assert [grid_texts(grid)[0][0] for grid in grids(document.blocks)] == ["甲", "乙"]
    assert [grid.number for grid in grids(document.blocks)] == [1, 2]


def test_layout_tables_in_layout_tables_are_taken_apart() -> None:
    page = table(*TWO_BY_TWO)
    for _depth in range(20):
        page = table(row(cell("层", page, "")))
    document = read_docx(docx(page), "报告.docx")
    assert shape(document.blocks) == ["层"] * 20 + ["表"]


def test_a_small_table_in_a_cell_is_its_text() -> None:
    inner = table(row(cell("12")))
    assert read_grid(row(cell("甲"), cell(inner, "")), row(cell("乙"), cell("3"))) == [["甲", "12"], ["乙", "3"]]
    split = table(row(cell("1"), cell("2")))
    (grid,) = grids(read_docx(docx(table(row(cell("甲"), cell(split, "")), *TWO_BY_TWO)), "表.docx").blocks)
    assert grid.rows[0][1] is not None
    assert grid.rows[0][1].text == "1\n2"


# Automatic numbers


def level(number: int, text: str, fmt: str = "chineseCounting", more: str = "") -> str:
    properties = f'<w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{properties}</w:lvl>'


def numbered(text: str, list_id: int | None = 1, ilvl: int | None = 0, style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_id is not None:
        ilvl_xml = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
        properties += f'<w:numPr>{ilvl_xml}<w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties=properties)


def definition(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def a_list(number: int, definition_id: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition_id}"/>{overrides}</w:num>'


STATUTORY = definition(7, level(0, "%1、"), level(1, "（%2）"), level(2, "%3.", "decimal")) + a_list(1, 7)


def test_section_numbers_that_word_counts_are_part_of_the_headings() -> None:
    content = (
        numbered("总体情况")
        + numbered("主动公开", ilvl=1)
        + numbered("依申请公开", ilvl=1)
        + numbered("细目", ilvl=2)
        + paragraph("正文")
        + numbered("")
        + numbered("收到和处理政府信息公开申请情况")
        + numbered("申请人", ilvl=1)
        + table(row(cell(numbered("其他", ilvl=1)), cell(numbered("", ilvl=2))))
    )
    document = read_docx(docx(content, numbering=STATUTORY), "报告.docx")
    assert lines(document.blocks) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1. 细目",
        "正文",
        "三、收到和处理政府信息公开申请情况",
        "（一）申请人",
    ]
    # A number alone is not a figure that somebody wrote.
    assert grid_texts(grids(document.blocks)[0]) == [["（二）其他", ""]]


@pytest.mark.parametrize(
    ("fmt", "number", "shown"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一〇一"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 10000, "10000"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimal", 3, "3"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerLetter", 10**6, "1000000"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 10**8, "100000000"),
        ("numberInDash", 2, "- 2 -"),
        ("没有的格式", 5, "5"),
        ("none", 5, ""),
    ],
)
def test_numbers_are_written_in_the_format_of_their_level(fmt: str, number: int, shown: str) -> None:
    start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{number}"/></w:lvlOverride>'
    numbering = definition(1, level(0, "%1、", fmt)) + a_list(1, 1, start)
    assert lines(read_docx(docx(numbered("甲"), numbering=numbering), "报告.docx").blocks) == [f"{shown}、甲"]


def restart(after: int) -> str:
    return f'<w:lvlRestart w:val="{after}"/>'


@pytest.mark.parametrize(
    ("numbering", "content", "expected"),
    [
        pytest.param(
            definition(1, level(0, "%1、")) + a_list(1, 1) + a_list(2, 1),
            numbered("甲", 1) + numbered("乙", 2),
            ["一、甲", "二、乙"],
            id="同一定义的两个列表接着数",
        ),
        pytest.param(
            definition(1, level(0, "%1、"))
            + a_list(1, 1)
            + a_list(2, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
            numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 2),
            ["一、甲", "一、乙", "二、丙"],
            id="重新开始只一次",
        ),
        pytest.param(
            definition(1, level(0, "%1、"), level(1, "%1.%2", "decimal", "<w:isLgl/>")) + a_list(1, 1),
            numbered("甲") + numbered("乙", ilvl=1),
            ["一、甲", "1.1 乙"],
            id="正规形式编号",
        ),
        pytest.param(
            definition(1, level(0, "%1、"), level(1, "%2.", "decimal", restart(0))) + a_list(1, 1),
            numbered("甲") + numbered("子", ilvl=1) + numbered("乙") + numbered("丑", ilvl=1),
            ["一、甲", "1. 子", "二、乙", "2. 丑"],
            id="下级不重新开始",
        ),
        pytest.param(
            definition(1, level(0, "%1、"), level(1, "（%2）"), level(2, "%3.", "decimal", restart(1))) + a_list(1, 1),
            numbered("甲")
            + numbered("子", ilvl=2)
            + numbered("乙", ilvl=1)
            + numbered("丑", ilvl=2)
            + numbered("丙")
            + numbered("寅", ilvl=2),
            ["一、甲", "1. 子", "（一）乙", "2. 丑", "二、丙", "1. 寅"],
            id="只在一级之后重新开始",
        ),
        pytest.param(
            definition(1, level(0, "%1、"), level(1, "（%1.%2）", "decimal")) + a_list(1, 1),
            numbered("子", ilvl=1) + numbered("甲"),
            ["（一.1）子", "一、甲"],
            id="上级尚未开始",
        ),
        pytest.param(
            definition(1, level(0, "%1", "decimal")) + a_list(1, 1),
            numbered("2件"),
            ["1 2件"],
            id="编号不与正文连成数字",
        ),
        pytest.param(
            definition(1, level(0, "第%1", "decimal", '<w:suff w:val="nothing"/>')) + a_list(1, 1),
            numbered("部分"),
            ["第1部分"],
            id="编号之后没有间隔",
        ),
        pytest.param(definition(1, level(0, "\uf0b7", "bullet")) + a_list(1, 1), numbered("甲"), ["甲"], id="项目符号"),
        pytest.param(definition(1, level(0, "%1、")) + a_list(1, 1), numbered("甲", 0), ["甲"], id="取消编号"),
        pytest.param(definition(1, level(0, "%1、")) + a_list(1, 1), numbered("甲", 9), ["甲"], id="没有的列表"),
        pytest.param(definition(1, level(0, "%1、")) + a_list(1, 1), numbered("甲", ilvl=99), ["甲"], id="没有的级别"),
        pytest.param(definition(1, level(0, "长" * 61)) + a_list(1, 1), numbered("甲"), ["甲"], id="过长的编号"),
        pytest.param(
            definition(1, level(0, "%1、"))
            + a_list(1, 1, '<w:lvlOverride w:ilvl="0">' + level(0, "第%1条") + "</w:lvlOverride>"),
            numbered("甲"),
            ["第一条 甲"],
            id="改写的级别",
        ),
    ],
)
def test_lists_count_as_word_counts(numbering: str, content: str, expected: list[str]) -> None:
    assert lines(read_docx(docx(content, numbering=numbering), "报告.docx").blocks) == expected


def test_numbers_come_by_way_of_styles() -> None:
    linked = '<w:pStyle w:val="{style}"/>'
    numbering = definition(
        1, level(0, "%1、", more=linked.format(style="1")), level(1, "（%2）", more=linked.format(style="2"))
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{number}"><w:name w:val="heading {number}"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for number in (1, 2)
    )
    styles += '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="章"/><w:basedOn w:val="2"/></w:style>'
    content = (
        numbered("总体情况", None, style="1")
        + numbered("机构", None, style="2")
        + numbered("不编号", 0, style="2")
        + numbered("制度", None, style="2")
        + numbered("申请情况", None, style="1")
    )
    document = read_docx(docx(content, styles=styles, numbering=numbering + a_list(1, 1)), "报告.docx")
    assert lines(document.blocks) == ["一、总体情况", "（一）机构", "不编号", "（二）制度", "二、申请情况"]
    assert [line.heading for line in document.lines()] == [True] * 5


def test_a_list_follows_its_numbering_style() -> None:
    numbering = (
        definition(1, more='<w:numStyleLink w:val="s"/>')
        + definition(2, level(0, "%1、"))
        + a_list(1, 1)
        + a_list(2, 2)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="s"><w:name w:val="公文"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    content = numbered("甲", 1) + numbered("乙", 2)
    document = read_docx(docx(content, styles=styles, numbering=numbering), "报告.docx")
    assert lines(document.blocks) == ["一、甲", "二、乙"]


# What cannot be read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(docx('<w:altChunk r:id="rId5"/>'), "嵌入文件", id="正文是嵌入的网页"),
        pytest.param(xlsx(), "请把扩展名改为 .xlsx", id="其实是工作簿"),
        pytest.param(
            docx(table(*(row(*(cell() for _ in range(100 if number == 0 else 1))) for number in range(3000)))),
            "表格过大",
            id="表格过大",
        ),
        pytest.param(docx(table(row(*(cell() for _ in range(300))))), "表格过大", id="列数过多"),
        pytest.param(
            docx(table(*(row(cell(span=number + 1), cell()) for number in range(600)))), "表格过大", id="错开的列过多"
        ),
        pytest.param(docx("<w:p>" * 300 + "</w:p>" * 300), "嵌套过深", id="嵌套过深"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableReport) as error:
        read_docx(data, "报告.docx")
    assert words in str(error.value)
    assert str(error.value).startswith("报告.docx：")


def test_a_slot_of_several_rows_and_columns_is_one_cell() -> None:
    slots = ((Slot("甲", 2, 2), Slot("1")), (Slot("2"),), (Slot("3"), Slot("4"), Slot("5")))
    (grid,) = grids(read_docx(docx(merged_table(slots)), "表.docx").blocks)
    assert grid_texts(grid) == [["甲", "甲", "1"], ["甲", "甲", "2"], ["3", "4", "5"]]
