"""Lists of items in the back office: filters, order, and pages that begin after the last row of the one before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from gongkai.law.article_20 import ARTICLE_20
from gongkai.site.accounts.models import User
from gongkai.site.accounts.office import ListFilter, number_in
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING
from gongkai.site.catalogue.models import ARTICLE_21, TOP, WITHOUT_ITEMS, Attribute, Column, Item, Part
from gongkai.site.editorial.models import Channel, Publication
from gongkai.site.editorial.progress import awaiting_publication

A_PAGE = 20
FIRST_YEAR = 2008  # The Regulation came into force.
HERE = "site"  # Stands for the channel whose own value is empty, as "any" is in a filter.
ORDERS = {"changed": "changed_at", "formed": "formed_on", "number": "document_number", "title": "title"}
NEWEST = "-changed"


class State(models.TextChoices):
    """Where an item stands, as far as a list can be filtered by it; an item may be public and under review."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "审核中"
    RETURNED = "returned", "已退回"
    REVIEWED = "reviewed", "审核完成，待公开"
    PUBLIC = "public", "已公开"
    WITHDRAWN = "withdrawn", "已撤回"


def _reviews(*statuses: str) -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Item), status__in=statuses)


def _ids(reviews: QuerySet[WorkflowState]) -> QuerySet[WorkflowState]:
    return reviews.annotate(item=Cast("object_id", BigIntegerField())).values("item")


IN_PROGRESS, RETURNED = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES
EVER_PUBLIC = Publication.objects.filter(record_type=Item.type_name(), record_id=OuterRef("pk"))


def in_state(items: QuerySet[Item], state: State) -> QuerySet[Item]:
    """Return those of a state."""
    match state:
        case State.REVIEW:
            return items.filter(pk__in=_ids(_reviews(IN_PROGRESS)))
        case State.RETURNED:
            return items.filter(pk__in=_ids(_reviews(RETURNED)))
        case State.REVIEWED:
            return items.filter(pk__in=awaiting_publication(Item).values("record_id"))
        case State.PUBLIC:
            return items.filter(public=True)
        case State.WITHDRAWN:
            return items.filter(Exists(EVER_PUBLIC), public=False)
        case State.DRAFT:
            under_review = _ids(_reviews(IN_PROGRESS, RETURNED))
            reviewed = awaiting_publication(Item).values("record_id")
            never_public = items.filter(~Exists(EVER_PUBLIC), public=False)
            return never_public.exclude(pk__in=under_review).exclude(pk__in=reviewed)


def states_of(items: Iterable[Item]) -> dict[int, list[State]]:
    """Return the states of some items, in three questions however many they are."""
    items = list(items)
    ids = [each.pk for each in items]
    reviews = dict(
        _reviews(IN_PROGRESS, RETURNED).filter(object_id__in=map(str, ids)).values_list("object_id", "status")
    )
    ever = set(
        Publication.objects.filter(record_type=Item.type_name(), record_id__in=ids).values_list("record_id", flat=True)
    )
    reviewed = set(awaiting_publication(Item).filter(record_id__in=ids).values_list("record_id", flat=True))
    found: dict[int, list[State]] = {}
    for item in items:
        states = [State.PUBLIC] if item.public else [State.WITHDRAWN] if item.pk in ever else []
        status = reviews.get(str(item.pk))
        if status is not None:
            states.append(State.REVIEW if status == IN_PROGRESS else State.RETURNED)
        elif item.pk in reviewed:
            states.append(State.REVIEWED)
        found[item.pk] = states or [State.DRAFT]
    return found


def _part_choices() -> list[tuple[str, str]]:
    parts = [(part.value, part.label) for part in Part if part not in (*WITHOUT_ITEMS, Part.STATUTORY)]
    return [
        *parts,
        *((str(each.number), f"（{each.number}）{each.text}") for each in ARTICLE_20),
        *((code, f"（第二十一条）{each.text}") for code, each in ARTICLE_21.items()),
    ]


class ItemFilter(ListFilter):
    """What of a list is wanted. A value that is none of the choices filters nothing."""

    q = forms.CharField(label=_("标题或者文号"), required=False, max_length=100)
    agency = forms.ModelChoiceField(label=_("机构"), queryset=Agency.objects.none(), required=False)
    column = forms.ChoiceField(label=_("栏目"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    attribute = forms.ChoiceField(label=_("公开属性"), required=False)
    channel = forms.ChoiceField(label=_("公开渠道"), required=False)
    year = forms.ChoiceField(label=_("成文年份"), required=False)
    drafter = forms.ModelChoiceField(label=_("拟稿人"), queryset=User.objects.none(), required=False)

    def __init__(self, data: Any, *, agencies: QuerySet[Agency]) -> None:
        super().__init__(data)
        self.offer_agencies(agencies)
        this_year = timezone.localdate().year
        choices = {
            "column": _part_choices(),
            "state": State.choices,
            "attribute": Attribute.choices,
            "channel": [(value or HERE, label) for value, label in Channel.choices],
            "year": [(str(year), str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)],
        }
        for name, options in choices.items():
            self.fields[name].choices = [("", _("全部")), *options]
        self.fields["drafter"].queryset = (
            User.objects.filter(memberships__agency__in=self.agency_ids, memberships__role__in=DRAFTING.roles)
            .distinct().order_by("name", "pk")
        )  # fmt: skip
        self.fields["drafter"].empty_label = _("全部")
        self.is_valid()

    def items(self) -> QuerySet[Item]:
        """Return the items that are wanted, without an order."""
        found = self.of_agencies(Item.objects.all())
        if words := self.value("q"):
            found = found.filter(Q(title__icontains=words) | Q(document_number__icontains=words))
        if part := self.value("column"):
            found = found.filter(column__in=self._columns(self.wanted_agencies, part))
        if attribute := self.value("attribute"):
            found = found.filter(attribute=attribute)
        if channel := self.value("channel"):
            found = found.filter(channel="" if channel == HERE else channel)
        if year := self.value("year"):
            found = found.filter(formed_on__range=(date(int(year), 1, 1), date(int(year), 12, 31)))
        if drafter := self.value("drafter"):
            found = found.filter(drafter=drafter)
        return in_state(found, State(state)) if (state := self.value("state")) else found

    @staticmethod
    def _columns(agencies: list[int], part: str) -> list[int]:
        columns = Column.objects.filter(agency__in=agencies)
        if part in ARTICLE_21:
            found = columns.filter(article_21=part)
        elif (number := number_in(part)) is not None:
            found = columns.filter(article_20=number)
        else:
            found = columns.filter(TOP, part=part)
        return list(found.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where the next ones begin."""

    rows: list[Any]
    next: str


def ordered(items: QuerySet[Item], order: str) -> QuerySet[Item]:
    """Return items in one of the orders; the ids decide between equals."""
    sign = "-" if order.startswith("-") else ""
    return items.order_by(f"{sign}{ORDERS[order.lstrip('-')]}", f"{sign}pk")


def order_of(wanted: str) -> str:
    """Return an order that somebody asked for if there is such a one, else the newest first."""
    return wanted if wanted.removeprefix("-") in ORDERS else NEWEST


def page_of(items: QuerySet[Any], after: str, size: int = A_PAGE) -> Page:
    """Return a page of ordered rows that begins after a row; a mark that cannot be read begins at the start."""
    first, _pk = items.query.order_by
    name, falling = first.removeprefix("-"), first.startswith("-")
    field = items.model._meta.get_field(name)
    value, _dot, pk = after.rpartition("~")
    if pk.isdecimal() and len(pk) < 19:
        try:
            value = field.to_python(value)
        except (forms.ValidationError, ValueError):
            value = None
        if value is not None and not _at_an_end_of_the_calendar(value):
            way, further = ("lte", "lt") if falling else ("gte", "gt")
            items = items.filter(**{f"{name}__{way}": value}).filter(
                Q(**{f"{name}__{further}": value}) | Q(**{f"pk__{further}": int(pk)})
            )
    rows = list(items[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{_spelled(getattr(last, name))}~{last.pk}" if last else "")


def _at_an_end_of_the_calendar(value: Any) -> bool:
    """Whether a time is so early or so late that another zone has no name for it."""
    return isinstance(value, date) and value.year in (date.min.year, date.max.year)


def _spelled(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def exported(items: QuerySet[Item]) -> Iterator[list[str]]:
    """Yield the rows of a list as a table, head first, a part at a time."""
    yield [
        "索引号", "标题", "发文字号", "公开机关", "栏目", "公开属性", "公开渠道", "网址或者地点", "成文日期", "状态",
        "拟稿人", "修改时间",
    ]  # fmt: skip
    part: list[Item] = []
    for item in items.select_related("agency", "column", "drafter").defer("body").iterator(chunk_size=500):
        part.append(item)
        if len(part) == 500:
            yield from _rows(part)
            part = []
    yield from _rows(part)


def _rows(items: list[Item]) -> Iterator[list[str]]:
    states = states_of(items)
    for item in items:
        yield [
            item.index_number or "", item.title, item.document_number, item.agency.name, item.column.title,
            item.get_attribute_display(), item.get_channel_display(), item.address, item.formed_on.isoformat(),
            "、".join(each.label for each in states[item.pk]), item.drafter.name,
            f"{timezone.localtime(item.changed_at):%Y-%m-%d %H:%M}",
        ]  # fmt: skip
