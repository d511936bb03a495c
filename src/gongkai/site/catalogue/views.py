"""Back-office pages of items (信息发布)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import find, number_in, perform, perform_form
from gongkai.site.accounts.tables import sent_as_table
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, IMPORTING, PUBLISHING, READING, REVIEWING, SETTING_UP, WITHDRAWING
from gongkai.site.agencies.positions import position_of
from gongkai.site.catalogue import acts
from gongkai.site.catalogue.forms import ItemForm, form_for
from gongkai.site.catalogue.listing import ItemFilter, exported, order_of, ordered, page_of, states_of
from gongkai.site.catalogue.models import Item, Part
from gongkai.site.editorial.acts import import_proposal_of, same_person
from gongkai.site.editorial.privacy import note_reading
from gongkai.site.editorial.progress import REVIEWED, SUBMITTABLE, progress
from gongkai.site.editorial.remarks import examine
from gongkai.site.editorial.views import stages

LIST = "items_list"  # In the session: the filters of the list that somebody left, for the way back.


@guarded(READING)
def items(request: HttpRequest) -> HttpResponse:
    """The items of the agencies that this person works for, filtered and in the order that they ask for."""
    wanted, found, order = _wanted(request)
    page = page_of(found.select_related("agency", "column"), request.GET.get("after", ""))
    states = states_of(page.rows)
    kept = request.GET.copy()
    kept.pop("after", None)
    if request.session.get(LIST) != kept.urlencode():
        request.session[LIST] = kept.urlencode()
    return render(
        request, "office/items.html",
        {
            "filter": wanted, "rows": [(item, states[item.pk]) for item in page.rows],
            "heads": [_head(kept, name, label, order) for name, label in HEADS], "kept": kept.urlencode(),
            "next": _query(kept, after=page.next) if page.next else "", "begun": "after" in request.GET,
            "may_draft": DRAFTING.allows_anywhere(request.user),
        },
    )  # fmt: skip


@guarded(READING)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as a table (CSV), filtered and ordered as it is shown, all pages of it."""
    _filter, found, _order = _wanted(request)
    return sent_as_table("信息清单", exported(found))


HEADS = (
    ("title", _("标题")), ("number", _("文号")), ("", _("机构")), ("", _("栏目")), ("", _("状态")),
    ("formed", _("成文日期")), ("changed", _("修改时间")),
)  # fmt: skip


def _wanted(request: HttpRequest) -> tuple[ItemFilter, QuerySet[Item], str]:
    wanted = ItemFilter(request.GET, agencies=request.user.agencies_by_role(*READING.roles))
    order = order_of(request.GET.get("order", ""))
    return wanted, ordered(wanted.items(), order), order


def _query(kept: QueryDict, **changes: str) -> str:
    query = kept.copy()
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def _head(kept: QueryDict, name: str, label: Any, order: str) -> dict[str, Any]:
    """Return the head of a column: pressed, it orders the list by it, and pressed again, the other way."""
    if not name:
        return {"label": label}
    way = {name: "ascending", f"-{name}": "descending"}.get(order, "")
    falls_first = name in ("formed", "changed")
    other = name if order == f"-{name}" or (not falls_first and order != name) else f"-{name}"
    return {"label": label, "way": way, "query": _query(kept, order=other)}


@guarded(READING)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: where it stands, what to do next, its content, files and remarks."""
    found = find(request, Item.objects.select_related("agency", "drafter", "column"), READING, pk=pk)
    latest = found.latest_publication
    stands = found.standing_publication is not None
    where = progress(found)
    remarks = examine(found)
    user = request.user
    note_reading(user, found, remarks)
    proposal = import_proposal_of(found)
    return render(
        request, "office/item.html",
        {
            "record": found, "where": where, "latest": latest, "stands": stands,
            "content": found.shown(found.content()), "attachments": found.attachments(), "stages": stages(found),
            "remarks": remarks, "may_mask": any(each.remark.blocks for each in remarks),
            "may_draft": DRAFTING.allows(user, found.agency_id),
            "may_publish": where == REVIEWED and PUBLISHING.allows(user, found.agency_id),
            "may_withdraw": stands and WITHDRAWING.allows(user, found.agency_id),
            "may_submit": where in SUBMITTABLE,
            "reviewed_so_far": where == REVIEWED or found.workflow_in_progress,
            "proposal": proposal,
            "may_import": proposal is not None and IMPORTING.allows(user, found.agency_id)
            and not same_person(proposal, user),
            "may_review": REVIEWING.allows(user, found.agency_id), "submitted": found.workflow_states.exists(),
        },
    )  # fmt: skip


@guarded(DRAFTING)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an item."""
    agencies, agency = drafting_agencies(request)
    form = ItemForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        made = perform_form(request, form, acts.create_item, agency, done=_("草稿已保存。"), **form.values())
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
    found = find(request, Item.objects.select_related("agency", "column"), DRAFTING, pk=pk)
    if found.column.part == Part.GUIDE:
        return redirect(f"{reverse('guide_edit')}?agency={found.agency_id}")
    note_reading(request.user, found)
    form = form_for(found)(request.POST or None, request.FILES or None, instance=found, agency=found.agency)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        if perform_form(
            request, form, acts.save_draft, found, done=_("草稿已保存。"),
            version=number_in(version), **form.values(),
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
    agencies = request.user.agencies_by_role(*DRAFTING.roles).not_ended(timezone.localdate()).order_by("path")
    wanted = request.GET.get("agency", "")
    chosen = agencies.filter(pk=number_in(wanted)).first()
    return agencies, chosen or agencies[0]


@require_POST
@guarded(SETTING_UP)
def agency_columns(request: HttpRequest, agency: int) -> HttpResponse:
    """Open the columns of an agency, from its page."""
    found = find(request, Agency.objects.all(), SETTING_UP, pk=agency)
    if perform(request, acts.open_columns, found, done=_("已开设公开栏目。")) and position_of(found) is None:
        said = _(
            "本机关和上级机关都没有填行政区划代码，不知道是哪一级，所以没有开设条例第二十一条的栏目。填好后请再“补齐公开栏目”。"
        )
        messages.warning(request, said)
    return redirect("agency", agency)
