"""From rows of figures to the cells of the three tables, by address."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.report.model import Normalised, Place, Remark
from gongkai.report.reading.figures import Parsed, is_figure, parse_cell
from gongkai.report.reading.grids import TABLE4_WIDTH, Found
from gongkai.report.reading.labels import shortened_in_table2
from gongkai.report.reading.normalise import fold_characters, without_white_space
from gongkai.report.reading.rows import FigureRow, Windows, place_by_order
from gongkai.stats.cells import Cell, CellState, Figure
from gongkai.stats.editions import (
    OTHERWISE_ONE_ROW,
    OTHERWISE_ROWS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    table3_cells,
    table4_cells,
)

_TABLE4_CELLS = tuple(cell for group in TABLE4_GROUPS for cell in table4_cells(group.key))
_OTHERWISE_KEYS = frozenset(row.key for row in OTHERWISE_ROWS)


class Places(Mapping[CellId, Place]):
    """Where every figure was found. Places are made when asked for: most never are."""

    def __init__(self, sources: dict[CellId, tuple[FigureRow, int]]) -> None:
        self._sources = sources

    def __getitem__(self, cell: CellId) -> Place:
        row, at = self._sources[cell]
        return row.place(at) or Place()

    def __iter__(self) -> Iterator[CellId]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(slots=True)
class Tables:
    """The cells of the three tables as read."""

    cells: dict[CellId, Cell] = field(default_factory=dict)
    sources: dict[CellId, tuple[FigureRow, int]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    procurement_unit: str | None = None
    conflicting: list[FigureRow] = field(default_factory=list)

    def put(self, ids: Sequence[CellId], row: FigureRow, parse: Callable[[CellId, str], Parsed] | None = None) -> None:
        """Put the figures of a row at their addresses; ``parse`` where a column has a rule of its own."""
        assert row.written is not None
        cells, sources = self.cells, self.sources
        for at, (cell_id, written) in enumerate(zip(ids, row.written, strict=True)):
            cell, remark = parse(cell_id, written) if parse else parse_cell(written)
            cells[cell_id] = cell
            sources[cell_id] = (row, at)
            if remark is not None:
                self.remarks.append(Remark(remark, written.strip(), (cell_id,), row.place(at)))

    def leave_out(self, row: FigureRow, ids: Sequence[CellId] = ()) -> None:
        """Note a row whose figures are there and whose columns cannot be told."""
        self.remarks.append(Remark(Normalised.ROW_UNREADABLE, row.label, tuple(ids), row.place(0)))


def read_tables(found: Found, edition: Edition) -> Tables:
    """Return the cells that the rows found make in the tables of an edition."""
    tables = Tables()
    _read_table2(found, edition, tables)
    _read_table3(found, edition, tables)
    _read_table4(found, tables)
    return tables


def _read_table2(found: Found, edition: Edition, tables: Tables) -> None:
    rows: dict[str, tuple[CellId, ...]] = {}
    for block, declared in edition.table2_rows():
        rows[declared.key.removesuffix("_wan_yuan")] = block.cell_ids(declared)
    seen: dict[str, FigureRow] = {}
    for row in found.table2:
        ids = rows.get(row.row or "")
        if ids is None or row.written is None:
            continue
        windows = Windows(len(ids))
        first = windows.find(row.written)
        if first is None and len(row.written) > len(ids) and not any(map(str.strip, row.written[len(ids) :])):
            first = 0  # Figures follow their label; only what fills the row up comes after them.
        if first is None:
            if row.written and any(map(is_figure, row.written)):
                tables.leave_out(row, ids)
            continue
        written = row.written[first : first + len(ids)]
        if (earlier := seen.get(row.row or "")) is not None:
            if list(earlier.written or ()) != list(written):
                tables.conflicting.append(row)
            continue
        row.columns, row.lines = row.columns[first:], row.lines[first:]
        row.written = written
        seen[row.row or ""] = row
        tables.put(ids, row, _parse_table2)
        if edition.key == "2021" and shortened_in_table2(row.label):
            tables.remarks.append(Remark(Normalised.LABEL_SHORTENED, row.label, ids, row.place(0)))
        if ids[-1] == "table2.government_procurement.amount":
            tables.procurement_unit = _unit(row.written[-1])


def _parse_table2(cell: CellId, written: str) -> Parsed:
    if cell.endswith("administrative_fees_wan_yuan"):
        return parse_cell(written, money_in="万元")
    if cell.endswith(".change"):
        return parse_cell(written, signed=True)
    if cell.endswith(".amount") and (unit := _unit(written)):
        return parse_cell(written, money_in=unit)
    return parse_cell(written)


def _unit(written: str) -> str | None:
    """Return the unit that an amount of money is written with."""
    folded = without_white_space(fold_characters(written))
    return next((unit for unit in ("亿元", "万元", "元") if folded.endswith(unit)), None)


def _read_table3(found: Found, edition: Edition, tables: Tables) -> None:
    one_row = OTHERWISE_ONE_ROW in edition.outcome_rows
    if not one_row:
        named = {row.row for row in found.table3}
        one_row = OTHERWISE_ONE_ROW.key in named and not named & _OTHERWISE_KEYS
    if not one_row:
        for row in found.table3:
            if row.row == OTHERWISE_ONE_ROW.key:
                row.row = None  # The bracket over the three rows, torn from the label of the first.
    declared = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    labels = [row.key for row in declared]
    keys = place_by_order(found.table3, labels)
    by_key: dict[str, FigureRow] = {}
    for key, row in zip(keys, found.table3, strict=True):
        if key is None:
            tables.leave_out(row)
            continue
        ids = table3_cells(key)
        if row.written is None:
            tables.leave_out(row, ids)
            continue
        if (earlier := by_key.get(key)) is not None:
            if list(earlier.written or ()) != list(row.written):
                tables.conflicting.append(row)
            continue
        by_key[key] = row
        tables.put(ids, row)
        if row.row is None:
            tables.remarks.append(Remark(Normalised.LABEL_MISSING, row.label, ids, row.place(0)))
        elif row.remark is not None:
            tables.remarks.append(Remark(row.remark, row.label, ids, row.place(0)))
    _place_torn_figure(found, tables)


def _place_torn_figure(found: Found, tables: Tables) -> None:
    """Put a figure that stands alone in table three where only one blank cell can hold it.

    It must be the only such figure, there must be only one blank cell in the table, and the sum across the row of
    that cell must force this very value.
    """
    blank = [
        cell for cell, held in tables.cells.items() if held.state is CellState.BLANK and cell.startswith("table3.")
    ]
    if len(found.loose) != 1 or len(blank) != 1:
        return
    torn, target = found.loose[0], blank[0]
    assert torn.written is not None
    cell, _remark = parse_cell(torn.written[0])
    row = target.removeprefix("table3.").rpartition(".")[0]
    *parts, total = (tables.cells[each].number for each in table3_cells(row))
    known: Figure = sum((part for part in parts if part is not None), Decimal(0))
    forced = known if target.endswith(".total") else None if total is None else total - known
    if cell.number is None or cell.number != forced:
        return
    tables.cells[target] = cell
    tables.sources[target] = (torn, 0)
    tables.remarks.append(Remark(Normalised.FIGURE_TORN, torn.written[0], (target,), torn.place(0)))


def _read_table4(found: Found, tables: Tables) -> None:
    rows = [row for row in found.table4 if row.written]
    whole = [row for row in rows if len(row.written or ()) == TABLE4_WIDTH]
    if whole:
        first, *others = whole
        tables.put(_TABLE4_CELLS, first)
        tables.conflicting += [row for row in others if list(row.written or ()) != list(first.written or ())]
        return
    # The form broken into pieces, one after the other: only all fifteen figures say which is which.
    if sum(len(row.written or ()) for row in rows) == TABLE4_WIDTH:
        at = 0
        for row in rows:
            size = len(row.written or ())
            tables.put(_TABLE4_CELLS[at : at + size], row)
            at += size
    elif rows:
        windows = Windows(TABLE4_WIDTH)
        for row in rows:
            written = row.written or ()
            if (start := windows.find(written)) is not None:
                row.written = written[start : start + TABLE4_WIDTH]
                row.columns, row.lines = row.columns[start:], row.lines[start:]
                tables.put(_TABLE4_CELLS, row)
                return
        tables.leave_out(rows[0], _TABLE4_CELLS)
