"""The reply period (答复期限) of a disclosure request: twenty working days, extended, restarted, stopped.

The rules, with what the law leaves open decided here (ours):

- Twenty working days from the day after receipt, and at most twenty more once extended (条例第三十三条第二款).
- A supplement (补正) restarts the count on the day on which it came in (第三十条), a payment of the fee (缴费) on
  the day of payment (信息处理费办法第六条); neither day is counted. The latest of them is the one that matters.
- An extension that was decided before such a restart lengthens the restarted period too (ours).
- A consultation (征求意见) takes out the working days after the day on which it was sent, up to and including the day
  of the answer (第三十三条第三款); which end days are taken out is ours. Overlapping ones count once, what ended before
  a restart counts for nothing, and what was sent after the period had run out does not bring it back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from gongkai.errors import GongkaiError
from gongkai.law.calendar import WorkCalendar, national_calendar
from gongkai.law.citations import REGULATION
from gongkai.law.periods import (
    Due,
    ImpossibleDates,
    Mark,
    PeriodDay,
    Stop,
    WaitingFor,
    check_order,
    working_days_after,
)
from gongkai.law.request_periods import fee_payment_due, supplement_notice_due
from gongkai.wording import _

REPLY_WORKING_DAYS = 20
LONGEST_EXTENSION = 20
_ONE_DAY = timedelta(days=1)
_REPLY = REGULATION.article(33, 2)


class UnderOldRegulation(GongkaiError):
    """The request came in before the Regulation of 2019 was in force: its clocks are not this module's."""

    def __init__(self, received: date) -> None:
        self.received = received
        super().__init__(
            _(
                "收到申请之日为{received}，早于现行《政府信息公开条例》施行之日（{first}），"
                "应当适用修订前的条例，本软件不计算其期限。请核对收到日期。"
            ).format(received=received, first=REGULATION.in_force_from)
        )


@dataclass(frozen=True, slots=True)
class Supplement:
    """The one supplement (补正) of a request: when it was asked for, and when the answer came in, if it has."""

    asked: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment of a fee (缴费): when its notice was received, and when it was paid, if it has been."""

    noticed: date
    paid: date | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation (征求意见) of a third party or another agency.

    ``answered`` is the day of the answer; where the consulted kept silent, the last day of their period. None while
    the answer is awaited.
    """

    sent: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """The one extension (延期) of a reply period: by how many working days, and when it was decided, if known."""

    working_days: int = LONGEST_EXTENSION
    decided: date | None = None


def reply_due(
    received: date,
    *,
    supplement: Supplement | None = None,
    consultations: Iterable[Consultation] = (),
    payment: Payment | None = None,
    extension: Extension | None = None,
    calendar: WorkCalendar | None = None,
) -> Due:
    """Return the last day of the reply period (答复期限), explained from the day of receipt on. 条例第三十、三十三条.

    While a supplement, a payment or the answer to a consultation is awaited there is no last day.
    """
    request = _Request(received, supplement, tuple(consultations), payment, calendar or national_calendar())
    request.check()
    if extension is None:
        return request.reply_due(REPLY_WORKING_DAYS)
    _check_extension(extension, request)
    return request.reply_due(REPLY_WORKING_DAYS + extension.working_days)


@dataclass(frozen=True, slots=True)
class _Restart:
    """A wait for the applicant whose end starts the count anew, with the words that explain its days."""

    asked: date
    answered: date | None
    waiting_for: WaitingFor
    asked_reason: str
    waiting_reason: str
    answered_reason: str

    def waits_on(self, day: date) -> bool:
        return self.asked < day and (self.answered is None or day < self.answered)

    def reason(self, day: date) -> str | None:
        if day == self.answered:
            return self.answered_reason
        if day == self.asked:
            return self.asked_reason
        return self.waiting_reason if self.waits_on(day) else None


@dataclass(frozen=True)
class _Request:
    """What happened to one request, and the calendar to count by."""

    received: date
    supplement: Supplement | None
    consultations: tuple[Consultation, ...]
    payment: Payment | None
    calendar: WorkCalendar

    def check(self) -> None:
        """Refuse a history that cannot have happened."""
        if self.received < REGULATION.in_force_from:
            raise UnderOldRegulation(self.received)
        steps: list[tuple[date, str, date | None, str]] = []
        if self.supplement is not None:
            steps.append((self.supplement.asked, _("补正告知之日"), self.supplement.answered, _("收到补正之日")))
        for consultation in self.consultations:
            steps.append((consultation.sent, _("征求意见书发出之日"), consultation.answered, _("收到意见之日")))
        if self.payment is not None:
            steps.append((self.payment.noticed, _("收到收费通知之日"), self.payment.paid, _("缴费之日")))
        for begun, begun_name, ended, ended_name in steps:
            check_order(self.received, _("收到申请之日"), begun, begun_name)
            check_order(begun, begun_name, ended, ended_name)

    def reply_due(self, length: int) -> Due:
        start = self.start_on(date.max)
        waits = [restart for restart in self.restarts if restart.answered is None]
        if waits:
            # The days up to the last thing that happened: nothing can be said of those to come.
            last = max(start, *(wait.asked for wait in waits))
            self.calendar.look_up(last)
            return Due(
                None,
                self.days_before(last + _ONE_DAY),
                _REPLY,
                waiting_for=waits[0].waiting_for,
                remaining=length,
                marks=self.marks(length, start, None),
            )
        start_reason = self.reason_before_restart(start)
        stops = [Stop(each.sent, each.answered, _("征求意见期间不计")) for each in self.consultations]
        period = working_days_after(start, length, _REPLY, self.calendar, start_reason, stops)
        settled = None if period.provisional else period.due
        return replace(period, days=(*self.days_before(start), *period.days), marks=self.marks(length, start, settled))

    @cached_property
    def restarts(self) -> tuple[_Restart, ...]:
        restarts = []
        if self.supplement is not None:
            asked_reason = _("补正告知，期限自收到补正后重新计算")
            if self.supplement_notice_is_late():
                asked_reason = _("补正告知（超过七个工作日，逾期），期限自收到补正后重新计算")
            restarts.append(
                _Restart(
                    self.supplement.asked,
                    self.supplement.answered,
                    WaitingFor.SUPPLEMENT,
                    asked_reason,
                    _("等待补正，不计"),
                    _("收到补正当日不计，期限自次日起重新计算"),
                )
            )
        if self.payment is not None:
            restarts.append(
                _Restart(
                    self.payment.noticed,
                    self.payment.paid,
                    WaitingFor.PAYMENT,
                    _("收费通知，期限自缴费后重新计算"),
                    _("等待缴费，不计"),
                    _("缴费当日不计，期限自次日起重新计算"),
                )
            )
        return tuple(restarts)

    def start_on(self, day: date) -> date:
        """Return the day zero of the period that runs on ``day``: the receipt, or the latest restart."""
        answered = [restart.answered for restart in self.restarts if restart.answered is not None]
        return max([self.received, *(restart for restart in answered if restart <= day)])

    def days_before(self, end: date) -> tuple[PeriodDay, ...]:
        """Return the days from receipt to the eve of ``end``, none of which counts any more."""
        days = (self.received + timedelta(days=n) for n in range((end - self.received).days))
        return tuple(PeriodDay(day, False, None, self.reason_before_restart(day)) for day in days)

    def reason_before_restart(self, day: date) -> str:
        for restart in self.restarts:
            if reason := restart.reason(day):
                return reason
        return _("收到申请当日不计") if day == self.received else _("在期限重新计算之前，不计")

    def had_run_out(self, day: date, length: int) -> bool:
        """Whether the period that was in force on ``day`` had ended before it, for certain.

        While something is awaited that will restart it, the period cannot end any more.
        """
        day = min([day, *(restart.asked for restart in self.restarts if restart.waits_on(day))])
        stops = [Stop(each.sent, each.answered, "") for each in self.consultations]
        period = working_days_after(self.start_on(day), length, _REPLY, self.calendar, "", stops)
        return period.due is not None and period.due < day and not period.provisional

    def supplement_notice_is_late(self) -> bool:
        return self.supplement is not None and _is_after(
            self.supplement.asked, supplement_notice_due(self.received, self.calendar)
        )

    def marks(self, length: int, start: date, due: date | None) -> tuple[Mark, ...]:
        """Return what is amiss; ``due`` only where it is settled."""
        payment = self.payment
        ended = [each.answered for each in self.consultations if each.answered is not None]
        found = {
            Mark.SUPPLEMENT_NOTICE_LATE: self.supplement_notice_is_late(),
            Mark.FEE_NOTICE_LATE: payment is not None
            and replace(self, payment=None).had_run_out(payment.noticed, length),
            Mark.PAYMENT_LATE: payment is not None
            and payment.paid is not None
            and _is_after(payment.paid, fee_payment_due(payment.noticed, self.calendar)),
            Mark.CONSULTATION_BEFORE_RESTART: start > self.received and any(day <= start for day in ended),
            Mark.CONSULTATION_AFTER_PERIOD: due is not None and any(each.sent >= due for each in self.consultations),
        }
        return tuple(mark for mark, applies in found.items() if applies)


def _is_after(day: date, period: Due) -> bool:
    """Whether the day lies after the period for certain: nothing is late by a provisional day."""
    return period.due is not None and not period.provisional and period.due < day


def _check_extension(extension: Extension, request: _Request) -> None:
    """Refuse an extension that the Regulation does not allow (条例第三十三条第二款)."""
    if not 1 <= extension.working_days <= LONGEST_EXTENSION:
        raise ImpossibleDates(
            _("不能延期{days}个工作日：延长的期限应当在1至{most}个工作日之间（{source}）。").format(
                days=extension.working_days, most=LONGEST_EXTENSION, source=_REPLY
            )
        )
    if extension.decided is None:
        return
    check_order(request.received, _("收到申请之日"), extension.decided, _("延期决定之日"))
    if request.had_run_out(extension.decided, REPLY_WORKING_DAYS):
        raise ImpossibleDates(
            _("延期决定之日（{decided}）在答复期限届满之后；延期须在期限届满前决定并告知申请人，请核对日期。").format(
                decided=extension.decided
            )
        )
