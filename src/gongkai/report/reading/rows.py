"""Rows of figures as found, and which rows of table three they are.

A row is known by its own label where that stands beside it. Where labels are torn from their figures, a row is known
only by its place between rows that are known, and only where exactly as many rows are missing as there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.model import Normalised, Place
from gongkai.report.reading.document import Grid
from gongkai.report.reading.labels import resembles


@dataclass(slots=True)
class FigureRow:
    """A row of written figures.

    ``row`` is the key of the row that its label names, ``None`` where no label stands beside it, empty where the label
    beside it is none of the table's. ``written`` is ``None`` where the columns cannot be told. The figures
    were found in a row of a grid, at ``columns``, or on ``lines`` of the source.
    """

    written: Sequence[str] | None
    row: str | None
    label: str = ""
    remark: Normalised | None = None
    grid: Grid | None = None
    grid_row: int = 0
    columns: Sequence[int] = ()
    lines: Sequence[Place] = ()

    def start_at(self, first: int, width: int) -> None:
        """Keep the figures from one index on, so many of them, and where they were found."""
        assert self.written is not None
        self.written = self.written[first : first + width]
        self.columns, self.lines = self.columns[first:], self.lines[first:]

    def place(self, at: int) -> Place | None:
        """Return where the figure with this index was found; of the row itself where there is no such index."""
        if self.grid is not None:
            return self.grid.place(self.grid_row, self.columns[at] if at < len(self.columns) else 0)
        if not self.lines:
            return None
        return self.lines[min(at, len(self.lines) - 1)]


@dataclass(slots=True)
class Windows:
    """Finds the figures of rows among blank cells that only fill the row up.

    Text tables lose their merged cells: a row has more cells than figures, and where some figures are blank, more
    than one reading may be possible. Rows without blanks show on which side this table fills its rows.
    """

    width: int
    _offsets: dict[int, set[int]] = field(default_factory=dict)

    def learn(self, cells: Sequence[str]) -> None:
        """Note the offset of the figures in a row where it is certain."""
        filled = [at for at, cell in enumerate(cells) if cell.strip()]
        if filled and filled[-1] - filled[0] + 1 == self.width and len(cells) > self.width:
            self._offsets.setdefault(len(cells), set()).add(filled[0])

    def find(self, cells: Sequence[str], by_head: int = 0) -> int | None:
        """Return where the figures of a row begin, or ``None`` where that cannot be told.

        ``by_head`` is where they begin if the row stands below its head cell by cell; it counts from one up, where no
        other row tells.
        """
        if len(cells) <= self.width:
            return 0 if len(cells) == self.width else None
        filled = [at for at, cell in enumerate(cells) if cell.strip()]
        if not filled:
            return 0
        possible = range(max(0, filled[-1] - self.width + 1), min(filled[0], len(cells) - self.width) + 1)
        if len(possible) < 2:
            return possible[0] if possible else None
        known = self._offsets.get(len(cells), set())
        if not self._offsets and by_head > 0:
            known = {by_head}
        elif not known and self._offsets:
            at_start = all(offset == 0 for offsets in self._offsets.values() for offset in offsets)
            at_end = all(offset == size - self.width for size, offsets in self._offsets.items() for offset in offsets)
            known = {0} if at_start else {len(cells) - self.width} if at_end else set()
        return next(iter(known)) if len(known) == 1 and known <= set(possible) else None


def place_by_order(rows: Sequence[FigureRow], labels: Sequence[str]) -> list[str | None]:
    """Return the row key of each row of figures: its own label's, or the only one that its place allows.

    ``labels`` are the keys of the rows of the table, in order.
    """
    index = {label: at for at, label in enumerate(labels)}
    keys = [row.row if row.row in index else None for row in rows]
    if None not in keys:
        return keys
    taken = {key for key in keys if key}
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and keys[end] is None and not rows[end].row:
            end += 1
        if end == at:
            at += 1
            continue
        before = index[key] if at and (key := keys[at - 1]) else -1 if not at else None
        after = index[key] if end < len(rows) and (key := keys[end]) else len(labels) if end == len(rows) else None
        if before is not None and after is not None and after - before - 1 == end - at:
            wanted = labels[before + 1 : after]
            fits = all(
                row.row is None or resembles(row.label, key) for row, key in zip(rows[at:end], wanted, strict=True)
            )
            if fits and taken.isdisjoint(wanted):
                keys[at:end] = wanted
                taken.update(wanted)
        at = end
    return keys
