"""What DOCX and XLSX have in common: properties, embedded files, macros, pictures, drawings."""

from collections.abc import Callable, Iterator

from lxml import etree

from gongkai.opening.archives import Limits, Package
from gongkai.opening.errors import UnreadableFile
from gongkai.privacy.contents import Contents
from gongkai.privacy.findings import Severity
from gongkai.wording import _

Nested = Callable[[bytes, str, Contents], None]
"""Scans a file inside a file into the contents of the outer one."""

LIMITS = Limits(part_bytes=64 * 1024 * 1024, all_bytes=192 * 1024 * 1024, tags=3_000_000)
"""Lists of ten thousand people, whose tables are larger than a report's, are what a scan is for."""

_PROPERTIES = ("docprops/core.xml", "docprops/app.xml", "docprops/custom.xml")
_PROPERTY_NAMES = {"creator": "作者", "lastModifiedBy": "最后保存者", "Company": "单位", "Manager": "经理"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_DRAWINGS = ("/drawings/", "/charts/", "/diagrams/")


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def scan_surroundings(package: Package, contents: Contents, nested: Nested) -> None:
    """Search what a document carries beside its text."""
    for path in _PROPERTIES:
        if path in package.paths:
            for name, value in properties(package.xml(path)):
                contents.add_property(name, value)
    for path in sorted(package.paths):
        if path.endswith("vbaproject.bin"):
            contents.report("hidden.macro", "vbaProject.bin", _("宏"))
        elif "/embeddings/" in path:
            _scan_embedded(package, path, contents, nested)
        elif "/media/" in path:
            _scan_picture(package, path, contents, nested)
        elif any(folder in path for folder in _DRAWINGS) and path.endswith(".xml"):
            scan_drawing(package.xml(path), _("图形、图表中的文字"), contents)


def properties(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the properties of a file; those of the custom part by the names that somebody gave them."""
    for each in root.iterchildren():
        name = each.get("name") or local(each)
        yield name, "".join(map(str, each.itertext()))


def scan_drawing(root: etree._Element, where: str, contents: Contents) -> None:
    """Search the text of drawings and charts, and what describes pictures to the blind (替代文字)."""
    for element in root.iter():
        name = local(element)
        if name in {"t", "v"} and element.text:
            contents.add_text(element.text, where)
        scan_description(element, contents)


def scan_description(element: etree._Element, contents: Contents) -> None:
    """Search the alternative text of one element."""
    if local(element) in {"docPr", "cNvPr", "shape", "rect", "imagedata"}:
        for key in ("descr", "title", "alt", "name"):
            if (text := element.get(key)) and not text.startswith(("Picture", "图片", "Image", "图形")):
                contents.add_text(text, _("图片、图形的说明"))


def _scan_embedded(package: Package, path: str, contents: Contents, nested: Nested) -> None:
    name = package.name_of(path).rpartition("/")[2]
    where = _("嵌入的文件“{name}”").format(name=name)
    try:
        nested(package.unpacked(path), where, contents)
    except UnreadableFile as error:
        contents.report("hidden.embedded", name, where)
        contents.skip(_("{where}（{what}）").format(where=where, what=error.what))
    else:
        # What is in it has been searched and speaks for itself.
        contents.report("hidden.embedded", name, where, Severity.WARN)


def _scan_picture(package: Package, path: str, contents: Contents, nested: Nested) -> None:
    name = path.rpartition("/")[2]
    if not path.endswith(_PICTURES):
        contents.skip(_("图片“{name}”（格式不能识别）").format(name=name))
        return
    try:
        nested(package.unpacked(path), _("图片“{name}”").format(name=name), contents)
    except UnreadableFile as error:
        contents.skip(_("图片“{name}”（{what}）").format(name=name, what=error.what))
