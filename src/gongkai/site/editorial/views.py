"""Back-office pages of review and publication: what waits, the review of a record, its files and its history."""

import json
from typing import Any, ClassVar

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import reviewers, trail
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import CheckedByItsAct, find, perform, perform_form
from gongkai.site.agencies.policies import (
    DRAFTING,
    HANDLING,
    IMPORTING,
    PUBLISHING,
    READING,
    SECRECY_REVIEWING,
    SIGNED_IN,
    WITHDRAWING,
)  # fmt: skip
from gongkai.site.audit.canonical import canonical, digest
from gongkai.site.editorial import acts, files
from gongkai.site.editorial.changes import Change, changes
from gongkai.site.editorial.hands import objection_to_draft
from gongkai.site.editorial.models import (
    Attachment,
    Gate,
    ImportProposal,
    RemedialMeasures,
    Review,
    SecrecyConclusion,
    SecrecyReview,
    Stage,
    StoredFile,
    Submission,
)  # fmt: skip
from gongkai.site.editorial.privacy import mask_personal_data, note_reading
from gongkai.site.editorial.records import ReviewedRecord, kinds, stage_of
from gongkai.site.editorial.remarks import examine
from gongkai.site.editorial.remedial import newest_leak
from gongkai.site.editorial.worklist import started_by, waiting_for


@guarded(SIGNED_IN)
def worklist(request: HttpRequest) -> HttpResponse:
    """The first screen: what waits for me, by due day; then what I started."""
    return render(
        request,
        "office/worklist.html",
        {
            "waiting": waiting_for(request.user),
            "started": started_by(request.user),
            "handles": HANDLING.allows_anywhere(request.user),
        },
    )


def record_of(request: HttpRequest, kind: str, pk: int) -> ReviewedRecord:
    """Return the record that an address names, if the route's policy lets this person at that record's agency."""
    model = next((each for each in kinds() if each._meta.model_name == kind), None)
    if model is None:
        raise Http404
    policy = request.resolver_match.func.policy
    return find(request, model._default_manager.select_related("agency", "drafter"), policy, pk=pk)


def baseline(record: ReviewedRecord, round_of: Submission | None) -> tuple[str, dict[str, Any]] | None:
    """Return what a reviewer compares with: the round before that was returned, else what is public."""
    earlier = Submission.objects.filter(**record.key).order_by("-id")
    if round_of is not None:
        earlier = earlier.filter(pk__lt=round_of.pk)
    before = earlier.first()
    latest = record.latest_publication
    if before is not None and (latest is None or before.at > latest.recorded_at):
        return "上一次送审稿", json.loads(before.canonical)
    if latest is not None:
        return "已公开的文本", json.loads(latest.canonical)
    return None


def stages(record: ReviewedRecord) -> list[dict[str, Any]]:
    """Return the three stages of the newest review, each with who passed it and when."""
    state = record.workflow_states.order_by("-id").first()
    done = {
        each.stage: each
        for each in Review.objects.filter(workflow_state=state).select_related("reviewer", "on_behalf_of")
    }
    waiting = stage_of(record)
    return [
        {"stage": stage, "review": done.get(stage), "current": waiting is not None and waiting.stage == stage}
        for stage in Stage
    ]


class ReviewForm(forms.Form):
    """One stage: the five gates, the proofreading, an opinion."""

    content_sha256 = forms.CharField(widget=forms.HiddenInput)
    gates = forms.MultipleChoiceField(
        label=_("五关核对"), choices=Gate.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    proofread = forms.BooleanField(label=_("已完成校对"), required=False)
    opinion = forms.CharField(
        label=_("意见"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("通过时可以不填，记为“同意”；退回时必须写明。"),
    )  # fmt: skip


class SecrecyForm(CheckedByItsAct[SecrecyReview]):
    """A written secrecy review."""

    conclusion = forms.ChoiceField(label=_("结论"), choices=SecrecyConclusion.choices, widget=forms.RadioSelect)

    class Meta:
        model = SecrecyReview
        fields = (
            "content_sha256", "conclusion", "summary", "way", "scope", "timing", "reason", "referred_to",
        )  # fmt: skip
        widgets = {  # noqa: RUF012 -- Django's attribute
            "content_sha256": forms.HiddenInput(),
            "summary": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {  # noqa: RUF012
            "reason": _("不予公开或者不能确定的，必须写明。"),
            "referred_to": _("不能确定的，报有关主管部门或者保密行政管理部门确定。"),
        }

    USUAL: ClassVar[dict[str, str]] = {
        "way": "政府网站",
        "scope": "面向社会公开",
        "timing": "审核通过后即时公开",
    }

    def __init__(self, *args: Any, initial: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=self.USUAL | initial, **kwargs)


@guarded(READING)
def review(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The page on which a reviewer reads, compares, and decides."""
    record = record_of(request, kind, pk)
    waiting = stage_of(record)
    stage = Stage(waiting.stage) if waiting else None
    held = None
    if stage is not None:
        held = reviewers.Reviewing(request.user, stage.role).under(record.agency, acts.hands_before(record))
    mine = held is not None
    absent = held.user if held is not None and held.user_id != request.user.pk else None
    why_not = acts.objection_at_stage(record, request.user, absent) if mine else ""
    content = record.content()
    sha256 = digest(content)
    form = ReviewForm(request.POST or None, initial={"content_sha256": sha256}, prefix="review")
    if request.method == "POST":
        posted = Stage(int(request.POST.get("stage", 0) or 0)) if request.POST.get("stage") in ("1", "2", "3") else None
        if posted is not None and form.is_valid():
            given = form.cleaned_data
            if "return" in request.POST:
                done = perform(
                    request, acts.return_to_drafter, record, done=_("已退回拟稿人。"), stage=posted,
                    content_sha256=given["content_sha256"], opinion=given["opinion"],
                )  # fmt: skip
            else:
                done = perform(
                    request, acts.approve_stage, record, done=_("审核通过。"), stage=posted,
                    content_sha256=given["content_sha256"], gates=given["gates"], proofread=given["proofread"],
                    opinion=given["opinion"],
                )  # fmt: skip
            if done:
                return redirect("worklist")
    round_of = Submission.objects.filter(**record.key).order_by("-id").first()
    compared = baseline(record, round_of if stage else None)
    remarks = examine(record)
    note_reading(request.user, record, remarks)
    return render(
        request,
        "office/review.html",
        {
            "record": record,
            "kind": kind,
            "stage": stage,
            "mine": mine and not why_not,
            "why_not": why_not,
            "form": form,
            "content": record.shown(content),
            "attachments": record.attachments(),
            "compared": compared[0] if compared else None,
            "changes": _changes(record, compared[1], content) if compared else [],
            "stages": stages(record),
            "remarks": remarks,
            "secrecy": acts.newest_secrecy_review(record, sha256),
            "may_secrecy": SECRECY_REVIEWING.allows(request.user, record.agency_id)
            and not _objection_to_secrecy_review(request, record),
        },
        status=409 if request.method == "POST" else 200,
    )


def _objection_to_secrecy_review(request: HttpRequest, record: ReviewedRecord) -> str:
    absent = SECRECY_REVIEWING.stood_in_for(request.user, record.agency_id)
    return objection_to_draft(record, request.user, absent)


def _changes(record: ReviewedRecord, old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    # Both as they are kept: a day of the draft is a date, and of a publication its spelling.
    said_old, said_new = (dict(record.shown(json.loads(canonical(each)))) for each in (old, new))
    labels = {label: label for label in record.labels().values()}
    return list(changes(said_old, said_new, labels))


@guarded(SECRECY_REVIEWING)
def secrecy(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Review one text for secrecy, in writing."""
    record = record_of(request, kind, pk)
    note_reading(request.user, record)
    form = SecrecyForm(
        request.POST or None,
        initial={"content_sha256": record.content_sha256(), "summary": getattr(record, "summary", "")},
        prefix="secrecy",
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, acts.review_secrecy, record, done=_("保密审查已记录。"), **form.cleaned_data)
    ):
        return redirect("review", kind, pk)
    return render(
        request,
        "office/secrecy.html",
        {
            "record": record, "kind": kind, "form": form, "content": record.shown(record.content()),
            "attachments": record.attachments(), "why_not": _objection_to_secrecy_review(request, record),
            "past": SecrecyReview.objects.filter(**record.key).select_related("reviewer", "on_behalf_of", "answer")
            .order_by("-id"),
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_POST
@guarded(HANDLING)
def dismiss(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Set a remark aside."""
    record = record_of(request, kind, pk)
    perform(
        request, acts.dismiss_remark, record, done=_("已搁置这条提示。"),
        fingerprint=request.POST.get("remark", ""), reason=request.POST.get("reason", ""),
    )  # fmt: skip
    return redirect(_back(request, record))


@require_POST
@guarded(DRAFTING)
def mask(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Mask personal data in one click."""
    record = record_of(request, kind, pk)
    perform(request, mask_personal_data, record, done=_("已脱敏，请核对后再提交。"))
    return redirect(record.get_absolute_url())


def _back(request: HttpRequest, record: ReviewedRecord) -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/office/") else record.get_absolute_url()


@require_POST
@guarded(DRAFTING)
def submit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Submit to the first review."""
    record = record_of(request, kind, pk)
    left = sum(each.stops for each in examine(record))
    done = _("已提交初审。")
    if left:
        done = _("已提交初审。标出的问题中有 {n} 处由审核人员核实，不妥的会退回。").format(n=left)
    perform(request, acts.submit_for_review, record, done=done)
    return redirect(record.get_absolute_url())


class CorrectionForm(forms.Form):
    """What the public is told of a correction, and whether it hides what was before; nothing at the first time."""

    correction_note = forms.CharField(
        label=_("更正说明"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("公众会在页面上看到这段说明。不要写入个人信息或者涉密内容。"),
    )  # fmt: skip
    hides_earlier = forms.BooleanField(
        label=_("这次更正删去了不应公开的内容，以前的版本不再向公众显示"), required=False
    )

    def __init__(self, *args: Any, record: ReviewedRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record.standing_publication is None:
            for name in CorrectionForm.base_fields:
                del self.fields[name]


@require_POST
@guarded(PUBLISHING)
def publish(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Publish what was reviewed; what is wrong with the words to the public is said beside them."""
    record = record_of(request, kind, pk)
    form = CorrectionForm(request.POST, record=record)
    if form.is_valid() and perform_form(
        request, form, acts.publish, record, done=_("已公开。"), **form.cleaned_data
    ):  # fmt: skip
        return redirect(record.get_absolute_url())
    return render(request, "office/publish.html", {"record": record, "form": form}, status=422)


class ImportForm(CheckedByItsAct[ImportProposal]):
    """Where something was public before the site came, and since when."""

    published_at = forms.DateTimeField(
        label=_("当时公开的时间"), input_formats=["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        help_text=_("如 2023-03-01，知道时刻的写 2023-03-01 10:00。"),
        error_messages={"invalid": _("请按 2023-03-01 或者 2023-03-01 10:00 的样子填写。")},
    )  # fmt: skip

    class Meta:
        model = ImportProposal
        fields = ("source", "published_at")
        help_texts = {"source": _("原网址，或者原载体的名称。")}  # noqa: RUF012 -- Django's attribute


@guarded(DRAFTING)
def propose_import(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Propose that something be entered as history: a second person compares it with its source."""
    record = record_of(request, kind, pk)
    form = ImportForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, acts.propose_import, record, done=_("已提出，等待另一人核对。"), **form.cleaned_data)
    ):
        return redirect(record.get_absolute_url())
    return render(
        request, "office/propose_import.html", {"record": record, "kind": kind, "form": form},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_POST
@guarded(IMPORTING)
def import_history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Enter, after comparing, what somebody else proposed."""
    record = record_of(request, kind, pk)
    perform(request, acts.import_history, record, done=_("已核对并导入，公众页面注明来源。"))
    return redirect(record.get_absolute_url())


class WithdrawalForm(forms.Form):
    """Why, for the public to read, and whether the item was a leak."""

    reason = forms.CharField(
        label=_("撤回理由"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("公众会看到这段文字。不要写入个人信息或者涉密内容。"),
    )  # fmt: skip
    leak = forms.BooleanField(label=_("这条信息泄露了不应公开的内容，标题也一并隐去"), required=False)


@guarded(WITHDRAWING)
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Withdraw: the page says what it will do and asks for a reason."""
    record = record_of(request, kind, pk)
    latest = record.standing_publication
    if latest is None:
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(
            request, form, acts.withdraw, record, done=_("已撤回。公众现在看到的是撤回说明。"), **form.cleaned_data
        )
    ):
        return redirect(record.get_absolute_url())
    return render(
        request, "office/withdraw.html", {"record": record, "publication": latest, "form": form},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_POST
@guarded(DRAFTING)
def attach(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Attach files to a draft, each by itself: one that is refused does not keep out the others."""
    record = record_of(request, kind, pk)
    uploads = request.FILES.getlist("files")
    if not uploads:
        perform(request, _nothing_chosen, done="")
    for upload in uploads:
        perform(request, _store_and_attach, record, upload, done=_("已添加附件“{name}”。").format(name=upload.name))
    return redirect(record.get_absolute_url() + "#files")


def _nothing_chosen(_actor: Any) -> None:
    raise acts.Refusal("请先选择文件。")


def _store_and_attach(actor: Any, record: ReviewedRecord, upload: Any) -> Attachment:
    return acts.attach_file(actor, record, files.store(upload.name, upload.chunks()), upload.name)


@require_POST
@guarded(DRAFTING)
def detach(request: HttpRequest, kind: str, pk: int, position: int) -> HttpResponse:
    """Take a file off a draft."""
    record = record_of(request, kind, pk)
    attachment = record.attachments().filter(position=position).first()
    if attachment is not None:
        perform(request, acts.remove_attachment, record, attachment, done=_("已移除附件。"))
    return redirect(record.get_absolute_url() + "#files")


@guarded(READING)
def draft_file(request: HttpRequest, kind: str, pk: int, position: int) -> FileResponse:
    """Send a file of a draft to whoever may read the draft, and to nobody else."""
    record = record_of(request, kind, pk)
    attachment = record.attachments().filter(position=position).first()
    if attachment is None:
        raise Http404
    note_reading(request.user, record)
    return send(attachment.file, attachment.name)


def send(file: StoredFile, name: str) -> FileResponse:
    """Send a stored file to somebody who may see it."""
    try:
        stream = files.path_of(file.pk).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(stream, as_attachment=True, filename=name, content_type=file.media_type)


@guarded(READING)
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Everything that acts did with a record, from the audit trail."""
    record = record_of(request, kind, pk)
    remedial = RemedialMeasures.objects.filter(
        withdrawal__publication__record_type=record.type_name(), withdrawal__publication__record_id=record.pk
    )
    return render(
        request, "office/history.html",
        {
            "record": record, "history": trail.told(trail.about(record)),
            "remedial": remedial.select_related("by", "withdrawal").order_by("-id"), "kind": kind,
            "leaked": WITHDRAWING.allows(request.user, record.agency_id) and newest_leak(record),
        },
    )  # fmt: skip
