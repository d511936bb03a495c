"""Publication on the agency's own initiative (主动公开): 条例第二十六条."""

from datetime import date

import pytest

from gongkai.law.citations import REGULATION
from gongkai.law.periods import ImpossibleDates
from gongkai.law.publication_period import (
    BUDGET_RULE,
    GENERAL_RULE,
    PROCUREMENT_CONTRACT_RULE,
    DayUnit,
    PublicationRule,
    publication_due,
)


@pytest.mark.parametrize(
    ("formed", "rule", "due", "source"),
    [
        pytest.param(date(2024, 4, 26), GENERAL_RULE, date(2024, 5, 27), "条例第二十六条", id="二十个工作日"),
        pytest.param(date(2024, 4, 26), BUDGET_RULE, date(2024, 5, 16), "预算法第十四条", id="预算二十日"),
        pytest.param(date(2024, 4, 21), BUDGET_RULE, date(2024, 5, 11), "预算法第十四条", id="二十日，不论是否工作日"),
        pytest.param(
            date(2024, 4, 30),
            PROCUREMENT_CONTRACT_RULE,
            date(2024, 5, 7),
            "政府采购法实施条例第五十条",
            id="采购合同两个工作日",
        ),
    ],
)
def test_information_is_published_within_its_period(
    formed: date, rule: PublicationRule, due: date, source: str
) -> None:
    period = publication_due(formed, rule)
    assert (period.due, str(period.source)) == (due, source)
    assert [day.n for day in period.days if day.counted] == list(range(1, rule.length + 1))
    assert period.days[0].reason == "形成或者变更当日不计"


def test_a_special_law_may_set_another_period() -> None:
    special = PublicationRule(5, DayUnit.WORKING_DAYS, REGULATION.article(26))
    assert publication_due(date(2024, 5, 6), special).due == date(2024, 5, 11)


def test_publication_into_a_year_without_a_schedule_is_provisional() -> None:
    assert publication_due(date(2026, 12, 25)).provisional


def test_a_period_of_no_day_is_refused() -> None:
    with pytest.raises(ImpossibleDates, match="至少为1日"):
        publication_due(date(2024, 5, 6), PublicationRule(0, DayUnit.WORKING_DAYS, REGULATION.article(26)))


def test_a_period_beyond_every_date_is_refused() -> None:
    with pytest.raises(ImpossibleDates, match="请核对日期"):
        publication_due(date(9999, 12, 31), BUDGET_RULE)
