"""DOCX: what a reader of the document sees and what he does not: revisions, comments, hidden and white text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from gongkai.opening.archives import Package
from gongkai.privacy.contents import Contents
from gongkai.privacy.masking import MaskProfile
from gongkai.privacy.office import local, scan_description
from gongkai.privacy.tables import cell_labels
from gongkai.privacy.text import hidden_positions
from gongkai.wording import _

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SAME_AS_PAPER = frozenset({"FFFFFF", "FEFEFE", "FDFDFD"})
_TINY_HALF_POINTS = 4
_REVISIONS = frozenset(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel")
)
_SPACES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def text_parts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the paths of the parts that hold text, and what each is called."""
    main = package.content[1]
    yield main, _("正文")
    names = {
        "header": _("页眉"),
        "footer": _("页脚"),
        "footnotes": _("脚注"),
        "endnotes": _("尾注"),
        "comments": _("批注"),
        "document": _("构建基块"),
    }
    for path in sorted(package.paths):
        if path != main and path.startswith("word/") and path.endswith(".xml") and path.count("/") <= 2:
            file = path.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
            if file in names:
                yield path, names[file]


@dataclass
class Paragraph:
    """The text of a paragraph, without that of text boxes in it; ``texts`` are its elements with their share of it."""

    text: str = ""
    deleted: str = ""
    unseen: str = ""
    texts: list[tuple[etree._Element, int]] = field(default_factory=list)


def paragraph_of(element: etree._Element, unseen_styles: frozenset[str]) -> Paragraph:
    """Return what a paragraph says, what it said before a revision, and what of it is not to be seen."""
    paragraph = Paragraph()
    style = element.find(f"{W}pPr/{W}pStyle")
    unseen_paragraph = style is not None and style.get(f"{W}val") in unseen_styles
    for each in _own(element):
        if each.tag == f"{W}delText" or (each.tag == f"{W}t" and _within(each, element, f"{W}moveFrom")):
            paragraph.deleted += each.text or ""
        elif each.tag in {f"{W}t", f"{W}instrText"}:
            written = each.text or ""
            paragraph.texts.append((each, len(paragraph.text)))
            paragraph.text += written
            if each.tag == f"{W}t" and (unseen_paragraph or _is_unseen(each, unseen_styles)):
                paragraph.unseen += written
        elif each.tag in _SPACES:
            paragraph.text += _SPACES[str(each.tag)]
    return paragraph


def _own(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what is in a paragraph, but for paragraphs in its text boxes, in order."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if each is not element:
            yield each
        waiting += [child for child in reversed(each) if child.tag != f"{W}p" and isinstance(child.tag, str)]


def _within(element: etree._Element, outer: etree._Element, tag: str) -> bool:
    for each in element.iterancestors():
        if each.tag == tag:
            return True
        if each is outer:
            return False
    return False


def _is_unseen(text: etree._Element, unseen_styles: frozenset[str]) -> bool:
    run = text.getparent()
    properties = run.find(f"{W}rPr") if run is not None else None
    if properties is None:
        return False
    style = properties.find(f"{W}rStyle")
    if _is_on(properties, "vanish") or (style is not None and style.get(f"{W}val") in unseen_styles):
        return True
    size = properties.find(f"{W}sz")
    if (
        size is not None
        and (size.get(f"{W}val") or "").isdecimal()
        and int(size.get(f"{W}val", "99")) <= _TINY_HALF_POINTS
    ):
        return True
    colour = properties.find(f"{W}color")
    return colour is not None and colour.get(f"{W}val", "").upper() in _SAME_AS_PAPER and not _is_shaded(text)


def _is_on(properties: etree._Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}


def _is_shaded(text: etree._Element) -> bool:
    """Say whether white text stands on a coloured ground, as the heads of tables do."""
    for each in text.iterancestors(f"{W}r", f"{W}p", f"{W}tc", f"{W}tbl"):
        shade = each.find(f"{W}{local(each)}Pr/{W}shd")
        if shade is not None and shade.get(f"{W}fill", "auto").upper() not in {"AUTO", "", *_SAME_AS_PAPER}:
            return True
        if each.find(f"{W}rPr/{W}highlight") is not None:
            return True
    # Text boxes and table styles can be coloured in ways that are not followed here.
    return next(text.iterancestors(f"{W}txbxContent"), None) is not None


def unseen_styles(package: Package) -> frozenset[str]:
    """Return the styles whose text is hidden."""
    path = "word/styles.xml"
    if path not in package.paths:
        return frozenset()
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in package.xml(path).iterchildren(f"{W}style")
        if (properties := style.find(f"{W}rPr")) is not None and _is_on(properties, "vanish")
    )


def scan_docx(package: Package, contents: Contents) -> None:
    """Search the text of a document in all its parts."""
    styles = unseen_styles(package)
    for path, name in text_parts(package):
        root = package.xml(path)
        if any(local(each) == "comment" for each in root.iterchildren()):
            _scan_comments(root, styles, contents)
            continue
        _scan_part(root, name, styles, contents)
    for path in sorted(package.paths):
        if path.startswith("word/") and path.endswith("people.xml"):
            for each in package.xml(path):
                contents.add_property("author", each.get(f"{{{each.nsmap.get('w15', '')}}}author", ""))
        elif path.endswith("_rels/document.xml.rels"):
            for each in package.xml(path):
                if each.get("TargetMode") == "External":
                    contents.add_text(each.get("Target", ""), _("超链接的地址"))


def _scan_part(root: etree._Element, name: str, styles: frozenset[str], contents: Contents) -> None:
    in_tables: set[etree._Element] = set()
    for number, table in enumerate(root.iter(f"{W}tbl"), start=1):
        rows = _rows(table, styles)
        contents.add_table([[text for text, _cell in row] for row in rows], partial(_cell_place, name, number))
        in_tables.update(cell for row in rows for _text, cell in row)
    deleted: list[str] = []
    for number, element in enumerate(root.iter(f"{W}p"), start=1):
        where = _("{part}第{n}段").format(part=name, n=number)
        paragraph = paragraph_of(element, styles)
        in_table = next((cell for cell in element.iterancestors(f"{W}tc")), None)
        if in_table is None or in_table not in in_tables:
            contents.add_text(paragraph.text, where)
        if paragraph.unseen.strip():
            contents.report("hidden.text", paragraph.unseen, where)
        if paragraph.deleted.strip():
            deleted.append(paragraph.deleted)
            contents.add_text(paragraph.deleted, _("{where}（修订中删去的文字）").format(where=where))
    for element in root.iter("{*}docPr", "{*}cNvPr", "{urn:schemas-microsoft-com:vml}shape"):
        scan_description(element, contents)
    revised = list(root.iter(*_REVISIONS))
    if revised:
        shown = deleted[0] if deleted else _("{n}处").format(n=len(revised))
        contents.report("hidden.revision", shown, _("{part}，共{n}处修订").format(part=name, n=len(revised)))
    for author in dict.fromkeys(each.get(f"{W}author", "") for each in revised):
        contents.add_property("author", author)


def _scan_comments(root: etree._Element, styles: frozenset[str], contents: Contents) -> None:
    for number, comment in enumerate(root.iterchildren(f"{W}comment"), start=1):
        where = _("第{n}条批注").format(n=number)
        text = "\n".join(paragraph_of(each, styles).text for each in comment.iter(f"{W}p"))
        contents.add_text(text, where)
        contents.report("hidden.comment", text or _("（空）"), where)
        contents.add_property("author", comment.get(f"{W}author", ""))


def _rows(table: etree._Element, styles: frozenset[str]) -> list[list[tuple[str, etree._Element]]]:
    """Return the rows of a table, without those of tables inside it, as the text of cells and the cells."""
    rows = []
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is row:
                lines = [
                    paragraph_of(each, styles).text
                    for each in cell.iter(f"{W}p")
                    if next(each.iterancestors(f"{W}tc")) is cell
                ]
                cells.append(("\n".join(lines), cell))
        rows.append(cells)
    return rows


def _cell_place(part: str, table: int, row: int, column: int | None) -> str:
    where = _("{part}第{table}个表第{row}行").format(part=part, table=table, row=row + 1)
    return where if column is None else where + _("第{column}列").format(column=column + 1)


def mask_part(root: etree._Element, profile: MaskProfile, styles: frozenset[str]) -> bool:
    """Mask the text of a part inside its runs; say whether anything changed."""
    labels: dict[etree._Element, str] = {}
    for table in root.iter(f"{W}tbl"):
        rows = _rows(table, styles)
        said = cell_labels([[text for text, _cell in row] for row in rows])
        for row, row_labels in zip(rows, said, strict=True):
            labels |= {cell: label for (_text, cell), label in zip(row, row_labels, strict=True)}
    changed = False
    for element in root.iter(f"{W}p"):
        cell = next(element.iterancestors(f"{W}tc"), None)
        label = labels.get(cell, "") if cell is not None else ""
        while hidden := set(hidden_positions((paragraph := paragraph_of(element, styles)).text, profile, label=label)):
            changed = True
            mask_texts(paragraph.texts, hidden, profile.mark)
    return changed


def mask_texts(texts: list[tuple[etree._Element, int]], hidden: set[int], mark: str) -> None:
    """Replace characters of a text that is spread over elements."""
    for each, start in texts:
        written = each.text or ""
        each.text = "".join(mark if start + n in hidden else character for n, character in enumerate(written))
        if each.text != each.text.strip():
            each.set(_XML_SPACE, "preserve")


def remove_hidden(root: etree._Element, styles: frozenset[str]) -> None:
    """Accept all revisions; remove hidden text and the marks of comments."""
    for name in (
        "del",
        "moveFrom",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tcPrChange",
        "trPrChange",
    ):
        for each in list(root.iter(f"{W}{name}")):
            _drop(each)
    for name in ("ins", "moveTo"):
        for each in list(root.iter(f"{W}{name}")):
            _unwrap(each)
    for name in (
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
    ):
        for each in list(root.iter(f"{W}{name}")):
            _drop(each)
    for each in list(root.iter(f"{W}t")):
        if _is_unseen(each, styles):
            _drop(each)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        for n, child in enumerate(list(element)):
            parent.insert(at + n, child)
        parent.remove(element)


def authors_removed(root: etree._Element) -> None:
    """Take the names of their authors from what remains of revisions and comments."""
    for each in root.iter():
        for key in (f"{W}author", f"{W}initials"):
            if isinstance(each.tag, str) and key in each.attrib:
                each.set(key, "")
