"""The file store: immutable, by content, outside every folder that a web server serves by itself."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from gongkai.opening.archives import OfficeKind, open_package
from gongkai.privacy import Scan, Severity, UnreadableFile, finders_version, scan_file
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.jobs import job
from gongkai.site.editorial import scans
from gongkai.site.editorial.models import FileScan, StoredFile

LARGEST = 100 * 2**20
ORPHANED_AFTER = timedelta(days=1)
# By ending, since that is what a reader's computer goes by; what the bytes are is checked against it.
ALLOWED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".zip": ("application/zip", (b"PK\x03\x04",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".txt": ("text/plain", ()),
    ".csv": ("text/csv", ()),
}
# What nobody can look into, and what it is to be saved as.
CLOSED = {
    ".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".xls": ".xlsx", ".et": ".xlsx", ".ppt": ".pdf",
    ".pptx": ".pdf", ".dps": ".pdf", ".ofd": ".pdf",
}  # fmt: skip
WITH_MACROS = {
    ".docm": ".docx",
    ".dotm": ".docx",
    ".xlsm": ".xlsx",
    ".xltm": ".xlsx",
    ".xlsb": ".xlsx",
    ".pptm": ".pdf",
}
OFFICE = {".docx": OfficeKind.DOCX, ".xlsx": OfficeKind.XLSX}
LONGEST_NAME = 200


def path_of(sha256: str) -> Path:
    """Return where the bytes of a file lie."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:]


def media_type_of(name: str, start: bytes) -> str:
    """Return the media type of a file by its ending, or refuse it in words."""
    ending = Path(name).suffix.lower()
    if ending in CLOSED:
        raise Refusal(f"“{name}”的格式不能检查，请另存为 {CLOSED[ending]} 后上传。")
    if ending in WITH_MACROS:
        raise Refusal(f"“{name}”可能含有宏，不能公开。请另存为不含宏的 {WITH_MACROS[ending]} 后上传。")
    if ending not in ALLOWED:
        raise Refusal(f"不能上传“{name}”：可以上传的格式是 {'、'.join(sorted(each[1:] for each in ALLOWED))}。")
    media_type, magics = ALLOWED[ending]
    if magics and not start.startswith(magics):
        raise Refusal(f"“{name}”的内容与扩展名 {ending} 不符，请核对后重新上传。")
    if not magics and b"\0" in start:
        raise Refusal(f"“{name}”不是文本文件，请核对后重新上传。")
    return media_type


def _refuse_false_document(name: str, data: bytes) -> None:
    """Refuse an Office document that is of another kind than its ending says, or that carries macros."""
    kind = OFFICE.get(Path(name).suffix.lower())
    if kind is None:
        return
    package = open_package(data, name)
    if any(path.endswith("vbaproject.bin") for path in package.paths):
        raise Refusal(f"“{name}”含有宏，不能公开。请另存为不含宏的 .{kind.value} 后上传。")
    if package.content[0] is not kind:
        raise Refusal(f"“{name}”的内容与扩展名 .{kind.value} 不符，请核对后重新上传。")


def _scan(name: str, data: bytes) -> Scan:
    """Scan a file for personal and hidden data; one that cannot be scanned is not stored."""
    try:
        _refuse_false_document(name, data)
        # By its ending alone: what the name says is a matter of the record that carries the file.
        return scan_file(data, f"附件{Path(name).suffix.lower()}")
    except UnreadableFile as error:
        raise Refusal(f"“{name}”没有上传：{error.what}。{error.todo}。") from error


def _findings(scan: Scan) -> scans.Findings:
    """Return what a scan said as plain values; what nobody looked at is a finding of its own kind."""
    found = [
        {"kind": each.kind.value, "severity": each.severity.value, "shown": _storable(each.value_masked),
         "where": _storable(each.where), "why": f"{each.why}{each.todo}"}
        for each in scan.findings if each.rule != "not_examined"
    ]  # fmt: skip
    unseen = {each.where for each in scan.findings if each.rule == "not_examined" and each.severity == Severity.WARN}
    for what in scan.not_examined:
        severity = Severity.WARN if what in unseen else Severity.INFO
        found.append(
            {"kind": "not_examined", "severity": severity.value, "shown": "", "where": "", "why": _storable(what)}
        )
    return found


def _storable(text: str) -> str:
    """Return a text as every database takes it: what files hold may have NUL characters and half surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


@scans.examiner("privacy", version=finders_version)
def _examine(file: StoredFile) -> scans.Findings:
    """Look again at a stored file; one that the finders of today cannot open says so and stops its record."""
    ending = next(ending for ending, (media_type, _) in ALLOWED.items() if media_type == file.media_type)
    try:
        return _findings(scan_file(read(file), f"附件{ending}"))
    except FileNotFoundError:
        why = "文件库中没有这个文件，请从备份恢复"
    except UnreadableFile as error:
        why = f"不能检查：{error.what}。{error.todo}"
    return [{"kind": "unreadable", "severity": Severity.BLOCK.value, "shown": "", "where": "", "why": why}]


def read(file: StoredFile) -> bytes:
    """Return the bytes of a file."""
    return path_of(file.pk).read_bytes()


def store(name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Store a file, whole or not at all, and return its row; the same bytes are stored once.

    A full disk is a refusal in words: nothing of the file stays.
    """
    if len(name) > LONGEST_NAME:
        raise Refusal(f"“{name[:40]}……”的文件名超过 {LONGEST_NAME} 个字，请改短后上传。")
    root = Path(settings.FILES_ROOT)
    sha, size, start = hashlib.sha256(), 0, b""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, prefix=".part-", delete=False) as part:
            try:
                for chunk in chunks:
                    size += len(chunk)
                    if size > LARGEST:
                        raise Refusal(f"“{name}”超过 {LARGEST // 2**20} MB，请压缩或者分成几个文件。")
                    start = start or chunk[:512]
                    sha.update(chunk)
                    part.write(chunk)
                if size == 0:
                    raise Refusal(f"“{name}”是空文件。")
                media_type = media_type_of(name, start)
                part.flush()
                scan = _scan(name, Path(part.name).read_bytes())
                os.fsync(part.fileno())
                target = path_of(sha.hexdigest())
                target.parent.mkdir(exist_ok=True)
                os.chmod(part.name, 0o440)
                # The same bytes take the place of those that are there: what was orphaned is new again.
                os.replace(part.name, target)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise Refusal(f"“{name}”没有存下：服务器的磁盘写入失败。请联系系统管理员，稍后再试。") from error
    row = StoredFile.objects.filter(pk=sha.hexdigest()).first()
    if row is None:
        text = _storable("\n".join(text for _, text in scan.examined))
        row = StoredFile(
            sha256=sha.hexdigest(), size=size, media_type=media_type, text=text, stored_at=timezone.now()
        )  # fmt: skip
        row.save()
    FileScan.objects.get_or_create(
        file=row, examiner="privacy", version=finders_version(),
        defaults={"findings": _findings(scan), "at": timezone.now()},
    )  # fmt: skip
    return row


@job("清理无主文件")
def sweep(now: datetime) -> None:
    """Delete, once a day, what failed uploads and acts left in the store: files of a day ago that no row names.

    Rows are asked for after the age was looked at: a file that is stored meanwhile is new.
    """
    root = Path(settings.FILES_ROOT)
    before, swept = (now - ORPHANED_AFTER).timestamp(), root / ".swept"
    if not root.exists() or (swept.exists() and swept.stat().st_mtime > before):
        return
    old = [each for each in root.rglob("*") if each.is_file() and each != swept and each.stat().st_mtime < before]
    for start in range(0, len(old), 500):
        named = {path.parent.name + path.name: path for path in old[start : start + 500]}
        kept = set(StoredFile.objects.filter(pk__in=named).values_list("pk", flat=True))
        for sha256, path in named.items():
            if sha256 not in kept and path.stat().st_mtime < before:
                path.unlink()
    swept.touch()
    os.utime(swept, (now.timestamp(), now.timestamp()))
