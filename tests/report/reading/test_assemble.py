"""From lines and grids to a report: what belongs to it, what is left out, and what is refused."""

from dataclasses import replace

import pytest
from tests.golden.layouts import SHAPES, whole
from tests.report.reading.pdf_files import figures_of, html_page
from tests.report.reading.pdf_files import report as pieces_of

from gongkai.report.model import AnnualReport, Normalised, Place, complete
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.files import read
from gongkai.stats.cells import number
from gongkai.stats.editions import EDITION_2019, EDITION_2021, Edition, table3_cells

NARRATIVE = {
    "opening": "本报告依照条例编制。\n数据统计期限为全年。",
    "overview": "（一）主动公开。工作平稳推进。\n（二）监督保障。制度得到落实。",
    "problems": "问题是更新不够及时。下一步加强检查。",
    "other": "没有收取信息处理费。",
}


def example(
    edition: Edition = EDITION_2021, year: int = 2023, start: int = 101, agency: str = "示例区商务局"
) -> AnnualReport:
    """A report in which every figure is another."""
    cells = {cell: number(int(figure)) for cell, figure in figures_of(edition, start).items()}
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return AnnualReport(agency, year, edition.key, title, NARRATIVE, (), cells, complete=complete(edition, cells))


REPORT = example()
ZEROS = replace(REPORT, cells=dict.fromkeys(REPORT.cells, number(0)))
EVERY_SHAPE = pytest.mark.parametrize("shape", SHAPES)


def laid_out(report: AnnualReport, shape: str = "row_pipes") -> str:
    return whole(report, SHAPES[shape])


def read_text(text: str, shape: str = "row_pipes") -> AnnualReport:
    return read(text.encode(), "报告.md" if "markdown" in shape else "报告.txt")


def kinds(report: AnnualReport) -> set[Normalised]:
    return {remark.kind for remark in report.remarks}


# What is one report, and what is none or two


@EVERY_SHAPE
def test_a_report_is_read_whole(shape):
    found = read_text(laid_out(REPORT, shape), shape)
    assert found.cells == REPORT.cells
    assert (found.title, found.agency, found.year, found.edition_key) == (REPORT.title, "示例区商务局", 2023, "2021")
    assert {key: text for key, text in found.narrative.items() if text} == NARRATIVE
    assert found.complete


@EVERY_SHAPE
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(example(year=2022, start=501), id="去年的"),
        pytest.param(example(agency="示例区发展和改革局", start=501), id="别的机关的"),
    ],
)
def test_two_reports_in_one_file_are_refused(shape, other):
    with pytest.raises(UnreadableReport, match=r"两份年度报告.*请把两份报告分成两个文件"):
        read_text(laid_out(REPORT, shape) + laid_out(other, shape), shape)


def test_two_reports_with_equal_figures_are_refused_by_their_titles():
    other = replace(ZEROS, year=2022, title="示例区商务局2022年政府信息公开工作年度报告")
    with pytest.raises(UnreadableReport, match=r"示例区商务局2023年.*示例区商务局2022年"):
        read_text(laid_out(ZEROS) + laid_out(other))


@EVERY_SHAPE
def test_a_report_that_is_printed_twice_is_read_once(shape):
    found = read_text(laid_out(REPORT, shape) * 2, shape)
    assert found.cells == REPORT.cells


@EVERY_SHAPE
def test_the_table_of_another_year_beside_this_years_is_refused(shape):
    text = laid_out(REPORT, shape)
    other = "\n".join(SHAPES[shape](example(start=501))[1])
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    with pytest.raises(UnreadableReport, match="同一行有两组不同的数"):
        read_text(text.replace(heading, f"2022年的情况\n{other}\n{heading}"), shape)


def test_a_row_with_two_sets_of_figures_is_unknown_and_the_rest_is_read():
    text = laid_out(REPORT)
    row = next(line for line in text.split("\n") if "重复申请" in line)
    assert REPORT.cells[table3_cells("not_processed.duplicate_request")[0]].shown in row
    found = read_text(text.replace(row, f"{row}\n2.重复申请 | 9 | 9 | 9 | 9 | 9 | 9 | 9 |"))
    duplicate = set(table3_cells("not_processed.duplicate_request"))
    assert found.cells == {cell: figure for cell, figure in REPORT.cells.items() if cell not in duplicate}
    assert Normalised.ROW_UNREADABLE in kinds(found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("今天天气很好。", id="日记"),
        pytest.param("政府信息公开指南\n一、受理机构\n示例区商务局办公室", id="公开指南"),
        pytest.param("示例区商务局2023年政府信息公开工作年度报告", id="只有标题"),
        pytest.param(
            "\n".join(f"示例区商务局{year}年政府信息公开工作年度报告" for year in range(2019, 2025)), id="年报目录"
        ),
        pytest.param("第二十条第（一）项规定的信息应当主动公开。", id="引用条文"),
    ],
)
def test_what_is_not_a_report_is_refused(text):
    with pytest.raises(UnreadableReport, match="没有找到"):
        read_text(text)


def test_prose_without_tables_is_a_report_of_years_before_the_tables():
    found = read_text("示例区商务局2017年政府信息公开工作年度报告\n一、概述\n2017年主动公开政府信息120条。\n")
    assert (found.year, found.edition_key, dict(found.cells), found.complete) == (2017, None, {}, False)
    assert found.narrative["overview"] == "2017年主动公开政府信息120条。"
    assert [claim.value for claim in found.claims] == [120]


def test_a_fragment_is_read_and_says_that_it_is_one():
    two, _three, _four = SHAPES["row_pipes"](REPORT)
    found = read_text("\n".join(two))
    assert found.cells == {cell: figure for cell, figure in REPORT.cells.items() if cell.startswith("table2")}
    assert (found.complete, found.agency, found.year, found.edition_key) == (False, None, None, "2021")


# What stands around the report and in it


METADATA = [
    "索 引 号\t003512345/2024-00012\t主题分类\t政府信息公开",
    "发布机构\t示例区商务局\t发文日期\t2024-01-20",
    "名    称\t示例区商务局2023年政府信息公开工作年度报告",
    "文    号\t\t有 效 性\t有效",
]
CHROME = [
    "首页 > 政务公开 > 政府信息公开年报",
    "发布时间：2024-01-20 10:12",
    "浏览次数： 325",
    "字体：【大 中 小】",
    "打印本页",
]
FOOT = [
    "附件：",
    "上一篇：示例区商务局2022年政府信息公开工作年度报告",
    "主办单位：示例区人民政府",
    "网站标识码：0000000000",
]


@EVERY_SHAPE
@pytest.mark.parametrize(
    "before", [METADATA, CHROME, ["目录", *EDITION_2021.section_titles]], ids=["元数据", "网站", "目录"]
)
def test_what_stands_before_the_report_changes_nothing(shape, before):
    found = read_text("\n".join(before) + "\n" + laid_out(REPORT, shape), shape)
    assert found.cells == REPORT.cells
    assert (found.agency, found.year) == ("示例区商务局", 2023)
    assert {key: text for key, text in found.narrative.items() if text and key != "opening"} == {
        key: text for key, text in NARRATIVE.items() if key != "opening"
    }


@EVERY_SHAPE
def test_the_foot_of_the_page_is_no_part_of_the_last_section(shape):
    found = read_text(laid_out(REPORT, shape) + "\n".join(FOOT), shape)
    assert found.cells == REPORT.cells
    assert found.narrative["other"] == NARRATIVE["other"]


@EVERY_SHAPE
def test_lines_of_the_site_between_the_sections_are_left_out(shape):
    title = "五、存在的主要问题及改进情况"
    found = read_text(laid_out(REPORT, shape).replace(title, f"{title}\n扫一扫在手机打开当前页\n打印"), shape)
    assert found.cells == REPORT.cells
    assert found.narrative["problems"] == NARRATIVE["problems"]


RUNNING_HEADS = [
    "示例区商务局2023年政府信息公开工作年度报告",
    "- 4 -",
    "第 4 页 共 9 页",
    "http://www.example.cn/a/b.html",
    "2024/1/20 10:12",
]


@EVERY_SHAPE
@pytest.mark.parametrize("head", RUNNING_HEADS)
def test_what_a_page_break_leaves_between_rows_changes_no_figure(shape, head):
    lines = laid_out(REPORT, shape).split("\n")
    start = next(at for at, line in enumerate(lines) if "保护第三方" in line.replace("⽅", "方"))
    broken = "\n".join([*lines[:start], head, *lines[start:]])
    found = read_text(broken, shape)
    assert all(found.cells[cell] == REPORT.cells[cell] for cell in found.cells)
    assert len(found.cells) >= len(REPORT.cells) - 14


def test_two_systems_of_numbers_are_read():
    """The prose in parts one to six of its own, and after it the statutory tables as one to five."""
    text = laid_out(replace(REPORT, narrative={}))
    one, *others = EDITION_2021.section_titles
    for number_, title in zip("一二三四五", others, strict=True):
        text = text.replace(title, f"{number_}、{title[2:]}")
    prose = ["一、总体情况", "工作平稳推进。", "二、工作机制", "设立小组。", "三、主动公开工作情况", "公开信息12条。"]
    found = read_text(text.replace(one, "\n".join(prose)))
    assert found.cells == REPORT.cells
    assert found.narrative["overview"].startswith("工作平稳推进。")


def test_prose_in_the_sections_of_the_tables_is_kept_and_ends_the_table():
    text = laid_out(REPORT).replace(
        "四、政府信息公开行政复议、行政诉讼情况",
        "注：本年新收政府信息公开申请数量含上级转来的5件。\n其中网络申请3件。\n四、政府信息公开行政复议、行政诉讼情况",
    )
    found = read_text(text)
    assert found.cells == REPORT.cells
    assert found.narrative["requests"] == "注：本年新收政府信息公开申请数量含上级转来的5件。\n其中网络申请3件。"


# What is missing or more than the form


@EVERY_SHAPE
def test_a_row_that_is_missing_is_absent(shape):
    missing = set(table3_cells("withheld.process_information"))
    report = replace(REPORT, cells={cell: figure for cell, figure in REPORT.cells.items() if cell not in missing})
    found = read_text(laid_out(report, shape), shape)
    assert all(found.cells[cell] == report.cells[cell] for cell in found.cells)
    assert not found.complete
    if "torn" not in shape:
        assert found.cells == report.cells


@EVERY_SHAPE
def test_a_row_that_is_not_of_the_form_takes_no_other_rows_place(shape):
    """A subtotal in place of the missing row 6.属于四类过程性信息."""
    missing = set(table3_cells("withheld.process_information"))
    text = laid_out(REPORT, shape)
    for label in (
        "6.属于四类过程性信息",
        "6.属于四类过程性信息".translate(str.maketrans("一二人大行自法方无止工用", "⼀⼆⼈⼤⾏⾃法⽅⽆⽌⼯⽤")),
    ):
        text = text.replace(label, "小计")
    found = read_text(text, shape)
    assert all(found.cells[cell] == REPORT.cells[cell] for cell in found.cells)
    assert not missing & found.cells.keys()


def test_text_that_lost_every_repeated_line_says_unknown_and_not_zero():
    lines = laid_out(ZEROS, "plain_lines").split("\n")
    found = read_text("\n".join(dict.fromkeys(lines)), "plain_lines")
    assert dict(found.cells) == {}


@EVERY_SHAPE
def test_text_that_lost_every_repeated_line_has_no_wrong_figure(shape):
    cells = {cell: number(figure.number % 3) for cell, figure in REPORT.cells.items() if figure.number is not None}
    report = replace(REPORT, cells=cells)
    try:
        found = read_text("\n".join(dict.fromkeys(laid_out(report, shape).split("\n"))), shape)
    except UnreadableReport:
        return
    assert all(found.cells[cell] == report.cells[cell] for cell in found.cells)


# Editions


@pytest.mark.parametrize(
    ("edition", "year", "remarked"),
    [
        (EDITION_2019, 2020, False),
        (EDITION_2021, 2021, False),
        (EDITION_2019, 2021, True),
        (EDITION_2021, 2020, True),
    ],
)
def test_tables_of_another_edition_than_the_years_are_read_and_remarked(edition, year, remarked):
    report = example(edition, year)
    found = read_text(laid_out(report))
    assert found.cells == report.cells
    assert found.edition_key == edition.key
    assert (Normalised.EDITION_BY_TABLES in kinds(found)) is remarked


def test_without_a_year_the_tables_tell_the_edition():
    report = replace(example(EDITION_2019, 2020), title="示例区商务局政府信息公开工作年度报告", narrative={})
    found = read_text(laid_out(report))
    assert (found.year, found.edition_key, found.cells == report.cells) == (None, "2019", True)
    assert Normalised.EDITION_BY_TABLES in kinds(found)


# Characters and places


def test_radicals_and_traditional_characters_are_remarked():
    assert Normalised.COMPATIBILITY_CHARACTERS in kinds(read_text(laid_out(REPORT).replace("一", "⼀")))
    assert Normalised.TRADITIONAL_CHARACTERS in kinds(
        read_text(
            "示例區商務局2023年政府信息公開工作年度報告\n一、總體情況\n全年公開政府信息12條，收到申請3件，均已辦結。"
        )
    )
    assert kinds(read_text(laid_out(REPORT))) == set()


def test_every_figure_knows_its_line():
    text = laid_out(REPORT, "cell_lines")
    found = read_text(text)
    lines = text.split("\n")
    assert set(found.places) == set(found.cells)
    for cell, figure in found.cells.items():
        line = found.places[cell].line
        assert line is not None
        assert lines[line - 1] == f"{figure.shown} |"


def test_every_figure_of_a_page_knows_its_table_row_and_column():
    found = read(html_page(pieces_of(EDITION_2021, figures_of(EDITION_2021))).encode(), "报告.html")
    assert found.places["table2.government_rules.issued"] == Place(table=1, row=3, column=2)
    assert found.places["table3.newly_received.total"] == Place(table=2, row=4, column=10)
    assert {found.places[cell].table for cell in found.cells} == {1, 2, 3}


def test_headings_are_kept_as_printed():
    found = read_text(laid_out(REPORT).replace("一、总体情况", "一、概述"))
    assert found.headings["overview"] == "一、概述"
    assert found.headings["other"] == "六、其他需要报告的事项"


def test_a_table_without_end_is_refused():
    text = laid_out(REPORT).replace("申请人情况", "申请人情况 |\n" + "0 | " * 200_000, 1)
    with pytest.raises(UnreadableReport, match="表格的内容超过"):
        read_text(text)
