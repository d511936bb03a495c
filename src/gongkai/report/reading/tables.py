"""From rows of figures to the cells of the three tables, by address."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from operator import itemgetter

from gongkai.report.model import Normalised, Place, Remark
from gongkai.report.reading.figures import Parsed, is_figure, parse_cell, plain_cell
from gongkai.report.reading.grids import TABLE4_WIDTH, Found
from gongkai.report.reading.labels import TABLE4_HEADS, shortened_in_table2
from gongkai.report.reading.normalise import fold_characters, label_key, without_white_space
from gongkai.report.reading.rows import FigureRow, Windows, place_by_order
from gongkai.stats.cells import Cell, CellState
from gongkai.stats.editions import (
    CARRIED_OUT,
    OTHERWISE_ONE_ROW,
    OTHERWISE_ROWS,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    TOTAL,
    CellId,
    Edition,
    edition,
    table3_cells,
    table4_cells,
)

_TABLE4_CELLS = tuple(cell for group in TABLE4_GROUPS for cell in table4_cells(group.key))
_CELL, _PUT_RIGHT = itemgetter(0), itemgetter(1)
_OTHERWISE_KEYS = frozenset(row.key for row in OTHERWISE_ROWS)


class Places(Mapping[CellId, Place]):
    """Where every figure was found, by the addresses of the figures of each row; of two the last.

    Places are made when asked for: most never are.
    """

    def __init__(self, rows: Sequence[tuple[Sequence[CellId], FigureRow]]) -> None:
        self._rows = rows

    @cached_property
    def _sources(self) -> dict[CellId, tuple[FigureRow, int]]:
        return {cell: (row, at) for ids, row in self._rows for at, cell in enumerate(ids)}

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
    rows: list[tuple[Sequence[CellId], FigureRow]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    procurement_unit: str | None = None
    conflicting: list[FigureRow] = field(default_factory=list)

    def put(
        self, rows: Sequence[tuple[Sequence[CellId], FigureRow]], parse: Callable[[CellId, str], Parsed] | None = None
    ) -> None:
        """Put the figures of rows at their addresses; ``parse`` where a column has a rule of its own."""
        self.rows += rows
        ids = [cell_id for ids, _row in rows for cell_id in ids]
        written = [figure for _ids, row in rows for figure in row.written or ()]
        parsed = list(map(parse, ids, written) if parse else map(plain_cell, written))
        self.cells.update(zip(ids, map(_CELL, parsed), strict=True))
        if any(map(_PUT_RIGHT, parsed)):
            places = [(row, at) for ids, row in rows for at in range(len(ids))]
            self.remarks += [
                Remark(remark, figure.strip(), (cell_id,), row.place(at))
                for (row, at), cell_id, figure, (_cell, remark) in zip(places, ids, written, parsed, strict=True)
                if remark is not None
            ]

    def leave_out(self, row: FigureRow, ids: Sequence[CellId] = ()) -> None:
        """Note a row whose figures are there and cannot be told: their columns, or which of two readings is right."""
        self.remarks.append(Remark(Normalised.ROW_UNREADABLE, row.label, tuple(ids), row.place(0)))

    def agreed(self, rows: Sequence[FigureRow], ids: Sequence[CellId]) -> FigureRow | None:
        """Return the row that rows of the same name agree on, or the only one whose label is verbatim, or ``None``."""
        if len(rows) == 1 or len(set(map(_figures, rows))) == 1:
            return rows[0]
        verbatim = [row for row in rows if row.remark is None]
        if len(set(map(_figures, verbatim))) == 1:
            for row in rows:
                if row.remark is not None:
                    self.leave_out(row)
            return verbatim[0]
        self.conflicting += [row for row in rows if _figures(row) != _figures(rows[0])]
        self.leave_out(rows[0], ids)
        return None


def _figures(row: FigureRow) -> tuple[str, ...]:
    return tuple(map(str.strip, row.written or ()))


def read_tables(found: Found, edition_: Edition) -> Tables:
    """Return the cells that the rows found make in the tables of an edition."""
    tables = Tables()
    _read_table2(found, edition_, tables)
    _read_table3(found, edition_, tables)
    _read_table4(found, tables)
    return tables


def _read_table2(found: Found, edition_: Edition, tables: Tables) -> None:
    rows = _addresses_in_table2(edition_.key)
    found_rows = [(row, row.written, ids) for row in found.table2 if row.written and (ids := rows.get(row.row or ""))]
    windows = {len(ids): Windows(len(ids)) for ids in rows.values()}
    for _row, written, ids in found_rows:
        windows[len(ids)].learn(written)
    readings: dict[tuple[CellId, ...], list[FigureRow]] = {}
    unreadable: list[tuple[FigureRow, tuple[CellId, ...]]] = []
    for row, written, ids in found_rows:
        if (first := windows[len(ids)].find(written)) is not None:
            row.start_at(first, len(ids))
            readings.setdefault(ids, []).append(row)
        elif any(map(is_figure, written)):
            unreadable.append((row, ids))
    agreed_rows = [(ids, agreed) for ids, same in readings.items() if (agreed := tables.agreed(same, ids)) is not None]
    tables.put(agreed_rows, _parse_table2)
    for ids, agreed in agreed_rows:
        if edition_.key == "2021" and shortened_in_table2(agreed.label):
            tables.remarks.append(Remark(Normalised.LABEL_SHORTENED, agreed.label, ids, agreed.place(0)))
        if ids[-1] == "table2.government_procurement.amount" and agreed.written:
            tables.procurement_unit = _unit(agreed.written[-1])
    for row, ids in unreadable:
        if ids not in readings:
            tables.leave_out(row, ids)


@cache
def _addresses_in_table2(edition_key: str) -> dict[str, tuple[CellId, ...]]:
    """Return the addresses of the figures of each row of table two, by the key under which its label is found."""
    rows = edition(edition_key).table2_rows()
    return {row.key.removesuffix("_wan_yuan"): block.cell_ids(row) for block, row in rows}


def _parse_table2(cell: CellId, written: str) -> Parsed:
    if cell.endswith("administrative_fees_wan_yuan"):
        return parse_cell(written, money_in="万元")
    if cell.endswith(".change"):
        return parse_cell(written, signed=True)
    if cell.endswith(".amount") and (unit := _unit(written)):
        return parse_cell(written, money_in=unit)
    return plain_cell(written)


def _unit(written: str) -> str | None:
    """Return the unit that an amount of money is written with."""
    folded = without_white_space(fold_characters(written))
    return next((unit for unit in ("亿元", "万元", "元") if folded.endswith(unit)), None)


def _read_table3(found: Found, edition_: Edition, tables: Tables) -> None:
    one_row = edition_.item_six_is_one_row or _prints_item_six_in_one_row(found.table3)
    if not one_row:
        for row in found.table3:
            if row.row == OTHERWISE_ONE_ROW.key:
                row.row = None  # The bracket over the three rows, torn from the label of the first.
    declared = edition_.table3_rows_one_row_item_six if one_row else edition_.table3_rows
    keys = place_by_order(found.table3, [row.key for row in declared])
    readings: dict[str, list[FigureRow]] = {}
    unreadable: list[tuple[FigureRow, str]] = []
    for key, row in zip(keys, found.table3, strict=True):
        if key is None:
            tables.leave_out(row)
        elif row.written is not None:
            readings.setdefault(key, []).append(row)
        else:
            unreadable.append((row, key))
    for row, key in unreadable:
        if key not in readings:
            tables.leave_out(row, table3_cells(key))
    agreed_rows = [
        (ids, agreed)
        for key, same in readings.items()
        if (agreed := tables.agreed(same, ids := table3_cells(key))) is not None
    ]
    tables.put(agreed_rows)
    for ids, agreed in agreed_rows:
        if not agreed.row:
            tables.remarks.append(Remark(Normalised.LABEL_MISSING, agreed.label, ids, agreed.place(0)))
        elif agreed.remark is not None:
            tables.remarks.append(Remark(agreed.remark, agreed.label, ids, agreed.place(0)))
    _place_torn_figure(found, tables)


def _prints_item_six_in_one_row(rows: Sequence[FigureRow]) -> bool:
    """Say whether item six is a row, and no bracket over rows that have lost their labels."""
    names = [row.row for row in rows]
    if OTHERWISE_ONE_ROW.key not in names:
        return False
    after = names[names.index(OTHERWISE_ONE_ROW.key) + 1 :]
    if after[:1] == [TOTAL.key]:
        return True
    if _OTHERWISE_KEYS.intersection(names):
        return False
    return not after or bool(after[0]) or after[:2] == [None, CARRIED_OUT.key]


def _place_torn_figure(found: Found, tables: Tables) -> None:
    """Put a figure that stands alone in table three where only one blank cell can hold it.

    It must be the only such figure, there must be only one blank cell in the table, and the sum across the row of
    that cell must force this very value.
    """
    if len(found.loose) != 1:
        return
    blank = [
        cell for cell, held in tables.cells.items() if held.state is CellState.BLANK and cell.startswith("table3.")
    ]
    if len(blank) != 1:
        return
    torn, target = found.loose[0], blank[0]
    assert torn.written is not None
    cell, _remark = parse_cell(torn.written[0])
    row = target.removeprefix("table3.").rpartition(".")[0]
    ids = table3_cells(row)
    others = [tables.cells[each].number for each in ids if each != target]
    figures = [figure for figure in others if figure is not None]
    if cell.number is None or len(figures) < len(others):
        return
    *parts, last = figures
    forced = sum(parts, Decimal(last)) if target == ids[-1] else last - sum(parts, Decimal(0))
    if cell.number != forced:
        return
    tables.cells[target] = cell
    tables.rows.append(((target,), torn))
    tables.remarks.append(Remark(Normalised.FIGURE_TORN, torn.written[0], (target,), torn.place(0)))


def _read_table4(found: Found, tables: Tables) -> None:
    rows = [row for row in found.table4 if row.written]
    windows = Windows(TABLE4_WIDTH)
    whole = []
    for row in rows:
        if row.written is not None and (first := windows.find(row.written)) is not None:
            row.start_at(first, TABLE4_WIDTH)
            whole.append(row)
    if whole:
        if (agreed := tables.agreed(whole, _TABLE4_CELLS)) is not None:
            tables.put([(_TABLE4_CELLS, agreed)])
    elif _is_form_in_pieces(rows):
        at = 0
        for row in rows:
            size = len(row.written or ())
            tables.put([(_TABLE4_CELLS[at : at + size], row)])
            at += size
    elif rows:
        tables.leave_out(rows[0], _TABLE4_CELLS)


def _is_form_in_pieces(rows: Sequence[FigureRow]) -> bool:
    """Say whether rows are the form broken into its groups, or into single figures below their heads."""
    sizes = [len(row.written or ()) for row in rows]
    if sum(sizes) != TABLE4_WIDTH:
        return False
    if all(size % len(TABLE4_COLUMNS) == 0 for size in sizes):
        return True
    heads = TABLE4_HEADS * len(TABLE4_GROUPS)
    return len(sizes) == TABLE4_WIDTH and all(
        label_key(row.label).endswith(head) for row, head in zip(rows, heads, strict=True)
    )
