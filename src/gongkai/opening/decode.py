"""From bytes to text: the encoding that the bytes are in, whatever they declare."""

import codecs
import itertools
import math
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.opening.errors import UnreadableFile
from gongkai.wording import _


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and its encoding.

    ``mismatched`` says that the bytes are not, or not all, in the encoding that the file declares, or in no single
    encoding. What could not be decoded stands in the text as U+FFFD.
    """

    text: str
    encoding: str
    mismatched: bool = False


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# A page that says GB2312 or GBK is read as GB18030, which holds both, as browsers do; so Big5 with its extension.
_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
_DECLARABLE = ("utf-8", "gb18030", "big5hkscs", "euc_", "shift_jis", "cp125", "iso8859", "koi8")
_CHINESE = ("utf-8", "gb18030", "big5hkscs")
_DECLARED_WITHIN = 4096
_DECLARATION = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})|<\?xml[^>]*?encoding\s*=\s*["']([a-z0-9_:.-]{2,40})"""
)

# The most frequent characters of official Chinese, simplified and traditional. Text that is read in a wrong encoding
# is made of rare ones.
_FREQUENT = re.compile(
    "[，。、；：（）“”《》　的一是不在有人和为以于上下中大年月日个会这到主政府信息公开部门工作情况第条例规定本行机关"
    "申请办理数量件报告其他法律总计市县区镇乡局二三四五六七八九十國為個會這門開們發與對時關請辦總計縣鄉區數條報務動]"
)
_IMPLAUSIBLE = re.compile("[\ufffd\x01-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\u3400-\u4dbf\U000f0000-\U0010ffff]")
_NOT_ASCII = re.compile("[^\0-\x7f]")
_CONTROLS = bytes(sorted({*range(0x20)} - {*b"\t\n\r\f\x1a\x1b"}))
_SAMPLE = 65_536
# One character in five of any Chinese text is among the frequent ones; in misread text hardly any is.
_PLAUSIBLE = 0.05
_MOST_IMPLAUSIBLE = 0.1
# Beyond this, lines are not looked at one by one.
_MOST_LINES = 1_000_000
# In pages of GB 2312 this code, which is nothing there, stands for the full-width space.
_SPACE_IN_GB, _SPACE = "\ue5e5", "\u3000"


def decode(data: bytes, declared: str | None = None, *, name: str = "") -> Decoded:
    """Return the text of a file, ``declared`` being what is known of its encoding from elsewhere.

    In order: a byte order mark, UTF-8 if the bytes are valid in it, then, of what is declared (in a page's own head,
    too), GB18030 and Big5, the one that makes the most of the bytes. Where none holds throughout, the lines that are
    valid in UTF-8 are read apart from the others. Raise ``UnreadableFile`` for what is not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_refuse_garbage(data[len(mark) :].decode(encoding, "replace"), name), encoding)
    if b"\0" in data:
        if (wide := _utf_16(data)) is not None:
            return wide
        _refuse_binary(data, name)
        data = data.replace(b"\0", b"")  # A few stray ones in text are shown by nobody.
    codec = _codec(declared or _declaration(data))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return Decoded(text, "utf-8", codec not in {None, "utf-8"} and not text.isascii())
    _refuse_binary(data, name)
    tried = tuple(dict.fromkeys((codec or "gb18030", *_CHINESE)))
    score, text, encoding = _most_plausible(data, tried, "strict")
    mismatched = codec not in {None, encoding}
    if score < _PLAUSIBLE:
        mismatched = True
        _refuse_garbage(_most_plausible(data[:_SAMPLE], tried)[1], name)
        by_line = data.count(b"\n") + data.count(b"\r") <= _MOST_LINES
        text, encoding = _line_by_line(data, tried) if by_line else _most_plausible(data, tried)[1:]
    return Decoded(_refuse_garbage(text, name).replace(_SPACE_IN_GB, _SPACE), encoding, mismatched)


def _declaration(data: bytes) -> str | None:
    match = _DECLARATION.search(data[:_DECLARED_WITHIN].lower())
    return None if match is None else (match[1] or match[2]).decode("ascii")


def _codec(label: str | None) -> str | None:
    """Return the codec for an encoding's name, ``None`` for one that says nothing (UTF-16 in a page of bytes)."""
    try:
        codec = codecs.lookup((label or "").strip().lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    codec = _SUPERSETS.get(codec, codec)
    return codec if codec.startswith(_DECLARABLE) else None


def _utf_16(data: bytes) -> Decoded | None:
    """Return the text if the bytes are UTF-16 without a byte order mark, which only text in it makes plausible."""
    sample = data[: _SAMPLE & ~1]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        good = len(text) - len(_NOT_ASCII.findall(text)) - text.count("\0") + len(_FREQUENT.findall(text))
        if good - 5 * len(_IMPLAUSIBLE.findall(text)) > 0.3 * len(text):
            return Decoded(data.decode(encoding, "replace"), encoding)
    return None


def _plausibility(text: str) -> float:
    """Return how many of the first characters outside ASCII are frequent ones, implausible ones taken off."""
    if (start := _NOT_ASCII.search(text)) is None:
        return 1.0
    foreign = "".join(_NOT_ASCII.findall(text, start.start(), start.start() + _SAMPLE))
    return (len(_FREQUENT.findall(foreign)) - 5 * len(_IMPLAUSIBLE.findall(foreign))) / len(foreign)


def _most_plausible(data: bytes, tried: Sequence[str], errors: str = "replace") -> tuple[float, str, str]:
    """Return how plausible the most plausible reading is, its text and its codec; of equals the one named first."""
    best = -math.inf, "", ""
    for codec in tried:
        try:
            text = data.decode(codec, errors)
        except UnicodeDecodeError:
            continue
        if (score := _plausibility(text)) > best[0]:
            best = score, text, codec
    return best


def _line_by_line(data: bytes, tried: Sequence[str]) -> tuple[str, str]:
    """Return the text of a file that is in no single encoding, and the codec of most of it.

    A page whose head is in UTF-8 and whose body is in another encoding was put together by a program that looks at
    bytes only. Line ends are the same bytes in all of them.
    """
    lines = data.splitlines(keepends=True)
    valid = [_is_utf_8(line) for line in lines]
    others = b"".join(itertools.compress(lines, map(operator.not_, valid)))
    _score, _text, codec = _most_plausible(others, tried)
    in_utf_8 = b"".join(line for line in itertools.compress(lines, valid) if not line.isascii())
    most = codec if len(others) > len(in_utf_8) else "utf-8"
    # Very short lines of another encoding can happen to be valid.
    if in_utf_8 and _most_plausible(in_utf_8, (most, "utf-8", codec))[2] != "utf-8":
        valid = [False] * len(lines)
    texts = [
        line.decode("utf-8" if is_valid else codec, "replace") for line, is_valid in zip(lines, valid, strict=True)
    ]
    return "".join(texts), most


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) / 100:
        raise _not_text(name)


def _refuse_garbage(text: str, name: str) -> str:
    """Return the text, unless no encoding makes text of the file."""
    sample = text[:_SAMPLE]
    if len(_IMPLAUSIBLE.findall(sample)) > len(sample) * _MOST_IMPLAUSIBLE:
        raise _not_text(name)
    return text


def _not_text(name: str) -> UnreadableFile:
    return UnreadableFile(
        name,
        _("文件内容不是文本，也不是网页"),
        todo=_("请确认文件没有损坏、加密或者改错扩展名，再重新导出或者下载"),
    )
