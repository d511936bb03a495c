"""Plain text and Markdown as lines."""

import re

from gongkai.report.model import Normalised, Place, Remark
from gongkai.report.reading.decode import decode
from gongkai.report.reading.document import Document, Line

_HEADING = re.compile(r"#{1,6}\s+")
# - 2 -, — 2 —, 第 2 页 共 5 页: left by the pages that the text was taken from.
_PAGE_NUMBER = re.compile(r"[-—–]{1,2}\s*\d{1,3}\s*[-—–]{1,2}|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_text(data: bytes, name: str, *, markdown: bool = False) -> Document:
    """Return the lines of a text; of Markdown, with headings marked and its signs removed."""
    decoded = decode(data)
    document = Document([])
    if decoded.mismatched:
        document.remarks.append(Remark(Normalised.ENCODING, decoded.encoding))
    for number, raw in enumerate(decoded.text.replace("\f", "\n").splitlines(), 1):
        if not (text := raw.strip(" \r\u3000\xa0\u200b\ufeff")):
            continue
        heading = False
        if markdown:
            if match := _HEADING.match(text):
                heading, text = True, text[match.end() :]
            text = _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", _BREAKS.sub("", text)))
        elif _PAGE_NUMBER.fullmatch(text):
            continue
        document.blocks.append(Line(text, Place(line=number), heading))
    return document
