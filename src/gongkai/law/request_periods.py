"""The periods inside the handling of a request: supplement notice, third party, co-author, fee.

Every function takes the day zero, which does not count, and a calendar; the national one unless told otherwise.
"""

from datetime import date
from enum import StrEnum

from gongkai.law.calendar import WorkCalendar, national_calendar
from gongkai.law.citations import FEE_MEASURES, REGULATION
from gongkai.law.periods import Due, working_days_after
from gongkai.wording import _

SUPPLEMENT_NOTICE_WORKING_DAYS = 7
CONSULTATION_WORKING_DAYS = 15
PAYMENT_WORKING_DAYS = 20


class Silence(StrEnum):
    """What the silence of somebody consulted means."""

    AGENCY_DECIDES = "agency_decides"  # 由行政机关依照条例的规定决定是否公开
    DEEMED_CONSENT = "deemed_consent"  # 视为同意公开


def supplement_notice_due(received: date, calendar: WorkCalendar | None = None) -> Due:
    """Return by when the applicant is told, once, what to supplement (补正告知): 7 working days, 条例第三十条."""
    return working_days_after(
        received,
        SUPPLEMENT_NOTICE_WORKING_DAYS,
        REGULATION.article(30),
        calendar or national_calendar(),
        _("收到申请当日不计"),
    )


def third_party_reply_due(delivered: date, calendar: WorkCalendar | None = None) -> Due:
    """Return by when a third party (第三方) answers: 15 working days from receiving the letter, 条例第三十二条."""
    return _consultation_due(delivered, 32, calendar)


def co_author_reply_due(delivered: date, calendar: WorkCalendar | None = None) -> Due:
    """Return by when a co-author (共同制作机关) answers: 15 working days from receiving the letter, 条例第三十四条."""
    return _consultation_due(delivered, 34, calendar)


def third_party_silence(delivered: date, today: date, calendar: WorkCalendar | None = None) -> Silence | None:
    """Return what a third party's silence means on ``today``: nothing (None) while its period runs.

    After it the agency decides by itself (条例第三十二条). The opposite of a co-author's silence.
    """
    return Silence.AGENCY_DECIDES if _is_over(third_party_reply_due(delivered, calendar), today) else None


def co_author_silence(delivered: date, today: date, calendar: WorkCalendar | None = None) -> Silence | None:
    """Return what a co-author's silence means on ``today``: nothing (None) while its period runs.

    After it the co-author is deemed to consent (视为同意公开, 条例第三十四条). The opposite of a third party's silence.
    """
    return Silence.DEEMED_CONSENT if _is_over(co_author_reply_due(delivered, calendar), today) else None


def fee_payment_due(noticed: date, calendar: WorkCalendar | None = None) -> Due:
    """Return by when the fee is paid (缴费): 20 working days from the day after the notice was received.

    信息处理费办法第六条; whoever has not paid then gives the request up (视为放弃申请).
    """
    return working_days_after(
        noticed,
        PAYMENT_WORKING_DAYS,
        FEE_MEASURES.article(6),
        calendar or national_calendar(),
        _("收到收费通知当日不计"),
    )


def _consultation_due(delivered: date, article: int, calendar: WorkCalendar | None) -> Due:
    return working_days_after(
        delivered,
        CONSULTATION_WORKING_DAYS,
        REGULATION.article(article),
        calendar or national_calendar(),
        _("收到征求意见书当日不计"),
    )


def _is_over(period: Due, today: date) -> bool:
    """Whether the period has ended before ``today`` for certain: nothing follows from a provisional day."""
    return not period.provisional and period.due is not None and period.due < today
