"""Atom feeds of what stands: of the region, of an agency, of a column of either."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.catalogue.models import Part
from gongkai.site.editorial.models import Publication
from gongkai.site.portal.ledger import standing
from gongkai.site.portal.structure import columns_of_part, places_of

ENTRIES = 30


@dataclass(frozen=True)
class Scope:
    """What a feed is of: the region, an agency, or one of the columns of either."""

    agency: Agency | None = None
    part: str = ""
    columns: list[int] | None = None


class Newest(Feed):
    """The newest publications of a scope."""

    page = "/"

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, agency: str = "", part: str = "", duty: str = "") -> Scope:
        """Return the scope."""
        if not agency:
            return Scope(part=Part(part).label if part else "", columns=columns_of_part(part) if part else None)
        found = get_object_or_404(Agency, slug=agency)
        if not part and not duty:
            return Scope(found)
        place = places_of(found).of(Part.STATUTORY if duty else part, duty)
        if place is None:
            raise Http404
        return Scope(found, place.column.title, place.ids)

    def title(self, scope: Scope) -> str:
        """Name the scope."""
        return f"{scope.agency.name if scope.agency else _('政府信息公开')}{f'：{scope.part}' if scope.part else ''}"

    def link(self, scope: Scope) -> str:
        """Return the page of the scope."""
        return self.page

    def feed_url(self, scope: Scope) -> str:
        """Return the feed's own address."""
        return f"{self.page}feed.xml"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; the page of a feed is the folder that it stands in."""
        feed = Newest()
        feed.page = request.path.removesuffix("feed.xml")
        return super(Newest, feed).__call__(request, *args, **kwargs)

    def items(self, scope: Scope) -> QuerySet[Publication]:
        """Return the newest."""
        found = standing()
        if scope.columns is not None:
            found = found.filter(column__in=scope.columns)
        elif scope.agency:
            found = found.filter(agency=scope.agency)
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
