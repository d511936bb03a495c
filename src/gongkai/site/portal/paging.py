"""Pages of a list, keyed by the ledger number of the item before them.

``?before=118`` is what follows number 118, whatever has become public since: the address of an old page goes on showing
what it showed. Ledger numbers never vanish, not even with a withdrawal. Each page costs what it shows, however long
the list is.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from gongkai.site.accounts.office import number_in
from gongkai.site.editorial.models import Publication

SIZE = 20


@dataclass(frozen=True)
class Page:
    """Some of a list, and the addresses of the pages around it; an empty address leads nowhere."""

    rows: list[Publication]
    newest: str = ""
    newer: str = ""
    older: str = ""
    oldest: str = ""


def page_of(request: HttpRequest, publications: QuerySet[Publication]) -> Page:
    """Return the page of a list, the newest first, that an address asks for."""
    key = _key(request)
    found = list(publications.filter(_older_than(key))[: SIZE + 1] if key else publications[: SIZE + 1])
    rows = found[:SIZE]
    newest = newer = older = oldest = ""
    if len(found) > SIZE:
        older = _address(request, rows[-1].seq)
        upwards = list(publications.reverse().values_list("seq", flat=True)[: SIZE + 1])
        oldest = _address(request, upwards[-1]) if len(upwards) > SIZE else ""
    if key is not None:
        newest = _address(request, None)
        above = list(publications.exclude(_older_than(key)).reverse().values_list("seq", flat=True)[: SIZE + 1])
        newer = _address(request, above[SIZE] if len(above) > SIZE else None)
    return Page(rows, newest, newer, older, oldest)


def _key(request: HttpRequest) -> Publication | None:
    given = request.GET.get("before", "")
    if not given:
        return None
    key = Publication.objects.filter(seq=number_in(given)).only("seq", "published_at").first()
    if key is None:
        raise Http404
    return key


def _older_than(key: Publication) -> Q:
    # The first condition says nothing new, but an index can begin with it.
    return Q(published_at__lte=key.published_at) & (Q(published_at__lt=key.published_at) | Q(seq__lt=key.seq))


def _address(request: HttpRequest, before: int | None) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before is not None:
        query["before"] = str(before)
    return f"{request.path}?{query.urlencode()}" if query else request.path
