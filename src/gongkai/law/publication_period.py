"""By when information is published on the agency's own initiative (主动公开): 条例第二十六条."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.calendar import WorkCalendar, national_calendar
from gongkai.law.citations import REGULATION, Citation, Statute
from gongkai.law.periods import Due, ImpossibleDates, add_days, calendar_period, working_days_after
from gongkai.wording import _


class DayUnit(StrEnum):
    """In which days a period is counted."""

    WORKING_DAYS = "working_days"  # 工作日
    CALENDAR_DAYS = "calendar_days"  # 日


@dataclass(frozen=True, slots=True)
class PublicationRule:
    """How long a statute gives for publication, from the day after formation or change."""

    length: int
    unit: DayUnit
    source: Citation


BUDGET_LAW = Statute("预算法", "中华人民共和国预算法", "2018年12月29日第二次修正", date(2018, 12, 29))
PROCUREMENT_REGULATION = Statute(
    "政府采购法实施条例", "中华人民共和国政府采购法实施条例", "国务院令第658号", date(2015, 3, 1)
)

GENERAL_RULE = PublicationRule(20, DayUnit.WORKING_DAYS, REGULATION.article(26))
# Budgets and final accounts (预算、决算) after approval.
BUDGET_RULE = PublicationRule(20, DayUnit.CALENDAR_DAYS, BUDGET_LAW.article(14))
# Contracts of government procurement (政府采购合同) after signing.
PROCUREMENT_CONTRACT_RULE = PublicationRule(2, DayUnit.WORKING_DAYS, PROCUREMENT_REGULATION.article(50))


def publication_due(
    formed_or_changed: date, rule: PublicationRule = GENERAL_RULE, calendar: WorkCalendar | None = None
) -> Due:
    """Return by when information formed or changed (形成或者变更) that day is published.

    Where a law or regulation sets another period (法律、法规另有规定的，从其规定), ``rule`` says so. A last day on a
    holiday does not move (ours): nobody but the agency would gain from it.
    """
    if rule.length < 1:
        raise ImpossibleDates(_("公开期限应当至少为1日，收到的是{length}。").format(length=rule.length))
    reason = _("形成或者变更当日不计")
    if rule.unit is DayUnit.CALENDAR_DAYS:
        last = add_days(formed_or_changed, rule.length)
        return calendar_period(formed_or_changed, last, rule.source, reason)
    return working_days_after(formed_or_changed, rule.length, rule.source, calendar or national_calendar(), reason)
