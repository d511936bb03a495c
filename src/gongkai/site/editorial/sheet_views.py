"""The approval sheet (审批单): for printing, and with its signatures when they are filed."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import perform
from gongkai.site.agencies.policies import HANDLING, READING
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial import files
from gongkai.site.editorial.acts import newest_secrecy_review
from gongkai.site.editorial.manuscripts import of_submission
from gongkai.site.editorial.models import Publication, SecrecyReview, SignedSheet, Submission
from gongkai.site.editorial.privacy import note_reading_of
from gongkai.site.editorial.records import ReviewedRecord
from gongkai.site.editorial.signed_sheets import ENDINGS, file_signed_sheet
from gongkai.site.editorial.views import record_of, send, stages


def _newest_submission(record: ReviewedRecord) -> Submission:
    submission = Submission.objects.filter(**record.key).select_related("by").order_by("-id").first()
    if submission is None:
        raise Http404
    return submission


def _signed(record: ReviewedRecord) -> QuerySet[SignedSheet]:
    """Return what was filed of a record's sheets, those of earlier rounds included."""
    return (
        SignedSheet.objects.filter(
            submission__record_type=record.type_name(), submission__record_id=record.pk
        )
        .select_related("file", "by", "submission").defer("file__text", "submission__canonical").order_by("-id")
    )  # fmt: skip


def _secrecy_review(
    record: ReviewedRecord, submission: Submission, publication: Publication | None
) -> SecrecyReview | None:
    """Return the secrecy review on which a submission became public, else the one on which it may."""
    used = publication.secrecy_review if publication is not None else None
    return used or newest_secrecy_review(record, submission.content_sha256)


@guarded(READING)
def approval_sheet(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Every stage of the newest review on one sheet, and what was filed of it."""
    record = record_of(request, kind, pk)
    submission = _newest_submission(record)
    note_reading_of(request.user, record, of_submission(submission))
    of_this_text = {**record.key, "content_sha256": submission.content_sha256}
    published = Publication.objects.filter(**of_this_text, recorded_at__gte=submission.at)
    publication = published.select_related("published_by", "secrecy_review").order_by("seq").first()
    return render(
        request,
        "office/approval_sheet.html",
        {
            "record": record, "kind": kind, "submission": submission, "stages": stages(record),
            "content": record.shown(json.loads(submission.canonical)),
            "secrecy": _secrecy_review(record, submission, publication), "publication": publication,
            "signed": _signed(record), "may_file": HANDLING.allows(request.user, record.agency_id),
            "endings": ",".join(ENDINGS),
        },
    )  # fmt: skip


@require_POST
@guarded(HANDLING)
def file_signed(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """File a scan of the signed sheet with the newest submission."""
    record = record_of(request, kind, pk)
    upload = request.FILES.get("file")
    perform(request, _store_and_file, record, _newest_submission(record), upload, done=_("已归档签字件。"))
    return redirect("approval_sheet", kind, pk)


def _store_and_file(actor: Any, record: ReviewedRecord, submission: Submission, upload: Any) -> SignedSheet:
    if upload is None:
        raise Refusal("请先选择签字件的扫描文件。")
    if not upload.name.lower().endswith(ENDINGS):
        raise Refusal("审批单签字件应是 PDF、JPG 或者 PNG 文件，请扫描或者拍照后上传。")
    stored = files.store(upload.name, upload.chunks())
    return file_signed_sheet(actor, record, submission, file=stored, name=upload.name)


@guarded(READING)
def signed_sheet(request: HttpRequest, kind: str, pk: int, signed: int) -> FileResponse:
    """Send a signed sheet to whoever may read the draft, and to nobody else."""
    record = record_of(request, kind, pk)
    found = _signed(record).filter(pk=signed).first()
    if found is None:
        raise Http404
    note_reading_of(request.user, record, of_submission(found.submission))
    return send(found.file, found.name)
