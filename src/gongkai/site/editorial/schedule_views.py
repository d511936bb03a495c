"""The page on which the time of publication is set (定时公开)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import perform, perform_form
from gongkai.site.agencies.policies import PUBLISHING
from gongkai.site.editorial.scheduling import cancel_schedule, schedule_publication
from gongkai.site.editorial.views import CorrectionForm, record_of

TYPED = "%Y-%m-%dT%H:%M"


class ScheduleForm(CorrectionForm):
    """When, and what the public is told of a correction."""

    due_at = forms.DateTimeField(
        label=_("公开时间"), input_formats=[TYPED, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
        help_text=_("北京时间。到时再核对一遍审核、保密审查和自动检查，都通过才公开；页面上的发布时间是实际公开的时间。"),
        error_messages={"invalid": _("请按 2024-05-01 09:00 的样子填写。")},
    )  # fmt: skip


@guarded(PUBLISHING)
def schedule(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Set the time of publication."""
    record = record_of(request, kind, pk)
    form = ScheduleForm(request.POST or None, record=record)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(request, form, schedule_publication, record, done=_("已设定公开时间。"), **form.cleaned_data)
    ):
        return redirect(record.get_absolute_url())
    return render(
        request, "office/schedule.html", {"record": record, "form": form, "by_law": record.publication_due},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_POST
@guarded(PUBLISHING)
def cancel(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Cancel the plan."""
    record = record_of(request, kind, pk)
    perform(request, cancel_schedule, record, done=_("已取消定时公开。"))
    return redirect(record.get_absolute_url())
