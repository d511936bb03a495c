"""From a file, whatever its name says it is, to the report in it."""

import errno
from collections.abc import Callable
from os import PathLike
from pathlib import Path

from gongkai.report.model import AnnualReport
from gongkai.report.reading.assemble import assemble
from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableReport
from gongkai.wording import _

LARGEST_FILE = 512 * 1024 * 1024
"""No report is larger; a file that is, is not read into memory to find that out."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def read(source: str | PathLike[str] | bytes, name: str | None = None) -> AnnualReport:
    """Read an annual report from a file, or from bytes with a name.

    What the file is, is told by its content; the ending of the name decides only between kinds of text. Raise
    ``UnreadableReport`` where there is no report that can be read.
    """
    if isinstance(source, bytes):
        data, name = source, name or _("（未命名）")
    else:
        data, name = _load(Path(source)), name or str(source)
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableReport(name, _("文件是空的"), todo=_("请重新下载或者导出，再试一次"))
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) and _says_json(name, data):
        from gongkai.opening.decode import decode
        from gongkai.report.json_format import from_json

        return from_json(decode(data, name=name).text, name)
    return assemble(_reader(data, name)(data, name), name)


def _load(path: Path) -> bytes:
    name = str(path)
    try:
        if path.is_dir():
            raise UnreadableReport(name, _("这是一个文件夹，不是文件"), todo=_("请指定文件夹里的报告文件"))
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableReport(name, _("文件超过 512 MB"), todo=_("请确认选对了文件，年度报告不会这么大"))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableReport(name, _("没有这个文件"), todo=_("请检查文件名和所在的文件夹")) from error
    except PermissionError as error:
        raise UnreadableReport(name, _("没有权限读取"), todo=_("请向文件的所有者申请读取权限")) from error
    except (OSError, ValueError) as error:
        reason = errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
        raise UnreadableReport(
            name, _("无法读取（{reason}）").format(reason=reason), todo=_("请检查文件和磁盘，再试一次")
        ) from error


def _says_json(name: str, data: bytes) -> bool:
    return name.lower().endswith(".json") or b'"gongkai/annual-report/' in data[:4096]


def _reader(data: bytes, name: str) -> Callable[[bytes, str], Document]:
    """Return the reader for what the bytes are."""
    head = data[:1024]
    if head.startswith(_ZIP):
        from gongkai.opening.archives import office_kind

        if office_kind(data, name) == "xlsx":
            from gongkai.report.reading.xlsx import read_xlsx

            return read_xlsx
        from gongkai.report.reading.docx import read_docx

        return read_docx
    if _PDF in head:
        from gongkai.report.reading.pdf import read_pdf

        return read_pdf
    if head.startswith(_OLE):
        from gongkai.opening.archives import refuse_ole

        raise refuse_ole(data, name)
    if head.startswith(_IMAGES):
        raise UnreadableReport(name, _("这是一张图片，读不出文字"), todo=_("请改用带文字的文件，或者先做文字识别"))
    if head.startswith(b"{\\rtf"):
        raise UnreadableReport(name, _("这是 RTF 文件，不能读取"), todo=_("请用 Word 或 WPS 打开，另存为 .docx"))
    if _is_html(data):
        from gongkai.report.reading.html import read_html

        return read_html
    from gongkai.report.reading.text import read_text

    markdown = name.lower().endswith((".md", ".markdown"))
    return lambda data, name: read_text(data, name, markdown=markdown)


_HTML_SIGNS = (b"<!doctype html", b"<html", b"<body", b"<table", b"<div", b"<p>", b"<p ", b"<meta", b"<head")


def _is_html(data: bytes) -> bool:
    """Say whether bytes are HTML: they have tags near their beginning, in whatever encoding."""
    head = data[:8192].replace(b"\0", b"").lower()
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<") or any(sign in head for sign in _HTML_SIGNS)
