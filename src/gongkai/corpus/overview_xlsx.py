"""The summary of a data set as XLSX: real numbers, native charts, and a sheet with the reports behind each figure."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from gongkai.corpus.charts import COLOURS
from gongkai.corpus.overview import Cell, Chart, ChartKind, Figure, Overview, Part, Share
from gongkai.wording import _

_A4 = 9
_MOMENT = datetime(1980, 1, 1)
_CHART_COLUMNS, _CHART_ROWS = (560, 288), 16
"""The size of a chart in pixels, and how many rows it covers."""
_WIDEST = 44
_LISTS = _("名单")
_FONT = "SimSun"
_MOST_LINKS = 60_000
"""A sheet has no more than 65,530."""


def render(overview: Overview) -> bytes:
    """Return the summary as an XLSX file."""
    import xlsxwriter

    written = BytesIO()
    # A text that begins with = is a text.
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": overview.title, "created": _MOMENT})
    _Book(book, overview).draw()
    book.close()
    return written.getvalue()


class _Book:
    """The workbook while it is written; ``lists`` are what stands behind each figure so far, in their order."""

    def __init__(self, book: Any, overview: Overview) -> None:
        self.book, self.overview = book, overview
        self.lists: list[tuple[str, Figure]] = []
        self.rows_of_lists = 1
        plain = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
        self.title = book.add_format({**plain, "font_name": "SimHei", "font_size": 16})
        self.part = book.add_format({**plain, "font_name": "SimHei", "font_size": 12, "bold": True})
        self.about = book.add_format({**plain, "font_color": "#595959"})
        self.note = book.add_format({**plain, "font_color": "#595959", "text_wrap": True, "valign": "top"})
        line = {"bottom": 1, "bottom_color": "#D4D0CA"}
        head = {**plain, "bold": True, "bg_color": "#F6F4F1", "bottom": 1, "text_wrap": True}
        self.head, self.head_of_figures = book.add_format(head), book.add_format({**head, "align": "right"})
        self.text = book.add_format({**plain, **line, "text_wrap": True})
        self.number = book.add_format({**plain, **line, "num_format": "#,##0"})
        self.at_least = book.add_format({**plain, **line, "num_format": '"≥ "#,##0'})
        self.linked = book.add_format({**plain, **line, "num_format": "#,##0", "font_color": "#8F1D1D"})
        self.linked_at_least = book.add_format({**plain, **line, "num_format": '"≥ "#,##0', "font_color": "#8F1D1D"})
        self.share = book.add_format({**plain, **line, "num_format": "0.0%"})

    def draw(self) -> None:
        """Write a sheet for each section, and the lists."""
        for section in self.overview.sections:
            sheet = self._sheet(section.title)
            sheet.write_string(0, 0, f"{self.overview.title}　{section.title}", self.title)
            sheet.set_row(0, 28)
            sheet.write_string(1, 0, f"{self.overview.span}　{_('数据集')} {self.overview.name}", self.about)
            widths = _widths(section.parts)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            row = 3
            for note in section.notes:
                sheet.merge_range(row, 0, row, max(1, len(widths) - 1), note, self.note)
                sheet.set_row(row, 16.5 * (_width(note) // (sum(widths) - 2) + 1))
                row += 1
            for part in section.parts:
                row = self._part(sheet, section.title, part, row + 1)
        self._lists()

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&C— &P —")
        return sheet

    def _part(self, sheet: Any, section: str, part: Part, row: int) -> int:
        """Write a table and its chart; return the row below them."""
        sheet.write_string(row, 0, part.title, self.part)
        row += 1
        if not part.rows:
            sheet.write_string(row, 0, part.empty, self.text)
            return row + 1
        for column, name in enumerate(part.head):
            figures = not isinstance(part.rows[0][column], str)
            sheet.write_string(row, column, name, self.head_of_figures if figures else self.head)
        first = row + 1
        for cells in part.rows:
            row += 1
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell, f"{section} · {cells[0]} · {part.head[column]}")
        if part.chart is None:
            return row + 1
        sheet.insert_chart(row + 2, 0, self._chart(sheet.get_name(), part, part.chart, first))
        return row + 2 + _CHART_ROWS

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, name: str) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, column, cell, self.text)
        elif isinstance(cell, Share):
            if cell.value is None:
                sheet.write_string(row, column, str(cell), self.text)
            else:
                sheet.write_number(row, column, cell.value, self.share)
        elif not cell.listed or len(self.lists) >= _MOST_LINKS:
            sheet.write_number(row, column, cell.value, self.at_least if cell.at_least else self.number)
        else:
            style = self.linked_at_least if cell.at_least else self.linked
            # The link stays when a number is written over its text.
            sheet.write_url(row, column, f"internal:'{_LISTS}'!A{self.rows_of_lists + 1}", style, "", _("看名单"))
            sheet.write_number(row, column, cell.value, style)
            self.lists.append((name, cell))
            self.rows_of_lists += len(cell.listed) + (cell.of > len(cell.listed))

    def _chart(self, sheet: str, part: Part, chart: Chart, first: int) -> Any:
        """Return a chart over the cells of the table that it draws."""
        kind: dict[ChartKind, dict[str, str]] = {
            ChartKind.STACKED: {"type": "column", "subtype": "stacked"},
            ChartKind.BARS: {"type": "bar"},
            ChartKind.LINES: {"type": "line"},
        }
        drawn = self.book.add_chart(kind[chart.kind])
        last = first + len(chart.labels) - 1
        for number, (name, _values) in enumerate(chart.series):
            column = part.head.index(name)
            colour = COLOURS[number % len(COLOURS)]
            drawn.add_series(
                {
                    "name": [sheet, first - 1, column],
                    "categories": [sheet, first, 0, last, 0],
                    "values": [sheet, first, column, last, column],
                    "fill": {"color": colour},
                    "line": {"color": colour, "width": 2.25} if chart.kind is ChartKind.LINES else {"none": True},
                    "gap": 60,
                    "overlap": 100 if chart.kind is ChartKind.STACKED else 0,
                }
            )
        drawn.set_title({"name": part.title, "name_font": {"size": 12, "bold": False}, "overlay": False})
        drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
        of_numbers = {
            "min": 0,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#DCDCDC"}},
        }
        if chart.kind is ChartKind.BARS:
            drawn.set_x_axis(of_numbers)
            # The first row at the top, as in the table.
            drawn.set_y_axis({"reverse": True})
        else:
            drawn.set_y_axis(of_numbers)
        width, height = _CHART_COLUMNS
        drawn.set_size({"width": width, "height": height})
        drawn.set_chartarea({"border": {"none": True}})
        return drawn

    def _lists(self) -> None:
        sheet = self._sheet(_LISTS)
        for column, (name, width) in enumerate(((_("数字"), 44), (_("报告"), 44), (_("文件或者原因"), 60))):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.head)
        sheet.freeze_panes(1, 0)
        row = 0
        for name, figure in self.lists:
            for behind in figure.listed:
                row += 1
                sheet.write_string(row, 0, f"{name}：{figure}", self.text)
                sheet.write_string(row, 1, behind.name, self.text)
                sheet.write_string(row, 2, "；".join(each for each in (behind.file, behind.why) if each), self.text)
            if (more := figure.of - len(figure.listed)) > 0:
                row += 1
                sheet.write_string(row, 0, f"{name}：{figure}", self.text)
                said = _("另有 {more} 份没有列出，全部在数据集里。").format(more=f"{more:,}")
                sheet.write_string(row, 1, said, self.text)
        if row:
            sheet.autofilter(0, 0, row, 2)


def _widths(parts: Sequence[Part]) -> list[float]:
    """Return how wide the columns of a sheet must be for all its tables."""
    widths: list[float] = []
    for part in parts:
        for column, name in enumerate(part.head):
            longest = max([_width(name), *(_width(str(row[column])) for row in part.rows)]) + 2
            if column == len(widths):
                widths.append(0)
            widths[column] = max(widths[column], min(_WIDEST, max(12, longest)))
    return widths


def _width(text: str) -> int:
    """Return the width of text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
