"""Tables over page breaks (跨页表格): what continues, which rows the break cut, which cells go on."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TypeVar

from gongkai.report.model import folded
from gongkai.report.reading.document import Grid, GridCell
from gongkai.report.reading.figures import is_figure
from gongkai.report.reading.pdf_lattice import TOLERANCE, Lattice, nearest

_SAME_EDGE = TOLERANCE / 2  # a table keeps its columns over the break
_REMAINS = 0.75  # of the lowest row with text: what is lower at a break is the rest of a row that it cut
_UNDIVIDED = 2  # cells of such a rest at most
_SLIVER = 7.0  # a row or column without text of its own that is narrower is none
_ITEM = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、]")  # （三）, 2., 四、


_T = TypeVar("_T")


@dataclass(slots=True)
class Piece:
    """A cell of a table, or the part of it on one page. ``full`` says that its last line has no room left."""

    text: str
    row: int
    column: int
    end_row: int
    end_column: int
    full: bool = False

    @property
    def tall(self) -> bool:
        """Whether it covers several rows."""
        return self.end_row - self.row > 1


@dataclass(slots=True)
class Sheet:
    """A table, or the part of it on one page."""

    xs: list[float]
    pieces: list[Piece]
    pages: list[int]  # one for each row
    closed_top: Sequence[bool]
    closed_bottom: Sequence[bool]


def sheet(lattice: Lattice, texts: Sequence[str], full: Sequence[bool], page: int) -> Sheet:
    """Return a table with its text, without rows and columns that are none.

    Rules that miss each other a little leave slivers, and a page break the blank remains of rows that it cut.
    """
    pieces = [
        Piece(text, box.row, box.column, box.end_row, box.end_column, last_line_full)
        for box, text, last_line_full in zip(lattice.boxes, texts, full, strict=True)
    ]
    heights = [lower - upper for upper, lower in zip(lattice.ys, lattice.ys[1:], strict=False)]
    widths = [right - left for left, right in zip(lattice.xs, lattice.xs[1:], strict=False)]
    at_break = ([0] if not all(lattice.closed_top) else []) + (
        [len(heights) - 1] if not all(lattice.closed_bottom) else []
    )
    no_rows = _superfluous(
        [
            *(row for row in at_break if _is_remains(row, pieces, heights)),
            *(row for row, high in enumerate(heights) if high < _SLIVER or _halves_cells(row, pieces, len(widths))),
        ],
        [(piece.row, piece.end_row) for piece in pieces if piece.text] or [(0, len(heights))],
    )
    no_columns = _superfluous(
        [column for column, wide in enumerate(widths) if wide < _SLIVER],
        [(piece.column, piece.end_column) for piece in pieces if piece.text] or [(0, len(widths))],
    )
    made = Sheet(list(lattice.xs), pieces, [page] * len(heights), lattice.closed_top, lattice.closed_bottom)
    return _without(made, no_rows, no_columns) if no_rows or no_columns else made


def _superfluous(candidates: Sequence[int], with_text: Sequence[tuple[int, int]]) -> set[int]:
    """Return which rows or columns can go, so that every cell with text keeps one."""
    gone: set[int] = set()
    for candidate in candidates:
        if all(
            any(other != candidate and other not in gone for other in range(start, end))
            for start, end in with_text
            if start <= candidate < end
        ):
            gone.add(candidate)
    return gone


def _is_remains(row: int, pieces: Sequence[Piece], heights: Sequence[float]) -> bool:
    """Say whether an outermost row without a rule outside is the rest of a row that the break cut.

    A row of blank cells is divided like others and as high as they are.
    """
    own = [piece for piece in pieces if piece.row == row and not piece.tall]
    lowest = min((heights[piece.row] for piece in pieces if piece.text and not piece.tall), default=_SLIVER)
    return len(own) <= _UNDIVIDED or heights[row] < _REMAINS * lowest


def _halves_cells(row: int, pieces: Sequence[Piece], width: int) -> bool:
    """Say whether a row is but the second half of another: most columns have cells of just these two rows."""
    halved = [piece for piece in pieces if piece.row + 1 == row and piece.end_row == row + 1]
    return 2 * sum(piece.end_column - piece.column for piece in halved) > width


def _without(part: Sheet, rows: Set[int], columns: Set[int]) -> Sheet:
    """Return a part of a table without some rows and columns, and without the cells that lie in them alone."""
    new_row = _renumbered(len(part.pages), rows)
    new_column = _renumbered(len(part.xs) - 1, columns)
    moved = [
        replace(
            piece,
            row=new_row[piece.row],
            end_row=new_row[piece.end_row],
            column=new_column[piece.column],
            end_column=new_column[piece.end_column],
        )
        for piece in part.pieces
    ]

    def kept(values: Sequence[_T], gone: Set[int]) -> list[_T]:
        return [value for number, value in enumerate(values) if number not in gone]

    return Sheet(
        [x for edge, x in enumerate(part.xs) if edge - 1 not in columns],
        [piece for piece in moved if piece.row < piece.end_row and piece.column < piece.end_column],
        kept(part.pages, rows),
        kept(part.closed_top, columns),
        kept(part.closed_bottom, columns),
    )


def _renumbered(count: int, gone: Set[int]) -> list[int]:
    """Return the new number of everything counted and of its end when some of it is gone."""
    numbers = [0]
    for number in range(count):
        numbers.append(numbers[-1] + (number not in gone))
    return numbers


def joined(upper: Sheet, lower: Sheet) -> Sheet | None:
    """Return the table of which two pages show the parts; ``None`` if the second is a table of its own."""
    columns = _common_columns(upper.xs, lower.xs)
    if columns is None:
        return None
    xs, of_upper, of_lower = columns
    first = _on_columns(upper, xs, of_upper)
    second = _without_repeated_head(first, _on_columns(lower, xs, of_lower))
    seam = _Seam(
        {piece.column: piece for piece in first.pieces if piece.end_row == len(first.pages)},
        [piece for piece in second.pieces if piece.row == 0],
        [above and below for above, below in zip(first.closed_bottom, second.closed_top, strict=True)],
    )
    cut = seam.cuts_a_row()
    shift = len(first.pages) - cut
    for piece in second.pieces:
        piece.row += shift
        piece.end_row += shift
    gone = set()
    for above, piece in seam.pairs():
        if cut or seam.continues(above, piece):
            above.text = _continued(above.text, piece.text)
            above.end_row, above.full = piece.end_row, piece.full
            gone.add(id(piece))
    return Sheet(
        xs,
        first.pieces + [piece for piece in second.pieces if id(piece) not in gone],
        first.pages + second.pages[cut:],
        first.closed_top,
        second.closed_bottom,
    )


def _common_columns(upper: Sequence[float], lower: Sequence[float]) -> tuple[list[float], list[int], list[int]] | None:
    """Return the edges of both parts together and where those of each are among them; ``None`` if they do not fit.

    Left and right pages of a book have different margins, so a part may be set off as a whole.
    """

    def among(edges: Sequence[float], x: float) -> bool:
        return abs(edges[nearest(edges, x)] - x) <= _SAME_EDGE

    offset = upper[0] - lower[0]
    if abs(upper[-1] - lower[-1] - offset) > _SAME_EDGE:
        offset = 0
        if not (all(among(upper, x) for x in lower) or all(among(lower, x) for x in upper)):
            return None
    moved = [x + offset for x in lower]
    xs = sorted([*upper, *(x for x in moved if not among(upper, x))])
    return xs, [nearest(xs, x) for x in upper], [nearest(xs, x) for x in moved]


def _on_columns(part: Sheet, xs: list[float], columns: Sequence[int]) -> Sheet:
    """Return a copy of a part of a table whose columns are those of the whole.

    Columns that have no rules at all on a page, as beside a merged cell that goes on over it, are blank cells there.
    """
    rows, width = len(part.pages), len(xs) - 1
    pieces = [
        replace(piece, column=columns[piece.column], end_column=columns[piece.end_column]) for piece in part.pieces
    ]
    missing = [*range(columns[0]), *range(columns[-1], width)]
    pieces += [Piece("", 0, column, rows, column + 1) for column in missing]

    def for_each(closed: Sequence[bool]) -> list[bool]:
        wide = [False] * width
        for start, end, is_closed in zip(columns, columns[1:], closed, strict=False):
            wide[start:end] = [is_closed] * (end - start)
        return wide

    return Sheet(xs, pieces, part.pages, for_each(part.closed_top), for_each(part.closed_bottom))


def _without_repeated_head(first: Sheet, second: Sheet) -> Sheet:
    """Return the second part without the rows that repeat the head (表头) of the first."""
    rows = 0
    of_second = _by_row(second)
    for above, below in zip(_by_row(first), of_second, strict=False):
        if _outline(above) != _outline(below) or any(is_figure(piece.text) for piece in below):
            break
        rows += 1
    # A head ends where all its cells end: 申请人情况 alone is not the head of table three.
    while rows and any(piece.row < rows < piece.end_row for piece in second.pieces):
        rows -= 1
    if rows == len(second.pages) or not any(piece.text for row in of_second[:rows] for piece in row):
        return second
    return _without(second, set(range(rows)), set())


def _by_row(part: Sheet) -> list[list[Piece]]:
    rows: list[list[Piece]] = [[] for _ in part.pages]
    for piece in part.pieces:
        rows[piece.row].append(piece)
    return rows


def _outline(row: Sequence[Piece]) -> list[tuple[int, int, int, str]]:
    return sorted((piece.column, piece.end_column, piece.end_row, folded(piece.text)) for piece in row)


def _is_label(text: str) -> bool:
    return bool(text) and not is_figure(text)


def _continued(above: str, below: str) -> str:
    return above if not below or above == below else f"{above}\n{below}" if above else below


@dataclass(frozen=True, slots=True)
class _Seam:
    """Where two parts of a table meet: the cells at the foot of one, by column, and those at the top of the other."""

    bottom: dict[int, Piece]
    top: list[Piece]
    closed: list[bool]

    def pairs(self) -> list[tuple[Piece, Piece]]:
        """Return the cells that stand over each other with the same sides."""
        return [
            (above, piece)
            for piece in self.top
            if (above := self.bottom.get(piece.column)) and above.end_column == piece.end_column
        ]

    def cuts_a_row(self) -> bool:
        """Say whether the break went through a row: its two halves together have one label and one set of figures."""
        pairs = self.pairs()
        if not len(pairs) == len(self.bottom) == len(self.top):
            return False
        if any(above.text and _ITEM.match(folded(piece.text)) for above, piece in pairs):
            return False
        own = [(above.text, piece.text, above) for above, piece in pairs if not (above.tall and piece.tall)]
        if any(is_figure(above) for above, _, _ in own) and any(is_figure(below) for _, below, _ in own):
            return False
        if not any(below for _, below, _ in own) or not any(above for above, _, _ in own):
            return False
        torn = [(below, piece) for above, below, piece in own if above and below]
        if torn:
            return all(_is_label(below) and _is_label(piece.text) and _unfinished(piece) for below, piece in torn)
        # Figures without any label on one page, and a label without figures on the other.
        labels = [_is_label(above) for above, _, _ in own], [_is_label(below) for _, below, _ in own]
        return any(labels[0]) != any(labels[1])

    def continues(self, above: Piece, piece: Piece) -> bool:
        """Say whether a merged cell at the foot of one page goes on at the top of the next."""
        tall = above.tall or piece.tall
        open_between = not any(self.closed[piece.column : piece.end_column])
        if is_figure(above.text) or is_figure(piece.text):
            return False
        before_label = any(other.column > piece.column and _is_label(other.text) for other in self.top)
        if not piece.text:
            return before_label or self._in_head() or (tall and open_between)
        if not above.text and self._in_head():
            return True
        if not tall or not before_label:
            return False
        return not above.text or above.text == piece.text or not _ITEM.match(folded(piece.text))

    def _in_head(self) -> bool:
        """Say whether the break is inside the head of a table: many labels below it and no figure."""
        labels = [_is_label(piece.text) for piece in self.top]
        return labels.count(True) > 2 and not any(is_figure(piece.text) for piece in self.top)


def _unfinished(piece: Piece) -> bool:
    """Say whether a text breaks off: its last line is full, or a bracket is still open."""
    text = folded(piece.text)
    return piece.full or text.count("(") > text.count(")")


def is_blank(table: Sheet) -> bool:
    """Say whether no cell has any text: the grid of a chart, or blank rows of a table."""
    return not any(piece.text for piece in table.pieces)


def grid(table: Sheet, number: int) -> Grid:
    """Return a table as a grid: a merged cell is one object at every position that it covers."""
    rows: list[list[GridCell | None]] = [[None] * (len(table.xs) - 1) for _ in table.pages]
    for piece in table.pieces:
        cell = GridCell(piece.text, piece.row, piece.column, piece.end_row - piece.row, piece.end_column - piece.column)
        for row in rows[piece.row : piece.end_row]:
            row[piece.column : piece.end_column] = [cell] * cell.colspan
    return Grid(tuple(map(tuple, rows)), number, page=table.pages[0], row_pages=tuple(table.pages))
