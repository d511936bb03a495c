"""Back-office pages of what is due: items to become public, to be assessed again, and to be explained."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import DayInput, find, perform
from gongkai.site.agencies.policies import DRAFTING, READING
from gongkai.site.catalogue import acts
from gongkai.site.catalogue.deadlines import to_reassess, unpublished_by
from gongkai.site.catalogue.listing import page_of
from gongkai.site.catalogue.models import Attribute, Item, Validity
from gongkai.site.editorial.worklist import SOON

INTERPRETATION = "解读"  # What the title of an interpretation (政策解读) says.


class ReassessForm(forms.Form):
    """One assessment (动态调整评估): what came of it, and when the next one is due."""

    note = forms.CharField(label=_("评估意见"), widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label=_("下一次评估的日期"), widget=DayInput())


def _marked(rows: list[Item], due: str) -> list[dict[str, Any]]:
    today = timezone.localdate()
    days = [(item, getattr(item, due)) for item in rows]
    return [
        {"item": item, "due": day, "late": bool(day and day < today),
         "soon": bool(day and today <= day <= today + SOON)}
        for item, day in days
    ]  # fmt: skip


@guarded(READING)
def late(request: HttpRequest) -> HttpResponse:
    """What should be public by now, or within three days, and is not (条例第二十六条)."""
    agencies = request.user.agencies_by_role(*READING.roles)
    found = unpublished_by(agencies, timezone.localdate() + SOON + timedelta(days=1)).select_related("agency")
    page = page_of(found, request.GET.get("after", ""))
    rows = _marked(page.rows, "publication_due")
    return render(request, "office/late.html", {"rows": rows, "next": page.next, "tab": "items_late"})


@guarded(READING)
def reassessments(request: HttpRequest) -> HttpResponse:
    """What is not disclosed proactively, by the day of its next assessment (条例第十八条)."""
    agencies = request.user.agencies_by_role(*READING.roles)
    page = page_of(to_reassess(agencies).select_related("agency"), request.GET.get("after", ""))
    drafting = set(request.user.agencies_by_role(*DRAFTING.roles).values_list("pk", flat=True))
    rows = _marked(page.rows, "reassess_on")
    for row in rows:
        if row["item"].agency_id in drafting:
            row["form"] = ReassessForm(auto_id=f"id_%s_{row['item'].pk}")
    return render(request, "office/reassessments.html", {"rows": rows, "next": page.next, "tab": "reassessments"})


@guarded(DRAFTING)
def reassess(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an assessment."""
    item = find(request, Item.objects.select_related("agency"), DRAFTING, pk=pk)
    if item.attribute == Attribute.PROACTIVE:
        raise Http404
    form = ReassessForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, acts.reassess, item, done=_("评估已记录。"), **form.cleaned_data)
    ):
        return redirect("reassessments")
    return render(
        request, "office/reassess.html", {"item": item, "form": form}, status=422 if request.method == "POST" else 200
    )


@guarded(READING)
def interpretations(request: HttpRequest) -> HttpResponse:
    """Policies in force that nothing explains, and interpretations (政策解读) that name no policy."""
    ids = list(request.user.agencies_by_role(*READING.roles).values_list("pk", flat=True))
    items = Item.objects.filter(agency__in=ids).select_related("agency").order_by("-formed_on", "-pk")
    explained = Exists(Item.objects.filter(interprets=OuterRef("pk"), public=True))
    policies = items.filter(~explained, validity=Validity.IN_FORCE, public=True).exclude(
        Q(title__contains=INTERPRETATION) | Q(interprets__isnull=False)
    )
    loose = items.filter(title__contains=INTERPRETATION, interprets=None)
    return render(
        request, "office/interpretations.html",
        {
            "policies": page_of(policies, request.GET.get("policy", "")),
            "loose": page_of(loose, request.GET.get("loose", "")), "tab": "interpretations",
        },
    )  # fmt: skip
