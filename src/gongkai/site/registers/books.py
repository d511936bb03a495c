"""The books (簿) in which the back office shows the registers: what each lists, in which order, and its form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.office import CheckedByItsAct, DayInput, ListFilter
from gongkai.site.agencies.models import Agency
from gongkai.site.registers.models import (
    DECISIONS,
    Decision,
    FeeAmount,
    FeeItem,
    MonthlyFigure,
    NilStatement,
    PublicEntry,
    Register,
    RegisterRow,
)
from gongkai.site.registers.models.decisions import FIRST_YEAR


class RowForm(CheckedByItsAct[RegisterRow]):
    """A row of a register as a clerk fills it in."""

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "item" in self.fields:
            self.fields["item"].queryset = FeeItem.objects.live().filter(agency=agency).order_by("name")
            self.fields["item"].empty_label = _("请选择")
        for name in ("register", "party_kind", "period", "ground"):
            if name in self.fields:
                self.fields[name].choices = [("", _("请选择")), *self._meta.model._meta.get_field(name).choices]
        if self.instance.pk:
            self.fields["reason"] = forms.CharField(
                label=_("更正原因"),
                max_length=200,
                help_text=_("记入登记历史；已公开的登记还要另写给公众看的更正说明。"),
            )

    def values(self) -> dict[str, Any]:
        """Return what the act takes."""
        return dict(self.cleaned_data)


def _form(model: type[RegisterRow]) -> type[RowForm]:
    days = {name: DayInput() for name in model.EDITABLE if name.endswith("_on")}
    texts = {name: forms.Textarea(attrs={"rows": 3}) for name in ("basis", "standard") if name in model.EDITABLE}
    return forms.modelform_factory(model, form=RowForm, fields=model.EDITABLE, widgets=days | texts)


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of row, as the back office lists it."""

    key: str
    title: Any
    model: type[RegisterRow]
    columns: tuple[str, ...]  # Beside the row's own name.
    order: str
    words: tuple[str, ...]  # In which a word is looked for.
    empty: Any

    @property
    def form(self) -> type[RowForm]:
        """The form of a row."""
        return _form(self.model)

    @property
    def heads(self) -> list[str]:
        """What the columns are called."""
        return [str(self.model._meta.get_field(name).verbose_name) for name in self.columns]

    @property
    def importable(self) -> bool:
        """Whether tables of it may be imported."""
        return self.model in (Decision, MonthlyFigure)

    @property
    def public(self) -> bool:
        """Whether its rows may become public."""
        return self.model in (Decision, FeeItem)

    def cells(self, row: RegisterRow) -> list[tuple[str, bool]]:
        """Return what stands in the columns, and whether it is a day; people are named on their own page alone."""
        masked = row.public_content() if isinstance(row, Decision) and row.is_of_a_person else {}
        return [
            (masked[name] if name in ("party", "subject") and masked else row.told(name), name.endswith("_on"))
            for name in self.columns
        ]


BOOKS = {
    each.key: each for each in (
        Book(
            "decisions", _("处理决定"), Decision, ("register", "subject", "party", "source", "decided_on"),
            "-decided_on", ("number__icontains", "subject__icontains", "party__icontains"),
            _("这里将列出本机关的行政许可、行政处罚、行政强制决定，一件一行。可以逐件登记，也可以导入表格。"),
        ),
        Book(
            "figures", _("月度汇总"), MonthlyFigure, ("register", "count"), "-year", ("source__icontains",),
            _("决定很多、由业务系统统计的，在这里按来源逐月登记件数，不必逐件登记。"),
        ),
        Book(
            "fee-items", _("收费项目"), FeeItem, ("begins_on", "ended_on"), "-begins_on", ("name__icontains",),
            _("这里将列出本机关的行政事业性收费项目及其依据、标准。"),
        ),
        Book(
            "fee-amounts", _("收费金额"), FeeAmount, ("yuan",), "-year", ("item__name__icontains",),
            _("先登记收费项目，再在这里按月、按季或者按年登记收费金额，以元为单位。"),
        ),
        Book(
            "statements", _("零报告声明"), NilStatement, ("first_year", "last_year"), "-first_year", (),
            _("没有某类职权，或者某年没有发生的，在这里声明；年度报告才能填 0，不会凭空填 0。"),
        ),
    )
}  # fmt: skip


STATES = (("public", _("已公开")), ("hidden", _("未公开")), ("struck", _("已注销")))


class RowFilter(ListFilter):
    """What of a book is wanted. A value that is none of the choices filters nothing."""

    q = forms.CharField(label=_("关键词"), required=False, max_length=100)
    agency = forms.ModelChoiceField(label=_("机构"), queryset=Agency.objects.none(), required=False)
    register = forms.ChoiceField(label=_("类别"), required=False)
    year = forms.ChoiceField(label=_("年份"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, data: Any, *, book: Book, agencies: QuerySet[Agency]) -> None:
        super().__init__(data)
        self.book = book
        self.offer_agencies(agencies)
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        choices = {
            "register": [each for each in Register.choices if book.model is NilStatement or each[0] in DECISIONS],
            "year": [(str(year), str(year)) for year in years],
            "state": STATES if book.public else STATES[-1:],
        }
        for name, options in choices.items():
            self.fields[name].choices = [("", _("全部")), *options]
        if "register" not in book.model.EDITABLE:
            del self.fields["register"]
        if book.model is FeeItem:
            del self.fields["year"]
        if not book.words:
            del self.fields["q"]
        self.is_valid()

    def rows(self) -> QuerySet[RegisterRow]:
        """Return the rows that are wanted, in the order of the book."""
        found = self.of_agencies(self.book.model.objects.all())
        if words := self.value("q"):
            wanted = Q()
            for lookup in self.book.words:
                wanted |= Q(**{lookup: words})
            found = found.filter(wanted)
        if register := self.value("register"):
            found = found.filter(register=register)
        if year := self.value("year"):
            found = found.filter(self._of_year(int(year)))
        return self._in_state(found).order_by(self.book.order, "-pk")

    def _of_year(self, year: int) -> Q:
        if self.book.model is Decision:
            return Q(decided_on__range=(date(year, 1, 1), date(year, 12, 31)))
        if self.book.model is NilStatement:
            return Q(first_year__lte=year) & (Q(last_year=None) | Q(last_year__gte=year))
        return Q(year=year)

    def _in_state(self, rows: QuerySet[RegisterRow]) -> QuerySet[RegisterRow]:
        state = self.value("state")
        if state == "struck":
            return rows.exclude(struck_out_at=None)
        if state in ("public", "hidden"):
            stands = Exists(
                PublicEntry.objects.standing().filter(record_type=self.book.model.type_name(), record_id=OuterRef("pk"))
            )
            return rows.filter(stands) if state == "public" else rows.filter(struck_out_at=None).exclude(stands)
        return rows
