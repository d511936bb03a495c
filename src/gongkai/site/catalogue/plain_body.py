"""The text of an item as a clerk types or pastes it, and the markup that the public sees.

One line is one paragraph, as in a document pasted from Word. A line that begins with ``# `` is a heading, one with
``- `` a point of a list, and lines with tabs between their cells (as Word and Excel paste a table) are rows of a
table whose first row is its head. Nothing else is special, so nobody needs to learn anything.
"""

import html
import re
from itertools import groupby

from lxml import html as lxml_html

HEADING, POINT = "# ", "- "
ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、（）()]+")


def to_html(text: str) -> str:
    """Return the markup of a typed text."""
    lines = [line.strip(" \u3000\r") for line in text.replace("\r\n", "\n").split("\n")]
    parts = []
    for kind, group in groupby((line for line in lines if line.strip()), key=_kind):
        found = list(group)
        if kind == "table":
            parts.append(_table(found))
        elif kind == "point":
            parts.append("<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in found) + "</ul>")
        elif kind == "heading":
            parts.extend(f"<h3>{_inline(line[2:])}</h3>" for line in found)
        else:
            parts.extend(f"<p>{_inline(line)}</p>" for line in found)
    return "".join(parts)


def _kind(line: str) -> str:
    if "\t" in line:
        return "table"
    if line.startswith(POINT):
        return "point"
    return "heading" if line.startswith(HEADING) else "paragraph"


def _inline(text: str) -> str:
    parts, at = [], 0
    for match in ADDRESS.finditer(text):
        parts.append(html.escape(text[at : match.start()], quote=False))
        address = html.escape(match[0])
        parts.append(f'<a href="{address}" rel="noopener noreferrer">{html.escape(match[0], quote=False)}</a>')
        at = match.end()
    parts.append(html.escape(text[at:], quote=False))
    return "".join(parts)


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    width = max(len(row) for row in rows)
    head, *body = [row + [""] * (width - len(row)) for row in rows]
    return (
        "<table><thead><tr>"
        + "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
        + "</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in body)
        + "</tbody></table>"
    )


def to_text(markup: str) -> str:
    """Return the typed text of a markup, for editing it again."""
    if not markup.strip():
        return ""
    lines = []
    for element in lxml_html.fragment_fromstring(markup, create_parent=True):
        if element.tag in ("ul", "ol"):
            lines.extend(POINT + _words(each) for each in element)
        elif element.tag == "table":
            lines.extend("\t".join(_words(cell) for cell in row) for row in element.iter("tr"))
        elif element.tag in ("h2", "h3", "h4"):
            lines.append(HEADING + _words(element))
        else:
            lines.append(_words(element))
    return "\n".join(lines)


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split("\n")).strip()
