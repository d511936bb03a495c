"""XLSX: figures as they are stored, and rows of text told from rows of tables."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from tests.report.reading.office_files import (
    core_properties,
    grid_texts,
    grids,
    libreoffice,
    lines,
    shape,
    workbook_of,
    xlsx,
)
from tests.report.reading.pdf_files import figures_of, html_page, report, table2, table3, texts

from gongkai.report import read
from gongkai.report.reading.document import Grid
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.xlsx import read_xlsx
from gongkai.stats.editions import EDITION_2021, EDITIONS, Edition


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(address: str, content: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{content}</t></is></c>'


def value(stored: str, *, kind: str = "n", style: int = 0, address: str = "B1", formula: str = "") -> str:
    return f'<c r="{address}" t="{kind}" s="{style}">{formula}<v>{stored}</v></c>'


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="165" formatCode="0.0%"/><numFmt numFmtId="166" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="167" formatCode="#,##0&quot;day&quot;_);[Red]\\y0"/>'
    '<numFmt numFmtId="168" formatCode="0.00E+00"/><numFmt numFmtId="169" formatCode="0&quot;%&quot;"/></numFmts>'
    '<borders><border><left/><right/></border><border><left style="thin"/><right style="thin"/></border></borders>'
    "<cellXfs>"
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 9, 164, 165, 166, 167, 168, 169, 31, 999))
    + '<xf numFmtId="0" borderId="1"/><xf numFmtId="0" borderId="77"/></cellXfs>'
)
DATE, PERCENT, LONG_DATE, TENTHS, ELAPSED, LITERAL, SCIENTIFIC, QUOTED_PERCENT, CHINESE_DATE, UNKNOWN = range(1, 11)
RULED = 11


def read_value(cell_xml: str, **options: str) -> str:
    data = xlsx(row(1, text("A1", "甲"), cell_xml, text("C1", "丙")), styles=STYLES, **options)
    (grid,) = grids(read_xlsx(data, "表.xlsx").blocks)
    found = grid.rows[0][1]
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("stored", "style", "shown"),
    [
        ("0", 0, "0"),
        ("11398889", 0, "11398889"),
        ("-3", 0, "-3"),
        ("7730.28", 0, "7730.28"),
        ("7730.2800000000007", 0, "7730.28"),
        ("316441.00000000006", 0, "316441"),
        ("0.30000000000000004", 0, "0.3"),
        ("1.0", 0, "1"),
        ("1E+3", 0, "1000"),
        ("1.5E-2", SCIENTIFIC, "0.015"),
        ("-0", 0, "-0"),
        ("0.0", 0, "0"),
        ("12345678901234567", 0, "12345678901234567"),
        ("1E+400", 0, "1E+400"),
        ("1E-9999999", 0, "1E-9999999"),
        ("NaN", 0, "NaN"),
        ("十二", 0, "十二"),
        ("12", LITERAL, "12"),
        ("12", QUOTED_PERCENT, "12"),
        ("12", UNKNOWN, "12"),
        ("0.953", PERCENT, "95.3%"),
        ("1", TENTHS, "100%"),
        ("0.07", PERCENT, "7%"),
        ("45322", DATE, "2024年1月31日"),
        ("45322", LONG_DATE, "2024年1月31日"),
        ("45322", CHINESE_DATE, "2024年1月31日"),
        ("45322.75", DATE, "2024年1月31日 18:00:00"),
        ("1", DATE, "1900年1月1日"),
        ("61", DATE, "1900年3月1日"),
        ("0.5", ELAPSED, "12:00:00"),
        ("11398889", DATE, "11398889"),
        ("-1", DATE, "-1"),
    ],
)
def test_numbers_are_read_as_stored_and_dates_and_shares_are_no_figures(stored: str, style: int, shown: str) -> None:
    assert read_value(value(stored, style=style)) == shown


def test_the_other_calendar_counts_from_1904() -> None:
    assert read_value(value("43860", style=DATE), properties='<workbookPr date1904="1"/>') == "2024年1月31日"


@pytest.mark.parametrize(
    ("cell_xml", "shown"),
    [
        pytest.param(value("12", kind="str"), "12", id="文本型数字"),
        pytest.param(value("#REF!", kind="e"), "#REF!", id="错误值"),
        pytest.param(value("1", kind="b"), "TRUE", id="逻辑值"),
        pytest.param(value("2024-01-31", kind="d"), "2024年1月31日", id="日期"),
        pytest.param(value("2024-01-31T08:30:00", kind="d"), "2024年1月31日 08:30:00", id="日期和时间"),
        pytest.param(value("某日", kind="d"), "某日", id="不成日期"),
        pytest.param(value("34", formula="<f>SUM(A1:A9)</f>"), "34", id="公式的值"),
        pytest.param(value("", formula="<f>SUM(A1:A9)</f>"), "=SUM(A1:A9)", id="公式没有值"),
        pytest.param('<c r="B1"><f>SUM(A1:A9)</f></c>', "=SUM(A1:A9)", id="公式没有值的元素"),
        pytest.param(value("", kind="str", formula="<f>IF(A1,1,)</f>"), "", id="公式的结果是空文本"),
        pytest.param(value(""), "", id="空值"),
        pytest.param(text("B1", " 12件 "), "12件", id="首尾空白"),
        pytest.param(text("B1", "12_x000D_件_x"), "12\r件_x", id="转义字符"),
    ],
)
def test_cells_of_other_kinds_are_read_as_what_they_are(cell_xml: str, shown: str) -> None:
    assert read_value(cell_xml) == shown


def test_a_shared_formula_without_values_is_written_out_in_every_cell() -> None:
    first = '<c r="B1"><f t="shared" ref="B1:C1" si="0">SUM(B2:B9)</f></c>'
    (grid,) = grids(
        read_xlsx(xlsx(row(1, text("A1", "甲"), first, '<c r="C1"><f t="shared" si="0"/></c>')), "表.xlsx").blocks
    )
    assert grid_texts(grid) == [["甲", "=SUM(B2:B9)", "=SUM(B2:B9)"]]


def test_shared_texts_are_read_without_fonts_and_readings() -> None:
    strings = (
        "<si><t>自然人</t></si>"
        '<si><r><rPr><b/></rPr><t>商业</t></r><r><t xml:space="preserve">企业 </t></r>'
        '<rPh sb="0" eb="1"><t>shāng</t></rPh></si>'
    )
    cells = row(1, value("0", kind="s", address="A1"), value("1", kind="s", address="B1"))
    (grid,) = grids(read_xlsx(xlsx(cells, strings=strings), "表.xlsx").blocks)
    assert grid_texts(grid) == [["自然人", "商业企业"]]
    with pytest.raises(UnreadableReport, match="引用了不存在的文字"):
        read_xlsx(xlsx(row(1, value("2", kind="s")), strings=strings), "表.xlsx")


@pytest.mark.parametrize(
    ("font", "read_as"),
    [
        ('<vertAlign val="superscript"/>', "12¹"),
        ('<vertAlign val="subscript"/>', "12₁"),
        ('<vertAlign val="baseline"/>', "121"),
        ("<strike/>", "12"),
        ('<strike val="0"/>', "121"),
    ],
)
def test_a_note_or_a_struck_figure_is_no_digit_of_the_figure(font: str, read_as: str) -> None:
    strings = f"<si><r><t>12</t></r><r><rPr>{font}</rPr><t>1</t></r></si>"
    cells = row(1, text("A1", "规章"), value("0", kind="s", address="B1"))
    (grid,) = grids(read_xlsx(xlsx(cells, strings=strings), "表.xlsx").blocks)
    assert grid_texts(grid) == [["规章", read_as]]


def test_cells_and_rows_without_addresses_follow_each_other() -> None:
    cells = (
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>1</v></c></row><row><c/><c><v>2</v></c><c><v>3</v></c></row>'
    )
    (grid,) = grids(read_xlsx(xlsx(cells), "表.xlsx").blocks)
    assert grid_texts(grid) == [["甲", "1", ""], ["", "2", "3"]]


@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
def test_title_properties_and_sheet_are_kept(strict: bool) -> None:
    data = xlsx(row(3, text("B3", "甲"), value("1", address="C3")), core=core_properties("年报", "示例"), strict=strict)
    document = read_xlsx(data, "表.xlsx")
    assert (document.title, document.metadata["creator"]) == ("年报", "示例")
    (grid,) = grids(document.blocks)
    assert grid_texts(grid) == [[None, "甲", "1"]]
    assert (grid.sheet, grid.number) == ("表", 1)
    place = grid.place(0, 2)
    assert (place.sheet, place.row, place.column) == ("表", 3, 3)


# Sheets and rows


def test_hidden_sheets_are_left_out_and_hidden_rows_are_read() -> None:
    data = xlsx(
        row(1, text("A1", "甲"), value("1")),
        f'<row r="2" hidden="1">{text("A2", "乙")}{value("2", address="B2")}</row>',
        more_sheets=[
            ("底稿", "hidden", row(1, text("A1", "底稿"), value("9"))),
            ("更深", "veryHidden", row(1, text("A1", "更深"), value("9"))),
            ("表四", "visible", row(1, text("A1", "丙"), value("3"))),
        ],
    )
    found = grids(read_xlsx(data, "表.xlsx").blocks)
    assert [(grid.sheet, grid_texts(grid)) for grid in found] == [
        ("表", [["甲", "1"], ["乙", "2"]]),
        ("表四", [["丙", "3"]]),
    ]


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    data = xlsx(row(1, text("A1", "甲"), value("1")), row(1048576, text("XFD1048576", "尾")))
    document = read_xlsx(data, "表.xlsx")
    assert shape(document.blocks) == ["表", "尾"]
    (line,) = document.lines()
    assert (line.place.sheet, line.place.row, line.place.column) == ("表", 1048576, 16384)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(
            xlsx(
                *(row(number, text(f"A{number}", "甲"), value("1", address=f"XFD{number}")) for number in range(1, 99))
            ),
            "过大",
            id="又宽又长的表",
        ),
        pytest.param(
            xlsx(row(1, text("A1", "甲")), row(9999, text("XFD9999", "乙")), merged=["A1:XFD1048576"]),
            "过大",
            id="合并整张表",
        ),
        pytest.param(
            xlsx(
                *(row(number, value("0", kind="s", address=f"A{number}")) for number in range(1, 1000)),
                strings=f"<si><t>{'长' * 30_000}</t></si>",
            ),
            "过大",
            id="反复引用的长文本",
        ),
    ],
)
def test_what_is_too_large_for_a_report_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableReport) as error:
        read_xlsx(data, "表.xlsx")
    assert words in str(error.value)
    assert "“表”" in str(error.value)


def test_merged_cells_are_one_and_hide_what_they_cover() -> None:
    data = xlsx(
        row(1, text("A1", "甲"), text("B1", "被盖住"), value("1", address="C1")),
        row(2, value("8", address="A2"), value("2", address="C2")),
        merged=["A1:B2"],
    )
    (grid,) = grids(read_xlsx(data, "表.xlsx").blocks)
    assert grid_texts(grid) == [["甲", "甲", "1"], ["甲", "甲", "2"]]
    corner = grid.rows[0][0]
    assert corner is not None
    assert corner is grid.rows[1][1]
    assert (corner.rowspan, corner.colspan) == (2, 2)


@pytest.mark.parametrize(
    "merged",
    [
        pytest.param(["A1:B1", "B1:C1"], id="互相重叠"),
        pytest.param(["A1:B1", "A1:B1"], id="重复"),
        pytest.param(["A1:B1", "没有:地址", "A9", "C9:B2"], id="不成地址"),
        pytest.param(["A1:B1", "AA5:AB900000"], id="在空白处"),
    ],
)
def test_faulty_merged_cells_do_no_harm(merged: list[str]) -> None:
    data = xlsx(row(1, text("A1", "甲"), value("1", address="C1")), merged=merged)
    (grid,) = grids(read_xlsx(data, "表.xlsx").blocks)
    assert grid_texts(grid) == [["甲", "甲", "1"]]


# Lines and tables on one sheet


def without_repeated_columns(grid: Grid) -> list[list[str | None]]:
    """Return the texts of a grid without the columns whose every cell is the one to its left."""
    kept = [
        column
        for column in range(len(grid.rows[0]))
        if column == 0 or any(line[column] is not line[column - 1] for line in grid.rows)
    ]
    return [[line[column] for column in kept] for line in grid_texts(grid)]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize("ruled", [True, False], ids=["有边框", "无边框"])
@pytest.mark.parametrize("merge_prose", [True, False], ids=["标题合并", "标题不合并"])
def test_a_whole_report_on_one_sheet_is_told_apart(edition: Edition, ruled: bool, merge_prose: bool) -> None:
    pieces = report(edition, figures_of(edition))
    document = read_xlsx(workbook_of(pieces, ruled=ruled, merge_prose=merge_prose), "报告.xlsx")
    assert lines(document.blocks) == [piece for piece in pieces if isinstance(piece, str)]
    assert [grid_texts(grid) for grid in grids(document.blocks)] == [
        texts(piece) for piece in pieces if not isinstance(piece, str)
    ]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize("ruled", [True, False], ids=["有边框", "无边框"])
def test_every_figure_reaches_the_report_whatever_the_file_is_called(edition: Edition, ruled: bool) -> None:
    figures = figures_of(edition)
    cells = read(workbook_of(report(edition, figures), ruled=ruled), "报告.docx").cells
    assert {cell_id: found.shown for cell_id, found in cells.items()} == figures


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize("borders", ["collapsed", "none"])
def test_what_libreoffice_makes_of_a_web_page_is_read_in_full(edition: Edition, borders: str) -> None:
    pieces = report(edition, figures_of(edition))
    attributes = 'border="1"' if borders == "collapsed" else ""
    page = html_page(pieces, borders=borders, attributes=attributes)
    made = libreoffice(page, "html", "xlsx:Calc MS Excel 2007 XML", infilter="HTML (StarCalc)")
    document = read_xlsx(made, "报告.xlsx")
    assert lines(document.blocks) == [piece for piece in pieces if isinstance(piece, str)]
    assert [without_repeated_columns(grid) for grid in grids(document.blocks)] == [
        texts(piece) for piece in pieces if not isinstance(piece, str)
    ]


@pytest.mark.slow
def test_a_workbook_that_libreoffice_saved_again_reads_the_same() -> None:
    made = workbook_of([table3(EDITION_2021, figures_of(EDITION_2021))], ruled=True)
    again = libreoffice(made, "xlsx", "xlsx:Calc MS Excel 2007 XML")
    (before,), (after,) = grids(read_xlsx(made, "前.xlsx").blocks), grids(read_xlsx(again, "后.xlsx").blocks)
    assert grid_texts(before) == grid_texts(after)


def ruled_row(number: int, *contents: str, width: int = 4) -> str:
    cells = [
        f'<c r="{"ABCDEFGH"[index]}{number}" s="{RULED}" t="inlineStr"><is><t>{content}</t></is></c>'
        for index, content in enumerate((*contents, *[""] * (width - len(contents))))
    ]
    return row(number, *cells)


def plain_row(number: int, *contents: str) -> str:
    return row(number, *(text(f"{'ABCDEFGH'[index]}{number}", content) for index, content in enumerate(contents)))


@pytest.mark.parametrize(
    ("rows", "merged", "expected"),
    [
        pytest.param(
            (
                ruled_row(1, "一、本年新收", "1", "2", "3"),
                ruled_row(2, "二、上年结转"),
                ruled_row(3, "四", "1", "2", "3"),
            ),
            [],
            ["表"],
            id="有边框的行数字全空",
        ),
        pytest.param(
            (ruled_row(1, "一、本年新收", "1", "2", "3"), ruled_row(2, "四、结转下年度")),
            [],
            ["表"],
            id="有边框的末行数字全空",
        ),
        pytest.param(
            (
                ruled_row(1, "", "申请人情况"),
                ruled_row(2, "", "自然人", "企业", "总计"),
                ruled_row(3, "新收", "1", "2", "3"),
            ),
            ["B1:D1", "A1:A2"],
            ["表"],
            id="表头的角是空的",
        ),
        pytest.param(
            (plain_row(1, "一、本年新收", "1", "2"), plain_row(2, "二、上年结转"), plain_row(3, "三、结果", "1", "2")),
            [],
            ["表"],
            id="无边框的行数字全空",
        ),
        pytest.param(
            (
                plain_row(1, "信息内容", "1", "2"),
                plain_row(2, "三、收到和处理申请情况"),
                plain_row(3, "申请人", "1", "2", "3"),
            ),
            [],
            ["表", "三、收到和处理申请情况", "表"],
            id="表宽不同则是标题",
        ),
        pytest.param(
            (
                ruled_row(1, "示例局2023年年度报告"),
                ruled_row(2, "信息内容", "1", "2", "3"),
                ruled_row(3, "注：无。"),
            ),
            ["A1:D1", "A3:D3"],
            ["示例局2023年年度报告", "表", "注：无。"],
            id="边框之内的标题和注",
        ),
        pytest.param(
            (
                ruled_row(1, "规章", "1", "2", "3"),
                ruled_row(2, "三、收到和处理申请情况"),
                ruled_row(3, "新收", "1", "2", "3"),
            ),
            ["A2:D2"],
            ["表", "三、收到和处理申请情况", "表"],
            id="边框之内的下一部分标题",
        ),
        pytest.param(
            (
                ruled_row(1, "示例局主动公开统计表"),
                ruled_row(2, "第二十条第（一）项"),
                ruled_row(3, "规章", "1", "2", "3"),
                ruled_row(4, "第二十条第（五）项"),
                ruled_row(5, "行政许可", "1", "2", "3"),
            ),
            ["A1:D1", "A2:D2", "A4:D4"],
            ["示例局主动公开统计表", "表"],
            id="表内的小标题",
        ),
        pytest.param(
            (ruled_row(1, "行政诉讼"), ruled_row(2, "结果维持", "结果纠正", "其他结果", "总计"), ruled_row(3)),
            ["A1:D1"],
            ["表"],
            id="表头只有一格而数字全空",
        ),
        pytest.param(
            (ruled_row(1, "甲", "1"), *(ruled_row(number) for number in range(2, 9)), ruled_row(9, "乙", "2")),
            [],
            ["表", "表"],
            id="只有边框的空行",
        ),
        pytest.param((ruled_row(1), ruled_row(2), ruled_row(3, "甲", "1")), [], ["表"], id="表前的空行"),
        pytest.param(
            (plain_row(1, "甲", "1"), plain_row(2, "全年没有变化。"), plain_row(3, "乙", "2")),
            [],
            ["表", "全年没有变化。", "表"],
            id="句子",
        ),
        pytest.param((plain_row(1, "甲", "1"), plain_row(3, "乙", "2")), [], ["表", "表"], id="空行分开两张表"),
        pytest.param(
            (plain_row(1, "第一段\n\n 第二段 "), plain_row(9, "尾")),
            ["A1:D8"],
            ["第一段", "第二段", "尾"],
            id="合并多行的一段话",
        ),
        pytest.param((plain_row(1, "只有一句"),), [], ["只有一句"], id="只有一句"),
        pytest.param((plain_row(1, "  "),), [], [], id="空白"),
        pytest.param((), [], [], id="空表"),
    ],
)
def test_rows_with_one_text_are_lines_unless_a_table_holds_them(
    rows: tuple[str, ...], merged: list[str], expected: list[str]
) -> None:
    assert shape(read_xlsx(xlsx(*rows, merged=merged, styles=STYLES), "表.xlsx").blocks) == expected


def test_a_row_of_blank_figures_is_a_row() -> None:
    """表四只有一行数字：全空也不是没有"""
    data = xlsx(ruled_row(1, "结果维持", "结果纠正", "其他结果", "总计"), ruled_row(2), ruled_row(3), styles=STYLES)
    (grid,) = grids(read_xlsx(data, "表四.xlsx").blocks)
    assert grid_texts(grid) == [["结果维持", "结果纠正", "其他结果", "总计"], ["", "", "", ""]]


def beside(number: int, *contents: str) -> str:
    """Write a ruled row of two cells, a blank column, and more cells."""
    cells = "".join(text(f"{column}{number}", content) for column, content in zip("DEFG", contents, strict=False))
    return ruled_row(number, "新收", str(number), width=2).replace("</row>", f"{cells}</row>")


def test_sums_beside_a_ruled_table_are_not_the_report() -> None:
    data = xlsx(beside(1, "核对", "3"), beside(2, "", "3"), styles=STYLES)
    (grid,) = grids(read_xlsx(data, "表三.xlsx").blocks)
    assert grid_texts(grid) == [["新收", "1"], ["新收", "2"]]


def test_ruled_tables_side_by_side_are_two() -> None:
    data = xlsx(beside(1, "甲", "3").replace('<c r="D1"', f'<c r="D1" s="{RULED}"'), beside(2, "", "4"), styles=STYLES)
    left, right = grids(read_xlsx(data, "表.xlsx").blocks)
    assert grid_texts(left) == [["新收", "1"], ["新收", "2"]]
    assert grid_texts(right) == [[None, None, None, "甲", "3"], [None, None, None, "", "4"]]
    assert right.place(1, 4).column == 5


def test_a_blank_column_without_rules_does_not_part_labels_from_figures() -> None:
    data = xlsx(row(1, text("A1", "一、很长的标签"), value("1", address="D1")), row(2, text("A2", "二"), value("2")))
    (grid,) = grids(read_xlsx(data, "表.xlsx").blocks)
    assert grid_texts(grid) == [["一、很长的标签", "", "", "1"], ["二", "2", "", ""]]


def test_table_two_keeps_its_first_block_head() -> None:
    pieces = ["二、主动公开政府信息情况", table2(EDITION_2021, figures_of(EDITION_2021))]
    for ruled in (True, False):
        (grid,) = grids(read_xlsx(workbook_of(pieces, ruled=ruled, title_width=4), "表.xlsx").blocks)
        assert grid_texts(grid)[0] == ["第二十条第（一）项"] * 4


# Libraries


def test_what_openpyxl_writes_is_read_as_it_was_meant() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["甲", 12, 7730.28, "3", date(2024, 1, 31), datetime(2024, 1, 31, 9, 30), time(8, 5), "=SUM(B1:C1)"])
    sheet.append(["乙", -1, 0.1 + 0.2, None, True, "第一行\n第二行", 1e6, 2**40])
    sheet["B2"].number_format = "0%"
    made = BytesIO()
    book.save(made)
    (grid,) = grids(read_xlsx(made.getvalue(), "表.xlsx").blocks)
    assert grid_texts(grid) == [
        ["甲", "12", "7730.28", "3", "2024年1月31日", "2024年1月31日09:30:00", "08:05:00", "=SUM(B1:C1)"],
        ["乙", "-100%", "0.3", "", "TRUE", "第一行第二行", "1000000", "1099511627776"],
    ]


def test_a_chart_sheet_has_nothing_to_read() -> None:
    from openpyxl import Workbook
    from openpyxl.chart import BarChart

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["甲", 1])
    book.create_chartsheet("图").add_chart(BarChart())
    made = BytesIO()
    book.save(made)
    assert shape(read_xlsx(made.getvalue(), "表.xlsx").blocks) == ["表"]
