"""The tally over random histories of several years, across both editions of the format."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.applicants import ApplicantKind
from gongkai.law.outcomes import Outcome, report_row
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    NEWLY_RECEIVED,
    OTHERWISE_ONE_ROW,
    TABLE3_COLUMNS,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    TOTAL,
    table3_cell,
)
from gongkai.stats.identities import Verdict, evaluate, identities, identities_with_previous_year
from gongkai.stats.tally import CaseFacts, RemedyFacts, RemedyPath, RemedyResult, Tally, tally

FIRST_YEAR, LAST_YEAR = 2019, 2023
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
COUNTED_OUTCOMES = [outcome for outcome in Outcome if outcome is not Outcome.RECTIFICATION]

# Days crowd around the turn of a year, where a wrong comparison would show.
DAYS = st.one_of(
    st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
    st.builds(
        lambda year, days: date(year, 1, 1) + timedelta(days),
        st.integers(FIRST_YEAR + 1, LAST_YEAR),
        st.integers(-2, 2),
    ),
)
# Some stay open for years, and some are closed only after the last year tallied.
LENGTHS = st.one_of(st.integers(0, 40), st.integers(0, 900))


@st.composite
def cases(draw: st.DrawFn) -> list[CaseFacts]:
    found = []
    for index in range(draw(st.integers(0, 12))):
        received_on = draw(DAYS)
        closed = draw(st.booleans())
        found.append(
            CaseFacts(
                f"case-{index}",
                received_on,
                draw(st.sampled_from(ApplicantKind)),
                received_on + timedelta(draw(LENGTHS)) if closed else None,
                draw(st.sampled_from(COUNTED_OUTCOMES)) if closed else None,
            )
        )
    return found


@st.composite
def remedies(draw: st.DrawFn) -> list[RemedyFacts]:
    found = []
    for index in range(draw(st.integers(0, 8))):
        accepted_on = draw(DAYS)
        concluded = draw(st.booleans())
        found.append(
            RemedyFacts(
                f"remedy-{index}",
                draw(st.sampled_from(RemedyPath)),
                accepted_on,
                accepted_on + timedelta(draw(LENGTHS)) if concluded else None,
                draw(st.sampled_from(RemedyResult)) if concluded else None,
            )
        )
    return found


def count(result: Tally, row: str, column: str = "total") -> int:
    return len(result.records[table3_cell(row, column)])


@given(cases(), remedies(), st.sampled_from(YEARS))
def test_every_identity_of_the_edition_holds(history: list[CaseFacts], disputes: list[RemedyFacts], year: int) -> None:
    """勾稽关系 I1 to I4"""
    result = tally(year, cases=history, remedies=disputes)
    one_row = OTHERWISE_ONE_ROW in result.edition.outcome_rows
    declared = identities(result.edition, item_six_in_one_row=one_row)
    assert {each.verdict for each in evaluate(declared, result.cells)} == {Verdict.HOLDS}


@given(cases())
def test_what_a_year_carries_out_the_next_carries_in_record_by_record(history: list[CaseFacts]) -> None:
    """勾稽关系 I5, also from the last year of the 2019 edition to the first of the 2021 edition"""
    results = [tally(year, cases=history, remedies=()) for year in YEARS]
    for earlier, later in pairwise(results):
        for column in TABLE3_COLUMNS:
            carried_out = earlier.records[table3_cell(CARRIED_OUT.key, column.key)]
            assert later.records[table3_cell(CARRIED_IN.key, column.key)] == carried_out
        declared = identities_with_previous_year(later.edition, earlier.edition)[: len(TABLE3_COLUMNS)]
        evaluations = evaluate(declared, later.cells, earlier.cells)
        assert {each.verdict for each in evaluations} == {Verdict.HOLDS}


@given(cases())
def test_over_the_years_what_came_in_is_what_was_decided_and_what_is_still_open(history: list[CaseFacts]) -> None:
    results = [tally(year, cases=history, remedies=()) for year in YEARS]
    assert count(results[0], CARRIED_IN.key) == 0
    for column in TABLE3_COLUMNS:
        received = sum(count(result, NEWLY_RECEIVED.key, column.key) for result in results)
        decided = sum(count(result, TOTAL.key, column.key) for result in results)
        assert received == decided + count(results[-1], CARRIED_OUT.key, column.key)
    assert sum(count(result, NEWLY_RECEIVED.key) for result in results) == len(history)


@settings(max_examples=200)
@given(cases(), st.sampled_from(YEARS))
def test_every_request_of_a_year_counts_once_coming_and_once_going_under_its_applicant(
    history: list[CaseFacts], year: int
) -> None:
    result = tally(year, cases=history, remedies=())
    edition = result.edition
    one_row = OTHERWISE_ONE_ROW in edition.outcome_rows
    coming, going = Counter[str](), Counter[str]()
    for column in TABLE3_COLUMNS[:-1]:
        for row in (NEWLY_RECEIVED, CARRIED_IN):
            coming.update(result.records[table3_cell(row.key, column.key)])
        for row in (*edition.outcome_rows, CARRIED_OUT):
            going.update(result.records[table3_cell(row.key, column.key)])
    first_day, last_day = date(year, 1, 1), date(year, 12, 31)
    in_hand = {
        case.case_id
        for case in history
        if case.received_on <= last_day and (case.closed_on is None or case.closed_on >= first_day)
    }
    assert coming == going == Counter(in_hand)
    for case in history:
        if case.outcome is not None and case.closed_on is not None and case.closed_on.year == year:
            row_key = report_row(case.outcome, item_six_in_one_row=one_row)
            assert row_key is not None
            assert case.case_id in result.records[table3_cell(row_key, case.applicant.value)]


@given(cases(), remedies(), st.sampled_from(YEARS), st.randoms(use_true_random=False))
def test_figures_are_numbers_of_records_and_do_not_depend_on_their_order(
    history: list[CaseFacts], disputes: list[RemedyFacts], year: int, random: Random
) -> None:
    result = tally(year, cases=history, remedies=disputes)
    for cell, ids in result.records.items():
        assert result.cells[cell].number == len(ids) == len(set(ids))
    random.shuffle(history)
    random.shuffle(disputes)
    assert tally(year, cases=history, remedies=disputes).cells == result.cells


@given(cases(), st.sampled_from(YEARS))
def test_what_happens_after_a_year_changes_nothing_in_it(history: list[CaseFacts], year: int) -> None:
    known_then = [
        case
        if case.closed_on is None or case.closed_on.year <= year
        else CaseFacts(case.case_id, case.received_on, case.applicant)
        for case in history
        if case.received_on.year <= year
    ]
    at_year_end = tally(year, cases=known_then, remedies=())
    assert at_year_end.records == tally(year, cases=history, remedies=()).records


@given(remedies())
def test_every_remedy_ends_in_one_year_and_is_pending_in_each_year_before(disputes: list[RemedyFacts]) -> None:
    seen: dict[str, list[tuple[int, str]]] = {remedy.remedy_id: [] for remedy in disputes}
    for year in YEARS:
        records = tally(year, cases=(), remedies=disputes).records
        for group in TABLE4_GROUPS:
            for column in TABLE4_COLUMNS[:-1]:
                for remedy_id in records[f"table4.{group.key}.{column.key}"]:
                    seen[remedy_id].append((year, column.key))
    for remedy in disputes:
        expected = []
        for year in range(remedy.accepted_on.year, LAST_YEAR + 1):
            if remedy.concluded_on is not None and remedy.concluded_on.year == year:
                assert remedy.result is not None
                expected.append((year, remedy.result.value))
                break
            expected.append((year, "pending"))
        assert seen[remedy.remedy_id] == expected
