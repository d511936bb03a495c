"""The report as XLSX: a sheet for the text and one for each table, with real numbers and formulas for what they add to.

A total that the report states is a formula where it foots. Where it does not, the reported number stays, and what the
formula gives stands apart in a column of its own, so that nothing is corrected silently.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from gongkai.report.model import AnnualReport
from gongkai.report.writing.layout import Kind, LaidCell, LaidTable, Layout, lay_out, second_level_heading
from gongkai.stats.cells import Figure
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    NEWLY_RECEIVED,
    TABLE3_COLUMNS,
    TABLE4_COLUMNS,
    TOTAL,
    Column,
    table3_cell,
)
from gongkai.wording import _

_SHEETS = {"table2": "表二 主动公开", "table3": "表三 申请办理", "table4": "表四 复议诉讼"}
_TEXT_SHEET = "文字部分"
_A4 = 9

_LINE = 16.5
"""Points: the height of a line of text in a cell."""
_TEXT_WIDTH = 68
"""Half-width characters on a line of the sheet of text."""
_LONGEST_TEXT = 800
"""Characters in a cell: a row has a greatest height, and what is beyond it cannot be seen."""

_MOMENT = datetime(1980, 1, 1)


def render(report: AnnualReport) -> bytes:
    """Return the report as an XLSX file."""
    import xlsxwriter

    layout = lay_out(report)
    written = BytesIO()
    # A text that begins with = is a text.
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": layout.title[:255], "author": layout.agency[:255], "created": _MOMENT})
    _text_sheet(book, layout)
    for section in layout.sections:
        if section.table is not None:
            _Sheet(book, section.table, layout.title, complete=report.complete).draw()
    book.close()
    return written.getvalue()


def _set_print(sheet: Any, title: str) -> None:
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.7, right=0.7, top=0.9, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    # A sign & begins a code; the space keeps digits from being taken for a size.
    sheet.set_header(f'&C&"SimHei,Regular"&11 {title.replace("&", "&&")[:200]}')
    sheet.set_footer("&C&10— &P —")


def _width(text: str) -> int:
    """Return the width of text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


# Text


def _text_sheet(book: Any, layout: Layout) -> None:
    sheet = book.add_worksheet(_TEXT_SHEET)
    sheet.set_column(0, 0, _TEXT_WIDTH + 2)
    _set_print(sheet, layout.title)
    wrapped = {"text_wrap": True, "valign": "top", "font_name": "SimSun", "font_size": 11}
    plain = book.add_format({**wrapped, "indent": 0})
    bold = book.add_format({**wrapped, "bold": True})
    section_title = book.add_format({**wrapped, "bold": True, "font_name": "SimHei", "font_size": 12})
    title = book.add_format(
        {**wrapped, "bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": "SimHei"}
    )
    texts = _texts(layout, title=title, section_title=section_title, bold=bold, plain=plain)
    for row, (text, style, lines) in enumerate(texts):
        sheet.set_row(row, _LINE * lines)
        sheet.write_string(row, 0, text, style)


def _texts(
    layout: Layout, *, title: Any, section_title: Any, bold: Any, plain: Any
) -> Iterator[tuple[str, Any, float]]:
    """Yield each text with its format and how many lines of plain text it takes up."""
    if layout.title:
        yield from _pieces(layout.title, title, 1.5)
    for text in layout.opening:
        yield from _pieces(text, plain)
    for section in layout.sections:
        yield from _pieces(section.title, section_title, 1.2)
        for text in section.paragraphs:
            yield from _pieces(text, bold if second_level_heading(text) == len(text) else plain)


def _pieces(text: str, style: Any, size: float = 1) -> Iterator[tuple[str, Any, float]]:
    while text:
        piece = text[:_LONGEST_TEXT]
        if len(text) > _LONGEST_TEXT:
            # After a sentence, so that no figure is cut in two.
            piece = piece[: max(map(piece.rfind, "。；！？")) + 1] or piece
        yield piece, style, size * (_width(piece) * size // _TEXT_WIDTH + 1)
        text = text[len(piece) :]


# Tables

_COLUMN_WIDTHS = {"table2": (26, 20, 20, 20), "table3": (4.5, 12, 34, *[10] * 7)}


class _Sheet:
    """The sheet of one table while it is drawn."""

    def __init__(self, book: Any, table: LaidTable, title: str, *, complete: bool) -> None:
        self.book, self.table, self.complete = book, table, complete
        self.sheet = book.add_worksheet(_SHEETS[table.key])
        self.widths = _COLUMN_WIDTHS.get(table.key, (9,) * table.columns)
        self.figures = {cell.cell_id: cell for cell in table.cells if cell.kind is Kind.FIGURE}
        self.formats: dict[tuple[object, ...], Any] = {}
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        _set_print(self.sheet, title)
        self.sheet.center_horizontally()
        # What is printed is the form, without the checks beside it.
        self.sheet.print_area(0, 0, len(list(table.rows())) - 1, table.columns - 1)
        if table.columns > 10:
            self.sheet.set_landscape()
        if table.head_rows:
            self.sheet.repeat_rows(0, table.head_rows - 1)
            self.sheet.freeze_panes(table.head_rows, 3 if table.key == "table3" else 0)

    def draw(self) -> None:
        for row, cells in enumerate(self.table.rows()):
            self.sheet.set_row(row, max(map(self._height, cells)))
        footing = dict(self._footing())
        for cell in self.table.cells:
            style = self._format(cell)
            if cell.rowspan > 1 or cell.colspan > 1:
                last_row, last_column = cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1
                self.sheet.merge_range(cell.row, cell.column, last_row, last_column, "", style)
            self._write(cell, style, footing.get(cell.cell_id, ""))
        self._write_checks()

    def _height(self, cell: LaidCell) -> float:
        if cell.rowspan > 1:
            return _LINE
        width = sum(self.widths[cell.column : cell.column + cell.colspan]) - 1
        return _LINE * (_width(cell.text) // width + 1) + 3

    def _format(self, cell: LaidCell) -> Any:
        to_left = cell.kind is Kind.CORNER or (
            cell.kind is Kind.STUB and cell.rowspan == 1 and self.table.key != "table2"
        )
        shape: dict[str, object] = {
            "border": 1,
            "text_wrap": True,
            "valign": "vcenter",
            "align": "left" if to_left else "center",
            "font_name": "SimSun",
            "font_size": 10,
        }
        if cell.kind is Kind.BAND:
            shape["bold"] = True
        if cell.kind is Kind.STUB and cell.column == 0 and cell.rowspan > 1:
            shape["rotation"] = 270  # written from top to bottom
        if cell.cell is not None and cell.cell.number is not None:
            shape["num_format"] = _number_format(cell, cell.cell.shown)
            shape["text_wrap"] = False
        return self._shared(shape)

    def _shared(self, shape: dict[str, object]) -> Any:
        key = tuple(shape.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format(shape)
        return self.formats[key]

    def _write(self, cell: LaidCell, style: Any, formula: str) -> None:
        number = None if cell.cell is None else cell.cell.number
        if number is None or not _is_exact(number):
            if cell.text:
                self.sheet.write_string(cell.row, cell.column, cell.text, style)
            else:
                self.sheet.write_blank(cell.row, cell.column, None, style)
        elif formula:
            self.sheet.write_formula(cell.row, cell.column, formula, style, number)
        else:
            self.sheet.write_number(cell.row, cell.column, number, style)

    # Sums

    def _sums(self) -> Iterator[tuple[LaidCell, tuple[LaidCell, ...]]]:
        """Yield each total with the cells that it sums: those of rows, then those of the columns of table three."""
        columns: tuple[Column, ...] = {"table3": TABLE3_COLUMNS, "table4": TABLE4_COLUMNS}.get(self.table.key, ())
        for cell_id, cell in self.figures.items():
            row, _dot, key = cell_id.rpartition(".")
            if columns and key == columns[-1].key:
                yield cell, tuple(self.figures[f"{row}.{part.key}"] for part in columns[:-1])
        # A fragment may lack some of the outcomes that a total sums.
        if self.table.key == "table3" and self.complete:
            for column in columns:
                yield (
                    self.figures[table3_cell(TOTAL.key, column.key)],
                    tuple(
                        cell
                        for cell_id, cell in self.figures.items()
                        if cell_id.endswith(f".{column.key}") and cell_id not in _not_outcomes(column.key)
                    ),
                )

    def _footing(self) -> Iterator[tuple[str, str]]:
        """Yield the totals that foot, with their formulas."""
        for total, parts in self._sums():
            if _sum(parts) == _count(total) is not None:
                yield total.cell_id, _formula(parts)

    def _write_checks(self) -> None:
        """Write beside the table what totals that do not foot should be: of rows in one column, others each in its own.

        They stand in the row of their total: a row below the table would be a row of the table to whoever reads it.
        """
        from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

        style = self._shared({"font_name": "SimSun", "font_size": 10, "italic": True, "align": "center"})
        columns: dict[str, int] = {}
        for total, parts in self._sums():
            expected = _sum(parts)
            if expected is None or _count(total) in (None, expected):
                continue
            rows_of_table3 = self.table.key == "table3" and parts[0].row == total.row
            name = xl_col_to_name(total.column) if rows_of_table3 else xl_rowcol_to_cell(total.row, total.column)
            column = columns.setdefault(name, self.table.columns + 1 + len(columns))
            self.sheet.write_string(0, column, _("核对 {place}").format(place=name), style)
            self.sheet.write_formula(total.row, column, _formula(parts), style, expected)
        if columns:
            self.sheet.set_column(self.table.columns, self.table.columns, 2)


def _not_outcomes(column: str) -> frozenset[str]:
    return frozenset(table3_cell(row.key, column) for row in (NEWLY_RECEIVED, CARRIED_IN, TOTAL, CARRIED_OUT))


def _formula(parts: tuple[LaidCell, ...]) -> str:
    from xlsxwriter.utility import xl_range

    first, last = parts[0], parts[-1]
    return f"=SUM({xl_range(first.row, first.column, last.row, last.column)})"


def _count(cell: LaidCell) -> int | None:
    number = None if cell.cell is None else cell.cell.number
    return number if isinstance(number, int) and _is_exact(number) else None


def _sum(cells: Iterable[LaidCell]) -> int | None:
    """Return what some cells add to; ``None`` unless all are counts, since a blank is not zero."""
    counts = [_count(cell) for cell in cells]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _is_exact(number: Figure) -> bool:
    """Say whether a spreadsheet, which holds fifteen digits, can hold a number."""
    return len(Decimal(number).as_tuple().digits) <= 15 and Decimal(repr(float(number))) == number


def _number_format(cell: LaidCell, number: str) -> str:
    """Return the format that shows a number as it is printed elsewhere, with its decimals and its unit."""
    decimals = len(number.partition(".")[2])
    unit = cell.text.removeprefix(number).replace('"', "")
    return "0" + (f".{'0' * decimals}" if decimals else "") + (f'"{unit}"' if unit else "")
