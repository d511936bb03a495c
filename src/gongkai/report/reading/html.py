"""A web page (HTML) as lines and grids."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count
from operator import attrgetter
from typing import overload

from gongkai.opening.decode import decode
from gongkai.report.model import Normalised, Place, Remark
from gongkai.report.reading.document import Block, Document, Grid, GridCell, Line, Outline, Positions, text_at
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.html_markup import tokens
from gongkai.report.reading.html_tree import Cell, Group, Heading, Items, Row, Table, read_tree, text_of
from gongkai.report.reading.normalise import figure_left_out, remembered
from gongkai.wording import _

LARGEST_PAGE = 20_000_000
"""Bytes. A report has some tens of thousands, a page with its pictures in it some millions; memory is for ten times
as many bytes as the page has."""
MOST_TAGS = 300_000
"""Tags, and lines of the file. A report has some thousands, pasted from Word ten thousand."""

# Merged cells make positions out of nothing: a table gets no more of them than a wide form has; from there on its
# cells cover one position.
_POSITIONS_OF_A_CELL = 10
_POSITIONS_OF_ANY_TABLE = 4000

_NOWHERE = Place()
_PLACE = attrgetter("place")
_SECTION = re.compile("[一二三四五六七八九十]{1,3}、")


def read_html(data: bytes, name: str) -> Document:
    """Return the text and tables of a web page, in reading order.

    What the page does not show (scripts, comments, hidden elements) is left out. Tables used for layout are taken
    apart; merged cells stand at every position that they cover.
    """
    if len(data) > LARGEST_PAGE:
        raise UnreadableReport(
            name,
            _("网页有 {size} MB，超过 {limit} MB").format(size=len(data) // 10**6, limit=LARGEST_PAGE // 10**6),
            todo=_("年度报告的网页不会这么大，请确认选对了文件；如果网页里嵌有图片，请另存为不含图片的网页"),
        )
    # In every encoding of pages these bytes are these characters, and hardly ever part of another.
    if len(data) > MOST_TAGS and sum(map(data.count, (b"<", b"\n", b"\r"))) > MOST_TAGS:
        raise UnreadableReport(
            name,
            _("网页的标签和行超过 {limit} 万").format(limit=MOST_TAGS // 10**4),
            todo=_("年度报告的网页没有这么多标签和行，请确认选对了文件，或者只保存报告正文"),
        )
    decoded = decode(data, name=name)
    page = read_tree(tokens(decoded.text))
    blocks = _blocks(page.body)
    title = page.title or next((block.text for block in blocks if isinstance(block, Line) and block.heading), "")
    remarks = [Remark(Normalised.ENCODING, decoded.encoding)] if decoded.mismatched else []
    return Document(blocks, title, page.metadata, remarks)


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of a table, from its row ``start``, that become a grid."""

    table: Table
    rows: Sequence[Positions]
    start: int
    outline: Outline | None = None


@dataclass(frozen=True, slots=True)
class _EndOfGroup:
    """The blocks since ``start`` are those of a group."""

    start: int


def _blocks(body: Group) -> list[Block]:
    blocks: list[Block] = []
    numbers: dict[int, int] = {}
    groups: list[tuple[int, int]] = []
    waiting: list[str | Group | Table | _Part | _EndOfGroup] = [body]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            blocks.append(Line(str(item), _NOWHERE, isinstance(item, Heading)))
        elif isinstance(item, _Part):
            number = numbers.setdefault(id(item.table), len(numbers) + 1)
            blocks.append(Grid(item.rows, number, row_offset=item.start, outline=item.outline))
        elif isinstance(item, Table):
            waiting += reversed(_parts(item))
            waiting += item.caption[::-1]
        elif isinstance(item, Group):
            waiting.append(_EndOfGroup(len(blocks)))
            waiting += item.items[::-1]
        else:
            groups.append((item.start, len(blocks)))
    return blocks[: _end_of_report(blocks, groups)]


def _end_of_report(blocks: Sequence[Block], groups: Sequence[tuple[int, int]]) -> int:
    """Return where the smallest element ends that holds the numbered sections from the first to the sixth.

    What a site prints after it is the foot of the page. If there is no such element, or more of the page after it
    than in it (a table of contents), nothing is foot.
    """
    numbered: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and block.text[1:2] == "、" and block.text[0] in "一六":
            numbered.setdefault(block.text[0], []).append(at)
    if len(numbered) < 2:
        return len(blocks)
    first, last = numbered["一"][0], numbered["六"][-1]
    around = [(end - start, end) for start, end in groups if start <= first and last + 1 < end]
    end = min(around, default=(0, len(blocks)))[1]
    return end if _amount(blocks[first:end]) > _amount(blocks[end:]) else len(blocks)


def _amount(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) if isinstance(block, Line) else 20 * len(block.rows) for block in blocks)


def _parts(table: Table) -> list[str | Group | Table | _Part]:
    """Return what a table says, in order: grids of its rows, and what rows hold that only lay out a page.

    Such are the rows of a table of one column, rows with prose or tables in a cell, and the headings of sections
    in tables that hold the whole report.
    """
    rows = sorted(table.rows, key=_PLACE)
    if all(len(row.cells) < 2 for row in rows):
        return [part for row in rows for part in _taken_apart(row)]
    positions = _Positions(rows)
    parts: list[str | Group | Table | _Part] = []
    start = 0
    for at, row in enumerate(rows):
        if (row.lays_out and not _has_figures(row)) or (
            len(row.cells) == 1 and _heads_a_section(row.cells[0], positions)
        ):
            parts += _part(table, positions, start, at)
            parts += _taken_apart(row)
            start = at + 1
    parts += _part(table, positions, start, len(rows))
    return parts


def _has_figures(row: Row) -> bool:
    """Say whether a row with prose in it (a note) also has figures; beside a table they would be page numbers."""
    if any(isinstance(cell, Cell) and cell.content is not None and not cell.text for cell in row.cells):
        return False
    return any(text_of(cell).replace(".", "").isdecimal() for cell in row.cells)


def _heads_a_section(cell: str | Cell, positions: "_Positions") -> bool:
    return isinstance(cell, Cell) and _SECTION.match(cell.text) is not None and cell.colspan == positions.width


def _taken_apart(row: Row) -> Items:
    parts: Items = []
    for cell in row.cells:
        if isinstance(cell, Cell) and cell.content is not None:
            parts.append(cell.content)
        else:
            parts += filter(None, text_of(cell).split("\n"))
    return parts


def _part(table: Table, positions: "_Positions", start: int, end: int) -> list[_Part]:
    """Return the rows of a table as the part that becomes a grid; nothing if they are blank."""
    if end - start == len(positions) and (outline := positions.outline()) is not None and any(outline.texts):
        return [_Part(table, positions, start, outline)]
    rows = tuple(positions[start:end])
    if not any(text_at(cell) for row in rows for cell in row):
        return []
    if len(rows) < len(positions):
        rows = _cut(rows, start)
    return [_Part(table, rows, start)]


def _cut(rows: Sequence[Positions], start: int) -> tuple[Positions, ...]:
    """Return rows whose cells are counted from the row ``start`` and cover no row outside."""
    cut: dict[int, GridCell] = {}

    def moved(cell: GridCell | str | None) -> GridCell | str | None:
        if not isinstance(cell, GridCell):
            return cell
        if id(cell) not in cut:
            first, after = max(cell.row - start, 0), min(cell.row - start + cell.rowspan, len(rows))
            cut[id(cell)] = GridCell(cell.text, first, cell.column, after - first, cell.colspan)
        return cut[id(cell)]

    return tuple(tuple(map(moved, row)) for row in rows)


@remembered
def _figure_left_out(cell: str | Cell) -> str | Cell:
    return _saying(figure_left_out(text_of(cell)), cell)


class _Positions(Sequence[Positions]):
    """The cells at every position of rows; made when asked for, since most tables are laid out as some before."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    @cached_property
    def _made(self) -> list[Positions]:
        return _positions(self._rows)

    @overload
    def __getitem__(self, at: int) -> Positions: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Positions]: ...
    def __getitem__(self, at: int | slice) -> Positions | Sequence[Positions]:
        return self._made[at]

    def __iter__(self) -> Iterator[Positions]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def width(self) -> int:
        """How many positions the longest row has."""
        return max(map(len, self._made))

    def outline(self) -> Outline | None:
        """Return how the rows are laid out; ``None`` where a cell only lays out what is in it."""
        rows = self._rows
        if any(row.lays_out for row in rows):
            return None
        cells = list(chain.from_iterable(row.cells for row in rows))
        texts = [cell if isinstance(cell, str) else cell.text for cell in cells]
        layout = tuple((row.group, len(row.cells)) for row in rows)
        return Outline((layout, tuple(map(_figure_left_out, cells))), texts, self._sources)

    def _sources(self) -> list[list[int | None]]:
        """Return for every position the number of the cell that stands there."""
        numbers = map(str, count())
        numbered = [replace(row, cells=[_saying(next(numbers), cell) for cell in row.cells]) for row in self._rows]
        return [[None if cell is None else int(text_at(cell)) for cell in row] for row in _positions(numbered)]


def _saying(text: str, cell: str | Cell) -> str | Cell:
    return text if isinstance(cell, str) else cell._replace(text=text)


def _positions(rows: Sequence[Row]) -> list[Positions]:
    """Return the cells at every position, merged cells at each that they cover.

    A cell covers no row outside its row group (``thead``, ``tbody``), as in browsers.
    """
    left = _POSITIONS_OF_A_CELL * sum(len(row.cells) for row in rows) + _POSITIONS_OF_ANY_TABLE
    positions: list[Positions] = []
    above: dict[int, GridCell] = {}
    end_of_group = 0
    for at, row in enumerate(rows):
        if at == end_of_group:
            above = {}
            while end_of_group < len(rows) and rows[end_of_group].group == row.group:
                end_of_group += 1
        if left <= 0:
            above = {}
        if above or row.plain_from:
            line, above = _line(row, at, above, end_of_group if left > 0 else at + 1, left)
        else:
            line = list(map(text_of, row.cells))
        left -= len(line)
        positions.append(tuple(line))
    return positions


def _line(
    row: Row, at: int, above: dict[int, GridCell], end: int, most: int
) -> tuple[list[GridCell | str | None], dict[int, GridCell]]:
    """Return the cells at the positions of the row ``at``, and by column those that also cover the next row.

    ``above`` are those that cover this row from above; no cell covers the row ``end``, and none is merged after
    ``most`` positions.
    """
    line: list[GridCell | str | None] = []
    below = {column: cell for column, cell in above.items() if cell.row + cell.rowspan > at + 1} if above else {}
    last_above = max(above) if above else -1
    done = 0
    while done < len(row.cells) and (done < row.plain_from or len(line) <= last_above):
        while (column := len(line)) in above:
            line.append(above[column])
        cell = row.cells[done]
        done += 1
        if isinstance(cell, str):
            line.append(cell)
            continue
        colspan = cell.colspan if column + cell.colspan <= most else 1
        merged = GridCell(cell.text, at, column, min(cell.rowspan or end, end - at), colspan)
        line += [merged] * colspan
        if merged.rowspan > 1:
            below.update(dict.fromkeys(range(column, len(line)), merged))
    line += map(text_of, row.cells[done:])
    if len(line) <= last_above:
        for column in sorted(column for column in above if column >= len(line)):
            line += [None] * (column - len(line))
            line.append(above[column])
    return line, below
