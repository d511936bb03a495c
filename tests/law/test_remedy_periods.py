"""The periods for remedies (救济期限): 行政复议法第二十条、第二十一条、第三十四条, 行政诉讼法第四十五条、第四十六条."""

from datetime import date

import pytest

from gongkai.law.calendar import CalendarNotPublished
from gongkai.law.periods import ImpossibleDates, NoSettledDay, add_months
from gongkai.law.remedy_periods import (
    litigation_after_reconsideration_due,
    litigation_due,
    reconsideration_due,
)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        pytest.param(date(2024, 5, 27), date(2024, 7, 26), id="六十日，最后一日为工作日"),
        pytest.param(date(2024, 5, 7), date(2024, 7, 8), id="最后一日为周六，顺延至周一"),
        pytest.param(date(2024, 8, 2), date(2024, 10, 8), id="最后一日为国庆节，顺延至节后"),
        pytest.param(date(2024, 8, 13), date(2024, 10, 12), id="最后一日为调休上班的周六，不顺延"),
        pytest.param(date(2023, 5, 27), date(2023, 7, 26), id="2024年前同为六十日"),
    ],
)
def test_reconsideration_is_applied_for_within_sixty_days(told: date, due: date) -> None:
    """行政复议法第二十条第一款, 民事诉讼法第八十五条"""
    assert reconsideration_due(told, told, told).due == due


@pytest.mark.parametrize(
    ("acted", "act_known", "rights_known", "due", "source"),
    [
        pytest.param(
            date(2024, 3, 1),
            date(2024, 3, 1),
            date(2024, 5, 27),
            date(2024, 7, 26),
            "第二十条第一款",
            id="后来知道权利",
        ),
        pytest.param(
            date(2024, 3, 1),
            date(2024, 3, 1),
            None,
            date(2025, 3, 3),
            "第二十条第三款",
            id="未告知，最长一年，周六顺延",
        ),
        pytest.param(
            date(2024, 3, 1), date(2024, 3, 1), date(2025, 2, 10), date(2025, 3, 3), "第二十条第三款", id="一年先到"
        ),
        pytest.param(
            date(2024, 3, 1), date(2029, 1, 15), date(2029, 1, 15), date(2029, 3, 1), "第二十一条", id="五年先到"
        ),
        pytest.param(date(2024, 3, 1), date(2028, 6, 1), None, date(2029, 3, 1), "第二十一条", id="未告知，五年先到"),
    ],
)
def test_who_was_not_told_has_a_year_and_nobody_more_than_five(
    acted: date, act_known: date, rights_known: date | None, due: date, source: str
) -> None:
    """行政复议法第二十条第三款、第二十一条"""
    period = reconsideration_due(acted, act_known, rights_known)
    assert (period.due, str(period.source)) == (due, f"行政复议法{source}")


def test_the_law_before_2024_has_no_period_for_who_was_not_told() -> None:
    assert str(reconsideration_due(*[date(2023, 12, 29)] * 3).source) == "行政复议法（2017年修正）第九条第一款"
    with pytest.raises(ImpossibleDates, match="2024-01-01前作出的行政行为适用当时的行政复议法"):
        reconsideration_due(date(2023, 12, 29), date(2023, 12, 29), None)


@pytest.mark.parametrize(
    ("acted", "act_known", "rights_known", "due", "source"),
    [
        pytest.param(
            date(2024, 5, 27), date(2024, 5, 27), date(2024, 5, 27), date(2024, 11, 27), "第四十六条第一款", id="六个月"
        ),
        pytest.param(
            date(2023, 8, 31), date(2023, 8, 31), date(2023, 8, 31), date(2024, 2, 29), "第四十六条第一款", id="月末"
        ),
        pytest.param(
            date(2024, 4, 1), date(2024, 4, 1), date(2024, 4, 1), date(2024, 10, 8), "第四十六条第一款", id="国庆节顺延"
        ),
        pytest.param(
            date(2024, 5, 27), date(2024, 5, 27), None, date(2025, 5, 27), "第六十四条第一款", id="未告知，一年"
        ),
        pytest.param(
            date(2020, 5, 27), date(2025, 3, 3), date(2025, 3, 3), date(2025, 5, 27), "第四十六条第二款", id="五年"
        ),
    ],
)
def test_a_suit_is_brought_within_six_months(
    acted: date, act_known: date, rights_known: date | None, due: date, source: str
) -> None:
    """行政诉讼法第四十六条, 法释〔2018〕1号第六十四条"""
    period = litigation_due(acted, act_known, rights_known)
    assert period.due == due
    assert str(period.source).endswith(source)


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        pytest.param(date(2024, 5, 6), date(2024, 5, 21), id="十五日"),
        pytest.param(date(2024, 4, 16), date(2024, 5, 6), id="劳动节顺延"),
        pytest.param(date(2024, 4, 26), date(2024, 5, 11), id="调休上班的周六不顺延"),
    ],
)
def test_a_suit_after_reconsideration_is_brought_within_fifteen_days(decided: date, due: date) -> None:
    """行政诉讼法第四十五条, 行政复议法第三十四条"""
    assert litigation_after_reconsideration_due(decided).due == due


def test_a_moved_last_day_is_explained() -> None:
    days = litigation_after_reconsideration_due(date(2024, 4, 16)).days
    assert [(day.day.isoformat(), day.n, day.reason) for day in days[-7:]] == [
        ("2024-04-30", 14, "日历日"),
        ("2024-05-01", 15, "劳动节放假，期限的最后一日顺延"),
        ("2024-05-02", None, "劳动节放假"),
        ("2024-05-03", None, "劳动节放假"),
        ("2024-05-04", None, "劳动节放假"),
        ("2024-05-05", None, "劳动节放假"),
        ("2024-05-06", None, "顺延后的最后一日"),
    ]


def test_only_the_last_day_makes_a_calendar_period_provisional() -> None:
    assert not reconsideration_due(*[date(2026, 10, 9)] * 3).provisional
    across = reconsideration_due(*[date(2026, 12, 8)] * 3)
    assert (across.due, across.provisional) == (date(2027, 2, 9), True)
    with pytest.raises(NoSettledDay):
        across.settled()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 6, 30), 6, date(2024, 12, 30)),
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 11, 15), 1, date(2024, 12, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ImpossibleDates, match="知道行政行为之日（2024-05-01）早于作出行政行为之日（2024-05-06）"):
        reconsideration_due(date(2024, 5, 6), date(2024, 5, 1), None)
    with pytest.raises(ImpossibleDates, match="知道救济权利和期限之日"):
        litigation_due(date(2024, 5, 6), date(2024, 5, 6), date(2024, 5, 1))


def test_dates_beyond_every_calendar_are_refused() -> None:
    with pytest.raises(ImpossibleDates, match="请核对日期"):
        litigation_due(*[date(9999, 12, 31)] * 3)
    with pytest.raises(ImpossibleDates, match="请核对日期"):
        litigation_after_reconsideration_due(date(9999, 12, 31))
    with pytest.raises(CalendarNotPublished):
        litigation_due(*[date(2100, 1, 1)] * 3)
