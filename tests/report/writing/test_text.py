"""Plain text: one row a line, every column between tabs."""

from hypothesis import given, settings
from tests.report.strategies import annual_reports, with_cells

from gongkai.report.model import AnnualReport
from gongkai.report.writing.layout import lay_out
from gongkai.report.writing.text import render
from gongkai.stats.cells import BLANK
from gongkai.stats.editions import table3_cells


def test_row_of_blanks_keeps_its_places() -> None:
    report = with_cells(table3_cells("withheld.state_secret"), BLANK)
    *_others, row = render(report).decode().rstrip("\n").split("\n")
    assert row == "三、本年度办理结果\t（三）不予公开\t1.属于国家秘密" + "\t" * 7


def test_last_cell_ends_its_row() -> None:
    """What a merged cell covers is no cell: a blank after the figure would read as another figure."""
    report = with_cells(["table2.administrative_licenses"], BLANK)
    assert render(report).decode().split("\n")[-3:] == ["信息内容\t本年处理决定数量", "行政许可\t", ""]


@settings(max_examples=50, deadline=None)
@given(annual_reports())
def test_tabs_and_line_breaks_stand_only_between_cells_and_rows(report: AnnualReport) -> None:
    layout = lay_out(report)
    tables = [section.table for section in layout.sections if section.table]
    tabs = sum(cells[-1].column for table in tables for cells in table.rows())
    written = render(report).decode()
    assert written.count("\t") == tabs
    assert written.endswith("\n")
    lines = [line for line in written.split("\n") if line]
    rows = sum(len(list(table.rows())) for table in tables)
    paragraphs = len(layout.opening) + sum(1 + len(section.paragraphs) for section in layout.sections)
    assert len(lines) == rows + paragraphs + bool(layout.title)
