"""What search engines are told."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.catalogue.models import Column
from gongkai.site.editorial.models import Ledger, Publication
from gongkai.site.portal.ledger import ITEM
from gongkai.site.portal.structure import OF_THE_REGION, agencies_today, column_address

# Ledger numbers of one file: a block that is full changes only when something in it is corrected or withdrawn.
BLOCK = 10_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@guarded(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything be read but results of searches and the back office."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    text = f"User-agent: *\nDisallow: /search/\nDisallow: /reading/\nDisallow: /office/\nSitemap: {sitemap}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _xml(outer: str, inner: str, entries: Iterable[tuple[str, str]]) -> HttpResponse:
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{outer} xmlns="{_NAMESPACE}">']
    for address, changed in entries:
        dated = f"<lastmod>{changed}</lastmod>" if changed else ""
        parts.append(f"<{inner}><loc>{escape(address)}</loc>{dated}</{inner}>")
    parts.append(f"</{outer}>")
    return HttpResponse("\n".join(parts), content_type="application/xml; charset=utf-8")


@guarded(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """The map of columns, and one of items for each block of the ledger."""
    last = Ledger.objects.values_list("last_seq", flat=True).first() or 0
    pages = [reverse("sitemap_columns")]
    pages += [reverse("sitemap_items", args=[block]) for block in range(-(-last // BLOCK))]
    return _xml("sitemapindex", "sitemap", ((request.build_absolute_uri(page), "") for page in pages))


@guarded(PUBLIC)
def columns(request: HttpRequest) -> HttpResponse:
    """Homes, registers, open data and columns."""
    pages = [reverse("region_home"), *(reverse("region_part", args=[part.value]) for part in OF_THE_REGION)]
    pages += [
        reverse(page, args=[each.slug])
        for each in agencies_today() for page in ("agency_home", "public_registers", "open_data")
    ]  # fmt: skip
    pages += [column_address(each.agency, each) for each in Column.objects.select_related("agency").order_by("path")]
    return _xml("urlset", "url", ((request.build_absolute_uri(page), "") for page in pages))


@guarded(PUBLIC)
def items(request: HttpRequest, block: int) -> HttpResponse:
    """The public items of a block of the ledger."""
    last = Ledger.objects.values_list("last_seq", flat=True).first() or 0
    if block * BLOCK >= last:
        raise Http404
    rows = (
        Publication.objects.standing()
        .filter(record_type=ITEM, seq__gt=block * BLOCK, seq__lte=(block + 1) * BLOCK)
        .order_by("seq")
    )
    return _xml(
        "urlset",
        "url",
        (
            (request.build_absolute_uri(reverse("public_item", args=[record])), f"{timezone.localdate(at):%Y-%m-%d}")
            for record, at in rows.values_list("record_id", "recorded_at")
        ),
    )
