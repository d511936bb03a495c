"""Reads PDF: ruled tables as grids, the text between them as paragraphs; scans and files without usable text refused.

pdfium finds the characters and the ruled lines. It reads a page some thirty times faster than pdfminer does, and what
pdfplumber adds to that one, tables from rules, is done in ``pdf_lattice``.
"""

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NoReturn

from gongkai.opening.pdf_limits import unfolds_beyond_measure
from gongkai.report.model import folded
from gongkai.report.reading.document import Block, Document
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.pdf_cells import cells_of, take_overflow
from gongkai.report.reading.pdf_joining import Sheet, grid, is_blank, joined, sheet
from gongkai.report.reading.pdf_lattice import Lattice, lattices
from gongkai.report.reading.pdf_pages import Char, Page, PageReader
from gongkai.report.reading.pdf_text import Paragraphs, TextLine, runs, text_lines
from gongkai.wording import _

MAX_PAGES = 1_000
MAX_CHARACTERS = 1_000_000  # a report has some thousands, the law library of a province not as many
_HEADER_WITHIN = 1024
_TRAILER_WITHIN = 2048

_PDFIUM = Lock()  # pdfium must not be called from two threads at once

_MOSTLY_PICTURE = 0.4  # of the page
_FEW_CHARACTERS = 50  # what a scanner or a stamp prints on a scanned page
_TOO_MANY_UNMAPPED = 0.2


def read_pdf(data: bytes, name: str) -> Document:
    """Return the lines and tables of a PDF in reading order.

    Page numbers and running heads (页眉页脚) are left out, and a table that goes on over a page break is one grid.
    """
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise UnreadableReport(name, _("文件内容不是PDF"), todo=_("请确认文件没有放错，或者由原稿重新导出PDF"))
    if unfolds_beyond_measure(data):
        raise UnreadableReport(
            name, _("PDF里压缩的内容展开后大得异常"), todo=_("请确认文件来源可靠，并由原稿重新导出PDF")
        )
    with _PDFIUM:
        title, pages = _read(data, name)
    _leave_out_furniture(pages)
    return Document(_blocks(pages), title=title)


@dataclass(slots=True)
class _LaidPage:
    """A page as its lines of text and its tables, top to bottom."""

    number: int
    height: float
    items: list[TextLine | Sheet] = field(default_factory=list)


def _read(data: bytes, name: str) -> tuple[str, list[_LaidPage]]:
    import pypdfium2.raw as raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        _refuse(raw, name)
    try:
        count = raw.FPDF_GetPageCount(document)
        if count < 1:
            raise UnreadableReport(name, _("PDF里一页也没有"), todo=_("请由原稿重新导出PDF"))
        if count > MAX_PAGES:
            raise UnreadableReport(
                name,
                _("PDF有{count}页，超过{limit}页，不像一份年度报告").format(count=count, limit=MAX_PAGES),
                todo=_("请只留下年度报告所在的页，另存为PDF"),
            )
        cut_short = b"%%EOF" not in data[-_TRAILER_WITHIN:]
        if cut_short and not raw.FPDF_DocumentHasValidCrossReferenceTable(document):
            raise UnreadableReport(name, _("PDF不完整，结尾缺失"), todo=_("请重新下载或重新导出后再试"))
        return _title(raw, document), _laid_pages(raw, document, count, name)
    finally:
        raw.FPDF_CloseDocument(document)


def _refuse(raw: Any, name: str) -> NoReturn:
    """Say why pdfium could not open a file."""
    reason = raw.FPDF_GetLastError()
    if reason == raw.FPDF_ERR_PASSWORD:
        raise UnreadableReport(name, _("PDF设有打开密码"), todo=_("请去掉密码后另存，再读取"))
    if reason == raw.FPDF_ERR_SECURITY:
        raise UnreadableReport(name, _("PDF的加密方式不受支持"), todo=_("请去掉加密后另存，再读取"))
    raise UnreadableReport(name, _("PDF已损坏，无法打开"), todo=_("请重新下载，或者由原稿重新导出PDF"))


def _title(raw: Any, document: Any) -> str:
    size = raw.FPDF_GetMetaText(document, b"Title", None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, b"Title", buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").split("\0")[0].strip()


def _laid_pages(raw: Any, document: Any, count: int, name: str) -> list[_LaidPage]:
    reader = PageReader(raw)
    laid: list[_LaidPage] = []
    characters = unmapped = scanned = pictured = 0
    for number in range(1, count + 1):
        where = _("第{page}页").format(page=number)
        handle = raw.FPDF_LoadPage(document, number - 1)
        if not handle:
            raise UnreadableReport(
                name, _("PDF已损坏，有一页打不开"), where=where, todo=_("请重新下载，或者由原稿重新导出PDF")
            )
        try:
            page = reader.read(handle, number)
        finally:
            raw.FPDF_ClosePage(handle)
        characters += len(page.chars)
        unmapped += page.unmapped
        pictured += page.pictured > _MOSTLY_PICTURE
        scanned += page.pictured > _MOSTLY_PICTURE and len(page.chars) < _FEW_CHARACTERS
        laid_page = None if page.crowded or characters > MAX_CHARACTERS else _laid(page)
        if laid_page is None:
            raise UnreadableReport(
                name,
                _("PDF里的文字或图形多得不像一份年度报告"),
                where=where,
                todo=_("请只留下年度报告所在的页，由原稿重新导出PDF"),
            )
        laid.append(laid_page)
    if scanned * 2 > count or (pictured and not characters):
        raise UnreadableReport(
            name,
            _("PDF是扫描件，页面是图像，没有文字可读"),
            todo=_("请用文字识别（OCR）软件处理并核对后再读取，或者向制作单位索取电子版原件"),
        )
    if not characters:
        raise UnreadableReport(
            name,
            _("PDF里没有文字，可能是空白页，也可能文字已转成图形"),
            todo=_("请由原稿重新导出PDF，导出时保留文字"),
        )
    if unmapped > characters * _TOO_MANY_UNMAPPED:
        raise UnreadableReport(
            name,
            _("PDF的文字层不可用，字形与文字对不上（复制出来是乱码）"),
            todo=_("请由原稿重新导出PDF，或者用文字识别（OCR）软件处理并核对后再读取"),
        )
    return laid


def _laid(page: Page) -> _LaidPage | None:
    """Lay out a page as lines and tables; ``None`` if it has more rules than tables can have."""
    tables = lattices(page.across, page.down)
    if tables is None:
        return None
    inside: list[list[list[Char]]] = [[] for _ in tables]
    outside: list[list[Char]] = []
    for run in runs(page.chars):
        owner = _owner(run, tables)
        if owner is not None:
            inside[owner].append(run)
        elif not run[0].turned:
            outside.append(run)
    if tables:
        outside = take_overflow(tables[-1], inside[-1], outside)
    items: list[tuple[float, TextLine | Sheet]] = []
    for table, words in zip(tables, inside, strict=True):
        items.append((table.ys[0], sheet(table, *cells_of(table, words), page.number)))
    for line in text_lines((char for run in outside for char in run), page.number):
        items.append((line.base, line))
    items.sort(key=lambda item: item[0])
    return _LaidPage(page.number, page.height, [item for _, item in items])


def _owner(run: Sequence[Char], tables: Sequence[Lattice]) -> int | None:
    """Return which table a run of characters stands in."""
    if not tables:
        return None
    x, y = (run[0].x0 + run[-1].x1) / 2, (run[0].top + run[0].bottom) / 2
    for number, table in enumerate(tables):
        if table.xs[0] <= x <= table.xs[-1] and table.ys[0] <= y <= table.ys[-1]:
            return number
    return None


# ---------------------------------------------------------------- page numbers and running heads

_MARKED_NUMBER = re.compile(
    r"[-—–－―─·•~]+(\d{1,4})[-—–－―─·•~]+|(?:第|p\.?|page)(\d{1,4})页?(?:[,/]?(?:共|of)\d{1,4}页?)?|(\d{1,4})[/／]\d{1,4}|(\d{1,4})页",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_COUNTED = re.compile(r"(?<!\d)\d{1,3}(?!\d)")  # page numbers and days, not years: these set two titles apart
_LETTERS = re.compile(r"[^\W\d_]")
_EDGE = 0.15  # of the page: as far in as heads and feet reach
_SAME_HEIGHT = 3.0
_FEWEST_OF_PAGES = 3  # a running head stands on one page in three at least: left and right ones can differ
_CONTINUED = re.compile(r"[(]?(?:续上?表|接上?页|上接第?\d*页)[)]?\d*")


def _leave_out_furniture(pages: list[_LaidPage]) -> None:
    """Take page numbers, running heads and 续表 out of the pages: what stands there does not belong to the text."""
    edges: dict[tuple[bool, str], list[tuple[int, float]]] = defaultdict(list)
    numbers: Counter[tuple[bool, int]] = Counter()
    for page in pages:
        for at_foot in (False, True):
            for line in _edge_lines(page, at_foot):
                text = folded(line.text)
                edges[at_foot, _COUNTED.sub("#", text)].append((page.number, line.base))
                if _BARE_NUMBER.fullmatch(text):
                    numbers[at_foot, int(text) - page.number] += 1

    def is_furniture(page: _LaidPage, line: TextLine, at_foot: bool) -> bool:
        text = folded(line.text)
        if _MARKED_NUMBER.fullmatch(text) or (not at_foot and _CONTINUED.fullmatch(text)):
            return True
        if _BARE_NUMBER.fullmatch(text):
            offset = int(text) - page.number
            return numbers[at_foot, offset] > 1 or (len(pages) == 1 and offset == 0)
        if len(_LETTERS.findall(text)) < 2:
            return False
        alike = edges[at_foot, _COUNTED.sub("#", text)]
        times = len({number for number, base in alike if abs(base - line.base) < _SAME_HEIGHT})
        return times > 1 and times * _FEWEST_OF_PAGES >= len(pages)

    for page in pages:
        for at_foot in (False, True):
            for line in _edge_lines(page, at_foot):
                if not is_furniture(page, line, at_foot):
                    break
                page.items.remove(line)


def _edge_lines(page: _LaidPage, at_foot: bool) -> list[TextLine]:
    """Return the lines at the head or foot of a page, from the edge inwards, up to the first table."""
    lines: list[TextLine] = []
    for item in reversed(page.items) if at_foot else page.items:
        if not isinstance(item, TextLine) or len(lines) == 3:
            break
        within = item.base > page.height * (1 - _EDGE) if at_foot else item.base < page.height * _EDGE
        if not within:
            break
        lines.append(item)
    return lines


# ---------------------------------------------------------------- blocks


def _blocks(pages: Sequence[_LaidPage]) -> list[Block]:
    """Return the text as paragraphs and the tables as grids, those that continue on the next page joined."""
    flow: list[TextLine | Sheet] = []
    for page in pages:
        for position, item in enumerate(page.items):
            if position == 0 and isinstance(item, Sheet) and flow and isinstance(flow[-1], Sheet):
                whole = joined(flow[-1], item)
                if whole is not None:
                    flow[-1] = whole
                    continue
            flow.append(item)
    flow = [item for item in flow if isinstance(item, TextLine) or not is_blank(item)]
    paragraphs = Paragraphs([item for item in flow if isinstance(item, TextLine)])
    blocks: list[Block] = []
    tables = 0
    waiting: list[TextLine] = []
    for item in flow:
        if isinstance(item, TextLine):
            waiting.append(item)
            continue
        blocks += paragraphs.of(waiting)
        waiting = []
        tables += 1
        blocks.append(grid(item, tables))
    blocks += paragraphs.of(waiting)
    return blocks
