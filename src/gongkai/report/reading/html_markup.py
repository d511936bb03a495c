"""HTML text as a sequence of tags and the text after each, as a browser's tokeniser sees it.

The time is linear in the length of the text, whatever the text: no tree is built here and nothing is looked at twice.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import Generic, NamedTuple, TypeVar

from gongkai.report.reading.normalise import lowered, raised

# What a tag means to a reader of text and tables. Plain integers, since one is compared for every tag of a page.
(
    INLINE,
    BLOCK,
    CELL,
    CELL_END,
    ROW,
    ROW_END,
    CONTAINER,
    CONTAINER_END,
    TABLE,
    TABLE_END,
    ROW_GROUP,
    ROW_GROUP_END,
    CAPTION,
    CAPTION_END,
    HEADING,
    HEADING_END,
    PREFORMATTED,
    PREFORMATTED_END,
    META,
    UNSEEN,
    WHOLE_CELLS,
    TITLE,
    _RAW,
    _RUNS_ON,
) = range(24)

_STARTS = {
    name: kind
    for kind, names in (
        (
            CONTAINER,
            "address article aside blockquote body center details dl div fieldset figure footer form header main nav "
            "ol section ul",
        ),
        (BLOCK, "br dd dt figcaption hr html legend li option p summary"),
        (HEADING, "h1 h2 h3 h4 h5 h6"),
        (TABLE, "table"),
        (CAPTION, "caption"),
        (ROW_GROUP, "thead tbody tfoot"),
        (ROW, "tr"),
        (CELL, "td th"),
        (PREFORMATTED, "pre"),
        (TITLE, "title"),
        (META, "meta"),
        # What a browser does not show, or shows as no part of the text: readings over characters (ruby), struck text.
        (UNSEEN, "audio canvas datalist del rp rt s select strike svg template video"),
        # Their content is not markup up to their own end tag.
        (_RAW, "iframe noembed noframes noscript script style textarea xmp"),
    )
    for name in names.split()
}
_ENDS = {
    CELL: CELL_END,
    ROW: ROW_END,
    CONTAINER: CONTAINER_END,
    TABLE: TABLE_END,
    ROW_GROUP: ROW_GROUP_END,
    CAPTION: CAPTION_END,
    HEADING: HEADING_END,
    PREFORMATTED: PREFORMATTED_END,
    BLOCK: BLOCK,
}
# Without content, or, like pages that hide the whole of themselves, shown by a script.
_NEVER_HIDDEN = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "wbr", "html", "body"])

_NAME = re.compile(r"/?([a-zA-Z][^\s/>]*)")
# A quotation mark opens a value only after an equals sign. Bounded, since the engine remembers every repetition.
_ATTRIBUTES = re.compile(r"""(?:[^=>]+|=\s*(?:"[^"]*"|'[^']*'|(?!["'\s])[^\s>]*)){0,200}""")
_OPEN_QUOTE = re.compile(r"""=\s*(["'])""")
_ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_COMMENT_END = re.compile(r"--!?>")
_TAG_END = re.compile(">")
_SPAN = re.compile(r"""(?<![\w:-])(row|col)span\s*=\s*["']?\s*\+?0*([0-9]{1,6})""")
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.I)
_ENDLESS_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
# Zero-width characters, soft hyphens and marks of direction: they are in the text for the typesetter only.
_UNPRINTED = "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_UNPRINTED_ANYWHERE = re.compile(f"[{_UNPRINTED}]")
_AFTER_NAME = frozenset(("", " ", "\t", "\n", "\r", "\f", "/", ">"))

MOST_COLUMNS_SPANNED = 1000
_MOST_REMEMBERED = 5_000
_LONGEST_REMEMBERED = 400
LONGEST_CELL = 200
"""A cell with more text is prose that a table lays out; the longest label of the format has 41 characters."""

# Nearly every cell is a line of text in such elements and nothing else; it becomes one token.
_BEFORE_CELL = re.compile(r"<(?=[tT][dDhH][\s/>])")
_WRAPPER = "(?:p|span|font|strong|b|u|i|em|a|div|center|o:p)"
_WRAPPER_START = rf"""<{_WRAPPER}(?:\s+[\w:-]+(?:="[^"<>]*"|='[^'<>]*'|=[^\s"'<>=]+)?)*\s*"""
_WRAPPER_STARTS = re.compile(rf"(?:{_WRAPPER_START}>\s*)*{_WRAPPER_START}|", re.I)
_WRAPPER_ENDS = re.compile(rf"(?:</{_WRAPPER}>\s*)*</t[dh]>\s*", re.I)

# From the text of a cell to that of the next one, in the same row or the next. All is bounded, and so is the time.
_BETWEEN_TEXTS = re.compile(
    r"(</(?:[\w:]{1,9}>\s{0,9}</){0,4}t[dh]>\s{0,9})(?:</tr>\s{0,9}<(tr\b[^<>]{0,200})>\s{0,9})?"
    r"<(t[dh]\b[^<>]{0,200})>((?:<\w[^<>]{0,200}>\s{0,9}){0,4})",
    re.I,
)
_LONGEST_ENDS = 60
_LONGEST_BETWEEN = 600
_PLACES_LOOKED_AT = 6
_OFTEN = 4
# Characters that stand for nothing in any text, to stand in for the markup between two cells.
_STAND_INS = "".join(map(chr, range(0xFDD0, 0xFDEE)))
_STAND_IN = re.compile("[\ufdd0-\ufdef]")


# Control characters around raised and lowered text until its line is whole; no text has them.
RAISED = "\x0e"
_RAISED_BY = {"sup": ("\x0e^", "\x0e|"), "sub": ("\x0e_", "\x0e|")}
_RAISED_TEXT = re.compile("\x0e([\\^_|]?)([^\x0e]*)")
_SHOWN = {"^": raised, "_": lowered}


class Tag(NamedTuple):
    """A start or end tag; ``hidden`` says that the page tells the browser not to show the element."""

    name: str
    kind: int
    closing: bool = False
    rowspan: int = 1
    colspan: int = 1
    hidden: bool = False
    attributes: str = ""

    def attribute(self, name: str) -> str | None:
        """Return the value of an attribute, empty if it has none, ``None`` if the tag lacks the attribute."""
        for match in _ATTRIBUTE.finditer(self.attributes):
            if match[1].lower() == name:
                return characters(match[2] or match[3] or match[4] or "")
        return None


Token = tuple[int, str, Tag]

NO_TAG = Tag("", INLINE)
_START_TAGS = {name: Tag(name, kind) for name, kind in _STARTS.items()}
_END_TAGS = {name: Tag(name, _ENDS.get(kind, INLINE), closing=True) for name, kind in _STARTS.items()}
PLAIN_CELL = _START_TAGS["td"]
"""The start tag of cells that are shown and cover one position each."""
_START_TAGS["th"] = PLAIN_CELL
_NEXT_ROW = ("/tr>", "tr>")
_END: Token = (INLINE, "", NO_TAG)
_ROW_STARTS: Token = (ROW, "", _START_TAGS["tr"])

BETWEEN_CELLS, BETWEEN_ROWS = "\ufdee", "\ufdef"
"""What separates the texts of ``WHOLE_CELLS``, in a row and from row to row: no characters, taken out of any text."""


_Value = TypeVar("_Value")


class _Memory(dict[str, _Value], Generic[_Value]):
    """What was made of short texts: pages, and the pages of one site, repeat the same few. Bounded."""

    def __init__(self, make: Callable[[str], _Value]) -> None:
        self._make = make

    def __missing__(self, text: str) -> _Value:
        value = self._make(text)
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[text] = value
        return value


def is_inline(name: str) -> bool:
    """Say whether an element stands within a line."""
    return _STARTS.get(name, INLINE) in {INLINE, UNSEEN}


def characters(text: str) -> str:
    """Return text with its character references (``&nbsp;``, ``&#20844;``) resolved, without what is not printed."""
    if "&" in text:
        text = unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))
        text = _UNPRINTED_ANYWHERE.sub("", text)
    return text


def tokens(text: str) -> list[Token]:
    """Return each tag as its kind, the text between it and the next tag, and the tag.

    Comments and what belongs to scripts and styles are gone; text after them, and before any tag, is inline. Cells
    that are nothing but a line of text are ``WHOLE_CELLS``, those in succession that are not merged as one token, also
    over rows.
    """
    for character in (*_UNPRINTED, BETWEEN_CELLS, BETWEEN_ROWS):
        if character in text:
            text = text.replace(character, "")
    cells = _Cells(text)
    pieces = iter(cells.next_as_written().split("<"))

    def all_pieces() -> Iterator[str]:
        nonlocal pieces
        yield from pieces
        while cells.waiting:
            pieces = iter(cells.next_as_written().split("<"))
            yield from pieces

    found: list[Token] = [(INLINE, characters(next(pieces)), NO_TAG)]
    while True:
        for piece in pieces:
            token = _TOKENS[piece]
            if token[0] < TITLE:
                found.append(token)
            else:
                found += _beyond(piece, token, all_pieces())
                break  # The next piece may be one of another chunk.
        else:
            other = cells.read_whole(found)
            if other is None:
                return found
            pieces = iter(other)


class _Cells:
    """A page in chunks, each after the first from the start tag of a cell.

    Tables have the same markup between most of their cells. Where it occurs often, one character stands in for it
    each time, so that a row, or many, are looked at once; and it can be put back.
    """

    def __init__(self, text: str) -> None:
        self._written: dict[str, str] = {}  # by what stands in for it
        # What stands in for the same markup as is most frequent need not be told apart afterwards.
        self._others: list[tuple[str, str]] = []
        for between, stand_in in zip(_between_texts(text), _STAND_INS, strict=False):
            separator = _BETWEEN[between]
            if separator not in self._written:
                stand_in = separator
            parts = text.split(between)
            if len(parts) > _OFTEN and stand_in not in text:
                text = stand_in.join(parts)
                self._written[stand_in] = between
                if stand_in != separator:
                    self._others.append((stand_in, separator))
        self.waiting = _BEFORE_CELL.split(text)
        self.waiting.reverse()

    def next_as_written(self) -> str:
        """Return the next chunk, nothing in it standing in for markup."""
        chunk = self.waiting.pop()
        if not self._folded(chunk):
            return chunk
        for stand_in, between in self._written.items():
            chunk = chunk.replace(stand_in, between)
        first, *others = _BEFORE_CELL.split(chunk)
        self.waiting += reversed(others)
        return first

    def _folded(self, chunk: str) -> bool:
        """Say whether something in a chunk stands in for markup."""
        return any(map(chunk.__contains__, self._written))

    def read_whole(self, found: list[Token]) -> Sequence[str] | None:
        """Add the tokens of the next whole cells; return the pieces of text after them, ``None`` at the end."""
        lines: list[str] = []
        other: Sequence[str] | None = None
        waiting = self.waiting
        while waiting:
            chunk = waiting[-1]
            start, _end, rest = chunk.partition(">")
            before, tag = _DRESS[start]
            if not rest.startswith(before) or rest.startswith("<", len(before)):
                before, tag = _dress(start, rest)
            end = rest.find("<", len(before))
            if (
                tag is NO_TAG
                or end < 0
                or (tail := _TAILS[rest[end:]]) is None
                or (line := self._texts(rest[len(before) : end])) is None
                or (tail and tail is not _NEXT_ROW and self._folded(rest[end:]))
            ):
                as_written = self.next_as_written()
                if as_written is chunk:
                    other = chunk.split("<")
                    break
                waiting.append(as_written)
                continue
            waiting.pop()
            if tag is PLAIN_CELL:
                lines.append(line)
                if not tail:
                    continue
            if lines:
                found.append((WHOLE_CELLS, BETWEEN_CELLS.join(lines), PLAIN_CELL))
                lines.clear()
            if tag is not PLAIN_CELL:
                first = line.replace(BETWEEN_ROWS, BETWEEN_CELLS).partition(BETWEEN_CELLS)[0]
                found.append((WHOLE_CELLS, first, tag))
                if len(first) < len(line):
                    if line[len(first)] == BETWEEN_ROWS:
                        found.append(_ROW_STARTS)
                    lines.append(line[len(first) + 1 :])
                    if not tail:
                        continue
                    found.append((WHOLE_CELLS, lines.pop(), PLAIN_CELL))
            if tail is _NEXT_ROW:
                found.append(_ROW_STARTS)
            elif tail:
                other = tail
                break
        if lines:
            found.append((WHOLE_CELLS, BETWEEN_CELLS.join(lines), PLAIN_CELL))
        return other

    def _texts(self, line: str) -> str | None:
        """Return the texts of cells with what separates them; ``None`` if one is more than a line of text."""
        if ">" in line:
            return None
        for stand_in, separator in self._others:
            line = line.replace(stand_in, separator)
        if len(line) > LONGEST_CELL:
            texts = line.replace(BETWEEN_ROWS, BETWEEN_CELLS).split(BETWEEN_CELLS)
            if max(map(len, texts)) > LONGEST_CELL:
                return None
        if "&" not in line and line.split() == [line]:
            return line  # There is no white space in it.
        rows = (row.split(BETWEEN_CELLS) for row in line.split(BETWEEN_ROWS))
        return BETWEEN_ROWS.join([BETWEEN_CELLS.join(map(_one_line, row)) for row in rows])


def _between_texts(text: str) -> list[str]:
    """Return what stands between the texts of cells at a few places of a page, where it is always the same."""
    size = len(text) // _PLACES_LOOKED_AT + 1
    found = Counter(
        match.group()
        for start in range(0, len(text), size)
        for end_tag in ("</td>", "</tr>")
        if (at := text.find(end_tag, start, start + size)) >= 0
        and (match := _BETWEEN_TEXTS.search(text, max(0, at - _LONGEST_ENDS), at + _LONGEST_BETWEEN))
    )
    return [between for between, _count in found.most_common() if _BETWEEN[between]]


def _what_is_between(written: str) -> str:
    """Return what markup that ``_BETWEEN_TEXTS`` matches comes to between two whole cells; nothing if they are not."""
    match = _BETWEEN_TEXTS.fullmatch(written)
    assert match is not None
    ends, row, start, starts = match.groups()
    if (
        _TAILS[ends] is None
        or _TAGS[start] is not PLAIN_CELL
        or not _ARE_WRAPPERS[starts.rstrip().removesuffix(">")]
        or (row and _TAGS[row] is not _START_TAGS["tr"])
    ):
        return ""
    return BETWEEN_ROWS if row else BETWEEN_CELLS


def _one_line(text: str) -> str:
    return " ".join(characters(text).split())


def _dress(start: str, rest: str) -> tuple[str, Tag]:
    """Return what stands between the start tag of a cell and its line, and the tag; no tag if there is more in it."""
    end = rest.find("</")
    before, closed, line = rest[:end].rpartition(">")
    if (
        end < 0
        or "<" in line
        or not _ARE_WRAPPERS[before]
        or (tag := _TAGS[start]) is None
        or _STAND_IN.search(start + before) is not None
    ):
        return "", NO_TAG
    dress = before + closed, tag
    if start in _DRESS:
        _DRESS[start] = dress
    return dress


def _beyond(piece: str, token: Token, pieces: Iterator[str]) -> list[Token]:
    """Return the tokens of a tag that is of no use without the pieces after it."""
    if token[0] == _RUNS_ON:
        token = _rest_of_tag(piece, pieces)
    if token[0] == _RAW:
        token = _after_raw(token[2], pieces)
    return list(_title(token, pieces)) if token[0] == TITLE else [token]


def _are_wrappers(starts: str) -> bool:
    """Say whether start tags, the last without its ``>``, only dress the text after them, and show it."""
    return _WRAPPER_STARTS.fullmatch(starts) is not None and not _may_hide(starts.lower())


def _may_hide(attributes: str) -> bool:
    return "hidden" in attributes or ("display" in attributes and "none" in attributes)


def _tail(ends: str) -> Sequence[str] | None:
    """Return what follows the end tag of a cell, in pieces; ``None`` if the cell does not end there."""
    match = _WRAPPER_ENDS.match(ends)
    if match is None or ends[match.end() : match.end() + 1] not in {"", "<"}:
        return None
    pieces = ends[match.end() :].split("<")[1:]
    if len(pieces) == 2 and [piece.strip() for piece in pieces] == ["/tr>", "tr>"]:
        return _NEXT_ROW
    return pieces


def _whole_tag(written: str) -> Tag | None:
    """Return the tag that is written between ``<`` and the next ``>``; ``None`` if it is none, or goes on."""
    if (name := _NAME.match(written)) is None:
        return None
    if "=" in written and _end_of_attributes(written, name.end()) < len(written):
        return None
    return _tag(name[1].lower(), written[name.end() :], closing=written[0] == "/")


def _token(piece: str) -> Token:
    """Return the token that a piece of text after a ``<`` begins."""
    written, ended, text = piece.partition(">")
    if ended and (tag := _TAGS[written]) is not None:
        return tag.kind, _text_after(tag, text), tag
    if (name := _NAME.match(piece)) is not None:
        end = _end_of_attributes(piece, name.end())
        if piece[end : end + 1] != ">":
            return _RUNS_ON, "", NO_TAG
        tag = _tag(name[1].lower(), piece[name.end() : end], closing=piece[0] == "/")
        return tag.kind, _text_after(tag, piece[end + 1 :]), tag
    if piece.startswith("!--"):
        return _comment(piece)
    if piece[:1] in {"!", "?", "/"} and piece != "/":
        return (INLINE, characters(text), NO_TAG) if ended else (_RUNS_ON, "", NO_TAG)
    return INLINE, "<" + characters(piece), NO_TAG


def _text_after(tag: Tag, text: str) -> str:
    if tag.name in _RAISED_BY:
        return _RAISED_BY[tag.name][tag.closing] + characters(text)
    # White space that begins a line is nothing; between words it is a space, so inline elements keep it.
    return "" if tag.kind != INLINE and text.isspace() else characters(text)


def set_off(text: str) -> str:
    """Return text with the digits of ``sup`` and ``sub`` as such: 12<sup>1</sup> is the figure 12 and a note."""
    return _RAISED_TEXT.sub(lambda match: _SHOWN.get(match[1], str)(match[2]), text)


def _tag(name: str, attributes: str, *, closing: bool) -> Tag:
    if closing:
        return _END_TAGS.get(name) or Tag(name, INLINE, closing=True)
    tag = _START_TAGS.get(name) or Tag(name, INLINE)
    if not attributes:
        return tag
    kind = tag.kind
    lowered = attributes.lower()
    if _may_hide(lowered) and name not in _NEVER_HIDDEN:
        written = Tag(name, kind, attributes=attributes)
        not_displayed = _NOT_DISPLAYED.search(written.attribute("style") or "") is not None
        if not_displayed or written.attribute("hidden") is not None:
            return Tag(name, kind if kind in {CELL, ROW, ROW_GROUP} else UNSEEN, hidden=True)
    if kind == CELL and "span" in lowered:
        spans = {name: int(number) for name, number in reversed(_SPAN.findall(lowered))}
        columns = spans.get("col", 1)
        # So many columns as nobody means are one, as in browsers.
        columns = 1 if columns > MOST_COLUMNS_SPANNED else max(columns, 1)
        rows = spans.get("row", 1)
        return tag if rows == 1 == columns else Tag(name, kind, rowspan=rows, colspan=columns)
    if kind == META:
        return Tag(name, kind, attributes=attributes)
    # In SVG, tags can be empty.
    return Tag(name, INLINE) if name == "svg" and attributes.endswith("/") else tag


def _end_of_attributes(piece: str, start: int) -> int:
    while True:
        match = _ATTRIBUTES.match(piece, start)
        assert match is not None  # It matches the empty string.
        if match.end() in {start, len(piece)}:
            return match.end()
        start = match.end()


def _comment(piece: str) -> Token:
    if piece.startswith(("!-->", "!--->")):
        return INLINE, characters(piece.partition(">")[2]), NO_TAG
    end = _COMMENT_END.search(piece, 3)
    return (_RUNS_ON, "", NO_TAG) if end is None else (INLINE, characters(piece[end.end() :]), NO_TAG)


def _rest_of_tag(piece: str, pieces: Iterator[str]) -> Token:
    """Return the token of a tag or comment that has a ``<`` within it, and so goes on in the next piece."""
    if (name := _NAME.match(piece)) is None:
        end = _COMMENT_END if piece.startswith("!--") else _TAG_END
        for more in pieces:
            if (found := end.search(more)) is not None:
                return INLINE, characters(more[found.end() :]), NO_TAG
        return _END
    parts = [piece]
    position = _end_of_attributes(piece, name.end())
    while True:
        quote = _OPEN_QUOTE.match(parts[-1], position)
        for more in pieces:
            position = 0
            if quote is not None:
                position = more.find(quote[1]) + 1
                if not position:
                    parts.append(more)
                    continue
            break
        else:
            return _END  # A tag that the file does not end is nothing.
        parts.append(more)
        position = _end_of_attributes(more, position)
        if more[position : position + 1] == ">":
            parts[-1] = more[:position]
            tag = _tag(name[1].lower(), "<".join(parts)[name.end() :], closing=piece[0] == "/")
            return tag.kind, _text_after(tag, more[position + 1 :]), tag


def _after_raw(tag: Tag, pieces: Iterator[str]) -> Token:
    """Pass over the content of an element that is not markup; return what follows its end tag, as inline text."""
    for piece in pieces:
        if _is_end_tag(piece, tag.name):
            return _text_after_end_tag(piece, pieces)
    return _END


def _title(token: Token, pieces: Iterator[str]) -> tuple[Token, Token]:
    """Return the title with its whole text, and what follows its end tag."""
    text = [token[1]]
    rest = _END
    for piece in pieces:
        if _is_end_tag(piece, "title"):
            rest = _text_after_end_tag(piece, pieces)
            break
        text.append("<" + characters(piece))
    return (TITLE, " ".join("".join(text).split()), token[2]), rest


def _is_end_tag(piece: str, name: str) -> bool:
    length = len(name) + 1
    return piece[:length].lower() == f"/{name}" and piece[length : length + 1] in _AFTER_NAME


def _text_after_end_tag(piece: str, pieces: Iterator[str]) -> Token:
    token = _token(piece)
    if token[0] == _RUNS_ON:
        token = _rest_of_tag(piece, pieces)
    return INLINE, token[1], NO_TAG


_TAGS = _Memory(_whole_tag)
_TOKENS = _Memory(_token)
_ARE_WRAPPERS = _Memory(_are_wrappers)
_TAILS = _Memory(_tail)
# What last stood between the start tag of a cell and its line, and the tag: pasted tables have one for each column.
_DRESS = _Memory(lambda _start: (BETWEEN_CELLS, NO_TAG))  # Nothing begins so.
_BETWEEN = _Memory(_what_is_between)
