"""Back-office pages of items (信息发布)."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import find, perform
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, IMPORTING, PUBLISHING, READING, REVIEWING, WITHDRAWING
from gongkai.site.catalogue import acts
from gongkai.site.catalogue.models import WITHOUT_ITEMS, Column, Item, Part
from gongkai.site.catalogue.plain_body import to_html, to_text
from gongkai.site.editorial.acts import import_proposal_of
from gongkai.site.editorial.remarks import examine
from gongkai.site.editorial.views import progress, stages

A_PAGE = 20


class ColumnChoice(forms.ModelChoiceField):
    """A column by its name, those of article 20 under their number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return f"法定主动公开内容（{obj.article_20}）{obj.title}" if obj.article_20 else obj.title


class ItemForm(forms.ModelForm[Item]):
    """An item as a clerk fills it in."""

    body = forms.CharField(
        label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "可直接从 Word、Excel 粘贴：一行一段；表格粘贴后自动识别。"
            "以“# ”开头的行是小标题，以“- ”开头的行是列表。"
        ),
    )  # fmt: skip

    class Meta:
        model = Item
        fields = acts.EDITABLE
        field_classes = {"column": ColumnChoice}  # noqa: RUF012 -- Django's attribute
        widgets = {  # noqa: RUF012
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in (
                "formed_on", "reassess_on", "effective_on", "ended_on")},
        }  # fmt: skip

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = (
            Column.objects.filter(agency=agency).exclude(part__in=WITHOUT_ITEMS)
            .exclude(part=Part.STATUTORY, article_20=None).order_by("path")
        )  # fmt: skip
        self.fields["interprets"].queryset = Item.objects.filter(agency=agency).exclude(pk=self.instance.pk)
        if self.instance.pk:
            self.initial["body"] = to_text(self.instance.body)

    def clean_body(self) -> str:
        """Return the markup; a text that was not touched keeps its own."""
        typed = self.cleaned_data["body"].replace("\r\n", "\n")
        if self.instance.pk and typed == to_text(self.instance.body):
            return self.instance.body
        return to_html(typed)

    def _post_clean(self) -> None:
        """Leave the record alone: the act checks it and says what is wrong, so nothing is checked twice."""

    def values(self) -> dict[str, Any]:
        """Return what the act takes."""
        return {name: self.cleaned_data[name] for name in acts.EDITABLE}


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
    agencies = request.user.agencies_by_role(*DRAFTING.roles).order_by("path")
    wanted = request.GET.get("agency", "")
    agency = agencies.filter(pk=int(wanted)).first() if wanted.isdigit() else agencies.first()
    if agency is None:
        agency = agencies.first()
    form = ItemForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        made = _save(request, form, acts.create_item, agency, done=_("草稿已保存。"))
        if made:
            return redirect("item", made.pk)
    return render(
        request, "office/item_form.html", {"form": form, "agency": agency, "agencies": agencies},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@guarded(DRAFTING)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = find(request, Item.objects.select_related("agency"), DRAFTING, pk=pk)
    form = ItemForm(request.POST or None, instance=found, agency=found.agency)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        if _save(
            request, form, acts.save_draft, found, done=_("草稿已保存。"),
            version=int(version) if version.isdigit() else -1,
        ):  # fmt: skip
            return redirect("item", pk)
    return render(
        request, "office/item_form.html",
        {"form": form, "agency": found.agency, "record": found, "under_review": found.workflow_in_progress},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _save(request: HttpRequest, form: ItemForm, act: Any, subject: Any, *, done: Any, **extra: Any) -> Any:
    """Perform an act with what the form holds; faults of single fields come back to the form."""
    faults: dict[str, list[str]] = {}

    def attempt(actor: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return act(actor, *args, **kwargs)
        except acts.InvalidDraft as invalid:
            faults.update(invalid.errors)
            raise acts.Refusal(_("还有内容需要改正，见下面标出的地方。")) from invalid

    result = perform(request, attempt, subject, done=done, **form.values(), **extra)
    for name, messages in faults.items():
        form.add_error(name if name in form.fields else None, messages)
    return result
