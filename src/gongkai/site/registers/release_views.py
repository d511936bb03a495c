"""Back-office pages by which rows become public: proposed by one person, compared and confirmed by another."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import Reason, find, number_in, page_of, perform_form
from gongkai.site.agencies.policies import DRAFTING, READING, RELEASING
from gongkai.site.catalogue.views import drafting_agencies
from gongkai.site.registers import releasing
from gongkai.site.registers.models import DECISIONS, Decision, FeeItem, PublicEntry, Register, Release
from gongkai.site.registers.models.decisions import PartyKind


def public_cells(content: dict[str, Any]) -> list[str]:
    """Return what the public will read of a row, in the order of `public_heads`."""
    if content["register"] == Register.FEES:
        return [content["name"], content["basis"], content["standard"], content["begins_on"], content["ended_on"] or ""]
    kind = PartyKind(content["party_kind"]).label
    return [content["number"], content["subject"], kind, content["party"], content["decided_on"]]


def public_heads(register: str) -> list[str]:
    """Return the heads of what the public will read of a register."""
    model, names = (
        (FeeItem, ("name", "basis", "standard", "begins_on", "ended_on")) if register == Register.FEES
        else (Decision, ("number", "subject", "party_kind", "party", "decided_on"))
    )  # fmt: skip
    return [str(model._meta.get_field(name).verbose_name) for name in names]


class ProposalForm(forms.Form):
    """Which rows are proposed."""

    rows = forms.MultipleChoiceField(label=_("提请公开的登记"), error_messages={"required": _("请至少选一条。")})
    note = forms.CharField(
        label=_("更正说明"), max_length=200, required=False,
        help_text=_("这一批里有更正已公开登记的，必须填写；公众会看到这段说明。"),
    )  # fmt: skip

    def __init__(self, data: Any, *, rows: list[Any]) -> None:
        super().__init__(data)
        self.fields["rows"].choices = [(str(row.pk), str(row)) for row in rows]

    def clean_rows(self) -> list[int]:
        """Return the ids."""
        return [int(each) for each in self.cleaned_data["rows"]]


class ConfirmationForm(forms.Form):
    """That whoever confirms has compared and reviewed."""

    reviewed = forms.BooleanField(
        label=_("已逐条核对，并经公开前审查：不含国家秘密、商业秘密和个人隐私，不危及“三安全一稳定”"),
        error_messages={"required": _("请先逐条核对并勾选。")},
    )


class DeclineForm(Reason):
    """Why a release is sent back."""

    reason = forms.CharField(label=_("退回原因"), max_length=200)


@guarded(READING)
def releases(request: HttpRequest) -> HttpResponse:
    """The releases of the agencies that this person works for, the newest first."""
    agencies = request.user.agencies_by_role(*READING.roles)
    found = Release.objects.filter(agency__in=agencies).select_related("agency", "by", "outcome__by").order_by("-pk")
    return render(
        request, "office/register_releases.html",
        {
            "page": page_of(request, found), "may_draft": DRAFTING.allows_anywhere(request.user),
            "registers": Register,
        },
    )  # fmt: skip


@guarded(DRAFTING)
def release_new(request: HttpRequest) -> HttpResponse:
    """Propose rows of a register that are not public as they are."""
    agencies, agency = drafting_agencies(request)
    asked = request.GET.get("register", "")
    register = Register(asked) if asked in Register.values else Register.LICENSES
    awaiting = releasing.awaiting_release(register, agency.pk)
    one = request.GET.get("row", "")
    if one:
        awaiting = awaiting.filter(pk=number_in(one))
    rows = list(awaiting[: releasing.MOST_ROWS])
    form = ProposalForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        made = perform_form(
            request, form, releasing.propose_release, agency, register=register, rows=form.cleaned_data["rows"],
            note=form.cleaned_data["note"], done=_("已提请公开，等待另一人核对确认。"),
        )  # fmt: skip
        if made:
            return redirect("register_release", made.pk)
    chosen = set(request.POST.getlist("rows")) if request.method == "POST" else {str(row.pk) for row in rows}
    return render(
        request, "office/register_release_new.html",
        {
            "form": form, "agency": agency, "agencies": agencies, "register": register, "registers": Register,
            "heads": public_heads(register), "most": releasing.MOST_ROWS,
            "rows": [(row, str(row.pk) in chosen, public_cells(row.public_content())) for row in rows],
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@guarded(READING)
def release(request: HttpRequest, release: int) -> HttpResponse:
    """One release, exactly as the public will read it; a second person confirms it here or sends it back."""
    found = find(
        request, Release.objects.select_related("agency", "by", "outcome__by"), READING, pk=release
    )  # fmt: skip
    rows = releasing.rows_in(found)
    versions = dict(found.rows.values_list("record_id", "version"))
    is_mine = found.pending and releasing.same_person(found, request.user)
    may_answer = found.pending and not is_mine and RELEASING.allows(request.user, found.agency_id)
    if found.pending:
        shown = [
            (public_cells(row.public_content()), row.struck_out or row.version != versions[row.pk]) for row in rows
        ]
    else:
        entries = {each.record_id: each for each in PublicEntry.objects.filter(release=found)}
        shown = [(public_cells(entries[row.pk].content), False) for row in rows if row.pk in entries]
    confirmation, decline = ConfirmationForm(), DeclineForm(prefix="decline")
    status = 200
    if request.method == "POST" and may_answer:
        if "decline" in request.POST:
            decline = DeclineForm(request.POST, prefix="decline")
            done = decline.is_valid() and perform_form(
                request, decline, releasing.decline_release, found, reason=decline.cleaned_data["reason"],
                done=_("已退回。"),
            )  # fmt: skip
        else:
            confirmation = ConfirmationForm(request.POST)
            done = confirmation.is_valid() and perform_form(
                request, confirmation, releasing.confirm_release, found, reviewed=True, done=_("已公开。")
            )
        if done:
            return redirect("register_release", release)
        status = 422
    return render(
        request, "office/register_release.html",
        {
            "release": found, "heads": public_heads(found.register), "rows": shown, "may_answer": may_answer,
            "is_mine": is_mine, "confirmation": confirmation,
            "decline": decline, "count": len(rows), "is_of_decisions": found.register in DECISIONS,
        },
        status=status,
    )  # fmt: skip
