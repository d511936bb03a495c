"""The page on which it is recorded what was done after a leak (补救措施)."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import CheckedByItsAct, DayInput, perform
from gongkai.site.agencies.policies import WITHDRAWING
from gongkai.site.editorial.models import RemedialMeasures
from gongkai.site.editorial.remedial import newest_leak, record_remedial_measures
from gongkai.site.editorial.views import record_of


class RemedialForm(CheckedByItsAct[RemedialMeasures]):
    """What was done, when, and who was told."""

    class Meta:
        model = RemedialMeasures
        fields = ("taken_on", "measures", "notified")
        widgets = {  # noqa: RUF012 -- Django's attribute
            "taken_on": DayInput(),
            "measures": forms.Textarea(attrs={"rows": 3}),
            "notified": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {  # noqa: RUF012
            "notified": _("个人、部门、平台；没有通知的，写明原因。不要写入证件号等个人信息。"),
        }


@guarded(WITHDRAWING)
def remedial(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Record remedial measures; the page is there once something was withdrawn as a leak."""
    record = record_of(request, kind, pk)
    withdrawal = newest_leak(record)
    if withdrawal is None:
        raise Http404
    form = RemedialForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, record_remedial_measures, record, done=_("补救措施已记录。"), **form.cleaned_data)
    ):
        return redirect("history", kind, pk)
    return render(
        request, "office/remedial.html",
        {
            "record": record, "withdrawal": withdrawal, "form": form,
            "past": withdrawal.remedial_measures.select_related("by").order_by("-id"),
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
