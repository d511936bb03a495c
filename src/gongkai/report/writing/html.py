"""The report as one HTML file: the statutory layout, readable aloud, on a phone and on paper, without scripts."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.report.model import AnnualReport
from gongkai.report.writing.layout import Kind, LaidCell, LaidTable, lay_out, second_level_heading
from gongkai.stats.editions import CellId

_NAME = "政府信息公开"


def render(report: AnnualReport) -> bytes:
    """Return the report as an HTML file."""
    layout = lay_out(report)
    title = escape(layout.title)
    head = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ]
    if layout.agency:
        head.append(f'<meta name="author" content="{escape(layout.agency)}">')
    body = [f"<style>\n{_style()}</style>", "</head>", "<body>", "<main>"]
    if title:
        # A long title breaks before the name of what it is, not inside a word.
        body.append(f"<h1>{title.replace(_NAME, f'<wbr>{_NAME}', 1)}</h1>")
    body += (f"<p>{escape(text)}</p>" for text in layout.opening)
    for section in layout.sections:
        body.append(f'<section aria-labelledby="{section.key}">')
        body.append(f'<h2 id="{section.key}">{escape(section.title)}</h2>')
        body += map(_paragraph, section.paragraphs)
        if section.table is not None:
            body += _table(section.table, section.key)
        body.append("</section>")
    body += ["</main>", "</body>", "</html>", ""]
    return "\n".join(head + body).encode()


@cache
def _style() -> str:
    return files(__package__).joinpath("html.css").read_text("utf-8")


def _paragraph(text: str) -> str:
    end = second_level_heading(text)
    if end == len(text):
        return f"<h3>{escape(text)}</h3>"
    if end:
        return f"<p><b>{escape(text[:end])}</b>{escape(text[end:])}</p>"
    return f"<p>{escape(text)}</p>"


def _table(table: LaidTable, section: str) -> Iterator[str]:
    # A region that scrolls must be reachable by keyboard, and so must have a name.
    yield f'<div class="scroll" role="region" aria-labelledby="{section}" tabindex="0">'
    yield f'<table class="{table.key}" aria-labelledby="{section}">'
    yield f"<colgroup>{'<col>' * table.columns}</colgroup>"
    rows = list(table.rows())
    headers = table.headers()
    if table.head_rows:
        yield "<thead>"
        yield from _rows(table, rows[: table.head_rows], headers)
        yield "</thead>"
    yield "<tbody>"
    yield from _rows(table, rows[table.head_rows :], headers)
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


_Headers = Mapping[CellId, tuple[LaidCell, ...]]


def _rows(table: LaidTable, rows: Iterable[tuple[LaidCell, ...]], headers: _Headers) -> Iterator[str]:
    for row in rows:
        yield f"<tr>{''.join(_cell(table, cell, headers) for cell in row)}</tr>"


_SCOPES = {Kind.BAND: "colgroup", Kind.HEAD: "col", Kind.STUB: "row"}


def _cell(table: LaidTable, cell: LaidCell, headers: _Headers) -> str:
    attributes = ""
    if cell.colspan > 1:
        attributes += f' colspan="{cell.colspan}"'
    if cell.rowspan > 1:
        attributes += f' rowspan="{cell.rowspan}"'
    if cell.kind is Kind.FIGURE:
        names = " ".join(_identifier(table, header) for header in headers[cell.cell_id])
        return f'<td{attributes} headers="{names}">{escape(cell.text)}</td>'
    if cell.kind is Kind.CORNER:
        return f'<td{attributes} class="corner">{escape(cell.text)}</td>'
    scope = _SCOPES[cell.kind]
    if cell.kind is Kind.HEAD and cell.colspan > 1:
        scope = "colgroup"
    elif cell.kind is Kind.STUB and cell.rowspan > 1:
        scope = "rowgroup"
    classes = f' class="{cell.kind}"' if cell.kind is not Kind.STUB else f' class="stub s{cell.column}"'
    return f'<th{attributes} id="{_identifier(table, cell)}" scope="{scope}"{classes}>{escape(cell.text)}</th>'


def _identifier(table: LaidTable, cell: LaidCell) -> str:
    return f"{table.key}-{cell.row}-{cell.column}"
