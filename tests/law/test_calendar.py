"""Working days (工作日), checked against the notices, two independent libraries, the moon and the sun."""

from datetime import date, timedelta
from math import floor, radians, sin
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from gongkai.law.calendar import (
    CalendarNotPublished,
    Holiday,
    HolidaySchedule,
    Notice,
    UnusableSchedule,
    national_calendar,
    parse_schedules,
    read_schedules,
)
from gongkai.law.statutory_holidays import FESTIVALS, HOLIDAY_STATUTES, Festivals, statutory_holidays

YEARS = range(2019, 2027)
ONE_DAY = timedelta(days=1)

# Days on which our calendar and a library disagree, with the reason. There are none in 2019 to 2026.
DIFFERENCES: dict[date, str] = {}

SCHEDULE_2027 = """
[[schedule]]
year = 2027
notices = [{ number = "示例〔2026〕1号", issued = 2026-11-05 }]
holidays = [
    { name = "元旦", from = 2026-12-31, to = 2027-01-02, make_up = [2026-12-26, 2027-01-03] },
    { name = "春节", from = 2027-02-05, to = 2027-02-11 },
]
"""


def every_day(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + n * ONE_DAY for n in range((date(last + 1, 1, 1) - start).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    calendar = national_calendar()
    differing = {
        day for day in every_day(year, year) if calendar.is_working_day(day) != chinese_calendar.is_workday(day)
    }
    assert differing == {day for day in DIFFERENCES if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_holidays(year: int) -> None:
    calendar, china = national_calendar(), holidays.country_holidays("CN", years=year)
    differing = {day for day in every_day(year, year) if calendar.is_working_day(day) != china.is_working_day(day)}
    assert differing == {day for day in DIFFERENCES if day.year == year}


@pytest.mark.parametrize(
    ("day", "working", "reason"),
    [
        pytest.param(date(2024, 4, 28), True, "调休上班", id="周日调休上班"),
        pytest.param(date(2024, 5, 1), False, "劳动节放假", id="法定节假日"),
        pytest.param(date(2024, 5, 3), False, "劳动节放假", id="调休的工作日"),
        pytest.param(date(2024, 5, 4), False, "劳动节放假", id="假期中的周六"),
        pytest.param(date(2024, 4, 27), False, "周六", id="周六"),
        pytest.param(date(2024, 6, 9), False, "周日", id="周日"),
        pytest.param(date(2024, 4, 26), True, "工作日", id="工作日"),
        pytest.param(date(2019, 5, 2), False, "劳动节放假", id="2019年劳动节经国办发明电〔2019〕3号调整"),
        pytest.param(date(2019, 5, 5), True, "调休上班", id="2019年劳动节调整后周日上班"),
        pytest.param(date(2020, 1, 31), False, "春节放假", id="2020年春节经国办发明电〔2020〕1号延长"),
        pytest.param(date(2020, 2, 1), False, "春节放假", id="2020年原定周六上班，延长后放假"),
        pytest.param(date(2020, 2, 3), True, "工作日", id="2020年2月3日起正常上班"),
        pytest.param(date(2025, 1, 28), False, "春节放假", id="2025年起除夕为法定节假日"),
        pytest.param(date(2025, 5, 2), False, "劳动节放假", id="2025年起劳动节两天"),
        pytest.param(date(2025, 10, 8), False, "国庆节、中秋节放假", id="两节连休"),
        pytest.param(date(2026, 2, 14), True, "调休上班", id="2026年春节前周六上班"),
        pytest.param(date(2022, 12, 31), False, "元旦放假", id="下一年的安排从上年12月起"),
    ],
)
def test_a_day_is_told_with_its_reason(day: date, working: bool, reason: str) -> None:
    looked_up = national_calendar().look_up(day)
    assert (looked_up.working, looked_up.reason, looked_up.provisional) == (working, reason, False)


def test_every_schedule_cites_its_notices() -> None:
    notices = {
        schedule.year: [(notice.number, notice.issued.isoformat()) for notice in schedule.notices]
        for schedule in national_calendar().schedules
    }
    assert notices == {
        2019: [("国办发明电〔2018〕15号", "2018-12-04"), ("国办发明电〔2019〕3号", "2019-03-22")],
        2020: [("国办发明电〔2019〕16号", "2019-11-21"), ("国办发明电〔2020〕1号", "2020-01-26")],
        2021: [("国办发明电〔2020〕27号", "2020-11-25")],
        2022: [("国办发明电〔2021〕11号", "2021-10-25")],
        2023: [("国办发明电〔2022〕16号", "2022-12-08")],
        2024: [("国办发明电〔2023〕7号", "2023-10-25")],
        2025: [("国办发明电〔2024〕12号", "2024-11-12")],
        2026: [("国办发明电〔2025〕7号", "2025-11-04")],
    }


def test_what_a_second_notice_changed_cites_it() -> None:
    changed = [
        (holiday.notice, holiday.name, holiday.first)
        for schedule in national_calendar().schedules
        for holiday in schedule.holidays
        if holiday.notice != schedule.notices[0].number
    ]
    assert changed == [
        ("国办发明电〔2019〕3号", "劳动节", date(2019, 5, 1)),
        ("国办发明电〔2020〕1号", "春节", date(2020, 1, 31)),
    ]


def test_make_up_days_fall_on_weekends() -> None:
    calendar = national_calendar()
    days = [day for s in calendar.schedules for holiday in s.holidays for day in holiday.make_up_days]
    assert len(days) == 7 + 6 + 7 + 7 + 7 + 8 + 5 + 6
    assert all(day.weekday() >= 5 for day in days)


@pytest.mark.parametrize("year", YEARS)
def test_every_statutory_holiday_is_a_day_off(year: int) -> None:
    """全国年节及纪念日放假办法: 11 days a year until 2024, 13 from 2025, two festivals on one day counted once."""
    days = statutory_holidays()[year]
    assert len(days) == (11 if year < 2025 else 13) - (year == 2020)
    assert not any(national_calendar().is_working_day(day) for day in days)


@pytest.mark.parametrize("year", [festivals.year for festivals in FESTIVALS])
def test_statutory_holidays_agree_with_holidays(year: int) -> None:
    """Of the library's days those that are the statute's own; days given in place of others are not."""
    china = holidays.country_holidays("CN", years=year, language="en_US")
    own = {
        day
        for day, names in china.items()
        for name in names.split("; ")
        if not any(word in name for word in ("observed", "substituted", "Extended"))
    }
    assert set(statutory_holidays()[year]) == own


def test_two_festivals_on_one_day_are_both_named() -> None:
    assert statutory_holidays()[2031][date(2031, 10, 1)] == "中秋节、国庆节"


@pytest.mark.parametrize("festivals", FESTIVALS, ids=lambda festivals: str(festivals.year))
def test_lunar_festivals_follow_new_moons(festivals: Festivals) -> None:
    """A month of the Chinese calendar begins on the day of the new moon in China (GB/T 33661-2017)."""
    for first_of_month in (
        festivals.spring_festival,
        festivals.dragon_boat - 4 * ONE_DAY,
        festivals.mid_autumn - 14 * ONE_DAY,
    ):
        assert day_of_new_moon_near(first_of_month) == first_of_month


@pytest.mark.parametrize("festivals", FESTIVALS, ids=lambda festivals: str(festivals.year))
def test_qingming_is_when_the_sun_reaches_15_degrees(festivals: Festivals) -> None:
    assert solar_longitude(festivals.qingming) < 15 <= solar_longitude(festivals.qingming + ONE_DAY)


def julian_day(day: date) -> float:
    """Midnight in China (UTC+8), as a Julian day of universal time."""
    return day.toordinal() + 1721424.5 - 8 / 24


DELTA_T = 72 / 86400  # dynamical less universal time around 2030, in days


def day_of_new_moon_near(day: date) -> date:
    """Meeus, Astronomical Algorithms, chapter 49, with the largest periodic terms: good to a few minutes."""
    k = round((julian_day(day) - 2451550.09766) / 29.530588861)
    t = k / 1236.85
    e = 1 - 0.002516 * t
    sun = radians(2.5534 + 29.10535670 * k)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    node = radians(124.7746 - 1.56375588 * k)
    new_moon = (
        2451550.09766
        + 29.530588861 * k
        + 0.00015437 * t * t
        - 0.40720 * sin(moon)
        + 0.17241 * e * sin(sun)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * latitude)
        + 0.00739 * e * sin(moon - sun)
        - 0.00514 * e * sin(moon + sun)
        + 0.00208 * e * e * sin(2 * sun)
        - 0.00111 * sin(moon - 2 * latitude)
        - 0.00057 * sin(moon + 2 * latitude)
        + 0.00056 * e * sin(2 * moon + sun)
        - 0.00042 * sin(3 * moon)
        + 0.00042 * e * sin(sun + 2 * latitude)
        + 0.00038 * e * sin(sun - 2 * latitude)
        - 0.00024 * e * sin(2 * moon - sun)
        - 0.00017 * sin(node)
    )
    return date.fromordinal(floor(new_moon - DELTA_T + 8 / 24 - 1721424.5))


def solar_longitude(day: date) -> float:
    """Meeus, chapter 25: the sun's apparent longitude at midnight in China, in degrees, good to 0.01."""
    t = (julian_day(day) + DELTA_T - 2451545.0) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    center = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    node = radians(125.04 - 1934.136 * t)
    # The last two terms are aberration and nutation.
    return (mean + center - 0.00569 - 0.00478 * sin(node)) % 360


def test_the_statute_is_dated() -> None:
    assert [(statute.first_year, statute.source) for statute in HOLIDAY_STATUTES] == [
        (2014, "全国年节及纪念日放假办法（2013年修订，国务院令第644号）"),
        (2025, "全国年节及纪念日放假办法（2024年修订，国务院令第795号）"),
    ]


@pytest.mark.parametrize(
    ("day", "working", "reason"),
    [
        pytest.param(date(2027, 1, 1), False, "元旦（法定节假日，暂定）", id="元旦"),
        pytest.param(date(2027, 2, 5), False, "春节（法定节假日，暂定）", id="除夕"),
        pytest.param(date(2027, 2, 8), False, "春节（法定节假日，暂定）", id="正月初三"),
        pytest.param(date(2027, 2, 9), True, "工作日（暂定）", id="补假由通知安排，不推定"),
        pytest.param(date(2027, 1, 30), False, "周六", id="不推定调休上班"),
        pytest.param(date(2027, 1, 4), True, "工作日（暂定）", id="工作日"),
    ],
)
def test_a_year_without_a_schedule_is_provisional(day: date, working: bool, reason: str) -> None:
    looked_up = national_calendar().look_up(day)
    assert (looked_up.working, looked_up.reason, looked_up.provisional) == (working, reason, True)


@pytest.mark.parametrize("day", [date(2018, 6, 1), date(2041, 1, 1), date.min, date.max])
def test_a_year_beyond_the_data_is_an_error_that_says_what_to_do(day: date) -> None:
    with pytest.raises(CalendarNotPublished, match=f"无法计算{day.year}年的工作日.*请核对日期"):
        national_calendar().is_working_day(day)


def test_an_office_extends_the_table_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    path.write_text(SCHEDULE_2027, encoding="utf-8-sig")
    calendar = national_calendar().with_schedules(read_schedules(path))
    assert calendar.years == national_calendar().years | {2027}
    assert calendar.look_up(date(2027, 1, 3)).reason == "调休上班"
    assert calendar.look_up(date(2026, 12, 31)).reason == "元旦放假"
    assert not calendar.look_up(date(2027, 2, 9)).working
    assert not any(calendar.look_up(day).provisional for day in every_day(2026, 2027))


def test_a_year_that_is_known_already_is_replaced_as_a_whole() -> None:
    notice = Notice("示例〔2026〕2号", date(2026, 3, 1))
    holiday = Holiday("劳动节", date(2026, 5, 1), date(2026, 5, 1), (), notice.number)
    calendar = national_calendar().with_schedules([HolidaySchedule(2026, (notice,), (holiday,))])
    assert [schedule.year for schedule in calendar.schedules] == list(YEARS)
    assert calendar.is_working_day(date(2026, 5, 4))
    assert not calendar.is_working_day(date(2026, 5, 9))
    assert not national_calendar().is_working_day(date(2026, 5, 4))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("[[schedule]]", "[[schedule]", "不符合TOML格式", id="语法"),
        pytest.param("[[schedule]]", "[[schedules]]", "没有任何一年的安排", id="没有安排"),
        pytest.param("year = 2027", "", "缺少整数year", id="没有年份"),
        pytest.param("year = 2027", "year = true", "缺少整数year", id="年份不是整数"),
        pytest.param('number = "示例〔2026〕1号", ', "", "缺少文字number", id="没有文号"),
        pytest.param("issued = 2026-11-05", 'issued = "去年"', "issued应当是日期", id="日期是文字"),
        pytest.param("issued = 2026-11-05", "issued = 2026-11-05T08:00:00", "issued应当是日期", id="日期带时刻"),
        pytest.param(
            "make_up = [2026-12-26, 2027-01-03]", "make_up = 2027-01-03", "make_up应当是日期的列表", id="列表"
        ),
        pytest.param(
            'name = "元旦", ', 'name = "元旦", notice = "无此文", ', "notice不在本年的notices之中", id="文号不符"
        ),
        pytest.param("to = 2027-01-02", "to = 2026-12-30", "to早于from", id="次序颠倒"),
        pytest.param(
            "from = 2027-02-05, to = 2027-02-11",
            "from = 2028-02-05, to = 2028-02-11",
            "有日期不在2027年之内",
            id="年份不符",
        ),
        pytest.param("2027-01-03]", "2027-02-07]", "2027-02-07出现了两次", id="又放假又上班"),
        pytest.param("notices = [{", "notices = [] # [{", "缺少列表notices", id="没有通知"),
        pytest.param("notices = [{", "notices = [1] # [{", "应当是一组", id="通知不是表"),
    ],
)
def test_a_bad_file_says_what_is_wrong_and_where(old: str, new: str, said: str) -> None:
    assert old in SCHEDULE_2027
    with pytest.raises(UnusableSchedule, match=said) as caught:
        parse_schedules(SCHEDULE_2027.replace(old, new), "2027.toml")
    assert "节假日数据文件2027.toml" in str(caught.value)
    assert caught.value.where


def test_a_year_told_twice_is_refused() -> None:
    with pytest.raises(UnusableSchedule, match="同一年的安排出现了两次"):
        parse_schedules(SCHEDULE_2027 + SCHEDULE_2027, "2027.toml")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSchedule, match="文件打不开"):
        read_schedules(tmp_path / "无此文件.toml")
    path = tmp_path / "gbk.toml"
    path.write_bytes(SCHEDULE_2027.encode("gbk"))
    with pytest.raises(UnusableSchedule, match="不是UTF-8编码的文本"):
        read_schedules(path)
