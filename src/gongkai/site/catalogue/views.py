"""Back-office pages of items (信息发布)."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import find
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, IMPORTING, PUBLISHING, READING, REVIEWING, WITHDRAWING
from gongkai.site.catalogue import acts
from gongkai.site.catalogue.forms import ItemForm, form_for, save
from gongkai.site.catalogue.models import Item
from gongkai.site.editorial.acts import import_proposal_of
from gongkai.site.editorial.remarks import examine
from gongkai.site.editorial.views import progress, stages

A_PAGE = 20


@guarded(READING)
def items(request: HttpRequest) -> HttpResponse:
    """The items of the agencies that this person works for, the last changed first."""
    agencies = request.user.agencies_by_role(*READING.roles)
    found = Item.objects.filter(agency__in=agencies).select_related("agency", "column").order_by("-changed_at", "-pk")
    words = request.GET.get("q", "").strip()
    agency = request.GET.get("agency", "")
    if words:
        found = found.filter(title__icontains=words) | found.filter(document_number__icontains=words)
    if agency.isdigit():
        found = found.filter(agency_id=int(agency))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "office/items.html",
        {
            "page": page, "rows": [(item, progress(item)) for item in page], "q": words, "agency": agency,
            "agencies": agencies.order_by("path"),
            "may_draft": request.user.agencies_by_role(*DRAFTING.roles).exists(),
        },
    )  # fmt: skip


@guarded(READING)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: where it stands, what to do next, its content, files and remarks."""
    found = find(request, Item.objects.select_related("agency", "drafter", "column"), READING, pk=pk)
    latest = found.latest_publication
    stands = found.standing_publication is not None
    where = progress(found)
    remarks = examine(found)
    user = request.user
    proposal = import_proposal_of(found)
    return render(
        request, "office/item.html",
        {
            "record": found, "where": where, "latest": latest, "stands": stands,
            "content": found.shown(found.content()), "attachments": found.attachments(), "stages": stages(found),
            "remarks": remarks, "may_mask": any(each.remark.blocks for each in remarks),
            "may_draft": DRAFTING.allows(user, found.agency_id),
            "may_publish": where == "审核完成，待公开" and PUBLISHING.allows(user, found.agency_id),
            "may_withdraw": stands and WITHDRAWING.allows(user, found.agency_id),
            "may_submit": where in ("草稿", "已退回，待修改", "已公开，有未审核的修改", "已撤回"),
            "proposal": proposal,
            "may_import": proposal is not None and proposal.by_id != user.pk
            and IMPORTING.allows(user, found.agency_id),
            "may_review": REVIEWING.allows(user, found.agency_id), "submitted": found.workflow_states.exists(),
            "wait_for_review": stands and latest.emergency_approver_id and not hasattr(latest, "after_review"),
        },
    )  # fmt: skip


@guarded(DRAFTING)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an item."""
    agencies, agency = drafting_agencies(request)
    form = ItemForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        made = save(request, form, acts.create_item, agency, done=_("草稿已保存。"))
        if made:
            return redirect("item", made.pk)
    return render(
        request, "office/item_form.html",
        {"form": form, "agency": agency, "agencies": agencies, "heading": _("新建信息")},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@guarded(DRAFTING)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = find(request, Item.objects.select_related("agency"), DRAFTING, pk=pk)
    form = form_for(found)(request.POST or None, request.FILES or None, instance=found, agency=found.agency)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        if save(
            request, form, acts.save_draft, found, done=_("草稿已保存。"),
            version=int(version) if version.isdigit() else -1,
        ):  # fmt: skip
            return redirect("item", pk)
    return render(
        request, "office/item_form.html",
        {"form": form, "agency": found.agency, "record": found, "under_review": found.workflow_in_progress,
         "heading": _("修改")},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def drafting_agencies(request: HttpRequest) -> tuple[QuerySet[Agency], Agency]:
    """Return the agencies at which this person drafts, and the one that the address names, else the first."""
    agencies = request.user.agencies_by_role(*DRAFTING.roles).order_by("path")
    wanted = request.GET.get("agency", "")
    chosen = agencies.filter(pk=int(wanted)).first() if wanted.isdigit() else None
    return agencies, chosen or agencies[0]
