"""Footing identities (勾稽关系): what must be equal in the tables of a report, declared once.

A declaration says only which cells are added on either side. It is free of how it is run: here it is evaluated on
one report; elsewhere the same declaration may be compiled to SQL over a million.

A cell without a number has bounds, not a value: it is a count, and each other identity that it stands in limits it.
A sum is broken when no value within the bounds could make it hold, holds when every one does, and is undetermined
otherwise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from operator import itemgetter

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
        """Return the address of the cell, marked where it is the year before's."""
        return f"previous.{self.cell}" if self.previous else self.cell


@dataclass(frozen=True, slots=True)
class FootingIdentity:
    """The sum of the left terms equals the sum of the right terms."""

    rule: str
    # Declarations are looked up by their identities for every report: the rule alone is hashed, the rest compared.
    left: tuple[Term, ...] = field(hash=False)
    right: tuple[Term, ...] = field(hash=False)
    source: str = field(hash=False)
    severity: Severity = field(default=Severity.ERROR, hash=False)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a sum can be: from ``low`` to ``high``, both included; ``high`` is ``None`` where nothing limits it."""

    low: Figure
    high: Figure | None

    @property
    def exact(self) -> Figure | None:
        """The only value possible, or ``None``."""
        return self.low if self.low == self.high else None

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
    return edition.item_six_is_one_row or any(cell in cells for cell in table3_cells(OTHERWISE_ONE_ROW.key))


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an identity made ready for adding: which of the numbered terms it has."""

    terms: tuple[int, ...]
    pick: Callable[[Sequence[Figure]], tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A declaration made ready for adding: its terms are numbered, those of this year first."""

    identities: tuple[FootingIdentity, ...]
    cells: tuple[CellId, ...]
    previous_cells: tuple[CellId, ...]
    left: tuple[_Side, ...]
    right: tuple[_Side, ...]


@lru_cache(maxsize=64)
def _plan(declared: tuple[FootingIdentity, ...]) -> _Plan:
    terms = {term: None for identity in declared for term in identity.left + identity.right}
    cells = tuple(term.cell for term in terms if not term.previous)
    previous_cells = tuple(term.cell for term in terms if term.previous)
    numbered = {Term(cell): number for number, cell in enumerate(cells)}
    numbered |= {Term(cell, previous=True): len(cells) + number for number, cell in enumerate(previous_cells)}

    def side(terms: tuple[Term, ...]) -> _Side:
        indices = tuple(numbered[term] for term in terms)
        # The two figures after the last term are zeros: with them even a side without terms picks a tuple.
        return _Side(indices, itemgetter(*indices, len(numbered), len(numbered) + 1))

    return _Plan(
        declared,
        cells,
        previous_cells,
        tuple(side(identity.left) for identity in declared),
        tuple(side(identity.right) for identity in declared),
    )


def evaluate(
    declared: Sequence[FootingIdentity],
    cells: Mapping[CellId, Cell],
    previous: Mapping[CellId, Cell] | None = None,
) -> tuple[Evaluation, ...]:
    """Apply identities to the cells of a report (and of the report before it), in the order declared.

    What limits a cell without a number is taken from the printed numbers of the *other* identities that it stands in:
    a sum is never judged by bounds that it set itself. It is taken one step only: a chain of deductions through a
    table with one wrong figure would call right sums broken.
    """
    plan = _plan(tuple(declared))
    figures = _figures(plan.cells, cells) + _figures(plan.previous_cells, previous or {})
    known: list[Figure] = [0 if figure is None else figure for figure in figures]
    known += (0, 0)
    left_sums = [sum(side.pick(known)) for side in plan.left]
    right_sums = [sum(side.pick(known)) for side in plan.right]
    if None not in figures:
        return tuple(map(_compared, plan.identities, left_sums, right_sums))
    unknown = {number for number, figure in enumerate(figures) if figure is None}
    return _judged(plan, unknown, left_sums, right_sums)


def _figures(addresses: Iterable[CellId], cells: Mapping[CellId, Cell]) -> list[Figure | None]:
    return [cells[address].number if address in cells else None for address in addresses]


def _compared(identity: FootingIdentity, left_sum: Figure, right_sum: Figure) -> Evaluation:
    left = Bounds(left_sum, left_sum)
    if left_sum == right_sum:
        return Evaluation(identity, Verdict.HOLDS, left, left)
    return Evaluation(identity, Verdict.BROKEN, left, Bounds(right_sum, right_sum))


def _judged(
    plan: _Plan, unknown: set[int], left_sums: Sequence[Figure], right_sums: Sequence[Figure]
) -> tuple[Evaluation, ...]:
    """Judge sums with unknown terms, given what their known terms come to."""
    limits = _limits(plan, unknown, left_sums, right_sums)
    results = []
    for number, identity in enumerate(plan.identities):
        sides = []
        for side, known_sum in ((plan.left[number], left_sums[number]), (plan.right[number], right_sums[number])):
            low, high = known_sum, known_sum
            unlimited = False
            for term in side.terms:
                if term in unknown:
                    bounds = _intersection(limit for owner, limit in limits[term] if owner != number)
                    low += bounds.low
                    if bounds.high is None:
                        unlimited = True
                    else:
                        high += bounds.high
            sides.append(Bounds(low, None if unlimited else high))
        left, right = sides
        if not left.meets(right):
            verdict = Verdict.BROKEN
        elif left.exact is not None and right.exact is not None:
            verdict = Verdict.HOLDS
        else:
            verdict = Verdict.UNDETERMINED
        results.append(Evaluation(identity, verdict, left, right))
    return tuple(results)


def _limits(
    plan: _Plan, unknown: set[int], left_sums: Sequence[Figure], right_sums: Sequence[Figure]
) -> dict[int, list[tuple[int, Bounds]]]:
    """Return, for each unknown term, the number of each identity that limits it and the bounds that this one sets.

    An identity that no value could make hold is wrong somewhere and says nothing of its terms.
    """
    limits: dict[int, list[tuple[int, Bounds]]] = {term: [] for term in unknown}
    for number, (left, right) in enumerate(zip(plan.left, plan.right, strict=True)):
        open_left = [term for term in left.terms if term in unknown]
        open_right = [term for term in right.terms if term in unknown]
        surplus = right_sums[number] - left_sums[number]
        if (surplus < 0 and not open_right) or (surplus > 0 and not open_left):
            continue
        for terms, opposite, rest in ((open_left, open_right, surplus), (open_right, open_left, -surplus)):
            if terms:
                # Other unknown terms are zero or more: on the same side they take from what is left, across they add.
                low = max(0, rest) if len(terms) == 1 else 0
                bounds = Bounds(low, None if opposite else rest)
                for term in terms:
                    limits[term].append((number, bounds))
    return limits


def _intersection(limits: Iterable[Bounds]) -> Bounds:
    """Return what all bounds allow; where they contradict each other they prove nothing, and any count is left."""
    low: Figure = 0
    high: Figure | None = None
    for bounds in limits:
        low = max(low, bounds.low)
        if bounds.high is not None and (high is None or bounds.high < high):
            high = bounds.high
    return ANY_COUNT if high is not None and high < low else Bounds(low, high)
