"""Figures of the statutory tables in grids (HTML, DOCX, XLSX, ruled PDF): columns are known by their heads."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import NamedTuple

from gongkai.report.model import Normalised
from gongkai.report.reading.document import Grid, GridCell, Outline, Positions, text_at
from gongkai.report.reading.figures import is_figure
from gongkai.report.reading.labels import (
    TABLE3_HEADS,
    RowLabel,
    is_piece_of_label,
    is_table4_head,
    table2_edition,
    table2_row,
    table3_row,
    table_begun_by,
)
from gongkai.report.reading.normalise import label_key
from gongkai.report.reading.rows import FigureRow, Windows
from gongkai.stats.editions import OTHERWISE_ONE_ROW, TABLE3_COLUMNS, TABLE4_COLUMNS, TABLE4_GROUPS, TOTAL

TABLE3_WIDTH = len(TABLE3_COLUMNS)
TABLE4_WIDTH = len(TABLE4_COLUMNS) * len(TABLE4_GROUPS)


_ROWS_NAMED_LIKE_COLUMNS = frozenset((TOTAL.key, "otherwise_handled.other"))
# Some print 合计 over the column of totals.
_HEADS = (*((head,) for head in TABLE3_HEADS[:-1]), (TABLE3_HEADS[-1], "合计"))

# The head of table three has three rows; one broken by its page has a few more.
_LONGEST_HEAD = 15

Cells = Sequence[tuple[int, str]]
"""The texts of the cells of a row, each with the first column that the cell covers."""


@dataclass(slots=True)
class Found:
    """What the grids and lines of a document say about the three tables.

    ``loose`` are figures that stand in table three without a row of their own.
    """

    table2: list[FigureRow] = field(default_factory=list)
    table2_editions: list[str] = field(default_factory=list)
    table3: list[FigureRow] = field(default_factory=list)
    table4: list[FigureRow] = field(default_factory=list)
    loose: list[FigureRow] = field(default_factory=list)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many rows of each table, and heads of table two, were found."""
        return len(self.table2), len(self.table3), len(self.table4), len(self.table2_editions)

    @property
    def anything(self) -> bool:
        """Whether any figure of the tables was found."""
        return bool(self.table2 or self.table3 or self.table4)


_State = tuple[int, tuple[int, ...], int, bool]


class _RowOfReading(NamedTuple):
    """A row of figures as it was found: in which table, of what label, where."""

    table: int
    row: str | None
    label: str
    remark: Normalised | None
    grid_row: int
    columns: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a grid was read: its rows, what picks their figures from its texts, and what it leaves to the next grid."""

    rows: tuple[_RowOfReading, ...]
    figures: Callable[[Sequence[str]], tuple[str, ...]]
    editions: tuple[str, ...]
    after: _State


# Grids by how they are laid out and what stood before: the tables of a site, and of many, are laid out alike.
_READINGS: dict[tuple[_State, Hashable], _Reading] = {}
_MOST_READINGS = 200


@dataclass(slots=True)
class GridTables:
    """Reads grid after grid: a table that is split over several keeps the columns of its head."""

    found: Found
    _columns: tuple[int, ...] = ()
    _width: int = 0
    _heads_twice: bool = False
    _head: list[int] = field(default_factory=list)
    _windows: Windows = field(default_factory=lambda: Windows(TABLE3_WIDTH))
    _table: int = 0

    def read(self, grid: Grid) -> bool:
        """Read the figures of one grid; say whether it is one of the statutory tables, in whole or part."""
        if grid.outline is None:
            return self._read(grid)
        key = self._state, grid.outline.key
        if (reading := _READINGS.get(key)) is not None:
            self._read_again(reading, grid, grid.outline.texts)
            return True
        before = self.found.sizes
        statutory = self._read(grid)
        if statutory and (reading := self._reading(grid.outline, before)) is not None:
            if len(_READINGS) >= _MOST_READINGS:
                _READINGS.clear()
            _READINGS[key] = reading
        return statutory

    @property
    def _state(self) -> _State:
        return self._table, self._columns, self._width, self._heads_twice

    def _reading(self, outline: Outline, before: tuple[int, ...]) -> _Reading | None:
        """Return how the grid was read after which as many rows had been found as there are now.

        ``None`` where other figures might be read otherwise: where a row is not told by its label and by the head.
        """
        sources = outline.sources()
        indices: list[int] = []
        rows: list[_RowOfReading] = []
        tables = self.found.table2, self.found.table3, self.found.table4
        for number, (table, start) in enumerate(zip(tables, before, strict=False)):
            for row in table[start:]:
                places = [sources[row.grid_row][column] for column in row.columns]
                by_head = table is not self.found.table3 or (row.row and row.columns is self._columns)
                if not by_head or row.written is None or len(places) != len(row.written) or None in places:
                    return None
                rows.append(_RowOfReading(number, row.row, row.label, row.remark, row.grid_row, row.columns))
                indices += (place for place in places if place is not None)
        editions = tuple(self.found.table2_editions[before[-1] :])
        return _Reading(tuple(rows), itemgetter(*indices), editions, self._state) if len(indices) > 1 else None

    def _read_again(self, reading: _Reading, grid: Grid, texts: Sequence[str]) -> None:
        """Read a grid that is laid out as one that has been read."""
        found = self.found
        tables = found.table2, found.table3, found.table4
        figures = reading.figures(texts)
        end = 0
        for number, row, label, remark, grid_row, columns in reading.rows:
            start, end = end, end + len(columns)
            tables[number].append(FigureRow(figures[start:end], row, label, remark, grid, grid_row, columns))
        found.table2_editions += reading.editions
        self._table, self._columns, self._width, self._heads_twice = reading.after

    def _read(self, grid: Grid) -> bool:
        statutory = False
        self._head.clear()
        for at, row in enumerate(grid.rows):
            table = self._table_of(row)
            if table and table != self._table:
                self._table = table
                self._head.clear()
            if self._table == 2:
                statutory |= self._read_table2(grid, at) or bool(table)
            elif self._table == 3:
                if self._read_table3(grid, at):
                    statutory = True
                else:
                    self._head = [*self._head[-_LONGEST_HEAD:], at]
                    statutory |= bool(table)
            elif self._table == 4:
                statutory |= self._read_table4(grid, at) or bool(table)
        return statutory

    def _table_of(self, row: Positions) -> int:
        """Return the table that a row plainly belongs to, 0 where it does not say."""
        text = next(filter(label_key, map(text_at, row)), "")
        begun = table_begun_by(text)
        if begun and not (begun == 4 == self._table):
            return begun
        if self._table == 3:
            return 0
        if self._table != 4 and label_key(text).startswith("本年新收"):
            return 3
        if not self._table and table2_row(text) and len(cells := distinct(row)) > 1 and is_figure(cells[1][1]):
            return 2
        # The head of table three below a corner with words of its own.
        if len(row) > 4 and len(cells := distinct(row)) > 4:
            heads = {label_key(head) for _column, head in cells}.intersection(TABLE3_HEADS)
            return 3 if len(heads) > 2 else 0
        return 0

    def _read_table2(self, grid: Grid, at: int) -> bool:
        cells = distinct(grid.rows[at])
        for position, (_column, label) in enumerate(cells[:3]):
            if (row := table2_row(label)) is not None:
                after = cells[position + 1 :]
                texts, columns = [text for _, text in after], [column for column, _ in after]
                self.found.table2.append(FigureRow(texts, row, label, grid=grid, grid_row=at, columns=columns))
                return True
        self.found.table2_editions += filter(None, (table2_edition(text) for _, text in cells))
        return False

    def _read_table3(self, grid: Grid, at: int) -> bool:
        """Read a row of table three; say whether it is one, and not part of the head."""
        row = grid.rows[at]
        columns = self._columns if len(row) == self._width else ()
        first = columns[0] if columns else len(row)
        label: RowLabel | None = None
        last, text = -1, ""
        for column, beside in distinct(row[:first]):
            # A bracket over several rows is not the label of one of them.
            if (named := table3_row(beside)) and not (
                named.row == OTHERWISE_ONE_ROW.key and _covers_several_rows(row[column])
            ):
                label, last, text = named, column, beside
        # 总计 and 其他 are heads of columns, too.
        names_column = label is not None and label.row in _ROWS_NAMED_LIKE_COLUMNS
        if names_column and not columns and not any(is_figure(cell) for column, cell in distinct(row) if column > last):
            return False
        if label is not None and self._head:
            self._learn_columns(grid)
            columns = self._columns if len(row) == self._width else ()
        remark = label.remark if label else None
        key = label.row if label else None
        if columns and label is None:
            begun = [beside for column, beside in distinct(row[:first]) if _begins_in(row[column], at)]
            if begun and not is_piece_of_label(begun[-1]):
                key, text = "", begun[-1]
            elif any(table3_row(figure) for column, figure in distinct(row) if column >= first):
                columns = ()  # The head does not stand over its columns.
        if columns:
            figures = [row[column] for column in columns]
            own = [cell for cell in figures if isinstance(cell, str)]
            merged: list[GridCell] = []
            if len(own) < len(figures):
                own = list(map(text_at, figures))
                merged = [cell for cell in figures if isinstance(cell, GridCell)]
            # A sheet has no cell where nothing was ever written; a row that lacks a cell before its figures is shifted.
            shifted = None in figures and (not grid.sheet or None in row[:first])
            if len(merged) == len(set(map(id, merged))) and not shifted:
                if label is None and not any(map(is_figure, own)):
                    return False
                found = FigureRow(own, key, text, remark, grid=grid, grid_row=at, columns=columns)
                if any(cell.row != at for cell in merged):
                    return self._read_merged_rows(found)
                self.found.table3.append(found)
                return True
        cells = distinct(row)
        # A bracket that has lost its place covers this row from above, among its figures.
        after = [(column, figure) for column, figure in cells if column > last and _begins_in(row[column], at)]
        if label is None:
            after = [(column, figure) for column, figure in cells if is_figure(figure)]
            if len(after) != TABLE3_WIDTH:
                return False
        texts = [figure for _, figure in after]
        self._windows.learn(texts)
        start = self._windows.find(texts)
        written = None if start is None or self._heads_twice else texts[start : start + TABLE3_WIDTH]
        positions = [column for column, _ in after][start:]
        self.found.table3.append(FigureRow(written, key, text, remark, grid=grid, grid_row=at, columns=positions))
        return True

    def _read_merged_rows(self, row: FigureRow) -> bool:
        """Leave out rows that share a merged cell of figures; where they are one row, whose label alone is not merged,
        it has been read.
        """
        above = self.found.table3[-1] if self.found.table3 else None
        if row.row and (above is None or row.row != above.row):
            if above is not None:
                above.written = None
            self.found.table3.append(replace(row, written=None))
        return True

    def _learn_columns(self, grid: Grid) -> None:
        """Find the seven columns of figures by the words above them, however the head is broken over rows."""
        width = max(len(grid.rows[at]) for at in self._head)
        words = [""] * width
        lowest: list[GridCell | str | None] = [None] * width
        for at in self._head:
            for column, cell in enumerate(grid.rows[at]):
                if cell is not None and _begins_in(cell, at):
                    words[column] += text_at(cell)
                    lowest[column] = cell
        self._head.clear()
        columns: dict[int, int] = {}
        self._heads_twice = False
        for column, text in enumerate(words):
            key = label_key(text)
            number = next((at for at, heads in enumerate(_HEADS) if key.endswith(heads)), None)
            if number is None or (column and _are_one(lowest[column], lowest[column - 1])):
                continue
            self._heads_twice |= number in columns
            columns[number] = column
        if len(columns) < TABLE3_WIDTH or self._heads_twice:
            return
        found = tuple(columns[number] for number in range(TABLE3_WIDTH))
        # 总计 may come first; where it stands elsewhere, heads have lost their spans and stand over other columns.
        if list(found) == sorted(found) or found == (*range(found[0], found[0] + TABLE3_WIDTH - 1), found[0] - 1):
            self._columns, self._width = found, width

    def _read_table4(self, grid: Grid, at: int) -> bool:
        cells = distinct(grid.rows[at])
        if len(cells) == TABLE4_WIDTH + 1 and not is_figure(cells[0][1]):
            cells = cells[1:]
        texts = [text for _, text in cells]
        filled = [text for text in texts if text.strip()]
        blank_row = not filled and len(texts) == TABLE4_WIDTH and bool(self._head)
        # All fifteen cells are there: what is written in one of them stands for its figure, whatever it is.
        whole_row = len(texts) == TABLE4_WIDTH and bool(filled) and not any(map(is_table4_head, filled))
        if not blank_row and not whole_row and not (filled and all(map(is_figure, filled))):
            self._head.append(at)
            return False
        columns = [column for column, _ in cells]
        self.found.table4.append(FigureRow(texts, None, grid=grid, grid_row=at, columns=columns))
        return True


def distinct(row: Positions) -> Cells:
    """Return the texts of the cells of a row with their columns, that of a merged one once."""
    cells: list[tuple[int, str]] = []
    previous: GridCell | str | None = None
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            cells.append((column, cell))
        elif cell is not None and cell is not previous:
            cells.append((column, cell.text))
        previous = cell
    return cells


def _covers_several_rows(cell: GridCell | str | None) -> bool:
    return isinstance(cell, GridCell) and cell.rowspan > 1


def _begins_in(cell: GridCell | str | None, at: int) -> bool:
    """Say whether a cell is of a row itself, and does not cover it from above."""
    return not isinstance(cell, GridCell) or cell.row == at


def _are_one(cell: GridCell | str | None, beside: GridCell | str | None) -> bool:
    return cell is beside and not isinstance(cell, str)
