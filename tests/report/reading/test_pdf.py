"""PDF as lines and grids: every figure in its row and column, whatever made the file, or a plain refusal."""

import json
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.report.reading.pdf_files import (
    FIRST_FREE,
    Piece,
    assembled,
    chromium_pdf,
    drawn_pdf,
    encrypted_pdf,
    figures_of,
    html_page,
    libreoffice_pdf,
    picture,
    report,
    ruled,
    ruled_by_rectangles,
    shown,
    stream,
    texts,
    typst_pdf,
)

from gongkai.report.model import AnnualReport, folded
from gongkai.report.reading.document import Document, Grid, Line
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.pdf import MAX_PAGES, read_pdf
from gongkai.report.writing import render
from gongkai.stats.editions import EDITION_2019, EDITION_2021, Edition

NAME = "年度报告.pdf"


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def rows_of(grid: Grid) -> list[list[str]]:
    return [[folded(cell.text) if cell else "?" for cell in row] for row in grid.rows]


def lines_of(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def assert_reads_as(document: Document, pieces: Sequence[Piece], *, prose: bool = True) -> None:
    """Every cell of every table where it was laid out, merged cells as one object, and every paragraph in its place."""
    tables = [piece for piece in pieces if not isinstance(piece, str)]
    assert [rows_of(grid) for grid in grids(document)] == [
        [[folded(text) for text in row] for row in texts(table)] for table in tables
    ]
    for grid, table in zip(grids(document), tables, strict=True):
        assert len({id(cell) for row in grid.rows for cell in row}) == sum(map(len, table))
        for at, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                assert cell is not None
                assert cell.row <= at < cell.row + cell.rowspan
                assert cell.column <= column < cell.column + cell.colspan
    if prose:
        assert [folded(text) for text in lines_of(document)] == [
            folded(piece) for piece in pieces if isinstance(piece, str)
        ]


# ---------------------------------------------------------------- whole reports


@pytest.mark.parametrize("edition", [EDITION_2019, EDITION_2021], ids=["2019", "2021"])
@pytest.mark.parametrize(
    "layout",
    [
        pytest.param({}, id="A4"),
        pytest.param({"height": 420, "margin": 50, "repeat": True}, id="表头在续页重复"),
        pytest.param({"height": 300, "margin": 40, "numbering": None}, id="行在页末断开"),
        pytest.param({"height": 350, "margin": 50, "inset": 5, "numbering": "第 1 页 共 1 页"}, id="表头在页末断开"),
        pytest.param({"width": 842, "height": 595, "size": 8, "stroke": 2, "inset": 1}, id="横页粗线"),
        pytest.param({"height": 500, "header": "示例区水务局文件", "numbering": "1"}, id="页眉和无装饰页码"),
    ],
)
@pytest.mark.parametrize("vertical", [False, True], ids=["横排", "竖排"])
def test_a_typeset_report_reads_as_laid_out(edition: Edition, layout: dict[str, Any], vertical: bool) -> None:
    pieces = report(edition, figures_of(edition), vertical=vertical)
    assert_reads_as(read_pdf(typst_pdf(pieces, **layout), NAME), pieces)


def test_blank_and_dashed_cells_stay_what_they_are() -> None:
    figures = figures_of(EDITION_2021)
    figures |= {cell: "" for cell in figures if "research" in cell} | {cell: "/" for cell in figures if "legal" in cell}
    pieces = report(EDITION_2021, figures)
    assert_reads_as(read_pdf(typst_pdf(pieces, height=300, margin=40), NAME), pieces)


def test_a_table_without_rules_is_lines_with_tabs() -> None:
    pieces = report(EDITION_2021, figures_of(EDITION_2021))
    document = read_pdf(typst_pdf(pieces, stroke=0), NAME)
    assert grids(document) == []
    found = lines_of(document)
    assert "行政规范性文件\t104\t105\t106" in found
    assert "一、本年新收政府信息公开申请数量\t111\t112\t113\t114\t115\t116\t117" in found
    assert any(line.endswith("4.保护第三方合法权益\t160\t161\t162\t163\t164\t165\t166") for line in found)
    assert "286\t287\t288\t289\t290\t291\t292\t293\t294\t295\t296\t297\t298\t299\t300" in found


def test_places_name_page_table_row_and_column() -> None:
    pieces = report(EDITION_2021, figures_of(EDITION_2021))
    document = read_pdf(typst_pdf(pieces, height=300, margin=40), NAME)
    table3 = grids(document)[1]
    row = next(at for at, row in enumerate(rows_of(table3)) if row[2] == "4.保护第三方合法权益")
    place = table3.place(row, 3)
    assert (place.page, place.table, place.row, place.column) == (3, 2, row + 1, 4)
    first = next(document.lines())
    assert (first.place.page, first.place.line) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("edition", [EDITION_2019, EDITION_2021], ids=["2019", "2021"])
@pytest.mark.parametrize(
    ("borders", "style"),
    [
        pytest.param("collapsed", "", id="合并边框"),
        pytest.param("collapsed", "td{border:2px dashed #555} td:first-child{background:#c6d9f1}", id="虚线和底色"),
        pytest.param("collapsed", "td{border:1px dotted #000}", id="点线"),
        pytest.param("collapsed", "td{padding:0;text-align:left}", id="没有内边距"),
        pytest.param("collapsed", "@page{size:600px 420px;margin:30px} td{padding:5px}", id="行和合并单元格断在页末"),
        pytest.param("separate", "@page{size:A3}", id="分开的边框"),
    ],
)
def test_a_page_printed_by_chromium_reads_as_laid_out(edition: Edition, borders: str, style: str) -> None:
    pieces = report(edition, figures_of(edition), vertical=True)
    assert_reads_as(read_pdf(chromium_pdf(html_page(pieces, borders=borders, style=style)), NAME), pieces)


@pytest.mark.slow
@pytest.mark.parametrize("edition", [EDITION_2019, EDITION_2021], ids=["2019", "2021"])
@pytest.mark.parametrize("through_docx", [False, True], ids=["HTML", "DOCX"])
@pytest.mark.parametrize("page", ["", "@page{size:16cm 11cm;margin:1.5cm}"], ids=["A4", "行断在页末"])
def test_a_file_converted_by_libreoffice_reads_as_laid_out(edition: Edition, through_docx: bool, page: str) -> None:
    pieces = report(edition, figures_of(edition))
    source = html_page(pieces, style=page, attributes="border=1 cellspacing=0")
    # LibreOffice hangs punctuation over the margin and then cuts it off, so its prose can lack a comma.
    assert_reads_as(read_pdf(libreoffice_pdf(source, through_docx=through_docx), NAME), pieces, prose=False)


# ---------------------------------------------------------------- ways to rule a table

XS, YS = (100, 200, 300, 400), (700, 680, 660)
CELLS = "".join(
    [
        shown(110, 686, "信息内容"),
        shown(210, 686, "本年制发件数"),
        shown(310, 686, "现行有效件数"),
        shown(110, 666, "规章"),
        shown(245, 666, "12"),
        shown(345, 666, "34"),
    ]
)
EXPECTED = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "12", "34"]]


def form(content: str) -> bytes:
    entries = "/Type/XObject/Subtype/Form/BBox[0 0 900 900]/Matrix[1 0 0 1 5 5]/Resources<</Font<</F 3 0 R>>>>"
    return stream(content.encode(), entries)


OPEN_SIDES = "".join(f"{x} 660 m {x} 700 l S\n" for x in XS[1:-1]) + "".join(f"100 {y} m 400 {y} l S\n" for y in YS)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(drawn_pdf(CELLS + ruled(XS, YS)), id="线条"),
        pytest.param(drawn_pdf(CELLS + ruled_by_rectangles(XS, YS)), id="细长的填充矩形"),
        pytest.param(drawn_pdf(CELLS + OPEN_SIDES), id="两侧没有竖线"),
        pytest.param(
            drawn_pdf(CELLS + "".join(f"{x} {y} 100 20 re S\n" for x in XS[:-1] for y in YS[1:])), id="每格一个方框"
        ),
        pytest.param(
            drawn_pdf(CELLS + "".join(f"{x + 1} {y + 1} 98 18 re S\n" for x in XS[:-1] for y in YS[1:])),
            id="方框之间有缝",
        ),
        pytest.param(drawn_pdf(CELLS + "[1 2] 0 d " + ruled(XS, YS)), id="虚线"),
        pytest.param(drawn_pdf(CELLS + ruled(XS, YS), page="/Rotate 90"), id="页面旋转90度"),
        pytest.param(drawn_pdf(CELLS + ruled(XS, YS), page="/Rotate 180"), id="页面旋转180度"),
        pytest.param(drawn_pdf("0 1 -1 0 842 0 cm " + CELLS + ruled(XS, YS), box="0 0 842 595"), id="内容自己转了90度"),
        pytest.param(
            drawn_pdf("0 -1 1 0 0 595 cm " + CELLS + ruled(XS, YS), box="0 0 842 595", page="/Rotate 270"),
            id="内容转过去页面转回来",
        ),
        pytest.param(drawn_pdf(CELLS + ruled(XS, YS), box="50 600 450 750"), id="裁剪框不从零开始"),
        pytest.param(
            drawn_pdf("q 1 0 0 1 50 -100 cm /A Do Q", xobjects="/A 6 0 R", objects=[form(CELLS + ruled(XS, YS))]),
            id="表格在表单对象里",
        ),
        pytest.param(
            drawn_pdf(
                CELLS + ruled(XS, YS) + "q 0.7 0.7 -0.7 0.7 150 550 cm " + shown(0, 0, "内部资料", 40, "0.8 g") + "Q"
            ),
            id="斜的水印",
        ),
        pytest.param(drawn_pdf(CELLS + ruled(XS, YS) + "50 500 m 300 800 l S\n"), id="斜线"),
        pytest.param(drawn_pdf(CELLS + ruled(XS, YS) + "20 20 550 800 re S\n"), id="页面四周有框"),
        pytest.param(drawn_pdf(CELLS + "1 G " + ruled((150, 250), YS) + "0 G " + ruled(XS, YS)), id="白色的线不算"),
        pytest.param(
            drawn_pdf(
                "0 0 1 rg 100 680 300 20 re f 0 g " + CELLS.replace("BT  /F", "BT 1 g /F", 3) + "0 G " + ruled(XS, YS)
            ),
            id="彩色底上的白字",
        ),
    ],
)
def test_a_ruled_table_is_one_grid(data: bytes) -> None:
    document = read_pdf(data, NAME)
    assert [rows_of(grid) for grid in grids(document)] == [EXPECTED]
    assert lines_of(document) == []


def test_a_table_that_lays_out_the_page_gives_way_to_the_one_in_it() -> None:
    outer = "50 600 500 200 re S\n50 750 m 550 750 l S\n500 750 m 500 800 l S\n"
    document = read_pdf(drawn_pdf(outer + shown(60, 770, "栏目导航") + CELLS + ruled(XS, YS)), NAME)
    assert [rows_of(grid) for grid in grids(document)] == [EXPECTED]
    assert lines_of(document) == ["栏目导航"]


def test_a_frame_around_text_is_no_table() -> None:
    document = read_pdf(drawn_pdf("50 600 500 200 re S\n" + shown(60, 770, "编者的话")), NAME)
    assert grids(document) == []
    assert lines_of(document) == ["编者的话"]


def test_misaligned_edges_make_no_extra_rows_or_columns() -> None:
    upper = ruled((100, 200, 300, 400), (700, 680))
    lower = ruled((100, 206, 305, 400), (680, 660))
    document = read_pdf(drawn_pdf(CELLS + upper + lower), NAME)
    assert [rows_of(grid) for grid in grids(document)] == [EXPECTED]


# ---------------------------------------------------------------- what stands in a cell


def one_row(content: str, xs: Sequence[float] = XS) -> list[str]:
    document = read_pdf(drawn_pdf(content + ruled(xs, (700, 660))), NAME)
    return [cell.text if cell else "?" for cell in grids(document)[0].rows[0]]


def test_a_number_that_runs_over_its_rule_is_one_number_of_its_own_cell() -> None:
    narrow = (100, 200, 220, 240)
    assert one_row(shown(110, 666, "行政许可") + shown(196, 666, "1234567", 8), narrow) == ["行政许可", "1234567", ""]


def test_numbers_that_almost_touch_over_a_rule_stay_two_numbers() -> None:
    content = shown(110, 666, "行政许可") + shown(275.4, 666, "4568") + shown(300.4, 666, "865")
    assert one_row(content) == ["行政许可", "4568", "865"]


def test_a_number_without_room_on_its_line_goes_on_on_the_next() -> None:
    narrow = (100, 200, 226, 260)
    content = (
        shown(206, 686, "123", 10) + shown(206, 670, "45", 10) + shown(230, 686, "1", 10) + shown(230, 670, "2", 10)
    )
    assert one_row(content, narrow) == ["", "12345", "1\n2"]


def test_upright_text_in_columns_reads_from_right_to_left() -> None:
    right, left = "三、本年度", "办理结果"
    content = "".join(shown(150, 690 - 13 * at, char) for at, char in enumerate(right))
    content += "".join(shown(130, 690 - 13 * at, char) for at, char in enumerate(left))
    document = read_pdf(drawn_pdf(content + shown(210, 660, "予以公开") + ruled(XS, (705, 620))), NAME)
    assert rows_of(grids(document)[0])[0][0] == "三、本年度办理结果"


def test_turned_text_in_a_cell_is_read_in_its_own_direction() -> None:
    turned = "q 0 1 -1 0 150 665 cm " + shown(0, 0, "自然人", 10) + "Q "
    assert one_row(turned + shown(210, 676, "政府信息公开申请", 10))[0] == "自然人"


def test_hidden_text_is_left_out() -> None:
    content = shown(100, 700, "看得见的一行文字")
    content += shown(100, 650, "白纸上的白字", before="1 g") + shown(100, 600, "不绘制的字", before="3 Tr")
    content += shown(100, 550, "小得看不见的字", size=0.4) + shown(-300, 500, "页外的字")
    assert lines_of(read_pdf(drawn_pdf(content), NAME)) == ["看得见的一行文字"]


def test_radicals_and_wide_digits_are_left_as_they_are() -> None:
    assert one_row(shown(110, 676, "⼀、⾏政许可") + shown(210, 676, "１２３"))[:2] == ["⼀、⾏政许可", "１２３"]


# ---------------------------------------------------------------- paragraphs and what is none


def test_lines_of_one_paragraph_are_joined_over_the_page_break() -> None:
    full = "这一行文字从左到右排满了整个版心一个字也不少"
    first = shown(124, 700, full[:-2]) + shown(100, 680, full) + shown(290, 40, "— 1 —")
    second = (
        shown(100, 780, full) + shown(100, 760, "到此为止。") + shown(124, 740, "另起一段。") + shown(290, 40, "— 2 —")
    )
    assert lines_of(read_pdf(drawn_pdf(first, second), NAME)) == [full[:-2] + full + full + "到此为止。", "另起一段。"]


def test_a_heading_after_a_full_line_stands_alone() -> None:
    full = "这一行文字从左到右排满了整个版心一个字也不少"
    content = shown(100, 700, full) + shown(100, 680, "二、主动公开政府信息情况") + shown(100, 660, full)
    assert lines_of(read_pdf(drawn_pdf(content), NAME)) == [full, "二、主动公开政府信息情况", full]


def test_larger_type_is_a_heading() -> None:
    content = shown(150, 700, "示例区2023年政府信息公开工作年度报告", 18)
    content += "".join(shown(100, 600 - 20 * at, "正文的一行，字号是平常的大小。") for at in range(4))
    headings = [line.heading for line in read_pdf(drawn_pdf(content), NAME).lines()]
    assert headings == [True, False, False, False, False]


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(["- 1 -", "- 2 -", "- 3 -"], id="- 2 -"),
        pytest.param(["— 1 —", "— 2 —", "— 3 —"], id="— 2 —"),
        pytest.param(["－1－", "－2－", "－3－"], id="－2－"),
        pytest.param(["第 1 页 共 3 页", "第 2 页 共 3 页", "第 3 页 共 3 页"], id="第 2 页 共 3 页"),
        pytest.param(["1/3", "2/3", "3/3"], id="2/3"),
        pytest.param(["7", "8", "9"], id="连续的数字"),
        pytest.param(["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], id="Page 2 of 3"),
    ],
)
def test_page_numbers_are_left_out(numbers: list[str]) -> None:
    pages = [shown(100, 700 - 30 * at, f"正文第{at}句。") + shown(290, 40, text) for at, text in enumerate(numbers)]
    assert lines_of(read_pdf(drawn_pdf(*pages), NAME)) == ["正文第0句。", "正文第1句。", "正文第2句。"]


def test_figures_at_the_foot_that_do_not_count_pages_stay() -> None:
    pages = [shown(100, 700, "正文。") + shown(290, 40, text) for text in ("21", "5", "0")]
    assert lines_of(read_pdf(drawn_pdf(*pages), NAME)) == ["正文。", "21", "正文。", "5", "正文。", "0"]


def test_running_heads_are_left_out_and_the_title_stays() -> None:
    title = "示例区水务局2023年度报告"
    pages = [shown(90, 805, title, 9) + shown(100, 700 - 30 * at, f"正文第{at}句。") for at in range(2)]
    pages[0] += shown(150, 760, title, 16)
    assert lines_of(read_pdf(drawn_pdf(*pages), NAME)) == [title, "正文第0句。", "正文第1句。"]


def test_titles_of_two_reports_in_one_file_are_no_running_heads() -> None:
    pages = [
        shown(150, 760, f"示例区{year}年度报告", 16) + shown(100, 600, f"{year}年的正文。") for year in (2022, 2023)
    ]
    assert lines_of(read_pdf(drawn_pdf(*pages), NAME)) == [
        "示例区2022年度报告",
        "2022年的正文。",
        "示例区2023年度报告",
        "2023年的正文。",
    ]


def test_different_heads_on_left_and_right_pages_are_left_out() -> None:
    heads = ["示例区人民政府", "2023年度报告"] * 3
    pages = [shown(90, 805, head, 9) + shown(100, 700 - 30 * at, f"正文第{at}句。") for at, head in enumerate(heads)]
    assert lines_of(read_pdf(drawn_pdf(*pages), NAME)) == [f"正文第{at}句。" for at in range(6)]


# ---------------------------------------------------------------- tables over page breaks

HEAD = shown(110, 60, "信息内容") + shown(210, 60, "本年制发件数") + shown(310, 60, "现行有效件数")


def over_two_pages(lower: str, upper: str = "", *, foot: str = "", top: str = "") -> Document:
    """A table of which the first page shows the head and a row, without a rule where the page ends, as WPS draws it."""
    first = HEAD + upper + ruled(XS, (75, 55)) + "".join(f"{x} 55 m {x} 35 l S\n" for x in XS) + foot
    second = lower + "".join(f"{x} 800 m {x} 780 l S\n" for x in XS) + ruled(XS, (780, 760)) + top
    return read_pdf(drawn_pdf(first, second), NAME)


UPPER = shown(110, 41, "规章") + shown(245, 41, "12") + shown(345, 41, "34")
LOWER = shown(110, 786, "规范性文件") + shown(245, 786, "56") + shown(345, 786, "78")
LAST = shown(110, 766, "其他") + shown(245, 766, "9") + shown(345, 766, "0")


def test_a_table_goes_on_over_the_page_break() -> None:
    document = over_two_pages(LOWER + LAST, UPPER)
    assert [rows_of(grid) for grid in grids(document)] == [
        [EXPECTED[0], ["规章", "12", "34"], ["规范性文件", "56", "78"], ["其他", "9", "0"]]
    ]
    assert grids(document)[0].row_pages == (1, 1, 2, 2)


def test_page_number_and_running_head_do_not_part_a_table() -> None:
    foot, head = (
        shown(290, 15, "- 1 -") + shown(90, 825, "年度报告"),
        shown(290, 15, "- 2 -") + shown(90, 825, "年度报告"),
    )
    document = over_two_pages(LOWER + LAST, UPPER, foot=foot, top=head + shown(480, 812, "续表"))
    assert len(grids(document)) == 1
    assert lines_of(document) == []


def test_text_between_two_tables_parts_them() -> None:
    document = over_two_pages(LOWER + LAST, UPPER, top=shown(100, 810, "三、收到和处理政府信息公开申请情况"))
    assert len(grids(document)) == 2


def test_a_row_whose_figures_are_blank_is_no_part_of_the_row_before() -> None:
    document = over_two_pages(shown(110, 786, "规范性文件") + LAST, UPPER)
    assert rows_of(grids(document)[0])[1:3] == [["规章", "12", "34"], ["规范性文件", "", ""]]


def test_a_label_that_breaks_off_goes_on_in_the_same_row() -> None:
    upper = shown(104, 41, "规章（含修订并") + shown(245, 41, "12") + shown(345, 41, "34")
    document = over_two_pages(shown(104, 786, "重新公布的）") + LAST, upper)
    assert rows_of(grids(document)[0])[1:] == [["规章(含修订并重新公布的)", "12", "34"], ["其他", "9", "0"]]


def test_figures_below_a_head_are_no_part_of_it() -> None:
    """In narrow columns the lines of a head are full, and what comes next could be its continuation."""
    narrow = (100, 130, 160)
    first = shown(104, 60, "结果") + shown(134, 60, "其他") + ruled(narrow, (75, 55))
    second = shown(110, 786, "5") + shown(140, 786, "7") + ruled(narrow, (800, 780))
    document = read_pdf(drawn_pdf(first, second), NAME)
    assert [rows_of(grid) for grid in grids(document)] == [[["结果", "其他"], ["5", "7"]]]


def test_mirrored_margins_do_not_part_a_table() -> None:
    second = "1 0 0 1 20 0 cm " + LOWER + LAST + ruled(XS, (800, 780, 760))
    document = read_pdf(drawn_pdf(HEAD + UPPER + ruled(XS, (75, 55, 35)), second), NAME)
    assert len(grids(document)) == 1


# ---------------------------------------------------------------- refusals


def refusal(data: bytes) -> UnreadableReport:
    with pytest.raises(UnreadableReport) as caught:
        read_pdf(data, NAME)
    assert NAME in str(caught.value)
    assert caught.value.todo
    return caught.value


SCANNED = "q 595 0 0 842 0 0 cm /I Do Q "
FORMS = [
    stream(
        b"/A Do /A Do", f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A {FIRST_FREE + at} 0 R>>>>"
    )
    for at in range(1, 31)
]

FORMS_BY_REFERENCE = [
    each
    for at in range(FIRST_FREE, FIRST_FREE + 60, 2)
    for each in (
        stream(b"/A Do /A Do", f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources {at + 1} 0 R"),
        f"<</XObject<</A {at + 2} 0 R>>>>".encode(),
    )
]


@pytest.mark.parametrize(
    ("make", "what"),
    [
        pytest.param(lambda: b"", "不是PDF", id="空文件"),
        pytest.param(lambda: "<html>年度报告</html>".encode(), "不是PDF", id="网页"),
        pytest.param(lambda: drawn_pdf(CELLS)[:700], "已损坏", id="只剩开头"),
        pytest.param(lambda: b"%PDF-1.7\n" + b"\0" * 5000, "已损坏", id="只有文件头"),
        pytest.param(
            lambda: drawn_pdf(CELLS) + b"9 0 obj\n<</Length 9000>>stream\n" + bytes(6000), "不完整", id="结尾缺失"
        ),
        pytest.param(
            lambda: assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
            "一页也没有",
            id="没有页",
        ),
        pytest.param(
            lambda: assembled(
                [
                    b"<</Type/Catalog/Pages 2 0 R>>",
                    b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * (MAX_PAGES + 1), MAX_PAGES + 1),
                    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
                ]
            ),
            f"超过{MAX_PAGES}页",
            id="页数过多",
        ),
        pytest.param(lambda: encrypted_pdf(CELLS, user_password=b"secret"), "密码", id="有打开密码"),
        pytest.param(
            lambda: drawn_pdf(SCANNED, SCANNED, xobjects="/I 6 0 R", objects=[picture()]), "扫描件", id="扫描件"
        ),
        pytest.param(
            lambda: drawn_pdf(*[SCANNED + shown(50, 20, "扫描全能王")] * 3, xobjects="/I 6 0 R", objects=[picture()]),
            "扫描件",
            id="只有水印文字的扫描件",
        ),
        pytest.param(lambda: drawn_pdf("", ""), "没有文字", id="空白页"),
        pytest.param(lambda: drawn_pdf(ruled(XS, YS)), "没有文字", id="只有图形"),
        pytest.param(
            lambda: typst_pdf(["文字层坏了，复制出来是乱码。" * 4]).replace(b"/ToUnicode", b"/Unwritten"),
            "文字层不可用",
            id="没有ToUnicode",
        ),
        pytest.param(
            lambda: drawn_pdf(shown(100, 700, "\ue123\ue124\ue125\ue126\ue127规章")), "文字层不可用", id="私有区字符"
        ),
        pytest.param(lambda: drawn_pdf("0 0 m 9 9 l S\n" * 200_001), "多得不像", id="图形过多"),
        pytest.param(lambda: drawn_pdf("/A Do", xobjects="/A 6 0 R", objects=FORMS), "大得异常", id="层层嵌套的表单"),
        pytest.param(
            lambda: drawn_pdf("/A Do", xobjects="/A 6 0 R", objects=FORMS_BY_REFERENCE),
            "大得异常",
            id="资源写在别处的嵌套表单",
        ),
        pytest.param(
            lambda: drawn_pdf(
                "/A Do",
                xobjects="/A 6 0 R",
                objects=[stream(zlib.compress(bytes(70_000_000), 9), "/Subtype/Form/Filter/FlateDecode")],
            ),
            "大得异常",
            id="压缩炸弹",
        ),
        pytest.param(
            lambda: drawn_pdf("", objects=[stream(b"", "/Filter[/FlateDecode/FlateDecode]")]), "大得异常", id="压缩两次"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(make: Callable[[], bytes], what: str) -> None:
    assert what in refusal(make()).what


def test_the_page_that_is_too_full_is_named() -> None:
    crowded = drawn_pdf(CELLS, "0 0 m 9 9 l S\n" * 200_001)
    assert refusal(crowded).where == "第2页"


def test_a_file_that_only_forbids_changes_is_read() -> None:
    document = read_pdf(encrypted_pdf(CELLS + ruled(XS, YS), user_password=b""), NAME)
    assert [rows_of(grid) for grid in grids(document)] == [EXPECTED]


def test_a_file_with_a_wrong_cross_reference_table_is_read() -> None:
    damaged = drawn_pdf(CELLS + ruled(XS, YS)).replace(b"startxref\n", b"startxref\n9")
    assert [rows_of(grid) for grid in grids(read_pdf(damaged, NAME))] == [EXPECTED]


def test_text_that_recognition_laid_under_a_scan_is_read() -> None:
    text = "这一页由扫描得来，文字由识别软件认出，藏在图像下面。"
    content = SCANNED + "".join(shown(100, 700 - 40 * at, text, before="3 Tr") for at in range(3))
    document = read_pdf(drawn_pdf(content, xobjects="/I 6 0 R", objects=[picture()]), NAME)
    assert "".join(lines_of(document)) == text * 3


def test_the_title_is_what_the_file_calls_itself() -> None:
    data = drawn_pdf(CELLS, objects=[b"<</Title<feff5e745ea662a5544a>>>"])
    data = data.replace(b"/Root 1 0 R", b"/Info 6 0 R/Root 1 0 R")
    assert read_pdf(data, NAME).title == "年度报告"


# ---------------------------------------------------------------- published reports


@pytest.mark.corpus
@pytest.mark.parametrize("report_name", ["hongze-2023", "hongze-2024"])
def test_a_published_report_has_every_figure_in_its_row(corpus: Path, report_name: str) -> None:
    data = (corpus / "complete" / f"{report_name}.pdf").read_bytes()
    expected = json.loads((corpus / "complete" / f"{report_name}.expected.json").read_text("utf-8"))

    def figures(row: Sequence[str]) -> list[float | None]:
        return [float(text) if text else None for text in row]

    document = read_pdf(data, NAME)
    table2, table3, table4 = map(rows_of, grids(document))
    labels2 = {row[0]: figures(row[1:]) for row in table2 if row[1].replace(".", "").isdigit()}
    for label, values in expected["table2"].items():
        assert labels2[label] == (values if isinstance(values, list) else [values] * 3)
    assert [figures(row[3:]) for row in table3[3:]] == list(expected["table3"].values())
    for row, label in zip(table3[3:], expected["table3"], strict=True):
        group, _, item = folded(label).rpartition("/")
        assert item[:4] in "".join(row[:3])
        assert group[:4] in row[1]
    assert figures(table4[-1]) == [value for values in expected["table4"].values() for value in values]
    assert all(line.place.page for line in document.lines())
    assert not any(isinstance(block, Line) and "\t" in block.text for block in document.blocks)


def test_the_longest_heading_of_a_short_document_is_not_joined_to_its_paragraph() -> None:
    report = AnnualReport(
        "示例区商务局",
        2023,
        "2021",
        "示例区商务局2023年政府信息公开工作年度报告",
        {"requests": "没有收到申请。", "remedies": "没有发生复议和诉讼。"},
    )
    blocks = read_pdf(render(report, ".pdf"), "示例.pdf").blocks
    lines = [block.text for block in blocks if isinstance(block, Line)]
    assert lines[-2:] == ["四、政府信息公开行政复议、行政诉讼情况", "没有发生复议和诉讼。"]
