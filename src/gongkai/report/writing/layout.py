"""The statutory layout of an annual report (年度报告格式) as data, which every written format draws in its own way.

Title, opening, six sections with their verbatim titles, and the three tables as grids of merged cells. What a
fragment does not have is left out: it is not printed as a blank, which would be another statement.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from gongkai.report.model import SECTIONS, AnnualReport
from gongkai.report.writing.errors import UnwritableReport
from gongkai.stats.cells import Cell
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    EDITION_2021,
    NEWLY_RECEIVED,
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    table3_cells,
    table4_cells,
)
from gongkai.stats.identities import prints_item_six_in_one_row
from gongkai.wording import _

TABLE_OF_SECTION = {"disclosure": "table2", "requests": "table3", "remedies": "table4"}
"""Which table stands in which section."""

PROCUREMENT_AMOUNT = "table2.government_procurement.amount"
"""政府集中采购 · 采购总金额: the only figure whose unit the form leaves to the agency, so it is printed with it."""


_WORDY = 100
"""Characters: in a column of figures they fill half a page."""


class Kind(StrEnum):
    """What a cell of a statutory table is for."""

    BAND = "band"  # 第二十条第（一）项: a title over the whole width
    CORNER = "corner"  # the note on the footing identity (勾稽关系)
    HEAD = "head"  # over figures
    STUB = "stub"  # beside figures
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell of a table, merged over ``rowspan`` rows and ``colspan`` columns from its top left position."""

    kind: Kind
    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    cell_id: CellId = ""
    cell: Cell | None = None

    def covers_row(self, row: int) -> bool:
        """Say whether the cell stands in this row."""
        return self.row <= row < self.row + self.rowspan

    def covers_column(self, column: int) -> bool:
        """Say whether the cell stands in this column."""
        return self.column <= column < self.column + self.colspan


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A statutory table as a grid. The first ``head_rows`` rows are repeated where the table goes on over a page."""

    key: str
    columns: int
    head_rows: int
    cells: tuple[LaidCell, ...]

    @property
    def longest_number(self) -> int:
        """How many characters the longest number has: it must not be broken over lines."""
        return max((len(cell.text) for cell in self.cells if cell.cell and cell.cell.number is not None), default=1)

    @property
    def is_wordy(self) -> bool:
        """Say whether a cell holds more text than any label: its row may be taller than a page, and must be torn."""
        return any(len(cell.text) > _WORDY for cell in self.cells)

    def rows(self) -> Iterator[tuple[LaidCell, ...]]:
        """Yield the cells that begin in each row, left to right."""
        for _row, cells in groupby(self.cells, key=lambda cell: cell.row):
            yield tuple(cells)

    def texts(self) -> Iterator[list[str]]:
        """Yield the texts of each row by position, for formats that merge nothing: a merged cell stands once.

        A row ends with its last cell, not with what that covers: a blank after it would read as another cell.
        """
        for cells in self.rows():
            row = [""] * (cells[-1].column + 1)
            for cell in cells:
                row[cell.column] = cell.text
            yield row

    def headers(self) -> dict[CellId, tuple[LaidCell, ...]]:
        """Return the cells that say what each figure means: its band, the heads over it, the stubs beside it."""
        labels = [cell for cell in self.cells if cell.kind in _LABELS]
        return {cell.cell_id: tuple(_heading(cell, labels)) for cell in self.cells if cell.kind is Kind.FIGURE}


_LABELS = frozenset({Kind.BAND, Kind.HEAD, Kind.STUB})


def _heading(figure: LaidCell, labels: Iterable[LaidCell]) -> list[LaidCell]:
    heading: list[LaidCell] = []
    for label in labels:
        if label.row > figure.row:
            break
        if label.kind is Kind.BAND:
            # What stands over a band belongs to the block before.
            heading = [label]
        elif label.covers_row(figure.row) if label.kind is Kind.STUB else label.covers_column(figure.column):
            heading.append(label)
    return heading


@dataclass(frozen=True, slots=True)
class LaidSection:
    """A section: its title with its number, its paragraphs, and its table if it has one."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    table: LaidTable | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole report as it is printed."""

    title: str
    agency: str
    opening: tuple[str, ...]
    sections: tuple[LaidSection, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text that is printed."""
        yield self.title
        yield from self.opening
        for section in self.sections:
            yield section.title
            yield from section.paragraphs
            if section.table is not None:
                yield from (cell.text for cell in section.table.cells)


def lay_out(report: AnnualReport) -> Layout:
    """Return the report in the statutory layout.

    Section titles are the format's own. Only a report of 2018 or earlier, for which no format laid them down, keeps
    the titles that it printed.
    """
    edition = report.edition
    tables = {} if edition is None else _tables(report, edition)
    titles = dict(zip(SECTIONS, (edition or EDITION_2021).section_titles, strict=True))
    if edition is None:
        titles |= {key: printable(title) for key, title in report.headings.items() if key in titles}
    sections = []
    for key in SECTIONS:
        table = tables.get(TABLE_OF_SECTION.get(key, ""))
        if report.complete or key in report.narrative or key in report.headings or table is not None:
            sections.append(LaidSection(key, titles[key], _paragraphs(report.narrative.get(key, "")), table))
    return Layout(
        title=printable(report.title),
        agency=printable(report.agency or ""),
        opening=_paragraphs(report.narrative.get("opening", "")),
        sections=tuple(sections),
    )


def printable(text: str) -> str:
    """Return text as one line without what no document can hold: control characters, halves of characters.

    White space is folded, since a break inside Chinese text means nothing.
    """
    kept = "".join(
        character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
    )
    return " ".join(kept.split())


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(paragraph for line in text.splitlines() if (paragraph := printable(line)))


_SECOND_LEVEL = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。：:；;，,]{1,30}(?:[。：:]|$)")


def second_level_heading(paragraph: str) -> int:
    """Return how many characters of a paragraph are a heading of the second level: 「（一）主动公开。」.

    It may be the whole paragraph, or run in before the text. Zero where there is none.
    """
    found = _SECOND_LEVEL.match(paragraph)
    return found.end() if found else 0


# Tables


class _Grid:
    """Cells placed row by row."""

    def __init__(self) -> None:
        self.cells: list[LaidCell] = []
        self.row = 0

    def put(self, kind: Kind, column: int, text: str, *, rows: int = 1, columns: int = 1, down: int = 0) -> None:
        self.cells.append(LaidCell(kind, self.row + down, column, text, rows, columns))

    def figures(
        self, first_column: int, figures: Mapping[CellId, Cell], *, columns: int = 1, down: int = 0, unit: str = ""
    ) -> None:
        for offset, (cell_id, cell) in enumerate(figures.items()):
            text = printable(cell.shown)
            if cell_id == PROCUREMENT_AMOUNT and cell.number is not None:
                text += unit
            self.cells.append(
                LaidCell(
                    Kind.FIGURE,
                    self.row + down,
                    first_column + offset,
                    text,
                    colspan=columns,
                    cell_id=cell_id,
                    cell=cell,
                )
            )

    def table(self, key: str, columns: int, head_rows: int) -> LaidTable:
        return LaidTable(key, columns, head_rows, tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.column))))


def _tables(report: AnnualReport, edition: Edition) -> dict[str, LaidTable]:
    tables = (_table2(report, edition), _table3(report, edition), _table4(report))
    return {table.key: table for table in tables if table.cells}


def whole_row(cells: Mapping[CellId, Cell], ids: Iterable[CellId]) -> dict[CellId, Cell]:
    """Return the cells of a row: all of them, or none where the report does not have the row.

    A row with holes cannot be printed: a hole would read as a blank.
    """
    ids = tuple(ids)
    found = {cell: cells[cell] for cell in ids if cell in cells}
    if found and len(found) < len(ids):
        raise UnwritableReport(
            _("报告缺少单元格：{cells}").format(cells="、".join(cell for cell in ids if cell not in found)),
            todo=_("请补全这一行，或删去整行"),
        )
    return found


def _table2(report: AnnualReport, edition: Edition) -> LaidTable:
    """表二: a block for each item of article 20, with its own heads."""
    grid = _Grid()
    width = 1 + max(len(block.columns) for block in edition.table2)
    for block in edition.table2:
        rows = [(row, figures) for row in block.rows if (figures := whole_row(report.cells, block.cell_ids(row)))]
        if not rows:
            continue
        # A block with fewer columns than the widest gives the rest of the width to its last one.
        spare = width - 1 - len(block.columns)
        grid.put(Kind.BAND, 0, block.article_20, columns=width)
        grid.row += 1
        grid.put(Kind.HEAD, 0, _INFORMATION)
        for column, head in enumerate(block.columns, start=1):
            grid.put(Kind.HEAD, column, head.label, columns=1 + spare * (column == len(block.columns)))
        for row, figures in rows:
            grid.row += 1
            grid.put(Kind.STUB, 0, row.label)
            *others, last = figures
            grid.figures(1, {cell: figures[cell] for cell in others})
            grid.figures(
                1 + len(others), {last: figures[last]}, columns=1 + spare, unit=printable(report.procurement_unit or "")
            )
        grid.row += 1
    return grid.table("table2", width, 0)


_INFORMATION = "信息内容"
_STUBS = 3


def _table3(report: AnnualReport, edition: Edition) -> LaidTable:
    """表三: three columns of labels and seven of figures."""
    one_row = prints_item_six_in_one_row(edition, report.cells)
    declared = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    rows = [(row, figures) for row in declared if (figures := whole_row(report.cells, table3_cells(row.key)))]
    grid = _Grid()
    width = _STUBS + len(TABLE3_COLUMNS)
    if rows:
        person, *organizations, total = TABLE3_COLUMNS
        grid.put(Kind.CORNER, 0, TABLE3_CORNER, rows=3, columns=_STUBS)
        grid.put(Kind.HEAD, _STUBS, "申请人情况", columns=len(TABLE3_COLUMNS))
        grid.put(Kind.HEAD, _STUBS, person.label, rows=2, down=1)
        grid.put(Kind.HEAD, _STUBS + 1, "法人或其他组织", columns=len(organizations), down=1)
        grid.put(Kind.HEAD, width - 1, total.label, rows=2, down=1)
        for column, head in enumerate(organizations, start=_STUBS + 1):
            grid.put(Kind.HEAD, column, head.label, down=2)
        grid.row = 3
    for result, results in groupby(rows, key=lambda pair: pair[0] not in (NEWLY_RECEIVED, CARRIED_IN, CARRIED_OUT)):
        block = list(results)
        if result:
            grid.put(Kind.STUB, 0, TABLE3_OUTCOMES_LABEL, rows=len(block))
        for group, members in groupby(block, key=lambda pair: pair[0].group):
            grouped = list(members)
            if group:
                grid.put(Kind.STUB, 1, group, rows=len(grouped))
            first = 2 if group else int(result)
            for row, figures in grouped:
                grid.put(Kind.STUB, first, row.label, columns=_STUBS - first)
                grid.figures(_STUBS, figures)
                grid.row += 1
    return grid.table("table3", width, 3)


def _table4(report: AnnualReport) -> LaidTable:
    """表四: one row of figures under three groups, two of which are litigation (行政诉讼)."""
    rows = ((group, whole_row(report.cells, table4_cells(group.key))) for group in TABLE4_GROUPS)
    groups = [(group, figures) for group, figures in rows if figures]
    grid = _Grid()
    width = len(TABLE4_COLUMNS)
    head_rows = 3 if any(group.group for group, _figures in groups) else 2
    column = 0
    for outer, members in groupby(groups, key=lambda pair: pair[0].group):
        grouped = list(members)
        depth = 0
        if outer:
            grid.put(Kind.HEAD, column, outer, columns=width * len(grouped))
            depth = 1
        for group, figures in grouped:
            grid.put(Kind.HEAD, column, group.label, columns=width, down=depth)
            for offset, head in enumerate(TABLE4_COLUMNS):
                grid.put(Kind.HEAD, column + offset, head.label, rows=head_rows - depth - 1, down=depth + 1)
            grid.figures(column, figures, down=head_rows)
            column += width
    return grid.table("table4", column, head_rows)
