"""Pages of the log of reads (个人信息查阅记录), for the audit administrator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import trail
from gongkai.site.accounts.audit_pages import a_page, chains, people_called, seen_by
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import User
from gongkai.site.accounts.tables import sent_as_table
from gongkai.site.agencies.policies import AUDITING
from gongkai.site.audit.models import Read
from gongkai.site.audit.reads import KINDS

A_PART = 500
PEOPLE = User._meta.label_lower


@dataclass(frozen=True, slots=True)
class Told:
    """A read in words."""

    read: Read
    who: str
    username: str
    agency: str
    what: str
    subject: str  # A person by name, a record by its number.


def told(rows: Iterable[Read], names: dict[int, str]) -> list[Told]:
    """Tell reads in words, with the names of the agencies; people are asked for once."""
    rows = list(rows)
    asked = {each.reader for each in rows} | {int(each.subject_id) for each in rows if each.subject_type == PEOPLE}
    people = User.objects.in_bulk(asked)
    return [_told(each, people, names.get(each.agency, "—")) for each in rows]


def _told(read: Read, people: dict[int, User], agency: str) -> Told:
    reader = people.get(read.reader)
    whose = people.get(int(read.subject_id)) if read.subject_type == PEOPLE else None
    return Told(
        read, reader.name if reader else "—", reader.username if reader else "—", agency,
        KINDS.get(read.what, read.what), whose.name if whose else trail.subject_of(read.subject_type, read.subject_id),
    )  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("agency", "person", "what", "from", "to")}


def _filtered(request: HttpRequest, asked: dict[str, str]) -> QuerySet[Read]:
    rows = seen_by(request, Read.objects.all(), asked, at="at")
    if asked["what"] in KINDS:
        rows = rows.filter(what=asked["what"])
    if asked["person"]:
        rows = rows.filter(reader__in=people_called(asked["person"]))
    return rows


def _names(request: HttpRequest) -> dict[int, str]:
    return {each.pk: each.name for each in chains(request).values()}


@guarded(AUDITING)
def reads(request: HttpRequest) -> HttpResponse:
    """The log, the newest first."""
    asked = _asked(request)
    rows, further = a_page(request, _filtered(request, asked))
    return render(
        request, "office/reads.html",
        {
            "rows": told(rows, _names(request)), "asked": asked,
            "chains": chains(request).values(), "kinds": KINDS.items(), "before": request.GET.get("before", ""),
            "next": further, "filtered": any(asked.values()), "query": request.GET.urlencode(),
        },
    )  # fmt: skip


@require_POST
@guarded(AUDITING)
def reads_export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the log as a table, filtered as it is shown, all pages of it."""
    return sent_as_table(_("个人信息查阅记录"), _table(_filtered(request, _asked(request)), _names(request)))


def _table(rows: QuerySet[Read], names: dict[int, str]) -> Iterator[list[str]]:
    yield [_("时间"), _("查阅人"), _("登录名"), _("内容"), _("对象"), _("所属机构")]
    every = rows.iterator(chunk_size=A_PART)
    while part := list(islice(every, A_PART)):
        for each in told(part, names):
            at = f"{timezone.localtime(each.read.at):%Y-%m-%d %H:%M:%S}"
            yield [at, each.who, each.username, each.what, each.subject, each.agency]
