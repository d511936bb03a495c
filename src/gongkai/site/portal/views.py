"""Pages that the public sees. Everything in them comes from the ledger; nothing from drafts."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site import search as search_index
from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLIC, SIGNED_IN
from gongkai.site.catalogue.models import TOP, WITHOUT_ITEMS, Column, Part, is_web_address
from gongkai.site.editorial.changes import readable
from gongkai.site.editorial.models import Publication, PublishedFile
from gongkai.site.editorial.views import send
from gongkai.site.portal.ledger import ITEM, PublicItem, in_order, newest, standing
from gongkai.site.portal.paging import SIZE, page_of
from gongkai.site.portal.structure import (
    agencies_today,
    column_address,
    columns_of_part,
    counts_of_agencies,
    places_of,
)  # fmt: skip

ON_HOME = 8
FIRST_YEAR = 2008  # The Regulation first applied.
SIZES = {"large": "document--large", "small": "document--small"}


@dataclass(frozen=True)
class Crumb:
    """A step of 当前位置; the last one has no address."""

    label: str
    address: str = ""


def crumbs_to(*further: Crumb, agency: Agency | None = None) -> list[Crumb]:
    """Return the steps from the home to a page, by its agency where it has one."""
    crumbs = [Crumb(_("首页"), reverse("region_home"))]
    if agency:
        crumbs.append(Crumb(agency.name, reverse("agency_home", args=[agency.slug])))
    return [*crumbs, *further]


@guarded(PUBLIC)
def region_home(request: HttpRequest) -> HttpResponse:
    """The region's home: search, requests, newest notices and news, agencies."""
    numbers = counts_of_agencies()
    return render(
        request, "portal/region_home.html",
        {
            "total": sum(numbers.values()), "publishing": sum(number > 0 for number in numbers.values()),
            "notices": standing().filter(column__in=columns_of_part(Part.NOTICES))[:ON_HOME],
            "news": standing().filter(column__in=columns_of_part(Part.NEWS))[:ON_HOME],
            "agencies": [(each, numbers.get(each.pk, 0)) for each in agencies_today()],
        },
    )  # fmt: skip


@guarded(PUBLIC)
def region_part(request: HttpRequest, part: str) -> HttpResponse:
    """Notices, news or reports of all agencies, or the way to each agency's entry for requests."""
    label = Part(part).label
    context: dict[str, Any] = {"title": label, "crumbs": crumbs_to(Crumb(label))}
    if part in WITHOUT_ITEMS:
        return render(request, "portal/region_requests.html", context | {"agencies": agencies_today()})
    page = page_of(request, standing().filter(column__in=columns_of_part(part)))
    feed = reverse("region_part_feed", args=[part])
    return render(request, "portal/region_list.html", context | {"page": page, "feed": feed})


@guarded(PUBLIC)
def agency_home(request: HttpRequest, agency: str) -> HttpResponse:
    """An agency's 政府信息公开: its parts with their counts, the newest of all, and its disclosure office."""
    found = get_object_or_404(Agency, slug=agency)
    return render(
        request, "portal/agency.html",
        {
            "agency": found, "places": places_of(found), "title": _("政府信息公开"),
            "crumbs": crumbs_to(Crumb(found.name)), "newest": standing().filter(agency=found)[:SIZE],
            "feed": reverse("agency_feed", args=[found.slug]),
            "successions": found.successions_out.select_related("successor").order_by("on"),
        },
    )  # fmt: skip


@guarded(PUBLIC)
def column(request: HttpRequest, agency: str, part: str) -> HttpResponse:
    """A column; 法定主动公开内容 lists the columns beneath it, 依申请公开 says how to ask."""
    return _column(request, agency, part=part)


@guarded(PUBLIC)
def statutory(request: HttpRequest, agency: str, duty: str) -> HttpResponse:
    """One item of article 20, or one topic of article 21."""
    return _column(request, agency, part=Part.STATUTORY, duty=duty)


@guarded(PUBLIC)
def guide_version(request: HttpRequest, agency: str, version: int) -> HttpResponse:
    """An earlier version of an agency's guide."""
    return _column(request, agency, version, part=Part.GUIDE)


def _column(request: HttpRequest, agency: str, version: int | None = None, **which: Any) -> HttpResponse:
    found = get_object_or_404(Agency, slug=agency)
    places = places_of(found)
    place = places.of(**which)
    if place is None:
        raise Http404
    above = places.of(Part.STATUTORY) if place.column.duty else None
    crumbs = [Crumb(above.column.title, above.address)] if above else []
    context = {
        "agency": found, "places": places, "place": place, "title": place.column.title,
        "crumbs": crumbs_to(*crumbs, Crumb(place.column.title), agency=found), "feed": f"{place.address}feed.xml",
    }  # fmt: skip
    if place.column.part in WITHOUT_ITEMS:
        return render(request, "portal/requests.html", context | {"feed": ""})
    if place.beneath:
        return render(request, "portal/statutory.html", context)
    everything = standing().filter(column=place.column.pk)
    if place.column.part == Part.GUIDE and (version or place.count):
        return render(request, "portal/guide.html", context | _guide(everything.first(), version))
    year = request.GET.get("year", "")
    filtered = len(year) == 4 and year.isascii() and year.isdigit() and 1900 < int(year) < 2200
    page = page_of(request, everything.filter(published_at__year=int(year)) if filtered else everything)
    return render(
        request, "portal/column.html", context | {"page": page, "years": _years(everything), "year": year}
    )  # fmt: skip


def _guide(current: Publication | None, version: int | None) -> dict[str, Any]:
    """The disclosure guide (公开指南): its current version, or an earlier one that says so."""
    versions = PublicItem(current).versions if current else []
    wanted = version or (current.version if current else 0)
    shown = next((each for each in versions if each.publication.version == wanted), None)
    if shown is None:
        raise Http404
    others = [each for each in versions if each.publication.pk != current.pk]
    return {"guide": shown, "guide_is_old": shown.publication.pk != current.pk, "guide_versions": others}


def _years(publications: QuerySet[Publication]) -> list[int]:
    """From the newest year to the oldest; a year between them may be empty."""
    newest, oldest = publications.first(), publications.last()
    if newest is None or oldest is None:
        return []
    first, last = (timezone.localtime(each.published_at).year for each in (oldest, newest))
    return list(range(last, first - 1, -1))


@guarded(PUBLIC)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item; what was withdrawn answers 410 with its reason, what never was public is not there."""
    found = newest(ITEM, pk)
    if found is None:
        raise Http404
    if found.publication.withdrawn:
        return render(request, "portal/withdrawn.html", _withdrawn(found.publication), status=410)
    older, newer = found.neighbours()
    policy, interpretations = found.related()
    agency, column = found.publication.agency, found.column
    steps = [Crumb(column.title, column_address(column.agency, column))] if column else []
    if column and column.duty:
        steps.insert(0, Crumb(Part.STATUTORY.label, reverse("column", args=[agency.slug, Part.STATUTORY])))
    size, address = request.GET.get("size", ""), found.content.get("address", "")
    return render(
        request, "portal/item.html",
        {
            "item": found, "publication": found.publication, "content": found.content, "older": older,
            "newer": newer, "policy": policy, "interpretations": interpretations, "agency": agency,
            "title": found.publication.title, "crumbs": crumbs_to(*steps, Crumb(_("正文")), agency=agency),
            "size": size if size in SIZES else "", "size_class": SIZES.get(size, ""),
            "original": address if is_web_address(address) else "",
            "for_paper": "paper" in request.GET,
            "awaits_review": found.publication.emergency_approver_id and not hasattr(found.publication, "after_review"),
        },
    )  # fmt: skip


def _withdrawn(publication: Publication) -> dict[str, Any]:
    crumbs = crumbs_to(Crumb(_("已撤回")), agency=publication.agency)
    return {"publication": publication, "agency": publication.agency, "title": _("已撤回"), "crumbs": crumbs}


@guarded(PUBLIC)
def file(_request: HttpRequest, pk: int, position: int, name: str) -> HttpResponse | FileResponse:  # noqa: ARG001
    """A file of what stands; nobody gets one of a draft, or of what was withdrawn or corrected away, from here."""
    found: PublicItem | None = newest(ITEM, pk)
    if found is None or found.publication.withdrawn:
        raise Http404
    wanted: PublishedFile | None = next((each for each in found.files if each.position == position), None)
    if wanted is None:
        raise Http404
    if settings.FILES_BY_NGINX:
        response = HttpResponse(content_type=wanted.file.media_type)
        response["X-Accel-Redirect"] = f"/internal-files/{wanted.file_id[:2]}/{wanted.file_id[2:]}"
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(wanted.name)}"
        return response
    return send(wanted.file, wanted.name)


@guarded(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """Find what is public by title, number, text and the text of files."""
    asked = request.GET
    words = asked.get("q", "").strip()
    order = "title_first" if asked.get("order") == "title_first" else "newest"
    agencies = list(agencies_today())
    agency = next((each for each in agencies if each.slug == asked.get("agency")), None)
    columns = [each for each in agency.columns.order_by("path") if each.takes_items] if agency else []
    column = next((each for each in columns if str(each.pk) == asked.get("column")), None)
    year = asked.get("year", "")
    query = search_index.Query(
        words, agencies=[agency.pk] if agency else None, column=str(column.pk) if column else None,
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )  # fmt: skip
    context: dict[str, Any] = {
        "title": _("检索"), "crumbs": crumbs_to(Crumb(_("检索"))), "q": words, "order": order,
        "agency_of_search": agency,
        "year": query.year, "agencies": agencies, "columns": columns, "column_of_search": column,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1), "narrowed": bool(agency or query.year),
    }  # fmt: skip
    if not words:
        return render(request, "portal/search.html", context)
    try:
        page = _find(query, order, asked.get("after"))
    except search_index.SearchUnavailable:
        return render(request, "portal/search.html", context | {"unavailable": True}, status=503)
    following, first = asked.copy(), asked.copy()
    following["after"] = page.next or ""
    first.pop("after", None)
    return render(
        request, "portal/search.html",
        context | {
            "page": page,
            "hits": [
                (each, search_index.highlight(each.title, query, whole=True), _excerpt(each, query))
                for each in in_order(standing(), [hit.seq for hit in page.hits])
            ],
            "next": following.urlencode() if page.next else "",
            "first": first.urlencode() if asked.get("after") else "",
        },
    )  # fmt: skip


def _find(query: search_index.Query, order: str, after: str | None) -> search_index.Page:
    try:
        return search_index.find(query, order=search_index.Order(order), after=after or None, limit=SIZE)
    except search_index.BadCursor:  # An address that was cut off begins at the beginning.
        return search_index.find(query, order=search_index.Order(order), limit=SIZE)


def _excerpt(publication: Publication, query: search_index.Query) -> Any:
    body = readable(PublicItem(publication).content.get("body", ""))
    return search_index.highlight(body, query) if body else ""


@guarded(PUBLIC)
def site_map(request: HttpRequest) -> HttpResponse:
    """网站地图: every agency with its columns."""
    columns: dict[int, list[tuple[str, str]]] = {}
    for each in Column.objects.filter(TOP).select_related("agency").order_by("path"):
        columns.setdefault(each.agency_id, []).append((each.title, column_address(each.agency, each)))
    return render(
        request, "portal/map.html",
        {
            "title": _("网站地图"), "crumbs": crumbs_to(Crumb(_("网站地图"))),
            "agencies": [(each, columns.get(each.pk, [])) for each in agencies_today()],
        },
    )  # fmt: skip


class SampleForm(forms.Form):
    """A form of nothing, to show what one looks like."""

    name = forms.CharField(label=_("名称"), help_text=_("说明写在名称下面。"))
    day = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


@guarded(SIGNED_IN)
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the style sheet, once, for those who work on the site."""
    form = SampleForm(request.POST if request.method == "POST" else None)
    return render(request, "office/styleguide.html", {"form": form}, status=422 if form.errors else 200)
