"""Filing the approval sheet as it was signed on paper (审批单签字件)."""

from gongkai.site.agencies.policies import HANDLING
from gongkai.site.audit.acts import Deed, Refusal, act
from gongkai.site.editorial.acts import locked
from gongkai.site.editorial.files import ALLOWED
from gongkai.site.editorial.models import SignedSheet, StoredFile, Submission
from gongkai.site.editorial.records import ReviewedRecord

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
TYPES = {ALLOWED[each][0] for each in ENDINGS}


@act("file_signed_sheet", "归档审批单签字件", policy=HANDLING)
def file_signed_sheet(
    deed: Deed, record: ReviewedRecord, submission: Submission, *, file: StoredFile, name: str
) -> SignedSheet:  # fmt: skip
    """File a scan of the signed sheet with what it approves; another is added beside it, none is replaced."""
    record = locked(record)
    if (submission.record_type, submission.record_id) != (record.type_name(), record.pk):
        raise Refusal("审批单不属于这份稿件。")
    if file.media_type not in TYPES:
        raise Refusal("审批单签字件应是 PDF、JPG 或者 PNG 文件，请扫描或者拍照后上传。")
    if SignedSheet.objects.filter(submission=submission, file=file).exists():
        raise Refusal(f"“{name}”已经归档，不必重复上传。")
    signed = SignedSheet(submission=submission, file=file, name=name, by=deed.actor, at=deed.now)
    signed.save()
    deed.record(record, {"signed_sheet": signed.pk, "submission": submission.pk, "file": file.pk})
    return signed
