"""Atom feeds of what stands: of the region, of an agency, of a column."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.catalogue.models import Column
from gongkai.site.editorial.models import Publication
from gongkai.site.portal.ledger import standing

ENTRIES = 30


class Newest(Feed):
    """The newest publications of a scope: the region, an agency, or a column."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, agency: str = "", part: str = "") -> tuple[Agency | None, Column | None]:
        """Return the scope."""
        found = get_object_or_404(Agency, slug=agency) if agency else None
        return found, get_object_or_404(Column, agency=found, part=part, article_20=None) if part else None

    def title(self, scope: tuple[Agency | None, Column | None]) -> str:
        """Name the scope."""
        agency, column = scope
        return f"{agency.name if agency else '政府信息公开'}{f'：{column.title}' if column else ''}"

    def link(self, scope: tuple[Agency | None, Column | None]) -> str:
        """Return the page of the scope."""
        agency, column = scope
        if agency and column:
            return reverse("column", args=[agency.slug, column.part])
        return reverse("agency_home", args=[agency.slug]) if agency else reverse("region_home")

    def items(self, scope: tuple[Agency | None, Column | None]) -> QuerySet[Publication]:
        """Return the newest."""
        agency, column = scope
        found = standing()
        if column:
            found = found.filter(column=column.pk)
        elif agency:
            found = found.filter(agency=agency)
        return found[:ENTRIES]

    def item_title(self, item: Any) -> str:
        """Return its title."""
        return str(item.title)

    def item_link(self, item: Any) -> str:
        """Return its page."""
        return reverse("public_item", args=[item.record_id])

    def item_guid(self, item: Any) -> str:
        """Return what stays the same through corrections."""
        return f"urn:gongkai:{item.record_type}:{item.record_id}"

    def item_description(self, item: Any) -> str:
        """Return nothing but who published it: the page has the rest."""
        return str(item.agency)

    def item_pubdate(self, item: Any) -> datetime:
        """Return when it became public."""
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        """Return when this version did."""
        return item.recorded_at


feed = guarded(PUBLIC)(Newest())
