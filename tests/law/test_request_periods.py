"""Supplement notice, third party, co-author, fee: 条例第三十条、第三十二条、第三十四条, 信息处理费办法第六条."""

from datetime import date

import pytest

from gongkai.law.periods import Due
from gongkai.law.request_periods import (
    Silence,
    co_author_reply_due,
    co_author_silence,
    fee_payment_due,
    supplement_notice_due,
    third_party_reply_due,
    third_party_silence,
)


@pytest.mark.parametrize(
    ("period", "due", "source"),
    [
        pytest.param(supplement_notice_due(date(2024, 4, 26)), date(2024, 5, 9), "条例第三十条", id="补正告知"),
        pytest.param(third_party_reply_due(date(2024, 5, 6)), date(2024, 5, 24), "条例第三十二条", id="第三方意见"),
        pytest.param(co_author_reply_due(date(2024, 5, 6)), date(2024, 5, 24), "条例第三十四条", id="共同制作机关意见"),
        pytest.param(fee_payment_due(date(2024, 5, 6)), date(2024, 5, 31), "信息处理费办法第六条", id="缴费"),
        pytest.param(fee_payment_due(date(2024, 9, 30)), date(2024, 11, 1), "信息处理费办法第六条", id="缴费遇国庆节"),
        pytest.param(supplement_notice_due(date(2020, 1, 21)), date(2020, 2, 7), "条例第三十条", id="遇春节延长假期"),
    ],
)
def test_a_period_ends_with_its_last_working_day(period: Due, due: date, source: str) -> None:
    assert (period.due, str(period.source), period.provisional) == (due, source, False)
    assert period.days[-1].day == due


@pytest.mark.parametrize(
    ("period", "length"),
    [
        (supplement_notice_due(date(2024, 4, 26)), 7),
        (third_party_reply_due(date(2024, 4, 26)), 15),
        (co_author_reply_due(date(2024, 4, 26)), 15),
        (fee_payment_due(date(2024, 4, 26)), 20),
    ],
)
def test_a_period_counts_as_many_working_days_as_the_article_says(period: Due, length: int) -> None:
    assert [day.n for day in period.days if day.counted] == list(range(1, length + 1))
    assert not period.days[0].counted


@pytest.mark.parametrize(
    ("today", "third_party", "co_author"),
    [
        pytest.param(date(2024, 5, 6), None, None, id="收到当日"),
        pytest.param(date(2024, 5, 24), None, None, id="第十五个工作日，仍可提出意见"),
        pytest.param(date(2024, 5, 25), Silence.AGENCY_DECIDES, Silence.DEEMED_CONSENT, id="期满次日"),
    ],
)
def test_silence_means_the_opposite_for_third_parties_and_co_authors(
    today: date, third_party: Silence | None, co_author: Silence | None
) -> None:
    """条例第三十二条：由行政机关决定；条例第三十四条：视为同意公开"""
    assert third_party_silence(date(2024, 5, 6), today) is third_party
    assert co_author_silence(date(2024, 5, 6), today) is co_author


def test_no_consent_is_deemed_on_a_provisional_day() -> None:
    delivered, today = date(2026, 12, 25), date(2027, 6, 1)
    assert co_author_reply_due(delivered).provisional
    assert co_author_silence(delivered, today) is None
    assert third_party_silence(delivered, today) is None
