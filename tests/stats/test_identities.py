import pytest

from gongkai.stats.cells import BLANK, Cell, number, text
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    EDITIONS,
    TABLE3_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    table3_cells,
    table4_cells,
)
from gongkai.stats.identities import (
    Bounds,
    Evaluation,
    FootingIdentity,
    Severity,
    Term,
    Verdict,
    evaluate,
    identities,
    identities_with_previous_year,
    prints_item_six_in_one_row,
)

# A real city's report of 2025: six kinds of applicants and the total, row by row.
CITY_2025 = """
13612 252 0 45 128 32 14069
535 6 0 1 18 0 560
5345 129 0 41 19 14 5548
2120 39 0 1 6 2 2168
13 0 0 0 0 0 13
30 0 0 0 0 0 30
11 0 0 0 0 0 11
49 2 0 0 0 0 51
103 1 0 0 0 0 104
84 1 0 0 0 0 85
282 4 0 0 0 0 286
147 0 0 0 1 2 150
3075 50 0 0 89 8 3222
177 3 0 0 0 0 180
19 0 0 0 0 0 19
199 1 0 0 3 0 203
147 1 0 0 0 0 148
0 0 0 0 0 0 0
100 1 0 0 0 0 101
5 0 0 0 0 0 5
315 3 0 0 0 0 318
202 0 0 1 0 0 203
941 17 0 1 3 3 965
13364 252 0 44 121 29 13810
783 6 0 2 25 3 819
"""
CITY_2025_TABLE4 = """
376 97 196 121 790
16 1 12 27 56
74 1 30 51 156
"""


def city_2025() -> dict[CellId, Cell]:
    rows = [list(map(int, line.split())) for line in CITY_2025.strip().splitlines()]
    groups = [list(map(int, line.split())) for line in CITY_2025_TABLE4.strip().splitlines()]
    cells: dict[CellId, Cell] = {}
    for row, figures in zip(EDITION_2021.table3_rows, rows, strict=True):
        cells |= dict(zip(table3_cells(row.key), map(number, figures), strict=True))
    for group, figures in zip(TABLE4_GROUPS, groups, strict=True):
        cells |= dict(zip(table4_cells(group.key), map(number, figures), strict=True))
    return cells


ALL_2021 = identities(EDITION_2021, item_six_in_one_row=False)


def by_rule(evaluations: tuple[Evaluation, ...]) -> dict[str, Evaluation]:
    return {evaluation.identity.rule: evaluation for evaluation in evaluations}


def verdicts(cells: dict[CellId, Cell]) -> dict[str, Verdict]:
    """Return the verdicts on a city's report with some cells changed, where they are not 'holds'."""
    results = evaluate(ALL_2021, city_2025() | cells)
    return {each.identity.rule: each.verdict for each in results if each.verdict is not Verdict.HOLDS}


def test_a_real_city_report_foots_in_every_identity() -> None:
    results = evaluate(ALL_2021, city_2025())
    assert [each.identity for each in results] == list(ALL_2021)
    assert {each.verdict for each in results} == {Verdict.HOLDS}
    workload = by_rule(results)["table3.workload.total"]
    assert workload.left == workload.right == Bounds(14629, 14629)


@pytest.mark.parametrize(
    ("edition", "one_row", "outcomes", "count"),
    [(EDITION_2021, False, 21, 42), (EDITION_2021, True, 19, 40), (EDITION_2019, True, 19, 40)],
)
def test_the_identities_of_an_edition(edition: Edition, one_row: bool, outcomes: int, count: int) -> None:
    """I1 and I2 for seven columns, I3 for every row, I4 for three groups."""
    declared = {each.rule: each for each in identities(edition, item_six_in_one_row=one_row)}
    assert len(declared) == count
    assert len(declared["table3.outcomes.enterprise"].right) == outcomes
    workload = declared["table3.workload.enterprise"]
    assert [str(term) for term in workload.left + workload.right] == [
        "table3.newly_received.enterprise",
        "table3.carried_over_from_last_year.enterprise",
        "table3.total.enterprise",
        "table3.carried_over_to_next_year.enterprise",
    ]
    across = declared["table3.across.withheld.state_secret"]
    assert tuple(map(str, across.left + across.right)) == (
        table3_cells("withheld.state_secret")[-1],
        *table3_cells("withheld.state_secret")[:-1],
    )
    group = declared["table4.across.direct_litigation"]
    assert (len(group.left), len(group.right)) == (1, 4)
    assert all(each.severity is Severity.ERROR for each in declared.values())
    assert all(edition.document_number in each.source for each in declared.values())


def test_the_year_before_is_compared_in_what_both_editions_have() -> None:
    """I5 in seven columns; I6 only between two reports of the 2021 edition, as a warning."""
    carried = [f"table3.carry_over.{column.key}" for column in TABLE3_COLUMNS]
    in_force = ["table2.in_force.government_rules", "table2.in_force.normative_documents"]
    for edition, previous, rules in (
        (EDITION_2021, EDITION_2021, carried + in_force),
        (EDITION_2021, EDITION_2019, carried),
        (EDITION_2019, EDITION_2019, carried),
    ):
        declared = identities_with_previous_year(edition, previous)
        assert [each.rule for each in declared] == rules
        assert {each.rule for each in declared if each.severity is Severity.WARNING} == set(rules) - set(carried)


def test_the_year_before_decides_what_is_carried_in_and_what_is_in_force() -> None:
    declared = identities_with_previous_year(EDITION_2021, EDITION_2021)
    cells = {
        "table3.carried_over_from_last_year.natural_person": number(2),
        "table2.normative_documents.issued": number(3),
        "table2.normative_documents.repealed": number(5),
        "table2.normative_documents.in_force": number(38),
    }
    previous = {
        "table3.carried_over_to_next_year.natural_person": number(1),
        "table2.normative_documents.in_force": number(40),
    }
    results = by_rule(evaluate(declared, cells, previous))
    carried = results["table3.carry_over.natural_person"]
    assert (carried.verdict, carried.left.exact, carried.right.exact) == (Verdict.BROKEN, 2, 1)
    documents = results["table2.in_force.normative_documents"]
    assert (documents.verdict, documents.left.exact, documents.right.exact) == (Verdict.HOLDS, 43, 43)
    assert results["table3.carry_over.total"].verdict is Verdict.UNDETERMINED
    without = by_rule(evaluate(declared, cells))
    assert without["table3.carry_over.natural_person"].verdict is Verdict.UNDETERMINED
    assert without["table3.carry_over.natural_person"].right == Bounds(0, None)


@pytest.mark.parametrize("each", EDITIONS, ids=lambda each: each.key)
def test_item_six_is_one_row_where_it_is_printed_so(each: Edition) -> None:
    assert prints_item_six_in_one_row(each, {}) is (each is EDITION_2019)
    assert prints_item_six_in_one_row(each, {"table3.otherwise_handled.enterprise": BLANK})


def test_one_wrong_figure_breaks_the_sums_it_stands_in_and_no_other() -> None:
    assert verdicts({"table3.disclosed.enterprise": number(130)}) == {
        "table3.outcomes.enterprise": Verdict.BROKEN,
        "table3.across.disclosed": Verdict.BROKEN,
    }


def test_a_blank_that_the_rest_forces_leaves_its_sums_holding() -> None:
    assert verdicts({"table3.disclosed.enterprise": BLANK}) == {}
    result = by_rule(evaluate(ALL_2021, city_2025() | {"table3.disclosed.enterprise": BLANK}))
    assert result["table3.across.disclosed"].right.exact == 5548


@pytest.mark.parametrize("cell", [BLANK, text("/"), text("若干")], ids=["空白", "横线", "不是数字"])
def test_whatever_is_no_number_is_bounded_alike(cell: Cell) -> None:
    assert verdicts({"table3.total.enterprise": cell}) == {}


def test_a_missing_row_is_bounded_like_a_blank_one() -> None:
    cells = city_2025()
    for cell in table3_cells("not_processed.asks_for_publication"):
        del cells[cell]
    results = evaluate(ALL_2021, cells)
    left_open = {each.identity.rule for each in results if each.verdict is Verdict.UNDETERMINED}
    # Each column forces its cell of that row to nought, so the row holds; but no column is judged by its own bounds.
    assert left_open == {f"table3.outcomes.{column.key}" for column in TABLE3_COLUMNS}
    across = by_rule(results)["table3.across.not_processed.asks_for_publication"]
    assert (across.verdict, across.right) == (Verdict.HOLDS, Bounds(0, 0))


def test_blanks_that_nothing_decides_leave_their_sums_undetermined_with_bounds() -> None:
    """Two blanks in a row and in two columns: each row and column has two unknown figures."""
    blanks = {
        f"table3.{row}.{column}": BLANK
        for row in ("disclosed", "partially_disclosed")
        for column in ("natural_person", "enterprise")
    }
    assert verdicts(blanks) == {
        "table3.outcomes.natural_person": Verdict.UNDETERMINED,
        "table3.outcomes.enterprise": Verdict.UNDETERMINED,
        "table3.across.disclosed": Verdict.UNDETERMINED,
        "table3.across.partially_disclosed": Verdict.UNDETERMINED,
    }
    across = by_rule(evaluate(ALL_2021, city_2025() | blanks))["table3.across.disclosed"]
    # 41 + 19 + 14 are printed; each column leaves its blank no more than its two blanks came to.
    assert across.right == Bounds(74, 74 + (5345 + 2120) + (129 + 39))
    assert across.left == Bounds(5548, 5548)


def identity(rule: str, left: str, right: str) -> FootingIdentity:
    def terms(written: str) -> tuple[Term, ...]:
        return tuple(Term(cell) for cell in written.split("+"))

    return FootingIdentity(rule, terms(left), terms(right), "示例")


@pytest.mark.parametrize(
    ("sums", "figures", "verdict", "left", "right"),
    [
        pytest.param("t=a+b", {"t": 5, "a": 2, "b": 3}, "holds", (5, 5), (5, 5), id="数字齐全且相等"),
        pytest.param("t=a+b", {"t": 5, "a": 2, "b": 4}, "broken", (5, 5), (6, 6), id="数字齐全而不等"),
        pytest.param("t=a+b", {"t": 5, "a": 2}, "undetermined", (5, 5), (2, None), id="空白可以填上"),
        pytest.param("t=a+b", {"t": 5, "a": 6}, "broken", (5, 5), (6, None), id="空白填什么都超出"),
        pytest.param("t=a+b", {"t": 5, "a": 5}, "undetermined", (5, 5), (5, None), id="自己的界不作数"),
        pytest.param("t=a+b", {"a": 2, "b": 3}, "undetermined", (0, None), (5, 5), id="合计空白"),
        pytest.param("t=a+b", {}, "undetermined", (0, None), (0, None), id="全部空白"),
        pytest.param("t=a+b t=c", {"a": 2, "b": 3, "c": 5}, "holds", (5, 5), (5, 5), id="别的关系逼出合计"),
        pytest.param("t=a+b t=c", {"a": 2, "b": 3, "c": 6}, "broken", (6, 6), (5, 5), id="别的关系否定合计"),
        pytest.param("t=a+b u=b+c", {"t": 6, "a": 2, "u": 4}, "undetermined", (6, 6), (2, 6), id="正好在上界"),
        pytest.param("t=a+b u=b+c", {"t": 5, "a": 2, "u": 2}, "broken", (5, 5), (2, 4), id="上界不够"),
        pytest.param("t=a+b u=b+c v=b", {"t": 5, "a": 2, "u": 4, "v": 3}, "holds", (5, 5), (5, 5), id="界相交"),
        pytest.param(
            "t=a+b u=b v=b", {"t": 5, "a": 2, "u": 1, "v": 9}, "undetermined", (5, 5), (2, None), id="界相矛盾"
        ),
        pytest.param(
            "t=a+b u=b+c", {"t": 5, "a": 2, "u": 1, "c": 8}, "undetermined", (5, 5), (2, None), id="错的关系不作数"
        ),
    ],
)
def test_the_first_sum_is_judged_by_numbers_and_by_the_bounds_of_the_other_sums(
    sums: str,
    figures: dict[str, int],
    verdict: str,
    left: tuple[int, int | None],
    right: tuple[int, int | None],
) -> None:
    declared = [identity(written, *written.split("=")) for written in sums.split()]
    result = evaluate(declared, {cell: number(figure) for cell, figure in figures.items()})[0]
    assert (result.verdict, result.left, result.right) == (verdict, Bounds(*left), Bounds(*right))


def test_a_chain_of_deductions_is_not_drawn() -> None:
    """x is forced by the second sum; what x would force in the third is not used to judge the first."""
    declared = [identity(each, *each.split("=")) for each in ("t=a+y", "s=x", "u=x+y")]
    figures = {"t": 5, "a": 2, "s": 4, "u": 9}
    first = evaluate(declared, {cell: number(figure) for cell, figure in figures.items()})[0]
    assert (first.verdict, first.right) == (Verdict.UNDETERMINED, Bounds(2, 11))


def test_bounds_meet_when_some_value_lies_in_both() -> None:
    assert Bounds(0, None).meets(Bounds(7, 7))
    assert Bounds(0, 7).meets(Bounds(7, None))
    assert not Bounds(0, 6).meets(Bounds(7, None))
    assert Bounds(3, 3).exact == 3
    assert Bounds(3, None).exact is None
