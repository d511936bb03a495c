"""What time a figure in a sentence covers: the report's year, another year, or all years up to some day."""

import re

from gongkai.report.claims.words import Kind
from gongkai.report.model import Period

_YEARS = re.compile(r"20\d\d")
# 全年 alone is the report's year, but 2021年全年 is not where the report's year is another.
_IN_WHATEVER_YEAR = frozenset({"全年", "年内", "当年", "年度内"})


# 累计公开420条，其中本年新增13条
_THE_YEAR_APART = re.compile(r"(?:20\d\d年度?|本年度?|今年|当年)(?:新增|共|主动|公开|发布|推送|收到|受理|接收)")


class Times:
    """Follows the words of time through one sentence; ``period`` is that of a figure at this place.

    ``whole`` is false for prose about a part of the year, such as the statistics of a half-year.

    截至 with a day of the report's year leaves the figure to the year, but with 累计 after it the count may go back to
    the opening of a channel. 累计 alone is how many reports say 共: it changes nothing, unless the year is told apart.
    """

    __slots__ = ("_named", "_part", "_until", "_year", "period")

    def __init__(self, year: int | None, *, whole: bool = True) -> None:
        self._year = year
        self.period = Period.YEAR if whole else Period.OTHER_YEAR
        self._named = False
        self._part = False
        self._until = False

    def see(self, kind: str, word: str) -> None:
        """Take in the next word of time."""
        years = [int(year) for year in _YEARS.findall(word)]
        this_year = all(self._year in (None, year) for year in years)
        if kind == Kind.YEAR:
            if len(years) > 1:
                self._set(Period.CUMULATIVE)
            else:
                self._set(Period.YEAR if this_year else Period.OTHER_YEAR, named=True)
        elif kind == Kind.THIS_YEAR:
            if word not in _IN_WHATEVER_YEAR or self._part or self.period is not Period.OTHER_YEAR:
                self._set(Period.YEAR, named=True)
        elif kind == Kind.LAST_YEAR:
            self._set(Period.OTHER_YEAR)
        elif kind == Kind.PART_OF_YEAR:
            self._set(Period.OTHER_YEAR)
            self._part = True
        elif kind == Kind.SINCE:
            self._set(Period.YEAR if years and this_year else Period.CUMULATIVE)
        elif kind == Kind.UNTIL:
            if "目前" in word or not this_year:
                self._set(Period.CUMULATIVE)
            elif not self._named:
                self._until = True

    def see_altogether(self, following: str) -> None:
        """Take in 累计, of which what follows in the sentence may tell that it is not of the year."""
        if self._until or (not self._named and _THE_YEAR_APART.search(following)):
            self._set(Period.CUMULATIVE)

    def _set(self, period: Period, *, named: bool = False) -> None:
        self.period = period
        self._named = named
        self._part = self._until = False
