"""What holds of every reply period (答复期限), whatever happened."""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import Consultation, Extension, Payment, Supplement, national_calendar, reply_due

received_days = st.dates(date(2019, 5, 15), date(2030, 12, 31))
spans = st.tuples(st.integers(0, 60), st.integers(0, 60))


def consultation(received: date, days: tuple[int, int]) -> Consultation:
    sent = received + timedelta(days=days[0])
    return Consultation(sent, sent + timedelta(days=days[1]))


@settings(max_examples=150, deadline=None)
@given(received_days, st.integers(1, 20))
def test_a_period_ends_on_a_working_day_and_an_extension_on_a_later_one(received: date, extra: int) -> None:
    ordinary = reply_due(received).due
    extended = reply_due(received, extension=Extension(extra)).due
    assert ordinary is not None
    assert extended is not None
    assert received < ordinary < extended
    assert national_calendar().is_working_day(ordinary)
    assert national_calendar().is_working_day(extended)


@settings(max_examples=150, deadline=None)
@given(received_days)
def test_who_is_received_later_is_never_due_earlier(received: date) -> None:
    today, tomorrow = reply_due(received).due, reply_due(received + timedelta(days=1)).due
    assert today is not None
    assert tomorrow is not None
    assert today <= tomorrow


@settings(max_examples=150, deadline=None)
@given(received_days, st.lists(spans, max_size=4), spans)
def test_one_more_consultation_never_shortens_the_period(
    received: date, earlier: list[tuple[int, int]], more: tuple[int, int]
) -> None:
    """条例第三十三条第三款"""
    consultations = [consultation(received, days) for days in earlier]
    without = reply_due(received, consultations=consultations).due
    with_it = reply_due(received, consultations=[*consultations, consultation(received, more)]).due
    assert without is not None
    assert with_it is not None
    assert without <= with_it


@settings(max_examples=150, deadline=None)
@given(received_days, st.lists(spans, max_size=5), st.randoms(use_true_random=False))
def test_the_order_in_which_consultations_are_told_does_not_matter(
    received: date, days: list[tuple[int, int]], shuffler: Random
) -> None:
    consultations = [consultation(received, each) for each in days]
    shuffled = list(consultations)
    shuffler.shuffle(shuffled)
    assert reply_due(received, consultations=consultations) == reply_due(received, consultations=shuffled)


@settings(max_examples=150, deadline=None)
@given(received_days, st.integers(0, 30), st.integers(0, 30))
def test_overlapping_consultations_count_once(received: date, first: int, second: int) -> None:
    """Two that touch or overlap are the one that covers both."""
    sent = received + timedelta(days=1)
    middle, end = sent + timedelta(days=first), sent + timedelta(days=first + second)
    both = [Consultation(sent, middle), Consultation(sent, end), Consultation(middle, end)]
    assert reply_due(received, consultations=both).due == reply_due(received, consultations=both[1:2]).due


@settings(max_examples=150, deadline=None)
@given(received_days, spans, st.booleans())
def test_a_restart_is_a_receipt_on_that_day(received: date, days: tuple[int, int], by_payment: bool) -> None:
    """条例第三十条, 信息处理费办法第六条"""
    asked = received + timedelta(days=days[0])
    answered = asked + timedelta(days=days[1])
    if by_payment:
        restarted = reply_due(received, payment=Payment(asked, answered))
    else:
        restarted = reply_due(received, supplement=Supplement(asked, answered))
    assert restarted.due == reply_due(answered).due


@settings(max_examples=150, deadline=None)
@given(received_days)
def test_a_period_is_provisional_when_it_ends_in_a_year_without_a_schedule(received: date) -> None:
    period = reply_due(received)
    assert period.due is not None
    assert period.provisional == (period.due.year not in national_calendar().years)
