"""The fonts that go into a PDF, and which characters they have.

The typesetter drops a character that no font has without a word, which would falsify a report: so it is asked first.
"""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from gongkai.report.writing.errors import UnwritableReport
from gongkai.wording import _


def font_paths() -> tuple[Path, ...]:
    """Return the font files: a serif for text and a sans serif for headings and tables, both Chinese."""
    try:
        from pylopdf_fonts_zh_cn import sans_path, serif_path
    except ImportError:
        raise _missing() from None
    paths = (serif_path(), sans_path())
    if not all(path.is_file() for path in paths):
        raise _missing()
    return paths


def _missing() -> UnwritableReport:
    return UnwritableReport(
        _("找不到写 PDF 用的中文字体（思源宋体、思源黑体）"), todo=_("请重新安装 pylopdf-fonts-zh-cn 软件包")
    )


def lacking(texts: Iterable[str]) -> str:
    """Return the characters of some texts, in the order of their code, that none of the fonts has."""
    wanted = {character for text in texts for character in text if not character.isspace()}
    fonts = [_coverage(path) for path in font_paths()]
    return "".join(
        character
        for character in sorted(wanted)
        # What only controls how others are shown is not looked for.
        if unicodedata.category(character) != "Cf" and not any(_has(font, ord(character)) for font in fonts)
    )


_Coverage = tuple[tuple[int, ...], tuple[int, ...]]
"""First and last code points of the ranges that a font has, in order."""


def _has(font: _Coverage, code: int) -> bool:
    starts, ends = font
    index = bisect_right(starts, code) - 1
    return index >= 0 and code <= ends[index]


@cache
def _coverage(path: Path) -> _Coverage:
    with path.open("rb") as file:
        (tables,) = struct.unpack(">4xH6x", file.read(12))
        for _number in range(tables):
            tag, offset, length = struct.unpack(">4s4xII", file.read(16))
            if tag == b"cmap":
                file.seek(offset)
                ranges = sorted(_mapped(file.read(length)))
                return tuple(first for first, _last in ranges), tuple(last for _first, last in ranges)
    raise _missing()


def _mapped(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Yield the ranges of code points of a font's table of segmented coverage (cmap format 12)."""
    (encodings,) = struct.unpack_from(">2xH", cmap)
    for number in range(encodings):
        (offset,) = struct.unpack_from(">4xI", cmap, 4 + 8 * number)
        if struct.unpack_from(">H", cmap, offset) == (12,):
            (groups,) = struct.unpack_from(">12xI", cmap, offset)
            for group in range(groups):
                first, last, glyph = struct.unpack_from(">III", cmap, offset + 16 + 12 * group)
                if glyph:
                    yield first, last
            return
