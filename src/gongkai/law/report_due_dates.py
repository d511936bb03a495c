"""By when annual reports are out (年度报告): 条例第四十九条."""

from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.citations import REGULATION
from gongkai.law.periods import Due, ImpossibleDates, PeriodDay
from gongkai.wording import _

FIRST_REPORTING_YEAR = 2019


class Reporter(StrEnum):
    """Whose annual report it is."""

    DEPARTMENT = "department"  # 县级以上人民政府部门
    GOVERNMENT = "government"  # 县级以上地方人民政府


def report_due(year: int, reporter: Reporter, *, day_itself_counts: bool = True) -> Due:
    """Return by when the report on ``year`` is submitted and published.

    「1月31日前」 for a department, 「3月31日前」 for a government: dates, not periods, so no holiday moves them. The
    day itself is in time by practice; where an authority reads it strictly, ``day_itself_counts`` is False.
    """
    if not FIRST_REPORTING_YEAR <= year < date.max.year:
        raise ImpossibleDates(
            _("{year}年度的年度报告不适用现行《政府信息公开条例》的报送时限，请核对年度。").format(year=year)
        )
    if reporter is Reporter.DEPARTMENT:
        day, source = date(year + 1, 1, 31), REGULATION.article(49, 1)
    else:
        day, source = date(year + 1, 3, 31), REGULATION.article(49, 2)
    reason = _("{source}规定的日期，当日在内").format(source=source)
    if not day_itself_counts:
        day -= timedelta(days=1)
        reason = _("{source}规定的日期，当日不在内").format(source=source)
    return Due(day, (PeriodDay(day, True, 1, reason),), source)
