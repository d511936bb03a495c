"""The reply period against an oracle written apart: a diary that is lived day by day.

The oracle knows nothing of starts, restarts or intervals. It lives one day after the other, keeps a counter and a pile
of unanswered letters, and asks other libraries which days are worked: ``chinesecalendar`` for the years with a
schedule, the own days of the statute in ``holidays`` after them.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.law import Consultation, Due, Extension, Payment, Supplement, reply_due
from gongkai.law.periods import Mark, WaitingFor
from gongkai.law.request_periods import (
    co_author_reply_due,
    fee_payment_due,
    supplement_notice_due,
    third_party_reply_due,
)

FIRST, LAST = date(2019, 5, 15), date(2027, 3, 31)
LAST_SCHEDULE = 2026


@cache
def statutory_days(year: int) -> frozenset[date]:
    days = holidays.country_holidays("CN", years=year, language="en_US")
    return frozenset(day for day, name in days.items() if any("observed" not in part for part in name.split("; ")))


@cache
def worked(day: date) -> bool:
    if day.year <= LAST_SCHEDULE:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in statutory_days(day.year)


@dataclass
class Diary:
    """What the oracle remembers from one day to the next."""

    length: int
    counted: int = 0
    over: date | None = None
    waiting_for_applicant: set[str] = field(default_factory=set)
    letters_out: list[int] = field(default_factory=list)
    provisional: bool = False
    counted_days: list[date] = field(default_factory=list)

    def begin_anew(self) -> None:
        self.counted, self.over, self.provisional, self.counted_days = 0, None, False, []

    def live(self, day: date) -> None:
        """Count the day, if it counts: nothing is counted once the period is over."""
        if self.over or self.waiting_for_applicant:
            return
        self.provisional |= day.year > LAST_SCHEDULE
        if worked(day) and not self.letters_out:
            self.counted += 1
            self.counted_days.append(day)
            if self.counted == self.length:
                self.over = day


@dataclass(frozen=True)
class History:
    received: date
    supplement: Supplement | None
    consultations: tuple[Consultation, ...]
    payment: Payment | None
    extra: int

    @property
    def last_event(self) -> date:
        days = [self.received]
        for step in (self.supplement, self.payment, *self.consultations):
            match step:
                case Supplement(asked, answered):
                    days += [asked, answered or asked]
                case Payment(noticed, paid):
                    days += [noticed, paid or noticed]
                case Consultation(sent, answered):
                    days += [sent, answered or sent]
        return max(days)

    def happenings(self, day: date, diary: Diary) -> None:
        """What the evening of a day brings takes effect on the next one."""
        for number, letter in enumerate(self.consultations):
            if letter.sent == day:
                diary.letters_out.append(number)
            if letter.answered == day:
                diary.letters_out.remove(number)
        if self.supplement and self.supplement.asked == day:
            diary.waiting_for_applicant.add("supplement")
        if self.payment and self.payment.noticed == day:
            diary.waiting_for_applicant.add("payment")
        if self.supplement and self.supplement.answered == day:
            diary.waiting_for_applicant.remove("supplement")
            diary.begin_anew()
        if self.payment and self.payment.paid == day:
            diary.waiting_for_applicant.remove("payment")
            diary.begin_anew()

    def lived(self) -> Diary:
        diary = Diary(20 + self.extra)
        self.happenings(self.received, diary)
        day = self.received
        while day < self.last_event or not (diary.over or diary.waiting_for_applicant or diary.letters_out):
            day += timedelta(days=1)
            diary.live(day)
            self.happenings(day, diary)
        return diary

    def counted_by_us(self) -> Due:
        return reply_due(
            self.received,
            supplement=self.supplement,
            consultations=self.consultations,
            payment=self.payment,
            extension=Extension(self.extra) if self.extra else None,
        )


def span(received: date, furthest: int) -> st.SearchStrategy[tuple[date, date | None]]:
    """Two days after receipt, in order; the second may not have come."""
    return st.tuples(st.integers(0, furthest), st.none() | st.integers(0, furthest)).map(
        lambda days: (
            received + timedelta(days=days[0]),
            None if days[1] is None else received + timedelta(days=days[0] + days[1]),
        )
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    received = draw(st.dates(FIRST, LAST))
    near, far = span(received, 25), span(received, 70)
    return History(
        received,
        draw(st.none() | near.map(lambda days: Supplement(*days))),
        tuple(draw(st.lists(far.map(lambda days: Consultation(*days)), max_size=4))),
        draw(st.none() | far.map(lambda days: Payment(*days))),
        draw(st.integers(0, 20)),
    )


D = date.fromisoformat


@settings(max_examples=1500, deadline=None)
@given(histories())
@example(History(D("2024-04-26"), None, (), None, 0))
@example(History(D("2020-01-22"), None, (Consultation(D("2020-01-31"), D("2020-02-03")),), None, 0))
@example(History(D("2026-12-18"), Supplement(D("2026-12-31"), D("2027-02-04")), (), None, 20))
@example(
    History(
        D("2024-04-26"),
        Supplement(D("2024-05-06"), D("2024-05-13")),
        (Consultation(D("2024-05-07"), D("2024-05-17")), Consultation(D("2024-06-30"), None)),
        Payment(D("2024-05-13"), D("2024-05-14")),
        3,
    )
)
def test_the_last_day_is_that_of_the_oracle(history: History) -> None:
    lived, ours = history.lived(), history.counted_by_us()
    if lived.waiting_for_applicant:
        assert ours.due is None
        assert ours.waiting_for in lived.waiting_for_applicant
        assert ours.remaining == lived.length
    elif lived.over is None:
        assert ours.due is None
        assert ours.waiting_for is WaitingFor.CONSULTATION
        assert ours.remaining == lived.length - lived.counted
    else:
        assert ours.due == lived.over
        assert ours.remaining == 0
        assert ours.provisional == lived.provisional
    if not lived.waiting_for_applicant:
        assert [day.day for day in ours.days if day.counted] == lived.counted_days


@settings(max_examples=300, deadline=None)
@given(histories())
def test_the_explanation_has_every_day_once_and_counts_from_one(history: History) -> None:
    days = history.counted_by_us().days
    assert [day.day for day in days] == [history.received + timedelta(days=n) for n in range(len(days))]
    counted = [day.n for day in days if day.counted]
    assert counted == list(range(1, len(counted) + 1))
    assert all(day.reason and (day.counted or day.n is None) for day in days)


@settings(max_examples=300, deadline=None)
@given(histories())
def test_late_is_what_came_after_the_working_days_allowed(history: History) -> None:
    """条例第三十条：七个工作日；信息处理费办法第六条：二十个工作日"""
    marks = history.counted_by_us().marks
    if history.supplement and history.supplement.asked.year <= LAST_SCHEDULE:
        late = working_days_between(history.received, history.supplement.asked) > 7
        assert (Mark.SUPPLEMENT_NOTICE_LATE in marks) == late
    if history.payment and history.payment.paid and history.payment.paid.year <= LAST_SCHEDULE:
        late = working_days_between(history.payment.noticed, history.payment.paid) > 20
        assert (Mark.PAYMENT_LATE in marks) == late


def working_days_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to ``end``; a day off at the end belongs to the next working day."""
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    return sum(map(worked, days)) + bool(days and not worked(days[-1]))


@settings(max_examples=300, deadline=None)
@given(st.dates(FIRST, LAST))
def test_the_other_working_day_periods_are_those_of_the_oracle(start: date) -> None:
    """条例第三十条、第三十二条、第三十四条, 信息处理费办法第六条"""
    for period, length in (
        (supplement_notice_due, 7),
        (third_party_reply_due, 15),
        (co_author_reply_due, 15),
        (fee_payment_due, 20),
    ):
        diary, day = Diary(length), start
        while not diary.over:
            day += timedelta(days=1)
            diary.live(day)
        due = period(start)
        assert (due.due, due.provisional) == (diary.over, diary.provisional)
