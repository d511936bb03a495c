"""Working days (工作日): the State Council's yearly holiday schedules (节假日安排) as dated data.

For a year without a schedule the statutory holidays (全国年节及纪念日放假办法) are known all the same: such a year
is counted with them and without make-up days, and every day of it is provisional (暂定). The days that the statute
promises in place of a holiday on a weekend (补假) are left out then: which day is given is for the notice to say, and
without them a period ends earlier rather than later.

The last days of December may be rearranged by the next year's schedule, which usually comes out in November; until it
is loaded they are taken as the year's own schedule leaves them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.law.statutory_holidays import statutory_holidays
from gongkai.wording import _

_DATA = Path(__file__).with_name("data")
_SATURDAY = 5


class CalendarNotPublished(GongkaiError):
    """A day cannot be looked up: neither the schedule of its year nor its festivals are known."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "无法计算{year}年的工作日：没有该年的节假日安排，也没有可据以暂定的法定节日日期。"
                "请核对日期；如日期无误，请将该年的节假日安排补入节假日数据文件。"
            ).format(year=year)
        )


class UnusableSchedule(GongkaiError):
    """A file of holiday schedules cannot be used as it stands."""

    def __init__(self, name: str, where: str, what: str) -> None:
        self.name, self.where, self.what = name, where, what
        super().__init__(
            _("节假日数据文件{name}，{where}：{what}。请按节假日安排的通知改正后重新载入。").format(
                name=name, where=where, what=what
            )
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of the State Council General Office (国务院办公厅通知): its number and day."""

    number: str
    issued: date


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a schedule: its days off, both ends included, and the make-up days (调休上班日) worked for it."""

    name: str
    first: date
    last: date
    make_up_days: tuple[date, ...]
    notice: str

    def days_off(self) -> tuple[date, ...]:
        """Return the days off, in order."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class HolidaySchedule:
    """The holiday schedule (节假日安排) of one year, as its notices left it in the end."""

    year: int
    notices: tuple[Notice, ...]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """What the calendar says of one day, with the reason in the words that officials use."""

    working: bool
    reason: str
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Which days government offices work.

    ``statutory`` has the statutory holidays of every year whose festivals are known; they are asked only where
    ``schedules`` has nothing of the year.
    """

    schedules: tuple[HolidaySchedule, ...]
    statutory: Mapping[int, Mapping[date, str]]

    @cached_property
    def years(self) -> frozenset[int]:
        """The years whose schedule is known."""
        return frozenset(schedule.year for schedule in self.schedules)

    @cached_property
    def _days_off(self) -> Mapping[date, str]:
        return {day: h.name for schedule in self.schedules for h in schedule.holidays for day in h.days_off()}

    @cached_property
    def _make_up_days(self) -> frozenset[date]:
        return frozenset(day for schedule in self.schedules for h in schedule.holidays for day in h.make_up_days)

    def look_up(self, day: date) -> CalendarDay:
        """Return whether the day is a working day (工作日), why, and whether that is only provisional."""
        # A make-up day is a weekend day as a rule, so it is asked first.
        if day in self._make_up_days:
            return CalendarDay(True, _("调休上班"), False)
        if festival := self._days_off.get(day):
            return CalendarDay(False, _("{festival}放假").format(festival=festival), False)
        provisional = day.year not in self.years
        if provisional:
            if day.year not in self.statutory:
                raise CalendarNotPublished(day.year)
            if festival := self.statutory[day.year].get(day):
                return CalendarDay(False, _("{festival}（法定节假日，暂定）").format(festival=festival), True)
        if day.weekday() >= _SATURDAY:
            return CalendarDay(False, _("周六") if day.weekday() == _SATURDAY else _("周日"), provisional)
        return CalendarDay(True, _("工作日（暂定）") if provisional else _("工作日"), provisional)

    def is_working_day(self, day: date) -> bool:
        """Return whether government offices work that day."""
        return self.look_up(day).working

    def with_schedules(self, schedules: Iterable[HolidaySchedule]) -> "WorkCalendar":
        """Return the calendar with more schedules; one of a year that is known already takes its place."""
        by_year = {schedule.year: schedule for schedule in (*self.schedules, *schedules)}
        return WorkCalendar(tuple(by_year[year] for year in sorted(by_year)), self.statutory)


@cache
def national_calendar() -> WorkCalendar:
    """Return the calendar of the schedules that come with Gongkai."""
    return WorkCalendar(read_schedules(_DATA / "holiday_schedules.toml"), statutory_holidays())


def read_schedules(path: Path) -> tuple[HolidaySchedule, ...]:
    """Read an office's own file of schedules, in the format of ``parse_schedules``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableSchedule(path.name, str(path), _("文件打不开")) from error
    except UnicodeDecodeError as error:
        raise UnusableSchedule(path.name, str(path), _("不是UTF-8编码的文本")) from error
    return parse_schedules(text, path.name)


def parse_schedules(text: str, name: str) -> tuple[HolidaySchedule, ...]:
    """Return the schedules of a TOML text; ``name`` is what the messages call it.

    One ``[[schedule]]`` a year. ``from`` and ``to`` are the first and the last day off, ``make_up`` the days worked in
    exchange (调休上班日). A holiday cites the first notice unless its ``notice`` names another one of the list::

        [[schedule]]
        year = 2026
        notices = [{ number = "国办发明电〔2025〕7号", issued = 2025-11-04 }]
        holidays = [
            { name = "元旦", from = 2026-01-01, to = 2026-01-03, make_up = [2026-01-04] },
            { name = "清明节", from = 2026-04-04, to = 2026-04-06 },
        ]
    """
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableSchedule(name, str(error), _("不符合TOML格式")) from error
    entries = tables.get("schedule")
    if not isinstance(entries, list) or not entries:
        raise UnusableSchedule(name, "[[schedule]]", _("没有任何一年的安排"))
    schedules = tuple(_schedule(_Table(entry, name, f"[[schedule]] {n}")) for n, entry in enumerate(entries, start=1))
    _check_days(schedules, name)
    return schedules


class _Table:
    """A table of a TOML file that says, when a value is missing or of the wrong kind, where that is."""

    def __init__(self, values: object, name: str, where: str) -> None:
        self.name, self.where = name, where
        if not isinstance(values, dict):
            raise self.unusable(_("应当是一组“名称 = 值”"))
        self.values: dict[str, object] = values

    def unusable(self, what: str) -> UnusableSchedule:
        return UnusableSchedule(self.name, self.where, what)

    def number(self, key: str) -> int:
        value = self.values.get(key)
        # TOML has no integer that is a truth value, but Python does.
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.unusable(_("缺少整数{key}").format(key=key))
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value:
            raise self.unusable(_("缺少文字{key}").format(key=key))
        return value

    def day(self, key: str) -> date:
        return self._day(self.values.get(key), key)

    def days(self, key: str) -> tuple[date, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise self.unusable(_("{key}应当是日期的列表").format(key=key))
        return tuple(self._day(value, key) for value in values)

    def tables(self, key: str) -> tuple["_Table", ...]:
        values = self.values.get(key)
        if not isinstance(values, list) or not values:
            raise self.unusable(_("缺少列表{key}").format(key=key))
        return tuple(_Table(value, self.name, f"{self.where} {key} {n}") for n, value in enumerate(values, start=1))

    def _day(self, value: object, key: str) -> date:
        # A moment of the day (datetime) is a date to Python, but not a civil day.
        if type(value) is not date:
            raise self.unusable(_("{key}应当是日期，例如2026-01-01").format(key=key))
        return value


def _schedule(table: _Table) -> HolidaySchedule:
    year = table.number("year")
    notices = tuple(Notice(entry.text("number"), entry.day("issued")) for entry in table.tables("notices"))
    numbers = {notice.number for notice in notices}
    holidays = []
    for entry in table.tables("holidays"):
        holiday = Holiday(
            entry.text("name"),
            entry.day("from"),
            entry.day("to"),
            entry.days("make_up"),
            entry.text("notice", notices[0].number),
        )
        if holiday.notice not in numbers:
            raise entry.unusable(_("notice不在本年的notices之中"))
        if holiday.first > holiday.last:
            raise entry.unusable(_("to早于from"))
        # The schedule of a year begins with the last days of December before it.
        days = (holiday.first, holiday.last, *holiday.make_up_days)
        if not all(date(year - 1, 12, 1) <= day <= date(year, 12, 31) for day in days):
            raise entry.unusable(_("有日期不在{year}年之内").format(year=year))
        holidays.append(holiday)
    return HolidaySchedule(year, notices, tuple(holidays))


def _check_days(schedules: tuple[HolidaySchedule, ...], name: str) -> None:
    """Refuse a year or a day that is told twice: one of the two must be a slip."""
    years: set[int] = set()
    days: set[date] = set()
    for schedule in schedules:
        if schedule.year in years:
            raise UnusableSchedule(name, str(schedule.year), _("同一年的安排出现了两次"))
        years.add(schedule.year)
        for holiday in schedule.holidays:
            for day in (*holiday.days_off(), *holiday.make_up_days):
                if day in days:
                    raise UnusableSchedule(name, str(schedule.year), _("{day}出现了两次").format(day=day))
                days.add(day)
