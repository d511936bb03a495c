"""By when annual reports are out (年度报告): 条例第四十九条."""

from datetime import date

import pytest

from gongkai.law.periods import ImpossibleDates
from gongkai.law.report_due_dates import Reporter, report_due


@pytest.mark.parametrize(
    ("reporter", "day_itself_counts", "due", "reason"),
    [
        (Reporter.DEPARTMENT, True, date(2025, 1, 31), "条例第四十九条第一款规定的日期，当日在内"),
        (Reporter.GOVERNMENT, True, date(2025, 3, 31), "条例第四十九条第二款规定的日期，当日在内"),
        (Reporter.DEPARTMENT, False, date(2025, 1, 30), "条例第四十九条第一款规定的日期，当日不在内"),
        (Reporter.GOVERNMENT, False, date(2025, 3, 30), "条例第四十九条第二款规定的日期，当日不在内"),
    ],
)
def test_a_report_is_out_early_in_the_next_year(
    reporter: Reporter, day_itself_counts: bool, due: date, reason: str
) -> None:
    period = report_due(2024, reporter, day_itself_counts=day_itself_counts)
    assert (period.due, period.provisional) == (due, False)
    assert [(day.day, day.reason) for day in period.days] == [(due, reason)]


def test_a_holiday_does_not_move_the_date() -> None:
    """31 January 2025 was in the Spring Festival, 31 March 2024 a Sunday."""
    assert report_due(2024, Reporter.DEPARTMENT).due == date(2025, 1, 31)
    assert report_due(2023, Reporter.GOVERNMENT).due == date(2024, 3, 31)


@pytest.mark.parametrize("year", [2018, 1, 9999, -1, 10000])
def test_a_year_outside_the_regulation_is_refused(year: int) -> None:
    with pytest.raises(ImpossibleDates, match="不适用现行《政府信息公开条例》的报送时限"):
        report_due(year, Reporter.DEPARTMENT)
