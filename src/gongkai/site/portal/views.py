"""Pages that the public sees. Everything in them comes from the ledger; nothing from drafts."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site import search as search_index
from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.catalogue.models import OUTSIDE_THE_PLATFORM, Column, Part, is_web_address
from gongkai.site.editorial.changes import readable
from gongkai.site.editorial.files import path_of
from gongkai.site.editorial.models import Publication, PublishedFile
from gongkai.site.portal.ledger import ITEM, PublicItem, counts_by_column, in_order, newest, standing

A_PAGE = 20
ON_HOME = 8


def agencies_today() -> Any:
    """Return the agencies that exist today and have columns."""
    return Agency.objects.on(timezone.localdate()).filter(columns__isnull=False).distinct().order_by("path")


@guarded(PUBLIC)
def region_home(request: HttpRequest) -> HttpResponse:
    """The region's home: search, newest notices and news, agencies."""
    columns = Column.objects.filter(part__in=OUTSIDE_THE_PLATFORM).values_list("pk", "part")
    by_part: dict[str, list[int]] = {}
    for pk, part in columns:
        by_part.setdefault(part, []).append(pk)
    return render(
        request, "portal/region_home.html",
        {
            "region": Agency.objects.filter(parent=None).first(),
            "notices": standing().filter(column__in=by_part.get(Part.NOTICES, []))[:ON_HOME],
            "news": standing().filter(column__in=by_part.get(Part.NEWS, []))[:ON_HOME],
            "agencies": agencies_today(),
        },
    )  # fmt: skip


def _columns(agency: Agency) -> list[dict[str, Any]]:
    """Return an agency's columns with their counts, those of article 20 under 法定主动公开内容."""
    counts = counts_by_column(agency.pk)
    columns = list(Column.objects.filter(agency=agency).order_by("path"))
    beneath = [
        {"column": each, "count": counts.get(each.pk, 0), "address": column_address(agency, each)}
        for each in columns if each.article_20 is not None
    ]  # fmt: skip
    return [
        {
            "column": each,
            "count": counts.get(each.pk, 0),
            "address": column_address(agency, each),
            "beneath": beneath if each.part == Part.STATUTORY else [],
        }
        for each in columns
        if each.article_20 is None
    ]


def column_address(agency: Agency, column: Column) -> str:
    """Return where a column is."""
    if column.article_20 is not None:
        return reverse("statutory", args=[agency.slug, column.article_20])
    return reverse("column", args=[agency.slug, column.part])


@guarded(PUBLIC)
def agency_home(request: HttpRequest, agency: str) -> HttpResponse:
    """An agency's 政府信息公开: its parts, and the newest of all of them."""
    found = get_object_or_404(Agency, slug=agency)
    return _list(request, found, None, standing().filter(agency=found))


@guarded(PUBLIC)
def column(request: HttpRequest, agency: str, part: str) -> HttpResponse:
    """A column; 法定主动公开内容 lists everything beneath it."""
    found = get_object_or_404(Agency, slug=agency)
    wanted = get_object_or_404(Column, agency=found, part=part, article_20=None)
    if wanted.part == Part.GUIDE:
        return _guide(request, found, wanted, None)
    ids = [wanted.pk]
    if wanted.part == Part.STATUTORY:
        ids += list(Column.objects.filter(agency=found, part=Part.STATUTORY).values_list("pk", flat=True))
    return _list(request, found, wanted, standing().filter(column__in=ids))


@guarded(PUBLIC)
def statutory(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """One item of article 20."""
    found = get_object_or_404(Agency, slug=agency)
    wanted = get_object_or_404(Column, agency=found, part=Part.STATUTORY, article_20=number)
    return _list(request, found, wanted, standing().filter(column=wanted.pk))


@guarded(PUBLIC)
def guide_version(request: HttpRequest, agency: str, version: int) -> HttpResponse:
    """An earlier version of an agency's guide."""
    found = get_object_or_404(Agency, slug=agency)
    wanted = get_object_or_404(Column, agency=found, part=Part.GUIDE)
    return _guide(request, found, wanted, version)


def _guide(request: HttpRequest, agency: Agency, column: Column, version: int | None) -> HttpResponse:
    """The disclosure guide (公开指南): its current version, or an earlier one that says so."""
    publications = standing().filter(column=column.pk)
    current = publications.first()
    if current is None:
        if version is not None:
            raise Http404
        return _list(request, agency, column, publications)
    versions = PublicItem(current).versions
    shown = next((each for each in versions if each.publication.version == (version or current.version)), None)
    if shown is None:
        raise Http404
    return _list(
        request, agency, column, publications, guide=shown, guide_is_old=shown.publication.pk != current.pk,
        guide_versions=[each for each in versions if each.publication.pk != current.pk],
    )  # fmt: skip


def _list(
    request: HttpRequest, agency: Agency, column: Column | None, publications: Any, **more: Any
) -> HttpResponse:  # fmt: skip
    page = Paginator(publications, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "portal/list.html",
        {
            "agency": agency, "column": column, "columns": _columns(agency), "page": page,
            "feed": reverse("column_feed", args=[agency.slug, column.part]) if column else
            reverse("agency_feed", args=[agency.slug]), **more,
        },
    )  # fmt: skip


@guarded(PUBLIC)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item; what was withdrawn answers 410 with its reason, what never was public is not there."""
    found = newest(ITEM, pk)
    if found is None:
        raise Http404
    if found.publication.withdrawn:
        return render(request, "portal/withdrawn.html", {"item": found, "publication": found.publication}, status=410)
    older, newer = found.neighbours()
    policy, interpretations = found.related()
    return render(
        request, "portal/item.html",
        {
            "item": found, "publication": found.publication, "content": found.content, "older": older,
            "newer": newer, "policy": policy, "interpretations": interpretations,
            "original": found.content.get("address", "") if is_web_address(found.content.get("address", "")) else "",
            "column_address": column_address(found.column.agency, found.column) if found.column else "",
            "awaits_review": found.publication.emergency_approver_id and not hasattr(found.publication, "after_review"),
        },
    )  # fmt: skip


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
    try:
        stream = path_of(wanted.file_id).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(stream, as_attachment=True, filename=wanted.name, content_type=wanted.file.media_type)


@guarded(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """Find what is public by title, number, text and the text of files."""
    words = request.GET.get("q", "").strip()
    order = "title_first" if request.GET.get("order") == "title_first" else "newest"
    agency, year = request.GET.get("agency", ""), request.GET.get("year", "")
    chosen = Agency.objects.filter(slug=agency).first() if agency else None
    query = search_index.Query(
        words, agencies=[chosen.pk] if chosen else None, year=int(year) if year.isdigit() and len(year) == 4 else None
    )
    context: dict[str, Any] = {
        "q": words, "order": order, "agency": agency, "year": year, "agencies": agencies_today(),
        "years": range(timezone.localdate().year, 2018, -1),
    }  # fmt: skip
    status = 200
    if words:
        try:
            page = search_index.find(
                query, order=search_index.Order(order), after=request.GET.get("after") or None, limit=A_PAGE
            )
        except search_index.BadCursor:
            page = search_index.find(query, order=search_index.Order(order), limit=A_PAGE)
        except search_index.SearchUnavailable:
            context["unavailable"], page, status = True, None, 503
        if page is not None:
            found: list[Publication] = in_order(standing(), [hit.seq for hit in page.hits])
            context |= {
                "page": page,
                "hits": [
                    (each, search_index.highlight(each.title, query, whole=True), _excerpt(each, query))
                    for each in found
                ],
                "next": urlencode({"q": words, "order": order, "agency": agency, "year": year, "after": page.next})
                if page.next else "",
            }  # fmt: skip
    return render(request, "portal/search.html", context, status=status)


def _excerpt(publication: Publication, query: search_index.Query) -> Any:
    body = readable(PublicItem(publication).content.get("body", ""))
    return search_index.highlight(body, query) if body else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing here, and where to look."""
    return render(
        request, "portal/error.html",
        {"title": _("没有这个页面"), "text": _("地址可能有误，或者内容尚未公开。可以在这里检索：")}, status=404,
    )  # fmt: skip


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong here, without saying what."""
    return render(
        request, "portal/error.html",
        {"title": _("页面暂时打不开"), "text": _("服务器出现问题，没有内容丢失。请稍后再试，或者检索其他内容：")},
        status=500,
    )  # fmt: skip
