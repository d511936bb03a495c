"""The file store: immutable, by content, outside every folder that a web server serves by itself."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from gongkai.privacy import Scan, UnreadableFile, scan_file
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial.models import StoredFile

LARGEST = 100 * 2**20
# By ending, since that is what a reader's computer goes by; what the bytes are is checked against it.
ALLOWED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (b"PK\x03\x04",)),
    ".zip": ("application/zip", (b"PK\x03\x04",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".txt": ("text/plain", ()),
    ".csv": ("text/csv", ()),
}
OLD = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx", ".wps": ".docx", ".et": ".xlsx"}


def path_of(sha256: str) -> Path:
    """Return where the bytes of a file lie."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:]


def media_type_of(name: str, start: bytes) -> str:
    """Return the media type of a file by its ending, or refuse it in words."""
    ending = Path(name).suffix.lower()
    if ending in OLD:
        raise Refusal(f"“{name}”是旧版格式，请另存为 {OLD[ending]} 后上传。")
    if ending.endswith("m") and ending in (".docm", ".xlsm", ".pptm"):
        raise Refusal(f"“{name}”含有宏，不能公开。请另存为不含宏的 {ending[:-1]}x 后上传。")
    if ending not in ALLOWED:
        raise Refusal(f"不能上传“{name}”：可以上传的格式是 {'、'.join(sorted(each[1:] for each in ALLOWED))}。")
    media_type, magics = ALLOWED[ending]
    if magics and not start.startswith(magics):
        raise Refusal(f"“{name}”的内容与扩展名 {ending} 不符，请核对后重新上传。")
    if not magics and b"\0" in start:
        raise Refusal(f"“{name}”不是文本文件，请核对后重新上传。")
    return media_type


def _scan(name: str, path: Path) -> Scan:
    """Scan a file for personal and hidden data; one that cannot be scanned is not stored."""
    try:
        return scan_file(path.read_bytes(), name)
    except UnreadableFile as error:
        raise Refusal(f"“{name}”没有上传：{error}") from error


def read(file: StoredFile) -> bytes:
    """Return the bytes of a file."""
    return path_of(file.pk).read_bytes()


def store(name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Store a file, whole or not at all, and return its row; the same bytes are stored once.

    A full disk is a refusal in words: nothing of the file stays.
    """
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
                scan = _scan(name, Path(part.name))
                os.fsync(part.fileno())
                target = path_of(sha.hexdigest())
                target.parent.mkdir(exist_ok=True)
                if target.exists():
                    os.unlink(part.name)
                else:
                    os.chmod(part.name, 0o440)
                    os.replace(part.name, target)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise Refusal(f"“{name}”没有存下：服务器的磁盘写入失败。请联系系统管理员，稍后再试。") from error
    existing = StoredFile.objects.filter(pk=sha.hexdigest()).first()
    if existing:
        return existing
    row = StoredFile(
        sha256=sha.hexdigest(), size=size, media_type=media_type, stored_at=timezone.now(),
        text="\n".join(text for _, text in scan.examined),
        findings=[
            {"kind": each.kind, "severity": each.severity, "shown": each.value_masked, "where": each.where,
             "why": f"{each.why}{each.todo}"}
            for each in scan.findings
        ],
        not_examined=list(scan.not_examined),
    )  # fmt: skip
    row.save()
    return row
