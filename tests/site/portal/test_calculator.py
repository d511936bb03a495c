"""The public calculator says what the law's own function says, and keeps what was typed."""

from datetime import date

import pytest
from django.urls import reverse

from gongkai.law import Consultation, reply_due


def ask(client, **given):
    answer = client.get(reverse("calculator"), given)
    return answer.status_code, answer.content.decode()


def test_it_counts_as_the_law_does_and_says_why(client, db):
    """条例第三十三条第二款"""
    status, page = ask(client, received="2024-04-26")
    assert status == 200
    assert "期限届满之日：2024-05-27" in page
    for each in reply_due(date(2024, 4, 26)).days:
        assert each.day.isoformat() in page
        assert each.reason in page


def test_a_consultation_stops_the_count(client, db):
    """条例第三十三条第三款"""
    expected = reply_due(date(2024, 4, 26), consultations=[Consultation(date(2024, 5, 6), date(2024, 5, 20))]).due
    assert f"期限届满之日：{expected}" in ask(client, received="2024-04-26", sent="2024-05-06", replied="2024-05-20")[1]


def test_what_is_still_awaited_has_no_last_day(client, db):
    assert "期限停止计算" in ask(client, received="2024-04-26", asked="2024-04-28")[1]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"received": "昨天"}, "昨天", id="no date"),
        pytest.param({"received": ""}, "请填写日期", id="nothing"),
        pytest.param({"received": "2024-04-26", "answered": "2024-05-08"}, "请填写要求补正之日", id="half of it"),
        pytest.param({"received": "2024-04-26", "asked": "2024-04-01"}, "早于", id="before it came in"),
        pytest.param({"received": "2018-04-26"}, "早于现行", id="under the old Regulation"),
        pytest.param({"received": "2024-04-26", "extended": "21"}, "20", id="too long an extension"),
        pytest.param({"received": "9999-12-31"}, "", id="the end of time"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, db, given, says):
    status, page = ask(client, **given)
    assert status == 422
    assert says in page
    for value in given.values():
        assert value in page


def test_it_asks_the_database_nothing_that_grows(client, region, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        ask(client, received="2024-04-26")
