"""The page on which another organ's answer on secrecy is recorded (登记保密审查答复)."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import CheckedByItsAct, DayInput, perform
from gongkai.site.agencies.policies import READING, SECRECY_REVIEWING
from gongkai.site.editorial import files
from gongkai.site.editorial.models import SecrecyAnswer, SecrecyConclusion
from gongkai.site.editorial.privacy import note_reading
from gongkai.site.editorial.records import ReviewedRecord
from gongkai.site.editorial.referrals import open_referral, record_secrecy_answer
from gongkai.site.editorial.views import record_of, send
from gongkai.site.editorial.worklist import referral_due

DECISIONS = [each for each in SecrecyConclusion.choices if each[0] != SecrecyConclusion.REFERRED]


class AnswerForm(CheckedByItsAct[SecrecyAnswer]):
    """What the organ answered, with its evidence."""

    conclusion = forms.ChoiceField(label=_("答复结论"), choices=DECISIONS, widget=forms.RadioSelect)
    evidence = forms.FileField(
        label=_("答复的凭据"), max_length=files.LONGEST_NAME,
        help_text=_("答复函的扫描件或者文件。只供能看到稿件的人查阅，不会公开。"),
    )  # fmt: skip

    class Meta:
        model = SecrecyAnswer
        fields = ("conclusion", "organ", "answered_on", "document_number", "note", "evidence")
        widgets = {"answered_on": DayInput(), "note": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012 -- Django's


@guarded(SECRECY_REVIEWING)
def answer(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Record the answer; the page is there while one is awaited."""
    record = record_of(request, kind, pk)
    review = open_referral(record)
    if review is None:
        raise Http404
    form = AnswerForm(request.POST or None, request.FILES or None, initial={"organ": review.referred_to})
    if (
        request.method == "POST"
        and form.is_valid()
        and perform(request, _store_and_record, record, done=_("答复已登记。"), **form.cleaned_data)
    ):
        return redirect("review", kind, pk)
    return render(
        request, "office/secrecy_answer.html",
        {"record": record, "review": review, "form": form, "due": referral_due(record.agency, review.at)},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _store_and_record(actor: Any, record: ReviewedRecord, *, evidence: Any, **given: Any) -> SecrecyAnswer:
    stored = files.store(evidence.name, evidence.chunks())
    return record_secrecy_answer(actor, record, evidence=stored, evidence_name=evidence.name, **given)


@guarded(READING)
def evidence(request: HttpRequest, kind: str, pk: int, answer: int) -> FileResponse:
    """Send the evidence of an answer to whoever may read the draft, and to nobody else."""
    record = record_of(request, kind, pk)
    found = SecrecyAnswer.objects.filter(
        pk=answer, review__record_type=record.type_name(), review__record_id=record.pk
    ).select_related("evidence").first()  # fmt: skip
    if found is None:
        raise Http404
    note_reading(request.user, record)
    return send(found.evidence, found.evidence_name)
