"""Scanning of files (文件检查): from bytes and a name to findings, whatever the file is."""

import csv
import io
from functools import cache, partial
from os import PathLike
from pathlib import Path

from gongkai.opening.archives import COMPOUND_MAGIC, OfficeKind, open_package, refuse_ole
from gongkai.opening.errors import UnreadableFile
from gongkai.privacy.contents import Contents
from gongkai.privacy.findings import Scan, Severity
from gongkai.privacy.images import is_picture, scan_image
from gongkai.privacy.masking import STRICT, MaskProfile
from gongkai.privacy.office import LIMITS, Nested, scan_surroundings
from gongkai.privacy.text import mask_text, scan_text
from gongkai.wording import _

LARGEST_FILE = 256 * 1024 * 1024
MAX_DEPTH = 4
"""Files in files in files: a document in an archive in an archive is the most that anybody means."""
MAX_FILES = 2_000
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_DOCUMENT_MEMBERS = ("[content_types].xml", "mimetype", "ofd.xml", "word/document.xml", "xl/workbook.xml")
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<body", b"<table", b"<div", b"<p>", b"<p ", b"<meta", b"<head", b"<span")
_TABLE_NAME = (".csv", ".tsv")


class _Scanner:
    """Scans a file and the files in it within one budget."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MAX_FILES
        self._bytes_left = LARGEST_FILE * 2

    def scan(self, data: bytes, name: str, contents: Contents, depth: int = 0) -> None:
        self._left -= 1
        self._bytes_left -= len(data)
        if self._left < 0 or self._bytes_left < 0:
            raise UnreadableFile(self._name, _("里面的文件过多或者过大"), todo=_("请核实来源，解压后分批检查"))

        def nested(inner: bytes, inner_name: str, into: Contents) -> None:
            if depth + 1 >= MAX_DEPTH:
                raise UnreadableFile(inner_name, _("文件嵌套过深"), todo=_("请解压后逐个检查"))
            part = Contents(into.profile)
            self.scan(inner, inner_name, part, depth + 1)
            for each in part.findings:
                into.findings[each.at(_("{file}：{where}").format(file=inner_name, where=each.where))] = None
            into.examined += [(f"{inner_name}：{where}", text) for where, text in part.examined]
            for what in part.not_examined:
                into.skip(f"{inner_name}：{what}")

        head = data[:1024]
        if not data.strip(b"\0 \t\r\n"):
            raise UnreadableFile(name, _("文件是空的"), todo=_("请重新下载或者导出，再试一次"))
        if head.startswith(b"PK"):
            self._scan_zip(data, name, contents, nested)
        elif b"%PDF-" in head:
            from gongkai.privacy.pdf import scan_pdf

            scan_pdf(data, name, contents, nested)
        elif head.startswith(COMPOUND_MAGIC):
            raise refuse_ole(data, name)
        elif is_picture(data):
            scan_image(data, name, contents)
        elif head.startswith(_OTHER_ARCHIVES) or data[257:262] == b"ustar":
            raise UnreadableFile(name, _("压缩包的格式不能打开"), todo=_("请解压后逐个检查，或者改存为 .zip"))
        elif head.startswith(b"{\\rtf"):
            raise UnreadableFile(name, _("这是 RTF 文件，不能检查"), todo=_("请用 Word 或 WPS 打开，另存为 .docx"))
        else:
            _scan_characters(data, name, contents)

    def _scan_zip(self, data: bytes, name: str, contents: Contents, nested: Nested) -> None:
        package = open_package(data, name, LIMITS)
        if any(path in package.paths for path in _DOCUMENT_MEMBERS):
            if package.content[0] is OfficeKind.DOCX:
                from gongkai.privacy.docx import scan_docx

                scan_docx(package, contents)
            else:
                from gongkai.privacy.xlsx import scan_xlsx

                scan_xlsx(package, contents)
            scan_surroundings(package, contents, nested)
            return
        read = 0
        for path in sorted(package.paths):
            inner_name = package.name_of(path)
            if path.endswith("/") or path.startswith("__macosx/"):
                continue
            scan_name(inner_name, contents)
            try:
                nested(package.unpacked(path), inner_name, contents)
                read += 1
            except UnreadableFile as error:
                contents.skip(_("{name}（{what}）").format(name=inner_name, what=error.what), Severity.WARN)
        if not read:
            raise UnreadableFile(
                name, _("压缩包里没有能检查的文件"), todo=_("请解压后把里面的文件另存为 .docx、.xlsx 或者 PDF 再检查")
            )


def _scan_characters(data: bytes, name: str, contents: Contents) -> None:
    from gongkai.opening.decode import decode

    text = decode(data, name=name).text
    if is_html(data):
        from gongkai.privacy.html import scan_html

        scan_html(text, contents)
    elif name.lower().endswith(_TABLE_NAME):
        contents.add_table(rows_of_csv(text), _csv_place)
    else:
        contents.examined.append((_("全文"), text))
        contents.findings.update(dict.fromkeys(scan_text(text, profile=contents.profile)))


def is_html(data: bytes) -> bool:
    """Say whether bytes are HTML: they have tags near their beginning, in whatever encoding."""
    head = data[:8192].replace(b"\0", b"").lower()
    return any(sign in head for sign in _HTML_SIGNS)


def rows_of_csv(text: str) -> list[list[str]]:
    """Return the rows of a CSV file; a damaged one line by line."""
    separator = max(",\t;", key=text[:4096].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in text.splitlines()]


def _csv_place(row: int, column: int | None) -> str:
    where = _("第{n}行").format(n=row + 1)
    return where if column is None else where + _("第{n}列").format(n=column + 1)


def scan_name(name: str, contents: Contents) -> None:
    """Search the name of a file: 张某某110101….pdf says it all."""
    contents.add_text(name, _("文件名"))


def scan_file(data: bytes, name: str, *, profile: MaskProfile = STRICT) -> Scan:
    """Return what a file has of personal and hidden data; what it is, is told by its content.

    Raise ``UnreadableFile`` where nothing can be said of it: damaged, encrypted, of a format that is not read. What
    could not be looked at inside a file that can be read is named in ``not_examined``.
    """
    contents = Contents(profile)
    scan_name(name.replace("\\", "/").rpartition("/")[2], contents)
    if len(data) > LARGEST_FILE:
        raise _too_large(name)
    try:
        _Scanner(name).scan(data, name, contents)
    except RecursionError as error:
        raise UnreadableFile(name, _("文件嵌套过深"), todo=_("请由原稿重新导出")) from error
    # Names of sheets and of files in archives are places, and can themselves hold what must not be shown.
    masked = cache(partial(mask_text, profile=profile))
    order = list(Severity)
    findings = sorted(
        (each.at(masked(each.where)) for each in contents.findings), key=lambda each: order.index(each.severity)
    )
    return Scan(name, tuple(findings), tuple(contents.examined), tuple(map(masked, contents.not_examined)))


def scan_path(path: str | PathLike[str], *, profile: MaskProfile = STRICT) -> Scan:
    """Scan a file on disk."""
    name = str(path)
    try:
        if Path(path).is_dir():
            raise UnreadableFile(name, _("这是一个文件夹，不是文件"), todo=_("请指定文件夹里的文件"))
        if Path(path).stat().st_size > LARGEST_FILE:
            raise _too_large(name)
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(name, _("没有这个文件"), todo=_("请检查文件名和所在的文件夹")) from error
    except PermissionError as error:
        raise UnreadableFile(name, _("没有权限读取"), todo=_("请向文件的所有者申请读取权限")) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UnreadableFile(
            name, _("无法读取（{reason}）").format(reason=reason), todo=_("请检查文件和磁盘，再试一次")
        ) from error
    return scan_file(data, name, profile=profile)


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(name, _("文件超过 256 MB"), todo=_("请确认选对了文件，或者拆成几份检查"))
