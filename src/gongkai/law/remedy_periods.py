"""The periods for remedies (救济期限): reconsideration (行政复议) and litigation (行政诉讼).

Counted in calendar days and months. The first day is not counted, a last day on a rest day moves to the first working
day after it, a period of months ends on the same day of the month, else on the month's last day: 民事诉讼法第八十五条,
to which 行政复议法第八十八条 and 行政诉讼法第一百零一条 refer. What interrupts a period (不可抗力 and the like) is for
whoever decides on the remedy. The twenty years of cases about real estate are not for disclosure.
"""

from datetime import date

from gongkai.law.calendar import WorkCalendar, national_calendar
from gongkai.law.citations import LITIGATION_LAW, RECONSIDERATION_LAW, RECONSIDERATION_LAW_2017, Citation, Statute
from gongkai.law.periods import Due, ImpossibleDates, add_days, add_months, calendar_period, check_order
from gongkai.wording import _

RECONSIDERATION_DAYS = 60
LITIGATION_MONTHS = 6
LITIGATION_AFTER_RECONSIDERATION_DAYS = 15
LONGEST_UNTOLD_YEARS = 1
ABSOLUTE_YEARS = 5

LITIGATION_INTERPRETATION = Statute(
    "行政诉讼法司法解释",
    "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释",
    "法释〔2018〕1号",
    date(2018, 2, 8),
)


def reconsideration_due(
    acted: date, act_known: date, rights_known: date | None, calendar: WorkCalendar | None = None
) -> Due:
    """Return by when to apply for reconsideration (申请行政复议): 60 days, 行政复议法第二十条、第二十一条.

    ``acted`` is the day of the act, ``act_known`` the day on which the person knew of it, ``rights_known`` the day on
    which they knew the right, the organ and the period: the same day where the letter states them, None where they
    still do not. Then it is one year from knowing the act, and five years from the act in any case.

    The law before 2024-01-01 had the 60 days only (2017年修正第九条) and did not say what follows where nothing was
    told.
    """
    calendar = calendar or national_calendar()
    if acted < RECONSIDERATION_LAW.in_force_from:
        check_order(acted, _("作出行政行为之日"), act_known, _("知道行政行为之日"))
        if rights_known != act_known:
            raise ImpossibleDates(
                _(
                    "{first}前作出的行政行为适用当时的行政复议法，该法没有规定未告知救济权利和期限时的申请期限，不能计算。"
                ).format(first=RECONSIDERATION_LAW.in_force_from)
            )
        source = RECONSIDERATION_LAW_2017.article(9, 1)
        last = add_days(act_known, RECONSIDERATION_DAYS)
        return calendar_period(act_known, last, source, _("知道行政行为当日不计"), calendar)
    return _earliest(
        acted,
        act_known,
        rights_known,
        None if rights_known is None else add_days(rights_known, RECONSIDERATION_DAYS),
        (RECONSIDERATION_LAW.article(20, 1), RECONSIDERATION_LAW.article(20, 3), RECONSIDERATION_LAW.article(21)),
        calendar,
    )


def litigation_due(
    acted: date, act_known: date, rights_known: date | None, calendar: WorkCalendar | None = None
) -> Due:
    """Return by when to sue directly (直接起诉): six months, 行政诉讼法第四十六条.

    ``rights_known`` is the day on which the person knew the period for suing, as in ``reconsideration_due``; where the
    letter did not state it, at most one year from knowing the act (法释〔2018〕1号第六十四条).
    """
    return _earliest(
        acted,
        act_known,
        rights_known,
        None if rights_known is None else add_months(rights_known, LITIGATION_MONTHS),
        (LITIGATION_LAW.article(46, 1), LITIGATION_INTERPRETATION.article(64, 1), LITIGATION_LAW.article(46, 2)),
        calendar or national_calendar(),
    )


def litigation_after_reconsideration_due(decided: date, calendar: WorkCalendar | None = None) -> Due:
    """Return by when to sue after reconsideration (复议后起诉): 15 days, 行政诉讼法第四十五条, 行政复议法第三十四条.

    ``decided`` is the day on which the decision was received, or on which the organ's period ended without one.
    """
    return calendar_period(
        decided,
        add_days(decided, LITIGATION_AFTER_RECONSIDERATION_DAYS),
        LITIGATION_LAW.article(45),
        _("收到复议决定（或者复议期满）当日不计"),
        calendar or national_calendar(),
    )


def _earliest(
    acted: date,
    act_known: date,
    rights_known: date | None,
    last: date | None,
    sources: tuple[Citation, Citation, Citation],
    calendar: WorkCalendar,
) -> Due:
    """Return the first to end of the ordinary period, the year of the untold, and the absolute one."""
    check_order(acted, _("作出行政行为之日"), act_known, _("知道行政行为之日"))
    check_order(act_known, _("知道行政行为之日"), rights_known, _("知道救济权利和期限之日"))
    ordinary, untold, absolute = sources
    ends = [(add_months(acted, 12 * ABSOLUTE_YEARS), acted, absolute, _("作出行政行为当日不计"))]
    if rights_known != act_known:
        ends.append((add_months(act_known, 12 * LONGEST_UNTOLD_YEARS), act_known, untold, _("知道行政行为当日不计")))
    if last is not None and rights_known is not None:
        ends.append((last, rights_known, ordinary, _("知道行政行为及救济权利和期限当日不计")))
    end, start, source, reason = min(ends, key=lambda each: each[0])
    return calendar_period(start, end, source, reason, calendar)
