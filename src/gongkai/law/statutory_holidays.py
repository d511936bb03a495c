"""The days off that the statute gives everybody (全国年节及纪念日放假办法), whatever a year's schedule makes of them.

The festivals of the moon and the sun are data, for the years of the schedules and for those counted provisionally.
Checked in tests against new moons and solar longitudes reckoned apart, and against an independent library.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Festivals:
    """The festivals of one year that have no fixed day."""

    spring_festival: date  # 正月初一
    qingming: date  # 清明
    dragon_boat: date  # 五月初五
    mid_autumn: date  # 八月十五

    @property
    def year(self) -> int:
        """The civil year."""
        return self.spring_festival.year


@dataclass(frozen=True, slots=True)
class StatutoryHoliday:
    """A holiday of everybody (全体公民放假的节日): its name, its first day and how many days."""

    name: str
    first: Callable[[Festivals], date]
    days: int


@dataclass(frozen=True, slots=True)
class HolidayStatute:
    """One edition of the statute and the first year that it governs."""

    source: str
    first_year: int
    holidays: tuple[StatutoryHoliday, ...]


_NEW_YEAR = StatutoryHoliday("元旦", lambda year: date(year.year, 1, 1), 1)
_QINGMING = StatutoryHoliday("清明节", lambda year: year.qingming, 1)
_DRAGON_BOAT = StatutoryHoliday("端午节", lambda year: year.dragon_boat, 1)
_MID_AUTUMN = StatutoryHoliday("中秋节", lambda year: year.mid_autumn, 1)
_NATIONAL_DAY = StatutoryHoliday("国庆节", lambda year: date(year.year, 10, 1), 3)

HOLIDAY_STATUTES = (
    HolidayStatute(
        "全国年节及纪念日放假办法（2013年修订，国务院令第644号）",
        2014,
        (
            _NEW_YEAR,
            StatutoryHoliday("春节", lambda year: year.spring_festival, 3),
            _QINGMING,
            StatutoryHoliday("劳动节", lambda year: date(year.year, 5, 1), 1),
            _DRAGON_BOAT,
            _MID_AUTUMN,
            _NATIONAL_DAY,
        ),
    ),
    HolidayStatute(
        "全国年节及纪念日放假办法（2024年修订，国务院令第795号）",
        2025,
        (
            _NEW_YEAR,
            # From New Year's Eve (农历除夕).
            StatutoryHoliday("春节", lambda year: year.spring_festival - _ONE_DAY, 4),
            _QINGMING,
            StatutoryHoliday("劳动节", lambda year: date(year.year, 5, 1), 2),
            _DRAGON_BOAT,
            _MID_AUTUMN,
            _NATIONAL_DAY,
        ),
    ),
)

FESTIVALS = (
    Festivals(date(2019, 2, 5), date(2019, 4, 5), date(2019, 6, 7), date(2019, 9, 13)),
    Festivals(date(2020, 1, 25), date(2020, 4, 4), date(2020, 6, 25), date(2020, 10, 1)),
    Festivals(date(2021, 2, 12), date(2021, 4, 4), date(2021, 6, 14), date(2021, 9, 21)),
    Festivals(date(2022, 2, 1), date(2022, 4, 5), date(2022, 6, 3), date(2022, 9, 10)),
    Festivals(date(2023, 1, 22), date(2023, 4, 5), date(2023, 6, 22), date(2023, 9, 29)),
    Festivals(date(2024, 2, 10), date(2024, 4, 4), date(2024, 6, 10), date(2024, 9, 17)),
    Festivals(date(2025, 1, 29), date(2025, 4, 4), date(2025, 5, 31), date(2025, 10, 6)),
    Festivals(date(2026, 2, 17), date(2026, 4, 5), date(2026, 6, 19), date(2026, 9, 25)),
    Festivals(date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    Festivals(date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    Festivals(date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    Festivals(date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
    Festivals(date(2031, 1, 23), date(2031, 4, 5), date(2031, 6, 24), date(2031, 10, 1)),
    Festivals(date(2032, 2, 11), date(2032, 4, 4), date(2032, 6, 12), date(2032, 9, 19)),
    Festivals(date(2033, 1, 31), date(2033, 4, 4), date(2033, 6, 1), date(2033, 9, 8)),
    Festivals(date(2034, 2, 19), date(2034, 4, 5), date(2034, 6, 20), date(2034, 9, 27)),
    Festivals(date(2035, 2, 8), date(2035, 4, 5), date(2035, 6, 10), date(2035, 9, 16)),
    Festivals(date(2036, 1, 28), date(2036, 4, 4), date(2036, 5, 30), date(2036, 10, 4)),
    Festivals(date(2037, 2, 15), date(2037, 4, 4), date(2037, 6, 18), date(2037, 9, 24)),
    Festivals(date(2038, 2, 4), date(2038, 4, 5), date(2038, 6, 7), date(2038, 9, 13)),
    Festivals(date(2039, 1, 24), date(2039, 4, 5), date(2039, 5, 27), date(2039, 10, 2)),
    Festivals(date(2040, 2, 12), date(2040, 4, 4), date(2040, 6, 14), date(2040, 9, 20)),
)


def statutory_holidays() -> Mapping[int, Mapping[date, str]]:
    """Return the statutory holidays (法定节假日) of every year whose festivals are known: each day with its name."""
    return {year.year: _days_off(year) for year in FESTIVALS}


def _days_off(festivals: Festivals) -> Mapping[date, str]:
    statute = max(
        (statute for statute in HOLIDAY_STATUTES if statute.first_year <= festivals.year),
        key=lambda statute: statute.first_year,
    )
    days: dict[date, str] = {}
    for holiday in statute.holidays:
        for n in range(holiday.days):
            day = holiday.first(festivals) + n * _ONE_DAY
            # The mid-autumn festival can fall into the national holiday.
            days[day] = f"{days[day]}、{holiday.name}" if day in days else holiday.name
    return days
