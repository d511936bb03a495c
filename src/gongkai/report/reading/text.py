"""Plain text and Markdown as lines."""

import re

from gongkai.opening.decode import decode
from gongkai.report.model import Normalised, Place, Remark
from gongkai.report.reading.document import Document, Line
from gongkai.report.reading.errors import UnreadableReport
from gongkai.wording import _

LARGEST_TEXT = 20_000_000
"""Bytes. A report has some tens of thousands."""
MOST_LINES = 100_000
"""A report with a cell a line has some hundreds."""

_HEADING = re.compile(r"#{1,6}\s+")
# - 2 -, — 2 —, 第 2 页 共 5 页: left by the pages that the text was taken from.
_PAGE_NUMBER = re.compile(r"[-—–]{1,2}\s*\d{1,3}\s*[-—–]{1,2}|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?")
# Any mark of ASCII can be escaped in Markdown.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1")
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_text(data: bytes, name: str, *, markdown: bool = False) -> Document:
    """Return the lines of a text; of Markdown, with headings marked and its signs removed."""
    if len(data) > LARGEST_TEXT:
        raise UnreadableReport(
            name,
            _("文本有 {size} MB，超过 {limit} MB").format(size=len(data) // 10**6, limit=LARGEST_TEXT // 10**6),
            todo=_("年度报告的文字不会这么多，请确认选对了文件"),
        )
    decoded = decode(data, name=name)
    document = Document([])
    if decoded.mismatched:
        document.remarks.append(Remark(Normalised.ENCODING, decoded.encoding))
    lines = decoded.text.replace("\f", "\n").splitlines()
    if len(lines) > MOST_LINES:
        raise UnreadableReport(
            name,
            _("文本超过 {limit} 万行").format(limit=MOST_LINES // 10**4),
            todo=_("年度报告没有这么多行，请确认选对了文件"),
        )
    for number, raw in enumerate(lines, 1):
        if not (text := raw.strip(" \r\u3000\xa0\u200b\ufeff")):
            continue
        heading = False
        if markdown:
            if match := _HEADING.match(text):
                heading, text = True, text[match.end() :]
            text = _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", _BREAKS.sub(" ", text)))
        elif _PAGE_NUMBER.fullmatch(text):
            continue
        document.blocks.append(Line(text, Place(line=number), heading))
    return document
