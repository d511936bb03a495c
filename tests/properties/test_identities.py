"""Footing identities (勾稽关系) against an enumeration of everything that the blanks could hold."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.stats.cells import BLANK, Cell, number
from gongkai.stats.identities import Evaluation, FootingIdentity, Term, Verdict, evaluate

CELLS = "abcdef"
MOST = 3
"""Printed figures are small and blanks few, so that all fillings can be tried."""
ENOUGH = 60
"""What an unlimited blank is tried up to."""
UNLIMITED = 40
"""Higher than any sum that is limited by printed figures, lower than any that is not."""


@st.composite
def declarations(draw: st.DrawFn) -> tuple[FootingIdentity, ...]:
    """A few identities over the same cells; no cell stands twice in one identity."""
    declared = []
    for index in range(draw(st.integers(1, 4))):
        cells = draw(st.permutations(CELLS))
        left, right = draw(st.integers(1, 2)), draw(st.integers(1, 4))
        declared.append(
            FootingIdentity(
                f"rule.{index}",
                tuple(map(Term, cells[:left])),
                tuple(map(Term, cells[left : left + right])),
                "示例",
            )
        )
    return tuple(declared)


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Cell]:
    blanks = draw(st.sets(st.sampled_from(CELLS), max_size=3))
    return {cell: BLANK if cell in blanks else number(draw(st.integers(0, MOST))) for cell in CELLS}


def sums(terms: Iterable[Term], cells: dict[str, Cell], allowed: dict[str, set[int]]) -> set[int]:
    """Every sum that some filling of the blanks makes."""
    found = {0}
    for term in terms:
        figure = cells[term.cell].number
        values = allowed[term.cell] if figure is None else {int(figure)}
        found = {one + value for one in found for value in values}
    return found


def allowed_by(other: FootingIdentity, cell: str, cells: dict[str, Cell]) -> set[int]:
    """What a blank can hold while another identity is true, whatever the other blanks of that one hold."""
    anything = {blank: set(range(ENOUGH)) for blank in CELLS}
    return {
        value
        for value in range(ENOUGH)
        if sums(other.left, cells, anything | {cell: {value}}) & sums(other.right, cells, anything | {cell: {value}})
    }


def judged_by_enumeration(
    declared: tuple[FootingIdentity, ...], judged: FootingIdentity, cells: dict[str, Cell]
) -> tuple[Verdict, set[int], set[int]]:
    terms = judged.left + judged.right
    allowed = {}
    for blank in (term.cell for term in terms if cells[term.cell].number is None):
        others = [other for other in declared if other.rule != judged.rule and Term(blank) in other.left + other.right]
        values = set(range(ENOUGH))
        for each in filter(None, (allowed_by(other, blank, cells) for other in others)):
            values &= each
        # Sums that contradict each other prove nothing of the cell.
        allowed[blank] = values or set(range(ENOUGH))
    left, right = sums(judged.left, cells, allowed), sums(judged.right, cells, allowed)
    if not left & right:
        return Verdict.BROKEN, left, right
    if len(left) == len(right) == 1:
        return Verdict.HOLDS, left, right
    return Verdict.UNDETERMINED, left, right


def assert_bounds_are(evaluation: Evaluation, left: set[int], right: set[int]) -> None:
    for bounds, possible in ((evaluation.left, left), (evaluation.right, right)):
        assert bounds.low == min(possible)
        if bounds.high is None:
            assert max(possible) > UNLIMITED
        else:
            assert bounds.high == max(possible)


@settings(max_examples=300, deadline=None)  # Trying every filling takes its time on a busy machine.
@given(declarations(), reports())
def test_a_verdict_is_what_trying_every_filling_shows(
    declared: tuple[FootingIdentity, ...], cells: dict[str, Cell]
) -> None:
    for evaluation in evaluate(declared, cells):
        verdict, left, right = judged_by_enumeration(declared, evaluation.identity, cells)
        assert evaluation.verdict is verdict
        assert_bounds_are(evaluation, left, right)


@given(declarations(), reports(), st.data())
def test_the_order_in_which_identities_are_declared_changes_no_verdict(
    declared: tuple[FootingIdentity, ...], cells: dict[str, Cell], data: st.DataObject
) -> None:
    shuffled = tuple(data.draw(st.permutations(declared)))
    forwards = {each.identity.rule: each for each in evaluate(declared, cells)}
    assert {each.identity.rule: each for each in evaluate(shuffled, cells)} == forwards


@given(declarations(), st.lists(st.integers(0, MOST), min_size=6, max_size=6))
def test_with_every_number_printed_an_identity_holds_or_is_broken(
    declared: tuple[FootingIdentity, ...], figures: list[int]
) -> None:
    printed = dict(zip(CELLS, figures, strict=True))
    for each in evaluate(declared, {cell: number(figure) for cell, figure in printed.items()}):
        left = sum(printed[term.cell] for term in each.identity.left)
        right = sum(printed[term.cell] for term in each.identity.right)
        assert (each.left.exact, each.right.exact) == (left, right)
        assert each.verdict is (Verdict.HOLDS if left == right else Verdict.BROKEN)


@given(declarations(), st.lists(st.integers(0, MOST), min_size=6, max_size=6), st.sets(st.sampled_from(CELLS)))
def test_blanking_figures_of_a_report_that_foots_never_breaks_it(
    declared: tuple[FootingIdentity, ...], figures: list[int], blanks: set[str]
) -> None:
    printed = {cell: number(figure) for cell, figure in zip(CELLS, figures, strict=True)}
    true = tuple(each.identity for each in evaluate(declared, printed) if each.verdict is Verdict.HOLDS)
    blanked = {cell: BLANK if cell in blanks else printed[cell] for cell in CELLS}
    assert all(each.verdict is not Verdict.BROKEN for each in evaluate(true, blanked))
