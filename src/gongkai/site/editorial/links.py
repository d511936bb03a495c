"""Links inside the site (站内链接): where they lead is told by the apps that own the addresses, from the ledger."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.urls import Resolver404, resolve
from lxml import etree
from lxml import html as lxml_html

from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.models import Publication
from gongkai.site.editorial.records import Passage
from gongkai.site.editorial.remarks import Remark, check


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address of this site leads: whether anybody may see it, and the publication that it shows."""

    public: bool
    publication: Publication | None = None


NOWHERE = Target(public=False)
Lookup = Callable[[Sequence[dict[str, Any]]], Sequence[Target]]
LOOKUPS: dict[str, Lookup] = {}


def leads_by(route: str) -> Callable[[Lookup], Lookup]:
    """Say where the addresses of a route lead: for the words in each address, its target."""

    def plug(function: Lookup) -> Lookup:
        LOOKUPS[route] = function
        return function

    return plug


def addresses(passage: Passage) -> Iterator[str]:
    """Yield the addresses to which a text links."""
    if not passage.rich or "href" not in passage.written:
        return
    try:
        root = lxml_html.fragment_fromstring(passage.written, create_parent=True)
    except (etree.ParserError, ValueError):
        return
    for element in root.iter("a"):
        if address := (element.get("href") or "").strip():
            yield address


def path_here(address: str) -> str | None:
    """Return the path of an address on this site, or None if it leads elsewhere or to a place on its own page."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or (host and not _is_ours(host)) or not (parts.path or host):
        return None
    return unquote(urljoin("/", parts.path or "/"))


def _is_ours(host: str) -> bool:
    origins = {urlsplit(each).hostname or "" for each in settings.CSRF_TRUSTED_ORIGINS}
    # A site that answers to every name knows only those that its addresses name.
    names = {each for each in settings.ALLOWED_HOSTS if each != "*"} | origins
    return validate_host(host, names)


def targets(wanted: Iterable[str]) -> dict[str, Target]:
    """Return where those of some addresses lead that are this site's; one question to each app for all of them."""
    found: dict[str, Target] = {}
    asked: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for address in dict.fromkeys(wanted):
        path = path_here(address)
        if path is None:
            continue
        try:
            match = resolve(path)
        except Resolver404:
            found[address] = NOWHERE
            continue
        if getattr(match.func, "policy", None) is not PUBLIC or not _countable(match.kwargs):
            found[address] = NOWHERE
        elif match.url_name in LOOKUPS:
            asked.setdefault(match.url_name, []).append((address, match.kwargs))
        else:
            found[address] = Target(public=True)  # The home, the search: they always answer.
    for route, matches in asked.items():
        answers = LOOKUPS[route]([words for _, words in matches])
        found |= dict(zip((address for address, _ in matches), answers, strict=True))
    return found


def _countable(words: dict[str, Any]) -> bool:
    """Whether the numbers in an address are such as records have."""
    return all(each < 2**63 for each in words.values() if isinstance(each, int))


def where_links_lead(manuscripts: Sequence[Manuscript]) -> dict[str, Target]:
    """Return where those links of some manuscripts lead that stay on this site."""
    return targets(address for each in manuscripts for passage in each.passages for address in addresses(passage))


@check("links", version=lambda: "1")
def dead_links(manuscript: Manuscript) -> Iterator[Remark]:
    """Say which links lead to something of this site that the public does not see."""
    where = manuscript.ask(where_links_lead)
    for passage in manuscript.passages:
        for address in addresses(passage):
            if address in where and not where[address].public:
                why = "链接指向本站没有公开或者不存在的内容，公众打不开"
                yield Remark("links.dead", passage.label, address, why, False, True)
