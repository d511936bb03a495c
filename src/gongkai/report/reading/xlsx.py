"""XLSX: the sheets of a workbook as lines and grids.

The XML is read directly: the figures come out as they are stored, also from workbooks whose styles are broken, in the
strict standard, or without a cell's address, and what a file can cost is bounded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from enum import Enum, auto
from functools import cache

from lxml import etree

from gongkai.opening.archives import OfficeKind, Package, open_package_of
from gongkai.report.model import Place
from gongkai.report.reading.document import Block, Document, Grid, GridCell, Line
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.normalise import lowered, raised
from gongkai.wording import _

MAX_POSITIONS = 250_000
MAX_CHARACTERS = 20_000_000
"""Cells may share one long text, so a small file could say a great deal."""

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CELL, _ROW, _VALUE, _FORMULA, _INLINE = _S + "c", _S + "row", _S + "v", _S + "f", _S + "is"
_TEXT, _PHONETIC = _S + "t", _S + "rPh"

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INTEGER = re.compile(r"-?[0-9]{1,40}")
_FIFTEEN_DIGITS = Context(prec=15)
_LARGEST_EXPONENT = 30

_BUILT_IN_PERCENT = frozenset({9, 10})
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# Quoted and escaped text, padding, and [colours], [conditions] and [$-804] say nothing of what is counted.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|General|AM/PM|A/P', re.IGNORECASE)
_DATE_LETTER = re.compile("[ymdhse]", re.IGNORECASE)
_LAST_SERIAL = 2_958_465  # 9999-12-31
_LEAP_DAY_1900 = 60  # Excel counts a 29 February 1900 that never was.

_ORDINAL_HEADING = re.compile("(?:第?[一二三四五六七八九十]{1,3}(?:、|．|\\.|部分|章))")
_TITLE = re.compile("报告|年报|情况|统计|表|说明|[0-9]{4}年")
_SENTENCE_END = "。"


def read_xlsx(data: bytes, name: str) -> Document:
    """Read an Excel workbook (``.xlsx``, ``.xlsm``, ``.xltx``), transitional or strict.

    Hidden sheets are left out: they hold working data. Hidden rows and columns are read: a row that is folded away
    because it is all noughts is still a row of the report, and its figures are in the sums that are shown.
    Formulas give the value that was saved with them; one that was saved without gives its own text. Raises
    ``UnreadableReport``.
    """
    package, main = open_package_of(OfficeKind.XLSX, data, name)
    workbook = _Workbook(package, main)
    blocks: list[Block] = []
    number = 0
    for title, path in workbook.visible_sheets():
        sheet = workbook.sheet(title, path)
        for block in _blocks(workbook, sheet):
            if isinstance(block, Line):
                blocks.append(block)
            else:
                number += 1
                blocks.append(Grid(block.rows, number, sheet=title, row_offset=block.first_row - 1))
    properties = package.core_properties()
    return Document(blocks, properties.get("title", ""), properties)


# The parts of the package


class _Shown(Enum):
    """How a number format shows a number, as far as that makes it another thing."""

    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class _Style:
    shown: _Shown
    ruled: bool


_PLAIN = _Style(_Shown.NUMBER, ruled=False)


@dataclass(frozen=True, slots=True)
class _Area:
    """A merged cell: its corners, counted from one."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class _Sheet:
    """What a sheet holds: the texts that are not blank by row and column, and its merged cells.

    ``ruled`` gives the columns of the ruled cells of a row; ``anchors`` the top left corner for every position of a
    merged cell.
    """

    title: str
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    ruled: dict[int, list[int]] = field(default_factory=dict)
    areas: dict[tuple[int, int], _Area] = field(default_factory=dict)
    anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


class _Workbook:
    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._root = package.xml(main)
        self._strings = _shared_strings(package)
        self._styles = _styles(package)
        self._first_day = _first_day(self._root)
        self._characters = 0
        self._positions = 0

    def visible_sheets(self) -> Iterator[tuple[str, str]]:
        """Yield the title and the path of every sheet that is shown."""
        paths = self._package.related(self._main)
        for sheet in self._root.iterfind(f"{_S}sheets/{_S}sheet"):
            if sheet.get("state", "visible") == "visible":
                title = sheet.get("name", "")
                path = paths.get(sheet.get(_R_ID, ""))
                if path is None:
                    raise self._package.damaged(_("找不到工作表“{title}”").format(title=title))
                yield title, path

    def sheet(self, title: str, path: str) -> _Sheet:
        """Read a sheet; a sheet of charts has no cells."""
        root = self._package.xml(path)
        sheet = _Sheet(title)
        formulas: dict[str, str] = {}
        row_number = 0
        for row in root.iterfind(f"{_S}sheetData/{_ROW}"):
            row_number = _count(row.get("r"), row_number + 1)
            column = 0
            texts: dict[int, str] = {}
            for cell in row.iterchildren(_CELL):
                address = _ADDRESS.fullmatch(cell.get("r", ""))
                column = _column(address[1]) if address else column + 1
                style = self._styles.get(cell.get("s", "0"), _PLAIN)
                if style.ruled:
                    sheet.ruled.setdefault(row_number, []).append(column)
                if len(cell) and (text := self._text(cell, style, formulas, title)):
                    texts[column] = text
                    self._characters += len(text)
            if texts:
                sheet.texts.setdefault(row_number, {}).update(texts)
            if self._characters > MAX_CHARACTERS:
                raise self._too_large(title)
        self._merge(sheet, root)
        return sheet

    def _text(self, cell: etree._Element, style: _Style, formulas: dict[str, str], title: str) -> str:
        kind = cell.get("t", "n")
        stored = ""
        formula: str | None = None
        for child in cell:
            if child.tag == _VALUE:
                stored = (child.text or "").strip()
            elif child.tag == _INLINE:
                return _string(child)
            elif child.tag == _FORMULA:
                # A formula that is shared by many cells is written out in the first.
                shared = child.get("si", "")
                formula = child.text or formulas.get(shared, "")
                if child.get("t") == "shared" and child.text:
                    formulas[shared] = child.text
        if not stored:
            # An empty text is a formula's result; without a value nobody knows what it comes to.
            return "" if formula is None or kind == "str" else f"={formula.strip()}"
        match kind:
            case "s":
                index = _count(stored, len(self._strings))
                if index >= len(self._strings):
                    raise self._package.damaged(_("工作表“{title}”的单元格引用了不存在的文字").format(title=title))
                return self._strings[index]
            case "str":
                return _unescaped(stored)
            case "b":
                return "FALSE" if stored == "0" else "TRUE"
            case "d":
                return _iso_date(stored)
            case "n":
                return _shown_number(stored, style.shown, self._first_day)
        return stored

    def _merge(self, sheet: _Sheet, root: etree._Element) -> None:
        """Note the merged cells, within what is used, and drop the texts that they hide."""
        if not sheet.texts:
            return
        last_row = max(sheet.texts)
        last_column = max(max(row) for row in sheet.texts.values())
        for element in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            corners = [_ADDRESS.fullmatch(corner) for corner in element.get("ref", "").split(":")]
            if len(corners) != 2 or corners[0] is None or corners[1] is None:
                continue
            area = _Area(
                int(corners[0][2]),
                _column(corners[0][1]),
                min(int(corners[1][2]), last_row),
                min(_column(corners[1][1]), last_column),
            )
            height, width = area.bottom - area.top + 1, area.right - area.left + 1
            if height <= 0 or width <= 0:
                continue
            self._positions += height * width
            if self._positions > MAX_POSITIONS:
                raise self._too_large(sheet.title)
            positions = [
                (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
            ]
            # Merged cells that overlap are a fault of the program that wrote them; Excel keeps the first.
            if not any(position in sheet.anchors for position in positions):
                sheet.anchors.update(dict.fromkeys(positions, positions[0]))
                sheet.areas[positions[0]] = area
        for row, texts in list(sheet.texts.items()):
            shown = {column: text for column, text in texts.items() if _is_anchor(sheet, row, column)}
            if shown:
                sheet.texts[row] = shown
            else:
                del sheet.texts[row]

    def claim_positions(self, count: int, title: str) -> None:
        """Count the positions of a grid against what one document may have."""
        self._positions += count
        if self._positions > MAX_POSITIONS:
            raise self._too_large(title)

    def _too_large(self, title: str) -> UnreadableReport:
        return UnreadableReport(
            self._package.name,
            _("工作表“{title}”过大，不是年度报告").format(title=title),
            todo=_("请删去与报告无关的工作表和单元格后再试"),
        )


def _is_anchor(sheet: _Sheet, row: int, column: int) -> bool:
    return sheet.anchors.get((row, column), (row, column)) == (row, column)


def _count(text: str | None, default: int) -> int:
    return int(text) if text is not None and len(text) < 10 and text.isascii() and text.isdigit() else default


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _shared_strings(package: Package) -> list[str]:
    path = package.path_of(_TYPES + "sharedStrings+xml", "xl/sharedstrings.xml")
    return [] if path is None else [_string(item) for item in package.xml(path).iterchildren(_S + "si")]


def _string(item: etree._Element) -> str:
    """Return a text, of one piece or of several with fonts of their own, without its phonetic reading."""
    pieces = []
    for element in item.iter(_TEXT):
        parent = element.getparent()
        if element.text and (parent is None or parent.tag != _PHONETIC):
            pieces.append(element.text if parent is None else _set_off(parent, element.text))
    return _unescaped("".join(pieces)).strip()


def _set_off(run: etree._Element, text: str) -> str:
    """Return the text of a run, raised where it is, and nothing where it is struck through."""
    font = run.find(_S + "rPr")
    if font is None:
        return text
    struck = font.find(_S + "strike")
    if struck is not None and struck.get("val", "1") not in {"0", "false"}:
        return ""
    vertical = font.find(_S + "vertAlign")
    return (
        {"superscript": raised, "subscript": lowered}.get(vertical.get("val", ""), str)(text)
        if vertical is not None
        else text
    )


def _unescaped(text: str) -> str:
    """Return text with the characters that XML cannot hold put back: ``_x000D_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _styles(package: Package) -> dict[str, _Style]:
    """Return the styles of cells by the number that cells name them by."""
    path = package.path_of(_TYPES + "styles+xml", "xl/styles.xml")
    if path is None:
        return {}
    root = package.xml(path)
    formats = {
        element.get("numFmtId", ""): _shown_by(element.get("formatCode", ""))
        for element in root.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    ruled = [
        any(side.get("style", "none") != "none" for side in border.iterchildren(_S + "left", _S + "right"))
        for border in root.iterfind(f"{_S}borders/{_S}border")
    ]
    styles = {}
    for number, element in enumerate(root.iterfind(f"{_S}cellXfs/{_S}xf")):
        border = _count(element.get("borderId"), 0)
        format_id = element.get("numFmtId", "0")
        shown = formats.get(format_id, _built_in(_count(format_id, 0)))
        styles[str(number)] = _Style(shown, border < len(ruled) and ruled[border])
    return styles


def _built_in(format_id: int) -> _Shown:
    if format_id in _BUILT_IN_DATES:
        return _Shown.DATE
    return _Shown.PERCENT if format_id in _BUILT_IN_PERCENT else _Shown.NUMBER


def _shown_by(format_code: str) -> _Shown:
    # The part before the first semicolon is for positive numbers.
    if _ELAPSED.search(format_code):
        return _Shown.DATE
    bare = _LITERAL.sub("", format_code).partition(";")[0]
    if "%" in bare:
        return _Shown.PERCENT
    return _Shown.DATE if _DATE_LETTER.search(bare.replace("E+", "").replace("E-", "")) else _Shown.NUMBER


# Values


def _first_day(workbook: etree._Element) -> datetime:
    properties = workbook.find(_S + "workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    return datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)


def _shown_number(stored: str, shown: _Shown, first_day: datetime) -> str:
    """Return a number as its digits; a date or a percentage is not a figure and is written as what it is.

    Programs store what binary fractions make of a sum (316441.00000000006); fifteen digits are what Excel keeps.
    """
    if shown is _Shown.NUMBER and _INTEGER.fullmatch(stored):
        return stored
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return stored
    if not number.is_finite() or (number and abs(number.adjusted()) > _LARGEST_EXPONENT):
        return stored
    if shown is _Shown.DATE and 0 <= number <= _LAST_SERIAL:
        return _date(float(number), first_day)
    if shown is _Shown.PERCENT:
        return _digits(number * 100) + "%"
    return _digits(number)


def _digits(number: Decimal) -> str:
    rounded = _FIFTEEN_DIGITS.plus(number)
    return format(rounded.normalize(), "f") if rounded else "0"


def _date(serial: float, first_day: datetime) -> str:
    day = serial + 1 if first_day.year == 1899 and serial < _LEAP_DAY_1900 else serial
    return _written_date(first_day + timedelta(seconds=round(day * 86_400)), time_only=serial < 1)


def _iso_date(stored: str) -> str:
    try:
        return _written_date(datetime.fromisoformat(stored), time_only=False)
    except ValueError:
        return stored


def _written_date(moment: datetime, *, time_only: bool) -> str:
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    time = f"{moment:%H:%M:%S}"
    if time_only:
        return time
    return day if time == "00:00:00" else f"{day} {time}"


# Rows that are a table, and rows that are a line of text


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[tuple[GridCell | None, ...], ...]
    first_row: int


@dataclass(slots=True)
class _Band:
    """Rows that merged cells hold together; most often one, and without any text where only its cells are ruled.

    ``cells`` are the addresses of its texts, ``left`` and ``right`` the columns that these reach.
    """

    first: int
    last: int
    ruled: bool = False
    cells: list[tuple[int, int]] = field(default_factory=list)
    left: int = 0
    right: int = 0

    @property
    def single(self) -> bool:
        """Whether it has only one text."""
        return len(self.cells) == 1

    @property
    def tabular(self) -> bool:
        """Whether it has texts side by side."""
        return len(self.cells) > 1

    def spans(self, other: "_Band") -> bool:
        """Say whether it is as wide as another."""
        return self.left <= other.left and self.right >= other.right

    def looks_like(self, other: "_Band") -> bool:
        """Say whether both are one cell merged over the same columns."""
        return self.left < self.right and (self.left, self.right) == (other.left, other.right)


def _blocks(workbook: _Workbook, sheet: _Sheet) -> Iterator[Line | _Table]:
    for run in _runs(_bands(sheet)):
        table: list[_Band] = []
        for band, in_table in zip(run, _in_table(sheet, run), strict=True):
            if in_table:
                table.append(band)
                continue
            if table:
                yield from _tables(workbook, sheet, table)
                table = []
            row, column = band.cells[0]
            for line in _single_text(sheet, band).split("\n"):
                if line := line.strip():
                    yield Line(line, Place(sheet=sheet.title, row=row, column=column))
        if table:
            yield from _tables(workbook, sheet, table)


def _bands(sheet: _Sheet) -> list[_Band]:
    bands: list[_Band] = []
    for row in sorted(sheet.texts.keys() | sheet.ruled.keys()):
        if not bands or row > bands[-1].last:
            bands.append(_Band(row, row))
        band = bands[-1]
        for column in sorted(sheet.texts.get(row, ())):
            area = sheet.areas.get((row, column))
            right = area.right if area else column
            band.last = max(band.last, area.bottom if area else row)
            band.left = min(band.left or column, column)
            band.right = max(band.right, right)
            band.cells.append((row, column))
        band.ruled = band.ruled or row in sheet.ruled
    return bands


def _runs(bands: Sequence[_Band]) -> Iterator[list[_Band]]:
    """Yield the bands that follow each other without a blank row.

    One that is ruled and follows a row of the table is a row whose cells are all blank, such as the figures of table
    four may be; more of them are paper.
    """
    run: list[_Band] = []
    for band in bands:
        if run and band.first != run[-1].last + 1:
            yield run
            run = []
        paper = not band.cells and not (run and run[-1].tabular and run[-1].ruled)
        if run and paper:
            yield run
            run = []
        if not paper:
            run.append(band)
    if run:
        yield run


def _in_table(sheet: _Sheet, run: Sequence[_Band]) -> list[bool]:
    """Say of each band whether it is part of a table, or a line of text above, below or between tables."""
    before: list[_Band | None] = []
    nearest: _Band | None = None
    for band in run:
        before.append(nearest)
        nearest = band if band.tabular else nearest
    answers = []
    nearest = None
    for band, previous in zip(reversed(run), reversed(before), strict=True):
        answers.append(not band.single or _belongs(sheet, band, previous, nearest))
        nearest = band if band.tabular else nearest
    answers.reverse()
    for index, band in enumerate(run[:-1]):
        if not answers[index] and answers[index + 1] and not _stands_alone(_single_text(sheet, band)):
            # The first 第二十条第（一）项 has no rows above it, but looks as those further down do.
            end = index + 1
            while end < len(run) and answers[end]:
                end += 1
            answers[index] = any(each.single and each.looks_like(band) for each in run[index + 1 : end])
    return answers


def _belongs(sheet: _Sheet, band: _Band, above: _Band | None, below: _Band | None) -> bool:
    """Say whether a row with a single text is part of the table above, below or around it.

    第二十条第（五）项 is, and so is a row whose figures are all blank; a title, a heading of the next section or a
    paragraph on a sheet that holds the whole report is not.
    """
    text = _single_text(sheet, band)
    if _SENTENCE_END in text:
        return False
    if above is None and below is None:
        return False
    ends_in_blanks = max(sheet.ruled.get(band.cells[0][0], ()), default=band.right) > band.right
    if above is None or below is None:
        neighbour = above or below
        if neighbour is None or not (band.ruled and neighbour.ruled):
            return False
        if above is not None:
            return ends_in_blanks or not band.spans(neighbour)  # Blank figures, not a note.
        # Part of a head, perhaps next to a blank corner.
        corner = min(sheet.ruled.get(band.cells[0][0], ()), default=band.left)
        return band.left > corner or not _TITLE.search(text)
    if _ORDINAL_HEADING.match(text) and not ends_in_blanks and (band.spans(above) or band.spans(below)):
        return False
    if above.ruled and below.ruled:
        return band.ruled
    return above.right == below.right


def _single_text(sheet: _Sheet, band: _Band) -> str:
    row, column = band.cells[0]
    return sheet.texts[row][column]


def _stands_alone(text: str) -> bool:
    """Say whether a text reads like a sentence, a section heading or a title, not like a cell of a table."""
    return _SENTENCE_END in text or _ORDINAL_HEADING.match(text) is not None or _TITLE.search(text) is not None


def _tables(workbook: _Workbook, sheet: _Sheet, bands: Sequence[_Band]) -> Iterator[_Table]:
    """Yield the tables of some rows, which stand side by side where a blank column without rules comes between.

    What stands beside a ruled table without rules of its own are sums by which somebody checks it, not the report.
    Where nothing is ruled a blank column tells nothing: long labels spread over the cells to their right.
    """
    cells = [address for band in bands for address in band.cells]
    ruled = [(row, column) for row in range(bands[0].first, bands[-1].last + 1) for column in sheet.ruled.get(row, ())]
    areas = [sheet.areas.get(address, _Area(*address, *address)) for address in cells]
    used = {column for area in areas for column in range(area.left, area.right + 1)}
    used.update(column for _row, column in ruled)
    number = 0
    region_of: dict[int, int] = {}
    for column in sorted(used):
        number += bool(ruled) and column - 1 not in used
        region_of[column] = number
    regions: dict[int, _Area] = {}
    for area in areas:
        region = regions.get(region_of[area.left], area)
        regions[region_of[area.left]] = _Area(
            min(region.top, area.top),
            min(region.left, area.left),
            max(region.bottom, area.bottom),
            max(region.right, area.left),  # What begins last: columns that only a title reaches are not its own.
        )
    for row, column in ruled:
        if (found := regions.get(region_of[column])) is not None:
            regions[region_of[column]] = replace(found, top=min(found.top, row), bottom=max(found.bottom, row))
    own_rules = {region_of[column] for _row, column in ruled}
    for number in sorted(regions):
        if not ruled or number in own_rules:
            yield _table(workbook, sheet, regions[number])


def _table(workbook: _Workbook, sheet: _Sheet, region: _Area) -> _Table:
    workbook.claim_positions((region.bottom - region.top + 1) * region.right, sheet.title)
    merged: dict[tuple[int, int], GridCell] = {}
    rows = []
    for row in range(region.top, region.bottom + 1):
        texts = sheet.texts.get(row, {})
        cells: list[GridCell | None] = [None] * (region.left - 1)
        for column in range(region.left, region.right + 1):
            anchor = sheet.anchors.get((row, column))
            if anchor is None or anchor[0] < region.top or anchor[1] < region.left:
                cells.append(GridCell(texts.get(column, ""), row - region.top, column - 1))
                continue
            if anchor not in merged:
                area = sheet.areas[anchor]
                merged[anchor] = GridCell(
                    texts.get(column, ""),
                    row - region.top,
                    column - 1,
                    rowspan=min(area.bottom, region.bottom) - row + 1,
                    colspan=min(area.right, region.right) - column + 1,
                )
            cells.append(merged[anchor])
        rows.append(tuple(cells))
    return _Table(tuple(rows), region.top)
