"""Law names rows of the report by plain strings, since it knows nothing of reports: here they are proved to exist."""

import pytest

from gongkai.law.applicants import ApplicantKind
from gongkai.law.citations import REGULATION
from gongkai.law.outcomes import Outcome, report_row
from gongkai.stats.editions import EDITIONS, OTHERWISE_ONE_ROW, TABLE3_COLUMNS, Edition


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_every_outcome_counts_in_a_row_of_the_edition_and_every_row_counts_some_outcome(edition: Edition) -> None:
    one_row = OTHERWISE_ONE_ROW in edition.outcome_rows
    rows = {outcome: report_row(outcome, item_six_in_one_row=one_row) for outcome in Outcome}
    assert rows.pop(Outcome.RECTIFICATION) is None
    assert set(rows.values()) == {row.key for row in edition.outcome_rows}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_outcomes_are_listed_in_the_order_of_the_rows(edition: Edition) -> None:
    one_row = OTHERWISE_ONE_ROW in edition.outcome_rows
    order = [row.key for row in edition.outcome_rows]
    places = [
        order.index(row) for outcome in Outcome if (row := report_row(outcome, item_six_in_one_row=one_row)) is not None
    ]
    assert places == sorted(places)


def test_the_kinds_of_applicants_are_the_columns_before_the_total() -> None:
    assert [(kind.value, kind.label) for kind in ApplicantKind] == [
        (column.key, column.label) for column in TABLE3_COLUMNS[:-1]
    ]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_each_block_of_table_two_reports_on_an_item_of_article_20(edition: Edition) -> None:
    items = {REGULATION.article(20, item=number).place for number in range(1, 16)}
    assert {block.article_20 for block in edition.table2} <= items
