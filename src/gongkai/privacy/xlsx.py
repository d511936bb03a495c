"""XLSX: every sheet, hidden or not, cell by cell, and what a workbook keeps beside its cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial

from lxml import etree

from gongkai.opening.archives import Package
from gongkai.privacy.contents import Contents
from gongkai.privacy.docx import mask_texts
from gongkai.privacy.findings import Severity
from gongkai.privacy.masking import MaskProfile
from gongkai.privacy.office import local
from gongkai.privacy.resident_ids import is_resident_id, looks_like_resident_id
from gongkai.privacy.tables import cell_labels
from gongkai.privacy.text import hidden_positions
from gongkai.wording import _

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_STRING = re.compile('"((?:[^"]|""){1,8192})"')
_WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
_WIDEST = 512
_NUMBER_WORTH_READING = 11  # digits
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as Excel shows it or as it is stored, and its element."""

    row: int
    column: int
    text: str
    style: int
    element: etree._Element
    shared: int | None = None


@dataclass
class Sheet:
    """A sheet as its cells in rows, and what of it is not to be seen."""

    path: str
    name: str
    state: str
    root: etree._Element
    cells: list[Cell] = field(default_factory=list)

    def rows(self) -> list[list[str]]:
        """Return the sheet as text; columns beyond the widest table anybody publishes are left to the cells."""
        rows: list[list[str]] = []
        numbers: dict[int, int] = {}
        for cell in self.cells:
            if cell.column < _WIDEST:
                row = rows[numbers.setdefault(cell.row, len(numbers))] if cell.row in numbers else None
                if row is None:
                    numbers[cell.row] = len(rows)
                    row = []
                    rows.append(row)
                row += [""] * (cell.column + 1 - len(row))
                row[cell.column] = cell.text
        return rows

    def row_numbers(self) -> list[int]:
        """Return the sheet's number of each of its rows."""
        return list(dict.fromkeys(cell.row for cell in self.cells if cell.column < _WIDEST))


def shared_strings(package: Package, main: str) -> tuple[str | None, list[etree._Element]]:
    """Return the path of the shared strings and their elements."""
    path = next((each for each in package.related(main).values() if each.endswith("sharedstrings.xml")), None)
    if path is None or path not in package.paths:
        return None, []
    return path, list(package.xml(path).iterchildren(f"{M}si"))


def texts_of(element: etree._Element) -> list[tuple[etree._Element, int]]:
    """Return the elements that hold the text of a string, with where their share begins; no phonetic hints."""
    texts = []
    length = 0
    for each in element.iter(f"{M}t"):
        if local(each.getparent()) != "rPh":  # type: ignore[arg-type] # it is inside the string
            texts.append((each, length))
            length += len(each.text or "")
    return texts


def joined(texts: list[tuple[etree._Element, int]]) -> str:
    """Return a string from its elements."""
    return "".join(each.text or "" for each, _start in texts)


def sheets(package: Package, main: str, strings: list[etree._Element]) -> Iterator[Sheet]:
    """Yield the sheets of a workbook with their cells."""
    related = package.related(main)
    values = [joined(texts_of(each)) for each in strings]
    for declared in package.xml(main).iter(f"{M}sheet"):
        path = related.get(declared.get(_R_ID, ""), "")
        if path not in package.paths:
            continue
        sheet = Sheet(path, declared.get("name", ""), declared.get("state", "visible"), package.xml(path))
        sheet.cells = list(_cells(sheet.root, values))
        yield sheet


def _cells(root: etree._Element, strings: list[str]) -> Iterator[Cell]:
    row_number = 0
    for row in root.iter(f"{M}row"):
        row_number = _count(row.get("r"), row_number + 1)
        column = -1
        for element in row.iterchildren(f"{M}c"):
            reference = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            shared = None
            value = element.findtext(f"{M}v") or ""
            kind = element.get("t", "n")
            if kind == "s":
                shared = _count(value, -1)
                text = strings[shared] if 0 <= shared < len(strings) else ""
            elif kind == "inlineStr":
                text = joined(texts_of(element))
            else:
                text = _as_shown(value) if kind == "n" else value
            if text:
                yield Cell(row_number, column, text, _count(element.get("s"), 0), element, shared)


def _count(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 9 else otherwise


def _as_shown(value: str) -> str:
    """Return a number with all its digits: 1.38E+10 is how a mobile is stored, too."""
    if "E" not in value.upper() and "." not in value:
        return value
    try:
        number = Decimal(value)
        if number == number.to_integral_value() and abs(number) < Decimal(10) ** 20:
            return format(number.to_integral_value(), "f")
    except (InvalidOperation, ValueError):
        pass
    return value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class _Styles:
    """Which cell formats show nothing: white font on no fill, the number format ``;;;``."""

    unseen: frozenset[int]


def _styles(package: Package) -> _Styles:
    path = "xl/styles.xml"
    if path not in package.paths:
        return _Styles(frozenset())
    root = package.xml(path)
    formats = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter(f"{M}numFmt")}
    white = [
        each.find(f"{M}color") is not None and _is_white(each.find(f"{M}color"))  # type: ignore[arg-type]
        for each in root.iterfind(f"{M}fonts/{M}font")
    ]
    filled = [
        (pattern := each.find(f"{M}patternFill")) is None
        or pattern.get("patternType", "none") not in {"none", "gray125"}
        for each in root.iterfind(f"{M}fills/{M}fill")
    ]
    unseen = set()
    for number, each in enumerate(root.iterfind(f"{M}cellXfs/{M}xf")):
        font, fill = _count(each.get("fontId"), 0), _count(each.get("fillId"), 0)
        is_white = font < len(white) and white[font] and not (fill < len(filled) and filled[fill])
        if is_white or set(formats.get(each.get("numFmtId"), "-")) == {";"}:
            unseen.add(number)
    return _Styles(frozenset(unseen))


def _is_white(colour: etree._Element) -> bool:
    # Theme colour 0 is the window's background.
    return colour.get("rgb", "").upper() in _WHITE or (
        colour.get("theme") == "0" and colour.get("tint", "0") in {"0", "0.0"}
    )


def scan_xlsx(package: Package, contents: Contents) -> None:
    """Search a workbook: cells of all sheets, and what is beside them."""
    main = package.content[1]
    _path, strings = shared_strings(package, main)
    unseen = _styles(package).unseen
    used: set[int] = set()
    for sheet in sheets(package, main, strings):
        used.update(cell.shared for cell in sheet.cells if cell.shared is not None)
        _scan_sheet(sheet, unseen, contents)
    for number, element in enumerate(strings):
        # Excel keeps the strings of deleted cells until it saves again.
        if number not in used:
            contents.add_text(joined(texts_of(element)), _("已不在单元格中的文字"))
    root = package.xml(main)
    for name in root.iter(f"{M}definedName"):
        where = _("名称“{name}”").format(name=name.get("name", ""))
        contents.add_text(name.get("comment", ""), where)
        for text in _STRING.findall(name.text or ""):
            contents.add_text(text, where)
    _scan_other_parts(package, contents)


def _scan_sheet(sheet: Sheet, unseen_styles: frozenset[int], contents: Contents) -> None:
    name = sheet.name
    where = _("工作表“{name}”").format(name=name)
    contents.add_text(name, _("工作表的名称"))
    if sheet.state != "visible" and sheet.cells:
        contents.report("hidden.sheet", name, where)
    contents.add_table(sheet.rows(), partial(_place, name, sheet.row_numbers()))
    for cell in sheet.cells:
        if cell.column >= _WIDEST:
            contents.add_text(cell.text, _place(name, [cell.row], 0, cell.column))
        if cell.element.get("t", "n") == "n" and looks_like_torn_id(cell.text):
            contents.report_resident_id_torn(cell.text, _place(name, [cell.row], 0, cell.column))
        for text in _STRING.findall(cell.element.findtext(f"{M}f") or ""):
            contents.add_text(text, _("{place}的公式").format(place=_place(name, [cell.row], 0, cell.column)))
    hidden_rows = {_count(each.get("r"), 0) for each in sheet.root.iter(f"{M}row") if _is_hidden(each)}
    columns = [
        (_count(each.get("min"), 1) - 1, _count(each.get("max"), 1) - 1)
        for each in sheet.root.iter(f"{M}col")
        if _is_hidden(each)
    ]
    in_rows = [cell for cell in sheet.cells if cell.row in hidden_rows]
    in_columns = [cell for cell in sheet.cells if any(low <= cell.column <= high for low, high in columns[:64])]
    for cells, what in ((in_rows, _("隐藏的行")), (in_columns, _("隐藏的列"))):
        if cells:
            contents.report("hidden.rows", cells[0].text, f"{where}{what}")
    if white := [cell for cell in sheet.cells if cell.style in unseen_styles]:
        contents.report("hidden.text", white[0].text, _place(name, [white[0].row], 0, white[0].column))
    for each in sheet.root.iter(
        f"{M}formula1",
        f"{M}formula2",
        f"{M}oddHeader",
        f"{M}oddFooter",
        f"{M}evenHeader",
        f"{M}evenFooter",
        f"{M}firstHeader",
        f"{M}firstFooter",
    ):
        contents.add_text(each.text or "", _("{where}的数据验证、页眉或者页脚").format(where=where))
    for each in sheet.root.iter(f"{M}dataValidation"):
        contents.add_text(f"{each.get('promptTitle', '')} {each.get('prompt', '')} {each.get('error', '')}", where)


def looks_like_torn_id(text: str) -> bool:
    """Say whether a number was a resident ID before it was stored as a number: its last digits are noughts."""
    return (
        len(text) == 18
        and text.isdecimal()
        and looks_like_resident_id(text)
        and not is_resident_id(text)
        and set(text[_EXACT_DIGITS + 1 :]) == {"0"}
    )


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") in {"1", "true"} or element.get("ht") == "0" or element.get("width") == "0"


def _place(sheet: str, rows: list[int], row: int, column: int | None) -> str:
    number = rows[row] if row < len(rows) else row + 1
    if column is None:
        return _("工作表“{name}”第{row}行").format(name=sheet, row=number)
    return _("工作表“{name}”{cell}").format(name=sheet, cell=f"{_letters(column)}{number}")


def _scan_other_parts(package: Package, contents: Contents) -> None:
    number = 0
    for path in sorted(package.paths):
        file = path.rpartition("/")[2]
        if not path.startswith("xl/") or not path.endswith(".xml"):
            continue
        if re.fullmatch(r"(?:threaded)?comments?\d*\.xml", file) or "/threadedcomments/" in path:
            root = package.xml(path)
            for each in root.iter("{*}comment", "{*}threadedComment"):
                number += 1
                where = _("第{n}条批注（{cell}）").format(n=number, cell=each.get("ref", ""))
                text = "".join(map(str, each.itertext())).strip()
                contents.add_text(text, where)
                contents.report("hidden.comment", text or _("（空）"), where)
            for each in root.iter("{*}author"):
                contents.add_property("author", each.text or "")
        elif "/persons/" in path:
            for each in package.xml(path).iter("{*}person"):
                contents.add_property("author", each.get("displayName", ""))
        elif "/externallinks/" in path and "/_rels/" not in path:
            contents.report("hidden.link", file, _("外部链接"), Severity.WARN)
            for each in package.xml(path).iter("{*}v"):
                contents.add_text(each.text or "", _("外部链接中缓存的数据"))
        elif "/pivotcache/" in path and "records" in file:
            contents.report("hidden.cache", file, _("数据透视表缓存"))
            for each in package.xml(path).iter("{*}s"):
                contents.add_text(each.get("v", ""), _("数据透视表缓存"))
        elif "/pivotcache/" in path:
            for each in package.xml(path).iter("{*}s", "{*}n"):
                contents.add_text(each.get("v", ""), _("数据透视表缓存"))


def mask_workbook(package: Package, profile: MaskProfile) -> Mapping[str, etree._Element]:
    """Mask the cells of all sheets; return the parts that changed. A number that is masked becomes text."""
    main = package.content[1]
    path, strings = shared_strings(package, main)
    changed: dict[str, etree._Element] = {}
    hidden_in: dict[int, set[int]] = {}
    for sheet in sheets(package, main, strings):
        labels = cell_labels(sheet.rows())
        numbers = {row: n for n, row in enumerate(sheet.row_numbers())}
        for cell in sheet.cells:
            said = labels[numbers[cell.row]][cell.column] if cell.column < _WIDEST else ""
            hidden = set(hidden_positions(cell.text, profile, label=said))
            if looks_like_torn_id(cell.text):
                hidden = set(range(len(cell.text)))
            if not hidden:
                continue
            if cell.shared is not None:
                hidden_in.setdefault(cell.shared, set()).update(hidden)
            else:
                _become_text(
                    cell.element, "".join(profile.mark if n in hidden else each for n, each in enumerate(cell.text))
                )
                changed[sheet.path] = sheet.root
    for number, hidden in hidden_in.items():
        mask_texts(texts_of(strings[number]), hidden, profile.mark)
    for number, element in enumerate(strings):
        texts = texts_of(element)
        while hidden := set(hidden_positions(joined(texts), profile)):
            mask_texts(texts, hidden, profile.mark)
            hidden_in[number] = hidden
    if hidden_in and path is not None:
        changed[path] = strings[0].getparent()  # type: ignore[assignment] # the root of its part
    return changed


def _become_text(element: etree._Element, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(element, f"{M}is"), f"{M}t").text = text
