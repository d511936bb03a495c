"""PDF: the text of its pages, seen or not, its properties, annotations and attachments.

A black box over text hides nothing: whoever copies the page has it. Text below a recognised scan (OCR) is the other way
round: it lies, unseen, under or over a picture of itself, and only says what everybody can see.
"""

import ctypes
from dataclasses import dataclass
from threading import Lock
from typing import Any

from gongkai.opening.errors import UnreadableFile
from gongkai.opening.pdf_limits import unfolds_beyond_measure
from gongkai.privacy.contents import Contents
from gongkai.privacy.findings import Severity
from gongkai.privacy.office import Nested
from gongkai.wording import _

MAX_PAGES = 5_000
MAX_OBJECTS = 200_000
MAX_CHARACTERS = 10_000_000
MAX_ATTACHMENTS = 100
_PDFIUM = Lock()  # pdfium must not be called from two threads at once
_PROPERTIES = (b"Title", b"Author", b"Subject", b"Keywords", b"Creator", b"Producer")
_WHOLE_PAGE = 0.7
_COVERED = 0.6
_INVISIBLE = 3
_OPAQUE = 200
_NEARLY_WHITE = 250
_FEWEST_CHARACTERS = 20
_MOST_FORMS_DEEP = 4

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Shape:
    box: Box
    order: int
    picture: bool
    dark: bool


@dataclass(slots=True)
class _Text:
    text: str
    box: Box
    order: int
    invisible: bool
    white: bool


def scan_pdf(data: bytes, name: str, contents: Contents, nested: Nested) -> None:
    """Search a PDF page by page, and what it carries."""
    if unfolds_beyond_measure(data):
        raise UnreadableFile(
            name, _("PDF里压缩的内容展开后大得异常"), todo=_("请确认文件来源可靠，并由原稿重新导出PDF")
        )
    attached: list[tuple[str, bytes]] = []
    with _PDFIUM:
        _scan(data, name, contents, attached)
    for title, content in attached:
        where = _("附件“{name}”").format(name=title)
        contents.add_text(title, _("附件的名称"))
        contents.report("hidden.attachment", title, where)
        try:
            nested(content, title, contents)
        except UnreadableFile as error:
            contents.skip(_("{where}（{what}）").format(where=where, what=error.what))


def _scan(data: bytes, name: str, contents: Contents, attached: list[tuple[str, bytes]]) -> None:
    import pypdfium2.raw as raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableFile(name, _("PDF已加密，需要密码才能打开"), todo=_("请去掉密码后另存，再检查"))
        raise UnreadableFile(name, _("PDF已损坏，无法打开"), todo=_("请重新下载，或者由原稿重新导出PDF"))
    try:
        count = raw.FPDF_GetPageCount(document)
        if not 0 < count <= MAX_PAGES:
            raise UnreadableFile(
                name, _("PDF有{count}页").format(count=count), todo=_("请拆成每份不超过{n}页的文件").format(n=MAX_PAGES)
            )
        for key in _PROPERTIES:
            contents.add_property(key.decode(), _meta(raw, document, key))
        characters = 0
        pictured: list[int] = []
        for number in range(count):
            page = raw.FPDF_LoadPage(document, number)
            if not page:
                raise UnreadableFile(
                    name,
                    _("PDF已损坏，有一页打不开"),
                    where=_("第{n}页").format(n=number + 1),
                    todo=_("请重新下载，或者由原稿重新导出PDF"),
                )
            try:
                characters += _scan_page(raw, page, number + 1, contents, pictured)
            finally:
                raw.FPDF_ClosePage(page)
            if characters > MAX_CHARACTERS:
                raise UnreadableFile(name, _("PDF里的文字过多"), todo=_("请拆成几份再检查"))
        if pictured:
            pages = _("、").join(map(str, pictured[:20])) + (_("等") if len(pictured) > 20 else "")
            contents.skip(_("第{pages}页图片中的文字").format(pages=pages))
        attached += _attachments(raw, document)
        if raw.FPDFDoc_GetAttachmentCount(document) > MAX_ATTACHMENTS:
            contents.skip(_("第{n}个以后的附件").format(n=MAX_ATTACHMENTS))
    finally:
        raw.FPDF_CloseDocument(document)


def _meta(raw: Any, document: Any, key: bytes) -> str:
    size = raw.FPDF_GetMetaText(document, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, key, buffer, size)
    return _wide(buffer.raw)


def _wide(data: bytes) -> str:
    return data.decode("utf-16-le", "replace").split("\0")[0].strip()


def _scan_page(raw: Any, page: Any, number: int, contents: Contents, pictures: list[int]) -> int:
    where = _("第{n}页").format(n=number)
    text_page = raw.FPDFText_LoadPage(page)
    try:
        text = _page_text(raw, text_page)
        contents.add_text(text, where)
        texts, shapes, complete = _objects(raw, page, text_page)
    finally:
        raw.FPDFText_ClosePage(text_page)
    if not complete:
        contents.skip(_("{where}是否有被遮住的文字（图形过多）").format(where=where))
    bounds = _bounds(raw, page)
    pictured = any(shape.picture and _share(bounds, shape.box) > _WHOLE_PAGE for shape in shapes)
    if any(shape.picture for shape in shapes):
        pictures.append(number)
        if not text.strip():
            contents.skip(_("{where}（扫描件，没有文字层）").format(where=where), Severity.WARN)
    elif not text.strip() and shapes:
        contents.skip(_("{where}（没有文字，可能已转成图形）").format(where=where), Severity.WARN)
    _report(texts, shapes, bounds, pictured, where, contents)
    _scan_annotations(raw, page, where, contents)
    return len(text)


def _report(
    texts: list[_Text], shapes: list[_Shape], bounds: Box, pictured: bool, where: str, contents: Contents
) -> None:
    unseen: dict[str, str] = {}
    covers = [shape for shape in shapes if shape.picture or shape.dark]
    for each in texts:
        if not each.text.strip():
            continue
        if _share(each.box, bounds) == 0:
            unseen["hidden.outside"] = unseen.get("hidden.outside", "") + each.text
        elif each.invisible or each.white:
            on_dark = any(shape.order < each.order and _share(each.box, shape.box) > _COVERED for shape in shapes)
            # The layer of recognised text of a scan; white letters on a coloured ground.
            if not (each.invisible and pictured) and not (each.white and on_dark):
                unseen["hidden.text"] = unseen.get("hidden.text", "") + each.text
        elif not pictured and any(
            shape.order > each.order and _share(each.box, shape.box) > _COVERED for shape in covers
        ):
            unseen["hidden.covered"] = unseen.get("hidden.covered", "") + each.text
    for rule, text in unseen.items():
        contents.add_text(text, where)
        contents.report(rule, text, where)


def _page_text(raw: Any, text_page: Any) -> str:
    count = raw.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    return (
        bytes(buffer)[: max(0, written - 1) * 2]
        .decode("utf-16-le", "replace")
        .replace("\r\n", "\n")
        .replace("\ufffe", "-")
    )


def _bounds(raw: Any, page: Any) -> Box:
    """Return what of the page is shown."""
    rectangle = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, rectangle)
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _share(box: Box, other: Box) -> float:
    """Return how much of a box lies in another one."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    if width < 0 or height < 0:
        return 0.0
    return width * height / area if area > 0 else 1.0


def _objects(raw: Any, page: Any, text_page: Any) -> tuple[list[_Text], list[_Shape], bool]:
    """Return what is drawn on a page in order; forms are looked into where they are not moved."""
    texts: list[_Text] = []
    shapes: list[_Shape] = []
    order = 0
    waiting = [
        (raw.FPDFPage_GetObject(page, n), 0)
        for n in range(min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS) - 1, -1, -1)
    ]
    while waiting and order < MAX_OBJECTS:
        drawn, depth = waiting.pop()
        order += 1
        kind = raw.FPDFPageObj_GetType(drawn)
        box = _box(raw, drawn)
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(
                _Text(
                    _object_text(raw, drawn, text_page),
                    box,
                    order,
                    raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE,
                    _fill(raw, drawn, lightest=True),
                )
            )
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            shapes.append(_Shape(box, order, picture=True, dark=False))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            if _is_filled(raw, drawn):
                shapes.append(_Shape(box, order, picture=False, dark=_fill(raw, drawn, lightest=False)))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_FORMS_DEEP and _is_in_place(raw, drawn):
            inside = raw.FPDFFormObj_CountObjects(drawn)
            waiting += [
                (raw.FPDFFormObj_GetObject(drawn, n), depth + 1)
                for n in range(min(inside, MAX_OBJECTS - order) - 1, -1, -1)
            ]
    return texts, shapes, not waiting


def _box(raw: Any, drawn: Any) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _object_text(raw: Any, drawn: Any, text_page: Any) -> str:
    size = raw.FPDFTextObj_GetText(drawn, text_page, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(drawn, text_page, buffer, size)
    return _wide(bytes(buffer))


def _fill(raw: Any, drawn: Any, *, lightest: bool) -> bool:
    """Say whether an object is white (``lightest``), or opaque in whatever colour."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha):
        return False
    if lightest:
        return min(red.value, green.value, blue.value) >= _NEARLY_WHITE or alpha.value == 0
    return alpha.value >= _OPAQUE


def _is_filled(raw: Any, drawn: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(drawn, mode, stroke)) and mode.value != raw.FPDF_FILLMODE_NONE


def _is_in_place(raw: Any, drawn: Any) -> bool:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, matrix):
        return True
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f) == (1, 0, 0, 1, 0, 0)


def _scan_annotations(raw: Any, page: Any, where: str, contents: Contents) -> None:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            subtype = raw.FPDFAnnot_GetSubtype(annotation)
            if subtype in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
                continue
            values = [_annotation_value(raw, annotation, key) for key in (b"Contents", b"V", b"T", b"RC")]
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        text = " ".join(filter(None, values[:2]))
        place = _("{where}的第{n}个注释").format(where=where, n=number + 1)
        contents.add_text(" ".join(values), place)
        if subtype == raw.FPDF_ANNOT_WIDGET:
            continue  # a field of a form is on the page
        contents.report(
            "hidden.annotation", text or _("（没有文字）"), place, Severity.BLOCK if text else Severity.WARN
        )
        contents.add_property("author", values[2])


def _annotation_value(raw: Any, annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return _wide(bytes(buffer))


def _attachments(raw: Any, document: Any) -> list[tuple[str, bytes]]:
    found = []
    for number in range(min(raw.FPDFDoc_GetAttachmentCount(document), MAX_ATTACHMENTS)):
        attachment = raw.FPDFDoc_GetAttachment(document, number)
        size = raw.FPDFAttachment_GetName(attachment, None, 0)
        name = (ctypes.c_ushort * (size // 2 + 1))()
        raw.FPDFAttachment_GetName(attachment, name, size)
        length = ctypes.c_ulong()
        raw.FPDFAttachment_GetFile(attachment, None, 0, length)
        content = ctypes.create_string_buffer(length.value)
        raw.FPDFAttachment_GetFile(attachment, content, length.value, length)
        found.append((_wide(bytes(name)), content.raw[: length.value]))
    return found
