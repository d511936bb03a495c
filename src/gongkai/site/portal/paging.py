"""Pages of a list, keyed by the number of the row before them.

``?before=118`` is what follows number 118, whatever has become public since: the address of an old page goes on showing
what it showed. Numbers of the ledgers never vanish, not even with a withdrawal. Each page costs what it shows, however
long the list is.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from gongkai.site.accounts.office import number_in

SIZE = 20
Key = tuple[str, str]  # By what a list is ordered, the newest first, and the numbers that decide between equals.
OF_ITEMS: Key = ("published_at", "seq")


@dataclass(frozen=True)
class Page:
    """Some of a list, and the addresses of the pages around it; an empty address leads nowhere."""

    rows: list[Any]
    newest: str = ""
    newer: str = ""
    older: str = ""
    oldest: str = ""


def page_of(request: HttpRequest, rows: QuerySet[Any], by: Key = OF_ITEMS) -> Page:
    """Return the page of a list, the newest first, that an address asks for."""
    _moment, number = by
    key = _key(request, rows.model, by)
    found = list(rows.filter(_older_than(key, by))[: SIZE + 1] if key else rows[: SIZE + 1])
    shown = found[:SIZE]
    newest = newer = older = oldest = ""
    if len(found) > SIZE:
        older = _address(request, getattr(shown[-1], number))
        upwards = list(rows.reverse().values_list(number, flat=True)[: SIZE + 1])
        oldest = _address(request, upwards[-1]) if len(upwards) > SIZE else ""
    if key is not None:
        newest = _address(request, None)
        above = list(rows.exclude(_older_than(key, by)).reverse().values_list(number, flat=True)[: SIZE + 1])
        newer = _address(request, above[SIZE] if len(above) > SIZE else None)
    return Page(shown, newest, newer, older, oldest)


def _key(request: HttpRequest, model: type[Model], by: Key) -> Model | None:
    given = request.GET.get("before", "")
    if not given:
        return None
    moment, number = by
    key = model._default_manager.filter(**{number: number_in(given)}).only(number, moment).first()
    if key is None:
        raise Http404
    return key


def _older_than(key: Model, by: Key) -> Q:
    moment, number = by
    at = getattr(key, moment)
    # The first condition says nothing new, but an index can begin with it.
    return Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(**{f"{number}__lt": getattr(key, number)}))


def _address(request: HttpRequest, before: int | None) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before is not None:
        query["before"] = str(before)
    return f"{request.path}?{query.urlencode()}" if query else request.path
