"""Back-office pages of the registers: what they count, their books, and each row with its history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import Reason, find, number_in, perform_form
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, READING, WITHDRAWING, Holding
from gongkai.site.audit import reads
from gongkai.site.audit.acts import REGISTRY
from gongkai.site.catalogue.listing import page_of
from gongkai.site.catalogue.views import drafting_agencies
from gongkai.site.registers import acts, releasing
from gongkai.site.registers.books import BOOKS, Book, RowFilter
from gongkai.site.registers.counting import table_2
from gongkai.site.registers.models import Decision, PublicEntry, RegisterRow, Release, RowVersion
from gongkai.site.registers.models.decisions import FIRST_YEAR

PARTY = reads.kind("decision_party", "处理决定的自然人当事人")


def book_of(key: str) -> Book:
    """Return a book by what its address calls it."""
    if key not in BOOKS:
        raise Http404
    return BOOKS[key]


def reading_agencies(request: HttpRequest) -> tuple[QuerySet[Agency], Agency]:
    """Return the agencies whose registers this person reads, and the one that the address names, else the first."""
    agencies = request.user.agencies_by_role(*READING.roles).order_by("path")
    wanted = request.GET.get("agency", "")
    chosen = agencies.filter(pk=number_in(wanted)).first()
    return agencies, chosen or agencies[0]


@guarded(READING)
def overview(request: HttpRequest) -> HttpResponse:
    """What table two of the report will say of an agency and a year, and what is missing."""
    agencies, agency = reading_agencies(request)
    this_year = timezone.localdate().year
    years = range(this_year, FIRST_YEAR - 1, -1)
    asked = number_in(request.GET.get("year", ""))
    year = asked if asked in years else this_year
    return render(
        request, "office/registers.html",
        {
            "agencies": agencies, "agency": agency, "year": year, "years": years, "books": BOOKS.values(),
            "counted": table_2(agency.pk, year).values(), "may_draft": DRAFTING.allows(request.user, agency.pk),
            "pending": Release.objects.filter(agency=agency, outcome=None).count(),
        },
    )  # fmt: skip


@guarded(READING)
def book(request: HttpRequest, book: str) -> HttpResponse:
    """The rows of one book, of the agencies that this person works for."""
    found = book_of(book)
    wanted = RowFilter(request.GET, book=found, agencies=request.user.agencies_by_role(*READING.roles))
    page = page_of(wanted.rows().select_related("agency"), request.GET.get("after", ""))
    shown = [row.pk for row in page.rows] if found.public else []
    public = PublicEntry.objects.standing().by_row(found.model.type_name(), shown)
    kept, following = request.GET.copy(), request.GET.copy()
    kept.pop("after", None)
    following["after"] = page.next
    return render(
        request, "office/register_book.html",
        {
            "book": found, "books": BOOKS.values(), "filter": wanted,
            "rows": [(row, found.cells(row), public.get(row.pk)) for row in page.rows],
            "next": following.urlencode() if page.next else "", "begun": "after" in request.GET,
            "kept": kept.urlencode(), "may_draft": DRAFTING.allows_anywhere(request.user),
        },
    )  # fmt: skip


@guarded(DRAFTING)
def row_new(request: HttpRequest, book: str) -> HttpResponse:
    """Enter one row."""
    found = book_of(book)
    agencies, agency = drafting_agencies(request)
    form = found.form(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        made = perform_form(
            request, form, acts.record_row, agency, model=found.model, done=_("已登记。"), **form.values()
        )
        if made:
            return redirect("register_row", book, made.pk)
    context = {"book": found, "form": form, "agency": agency, "agencies": agencies, "heading": _("登记")}
    return render(request, "office/register_form.html", context, status=422 if request.method == "POST" else 200)


def _row(request: HttpRequest, book: str, row: int, policy: Holding) -> tuple[Book, RegisterRow]:
    """Return a row that this person may see; whoever sees the name of a natural person is noted."""
    found = book_of(book)
    record = find(request, found.model.objects.select_related("agency"), policy, pk=row)
    if isinstance(record, Decision) and record.is_of_a_person:
        reads.record(request.user, record, PARTY)
    return found, record


@guarded(READING)
def row(request: HttpRequest, book: str, row: int) -> HttpResponse:
    """One row: what it says, what is public of it, and what it said before."""
    found, record = _row(request, book, row, READING)
    entries = list(
        PublicEntry.objects.filter(record_type=record.type_name(), record_id=record.pk)
        .select_related("withdrawal", "proposed_by", "confirmed_by", "agency").order_by("-version")
    )  # fmt: skip
    stands = next((each for each in entries[:1] if not each.withdrawn), None)
    user = request.user
    return render(
        request, "office/register_row.html",
        {
            "book": found, "record": record, "shown": record.shown(), "entries": entries, "stands": stands,
            "history": history_of(record), "may_draft": DRAFTING.allows(user, record.agency_id),
            "may_withdraw": stands is not None and WITHDRAWING.allows(user, record.agency_id),
            "may_propose": found.public
            and releasing.awaiting_release(record.of_register, record.agency_id).filter(pk=record.pk).exists(),
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A version of a row in words: what was done, and what it changed."""

    version: RowVersion
    act: str
    changes: tuple[tuple[str, str, str], ...]


def history_of(record: RegisterRow) -> list[Told]:
    """Return what was done to a row, the newest first."""
    versions = list(
        RowVersion.objects.filter(record_type=record.type_name(), record_id=record.pk)
        .select_related("by", "table_import").order_by("version")
    )  # fmt: skip
    told = []
    before: list[tuple[str, str]] | None = None
    for version in versions:
        now = record.shown(version.content)
        pairs = zip(before, now, strict=True) if before else ()
        changes = tuple((label, old, new) for (label, old), (_label, new) in pairs if old != new)
        told.append(Told(version, REGISTRY[version.act].label, changes))
        before = now
    return told[::-1]


@guarded(DRAFTING)
def row_correct(request: HttpRequest, book: str, row: int) -> HttpResponse:
    """Correct one row, with the reason."""
    found, record = _row(request, book, row, DRAFTING)
    form = found.form(request.POST or None, instance=record, agency=record.agency)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        if perform_form(
            request, form, acts.correct_row, record, done=_("已更正。"),
            version=number_in(version), **form.values(),
        ):  # fmt: skip
            return redirect("register_row", book, row)
    context = {"book": found, "form": form, "agency": record.agency, "record": record, "heading": _("更正")}
    return render(request, "office/register_form.html", context, status=422 if request.method == "POST" else 200)


@dataclass(frozen=True, slots=True)
class RowDeed:
    """What is done to a row with a reason, and what it does."""

    act: Callable[..., Any]
    heading: Any
    effect: Any
    done: Any


STRIKE_OUT = RowDeed(
    acts.strike_out_row, _("注销登记"),
    _("注销后不再计数。已公开的由政府信息公开工作人员注销，同时从公众页面和开放数据中撤下，页面注明下面的原因。登记本身和历史保留，可以恢复。"),
    _("已注销。"),
)  # fmt: skip
RESTORE = RowDeed(
    acts.restore_row, _("恢复登记"), _("恢复后重新计数；要重新对外公开的，须再提请一次。"), _("已恢复。")
)  # fmt: skip
WITHDRAW = RowDeed(
    releasing.withdraw_row, _("撤回公开"),
    _("立即从公众页面和开放数据中撤下，页面注明下面的原因；登记照常计数。"
      "行政处罚决定被变更、撤销、确认违法或者无效的，应当在三日内撤回并说明理由（行政处罚法第四十八条）。"),
    _("已撤回。"),
)  # fmt: skip


def _with_reason(request: HttpRequest, book: str, row: int, policy: Holding, deed: RowDeed) -> HttpResponse:
    found, record = _row(request, book, row, policy)
    form = Reason(request.POST or None)
    if (
        request.method == "POST" and form.is_valid()
        and perform_form(request, form, deed.act, record, reason=form.cleaned_data["reason"], done=deed.done)
    ):  # fmt: skip
        return redirect("register_row", book, row)
    context = {"book": found, "record": record, "form": form, "deed": deed}
    return render(request, "office/register_reason.html", context, status=422 if request.method == "POST" else 200)


@guarded(DRAFTING)
def row_strike_out(request: HttpRequest, book: str, row: int) -> HttpResponse:
    """Strike one row out."""
    return _with_reason(request, book, row, DRAFTING, STRIKE_OUT)


@guarded(DRAFTING)
def row_restore(request: HttpRequest, book: str, row: int) -> HttpResponse:
    """Restore one row that was struck out by mistake."""
    return _with_reason(request, book, row, DRAFTING, RESTORE)


@guarded(WITHDRAWING)
def row_withdraw(request: HttpRequest, book: str, row: int) -> HttpResponse:
    """Take back what is public of one row."""
    return _with_reason(request, book, row, WITHDRAWING, WITHDRAW)
