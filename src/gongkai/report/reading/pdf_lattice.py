"""Tables from ruled lines (表格线): which rules belong together, and which cells they enclose."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.reading.pdf_pages import Rule

# Neighbouring rules closer than this are one: double rules, borders of cells set apart, edges of cells that miss each
# other a little. No row or column of text is as narrow.
TOLERANCE = 4.5
MAX_CROSSINGS = 1_000_000
MAX_CELLS = 20_000
_WIDEST_BESIDE = 120.0
_SHORTEST = 6.0  # a rule shorter than a character is a tick or a stroke of a drawing


@dataclass(frozen=True, slots=True)
class Box:
    """The rows and columns that a cell covers, ends excluded."""

    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: the positions of its edges and the cells between them.

    ``closed_top`` and ``closed_bottom`` say of each column whether a rule closes it there: where a page breaks a table,
    often none does.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    closed_top: tuple[bool, ...]
    closed_bottom: tuple[bool, ...]

    def surrounds(self, other: "Lattice") -> bool:
        """Say whether another table lies inside this one."""
        return (
            other is not self
            and self.xs[0] - TOLERANCE <= other.xs[0]
            and other.xs[-1] <= self.xs[-1] + TOLERANCE
            and self.ys[0] - TOLERANCE <= other.ys[0]
            and other.ys[-1] <= self.ys[-1] + TOLERANCE
        )


def lattices(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice] | None:
    """Return the tables that rules enclose, top to bottom; ``None`` where there are too many rules to be tables.

    What has a single column is no table: a frame around text, or rows ruled only above and below.
    """
    across, down = _merged(across), _merged(down)
    if len(across) * len(down) > MAX_CROSSINGS:
        return None
    found = []
    for some_across, some_down in _connected(across, down):
        lattice = _lattice(some_across, some_down)
        if lattice is None:
            return None
        if len(lattice.xs) > 2 and len(lattice.boxes) > 1:
            found.append(lattice)
    # A table that holds another one only lays out the page.
    found = [each for each in found if not any(each.surrounds(other) for other in found)]
    return sorted(found, key=lambda each: each.ys[0])


def _edges(rules: Sequence[Rule], *ends: float) -> list[float]:
    """Return where rules stand and what ends with them, in order: what is within the tolerance is one edge."""
    groups: list[list[Rule]] = []
    for rule in sorted([*rules, *(Rule(end, 0, 0) for end in ends)]):
        if groups and rule.at - groups[-1][0].at <= TOLERANCE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [_middle(group) for group in groups]


def _middle(rules: Sequence[Rule]) -> float:
    """Return where a line stands whose pieces are a little off each other, the longer ones counting for more."""
    length = sum(rule.end - rule.start for rule in rules)
    if length <= 0:
        return rules[0].at
    return sum(rule.at * (rule.end - rule.start) for rule in rules) / length


def nearest(positions: Sequence[float], position: float) -> int:
    """Return the index of the position nearest to the given one."""
    after = bisect_left(positions, position)
    if after == len(positions) or (after and position - positions[after - 1] <= positions[after] - position):
        return after - 1
    return after


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules with the pieces of one line put together."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][0].at <= TOLERANCE / 2:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        at = _middle(line)
        start, end = None, 0.0
        for rule in sorted(line, key=lambda each: each.start):
            if start is None or rule.start > end + TOLERANCE:
                if start is not None:
                    merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        if start is not None:
            merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= _SHORTEST]


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch each other, directly or by others."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    positions = [rule.at for rule in down]
    for number, rule in enumerate(across):
        for other in range(
            bisect_left(positions, rule.start - TOLERANCE), bisect_left(positions, rule.end + TOLERANCE)
        ):
            if down[other].start - TOLERANCE <= rule.at <= down[other].end + TOLERANCE:
                parent[root(len(across) + other)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate(across):
        groups.setdefault(root(number), ([], []))[0].append(rule)
    for number, rule in enumerate(down):
        groups.setdefault(root(len(across) + number), ([], []))[1].append(rule)
    tables = [group for group in groups.values() if group[0] and group[1]]
    for alone in (group[1] for group in groups.values() if not group[0]):
        _put_beside(alone, tables)
    return tables


def _put_beside(alone: list[Rule], tables: Sequence[tuple[list[Rule], list[Rule]]]) -> None:
    """Add a rule that touches no other to the table beside which it runs.

    It is the side of a merged cell (三、本年度办理结果) that fills a page from top to bottom.
    """
    for across, down in tables:
        top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
        left, right = min(rule.start for rule in across), max(rule.end for rule in across)
        for rule in alone:
            beside = left - _WIDEST_BESIDE < rule.at < right + _WIDEST_BESIDE
            inside = top - TOLERANCE <= rule.start and rule.end <= bottom + TOLERANCE
            if beside and inside and rule.end - rule.start > 0.5 * (bottom - top):
                down.append(rule)


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    """Return the table of rules that belong together; ``None`` if it has more cells than a table ever has.

    The outermost ends of rules are edges too: many tables have no rule at their sides, and one that a page breaks
    often has none at the break.
    """
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    ys = _edges(across, top, bottom)
    xs = _edges(down, min(rule.start for rule in across), max(rule.end for rule in across))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > MAX_CELLS:
        return None
    # Whether a rule stands at the left side of a position, and at its top.
    left = [[False] * (columns + 1) for _ in range(rows)]
    above = [[False] * columns for _ in range(rows + 1)]
    for rule in down:
        column = nearest(xs, rule.at)
        for row in _spans(ys, rule):
            left[row][column] = True
    for rule in across:
        row = nearest(ys, rule.at)
        for column in _spans(xs, rule):
            above[row][column] = True
    boxes = []
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            end_column = column + 1
            while end_column < columns and not left[row][end_column] and not taken[row][end_column]:
                end_column += 1
            end_row = row + 1
            while (
                end_row < rows
                and not any(above[end_row][column:end_column])
                and not any(left[end_row][column + 1 : end_column])
                and not any(taken[end_row][column:end_column])
            ):
                end_row += 1
            for line in taken[row:end_row]:
                line[column:end_column] = [True] * (end_column - column)
            boxes.append(Box(row, column, end_row, end_column))
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), tuple(above[0]), tuple(above[rows]))


def _spans(edges: Sequence[float], rule: Rule) -> range:
    """Return which of the intervals between edges a rule runs along, at least for their middle part."""
    first = nearest(edges, rule.start)
    last = nearest(edges, rule.end)
    if first < len(edges) - 1 and rule.start - edges[first] > 0.3 * (edges[first + 1] - edges[first]):
        first += 1
    if last > 0 and edges[last] - rule.end > 0.3 * (edges[last] - edges[last - 1]):
        last -= 1
    return range(first, last)
