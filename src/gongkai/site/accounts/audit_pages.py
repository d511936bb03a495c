"""Pages of the audit administrator (安全审计员): what acts did, read only; the chains verified and taken away."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import trail
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import User
from gongkai.site.accounts.office import A_PAGE, number_in
from gongkai.site.accounts.throttling import spelled
from gongkai.site.agencies.policies import AUDITING
from gongkai.site.audit import chain
from gongkai.site.audit.acts import REGISTRY
from gongkai.site.audit.models import WHOLE_SITE, Event

SHOWN_BREAKS = 20


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain that an audit administrator reads: an agency's, or that of the whole site (全站)."""

    pk: int
    name: str
    short_name: str
    slug: str
    path: str = ""


def chains(request: HttpRequest) -> dict[int, Chain]:
    """Return the chains that whoever signed in reads; that of the whole site is for those of a whole region."""
    agencies = list(request.user.agencies_by_role(*AUDITING.roles).order_by("path"))
    site = [Chain(WHOLE_SITE, _("全站"), _("全站（不属于某一机构的）"), "site")]
    found = site if any(each.parent_id is None for each in agencies) else []
    found += [Chain(each.pk, each.name, each.short_name, each.slug, each.path) for each in agencies]
    return {each.pk: each for each in found}


def chosen(request: HttpRequest, given: str) -> Chain | None:
    """Return the chain that is asked for, if it may be read."""
    return chains(request).get(number_in(given), None) if given else None


def day_in(given: str) -> date | None:
    """Return a day that an event could be of: at the ends of the calendar there is no day before or after."""
    try:
        day = parse_date(given)
    except ValueError:
        return None
    return day if day and date.min.year < day.year < date.max.year else None


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def seen_by(request: HttpRequest, rows: QuerySet[Any], asked: dict[str, str], *, at: str) -> QuerySet[Any]:
    """Return the rows of a log that may be read, of the agency and the days that are asked for."""
    agencies = request.user.agencies_by_role(*AUDITING.roles)
    readable = chains(request)
    top = readable.get(number_in(asked["agency"]), None)
    if top is None:
        of = Q(agency__in=agencies.values("pk"))
        rows = rows.filter(of | Q(agency=WHOLE_SITE) if WHOLE_SITE in readable else of)
    elif top.pk == WHOLE_SITE:
        rows = rows.filter(agency=WHOLE_SITE)
    else:
        rows = rows.filter(agency__in=agencies.filter(path__startswith=top.path).values("pk"))
    if first := day_in(asked["from"]):
        rows = rows.filter(**{f"{at}__gte": _start_of(first)})
    if last := day_in(asked["to"]):
        rows = rows.filter(**{f"{at}__lt": _start_of(last + timedelta(days=1))})
    return rows.order_by("-id")


def people_called(asked: str) -> QuerySet[User]:
    """Return the ids of whom a login name names."""
    return User.objects.filter(username=spelled(asked)).values("pk")


def a_page(request: HttpRequest, rows: QuerySet[Any]) -> tuple[list[Any], int | None]:
    """Return the rows after the last one seen, and the one to go on from: a long log is never counted."""
    if (last_seen := number_in(request.GET.get("before", ""))) is not None:
        rows = rows.filter(pk__lt=last_seen)
    found: list[Model] = list(rows[: A_PAGE + 1])
    return found[:A_PAGE], found[A_PAGE - 1].pk if len(found) > A_PAGE else None


def _filtered(request: HttpRequest, asked: dict[str, str]) -> QuerySet[Event]:
    events = seen_by(request, Event.objects.all(), asked, at="recorded_at")
    if asked["act"] in REGISTRY:
        events = events.filter(act=asked["act"])
    if asked["person"]:
        events = events.filter(actor__in=people_called(asked["person"]))
    kind, _colon, pk = asked["record"].partition(":")
    return events.filter(subject_type=kind, subject_id=pk) if kind else events


def acts_by_room() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the acts under the room that they belong to, in each room in the order of the work."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for name, each in REGISTRY.items():
        rooms.setdefault(each.perform.__module__, []).append((name, each.label))
    for config in apps.get_app_configs():
        of_room = [
            entry for module, entries in rooms.items() if module.startswith(f"{config.name}.") for entry in entries
        ]
        if of_room:
            yield str(config.verbose_name), of_room


@guarded(AUDITING)
def audit(request: HttpRequest) -> HttpResponse:
    """The log, the newest first. Pages go by the last number seen, so that a long log is never counted."""
    asked = {name: request.GET.get(name, "").strip() for name in ("agency", "act", "person", "record", "from", "to")}
    rows, further = a_page(request, _filtered(request, asked))
    readable = chains(request)
    shown = [(each, readable[each.event.agency]) for each in trail.told(rows)]
    return render(
        request, "office/audit.html",
        {
            "rows": shown, "asked": asked, "chains": readable.values(), "before": request.GET.get("before", ""),
            "next": further, "rooms": list(acts_by_room()), "filtered": any(asked.values()),
        },
    )  # fmt: skip


def _choose_first(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("请先选择机构。"))
    return redirect("audit")


@require_POST
@guarded(AUDITING)
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Verify one chain against the heads in the database and those that were kept outside it."""
    which = chosen(request, request.POST.get("agency", ""))
    if which is None:
        return _choose_first(request)
    breaks = chain.verify_one(which.pk, settings.HEADS_ROOT)
    if breaks:
        said = _("{name}的审计链有 {count} 处不完整。请保留现场，立即报告：").format(name=which.name, count=len(breaks))
        lines = [_("第 {seq} 号：{what}").format(seq=each.seq, what=each.what) for each in breaks[:SHOWN_BREAKS]]
        messages.error(request, "\n".join([said, *lines]))
    else:
        messages.success(request, _("{name}的审计链完整，与留存的链首一致。").format(name=which.name))
    return redirect(f"{reverse('audit')}?agency={which.pk}")


@require_POST
@guarded(AUDITING)
def audit_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """Send what `gongkai site export-audit` writes for one chain, as one file with its verifier."""
    which = chosen(request, request.POST.get("agency", ""))
    if which is None:
        return _choose_first(request)
    name = f"audit-{which.slug}-{timezone.localdate():%Y%m%d}"
    packed = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / name
        chain.export(exported, settings.HEADS_ROOT, which.pk)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(exported.iterdir()):
                archive.write(path, f"{name}/{path.name}")
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{name}.zip")
