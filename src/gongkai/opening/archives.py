"""The package that a DOCX or XLSX file is: a zip archive of XML parts, opened without trusting what it says.

Sizes are counted while parts are unpacked, since the archive's own directory can lie about them. Parts that the
readers do not ask for (pictures, macros) are never unpacked.
"""

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from gongkai.opening.errors import UnreadableFile
from gongkai.wording import _

ZIP_MAGIC = b"PK"
COMPOUND_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the compound files of Office 97 to 2003 begin, and the encrypted files of every later Office."""

MAX_PART_BYTES = 24 * 1024 * 1024
MAX_RATIO = 300
"""Deflate can shrink the same character a thousandfold; the XML of real tables stays below a hundredfold."""
RATIO_MATTERS_FROM_BYTES = 4 * 1024 * 1024
MAX_TAGS = 750_000
"""A report has some ten thousand; reading a tree of this many elements takes up to 400 MB."""
MAX_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a package is unpacked at most; without changes, as much as a report can need."""

    part_bytes: int = MAX_PART_BYTES
    all_bytes: int = 2 * MAX_PART_BYTES
    tags: int = MAX_TAGS


OF_A_REPORT = Limits()

_CENTRAL_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
_UTF_8_FLAG = 0x800
_CHUNK_BYTES = 256 * 1024
_STRICT_NAMESPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CORE_PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"


class OfficeKind(StrEnum):
    """What an Office package holds."""

    DOCX = "docx"
    XLSX = "xlsx"


_MAIN_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": OfficeKind.DOCX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": OfficeKind.DOCX,
    "application/vnd.ms-word.document.macroenabled.main+xml": OfficeKind.DOCX,
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": OfficeKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": OfficeKind.XLSX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": OfficeKind.XLSX,
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": OfficeKind.XLSX,
    "application/vnd.ms-excel.template.macroenabled.main+xml": OfficeKind.XLSX,
}
_MAIN_PATHS = {"word/document.xml": OfficeKind.DOCX, "xl/workbook.xml": OfficeKind.XLSX}


@dataclass
class Package:
    """An opened zip archive, read part by part. Paths are compared in lower case, as Office does."""

    name: str
    _archive: ZipFile
    _members: dict[str, ZipInfo]
    _limits: Limits = OF_A_REPORT
    _unpacked: int = 0

    @property
    def paths(self) -> Collection[str]:
        """The paths of all members, in lower case."""
        return self._members.keys()

    def name_of(self, path: str) -> str:
        """Return the name of a member as its maker wrote it, Chinese names of old Windows archives included."""
        info = self._members[path]
        if info.flag_bits & _UTF_8_FLAG or info.filename.isascii():
            return info.filename
        try:
            return info.filename.encode("cp437").decode("gb18030")
        except UnicodeError:
            return info.filename

    @cached_property
    def by_type(self) -> dict[str, str]:
        """The path of the first part of each content type that the package declares."""
        path = "[content_types].xml"
        if path not in self._members:
            return {}
        types: dict[str, str] = {}
        for each in self.xml(path).iterchildren(f"{_CONTENT_TYPES}Override"):
            types.setdefault(each.get("ContentType", "").lower(), each.get("PartName", "").lstrip("/").lower())
        return types

    @cached_property
    def content(self) -> tuple[OfficeKind, str]:
        """What the package holds, and the path of its main part."""
        for content_type, kind in _MAIN_TYPES.items():
            if content_type in self.by_type:
                return kind, self.by_type[content_type]
        for path, kind in _MAIN_PATHS.items():
            if path in self._members:
                return kind, path
        raise _other_package(self.name, self._members)

    def path_of(self, content_type: str, usual: str) -> str | None:
        """Return the path of the part of a content type: the declared one, else the usual one, else ``None``."""
        path = self.by_type.get(content_type.lower(), usual)
        return path if path in self._members else None

    def unpacked(self, path: str) -> bytes:
        """Return the bytes of a part, however much or little the archive says that they are."""
        info = self._members.get(path)
        if info is None:
            raise self.damaged(_("缺少部件 {part}").format(part=path))
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableFile(self.name, _("压缩包设有密码"), todo=_("请去掉密码后重新保存"))
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self.damaged(_("部件 {part} 的压缩方式不是 Office 使用的").format(part=path))
        limit = min(self._limits.part_bytes, self._limits.all_bytes - self._unpacked)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    chunks.append(chunk)
                    size += len(chunk)
                    too_dense = size > RATIO_MATTERS_FROM_BYTES and size > MAX_RATIO * max(info.compress_size, 1)
                    if size > limit or too_dense:
                        raise self._bomb(path)
        # What zipfile lets through for damaged input, found by fuzzing and by its source.
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError) as error:
            raise self.damaged(_("部件 {part} 解压失败").format(part=path)) from error
        self._unpacked += size
        return b"".join(chunks)

    def xml(self, path: str) -> etree._Element:
        """Return the root element of a part, in the namespaces of the transitional standard."""
        data = self.unpacked(path)
        if data.count(b"<") > self._limits.tags:
            raise self._bomb(path)
        if b"purl.oclc.org" in data:
            data = _STRICT_NAMESPACE.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged(_("部件 {part} 的 XML 不完整，或者嵌套过深").format(part=path)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(
                self.name,
                _("部件 {part} 含有 DTD 声明，正常的 Office 文件没有，可能有害").format(part=path),
                todo=_("请核实文件来源，用 Word、Excel 或 WPS 打开后另存为新文件"),
            )
        return root

    def related(self, path: str) -> dict[str, str]:
        """Return the paths of the parts that a part refers to inside the package, by relationship id."""
        folder, _slash, file = path.rpartition("/")
        relationships = f"{folder}/_rels/{file}.rels".lstrip("/")
        if relationships not in self._members:
            return {}
        return {
            each.get("Id", ""): _absolute(folder, each.get("Target", ""))
            for each in self.xml(relationships).iterchildren(f"{_RELATIONSHIPS}Relationship")
            if each.get("TargetMode") != "External"
        }

    def core_properties(self) -> dict[str, str]:
        """Return what the file says about itself (title, creator, created…) by the local name of each property."""
        path = self.path_of(_CORE_PROPERTIES, "docprops/core.xml")
        if path is None:
            return {}
        properties = {}
        for each in self.xml(path):
            if text := (each.text or "").strip():
                properties[each.tag.rpartition("}")[2]] = text
        return properties

    def damaged(self, what: str) -> UnreadableFile:
        """Return the error for a part that is missing or broken."""
        return UnreadableFile(
            self.name,
            _("文件已损坏：{what}").format(what=what),
            todo=_("请重新获取文件，或用 Word、Excel、WPS 打开修复后另存"),
        )

    def _bomb(self, path: str) -> UnreadableFile:
        return UnreadableFile(
            self.name,
            _("部件 {part} 解压后过大，不像正常的文件，可能是压缩炸弹").format(part=path),
            todo=_("请核实文件来源；文件确实需要的，请删去无关的内容后重新保存"),
        )


def open_package(data: bytes, name: str, limits: Limits = OF_A_REPORT) -> Package:
    """Open a zip archive, whatever its name ends in; raises ``UnreadableFile`` for everything else."""
    if data.startswith(COMPOUND_MAGIC):
        raise refuse_ole(data, name)
    if data.count(_CENTRAL_DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise UnreadableFile(
            name,
            _("压缩包内的文件超过{count}个").format(count=MAX_MEMBERS),
            todo=_("请核实文件来源，只提交所需的文件"),
        )
    try:
        archive = ZipFile(BytesIO(data))
    # zipfile says "not implemented" of a container that claims a version of the format which does not exist.
    except (BadZipFile, EOFError, OSError, ValueError, OverflowError, NotImplementedError) as error:
        what = _("文件不完整或已损坏") if data.startswith(ZIP_MAGIC) else _("文件不是 DOCX 或 XLSX")
        raise UnreadableFile(name, what, todo=_("请重新获取文件，或用 Word、Excel、WPS 打开后另存")) from error
    members = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in archive.infolist()}
    return Package(name, archive, members, limits)


def office_kind(data: bytes, name: str) -> OfficeKind:
    """Tell DOCX from XLSX by content; raises ``UnreadableFile`` for every other archive and compound file."""
    return open_package(data, name).content[0]


def open_package_of(kind: OfficeKind, data: bytes, name: str) -> tuple[Package, str]:
    """Open a file that must be of the given kind; return it and the path of its main part."""
    package = open_package(data, name)
    found, main = package.content
    if found is not kind:
        found_name = {OfficeKind.DOCX: _("Word 文档"), OfficeKind.XLSX: _("Excel 工作簿")}[found]
        raise UnreadableFile(
            name,
            _("文件的内容是{found}，不是 {expected}").format(found=found_name, expected=kind.value.upper()),
            todo=_("请把扩展名改为 .{ending} 后再试").format(ending=found.value),
        )
    return package, main


def _absolute(folder: str, target: str) -> str:
    """Return the path that a relationship's target means, seen from the folder of the part that states it."""
    steps: list[str] = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps).lower()


def refuse_ole(data: bytes, name: str) -> UnreadableFile:
    """Return the error for a compound file (OLE): an encrypted document, or one of Office 97 to 2003 or old WPS."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        what, todo = _("文件已加密，需要密码才能打开"), _("请用 Word、Excel 或 WPS 去掉密码后另存")
    elif holds("WordDocument"):
        what, todo = _("文件是旧版 Word 或 WPS 文字格式（.doc、.wps）"), _("请用 Word 或 WPS 打开，另存为 .docx 后再试")
    elif holds("Workbook") or holds("Book"):
        what, todo = (
            _("文件是旧版 Excel 或 WPS 表格格式（.xls、.et）"),
            _("请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"),
        )
    else:
        what, todo = _("文件是旧版 Office 的复合文档"), _("请用 Office 或 WPS 打开，另存为 .docx、.xlsx 或 PDF 后再试")
    return UnreadableFile(name, what, todo=todo)


def _other_package(name: str, members: Collection[str]) -> UnreadableFile:
    if "ofd.xml" in members:
        what, todo = _("文件是 OFD 版式文件"), _("请用阅读器打开，另存为 PDF 或 .docx 后再试")
    elif "xl/workbook.bin" in members:
        what, todo = _("文件是 Excel 二进制工作簿（.xlsb）"), _("请用 Excel 或 WPS 打开，另存为 .xlsx 后再试")
    elif any(path.startswith("ppt/") for path in members):
        what, todo = _("文件是演示文稿，不是报告"), _("请提交报告本身的 .docx、.xlsx 或 PDF 文件")
    elif "mimetype" in members and "content.xml" in members:
        what, todo = _("文件是 OpenDocument 格式（.odt、.ods）"), _("请打开后另存为 .docx 或 .xlsx 后再试")
    else:
        what, todo = _("文件是压缩包，其中没有 Word 或 Excel 的正文"), _("请先解压，再逐个读取其中的报告")
    return UnreadableFile(name, what, todo=todo)
