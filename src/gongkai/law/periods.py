"""Periods (期限): the last day of one, and why, day by day.

The day on which a period starts is not counted (开始之日不计算在内); it ends with its last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.law.calendar import WorkCalendar
from gongkai.law.citations import Citation
from gongkai.wording import _

_ONE_DAY = timedelta(days=1)


class ImpossibleDates(GongkaiError):
    """Dates or numbers that cannot be true together."""


class NoSettledDay(GongkaiError):
    """A period has no last day on which a refusal or a closing may rely."""


class WaitingFor(StrEnum):
    """What stands still until somebody else acts: the period has no last day before that."""

    SUPPLEMENT = "supplement"  # 等待补正
    PAYMENT = "payment"  # 等待缴费
    CONSULTATION = "consultation"  # 等待征求意见的答复


class Mark(StrEnum):
    """What is amiss in the history of a request without changing the count."""

    SUPPLEMENT_NOTICE_LATE = "supplement_notice_late"  # 补正告知超过七个工作日
    FEE_NOTICE_LATE = "fee_notice_late"  # 收费通知在答复期限届满后发出
    PAYMENT_LATE = "payment_late"  # 缴费超过二十个工作日
    CONSULTATION_BEFORE_RESTART = "consultation_before_restart"  # 征求意见在期限重新计算前结束，不扣除
    CONSULTATION_AFTER_PERIOD = "consultation_after_period"  # 征求意见书在期限届满之日或者之后发出，不扣除


@dataclass(frozen=True, slots=True)
class PeriodDay:
    """One day of an explanation: whether it counts, as which one, and why, in words for people."""

    day: date
    counted: bool
    n: int | None
    reason: str

    def to_json(self) -> dict[str, object]:
        """Return the day as ``gongkai due --json`` prints it."""
        return {"date": self.day.isoformat(), "counted": self.counted, "n": self.n, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period (期限届满之日), with the explanation.

    ``due`` is None while the period stands still: ``waiting_for`` says why and ``remaining`` how many of its days are
    left. ``provisional_from`` is the first day that was looked up in a year without a holiday schedule. Nothing that
    refuses or closes may rely on a provisional day: take the day from ``settled`` there.
    """

    due: date | None
    days: tuple[PeriodDay, ...]
    source: Citation
    provisional_from: date | None = None
    waiting_for: WaitingFor | None = None
    remaining: int = 0
    marks: tuple[Mark, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the last day can still move when a holiday schedule comes out (暂定)."""
        return self.provisional_from is not None

    def settled(self) -> date:
        """Return the last day for what refuses or closes: it must be known, and not provisional."""
        if self.due is None:
            raise NoSettledDay(_("期限尚未届满：正在等待补正、缴费或者征求意见的答复，届满之日还不能确定。"))
        if self.provisional_from is not None:
            raise NoSettledDay(
                _(
                    "{due}是暂定的届满之日：{year}年的节假日安排尚未载入。不得据以拒绝或者结案，请在安排公布并载入后再办。"
                ).format(due=self.due, year=self.provisional_from.year)
            )
        return self.due

    def to_json(self) -> dict[str, object]:
        """Return the answer as ``gongkai due --json`` prints it."""
        return {
            "due": None if self.due is None else self.due.isoformat(),
            "provisional": self.provisional,
            "days": [day.to_json() for day in self.days],
        }


@dataclass(frozen=True, slots=True)
class Stop:
    """A time that does not count: the working days after ``after`` up to and including ``until``, if that is known."""

    after: date
    until: date | None
    reason: str


def check_order(earlier: date, earlier_name: str, later: date | None, later_name: str) -> None:
    """Refuse a day that lies before the one that it must follow; both names are words for people."""
    if later is not None and later < earlier:
        raise ImpossibleDates(
            _("{later_name}（{later}）早于{earlier_name}（{earlier}），请核对日期。").format(
                later_name=later_name, later=later, earlier_name=earlier_name, earlier=earlier
            )
        )


def working_days_after(
    start: date,
    length: int,
    source: Citation,
    calendar: WorkCalendar,
    start_reason: str,
    stops: Sequence[Stop] = (),
) -> Due:
    """Return a period of ``length`` working days (工作日); the day of ``start`` is day zero.

    Time inside a stop is passed over, once, however many stops overlap. A stop without an end leaves the period
    without a last day.
    """
    days = [PeriodDay(start, False, None, start_reason)]
    provisional_from = None
    # A day that no calendar reaches is refused here, and not by arithmetic on it.
    calendar.look_up(start)
    day, n = start, 0
    while n < length:
        day += _ONE_DAY
        running = [stop for stop in stops if stop.after < day and (stop.until is None or day <= stop.until)]
        if any(stop.until is None for stop in running):
            return Due(
                None, tuple(days), source, provisional_from, waiting_for=WaitingFor.CONSULTATION, remaining=length - n
            )
        looked_up = calendar.look_up(day)
        if looked_up.provisional and provisional_from is None:
            provisional_from = day
        if running or not looked_up.working:
            reason = running[0].reason if looked_up.working else looked_up.reason
            days.append(PeriodDay(day, False, None, reason))
        else:
            n += 1
            days.append(PeriodDay(day, True, n, looked_up.reason))
    return Due(day, tuple(days), source, provisional_from)


def calendar_period(
    start: date, last: date, source: Citation, start_reason: str, moved_by: WorkCalendar | None = None
) -> Due:
    """Return the period of calendar days (日历日) from the day after ``start`` to ``last``.

    Where ``moved_by`` is given, a last day that is a rest day (法定休假日: a statutory holiday or a weekend, unless
    worked as a make-up day) moves to the first working day after it.
    """
    counted = [PeriodDay(start + timedelta(days=n), True, n, _("日历日")) for n in range(1, (last - start).days + 1)]
    days = [PeriodDay(start, False, None, start_reason), *counted]
    if moved_by is None:
        return Due(last, tuple(days), source)
    looked_up = moved_by.look_up(last)
    provisional_from = last if looked_up.provisional else None
    if not looked_up.working:
        days[-1] = replace(days[-1], reason=_("{reason}，期限的最后一日顺延").format(reason=looked_up.reason))
    while not looked_up.working:
        last += _ONE_DAY
        looked_up = moved_by.look_up(last)
        if looked_up.provisional and provisional_from is None:
            provisional_from = last
        reason = _("顺延后的最后一日") if looked_up.working else looked_up.reason
        days.append(PeriodDay(last, False, None, reason))
    return Due(last, tuple(days), source, provisional_from)


def add_days(day: date, days: int) -> date:
    """Return the day so many days later."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise _beyond_all_calendars(day) from error


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_year, next_month = divmod(year * 12 + month + 1, 12)
    try:
        last_of_month = date(next_year, next_month + 1, 1) - _ONE_DAY
    except ValueError as error:
        raise _beyond_all_calendars(day) from error
    return last_of_month.replace(day=min(day.day, last_of_month.day))


def _beyond_all_calendars(day: date) -> ImpossibleDates:
    return ImpossibleDates(_("从{day}起算的期限超出了可以表示的日期，请核对日期。").format(day=day))
