"""HTML in pieces, each character with its place in the source, so that the source itself can be masked.

What a browser shows, what it does not (comments, hidden elements, white text) and what attributes hold. The source is
gone through once, from tag to tag; nothing is rebuilt, so a masked page differs from its source in the masked
characters alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from html import unescape

from gongkai.privacy.contents import Contents
from gongkai.privacy.findings import Severity
from gongkai.privacy.masking import MaskProfile
from gongkai.privacy.tables import cell_labels
from gongkai.privacy.text import hidden_positions
from gongkai.wording import _

_NAME = re.compile("[A-Za-z][A-Za-z0-9:-]{0,40}")
_TAG_STOP = re.compile("[>\"']")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,30});?")
_RAW = frozenset({"script", "style", "textarea", "title"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_DULL = frozenset(
    [
        "class",
        "id",
        "style",
        "type",
        "rel",
        "lang",
        "width",
        "height",
        "colspan",
        "rowspan",
        "border",
        "align",
        "valign",
        "charset",
    ]
)
_HIDING_STYLE = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}0|opacity\s{0,4}:\s{0,4}0(?:\.0+)?\s{0,4}(?:;|$|\")",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s{0,4}[:=]\s{0,4}[\"']?\s{0,4}(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))(?![0-9a-f])",
    re.IGNORECASE,
)
_BACKGROUND = re.compile("background|bgcolor", re.IGNORECASE)


class Seen(StrEnum):
    """How a piece stands in the page."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    COMMENT = "comment"
    ATTRIBUTE = "attribute"
    CODE = "code"


@dataclass
class Piece:
    """A piece of text; ``places[i]`` is where its character ``i`` begins and ends in the source."""

    seen: Seen
    name: str = ""
    cell: tuple[int, int, int] | None = None  # table, row, column
    characters: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The piece as text."""
        return "".join(self.characters)

    def add(self, source: str, start: int, end: int, *, references: bool = True) -> None:
        """Add a stretch of the source, character references resolved."""
        at = start
        if references:
            for found in _REFERENCE.finditer(source, start, end):
                self._plain(source, at, found.start())
                for character in unescape(found[0]):
                    self.characters.append(character)
                    self.places.append(found.span())
                at = found.end()
        self._plain(source, at, end)

    def _plain(self, source: str, start: int, end: int) -> None:
        self.characters.extend(source[start:end])
        self.places.extend((at, at + 1) for at in range(start, end))


class _Tables:
    """Counts tables, rows and cells on the way through a page."""

    def __init__(self) -> None:
        self._count = 0
        self._open: list[tuple[int, int, int]] = []

    @property
    def cell(self) -> tuple[int, int, int] | None:
        return self._open[-1] if self._open and self._open[-1][2] >= 0 else None

    def meet(self, name: str, *, closing: bool) -> None:
        if name == "table":
            if closing:
                del self._open[-1:]
            else:
                self._count += 1
                self._open.append((self._count, -1, -1))
        elif self._open and not closing and name in {"tr", "td", "th"}:
            table, row, column = self._open[-1]
            self._open[-1] = (table, row + 1, -1) if name == "tr" else (table, max(row, 0), column + 1)


def labelled(source: str) -> Iterator[tuple[Piece, str]]:
    """Yield the pieces of a page, each with what its table says of it."""
    found = list(pieces(source))
    grids = grids_of(found)
    labels = {table: cell_labels(rows) for table, rows in grids.items()}
    for piece in found:
        if piece.cell is None:
            yield piece, ""
        else:
            table, row, column = piece.cell
            yield piece, labels[table][row][column]


def grids_of(found: Iterable[Piece]) -> dict[int, list[list[str]]]:
    """Return the tables of a page by number."""
    grids: dict[int, list[list[str]]] = {}
    for piece in found:
        if piece.cell is not None:
            table, row, column = piece.cell
            rows = grids.setdefault(table, [])
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] += piece.text
    return grids


def pieces(source: str) -> Iterator[Piece]:
    """Yield the pieces of a page. Text over inline tags is one piece, so that no tag can cut a number."""
    shown, hidden = Piece(Seen.SHOWN), Piece(Seen.HIDDEN)
    open_: list[tuple[str, bool]] = []  # the open elements, and whether each of them hides what it holds
    hiding = 0
    tables = _Tables()
    at = 0
    raw = ""
    absent: set[str] = set()
    while at < len(source):
        begin = source.find("<", at)
        begin = len(source) if begin < 0 else begin
        if begin > at:
            (hidden if hiding else shown).add(source, at, begin)
            at = begin
        if at >= len(source):
            break
        if source.startswith("<!--", at):
            end = _find(source, "-->", at + 4, absent)
            comment = Piece(Seen.COMMENT)
            comment.add(source, at + 4, end, references=False)
            yield comment
            at = end + 3
            continue
        name, closing, end = _tag(source, at, absent)
        if not name:
            if source.startswith(("<!", "<?"), at):
                end = _find(source, ">", at, absent)
                at = end + 1
            else:
                (hidden if hiding else shown).add(source, at, at + 1)
                at += 1
            continue
        if name not in _INLINE:
            for piece in (shown, hidden):
                if piece.characters:
                    yield piece
            tables.meet(name, closing=closing)
            shown, hidden = Piece(Seen.SHOWN, cell=tables.cell), Piece(Seen.HIDDEN)
        if closing:
            hiding -= _close(open_, name)
        else:
            attributes = list(_attributes(source, at, end))
            yield from (piece for piece, _value in attributes)
            if name not in _VOID and not source.startswith("/>", end - 2):
                hides = _hides(source[at:end])
                open_.append((name, hides))
                hiding += hides
            raw = name if name in _RAW else ""
        at = end
        if raw and not closing:
            closed = re.compile(f"</{raw}", re.IGNORECASE).search(source, at)
            stop = closed.start() if closed else len(source)
            piece = Piece(Seen.SHOWN if raw in {"textarea", "title"} else Seen.CODE, raw)
            piece.add(source, at, stop, references=raw in {"textarea", "title"})
            yield piece
            at, raw = stop, ""
    yield from (piece for piece in (shown, hidden) if piece.characters)


def _find(source: str, wanted: str, at: int, absent: set[str]) -> int:
    """Return where something is, the end if nowhere; what is nowhere is not looked for again."""
    found = -1 if wanted in absent else source.find(wanted, at)
    if found < 0:
        absent.add(wanted)
        return len(source)
    return found


def _tag(source: str, at: int, absent: set[str]) -> tuple[str, bool, int]:
    """Return the name of the tag that begins here, whether it closes, and where it ends; no name if it is none."""
    closing = source.startswith("</", at)
    named = _NAME.match(source, at + 1 + closing)
    if named is None:
        return "", False, at
    end = named.end()
    while stop := _TAG_STOP.search(source, end):
        if stop[0] == ">":
            return named[0].lower(), closing, stop.end()
        quote_ends = _find(source, stop[0], stop.end(), absent)
        # A quote that is never closed is a slip, not a value up to the end of the page.
        end = stop.end() if quote_ends == len(source) else quote_ends + 1
    return named[0].lower(), closing, len(source)


def _attributes(source: str, at: int, end: int) -> Iterator[tuple[Piece, str]]:
    for found in _ATTRIBUTE.finditer(source, at, end):
        name = found[1].lower()
        group = next(n for n in (2, 3, 4) if found[n] is not None)
        if name not in _DULL and found[group]:
            piece = Piece(Seen.ATTRIBUTE, name)
            piece.add(source, *found.span(group))
            yield piece, found[group]


def _hides(tag: str) -> bool:
    lowered = tag.lower()
    return (
        _HIDING_STYLE.search(lowered) is not None
        or re.search(r"\shidden(?=[\s>=/])", lowered) is not None
        or (_WHITE.search(lowered) is not None and _BACKGROUND.search(lowered) is None)
        or lowered.startswith(("<template", "<noscript"))
    )


def _close(open_: list[tuple[str, bool]], name: str) -> int:
    """Close an element and what is open inside it; return how many of these hid what they hold."""
    for depth in range(len(open_) - 1, max(-1, len(open_) - 60), -1):
        if open_[depth][0] == name:
            hid = sum(hides for _name, hides in open_[depth:])
            del open_[depth:]
            return hid
    return 0


def scan_html(source: str, contents: Contents) -> None:
    """Search a page, what it hides and its source."""
    comments = 0
    found = list(pieces(source))
    for table, rows in grids_of(found).items():
        contents.add_table(rows, partial(_cell, table))
    for number, piece in enumerate(found, start=1):
        text = piece.text
        if not text.strip():
            continue
        if piece.seen is Seen.SHOWN:
            if piece.cell is None:
                contents.add_text(text, _("页面文字“{text}”附近").format(text=_near(text)))
        elif piece.seen is Seen.HIDDEN:
            found_in_it = contents.add_text(text, _("页面中隐藏的文字"))
            # Menus and dialogues are hidden until they are opened: what blocks is personal data in hiding.
            blocks = any(each.severity is Severity.BLOCK for each in found_in_it)
            severity = Severity.BLOCK if blocks else Severity.WARN
            contents.report("hidden.text", text, _("页面中隐藏的文字"), severity)
        elif piece.seen is Seen.COMMENT:
            comments += 1
            where = _("源代码第{n}处注释").format(n=comments)
            contents.add_text(text, where)
            if re.search("[\u4e00-\u9fff]", text):
                contents.report("hidden.source_comment", text, where, Severity.WARN)
        elif piece.seen is Seen.ATTRIBUTE:
            contents.add_text(text, _("标签的属性 {name}").format(name=piece.name))
        else:
            contents.add_text(text, _("源代码 {name}（第{n}段）").format(name=piece.name, n=number))


def _cell(table: int, row: int, column: int | None) -> str:
    where = _("第{table}个表第{row}行").format(table=table, row=row + 1)
    return where if column is None else where + _("第{column}列").format(column=column + 1)


def _near(text: str) -> str:
    return "".join(each for each in text.split()[0][:8] if not each.isdigit()) or _("（数字）")


def mask_html(source: str, profile: MaskProfile, *, remove_hidden: bool = False) -> str:
    """Return a page with its values masked; with ``remove_hidden``, without comments and hidden text."""
    while True:
        edits: dict[tuple[int, int], str] = {}
        for piece, label in labelled(source):
            if remove_hidden and piece.seen in {Seen.HIDDEN, Seen.COMMENT}:
                edits.update(dict.fromkeys(piece.places, ""))
            else:
                edits |= {piece.places[at]: profile.mark for at in hidden_positions(piece.text, profile, label=label)}
        if not edits:
            return source
        # Once more: a mask can uncover a neighbour, as in ``mask_text``.
        source = _edited(source, edits)


def _edited(source: str, edits: Mapping[tuple[int, int], str]) -> str:
    made: list[str] = []
    at = 0
    for (start, end), new in sorted(edits.items()):
        made += (source[at:start], new)
        at = end
    return "".join((*made, source[at:]))
