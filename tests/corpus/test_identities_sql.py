"""SQL over many reports says of each what ``stats.evaluate`` says of it: verdict and bounds, whatever cells hold."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.checking import Judged, judge, pairs, with_the_year_before, within_reports
from gongkai.corpus.folder import opened
from gongkai.corpus.identities_sql import judging
from gongkai.corpus.schema import all_cells, column, variant
from gongkai.stats.cells import BLANK, Cell, number, text
from gongkai.stats.editions import CARRIED_IN, CARRIED_OUT, EDITIONS, CellId, edition, table3_cells, table4_cells
from gongkai.stats.identities import (
    Evaluation,
    FootingIdentity,
    Term,
    Verdict,
    evaluate,
    identities,
    identities_with_previous_year,
    prints_item_six_in_one_row,
)

from .data_sets import report_of, written

Cells = Mapping[CellId, Cell]


@st.composite
def tables(draw: st.DrawFn, edition_key: str, *, one_row: bool) -> dict[CellId, Cell]:
    """Tables whose sums hold, in which some figures are then changed, blanked, dashed, spoilt or lost."""
    edition_ = edition(edition_key)
    rows = edition_.table3_rows_one_row_item_six if one_row else edition_.table3_rows
    seed = draw(st.integers(0, 10**6))
    cells: dict[CellId, Cell] = {}
    columns = [[(seed >> (row + column)) % 7 for row in range(len(rows) - 4)] for column in range(6)]
    carried_in, carried_out = [seed % 3] * 6, [seed % 5] * 6
    body = [[column[row] for column in columns] for row in range(len(rows) - 4)]
    totals = [sum(column) for column in columns]
    newly = [total + out - came for total, out, came in zip(totals, carried_out, carried_in, strict=True)]
    for row, figures in zip(rows, [newly, carried_in, *body, totals, carried_out], strict=True):
        cells.update(zip(table3_cells(row.key), map(number, (*figures, sum(figures))), strict=True))
    for group in ("reconsideration", "direct_litigation", "litigation_after_reconsideration"):
        cells.update(zip(table4_cells(group), map(number, (1, 2, 0, 3, 6)), strict=True))
    for document in ("government_rules", "normative_documents"):
        for what, figure in (("issued", 3), ("repealed", 1), ("in_force", 9)):
            if edition_key == "2021":
                cells[f"table2.{document}.{what}"] = number(figure)
    spoils = draw(
        st.lists(
            st.tuples(
                st.sampled_from(sorted(cells)),
                st.sampled_from(
                    [
                        BLANK,
                        text("/"),
                        text("待统计"),
                        number(0),
                        number(5),
                        number(10**14),
                        number(Decimal("2.5")),
                        None,
                    ]
                ),
            ),
            max_size=12,
        )
    )
    # Much of a column or a row blank is what makes bounds meet.
    for part in draw(
        st.lists(st.sampled_from([".total", ".natural_person", ".enterprise", "newly_received", "total."]), max_size=2)
    ):
        spoils += [(cell, BLANK) for cell in cells if part in cell and draw(st.booleans())]
    for cell, spoilt in spoils:
        if spoilt is None:
            cells.pop(cell, None)
        else:
            cells[cell] = spoilt
    return cells


def any_tables() -> st.SearchStrategy[tuple[str, dict[CellId, Cell]]]:
    return st.sampled_from([("2019", True), ("2021", False), ("2021", True)]).flatmap(
        lambda form: st.tuples(st.just(form[0]), tables(form[0], one_row=form[1]))
    )


def expected(edition_key: str, cells: Cells) -> Iterator[tuple[str, Evaluation]]:
    edition_ = edition(edition_key)
    declared = identities(edition_, item_six_in_one_row=prints_item_six_in_one_row(edition_, cells))
    return ((each.identity.rule, each) for each in evaluate(declared, cells) if each.verdict is not Verdict.HOLDS)


def said(found: list[Judged], report: str) -> dict[str, tuple[object, ...]]:
    return {each.rule: (each.verdict, *each.left, *each.right) for each in found if each.report == report}


def as_said(evaluated: Iterator[tuple[str, Evaluation]]) -> dict[str, tuple[object, ...]]:
    return {
        rule: (each.verdict.value, each.left.low, each.left.high, each.right.low, each.right.high)
        for rule, each in evaluated
    }


@settings(max_examples=4)
@given(st.lists(any_tables(), min_size=1, max_size=40))
def test_every_verdict_and_every_bound_inside_a_report_is_that_of_python(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, dict[CellId, Cell]]]
) -> None:
    reports = [
        report_of(f"示例{n}区商务局", 2020 if key == "2019" else 2022, key, cells)
        for n, (key, cells) in enumerate(drawn)
    ]
    data_set = written(tmp_path_factory.mktemp("set") / "集.parquet", reports)
    with opened(data_set) as connection:
        found = list(judge(connection))
    for n, (key, cells) in enumerate(drawn):
        assert said(found, f"r{n}") == as_said(expected(key, cells)), n


@settings(max_examples=4)
@given(st.lists(st.tuples(any_tables(), any_tables()), min_size=1, max_size=20))
def test_every_verdict_between_two_years_is_that_of_python(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[tuple[str, dict[CellId, Cell]], tuple[str, dict[CellId, Cell]]]],
) -> None:
    reports, keys = [], []
    for n, ((old_key, old), (new_key, new)) in enumerate(drawn):
        for year, key, cells in ((2021, old_key, old), (2022, new_key, new)):
            reports.append(report_of(f"示例{n}区商务局", year, key, cells))
            keys.append(f"{100000 + n}/示例{n}区商务局")
    data_set = written(tmp_path_factory.mktemp("set") / "集.parquet", reports, agency_keys=keys)
    with opened(data_set) as connection:
        found = list(judge(connection))
    for n, ((old_key, old), (new_key, new)) in enumerate(drawn):
        if not all(cell.number is None or cell.number == int(cell.number) for cell in (*old.values(), *new.values())):
            continue
        edition_ = edition(new_key)
        between = identities_with_previous_year(edition_, edition(old_key))
        declared = (*identities(edition_, item_six_in_one_row=prints_item_six_in_one_row(edition_, new)), *between)
        rules = {each.rule for each in between}
        wanted = as_said(
            (each.identity.rule, each)
            for each in evaluate(declared, new, old)
            if each.verdict is not Verdict.HOLDS and each.identity.rule in rules
        )
        got = {rule: each for rule, each in said(found, f"r{2 * n + 1}").items() if rule in rules}
        assert got == wanted


def test_the_texts_are_plain_and_judge_every_rule() -> None:
    declared = {each.rule for key in EDITIONS for each in identities(key, item_six_in_one_row=False)}
    for text_ in (within_reports().unequal, within_reports().bounded):
        assert all(f"AS {column(rule)}" in text_ for rule in declared)
        assert '"' not in text_
        assert "::" not in text_


def test_between_years_no_column_is_read_that_bounds_nothing() -> None:
    for text_ in (with_the_year_before().unequal, with_the_year_before().bounded):
        asked = text_.replace(pairs("counted"), "")
        assert column("table3.carried_over_from_last_year.total") in asked
        assert column("table3.disclosed.total") not in asked


def test_declarations_that_one_list_cannot_say_are_refused() -> None:
    one = FootingIdentity("x", (Term("a"),), (Term("b"),), "")
    other = FootingIdentity("x", (Term("a"),), (Term("c"),), "")
    third = FootingIdentity("y", (Term("b"),), (Term("c"),), "")
    with pytest.raises(ValueError, match="x has other terms"):
        judging("t", {"one": (one, third), "other": (other, third)})


def test_a_form_is_told_by_its_rows() -> None:
    rows = {CARRIED_IN.key, CARRIED_OUT.key}
    assert all(any(row in cell for cell in all_cells()) for row in rows)
    assert variant(edition("2021"), {"table3.otherwise_handled.total": BLANK}) == "2021_one_row"
    assert variant(edition("2021"), {}) == "2021"
    assert variant(edition("2019"), {}) == "2019"
    assert variant(None, {}) is None


def test_least_and_greatest_leave_out_what_has_no_limit() -> None:
    assert duckdb.sql("SELECT LEAST(NULL, 5), GREATEST(NULL, 3)").fetchall() == [(5, 3)]
    assert pa.__version__
