"""Footing identities (勾稽关系): what must be equal in the tables of a report, declared once.

A declaration says only which cells are added on either side. It is free of how it is run: here it is evaluated on
one report; elsewhere the same declaration may be compiled to SQL over a million.

A cell without a number has bounds, not a value. A sum is broken when no value of such cells could make it hold,
holds when the rest of the report forces it to, and is undetermined otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gongkai.stats.cells import Cell, Figure
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    NEWLY_RECEIVED,
    OTHERWISE_ONE_ROW,
    TABLE3_COLUMNS,
    TABLE4_GROUPS,
    TOTAL,
    CellId,
    Edition,
    table3_cell,
    table3_cells,
    table4_cells,
)


class Severity(StrEnum):
    """How much a fault matters: an error stops a report, a warning asks for a reason, an info is for reading."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What a rule says about a report."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNDETERMINED = "undetermined"  # A cell is blank or could not be read, and the rest does not decide.


@dataclass(frozen=True, slots=True)
class Term:
    """One addend: a cell of this report, or of the report of the year before."""

    cell: CellId
    previous: bool = False

    def __str__(self) -> str:
        return f"previous.{self.cell}" if self.previous else self.cell


@dataclass(frozen=True, slots=True)
class FootingIdentity:
    """The sum of the left terms equals the sum of the right terms."""

    rule: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    source: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a sum can be: from ``low`` to ``high``, both included; ``high`` is ``None`` where nothing limits it."""

    low: Figure
    high: Figure | None

    @property
    def exact(self) -> Figure | None:
        """The only value possible, or ``None``."""
        return self.low if self.low == self.high else None

    def __add__(self, other: "Bounds") -> "Bounds":
        high = None if self.high is None or other.high is None else self.high + other.high
        return Bounds(self.low + other.low, high)

    def meets(self, other: "Bounds") -> bool:
        """Say whether some value lies within both."""
        return (other.high is None or self.low <= other.high) and (self.high is None or other.low <= self.high)


ANY_COUNT = Bounds(0, None)
"""What a count can be that is blank or unreadable: anything from zero up."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An identity applied to a report: the verdict and what each side can be."""

    identity: FootingIdentity
    verdict: Verdict
    left: Bounds
    right: Bounds


def _terms(cells: Iterable[CellId], *, previous: bool = False) -> tuple[Term, ...]:
    return tuple(Term(cell, previous) for cell in cells)


@cache
def identities(edition: Edition, *, item_six_in_one_row: bool) -> tuple[FootingIdentity, ...]:
    """Return the identities inside one report: I1 to I4 of the format.

    Where item six (其他处理) is printed as one row, that row stands for its three.
    """
    rows = edition.table3_rows_one_row_item_six if item_six_in_one_row else edition.table3_rows
    outcomes = rows[2:-2]
    source = f"{edition.document_number}附件"
    found = []
    for column in TABLE3_COLUMNS:
        cell = {row.key: table3_cell(row.key, column.key) for row in rows}
        found.append(
            FootingIdentity(
                f"table3.workload.{column.key}",
                _terms((cell[NEWLY_RECEIVED.key], cell[CARRIED_IN.key])),
                _terms((cell[TOTAL.key], cell[CARRIED_OUT.key])),
                f"{source}表三：第一项加第二项之和，等于第三项加第四项之和",
            )
        )
        found.append(
            FootingIdentity(
                f"table3.outcomes.{column.key}",
                _terms((cell[TOTAL.key],)),
                _terms(cell[row.key] for row in outcomes),
                f"{source}表三：（七）总计为（一）至（六）之和",
            )
        )
    for row in rows:
        *parts, total = table3_cells(row.key)
        found.append(
            FootingIdentity(
                f"table3.across.{row.key}", _terms((total,)), _terms(parts), f"{source}表三：总计为各类申请人之和"
            )
        )
    for group in TABLE4_GROUPS:
        *parts, total = table4_cells(group.key)
        found.append(
            FootingIdentity(
                f"table4.across.{group.key}", _terms((total,)), _terms(parts), f"{source}表四：总计为四种结果之和"
            )
        )
    return tuple(found)


@cache
def identities_with_previous_year(edition: Edition, previous: Edition) -> tuple[FootingIdentity, ...]:
    """Return the identities between a report and the one of the year before: I5 and I6.

    Table two is comparable only within one edition, and only from 2021 on does it count what is in force.
    """
    found = [
        FootingIdentity(
            f"table3.carry_over.{column.key}",
            _terms((table3_cell(CARRIED_IN.key, column.key),)),
            _terms((table3_cell(CARRIED_OUT.key, column.key),), previous=True),
            f"{edition.document_number}附件表三：上年结转即上一年度的结转下年度继续办理",
        )
        for column in TABLE3_COLUMNS
    ]
    if edition is previous and any(column.key == "in_force" for column in edition.table2[0].columns):
        for row in edition.table2[0].rows:
            cell = f"table2.{row.key}"
            found.append(
                FootingIdentity(
                    f"table2.in_force.{row.key}",
                    _terms((f"{cell}.in_force", f"{cell}.repealed")),
                    (Term(f"{cell}.in_force", previous=True), Term(f"{cell}.issued")),
                    f"{edition.document_number}附件表二：现行有效件数随制发、废止而变化",
                    # Expiry, mergers and a cleaned base break it legitimately.
                    Severity.WARNING,
                )
            )
    return tuple(found)


def prints_item_six_in_one_row(edition: Edition, cells: Mapping[CellId, Cell]) -> bool:
    """Say whether a report prints item six of table three as one row."""
    return OTHERWISE_ONE_ROW in edition.outcome_rows or any(
        cell in cells for cell in table3_cells(OTHERWISE_ONE_ROW.key)
    )


def evaluate(
    declared: Sequence[FootingIdentity],
    cells: Mapping[CellId, Cell],
    previous: Mapping[CellId, Cell] | None = None,
) -> tuple[Evaluation, ...]:
    """Apply identities to the cells of a report (and of the report before it), in the order declared.

    The bounds of a cell that has no number come from the other identities: a sum is never judged by bounds that
    it set itself.
    """
    of_year = (cells, previous or {})
    numbers: dict[Term, Figure] = {}
    for identity in declared:
        for term in identity.left + identity.right:
            cell = of_year[term.previous].get(term.cell)
            if cell is not None and cell.number is not None:
                numbers[term] = cell.number
    implied: dict[Term, dict[str, Bounds]] | None = None
    results = []
    for identity in declared:
        try:
            left_sum, right_sum = (
                sum(map(numbers.__getitem__, identity.left)),
                sum(map(numbers.__getitem__, identity.right)),
            )
        except KeyError:
            if implied is None:
                implied = _implied_bounds(declared, numbers)
            left, right = (
                _sum(_bounds(term, numbers, implied, identity.rule) for term in side)
                for side in (identity.left, identity.right)
            )
        else:
            left, right = Bounds(left_sum, left_sum), Bounds(right_sum, right_sum)
        if not left.meets(right):
            verdict = Verdict.BROKEN
        elif left.exact is not None and right.exact is not None:
            verdict = Verdict.HOLDS
        else:
            verdict = Verdict.UNDETERMINED
        results.append(Evaluation(identity, verdict, left, right))
    return tuple(results)


def _bounds(
    term: Term, numbers: Mapping[Term, Figure], implied: Mapping[Term, Mapping[str, Bounds]], judged: str
) -> Bounds:
    if (value := numbers.get(term)) is not None:
        return Bounds(value, value)
    result = ANY_COUNT
    for rule, bounds in implied.get(term, {}).items():
        if rule != judged:
            result = _narrow(result, bounds)
    return result


def _sum(parts: Iterable[Bounds]) -> Bounds:
    low: Figure = 0
    high: Figure | None = 0
    for part in parts:
        low += part.low
        high = None if high is None or part.high is None else high + part.high
    return Bounds(low, high)


def _narrow(one: Bounds, other: Bounds) -> Bounds:
    """Intersect; where the two contradict each other keep the first, since contradiction proves nothing of a cell."""
    if not one.meets(other):
        return one
    highs = [high for high in (one.high, other.high) if high is not None]
    return Bounds(max(one.low, other.low), min(highs) if highs else None)


def _implied_bounds(
    declared: Sequence[FootingIdentity], numbers: Mapping[Term, Figure]
) -> dict[Term, dict[str, Bounds]]:
    """Return what each identity implies for each term without a number, from the printed numbers alone.

    One step only, and only from identities that the printed numbers do not already contradict: a chain of
    deductions through a table with one wrong figure would call right sums broken.
    """

    def printed(terms: Iterable[Term]) -> Bounds:
        return _sum(Bounds(numbers[term], numbers[term]) if term in numbers else ANY_COUNT for term in terms)

    implied: dict[Term, dict[str, Bounds]] = {}
    for identity in declared:
        sides = (identity.left, identity.right)
        if not printed(identity.left).meets(printed(identity.right)):
            continue
        for side, opposite in (sides, sides[::-1]):
            across = printed(opposite)
            for term in side:
                if term in numbers:
                    continue
                others = printed(other for other in side if other != term)
                high = None if across.high is None else across.high - others.low
                low = 0 if others.high is None else max(0, across.low - others.high)
                implied.setdefault(term, {})[identity.rule] = Bounds(low, high)
    return implied
