"""A page as nested groups of lines and tables, in reading order.

Tags are put right as browsers do it, as far as it matters for text and tables: missing end tags of rows, cells and
paragraphs, text between the rows of a table, a table that begins where a row should. Nothing recurses, and no tag
costs more than a constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Union

from gongkai.report.reading import html_markup as markup
from gongkai.report.reading.html_markup import LONGEST_CELL, NO_TAG, Tag, Token

# A table of no more cells inside a cell is part of what the cell says.
_SMALL_TABLE = 4


HEAD, BODY, FOOT = -1, 0, 1
_PLACES = {"thead": HEAD, "tbody": BODY, "tfoot": FOOT}

# Where an element that is not shown lacks its end tag, it ends with the element around it, or where its like begins.
_ENDS_OF_PARENTS = frozenset(
    (
        markup.CELL_END,
        markup.ROW_END,
        markup.ROW_GROUP_END,
        markup.TABLE_END,
        markup.CAPTION_END,
        markup.CONTAINER_END,
    )
)
_WITHIN_PARAGRAPHS = frozenset((markup.INLINE, markup.UNSEEN, markup.META))
_PARTS_OF_TABLES = frozenset((markup.CELL, markup.WHOLE_CELLS, markup.ROW, markup.ROW_GROUP, markup.CAPTION))
_FOLLOWING = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "rt": frozenset(("rt", "rp")),
    "rp": frozenset(("rt", "rp")),
}


class Heading(str):
    """A line that the page marks as a heading."""

    __slots__ = ()


Items = list[Union[str, "Group", "Table"]]


@dataclass(slots=True)
class Group:
    """What an element holds, in order: lines, tables and groups."""

    items: Items = field(default_factory=list)


class Cell(NamedTuple):
    """A cell that is more than a line at one position: merged, or with ``content`` of which it may be only the layout.

    With tables in it that are more than text of the cell, it has no text. ``rowspan`` is as written: it may reach
    beyond the table, and 0 means to the end of the row group.
    """

    text: str
    rowspan: int = 1
    colspan: int = 1
    content: Group | None = None


@dataclass(slots=True)
class Row:
    """A row of a table, where the table shows it (``HEAD``, ``BODY`` or ``FOOT``), and its row group.

    A cell that is only text is a string, and from the index ``plain_from`` on all are. ``lays_out`` says that one has
    content.
    """

    place: int
    group: int
    cells: list[str | Cell] = field(default_factory=list)
    plain_from: int = 0
    lays_out: bool = False

    def append(self, text: str, tag: Tag, content: Group | None = None) -> None:
        """Append a cell."""
        if content is None and tag.rowspan == 1 == tag.colspan:
            self.cells.append(text)
            return
        self.cells.append(Cell(text, tag.rowspan, tag.colspan, content))
        self.plain_from = len(self.cells)
        self.lays_out |= content is not None


@dataclass(slots=True)
class Table:
    """A table as written."""

    caption: Items = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A page: its content, title and metadata."""

    body: Group = field(default_factory=Group)
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)


class _Flow:
    """Where text goes: the page, or a cell.

    ``open`` are its open containers, outermost first, each with what its parent holds; ``count`` counts them by name.
    ``characters`` is the length of its lines, ``cells`` the number of cells of the tables in it.
    """

    # Defaults of the class, since most flows are a cell with one line.
    open: list[tuple[str, Items]] | None = None
    count: dict[str, int] | None = None
    heading = False
    preformatted = False
    characters = 0
    cells = 0

    def __init__(self) -> None:
        self.items: Items = []

    def open_container(self, name: str) -> None:
        """Begin a container."""
        if self.open is None or self.count is None:
            self.open, self.count = [], {}
        self.open.append((name, self.items))
        self.count[name] = self.count.get(name, 0) + 1
        self.items = []

    def close_container(self, name: str) -> None:
        """End the innermost container of this name and all within it; without a name, every container."""
        if self.open is None or self.count is None or (name and not self.count.get(name)):
            return
        while self.open:
            ended, outer = self.open.pop()
            self.count[ended] -= 1
            if len(self.items) == 1:
                outer += self.items
            elif self.items:
                outer.append(Group(self.items))
            self.items = outer
            if ended == name:
                return


class _OpenTable:
    """A table that is being read, and the flow that it stands in."""

    def __init__(self, outer: _Flow) -> None:
        self.outer = outer
        self.table = Table()
        self.row: Row | None = None
        # The tag of the open cell, or caption.
        self.cell: Tag | None = None
        # Of tables in its cells.
        self.cells_within = 0
        self.lays_out = False
        # The row group (thead, tbody, tfoot) that the next row belongs to.
        self.group = 0
        self.group_name = "tbody"
        self.place = BODY
        self.group_hidden = False
        self.places_taken: set[str] = set()

    def begin_group(self, name: str = "", *, hidden: bool = False) -> None:
        """Begin a row group; without a name, the one that rows are in whose table does not say."""
        self.group += 1
        self.group_name = name or "tbody"
        self.group_hidden = hidden
        # Only the first head and the first foot are shown out of order.
        self.place = BODY if name in self.places_taken else _PLACES[self.group_name]
        self.places_taken.add(name)

    def add_row(self, *, hidden: bool = False) -> Row:
        """Begin a row; one that is hidden takes cells, and is not part of the table."""
        self.row = row = Row(self.place, self.group)
        if not (hidden or self.group_hidden):
            self.table.rows.append(row)
        return row


def read_tree(tokens: Iterable[Token]) -> Page:
    """Return the page that the tags make."""
    return _Builder(tokens).build()


class _Builder:
    def __init__(self, tokens: Iterable[Token]) -> None:
        self.page = Page()
        self._tokens = iter(tokens)
        self._parts: list[str] = []
        self._flow = _Flow()
        self._tables: list[_OpenTable] = []

    def build(self) -> Page:
        """Read all tags; return the page."""
        parts = self._parts
        actions = {
            markup.CELL: self._open_cell,
            markup.CELL_END: self._end_cell,
            markup.ROW: self._open_row,
            markup.ROW_END: self._end_row,
            markup.CONTAINER: self._open_container,
            markup.CONTAINER_END: self._close_container,
            markup.TABLE: self._open_table,
            markup.TABLE_END: self._close_table,
            markup.ROW_GROUP: self._open_row_group,
            markup.ROW_GROUP_END: self._end_row_group,
            markup.CAPTION: self._open_caption,
            markup.CAPTION_END: self._end_caption,
            markup.HEADING: self._open_heading,
            markup.HEADING_END: self._close_heading,
            markup.PREFORMATTED: self._open_preformatted,
            markup.PREFORMATTED_END: self._close_preformatted,
            markup.META: self._read_meta,
        }
        whole_cells, inline, block = markup.WHOLE_CELLS, markup.INLINE, markup.BLOCK
        for kind, text, tag in self._tokens:
            while kind == markup.UNSEEN:
                kind, text, tag = self._after_unseen(tag)
            if kind == markup.TITLE:
                self.page.title = self.page.title or text
                continue
            if kind != inline:
                if parts:
                    self._end_line()
                if kind == whole_cells:
                    self._add_cells(text, tag)
                    continue
                if kind != block:
                    actions[kind](tag)
            if text:
                parts.append(text)
        self._end_line()
        while self._tables:
            self._close_table(NO_TAG)
        self._flow.close_container("")
        self.page.body.items = self._flow.items
        return self.page

    def _end_line(self) -> None:
        parts, flow = self._parts, self._flow
        text = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        if markup.RAISED in text:
            text = markup.set_off(text)
        if flow.preformatted:
            lines = [line for line in map(str.strip, text.replace("\r", "\n").split("\n")) if line]
        elif text := " ".join(text.split()):
            lines = [text]
        else:
            return
        flow.items += map(Heading, lines) if flow.heading else lines
        flow.characters += len(text)

    def _open_container(self, tag: Tag) -> None:
        self._flow.open_container(tag.name)

    def _close_container(self, tag: Tag) -> None:
        if not self._tables or self._tables[-1].cell is not None:
            self._flow.close_container(tag.name)
        # Between the rows of a table no element around the table can end.

    def _open_heading(self, _tag: Tag) -> None:
        self._flow.heading = True

    def _close_heading(self, _tag: Tag) -> None:
        self._flow.heading = False

    def _open_preformatted(self, _tag: Tag) -> None:
        self._flow.preformatted = True

    def _close_preformatted(self, _tag: Tag) -> None:
        self._flow.preformatted = False

    def _read_meta(self, tag: Tag) -> None:
        name, content = tag.attribute("name"), tag.attribute("content")
        if name and content and content.strip():
            self.page.metadata.setdefault(name, content.strip())

    def _open_table(self, tag: Tag) -> None:
        if self._tables and self._tables[-1].cell is None:
            self._close_table(tag)  # A table can stand in a cell, but not between cells.
        self._tables.append(_OpenTable(self._flow))

    def _close_table(self, tag: Tag) -> None:
        if not self._tables:
            return
        self._end_cell(tag)
        ended = self._tables.pop()
        if not (ended.table.rows or ended.table.caption):
            return
        self._flow.items.append(ended.table)
        if self._tables:
            # A table with prose in it is more than part of a cell.
            self._flow.cells += ended.cells_within + (_SMALL_TABLE + 1 if ended.lays_out else 0)
            self._flow.cells += sum(text_of(cell) != "" for row in ended.table.rows for cell in row.cells)

    def _open_row_group(self, tag: Tag) -> None:
        if self._tables:
            self._end_row(tag)
            self._tables[-1].begin_group(tag.name, hidden=tag.hidden)

    def _end_row_group(self, tag: Tag) -> None:
        if self._tables and tag.name == self._tables[-1].group_name:
            self._end_row(tag)
            self._tables[-1].begin_group()

    def _open_row(self, tag: Tag) -> None:
        if self._tables:
            opened = self._tables[-1]
            if opened.cell is not None:
                self._end_cell(tag)
            opened.add_row(hidden=tag.hidden)

    def _end_row(self, tag: Tag) -> None:
        if self._tables:
            self._end_cell(tag)
            self._tables[-1].row = None

    def _add_cells(self, text: str, tag: Tag) -> None:
        if not self._tables:
            texts = text.replace(markup.BETWEEN_ROWS, markup.BETWEEN_CELLS).split(markup.BETWEEN_CELLS)
            self._flow.items += filter(None, texts)
            return
        opened = self._tables[-1]
        if opened.cell is not None:
            self._end_cell(tag)
        if (row := opened.row) is None:
            row = opened.add_row()
        if tag is markup.PLAIN_CELL:
            first, *others = text.split(markup.BETWEEN_ROWS)
            row.cells += first.split(markup.BETWEEN_CELLS)
            for other in others:
                opened.add_row().cells += other.split(markup.BETWEEN_CELLS)
        elif not tag.hidden:
            row.append(text, tag)

    def _open_cell(self, tag: Tag) -> None:
        if not self._tables:
            return
        opened = self._tables[-1]
        if opened.cell is not None:
            self._end_cell(tag)
        if opened.row is None:
            opened.add_row()
        opened.cell = tag
        self._flow = _Flow()

    def _open_caption(self, tag: Tag) -> None:
        if not self._tables:
            return
        self._end_row(tag)
        self._tables[-1].begin_group()
        self._tables[-1].cell = tag
        self._flow = _Flow()

    def _end_caption(self, tag: Tag) -> None:
        if self._tables and (opened := self._tables[-1].cell) is not None and opened.kind == markup.CAPTION:
            self._end_cell(tag)

    def _end_cell(self, _tag: Tag) -> None:
        if not self._tables or (tag := (opened := self._tables[-1]).cell) is None:
            return
        flow = self._flow
        self._flow = opened.outer
        opened.cell = None
        flow.close_container("")
        items = flow.items
        if tag.hidden:
            return
        opened.cells_within += flow.cells
        if tag.kind == markup.CAPTION:
            opened.table.caption += items
            return
        assert opened.row is not None
        content = Group(items) if flow.cells > _SMALL_TABLE or flow.characters > LONGEST_CELL else None
        opened.lays_out |= content is not None
        opened.row.append("\n".join(_lines(items)) if flow.cells <= _SMALL_TABLE else "", tag, content)

    def _after_unseen(self, unseen: Tag) -> Token:
        """Pass over an element that is not shown; return the token at which it has ended."""
        inline = markup.is_inline(unseen.name)
        within: dict[str, int] = {}
        in_table = unseen.name == "table"
        for token in self._tokens:
            kind, text, tag = token
            name = tag.name
            if within.get(name) and tag.closing:
                within[name] -= 1
            elif tag.closing and name == unseen.name:
                return markup.INLINE if inline else markup.BLOCK, text, tag
            elif kind == markup.WHOLE_CELLS and (in_table or within.get("table")):
                pass
            elif in_table or within.get("table"):
                within[name] = within.get(name, 0) + 1
            elif tag.closing:
                if kind in _ENDS_OF_PARENTS or name == "ruby" or (name == "p" and inline):
                    return token
            elif (
                kind in _PARTS_OF_TABLES
                or name in _FOLLOWING.get(unseen.name, ())
                or (unseen.name == "p" and kind not in _WITHIN_PARAGRAPHS and name != "br")
            ):
                return token
            else:
                within[name] = within.get(name, 0) + 1
        return markup.INLINE, "", NO_TAG


def text_of(cell: str | Cell) -> str:
    """Return the text of a cell."""
    return cell if isinstance(cell, str) else cell.text


def _lines(items: Items) -> Iterator[str]:
    """Yield the text of a cell with more than one line in it; the cells of a small table within stay apart."""
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Group):
            waiting += item.items[::-1]
        else:
            waiting += [" | ".join(map(text_of, row.cells)) for row in reversed(item.rows)]
            waiting += item.caption[::-1]
