"""Tables (XLSX, CSV) of registers: their columns, and what one holds against what is registered already."""

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField as Day
from django.db.models import Field, IntegerField, QuerySet

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.register_csv import Fault, day_of
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
from gongkai.site.registers.models.decisions import PartyKind

MOST_ROWS = 2000
MOST_FAULTS = 200
A_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that may be imported: a column for each value of a row, headed by its label."""

    key: str
    model: type[RegisterRow]
    examples: tuple[str, ...]  # A row for the template, in the order of the columns.
    narrowed_by: str  # The value by which registered rows are asked for.

    @property
    def columns(self) -> tuple[Field, ...]:
        """The values, in the order of the columns."""
        return tuple(self.model._meta.get_field(name) for name in self.model.EDITABLE)

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(str(column.verbose_name) for column in self.columns)

    def head(self, name: str) -> str:
        """Return the head of the column of a value; empty for what is no column."""
        return str(self.model._meta.get_field(name).verbose_name) if name in self.model.EDITABLE else ""

    @property
    def required(self) -> tuple[str, ...]:
        """The heads of the columns that every row fills in."""
        return tuple(str(column.verbose_name) for column in self.columns if not column.blank)


TABLES = {
    each.key: each for each in (
        Table(
            "decisions", Decision,
            (
                "行政处罚", "示商罚〔2024〕1号", "2024-01-05", "示例事项（请删去本行）", "法人或者其他组织",
                "示例有限公司", "",
            ),
            narrowed_by="number",
        ),
        Table("figures", MonthlyFigure, ("行政许可", "示例系统（请删去本行）", "2024", "1", "12"), narrowed_by="year"),
    )
}  # fmt: skip


def has_rows(agency: Agency, register: Register, year: int) -> bool:
    """Return whether anything of a register is registered for a year."""
    if register in DECISIONS:
        decisions = Decision.objects.live().filter(agency=agency, register=register, decided_on__year=year)
        figures = MonthlyFigure.objects.live().filter(agency=agency, register=register, year=year)
        return decisions.exists() or figures.exists()
    amounts = FeeAmount.objects.live().filter(agency=agency, year=year)
    return amounts.exists() or any(
        item.months_in(year) for item in FeeItem.objects.live().filter(agency=agency, begins_on__year__lte=year)
    )


def statements_against(
    row: RegisterRow, statements: QuerySet[NilStatement] | list[NilStatement]
) -> NilStatement | None:
    """Return a statement by which there is nothing of a row's register in one of its years."""
    return next(
        (
            each for each in statements
            if each.register == row.of_register and any(each.covers(year) for year in row.years())
        ),
        None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that the table adds."""

    number: int
    row: RegisterRow


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A registered row of which the table says something else."""

    number: int
    row: RegisterRow  # As it is registered.
    fields: dict[str, Any]  # As the table has it.
    differences: tuple[tuple[str, str, str], ...]  # (label, registered, in the table)


@dataclass(slots=True)
class Sheet:
    """What a table holds."""

    new: list[NewRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def shown_faults(self) -> list[Fault]:
        """As many faults as somebody reads at once."""
        return self.faults[:MOST_FAULTS]

    @property
    def does_something(self) -> bool:
        """Whether there is anything to register or to correct."""
        return bool(self.new or self.changed)

    @property
    def names_people(self) -> bool:
        """Whether it shows natural persons, in the table or as they are registered."""
        rows = [each.row for each in (*self.new, *self.changed)]
        told = [each.fields.get("party_kind") for each in self.changed]
        return PartyKind.NATURAL_PERSON in told or any(isinstance(row, Decision) and row.is_of_a_person for row in rows)

    @property
    def versions(self) -> dict[int, int]:
        """The versions of the registered rows that the table corrects, by their ids."""
        return {each.row.pk: each.row.version for each in self.changed}


def letter(position: int) -> str:
    """Return what a spreadsheet calls a column, the first of which is 0."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read(table: Table, text: str, agency: Agency) -> Sheet:
    """Read a table for an agency: what is new, changed, known, and all that is wrong, by cell."""
    sheet = Sheet()
    try:
        lines = [(number, cells) for number, cells in enumerate(csv.reader(io.StringIO(text)), 1) if any(cells)]
    except csv.Error as error:
        sheet.faults.append(Fault(1, "", f"表格读不出来，请用模板重新填写（{error}）。"))
        return sheet
    if not lines:
        sheet.faults.append(Fault(1, "", "表格是空的。"))
        return sheet
    (first, head), *body = lines
    heads = [cell.strip().strip("*＊") for cell in head]
    missing = [each for each in table.required if each not in heads]
    twice = sorted({each for each in heads if each and heads.count(each) > 1})
    if missing:
        said = f"第一行应是表头，缺少：{'、'.join(missing)}。请使用模板。"
    elif twice:
        said = f"表头重复：{'、'.join(twice)}。请删去多余的列。"
    elif len(body) > MOST_ROWS:
        said = f"有 {len(body)} 行，一次最多导入 {MOST_ROWS} 行，请分成几个文件。"
    elif not body:
        said = "只有表头，没有内容。"
    else:
        _Reader(table, agency, heads, sheet).read(body)
        return sheet
    sheet.faults.append(Fault(first, "", said))
    return sheet


class _Reader:
    """Reads the rows of one table against the rows that are registered."""

    def __init__(self, table: Table, agency: Agency, heads: list[str], sheet: Sheet) -> None:
        self.table, self.agency, self.heads, self.sheet = table, agency, heads, sheet
        self.seen: dict[tuple[Any, ...], int] = {}
        self.statements = list(NilStatement.objects.live().filter(agency=agency))

    def read(self, body: list[tuple[int, list[str]]]) -> None:
        rows = [(number, self.row(number, cells)) for number, cells in body]
        good = [(number, row) for number, row in rows if row is not None]
        registered = self.registered([row for _number, row in good])
        for number, row in good:
            self.place(number, row, registered.get(row.key()))

    def registered(self, rows: list[RegisterRow]) -> dict[tuple[Any, ...], RegisterRow]:
        name = self.table.narrowed_by
        wanted = {getattr(row, name) for row in rows}
        found = self.table.model.objects.filter(agency=self.agency, **{f"{name}__in": wanted}).select_related("agency")
        return {each.key(): each for each in found}

    def row(self, number: int, cells: list[str]) -> RegisterRow | None:
        """Return the row that some cells make, or None where they make none."""
        values = dict(zip(self.heads, (cell.strip() for cell in cells), strict=False))
        faults: dict[str, str] = {}
        fields: dict[str, Any] = {}
        for column in self.table.columns:
            try:
                fields[column.name] = self.value(column, values.get(str(column.verbose_name), ""))
            except ValueError as error:
                faults[column.name] = str(error)
        row = self.table.model(agency=self.agency, **fields)
        others = [each.name for each in row._meta.fields if each.name not in fields or each.name in faults]
        for step in (lambda: row.clean_fields(exclude=others), row.clean):
            try:
                step()
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    faults.setdefault(name if name in row.EDITABLE else "", "；".join(messages))
        if not faults:
            self.compare(number, row, faults)
        self.sheet.faults += [Fault(number, self.place_of(name), message) for name, message in faults.items()]
        return None if faults else row

    @staticmethod
    def value(column: Field, text: str) -> Any:
        """Return what a cell means; raise ValueError in words."""
        if not text:
            if not column.blank:
                raise ValueError("这一格必须填写。")
            return "" if column.empty_strings_allowed else None
        if column.choices:
            by_label = {str(label): value for value, label in column.choices}
            if text not in by_label:
                raise ValueError(f"没有“{text}”这一选项，可填：{'、'.join(by_label)}。")
            return by_label[text]
        if isinstance(column, Day):
            return day_of(text)
        if isinstance(column, IntegerField):
            if not A_NUMBER.fullmatch(text):
                raise ValueError(f"“{text}”不是整数，请只填数字，例如 12。")
            return int(text)
        return text

    def compare(self, number: int, row: RegisterRow, faults: dict[str, str]) -> None:
        """Note a row that stands twice in the table, or that a statement says cannot be."""
        first = self.seen.setdefault(row.key(), number)
        if first != number:
            faults[self.table.narrowed_by if self.table.key == "decisions" else "month"] = f"与第 {first} 行重复。"
        elif against := statements_against(row, self.statements):
            faults["register"] = f"本机关已声明“{against}”（{against.first_year} 年起），请先注销这一声明。"

    def place_of(self, name: str) -> str:
        """Return where a value stands, as a spreadsheet calls it."""
        head = self.table.head(name)
        return f"{letter(self.heads.index(head))} 列“{head}”" if head in self.heads else head

    def place(self, number: int, row: RegisterRow, known: RegisterRow | None) -> None:
        """Put a row where it belongs: new, changed, or known as it is."""
        if known is None:
            self.sheet.new.append(NewRow(number, row))
        elif known.struck_out:
            said = f"这条登记已经注销（{known.struck_out_because}）。"
            said += "需要恢复的，请在登记页面办理；否则请从表格中删去这一行。"
            self.sheet.faults.append(Fault(number, self.place_of(self.table.narrowed_by), said))
        elif known.content() == row.content():
            self.sheet.known += 1
        else:
            fields = {name: getattr(row, name) for name in row.EDITABLE}
            differences = tuple(
                (label, before, after)
                for (label, before), (_label, after) in zip(known.shown(), row.shown(), strict=True)
                if before != after
            )
            self.sheet.changed.append(ChangedRow(number, known, fields, differences))
