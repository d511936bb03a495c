"""The text of the cells of a ruled table: which cell a character belongs to, how the lines of a cell come together."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from gongkai.report.reading.pdf_lattice import Lattice
from gongkai.report.reading.pdf_pages import Char
from gongkai.report.reading.pdf_text import IN_NUMBERS, height, is_wide, lines_of, text_of

# Word leaves 5.4 points free at either side of a cell: a line with less room than this and the next character is full.
_CELL_MARGINS = 11.0
_WIDE_MARGINS = 16.0  # what is still usual: a label that seems full has only gone on if no figures say otherwise
_NEXT_LINE = 1.8  # heights of a character between lines of a cell at most
_CUT_THROUGH = 0.15  # of a character: a rule that runs through one has nothing to do with it


def cells_of(lattice: Lattice, words: Sequence[Sequence[Char]]) -> tuple[list[str], list[bool]]:
    """Return the text of every cell, and whether its last line is full, so that it may go on elsewhere."""
    boxes = lattice.boxes
    inside: list[list[Char]] = [[] for _ in boxes]
    at = [[0] * (len(lattice.xs) - 1) for _ in lattice.ys[1:]]
    for number, box in enumerate(boxes):
        for row in at[box.row : box.end_row]:
            row[box.column : box.end_column] = [number] * (box.end_column - box.column)
    for run in words:
        _put(run, lattice, at, inside)
    texts, full = [], []
    for box, chars in zip(boxes, inside, strict=True):
        width = lattice.xs[box.end_column] - lattice.xs[box.column]
        if len(chars) < 2:
            texts.append(chars[0].text if chars else "")
            full.append(False)
        else:
            text, last_is_full = _cell(chars, width)
            texts.append(text)
            full.append(last_is_full)
    return texts, full


def _put(run: Sequence[Char], lattice: Lattice, at: Sequence[Sequence[int]], inside: Sequence[list[Char]]) -> None:
    """Put a run of characters into the cells that it stands in.

    A number that is too long for its cell runs over the rule beside it and still is one number.
    """
    first, last = run[0], run[-1]
    middle = (first.top + first.bottom) / 2 if first.turned else first.base - 0.36 * height(first)
    row = at[_interval(lattice.ys, middle)]

    def cell(x: float) -> int:
        return row[_interval(lattice.xs, x)]

    whole = cell((first.x0 + last.x1) / 2)
    if len(run) == 1 or first.text in IN_NUMBERS or _is_cut_through(run, lattice):
        inside[whole].extend(run)
        return
    for char in run:
        inside[cell((char.x0 + char.x1) / 2)].append(char)


def take_overflow(lattice: Lattice, words: list[list[Char]], others: Sequence[list[Char]]) -> list[list[Char]]:
    """Move labels that run out of the foot of a table broken by its page to its words; return the rest.

    Browsers let the text of a merged cell (三、本年度办理结果) run on where the last row of the page has ended.
    """
    open_columns = [column for column, closed in enumerate(lattice.closed_bottom) if not closed]
    if not open_columns:
        return list(others)
    feet: dict[tuple[float, float], float] = {}
    for box in lattice.boxes:
        if box.end_row == len(lattice.ys) - 1 and all(c in open_columns for c in range(box.column, box.end_column)):
            left, right = lattice.xs[box.column], lattice.xs[box.end_column]
            bases = [word[-1].base for word in words if left <= word[0].x0 and word[-1].x1 <= right]
            if bases:
                feet[left, right] = max(bases)
    rest = []
    for word in sorted(others, key=lambda word: word[0].base):
        for (left, right), foot in feet.items():
            if (
                is_wide(word[0])
                and left - 1 <= word[0].x0
                and word[-1].x1 <= right + 1
                and 0 < word[0].base - foot < _NEXT_LINE * height(word[0])
            ):
                feet[left, right] = word[0].base
                words.append(word)
                break
        else:
            rest.append(word)
    return rest


def _interval(edges: Sequence[float], position: float) -> int:
    return min(max(bisect_right(edges, position) - 1, 0), len(edges) - 2)


def _is_cut_through(run: Sequence[Char], lattice: Lattice) -> bool:
    """Say whether an edge of the table runs through one of the characters rather than between two."""
    margin = _CUT_THROUGH * height(run[0])
    return any(_interval(lattice.xs, char.x0 + margin) != _interval(lattice.xs, char.x1 - margin) for char in run)


def _cell(chars: Sequence[Char], width: float) -> tuple[str, bool]:
    parts: list[str] = []
    full = False
    for turned in sorted({char.turned for char in chars}):
        some = [char for char in chars if char.turned == turned]
        upright = [_upright(char) for char in some] if turned else some
        if columns := _vertical_columns(upright):
            parts.extend("".join(char.text for char in column) for column in columns)
        else:
            lines = lines_of(upright)
            parts.append(_put_together(lines, width))
            full = not turned and _room(lines[-1], width) < height(lines[-1][0]) + _WIDE_MARGINS
    return "\n".join(parts), full


def _room(line: Sequence[Char], width: float) -> float:
    return width - (line[-1].x1 - line[0].x0)


def _put_together(lines: Sequence[Sequence[Char]], width: float) -> str:
    """Return lines as text: a number that found no room on its line whole again, other lines apart."""
    text = text_of(lines[0])
    for before, line in pairwise(lines):
        torn = before[-1].text in IN_NUMBERS and line[0].text in IN_NUMBERS
        whole = torn and _room(before, width) < line[0].x1 - line[0].x0 + _CELL_MARGINS
        text += ("" if whole else "\n") + text_of(line)
    return text


def _upright(char: Char) -> Char:
    """Return a turned character as it stands when its own baseline is level."""
    x0, top, x1, bottom = (
        (char.x0, char.top, char.x1, char.bottom),
        (-char.bottom, char.x0, -char.top, char.x1),
        (-char.x1, -char.bottom, -char.x0, -char.top),
        (char.top, -char.x1, char.bottom, -char.x0),
    )[char.turned]
    return char._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _vertical_columns(chars: Sequence[Char]) -> list[list[Char]]:
    """Return the columns of text set from top to bottom, right to left; nothing for text set along lines.

    Told from the order in which the characters were drawn. One column alone reads the same either way.
    """
    ordered = sorted(chars, key=lambda char: char.order)
    down = 0
    for before, after in pairwise(ordered):
        size = height(after)
        if abs(after.base - before.base) < 0.3 * size:
            return []
        down += after.base > before.base
    if down < 2:
        return []
    size = max(map(height, chars))
    columns: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.x0 - char.x1):
        if columns and columns[-1][0].x0 + columns[-1][0].x1 - char.x0 - char.x1 < size:
            columns[-1].append(char)
        else:
            columns.append([char])
    for column in columns:
        column.sort(key=lambda char: char.base)
    return columns if len(columns) > 1 else []
