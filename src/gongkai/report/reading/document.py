"""What every reader of a file format makes of it: lines of text and grids of cells, in reading order.

Readers of formats know nothing of annual reports; what the lines and grids mean is told in one place for all formats
(``tables``, ``frame``).
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.report.model import Place, Remark


class Line(NamedTuple):
    """A line or paragraph of running text, white space at its ends removed, never empty.

    ``heading`` says that the source marks it as a heading or title (``h1`` to ``h6``, a heading style).
    """

    text: str
    place: Place
    heading: bool = False


@dataclass(slots=True)
class GridCell:
    """A cell of a grid. A merged cell is one object that stands at every position that it covers.

    A cell at one position can be given as its text alone.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


Positions = tuple[GridCell | str | None, ...]
"""What stands at the positions of a row. ``None`` is one that the source does not have (a ragged row)."""


def text_at(cell: GridCell | str | None) -> str:
    """Return the text at a position, empty where the source does not have it."""
    return cell if isinstance(cell, str) else "" if cell is None else cell.text


@dataclass(frozen=True, slots=True)
class Outline:
    """How a grid is laid out, whatever figures are in it, told without making its rows.

    Grids with the same ``key`` have the same cells and the same texts in them, but for figures. ``texts`` are those of
    the cells in the order of the source; ``sources`` tells for every position of the rows which of them stands there.
    """

    key: Hashable
    texts: Sequence[str]
    sources: Callable[[], Sequence[Sequence[int | None]]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells.

    Text that has nothing but separators (tabs, pipes) has no merged cells and its rows are ragged; ``ruled`` is false
    for it. ``page`` counts pages, ``number`` the grids of the document, ``line`` is the source line of the first row;
    all start at one. ``row_lines`` gives a source line for each row where the format has lines. ``outline`` is given
    where grids laid out alike can be told without their rows.
    """

    rows: Sequence[Positions]
    number: int
    page: int | None = None
    sheet: str | None = None
    ruled: bool = True
    row_lines: tuple[int, ...] = ()
    row_pages: tuple[int, ...] = ()
    row_offset: int = 0
    outline: Outline | None = None

    def place(self, row: int, column: int) -> Place:
        """Return the place of a position of this grid."""
        return Place(
            page=self.row_pages[row] if self.row_pages else self.page,
            sheet=self.sheet,
            table=self.number,
            row=self.row_offset + row + 1,
            column=column + 1,
            line=self.row_lines[row] if self.row_lines else None,
        )


Block = Line | Grid


@dataclass(slots=True)
class Document:
    """A file as lines and grids. ``title`` is what the format itself calls its title (``<title>``, core properties).

    ``metadata`` is what the format says about itself by name (``<meta name=…>``). ``remarks`` tell what had to be
    put right already at this level (a wrongly declared encoding).
    """

    blocks: list[Block]
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of text outside grids."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block
