"""Many reports of ordinary size, all different, and very large files.

A reader remembers labels, figures and markup that it has seen. Measured on one page again and again, it would
remember the page; so no two pages here have the same agency or, but for labels, the same line of text, and there are
pages of one site and pages of as many sites.
"""

import re
from collections.abc import Sequence
from itertools import islice, product
from pathlib import Path

from benchmarks.samples import AGENCY, ordinary_html
from gongkai.report import AnnualReport, read, write

_FIGURE = re.compile(r"(?<=>)\d+(?=</p></td>)|\d+(?=[条件元])")
_MARKUP = re.compile(rb'class="|href="/|windowtext|_GB2312|font-size:')
_PARAGRAPH_END = re.compile("(?<=。)(?=</span></p>)")
_CITY = AGENCY.removesuffix("人民政府")
_SYLLABLES = ("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥", "东南西北中上下前后左", "春夏秋冬")
# Figures repeat between reports, but not one report's in the next.
_FACTORS = 10

_PROSE = "各单位按时更新公开栏目，群众可以方便地查询文件，意见和建议逐条得到回复。" * 6
_LAST_SECTION = "六、"
PROSE, CELLS, NESTED = "prose", "table cells", "nested tags"
SHAPES = {
    PROSE: f'<p style="text-indent:2em"><span>{_PROSE}</span></p>\n',
    CELLS: '<tr><td style="border:1px solid"><p class="MsoNormal">12</p></td><td>34</td></tr>\n',
    NESTED: "<div><span>",
}
"""What fills a large page, repeated as often as needed."""
MOST_TAGS = 290_000
"""So many tags and lines a page of unusual density has here; the reader refuses one with more than 300,000."""
MOST_LINES = 95_000
"""So many lines of figures, without any label, a text has here; the reader refuses one with more than 100,000."""


def variants(count: int, *, start: int = 0) -> list[bytes]:
    """Return pages that agree in nothing but their layout and their standing words; their sums hold as they did.

    All figures of a page are multiplied by the same number, in its tables and in its prose. ``start`` leaves out the
    first ones.
    """
    page = ordinary_html().decode()
    names = islice(product(*_SYLLABLES), start, start + count)
    return [_variant(page, 1 + at % _FACTORS, "".join(name)).encode() for at, name in enumerate(names, start)]


def of_many_sites(pages: Sequence[bytes]) -> list[bytes]:
    """Return the pages as each of another site: no two have a paragraph, a cell or a link with the same attributes."""
    return [_MARKUP.sub(rb"\g<0>%d" % number, page) for number, page in enumerate(pages, 1)]


def in_batches(pages: Sequence[bytes], size: int) -> list[list[bytes]]:
    """Return the pages in batches of one size."""
    return [list(pages[at : at + size]) for at in range(0, len(pages), size)]


def _variant(page: str, factor: int, name: str) -> str:
    named = page.replace(_CITY, f"示例{name}市")
    multiplied = _FIGURE.sub(lambda figure: str(int(figure[0]) * factor), named)
    return _PARAGRAPH_END.sub(f"{name}各处均已照办。", multiplied)


def as_files(reports: Sequence[AnnualReport], ending: str, folder: Path) -> list[bytes]:
    """Return reports as our own writers write them, each read back to see that it says what it said before."""
    files = []
    for number, report in enumerate(reports):
        path = folder / f"{number}{ending}"
        write(report, path)
        if read(path).cells != report.cells:
            raise ValueError(f"{path.name} does not say what was written: there is no sense in timing that.")
        files.append(path.read_bytes())
    return files


def large_page(size: int, shape: str) -> bytes:
    """Return an ordinary page swollen to so many bytes by one thing repeated."""
    return _swollen(ordinary_html(), SHAPES[shape].encode(), size)


def dense_page(tags: int, shape: str) -> bytes:
    """Return an ordinary page swollen to so many tags and lines by one thing repeated."""
    page, filling = ordinary_html(), SHAPES[shape].encode()
    times = (tags - _tags_and_lines(page)) // _tags_and_lines(filling)
    return _swollen(page, filling, len(page) + times * len(filling))


def large_text(size: int, report: bytes) -> bytes:
    """Return the text of a report swollen to so many bytes by paragraphs of prose."""
    return _swollen(report, f"{_PROSE}\n".encode(), size)


def dense_text(lines: int, report: bytes) -> bytes:
    """Return the text of a report swollen by so many lines of figures."""
    filling = b"1\t2\t3\t4\t5\t6\t7\n"
    return _swollen(report, filling, len(report) + lines * len(filling))


def _tags_and_lines(page: bytes) -> int:
    return page.count(b"<") + page.count(b"\n")


def _swollen(report: bytes, filling: bytes, size: int) -> bytes:
    """Return a report of at most so many bytes with something repeated before its last section."""
    start = report.rfind(b"\n", 0, report.rindex(_LAST_SECTION.encode())) + 1
    return report[:start] + filling * max(0, (size - len(report)) // len(filling)) + report[start:]
