"""DOCX: the words that a person sees in a Word document, as lines and grids.

The tree of the main part is first made to hold what is shown and nothing else: tracked changes accepted, hidden text
and field codes taken out, text boxes put before the paragraph that anchors them. Then its paragraphs and tables are
read in order.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from gongkai.opening.archives import OfficeKind, Package, open_package_of
from gongkai.report.model import Place
from gongkai.report.reading.document import Block, Document, Grid, GridCell, Line
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.list_numbers import Counters, is_on, read_lists, whole_number
from gongkai.report.reading.normalise import lowered, raised
from gongkai.wording import _

MAX_COLUMNS = 256
"""Word itself stops at 63."""
MAX_POSITIONS = 250_000

_WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_WORD_NAMESPACE}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_VAL = _W + "val"

_P, _PPR, _RPR, _R = _W + "p", _W + "pPr", _W + "rPr", _W + "r"
_TBL, _TR, _TC, _TRPR = _W + "tbl", _W + "tr", _W + "tc", _W + "trPr"
_T, _TAB, _BR, _CR, _SYM = _W + "t", _W + "tab", _W + "br", _W + "cr", _W + "sym"
_POSITIONED_TAB, _HYPHEN = _W + "ptab", _W + "noBreakHyphen"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT_TAGS = (_T, _TAB, _BR, _CR, _SYM, _POSITIONED_TAB, _HYPHEN, _MATH_TEXT)
_FIXED_TEXT = {_BR: "\n", _CR: "\n", _TAB: "\t", _POSITIONED_TAB: "\t", _HYPHEN: "-"}

_PSTYLE, _RSTYLE, _OUTLINE, _NUMBERING = _W + "pStyle", _W + "rStyle", _W + "outlineLvl", _W + "numPr"
_DELETED, _MOVED_AWAY, _VANISH, _RUBY_TEXT = _W + "del", _W + "moveFrom", _W + "vanish", _W + "rt"
_FIELD_CHARACTER, _PLACEHOLDER_SHOWN, _TEXT_BOX = _W + "fldChar", _W + "showingPlcHdr", _W + "txbxContent"
_STRUCK, _VERTICAL = (_W + "strike", _W + "dstrike"), _W + "vertAlign"
_CONTENT_CONTROL, _EMBEDDED = _W + "sdt", (_W + "altChunk", _W + "subDoc")
_ALTERNATIVES, _CHOICE, _FALLBACK = _MC + "AlternateContent", _MC + "Choice", _MC + "Fallback"
_WRAPPERS = (
    *(_CONTENT_CONTROL, _W + "sdtContent", _W + "customXml", _W + "smartTag", _W + "ins", _W + "moveTo"),
    *(_ALTERNATIVES, _CHOICE, _FALLBACK),
)
"""Elements that stand around paragraphs, rows or cells and mean nothing to a reader."""
_GRID_SPAN, _V_MERGE, _H_MERGE = _W + "gridSpan", _W + "vMerge", _W + "hMerge"
_GRID_BEFORE = _W + "gridBefore"
_MARKS = (
    *(_PSTYLE, _RSTYLE, _OUTLINE, _NUMBERING, _DELETED, _MOVED_AWAY, _VANISH, _RUBY_TEXT, _FIELD_CHARACTER),
    *(
        *_STRUCK,
        _VERTICAL,
        _PLACEHOLDER_SHOWN,
        _TEXT_BOX,
        *_EMBEDDED,
        *_WRAPPERS,
        _GRID_SPAN,
        _V_MERGE,
        _H_MERGE,
        _GRID_BEFORE,
    ),
)

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*\d*|title|subtitle", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc\s*\d+", re.IGNORECASE)
_BODY_TEXT_LEVEL = 9

_NARROWEST_COLUMN = 150
"""Twentieths of a point: less than a character of 六号 (7.5 points), so nothing can be written in it."""
_ROW_WIDTHS_AGREE = 0.02

_Marks = dict[str, list[etree._Element]]
_Value = TypeVar("_Value")


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document (``.docx``, ``.docm``, ``.dotx``), transitional or strict.

    Headers, footers, footnotes and comments are left out, and so is the table of contents, whose entries would pass
    for headings. Raises ``UnreadableReport``.
    """
    package, main = open_package_of(OfficeKind.DOCX, data, name)
    root = package.xml(main)
    body = next(root.iterchildren(_W + "body"), None)
    if body is None:
        raise package.damaged(_("部件 {part} 没有正文").format(part=main))
    marks = _marks(root)
    if any(marks.get(tag) for tag in _EMBEDDED):
        raise UnreadableReport(
            name,
            _("文档的正文以嵌入文件的形式存放，只有 Word 能展开"),
            todo=_("请用 Word 打开，另存为新的 .docx 后再试"),
        )
    styles = _styles(package) if _PSTYLE in marks or _RSTYLE in marks or _NUMBERING in marks else _Styles()
    _show_only_what_is_seen(root, marks, styles)
    paragraphs = _paragraph_properties(root, marks, styles, package)
    reader = _Reader(name, paragraphs, _merging(marks))
    properties = package.core_properties()
    return Document(reader.blocks(root, body), properties.get("title", ""), properties)


def _marks(root: etree._Element) -> _Marks:
    """Return the elements that say something about others, by tag, in document order: one pass over the tree."""
    marks: _Marks = {}
    for element in root.iter(*_MARKS):
        marks.setdefault(element.tag, []).append(element)
    return marks


# Styles


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the styles of a document say that matters here, inheritance followed."""

    headings: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    lists: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


def _styles(package: Package) -> _Styles:
    path = package.path_of(_TYPES + "styles+xml", "word/styles.xml")
    if path is None:
        return _Styles()
    based_on: dict[str, str] = {}
    outline: dict[str, str] = {}
    lists: dict[str, str] = {}
    levels: dict[str, str] = {}
    hidden: dict[str, bool] = {}
    named_headings = set()
    contents = set()
    for style in package.xml(path).iterchildren(_W + "style"):
        identifier = style.get(_W + "styleId", "")
        based_on[identifier] = ""
        for element in style.iter(_W + "name", _W + "basedOn", _OUTLINE, _W + "numId", _W + "ilvl", _VANISH):
            value = element.get(_VAL, "")
            match element.tag.removeprefix(_W):
                case "name" if _HEADING_NAME.fullmatch(value):
                    named_headings.add(identifier)
                case "name" if _CONTENTS_NAME.fullmatch(value):
                    contents.add(identifier)
                case "basedOn":
                    based_on[identifier] = value
                case "outlineLvl":
                    outline[identifier] = value
                case "numId":
                    lists[identifier] = value
                case "ilvl":
                    levels[identifier] = value
                case "vanish":
                    hidden[identifier] = is_on(element)
    return _Styles(
        headings=frozenset(
            {style for style, level in _inherited(outline, based_on).items() if _is_heading(level)}
            | (named_headings - outline.keys())
        ),
        contents=frozenset(contents),
        hidden=frozenset(style for style, on in _inherited(hidden, based_on).items() if on),
        lists=_inherited(lists, based_on),
        levels={style: whole_number(level, 0) for style, level in _inherited(levels, based_on).items()},
    )


def _is_heading(outline_level: str) -> bool:
    return whole_number(outline_level, _BODY_TEXT_LEVEL) < _BODY_TEXT_LEVEL


def _inherited(own: Mapping[str, _Value], based_on: Mapping[str, str]) -> dict[str, _Value]:
    """Return what every style says itself or takes from the nearest style that it is based on."""
    found: dict[str, _Value | None] = dict(own)
    for style in based_on:
        chain = []
        current = style
        while current not in found:
            found[current] = None
            chain.append(current)
            current = based_on.get(current, "")
        found.update(dict.fromkeys(chain, found[current]))
    return {style: value for style, value in found.items() if value is not None}


# From what the file holds to what a person sees


def _show_only_what_is_seen(root: etree._Element, marks: _Marks, styles: _Styles) -> None:
    for alternatives in marks.get(_ALTERNATIVES, ()):
        # A drawing and its substitute for older programs hold the same text box.
        shown = next(alternatives.iterchildren(_CHOICE, _FALLBACK), None)
        for each in list(alternatives):
            if each is not shown:
                alternatives.remove(each)
    # From the end, so that the text of joined paragraphs moves once.
    for change in (*reversed(marks.get(_DELETED, ())), *reversed(marks.get(_MOVED_AWAY, ()))):
        _accept_deletion(change)
    _drop_hidden_text(marks, styles)
    _set_off_notes(marks)
    for annotation in marks.get(_RUBY_TEXT, ()):
        _drop(annotation)
    for placeholder in marks.get(_PLACEHOLDER_SHOWN, ()):
        control = next(placeholder.iterancestors(_CONTENT_CONTROL), None)
        if control is not None and is_on(placeholder):
            for run in list(control.iter(_R)):
                _drop(run)
    if _FIELD_CHARACTER in marks:
        _drop_field_codes(root)
    if any(tag in marks for tag in _WRAPPERS):
        etree.strip_tags(root, *_WRAPPERS)
    for box in marks.get(_TEXT_BOX, ()):
        anchor = next(box.iterancestors(_P), None)
        if anchor is not None and anchor.getparent() is not None:
            for child in list(box):
                anchor.addprevious(child)


def _drop(element: etree._Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)


def _accept_deletion(change: etree._Element) -> None:
    """Accept a tracked deletion (or the old place of a move): of text, of a row, or of the end of a paragraph."""
    parent = change.getparent()
    if parent is None or parent.tag not in (_RPR, _TRPR):
        _drop(change)
    elif parent.tag == _TRPR:
        _drop(parent.getparent())
    elif (properties := parent.getparent()) is not None and properties.tag == _PPR:
        paragraph = properties.getparent()
        following = None if paragraph is None else paragraph.getnext()
        if paragraph is not None and following is not None and following.tag == _P:
            paragraph.remove(properties)
            first = next(iter(following), None)
            for child in reversed(list(paragraph)):
                # Its own properties stay in front.
                if first is not None and first.tag == _PPR:
                    first.addnext(child)
                else:
                    following.insert(0, child)
            _drop(paragraph)


def _drop_hidden_text(marks: _Marks, styles: _Styles) -> None:
    for mark in marks.get(_VANISH, ()):
        if is_on(mark):
            _drop(_run_of(mark))
    if not styles.hidden:
        return
    for mark in marks.get(_RSTYLE, ()):
        if mark.get(_VAL) in styles.hidden and not any(map(_is_off, mark.itersiblings(_VANISH))):
            _drop(_run_of(mark))
    for mark in marks.get(_PSTYLE, ()):
        if mark.get(_VAL) in styles.hidden:
            _drop(_grandparent(mark, _P))


def _set_off_notes(marks: _Marks) -> None:
    """Take out what is struck through, and raise the digits of raised text: they are none of the figure beside them."""
    for mark in (mark for tag in _STRUCK for mark in marks.get(tag, ())):
        if is_on(mark):
            _drop(_run_of(mark))
    for mark in marks.get(_VERTICAL, ()):
        shown = {"superscript": raised, "subscript": lowered}.get(mark.get(_VAL, ""))
        run = _run_of(mark)
        if shown is not None and run is not None:
            for element in run.iterchildren(_T):
                element.text = shown(element.text or "")


def _is_off(element: etree._Element) -> bool:
    return not is_on(element)


def _run_of(mark: etree._Element) -> etree._Element | None:
    """Return the run whose own properties the mark stands in; those of a paragraph mark, or former ones, are not."""
    return _grandparent(mark, _R)


def _grandparent(element: etree._Element, tag: str) -> etree._Element | None:
    parent = element.getparent()
    grandparent = None if parent is None else parent.getparent()
    return grandparent if grandparent is not None and grandparent.tag == tag else None


def _drop_field_codes(root: etree._Element) -> None:
    """Take out text that stands in the code of a field, such as another field's result; a field must end to count."""
    fields: list[list[etree._Element]] = []
    in_code: list[list[etree._Element]] = []
    dropped: list[etree._Element] = []
    for element in root.iter(_FIELD_CHARACTER, *_TEXT_TAGS):
        if element.tag != _FIELD_CHARACTER:
            if in_code:
                in_code[-1].append(element)
            continue
        kind = element.get(_W + "fldCharType")
        if kind == "begin":
            fields.append([])
            in_code.append(fields[-1])
        elif fields and kind in ("separate", "end"):
            if in_code and in_code[-1] is fields[-1]:
                in_code.pop()
            if kind == "end":
                dropped += fields.pop()
    for element in dropped:
        _drop(element)


# What is said of paragraphs and cells


@dataclass(frozen=True, slots=True)
class _Paragraphs:
    """Which paragraphs are headings, which are entries of the table of contents, and what numbers them."""

    headings: set[etree._Element]
    contents: set[etree._Element]
    labels: dict[etree._Element, str]


def _paragraph_properties(root: etree._Element, marks: _Marks, styles: _Styles, package: Package) -> _Paragraphs:
    style_of = {
        paragraph: mark.get(_VAL, "")
        for mark in marks.get(_PSTYLE, ())
        if (paragraph := _grandparent(mark, _P)) is not None
    }
    headings = {paragraph for paragraph, style in style_of.items() if style in styles.headings}
    for mark in marks.get(_OUTLINE, ()):
        if (paragraph := _grandparent(mark, _P)) is not None:
            (headings.add if _is_heading(mark.get(_VAL, "")) else headings.discard)(paragraph)
    contents = {paragraph for paragraph, style in style_of.items() if style in styles.contents}
    return _Paragraphs(headings, contents, _labels(root, marks, styles, style_of, package))


def _labels(
    root: etree._Element,
    marks: _Marks,
    styles: _Styles,
    style_of: Mapping[etree._Element, str],
    package: Package,
) -> dict[etree._Element, str]:
    path = package.path_of(_TYPES + "numbering+xml", "word/numbering.xml")
    if path is None or not (_NUMBERING in marks or any(style in styles.lists for style in style_of.values())):
        return {}
    own: dict[etree._Element, tuple[str | None, str | None]] = {}
    for mark in marks.get(_NUMBERING, ()):
        if (paragraph := _grandparent(mark, _P)) is not None:
            values = {child.tag: child.get(_VAL) for child in mark}
            own[paragraph] = values.get(_W + "numId"), values.get(_W + "ilvl")
    lists = read_lists(package.xml(path), styles.lists)
    counters = Counters(lists)
    labels = {}
    for paragraph in root.iter(_P):
        style = style_of.get(paragraph, "")
        list_id, level = own.get(paragraph, (None, None))
        list_id = styles.lists.get(style) if list_id is None else list_id
        if list_id is None or list_id not in lists:
            continue
        linked = lists[list_id].level_of_style(style) if level is None else whole_number(level, 0)
        labels[paragraph] = counters.next_label(list_id, styles.levels.get(style, 0) if linked is None else linked)
    return labels


@dataclass(frozen=True, slots=True)
class _Merging:
    """How cells span columns, and which cells begin (true) or continue (false) a merged cell."""

    spans: dict[etree._Element, int]
    vertical: dict[etree._Element, bool]
    horizontal: dict[etree._Element, bool]
    columns_before: dict[etree._Element, int]


def _merging(marks: _Marks) -> _Merging:
    def of(tag: str, owner: str, value: Callable[[str], _Value]) -> dict[etree._Element, _Value]:
        return {
            cell: value(mark.get(_VAL, ""))
            for mark in marks.get(tag, ())
            if (cell := _grandparent(mark, owner)) is not None
        }

    return _Merging(
        spans=of(_GRID_SPAN, _TC, lambda value: max(whole_number(value, 1), 1)),
        vertical=of(_V_MERGE, _TC, lambda value: value == "restart"),
        horizontal=of(_H_MERGE, _TC, lambda value: value == "restart"),
        columns_before=of(_GRID_BEFORE, _TR, lambda value: whole_number(value, 0)),
    )


# Reading


_Rows = tuple[tuple[GridCell | None, ...], ...]
_NOWHERE = Place()


@dataclass(slots=True)
class _Placed:
    """A cell of a row with its left and right edges."""

    element: etree._Element
    left: int
    right: int


@dataclass(slots=True)
class _Reader:
    name: str
    paragraphs: _Paragraphs
    merging: _Merging
    _texts: dict[etree._Element, str] = field(default_factory=dict)
    _tables: dict[etree._Element, list[Line | _Rows]] = field(default_factory=dict)
    _positions: int = 0

    def blocks(self, root: etree._Element, body: etree._Element) -> list[Block]:
        """Return the lines and grids of the body in order."""
        self._texts = _texts(root, self.paragraphs.labels)
        largest_inside: dict[etree._Element, int] = {}
        # A table comes after the one that it stands in, so from the end every inner table is read before its outer.
        for table in reversed(list(root.iter(_TBL))):
            inside = largest_inside.get(table, 0)
            outer = next(table.iterancestors(_TBL), None)
            size = sum(1 for _cell in _cells(table)) if inside or outer is not None else 0
            self._tables[table] = self._laid_out(table) if inside > size else self._grid(table)
            if outer is not None:
                largest_inside[outer] = max(largest_inside.get(outer, 0), size, inside)
        blocks: list[Block] = []
        number = 0
        for item in self._items(body):
            if isinstance(item, Line):
                blocks.append(item)
            else:
                number += 1
                blocks.append(Grid(item, number))
        return blocks

    def _items(self, container: etree._Element) -> Iterator[Line | _Rows]:
        for child in container.iterchildren(_P, _TBL):
            if child.tag == _TBL:
                yield from self._tables[child]
            elif child not in self.paragraphs.contents:
                heading = child in self.paragraphs.headings
                for line in self._texts[child].split("\n"):
                    if line := line.strip():
                        yield Line(line, _NOWHERE, heading)

    def _laid_out(self, table: etree._Element) -> list[Line | _Rows]:
        """Return what stands in a table that only arranges the page: its largest inner table outnumbers its cells."""
        return [item for cell in _cells(table) for item in self._items(cell)]

    def _cell_text(self, cell: etree._Element) -> str:
        pieces = []
        for child in cell.iterchildren(_P, _TBL):
            text = self._texts[child] if child.tag == _P else _flattened(self._tables[child])
            if text := text.strip():
                pieces.append(text)
        return "\n".join(pieces)

    def _grid(self, table: etree._Element) -> list[Line | _Rows]:
        rows = _aligned(table, [self._placed(row) for row in table.iterchildren(_TR)])
        columns = max((cell.right for row in rows for cell in row), default=0)
        self._positions += columns * len(rows)
        if columns > MAX_COLUMNS or self._positions > MAX_POSITIONS:
            raise UnreadableReport(
                self.name, _("文档的表格过大，不是年度报告的表格"), todo=_("请删去与报告无关的表格后再试")
            )
        grid: list[tuple[GridCell | None, ...]] = []
        above: list[GridCell | None] = [None] * columns
        for row_number, row in enumerate(rows):
            positions: list[GridCell | None] = [None] * columns
            below: list[GridCell | None] = [None] * columns
            beside: GridCell | None = None
            for cell in row:
                begins_down = self.merging.vertical.get(cell.element)
                begins_across = self.merging.horizontal.get(cell.element)
                merged = beside if begins_across is False else None
                if merged is None and begins_down is False:
                    merged = above[cell.left]
                if merged is None:
                    merged = GridCell(self._cell_text(cell.element), row_number, cell.left)
                if merged.row == row_number:
                    merged.colspan = cell.right - merged.column
                else:
                    merged.rowspan = row_number - merged.row + 1
                width = cell.right - cell.left
                positions[cell.left : cell.right] = [merged] * width
                if begins_down is not None:
                    below[cell.left : cell.right] = [merged] * width
                beside = merged if begins_across is not None else None
            grid.append(tuple(positions))
            above = below
        return [tuple(grid)] if columns else []

    def _placed(self, row: etree._Element) -> list[_Placed]:
        left = self.merging.columns_before.get(row, 0)
        placed = []
        for cell in row.iterchildren(_TC):
            right = left + self.merging.spans.get(cell, 1)
            placed.append(_Placed(cell, left, right))
            left = right
        return placed


def _texts(root: etree._Element, labels: Mapping[etree._Element, str]) -> dict[etree._Element, str]:
    """Return the text of every paragraph with its number, in one pass over the tree."""
    pieces_of: dict[etree._Element, list[str]] = {}
    pieces: list[str] = []
    for element in root.iter(_P, *_TEXT_TAGS):
        tag = element.tag
        if tag == _P:
            pieces = pieces_of[element] = []
        elif tag in (_T, _MATH_TEXT):
            pieces.append(element.text or "")
        elif tag == _SYM:
            pieces.append(_symbol(element))
        elif tag != _TAB or not _is_tab_stop(element):
            pieces.append(_FIXED_TEXT[tag])
    texts = {paragraph: "".join(pieces) for paragraph, pieces in pieces_of.items()}
    for paragraph, label in labels.items():
        # An empty paragraph counts, but its number alone says nothing.
        if text := texts[paragraph].strip():
            texts[paragraph] = label + text
    return texts


def _cells(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iterchildren(_TR):
        yield from row.iterchildren(_TC)


def _is_tab_stop(element: etree._Element) -> bool:
    """Say whether the element defines where tabs end; the one in the text has the same name."""
    parent = element.getparent()
    return parent is not None and parent.tag == _W + "tabs"


def _symbol(element: etree._Element) -> str:
    """Return a character of a symbol font as it is, so that a tick is not taken for a blank."""
    try:
        return chr(int(element.get(_W + "char", ""), 16))
    except (ValueError, OverflowError):
        return "\N{REPLACEMENT CHARACTER}"


def _flattened(items: Iterable[Line | _Rows]) -> str:
    """Return the text of a small table inside a cell, a cell a line."""
    lines = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item.text)
        else:
            lines += [
                cell.text
                for row_number, row in enumerate(item)
                for column, cell in enumerate(row)
                if cell is not None and cell.text and (cell.row, cell.column) == (row_number, column)
            ]
    return "\n".join(lines)


def _aligned(table: etree._Element, rows: list[list[_Placed]]) -> list[list[_Placed]]:
    """Number the columns of the cells by the edges that some cell has.

    Edges closer to each other than a character is wide are one: tables drawn by hand have columns that miss each
    other by a hair, which Word stores as columns of their own.
    """
    widths = _grid_widths(table)
    reaches = {row[-1].right for row in rows if row}
    tolerance = _NARROWEST_COLUMN
    if len(reaches) > 1 and (measured := _measured(rows)) is not None:
        rows = measured
    elif widths and max(reaches, default=0) <= len(widths):
        edges = [0]
        for width in widths:
            edges.append(edges[-1] + width)
        rows = [[_Placed(cell.element, edges[cell.left], edges[cell.right]) for cell in row] for row in rows]
    else:
        tolerance = 0
    numbers = _numbered_edges(rows, tolerance)
    if any(numbers[cell.left] == numbers[cell.right] for row in rows for cell in row):
        numbers = _numbered_edges(rows, 0)
    return [[_Placed(cell.element, numbers[cell.left], numbers[cell.right]) for cell in row] for row in rows]


def _numbered_edges(rows: list[list[_Placed]], tolerance: int) -> dict[int, int]:
    numbers: dict[int, int] = {}
    number = -1
    first = 0
    for edge in sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)}):
        if number < 0 or edge - first > tolerance:
            number, first = number + 1, edge
        numbers[edge] = number
    return numbers


def _grid_widths(table: etree._Element) -> list[int]:
    """Return the widths of the grid's columns; nothing where one has none."""
    grid = next(table.iterchildren(_W + "tblGrid"), None)
    widths = [] if grid is None else [whole_number(column.get(_W + "w"), 0) for column in grid]
    return widths if all(widths) else []


def _measured(rows: list[list[_Placed]]) -> list[list[_Placed]] | None:
    """Place cells by their widths: rows that span different numbers of columns but are equally wide.

    Some programs leave out how many columns a cell spans, and Word goes by the widths.
    """
    widths = []
    for row in rows:
        if row and row[0].left:
            return None
        widths.append([_cell_width(cell.element) for cell in row])
    totals = [sum(each) for each in widths if each]
    widest = max(totals)
    if min(totals) < widest * (1 - _ROW_WIDTHS_AGREE) or not all(width for each in widths for width in each):
        return None
    measured = []
    for row, row_widths in zip(rows, widths, strict=True):
        edges = [0]
        for width in row_widths:
            edges.append(edges[-1] + width)
        scale = widest / edges[-1] if row else 1
        measured.append(
            [
                _Placed(cell.element, round(left * scale), round(right * scale))
                for cell, left, right in zip(row, edges[:-1], edges[1:], strict=True)
            ]
        )
    return measured


def _cell_width(cell: etree._Element) -> int:
    """Return the width of a cell in twentieths of a point, or nought where it is not given so."""
    for element in cell.iterchildren(_W + "tcPr"):
        for width in element.iterchildren(_W + "tcW"):
            if width.get(_W + "type") == "dxa":
                return whole_number(width.get(_W + "w"), 0)
    return 0
