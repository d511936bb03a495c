"""Helpers of back-office views: acts that answer in words, and records that are there only for whoever may see them."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import Holding
from gongkai.site.audit.acts import Invalid, Refusal

A_PAGE = 50

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")


def find(request: HttpRequest, records: models.QuerySet[M], policy: Holding, **which: Any) -> M:
    """Return a record that the policy lets this person see; what they may not see does not exist for them."""
    record = records.filter(**which).first()
    if record is None or not policy.allows(request.user, record.agency_id):
        raise Http404
    return record


def perform(request: HttpRequest, act: Callable[..., R], *args: Any, done: str, **kwargs: Any) -> R | None:
    """Perform an act as whoever signed in, and say what came of it; None if it was refused."""
    try:
        result = act(request.user, *args, **kwargs)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result if result is not None else True


def perform_form(
    request: HttpRequest, form: forms.BaseForm, act: Callable[..., R], *args: Any, done: str, **kwargs: Any
) -> R | None:
    """Perform an act with what a form holds; what it refuses stands beside its field, or above all fields."""
    try:
        result = act(request.user, *args, **kwargs)
    except Invalid as invalid:
        for name, said in invalid.errors.items():
            form.add_error(name if name in form.fields else None, said)
        return None
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return result if result is not None else True


def name_blanks(form: forms.BaseForm) -> None:
    """Say in words what an empty choice of a form means, in the place of dashes."""
    for field in form.fields.values():
        said = _("请选择") if field.required else _("无")
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = field.empty_label and said
        elif isinstance(field, forms.ChoiceField):
            field.choices = [(value, label if value else said) for value, label in field.choices]


class CheckedByItsAct(forms.ModelForm[M]):
    """A form over a record that leaves the record alone: the act checks it and says what is wrong, once."""

    def _post_clean(self) -> None:
        """Do nothing."""


class DayInput(forms.DateInput):
    """A day, chosen or typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ListFilter(forms.Form):
    """What of a list is wanted. A value that is none of the choices filters nothing."""

    agency_ids: list[int]

    def offer_agencies(self, agencies: models.QuerySet[Agency]) -> None:
        """Let one of several agencies be chosen; of one alone there is nothing to choose."""
        self.agency_ids = list(agencies.order_by("path").values_list("pk", flat=True))
        if len(self.agency_ids) == 1:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = Agency.objects.filter(pk__in=self.agency_ids).order_by("path")
            self.fields["agency"].empty_label = _("全部")

    def value(self, name: str) -> Any:
        """Return what is wanted of a field, or None."""
        return self.cleaned_data.get(name) or None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(self.value(name) for name in self.fields)

    @property
    def wanted_agencies(self) -> list[int]:
        """The agency that is wanted, or all that are offered; ids."""
        agency = self.value("agency")
        return [agency.pk] if agency else self.agency_ids

    def of_agencies(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """Return the rows of the wanted agencies; of one alone its index gives their order."""
        ids = self.wanted_agencies
        return rows.filter(agency=ids[0]) if len(ids) == 1 else rows.filter(agency__in=ids)


class Reason(forms.Form):
    """Why something is done that takes something away."""

    reason = forms.CharField(label=_("原因"), max_length=200)


def number_in(text: str | None) -> int | None:
    """Return the number that an address or a form names, or None if it names none that a record could have."""
    return int(text) if text and len(text) < 19 and text.isascii() and text.isdigit() else None


def page_of(request: HttpRequest, rows: models.QuerySet[M]) -> Page[M]:
    """Return the page of a list that the address asks for."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
