"""The page of what was found in what is public (复查)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import number_in
from gongkai.site.agencies.policies import EXAMINING_AGAIN
from gongkai.site.editorial.examinations import set_aside
from gongkai.site.editorial.models import HAS_REMARKS, Examination, Rescan
from gongkai.site.editorial.records import kinds
from gongkai.site.editorial.remarks import checks_version

A_PAGE = 20


@guarded(EXAMINING_AGAIN)
def rescan(request: HttpRequest) -> HttpResponse:
    """What the last examination found in what is public, by the agencies that this person answers for."""
    agencies = request.user.agencies_by_role(*EXAMINING_AGAIN.roles)
    found = Examination.objects.filter(
        HAS_REMARKS, agency__in=agencies, publication__superseded_by=None, publication__withdrawal=None
    ).select_related("publication", "agency")
    agency, only = request.GET.get("agency", ""), request.GET.get("only", "")
    if (one := number_in(agency)) is not None:
        found = found.filter(agency=one)
    if only == "blocking":
        found = found.filter(blocking__gt=0)
    page = Paginator(found.order_by("-blocking", "-publication"), A_PAGE).get_page(request.GET.get("page"))
    last = Rescan.objects.exclude(finished_at=None).order_by("-finished_at").first()
    return render(
        request, "office/rescan.html",
        {
            "page": page, "rows": _rows(list(page)), "agencies": agencies.order_by("path"), "agency": agency,
            "only": only, "last": last, "outdated": last is not None and last.version != checks_version(),
        },
    )  # fmt: skip


def _rows(examinations: list[Examination]) -> list[dict[str, Any]]:
    """Return each with its record and the remarks that nobody set aside, the blocking ones first."""
    publications = [each.publication for each in examinations]
    records = {
        (kind.type_name(), record.pk): record
        for kind in kinds()
        for record in kind._default_manager.filter(
            pk__in=[each.record_id for each in publications if each.record_type == kind.type_name()]
        )
    }
    aside = set_aside(publications)
    rows = []
    for each in examinations:
        key = (each.publication.record_type, each.publication.record_id)
        remaining = [remark for remark in each.remarks if remark["fingerprint"] not in aside.get(key, ())]
        rows.append(
            {
                "examination": each,
                "record": records[key],
                "remarks": sorted(remaining, key=lambda remark: not remark["blocks"]),
            }
        )
    return rows
