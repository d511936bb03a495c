"""Text from characters by where they stand: runs, lines, paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gongkai.report.model import Place
from gongkai.report.reading.document import Line
from gongkai.report.reading.pdf_pages import Char

# All in heights of a character.
_SAME_LINE = 0.4  # how far baselines of one line differ at most
_TOUCHING = 0.03  # gap between characters of one number; the rule between two cells is wider
_COLUMN_GAP = 1.0  # gap that sets columns apart where there are no rules
_COLUMN_GAP_OF_SPACES = 2.0  # the same where the gap is made of spaces, as in 总  计
_FIGURE_GAP = 0.5  # the same between figures
_SAME_ROW = 0.85  # baselines closer than lines of a text are ever set belong to one row of a table
_WORD_GAP = 0.22
_CHARACTER_GAP = 0.6
_INDENT = 1.2
_UNFILLED = 1.7  # punctuation moves a character to the next line, so a line this short may still be full
_SHORTEST_FULL = 12  # no column of text is as narrow
_OTHER_SIZE = 1.12
_NEXT_PARAGRAPH = 1.7  # distance of baselines, in the usual ones

IN_NUMBERS = frozenset("0123456789.,０１２３４５６７８９．，")
_IN_FIGURES = IN_NUMBERS | frozenset("+-/—%")
_WIDE_FROM = "\u2e7f"  # radicals, ideographs, full-width forms and what lies between


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text as it stands on its page. ``size`` is roughly the height of its characters."""

    text: str
    page: int
    number: int
    x0: float
    x1: float
    base: float
    size: float


def height(char: Char) -> float:
    """Return roughly the size that an upright character is set in: wide ones are as wide as they are high."""
    return char.x1 - char.x0 if char.text > _WIDE_FROM else (char.bottom - char.top) / 1.2


def is_wide(char: Char) -> bool:
    """Say whether a character takes a whole square, as Chinese characters and their punctuation do."""
    return char.text > _WIDE_FROM


def runs(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Yield characters that stand on one line without a gap, as they were drawn: words, numbers, labels."""
    run: list[Char] = []
    for char in chars:
        if run:
            last = run[-1]
            size = last.bottom - last.top
            if (
                -0.5 * size < char.x0 - last.x1 < _TOUCHING * size
                and abs(char.base - last.base) < 0.1 * size
                and char.turned == last.turned == 0
                and (char.text in IN_NUMBERS) == (last.text in IN_NUMBERS)
            ):
                run.append(char)
                continue
            yield run
        run = [char]
    if run:
        yield run


def lines_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Return characters as lines, top to bottom, each from left to right."""
    lines: list[list[Char]] = []
    limit = 0.0
    for char in sorted(chars, key=_base):
        if lines and char.base <= limit:
            lines[-1].append(char)
        else:
            lines.append([char])
            limit = char.base + _SAME_LINE * (char.bottom - char.top)
    for line in lines:
        line.sort(key=_left)
    return lines


def _base(char: Char) -> float:
    return char.base


def _left(char: Char) -> float:
    return char.x0


def _gap_of_columns(before: Char, after: Char) -> float:
    if before.text in _IN_FIGURES and after.text in _IN_FIGURES:
        return _FIGURE_GAP
    return _COLUMN_GAP_OF_SPACES if after.spaced else _COLUMN_GAP


def text_of(line: Sequence[Char]) -> str:
    """Return the text of one line, with a space where a gap parts words."""
    if len(line) == 1:
        return line[0].text
    size, usual = _size(line), _usual_gap(line)
    parts = [line[0].text]
    for before, char in pairwise(line):
        gap = char.x0 - before.x1
        if gap > 0.1 * size and (char.spaced or gap > usual + size * _gap_that_parts(before, char)):
            parts.append(" ")
        parts.append(char.text)
    return "".join(parts)


def _size(line: Sequence[Char]) -> float:
    """Return the size a line is set in, by its wide characters if it has any: they show it best."""
    return median(map(height, [char for char in line if is_wide(char)] or line))


def _usual_gap(line: Sequence[Char]) -> float:
    """Return the gap between characters: a justified line has it everywhere, columns are set apart by larger ones."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(line)]
    return max(0.0, median(gaps)) if len(gaps) > 3 else 0.0


def columns_of(line: Sequence[Char]) -> list[list[Char]]:
    """Return the parts of a line that wide gaps set apart, as columns of a table without rules are."""
    columns: list[list[Char]] = [[line[0]]]
    if len(line) > 1:
        size, usual = _size(line), _usual_gap(line)
        for before, char in pairwise(line):
            if char.x0 - before.x1 > usual + size * _gap_of_columns(before, char):
                columns.append([])
            columns[-1].append(char)
    return columns


def _gap_that_parts(before: Char, after: Char) -> float:
    return _WORD_GAP if before.text.isascii() and after.text.isascii() else _CHARACTER_GAP


def text_lines(chars: Iterable[Char], page: int) -> Iterator[TextLine]:
    """Yield the lines of text of a page, those that are one row of a table without rules as one, columns tabbed."""
    for number, row in enumerate(_rows([columns_of(line) for line in lines_of(chars)]), 1):
        cells: list[list[list[Char]]] = []
        for part in sorted((part for line in row for part in line), key=lambda part: part[0].x0):
            if cells and part[0].x0 < max(other[-1].x1 for other in cells[-1]):
                cells[-1].append(part)
            else:
                cells.append([part])
        for cell in cells:
            cell.sort(key=lambda part: part[0].base)
        first = row[0]
        yield TextLine(
            "\t".join("".join(map(text_of, cell)) for cell in cells),
            page,
            number,
            min(line[0][0].x0 for line in row),
            max(line[-1][-1].x1 for line in row),
            first[0][0].base,
            _size([char for part in first for char in part]),
        )


def _rows(lines: Sequence[list[list[Char]]]) -> list[list[list[list[Char]]]]:
    """Put the lines of a label that stand half a line above and below its figures together with these.

    Figures of two lines never come together.
    """
    rows = [[line] for line in lines]
    figures = [len(line) > 1 and any(all(c.text in _IN_FIGURES for c in part) for part in line) for line in lines]
    if not any(figures):
        return rows
    for number, line in enumerate(lines):
        if figures[number]:
            continue
        base, size = line[0][0].base, height(line[0][0])
        beside = [
            (abs(lines[other][0][0].base - base), other)
            for other in (number - 1, number + 1)
            if 0 <= other < len(lines) and figures[other]
        ]
        if beside and min(beside)[0] < _SAME_ROW * size:
            row = rows[min(beside)[1]]
            row.insert(0 if min(beside)[1] > number else len(row), line)
            rows[number] = []
    return [row for row in rows if row]


# Where a document has few lines, its longest heading is the fullest of them.
_SECTION_HEADING = re.compile("[一二三四五六七八九十]{1,3}、[^。，；：]{2,24}(?:情况|事项)")
# 一、 and （一） begin a paragraph wherever they stand, unless they go on to the end of the line.
_ITEM = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])")


class Paragraphs:
    """Joins lines to paragraphs. Where lines begin and end is told from all lines of the document."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._sides: dict[int, tuple[float, float]] = {}
        for line in lines:
            left, right = self._sides.get(line.page, (line.x0, line.x1))
            self._sides[line.page] = min(left, line.x0), max(right, line.x1)
        self._measure = max((right - left for left, right in self._sides.values()), default=0.0)
        sizes = Counter[float]()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        steps = [
            after.base - before.base
            for before, after in pairwise(lines)
            if before.page == after.page and self._is_full(before)
        ]
        self._step = median(steps) if steps else 0.0

    def of(self, lines: Sequence[TextLine]) -> Iterator[Line]:
        """Yield the paragraphs of lines between which no table stands."""
        first: TextLine | None = None
        text = ""
        for number, line in enumerate(lines):
            if first is None or self._begins(lines[number - 1], line):
                if first is not None:
                    yield self._paragraph(first, text)
                first, text = line, line.text
            else:
                text += line.text
        if first is not None:
            yield self._paragraph(first, text)

    def _paragraph(self, first: TextLine, text: str) -> Line:
        return Line(text, Place(page=first.page, line=first.number), heading=first.size > self._body * _OTHER_SIZE)

    def _is_full(self, line: TextLine) -> bool:
        left, right = self._sides[line.page]
        if line.x1 - line.x0 < _SHORTEST_FULL * line.size:
            return False
        return line.x1 > max(right, left + 0.9 * self._measure) - _UNFILLED * line.size

    def _begins(self, before: TextLine, line: TextLine) -> bool:
        """Say whether a line begins a paragraph: it is indented, or the line before it was not full."""
        if "\t" in before.text or "\t" in line.text or not self._is_full(before):
            return True
        if _SECTION_HEADING.fullmatch(before.text.strip()):
            return True
        if line.x0 > self._sides[line.page][0] + _INDENT * line.size:
            return True
        if not 1 / _OTHER_SIZE < line.size / before.size < _OTHER_SIZE:
            return True
        if line.page == before.page and line.base - before.base > _NEXT_PARAGRAPH * self._step > 0:
            return True
        return bool(_ITEM.match(line.text)) and not self._is_full(line)
