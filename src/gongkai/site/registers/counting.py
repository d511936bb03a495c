"""What table two of the report says of decisions and fees, with the records behind every figure.

Three rules, each shown on the page of the registers:

- A source that counts by the month is believed: its figure is all that it decided in that month, and the rows of the
  same source and month are among them, not beside them. Where it has no figure for a month, its rows are counted.
- A figure that is less than the rows, a month that a counting source leaves out, and an amount of a time in which its
  fee was not collected are unknown, not a number.
- Nothing registered is unknown. Nought is what the agency said (零报告), never what was not found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from gongkai.site.registers.models import (
    DECISIONS,
    Decision,
    FeeAmount,
    FeeItem,
    MonthlyFigure,
    NilStatement,
    Register,
    RegisterRow,
)
from gongkai.stats.cells import Figure

# The rows of table two by their registers; both editions know them by these names.
ROWS = {
    Register.LICENSES: "administrative_licenses",
    Register.PENALTIES: "administrative_penalties",
    Register.COERCION: "administrative_coercion",
    Register.FEES: "administrative_fees",
}
MONTHS = range(1, 13)
YUAN_IN_WAN_YUAN = 10_000
Place = tuple[str, int]  # A source and a month.


@dataclass(frozen=True, slots=True)
class Counted:
    """What one register says of one year: a figure, or why there is none."""

    register: Register
    agency: int
    year: int
    value: Figure | None  # Fees in 万元.
    problems: tuple[str, ...] = ()
    registered: Figure = 0  # What is registered so far, whether or not the year is known; fees in yuan.
    said: str = ""  # The statement by which a nought is one.

    def records(self) -> dict[str, list[int]]:
        """Return the ids of the records that make the figure, by their type."""
        behind = self._amounts() if self.register == Register.FEES else self._decisions()
        if self.said:
            behind[NilStatement] = [each.pk for each in statements_of(self.agency, self.register, self.year)]
        return {model.type_name(): sorted(ids) for model, ids in behind.items() if ids}

    def _amounts(self) -> dict[type[RegisterRow], list[int]]:
        amounts = FeeAmount.objects.live().filter(agency=self.agency, year=self.year)
        return {FeeAmount: list(amounts.values_list("pk", flat=True))}

    def _decisions(self) -> dict[type[RegisterRow], list[int]]:
        figures = _figures(self.agency, self.register, self.year)
        told = {(each.source, each.month) for each in figures}
        rows = _decisions(self.agency, self.register, self.year).values_list("pk", "source", "decided_on")
        counted = [pk for pk, source, day in rows if (source, day.month) not in told]
        return {Decision: counted, MonthlyFigure: [each.pk for each in figures]}


def table_2(agency: int, year: int) -> dict[Register, Counted]:
    """Return what table two says of an agency's registers for a year."""
    return {each: decisions_in(agency, each, year) for each in DECISIONS} | {Register.FEES: fees_in(agency, year)}


def statements_of(agency: int, register: Register, year: int) -> list[NilStatement]:
    """Return the agency's words that a register has nothing in a year."""
    found = NilStatement.objects.live().filter(agency=agency, register=register, first_year__lte=year)
    return [each for each in found.order_by("pk") if each.covers(year)]


def _decisions(agency: int, register: Register, year: int):
    return Decision.objects.live().filter(agency=agency, register=register, decided_on__year=year)


def _figures(agency: int, register: Register, year: int) -> list[MonthlyFigure]:
    return list(MonthlyFigure.objects.live().filter(agency=agency, register=register, year=year).order_by("pk"))


def decisions_in(agency: int, register: Register, year: int) -> Counted:
    """Count the decisions of a year (本年处理决定数量): all of them, public or not."""
    rows = (
        _decisions(agency, register, year).order_by().annotate(month=ExtractMonth("decided_on"))
        .values_list("source", "month").annotate(n=Count("pk"))
    )  # fmt: skip
    cases = {(source, month): n for source, month, n in rows}
    figures = {(each.source, each.month): each.count for each in _figures(agency, register, year)}
    total, problems = combined(cases, figures)
    if cases or figures:
        return Counted(register, agency, year, None if problems else total, problems, total)
    return _nothing(register, agency, year)


def combined(cases: Mapping[Place, int], figures: Mapping[Place, int]) -> tuple[int, tuple[str, ...]]:
    """Return how many decisions some rows and figures are together, none of them twice, and what is unknown of them."""
    total = sum(figures.values()) + sum(n for place, n in cases.items() if place not in figures)
    problems = []
    for (source, month), figure in sorted(figures.items()):
        listed = cases.get((source, month), 0)
        if figure < listed:
            problems.append(f"“{source}”{month} 月汇总 {figure} 件，少于逐件登记的 {listed} 件，请核对。")
    for source in sorted({source for source, _month in figures}):
        missing = [str(month) for month in MONTHS if (source, month) not in figures and (source, month) not in cases]
        if missing:
            problems.append(f"“{source}”缺 {'、'.join(missing)} 月的数量；没有的请登记 0。")
    return total, tuple(problems)


def fees_in(agency: int, year: int) -> Counted:
    """Add up what was collected in a year (本年收费金额), in 万元 and to the last cent."""
    items = [each for each in FeeItem.objects.live().filter(agency=agency).order_by("pk") if each.months_in(year)]
    amounts = list(FeeAmount.objects.live().filter(agency=agency, year=year).select_related("item").order_by("pk"))
    covered: dict[int, set[int]] = {}
    for each in amounts:
        covered.setdefault(each.item_id, set()).update(each.months)
    problems = []
    for item in items:
        if missing := sorted(item.months_in(year) - covered.get(item.pk, set())):
            problems.append(f"“{item}”缺 {'、'.join(map(str, missing))} 月的金额；没有收费的请登记 0。")
    problems += [
        f"“{each}”不在该项目的收费起止日期之内，或者项目已注销，请核对。" for each in amounts if each.outside_its_item
    ]
    yuan = sum((each.yuan for each in amounts), Decimal(0))
    if items or amounts:
        value = None if problems else wan_yuan(yuan)
        return Counted(Register.FEES, agency, year, value, tuple(problems), yuan)
    return _nothing(Register.FEES, agency, year)


def wan_yuan(yuan: Decimal) -> Figure:
    """Return an amount in 万元, exactly: a whole number as one, and no noughts at the end of a fraction."""
    amount = yuan / YUAN_IN_WAN_YUAN
    if amount == amount.to_integral_value():
        return int(amount)
    return Decimal(format(amount, "f").rstrip("0"))


def _nothing(register: Register, agency: int, year: int) -> Counted:
    """A register that holds nothing of a year: nought where the agency said so, else unknown."""
    for statement in statements_of(agency, register, year):
        return Counted(register, agency, year, 0, said=statement.get_ground_display())
    said = "没有登记，也没有“零报告”声明。没有这类职权或者本年没有发生的，请登记声明。"
    return Counted(register, agency, year, None, (said,))
