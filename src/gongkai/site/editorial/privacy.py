"""Personal and hidden data in what is about to be published (隐私检查): the check, and masking in one act."""

from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.privacy import CannotMask, Kind, Severity, finders_version, mask_file, mask_text, scan_text
from gongkai.privacy.html import mask_html
from gongkai.site.agencies.models import Masking
from gongkai.site.agencies.policies import DRAFTING
from gongkai.site.audit import reads
from gongkai.site.audit.acts import Deed, Refusal, act
from gongkai.site.editorial import files, scans
from gongkai.site.editorial.acts import changed, locked
from gongkai.site.editorial.manuscripts import Manuscript, NamedFile
from gongkai.site.editorial.records import ReviewedRecord
from gongkai.site.editorial.remarks import Remark, Standing, check, examine, remarks_on
from gongkai.site.editorial.rich_text import clean

# The number of an office may look like a person's: somebody says so, with a reason. The rest is masked or cleaned.
MAY_BE_DISMISSED = {Kind.MOBILE.value}
# What says something of a person; landlines, credit codes, markings and hidden data by themselves do not.
PERSONAL = {f"privacy.{each}" for each in (Kind.RESIDENT_ID, Kind.MOBILE, Kind.BANK_CARD, Kind.PASSPORT, Kind.ADDRESS)}
PERSONAL_DRAFT = reads.kind("personal_draft", "含个人信息的稿件")
OFFICE_TYPES = {files.ALLOWED[ending][0] for ending in files.OFFICE}


@check("privacy", version=finders_version)
def personal_and_hidden_data(manuscript: Manuscript) -> Iterator[Remark]:
    """Say what personal data, secrecy markings and hidden things the text and the files hold."""
    for passage in manuscript.passages:
        for found in scan_text(passage.text):
            if found.severity != Severity.INFO:
                yield _remark(
                    found.kind.value, found.severity, passage.label, found.value_masked, f"{found.why}{found.todo}"
                )
    for each in manuscript.files:
        yield from _remarks_on_file(each)


def _remarks_on_file(carried: NamedFile) -> Iterator[Remark]:
    place = f"附件“{carried.name}”"
    for found in scan_text(carried.name):
        if found.severity != Severity.INFO:
            yield _remark(
                found.kind.value, found.severity, f"{place}的文件名", found.value_masked, f"{found.why}{found.todo}"
            )
    scan = carried.scans.get("privacy")
    if scan is None:
        yield Remark("privacy.unreadable", place, "", "还没有检查，提交时自动检查", True, False)
        return
    for each in scan.findings:
        severity = Severity(each["severity"])
        if each["kind"] == "not_examined":
            # Pictures inside a document stand beside a text that was searched; a scan or a picture alone does not.
            alone = severity == Severity.WARN and carried.file.media_type not in OFFICE_TYPES
            why = "不能自动检查，请人工查看其中有无不应公开的内容"
            yield Remark("privacy.not_examined", place, each["why"], why, alone, True)
        elif severity != Severity.INFO:
            yield _remark(each["kind"], severity, f"{place}{each['where']}", each["shown"], each["why"])


def _remark(kind: str, severity: Severity, where: str, shown: str, why: str) -> Remark:
    blocks = severity == Severity.BLOCK
    return Remark(f"privacy.{kind}", where, shown, why, blocks, not blocks or kind in MAY_BE_DISMISSED)


def note_reading(reader: Any, record: ReviewedRecord, standings: Iterable[Standing] | None = None) -> None:
    """Log that somebody reads a draft in which the check found personal data; whoever wrote it knows it already."""
    if reader.pk == record.drafter_id:
        return
    found = examine(record) if standings is None else standings
    _note(reader, record, (each.remark for each in found))


def note_reading_of(reader: Any, record: ReviewedRecord, text: Manuscript) -> None:
    """Log the same of a text of a record as it was submitted or became public, whatever the draft says now."""
    if reader.pk != record.drafter_id:
        _note(reader, record, remarks_on(text))


def _note(reader: Any, record: ReviewedRecord, remarks: Iterable[Remark]) -> None:
    if any(each.kind in PERSONAL for each in remarks):
        reads.record(reader, record, PERSONAL_DRAFT)


@act("mask_personal_data", "脱敏", policy=DRAFTING)
def mask_personal_data(deed: Deed, record: ReviewedRecord) -> ReviewedRecord:
    """Mask every personal value in the text and in the files that can be masked; a review under way ends."""
    record = locked(record)
    before = record.content_sha256()
    profile = Masking(record.agency.masking).profile
    for name in record.DECLARED:
        value = getattr(record, name)
        if isinstance(value, str) and value:
            rich = name in record.RICH
            setattr(record, name, clean(mask_html(value, profile)) if rich else mask_text(value, profile))
    scanned = scans.newest(each.file_id for each in record.attachments())
    for attachment in record.attachments():
        scan = scanned.get(attachment.file_id, {}).get("privacy")
        if scan is None or not any(each["severity"] == Severity.BLOCK for each in scan.findings):
            continue
        try:
            masked = mask_file(files.read(attachment.file), attachment.name, profile)
        except CannotMask as error:
            raise Refusal(f"附件“{attachment.name}”不能自动脱敏：{error}") from error
        attachment.file = files.store(attachment.name, [masked])
        attachment.save()
    if record.content_sha256() == before:
        raise Refusal("没有可以自动脱敏的内容；标出的问题请手工修改。")
    changed(deed, record)
    record.changed_at = deed.now
    record.version += 1
    record.save()
    record.save_revision(user=deed.actor)
    deed.record(record, {"before": before, "content": record.content_sha256()})
    return record
