"""The information processing fee (信息处理费): by item or by page, each bracket's rate only for the part inside it.

条例第四十二条: a request costs nothing, unless the number or frequency of requests is clearly unreasonable; then the
agency may charge, by one of two methods and never both for one request (信息处理费办法第三条). Rates and units are
whole, so amounts are ``int`` yuan (元) and nothing is ever rounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.law.citations import FEE_MEASURES, Citation
from gongkai.wording import _


class FeeMethod(StrEnum):
    """How a fee is counted: 按件计收 or 按量计收."""

    BY_ITEM = "by_item"
    BY_PAGE = "by_page"


class FeeNotCalculable(GongkaiError):
    """No fee follows from what was given."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket (档): what the units from ``first`` to ``last`` cost each, in yuan."""

    first: int
    last: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The brackets of one method, from a day on.

    Where ``block`` is set, the last bracket is only the first of a series: each further block of so many units costs
    ``step`` yuan more a unit.
    """

    method: FeeMethod
    valid_from: date
    source: Citation
    opening: tuple[Bracket, ...]
    block: int | None = None
    step: int = 0

    def brackets(self) -> Iterator[Bracket]:
        """Yield the brackets from the first unit up; without end where the rate goes on rising."""
        yield from self.opening
        bracket = self.opening[-1]
        while self.block is not None and bracket.last is not None:
            bracket = Bracket(bracket.last + 1, bracket.last + self.block, bracket.rate + self.step)
            yield bracket


FEE_TABLES = (
    FeeTable(
        FeeMethod.BY_ITEM,
        FEE_MEASURES.in_force_from,
        FEE_MEASURES.article(4),
        (Bracket(1, 10, 0), Bracket(11, 30, 100), Bracket(31, 40, 200)),
        block=10,
        step=100,
    ),
    FeeTable(
        FeeMethod.BY_PAGE,
        FEE_MEASURES.in_force_from,
        FEE_MEASURES.article(5),
        (Bracket(1, 30, 0), Bracket(31, 100, 10), Bracket(101, 200, 20), Bracket(201, None, 40)),
    ),
)

MOST_ITEMS_IN_A_MONTH = 100_000
"""More is taken for a slip of the keyboard (a limit of ours): the calculation has a line for every ten items."""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the calculation: the units from ``first`` to ``last`` at one rate. The free units are a line too."""

    first: int
    last: int
    rate: int

    @property
    def units(self) -> int:
        """How many units the line charges."""
        return self.last - self.first + 1

    @property
    def yuan(self) -> int:
        """What the line comes to."""
        return self.units * self.rate


@dataclass(frozen=True, slots=True)
class FeeCalculation:
    """A fee with its calculation, line by line, as the notice (收费通知) states it."""

    table: FeeTable
    lines: tuple[FeeLine, ...]

    @property
    def yuan(self) -> int:
        """The whole fee, in yuan (元)."""
        return sum(line.yuan for line in self.lines)

    def to_json(self) -> dict[str, object]:
        """Return the calculation as ``gongkai fee --json`` prints it."""
        lines = [
            {"from": line.first, "to": line.last, "units": line.units, "rate": line.rate, "yuan": line.yuan}
            for line in self.lines
        ]
        return {"yuan": self.yuan, "lines": lines}

    def explanation(self) -> tuple[str, ...]:
        """Return the calculation in words, one line a bracket and the sum: 第11件至第30件：20件×100元/件＝2000元."""
        unit = _("件") if self.table.method is FeeMethod.BY_ITEM else _("页")
        lines = [
            _("第{first}{unit}至第{last}{unit}：{units}{unit}×{rate}元/{unit}＝{yuan}元").format(
                first=line.first, last=line.last, units=line.units, rate=line.rate, yuan=line.yuan, unit=unit
            )
            for line in self.lines
        ]
        return (*lines, _("合计{yuan}元（{source}）").format(yuan=self.yuan, source=self.table.source))


def fee_by_item(items: int, noticed_on: date, *, before: int = 0) -> FeeCalculation:
    """Return the fee for ``items`` requests after ``before`` earlier ones (按件计收, 信息处理费办法第四条).

    The count runs over one applicant's requests to one agency in one calendar month (自然月). ``noticed_on``, the day
    of the fee notice, decides which rates apply.
    """
    if before + items > MOST_ITEMS_IN_A_MONTH:
        raise FeeNotCalculable(
            _("一个自然月内累计{items}件，超过{most}件，请核对件数。").format(
                items=before + items, most=MOST_ITEMS_IN_A_MONTH
            )
        )
    return _fee(FeeMethod.BY_ITEM, items, before, noticed_on)


def fee_by_page(pages: int, noticed_on: date) -> FeeCalculation:
    """Return the fee for the pages of one request (按量计收, 信息处理费办法第五条)."""
    return _fee(FeeMethod.BY_PAGE, pages, 0, noticed_on)


def _fee(method: FeeMethod, units: int, before: int, noticed_on: date) -> FeeCalculation:
    if units < 0 or before < 0:
        raise FeeNotCalculable(
            _("件数、页数应当是不小于0的整数，收到的是{number}，请核对。").format(number=min(units, before))
        )
    table = _table_on(method, noticed_on)
    lines = []
    for bracket in table.brackets():
        first = max(bracket.first, before + 1)
        last = before + units if bracket.last is None else min(bracket.last, before + units)
        if first <= last:
            lines.append(FeeLine(first, last, bracket.rate))
        if last == before + units:
            break
    return FeeCalculation(table, tuple(lines))


def _table_on(method: FeeMethod, noticed_on: date) -> FeeTable:
    tables = [table for table in FEE_TABLES if table.method is method and table.valid_from <= noticed_on]
    if not tables:
        raise FeeNotCalculable(
            _(
                "《{title}》（{number}）自{first:%Y}年{first.month}月{first.day}日起执行，{day:%Y}年{day.month}月{day.day}日"
                "没有信息处理费标准，不能收费。请核对收费通知的日期。"
            ).format(
                title=FEE_MEASURES.title, number=FEE_MEASURES.number, first=FEE_MEASURES.in_force_from, day=noticed_on
            )
        )
    return max(tables, key=lambda table: table.valid_from)
