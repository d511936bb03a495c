"""Public pages of the registers: what two people let out, from the registers' ledger alone."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import number_in
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.portal.paging import page_of
from gongkai.site.portal.structure import places_of
from gongkai.site.portal.views import Crumb, crumbs_to
from gongkai.site.registers.models import DECISIONS, PublicEntry, Register
from gongkai.site.registers.releasing import model_of

WHAT_IS_HERE = {
    Register.LICENSES: _("本机关公开的行政许可办理结果（条例第二十条第五项）。"),
    Register.PENALTIES: _(
        "本机关认为具有一定社会影响的行政处罚决定（条例第二十条第六项）。这里不是全部决定；全年数量见年度报告。"
    ),
    Register.COERCION: _("本机关公开的行政强制决定（条例第二十条第六项）。这里不是全部决定；全年数量见年度报告。"),
    Register.FEES: _("本机关的行政事业性收费项目及其依据、标准（条例第二十条第八项）。"),
}


def standing(agency: Agency, register: Register) -> QuerySet[PublicEntry]:
    """Return what the public sees of a register, the newest first."""
    return PublicEntry.objects.standing().filter(agency=agency, register=register).order_by("-day", "-id")


def _context(agency: Agency, *further: Crumb) -> dict[str, Any]:
    crumbs = crumbs_to(*further, agency=agency)
    return {"agency": agency, "places": places_of(agency), "crumbs": crumbs, "in_registers": True}


def _all(agency: Agency) -> Crumb:
    return Crumb(_("许可、处罚、强制和收费"), reverse("public_registers", args=[agency.slug]))


@guarded(PUBLIC)
def registers(request: HttpRequest, agency: str) -> HttpResponse:
    """The registers of an agency, with how much of each is public."""
    found = get_object_or_404(Agency, slug=agency)
    numbers = dict(
        PublicEntry.objects.standing().filter(agency=found).order_by().values_list("register").annotate(n=Count("pk"))
    )
    title = _("许可、处罚、强制和收费")
    return render(
        request, "portal/registers.html",
        _context(found, Crumb(title)) | {
            "title": title, "registers": [(each, WHAT_IS_HERE[each], numbers.get(each, 0)) for each in Register],
        },
    )  # fmt: skip


@guarded(PUBLIC)
def register(request: HttpRequest, agency: str, register: str) -> HttpResponse:
    """What is public of one register; fees that are collected today come before those that ended."""
    found, kind = get_object_or_404(Agency, slug=agency), Register(register)
    entries = standing(found, kind)
    year = number_in(request.GET.get("year", ""))
    years = [] if kind == Register.FEES else _years(entries)
    if year in years:
        page = page_of(request, entries.filter(day__year=year), by=("day", "pk"))
    else:
        year, page = None, page_of(request, entries, by=("day", "pk"))
    return render(
        request, "portal/register.html",
        _context(found, _all(found), Crumb(kind.label)) | {
            "title": kind.label, "register": kind, "what_is_here": WHAT_IS_HERE[kind], "page": page, "year": year,
            "years": years, "today": timezone.localdate().isoformat(), "is_of_decisions": kind in DECISIONS,
        },
    )  # fmt: skip


def _years(entries: QuerySet[PublicEntry]) -> list[int]:
    """From the newest year to the oldest; a year between them may be empty."""
    newest, oldest = entries.first(), entries.last()
    return list(range(newest.day.year, oldest.day.year - 1, -1)) if newest and oldest else []


@guarded(PUBLIC)
def entry(request: HttpRequest, agency: str, register: str, row: int) -> HttpResponse:
    """One row, at its newest register; what was withdrawn answers 410 with its reason, what never was public 404."""
    found, kind = get_object_or_404(Agency, slug=agency), Register(register)
    entries = list(
        PublicEntry.objects.filter(agency=found, record_type=model_of(kind).type_name(), record_id=row)
        .select_related("withdrawal").order_by("-version")
    )  # fmt: skip
    if kind not in {each.register for each in entries}:
        raise Http404
    newest = entries[0]
    if newest.register != kind and not newest.withdrawn:
        return redirect("public_register_row", agency, newest.register, row, permanent=True)
    here = Crumb(kind.label, reverse("public_register", args=[agency, kind.value]))
    context = _context(found, _all(found), here, Crumb(_("正文"))) | {"entry": newest, "register": kind}
    if newest.withdrawn:
        return render(request, "portal/register_withdrawn.html", context | {"title": _("已撤回")}, status=410)
    name = newest.content.get("number") or newest.content["name"]
    return render(request, "portal/register_entry.html", context | {"title": name, "shown": _shown(newest)})


def _shown(entry: PublicEntry) -> list[tuple[str, str]]:
    """Return what an entry says, with labels, in the order in which it is registered; its register stands apart."""
    model = model_of(Register(entry.register))
    fields = [model._meta.get_field(name) for name in model.EDITABLE if name != "register" and name in entry.content]
    return [
        (str(field.verbose_name), dict(field.flatchoices).get(entry.content[field.name], entry.content[field.name]))
        for field in fields
    ]
