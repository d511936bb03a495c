"""The XLSX file: real numbers, formulas for what foots, and nothing that a text could start."""

import dataclasses
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from tests.report.strategies import annual_reports, with_cells
from tests.report.writing.test_layout import complete_report

from gongkai.report.model import AnnualReport
from gongkai.report.writing.xlsx import render
from gongkai.stats.cells import BLANK, Cell, number, text
from gongkai.stats.editions import EDITION_2021, TABLE4_GROUPS, table3_cells, table4_cells

NAMES = ["文字部分", "表二 主动公开", "表三 申请办理", "表四 复议诉讼"]


def books(report: AnnualReport) -> tuple[Any, Any]:
    """The workbook with its formulas, and with the values that the file gives for them."""
    written = render(report)
    return load_workbook(BytesIO(written)), load_workbook(BytesIO(written), data_only=True)


def footing_report(**changed: Cell) -> AnnualReport:
    """Every outcome one request of a natural person: all sums hold, but for what is changed."""
    rows = {row.key: (1, 0, 0, 0, 0, 0, 1) for row in EDITION_2021.outcome_rows}
    rows |= dict.fromkeys(("newly_received", "total"), (21, 0, 0, 0, 0, 0, 21))
    rows |= dict.fromkeys(("carried_over_from_last_year", "carried_over_to_next_year"), (0,) * 7)
    cells = {cell: number(5) for block, row in EDITION_2021.table2_rows() for cell in block.cell_ids(row)}
    for row, figures in rows.items():
        cells |= {cell: number(figure) for cell, figure in zip(table3_cells(row), figures, strict=True)}
    for group in TABLE4_GROUPS:
        cells |= {cell: number(figure) for cell, figure in zip(table4_cells(group.key), (1, 2, 0, 0, 3), strict=True)}
    assert changed.keys() <= cells.keys()
    return dataclasses.replace(complete_report(EDITION_2021), cells=cells | changed)


def test_sheets_are_the_text_and_the_tables() -> None:
    assert load_workbook(BytesIO(render(footing_report()))).sheetnames == NAMES


def test_totals_that_foot_are_formulas_with_their_values() -> None:
    formulas, values = books(footing_report())
    assert formulas[NAMES[2]]["J4"].value == "=SUM(D4:I4)"
    assert values[NAMES[2]]["J4"].value == 21
    assert formulas[NAMES[2]]["D27"].value == "=SUM(D6:D26)"
    assert values[NAMES[2]]["D27"].value == 21
    assert formulas[NAMES[3]]["O4"].value == "=SUM(K4:N4)"
    assert values[NAMES[3]]["O4"].value == 3
    every = [cell.value for sheet in formulas for row in sheet.iter_rows() for cell in row]
    assert sum(isinstance(value, str) and value.startswith("=") for value in every) == 25 + 6 + 3
    assert "核对" not in every


def test_total_that_does_not_foot_stays_and_its_sum_stands_apart() -> None:
    wrong = {
        "table3.disclosed.total": number(2),
        "table3.total.enterprise": number(9),
        "table4.reconsideration.total": number(0),
    }
    formulas, values = books(footing_report(**wrong))
    three, four = formulas[NAMES[2]], formulas[NAMES[3]]
    assert three["J6"].value == 2
    assert (three["L1"].value, three["L6"].value, values[NAMES[2]]["L6"].value) == ("核对 J", "=SUM(D6:I6)", 1)
    assert three["E27"].value == 9
    assert (three["M1"].value, three["M27"].value, values[NAMES[2]]["M27"].value) == ("核对 E27", "=SUM(E6:E26)", 0)
    assert four["E4"].value == 0
    assert (four["Q1"].value, four["Q4"].value, values[NAMES[3]]["Q4"].value) == ("核对 E4", "=SUM(A4:D4)", 3)


@pytest.mark.parametrize("unknown", [BLANK, text("/"), text("待统计")])
def test_sum_with_a_cell_that_is_no_number_is_not_written(unknown: Cell) -> None:
    """A blank is not zero: neither does the total foot, nor does it not."""
    formulas, _values = books(footing_report(**{"table3.disclosed.enterprise": unknown}))
    sheet = formulas[NAMES[2]]
    assert (sheet["J6"].value, sheet["L6"].value, sheet["E27"].value, sheet["M27"].value) == (1, None, 0, None)


def test_fragment_is_not_summed_down_its_columns() -> None:
    cells = table3_cells("disclosed") + table3_cells("total")
    formulas, _values = books(with_cells(cells, number(0)))
    sheet = formulas[NAMES[2]]
    assert [sheet.cell(5, column).value for column in (4, 9, 10)] == [0, 0, "=SUM(D5:I5)"]


@settings(max_examples=30, deadline=None)
@given(annual_reports())
def test_text_is_never_a_formula_and_figures_are_numbers(report: AnnualReport) -> None:
    formulas, values = books(report)
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith("=SUM(")
                    assert isinstance(values[sheet.title][cell.coordinate].value, int)
    figures = sorted(cell.number for cell in report.cells.values() if cell.number is not None)
    written = [
        cell.value if isinstance(cell.value, int) else Decimal(repr(cell.value))
        for sheet in values.worksheets[1:]
        for column in sheet.iter_cols()
        if not str(column[0].value).startswith("核对")
        for cell in column
        if isinstance(cell.value, int | float)
    ]
    assert sorted(written) == figures


def test_money_shows_its_decimals_and_procurement_its_unit() -> None:
    ids = ["table2.government_procurement.items", "table2.government_procurement.amount"]
    cells = {ids[0]: number(3), ids[1]: number(Decimal("251000.50"))}
    report = dataclasses.replace(
        with_cells((), BLANK), year=2019, edition_key="2019", cells=cells, procurement_unit="元"
    )
    sheet = load_workbook(BytesIO(render(report)))["表二 主动公开"]
    assert (sheet["C3"].value, sheet["C3"].number_format) == (251000.5, '0.00"元"')
    assert (sheet["B3"].value, sheet["B3"].number_format) == (3, "0")


def test_number_that_a_spreadsheet_cannot_hold_is_written_as_text() -> None:
    exact = Decimal("123456789012.123456")
    report = with_cells(["table2.administrative_fees_wan_yuan"], number(exact))
    assert load_workbook(BytesIO(render(report)))["表二 主动公开"]["B3"].value == str(exact)


def test_long_text_goes_on_in_the_next_row_after_a_sentence() -> None:
    sentence = "本单位全年收到申请34件。"
    report = with_cells((), BLANK, narrative={"overview": sentence * 200})
    sheet = load_workbook(BytesIO(render(report)))["文字部分"]
    rows = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert "".join(rows) == sentence * 200
    assert all(row.endswith("。") and len(row) <= 800 for row in rows)


def test_sheets_are_set_up_for_printing() -> None:
    book = load_workbook(BytesIO(render(footing_report())))
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book[NAMES[2]].print_title_rows == "$1:$3"
    assert book[NAMES[2]].print_area == "'表三 申请办理'!$A$1:$J$28"
    assert book[NAMES[2]].freeze_panes == "D4"
    assert "A6:A27" in {str(merged) for merged in book[NAMES[2]].merged_cells.ranges}
