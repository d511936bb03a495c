"""Pages of the audit administrator (安全审计员): what acts did, read only; the chains verified and taken away."""

import tempfile
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
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
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import AUDITING
from gongkai.site.audit import chain
from gongkai.site.audit.acts import REGISTRY
from gongkai.site.audit.models import Event

SHOWN_BREAKS = 20


def audited(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies whose trail whoever signed in reads."""
    return request.user.agencies_by_role(*AUDITING.roles)


def _chosen(request: HttpRequest, given: str) -> Agency | None:
    """Return the agency that is asked for, if its trail may be read."""
    return audited(request).filter(pk=number_in(given)).first()


def _day(given: str) -> date | None:
    """Return a day that an event could be of: at the ends of the calendar there is no day before or after."""
    try:
        day = parse_date(given)
    except ValueError:
        return None
    return day if day and date.min.year < day.year < date.max.year else None


def _from(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _filtered(request: HttpRequest, asked: dict[str, str]) -> QuerySet[Event]:
    """Return the events that are asked for, of the agencies whose trail may be read."""
    top = _chosen(request, asked["agency"])
    agencies = audited(request) if top is None else audited(request).filter(path__startswith=top.path)
    events = Event.objects.filter(agency__in=agencies.values("pk"))
    if asked["act"] in REGISTRY:
        events = events.filter(act=asked["act"])
    if asked["person"]:
        events = events.filter(actor__in=User.objects.filter(username=spelled(asked["person"])).values("pk"))
    kind, _colon, pk = asked["record"].partition(":")
    if kind:
        events = events.filter(subject_type=kind, subject_id=pk)
    if first := _day(asked["from"]):
        events = events.filter(recorded_at__gte=_from(first))
    if last := _day(asked["to"]):
        events = events.filter(recorded_at__lt=_from(last) + timedelta(days=1))
    return events.order_by("-id")


@guarded(AUDITING)
def audit(request: HttpRequest) -> HttpResponse:
    """The log, the newest first. Pages go by the last number seen, so that a long log is never counted."""
    asked = {name: request.GET.get(name, "").strip() for name in ("agency", "act", "person", "record", "from", "to")}
    events = _filtered(request, asked)
    before = request.GET.get("before", "")
    if (last_seen := number_in(before)) is not None:
        events = events.filter(pk__lt=last_seen)
    rows = list(events[: A_PAGE + 1])
    agencies = {each.pk: each for each in audited(request).order_by("path")}
    shown = [(each, agencies[each.event.agency]) for each in trail.told(rows[:A_PAGE])]
    return render(
        request, "office/audit.html",
        {
            "rows": shown, "asked": asked, "agencies": agencies.values(), "before": before,
            "next": rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None,
            "acts": sorted((name, each.label) for name, each in REGISTRY.items()),
            "filtered": any(asked.values()),
        },
    )  # fmt: skip


def _choose_first(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("请先选择机构。"))
    return redirect("audit")


@require_POST
@guarded(AUDITING)
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Verify the chain of one agency against the heads in the database and those that were kept outside it."""
    agency = _chosen(request, request.POST.get("agency", ""))
    if agency is None:
        return _choose_first(request)
    breaks = chain.verify_one(agency.pk, settings.HEADS_ROOT)
    if breaks:
        said = _("{name}的审计链有 {count} 处不完整。请保留现场，立即报告：").format(
            name=agency.name, count=len(breaks)
        )
        lines = [_("第 {seq} 号：{what}").format(seq=each.seq, what=each.what) for each in breaks[:SHOWN_BREAKS]]
        messages.error(request, "\n".join([said, *lines]))
    else:
        messages.success(request, _("{name}的审计链完整，与留存的链首一致。").format(name=agency.name))
    return redirect(f"{reverse('audit')}?agency={agency.pk}")


@require_POST
@guarded(AUDITING)
def audit_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """Send what `gongkai site export-audit` writes for one agency, as one file with its verifier."""
    agency = _chosen(request, request.POST.get("agency", ""))
    if agency is None:
        return _choose_first(request)
    name = f"audit-{agency.slug}-{timezone.localdate():%Y%m%d}"
    packed = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / name
        chain.export(exported, settings.HEADS_ROOT, agency.pk)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(exported.iterdir()):
                archive.write(path, f"{name}/{path.name}")
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{name}.zip")
