"""Personal and hidden data in what is about to be published (隐私检查): the check, and masking in one act."""

from collections.abc import Iterator

from gongkai.privacy import STRICT, CannotMask, Kind, Severity, mask_file, mask_text, scan_text
from gongkai.privacy.html import mask_html
from gongkai.site.agencies.policies import DRAFTING
from gongkai.site.audit.acts import Deed, Refusal, act
from gongkai.site.editorial import files
from gongkai.site.editorial.acts import locked, recall
from gongkai.site.editorial.changes import readable
from gongkai.site.editorial.records import ReviewedRecord
from gongkai.site.editorial.remarks import Remark, check
from gongkai.site.editorial.rich_text import clean

# The number of an office may look like a person's: somebody says so, with a reason. The rest is masked or cleaned.
MAY_BE_DISMISSED = {Kind.MOBILE.value}


@check("privacy")
def personal_and_hidden_data(record: ReviewedRecord) -> Iterator[Remark]:
    """Say what personal data, secrecy markings and hidden things the text and the files hold."""
    for name, label in record.labels().items():
        value = getattr(record, name, None)
        if name == "attachments" or not isinstance(value, str) or not value:
            continue
        for found in scan_text(readable(value)):
            if found.severity != Severity.INFO:
                yield _remark(found.kind.value, found.severity, label, found.value_masked, f"{found.why}{found.todo}")
    for attachment in record.attachments():
        place = f"附件“{attachment.name}”"
        for found in scan_text(attachment.name):
            if found.severity != Severity.INFO:
                yield _remark(
                    found.kind.value, found.severity, f"{place}的文件名", found.value_masked, f"{found.why}{found.todo}"
                )
        for each in attachment.file.findings:
            if each["severity"] != Severity.INFO:
                where = f"{place}{each['where']}"
                yield _remark(each["kind"], Severity(each["severity"]), where, each["shown"], each["why"])
        for what in attachment.file.not_examined:
            yield Remark("privacy.not_examined", place, "", f"{what}，请人工查看有无个人信息", False, True)


def _remark(kind: str, severity: Severity, where: str, shown: str, why: str) -> Remark:
    blocks = severity == Severity.BLOCK
    return Remark(f"privacy.{kind}", where, shown, why, blocks, not blocks or kind in MAY_BE_DISMISSED)


@act("mask_personal_data", "脱敏", policy=DRAFTING)
def mask_personal_data(deed: Deed, record: ReviewedRecord) -> ReviewedRecord:
    """Mask every personal value in the text and in the files that can be masked; a review under way ends."""
    record = locked(record)
    before = record.content_sha256()
    for name in record.DECLARED:
        value = getattr(record, name)
        if isinstance(value, str) and value:
            setattr(record, name, clean(mask_html(value, STRICT)) if name in record.RICH else mask_text(value))
    for attachment in record.attachments():
        if not any(each["severity"] == Severity.BLOCK for each in attachment.file.findings):
            continue
        try:
            masked = mask_file(files.read(attachment.file), attachment.name)
        except CannotMask as error:
            raise Refusal(f"附件“{attachment.name}”不能自动脱敏：{error}") from error
        attachment.file = files.store(attachment.name, [masked])
        attachment.save()
    if record.content_sha256() == before:
        raise Refusal("没有可以自动脱敏的内容；标出的问题请手工修改。")
    recall(deed, record)
    record.changed_at = deed.now
    record.version += 1
    record.save()
    record.save_revision(user=deed.actor)
    deed.record(record, {"before": before, "content": record.content_sha256()})
    return record
