"""Masking of files (文件脱敏): the values replaced where they stand, everything else as it was.

Of PDF and pictures nothing is masked: what is laid over their text or their pixels covers, it does not remove.
"""

import csv
import io
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from gongkai.errors import GongkaiError
from gongkai.opening.archives import OfficeKind, Package, open_package
from gongkai.opening.errors import UnreadableFile
from gongkai.privacy import docx, html, xlsx
from gongkai.privacy.files import is_html, rows_of_csv, scan_file
from gongkai.privacy.images import is_picture
from gongkai.privacy.masking import STRICT, MaskProfile
from gongkai.privacy.office import LIMITS, local
from gongkai.privacy.tables import cell_labels
from gongkai.privacy.text import hidden_positions, mask_text
from gongkai.wording import _

_PERSONAL_PROPERTIES = frozenset({"creator", "lastModifiedBy", "Company", "Manager"})


class CannotMask(GongkaiError):
    """A file cannot be masked faithfully; the message says why and what to do instead."""

    def __init__(self, name: str, what: str, *, todo: str) -> None:
        self.name, self.what, self.todo = name, what, todo
        super().__init__(_("{name}：不能遮盖，{what}。{todo}。").format(name=name, what=what, todo=todo))


def mask_file(
    data: bytes,
    name: str,
    profile: MaskProfile = STRICT,
    *,
    remove_hidden: bool = False,
    remove_metadata: bool = False,
) -> bytes:
    """Return a DOCX, XLSX, CSV, HTML or text file with every maskable value masked.

    ``remove_hidden`` also removes what nobody sees (DOCX: revisions accepted, comments and hidden text removed; HTML:
    comments and hidden text), ``remove_metadata`` the names of makers in the properties. The result is scanned again:
    where a maskable value remains, in a macro, an embedded file or a chart, ``CannotMask`` is raised.
    """
    if b"%PDF-" in data[:1024]:
        raise CannotMask(
            name, _("PDF 上盖住文字不等于删除文字"), todo=_("请在原稿（Word、Excel）中遮盖，再重新导出 PDF")
        )
    if is_picture(data):
        raise CannotMask(name, _("图片中的文字无法识别"), todo=_("请用图像软件涂去像素后另存"))
    if data.startswith(b"PK"):
        masked = _masked_package(data, name, profile, remove_hidden=remove_hidden, remove_metadata=remove_metadata)
    else:
        masked = _masked_characters(data, name, profile, remove_hidden=remove_hidden)
    left = [each for each in scan_file(masked, "", profile=profile).findings if each.maskable]
    if left:
        raise CannotMask(
            name,
            _("{where}等{n}处的内容不在可以替换的位置").format(where=left[0].where, n=len(left)),
            todo=_("请打开文件，手工删去后再试"),
        )
    return masked


def _masked_characters(data: bytes, name: str, profile: MaskProfile, *, remove_hidden: bool) -> bytes:
    from gongkai.opening.decode import decode

    if data.startswith(b"{\\rtf") or (
        b"\0" in data[:4096].replace(b"\0\0", b"") and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise CannotMask(name, _("这种格式不能遮盖"), todo=_("请另存为 .docx、.xlsx 或者 .txt"))
    decoded = decode(data, name=name)
    if is_html(data):
        text = html.mask_html(decoded.text, profile, remove_hidden=remove_hidden)
    elif name.lower().endswith((".csv", ".tsv")):
        text = _masked_csv(decoded.text, profile)
    else:
        text = mask_text(decoded.text, profile)
    if text == decoded.text:
        return data
    mark = next((mark for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if data.startswith(mark)), b"")
    return mark + text.encode(decoded.encoding, "replace")


def _masked_csv(text: str, profile: MaskProfile) -> str:
    rows = rows_of_csv(text)
    changed = False
    for labels, row in zip(cell_labels(rows), rows, strict=True):
        for column, label in enumerate(labels):
            while hidden := set(hidden_positions(row[column], profile, label=label)):
                row[column] = "".join(profile.mark if n in hidden else each for n, each in enumerate(row[column]))
                changed = True
    if not changed:
        return text
    made = io.StringIO(newline="")
    separator = max(",\t;", key=text[:4096].count)
    csv.writer(made, delimiter=separator, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(rows)
    return made.getvalue()


def _masked_package(
    data: bytes, name: str, profile: MaskProfile, *, remove_hidden: bool, remove_metadata: bool
) -> bytes:
    package = open_package(data, name, LIMITS)
    if not {"[content_types].xml", "word/document.xml", "xl/workbook.xml"} & set(package.paths):
        raise CannotMask(name, _("这是一个压缩包"), todo=_("请解压后逐个遮盖"))
    replaced: dict[str, etree._Element] = {}
    if package.content[0] is OfficeKind.DOCX:
        styles = docx.unseen_styles(package)
        for path, _name in docx.text_parts(package):
            root = package.xml(path)
            if remove_hidden:
                if path.rpartition("/")[2].startswith("comments"):
                    for comment in list(root):
                        root.remove(comment)
                docx.remove_hidden(root, styles)
            if docx.mask_part(root, profile, styles) or remove_hidden:
                replaced[path] = root
            if remove_metadata:
                docx.authors_removed(root)
                replaced[path] = root
    else:
        if remove_hidden:
            raise CannotMask(name, _("工作簿里隐藏的内容要由人判断"), todo=_("请在 Excel 中取消隐藏，检查后删去"))
        replaced |= xlsx.mask_workbook(package, profile)
        for path in package.paths:
            if path.startswith("xl/") and "comments" in path and path.endswith(".xml"):
                root = package.xml(path)
                if _mask_texts_in(root, profile):
                    replaced[path] = root
    for path in ("docprops/core.xml", "docprops/app.xml", "docprops/custom.xml"):
        if path in package.paths:
            root = package.xml(path)
            if _mask_properties(root, profile, remove=remove_metadata):
                replaced[path] = root
    return _rewritten(package, data, replaced)


def _mask_texts_in(root: etree._Element, profile: MaskProfile) -> bool:
    changed = False
    for each in root.iter():
        if each.text and local(each) in {"t", "text"} and (masked := mask_text(each.text, profile)) != each.text:
            each.text = masked
            changed = True
    return changed


def _mask_properties(root: etree._Element, profile: MaskProfile, *, remove: bool) -> bool:
    changed = False
    for each in root.iter():
        if not each.text or not isinstance(each.tag, str):
            continue
        in_custom = "custom-properties" in (etree.QName(root).namespace or "")
        new = "" if remove and (in_custom or local(each) in _PERSONAL_PROPERTIES) else mask_text(each.text, profile)
        if new != each.text:
            each.text = new
            changed = True
    return changed


def _rewritten(package: Package, data: bytes, replaced: Mapping[str, etree._Element]) -> bytes:
    """Return the package with some parts replaced; the others are copied as they are."""
    if not replaced:
        return data
    made = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
            for info in source.infolist():
                path = info.filename.replace("\\", "/").lstrip("/").lower()
                root = replaced.get(path)
                content = (
                    package.unpacked(path)
                    if root is None
                    else etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                )
                target.writestr(info.filename, content)
    except ValueError as error:
        raise UnreadableFile(package.name, _("文件已损坏"), todo=_("请重新获取文件")) from error
    return made.getvalue()
