"""The report as Markdown: headings, paragraphs, and the tables between pipes with every label in its column."""

import re
from collections.abc import Iterable, Iterator

from gongkai.report.model import AnnualReport
from gongkai.report.writing.layout import LaidTable, lay_out, second_level_heading


def render(report: AnnualReport) -> bytes:
    """Return the report as Markdown."""
    layout = lay_out(report)
    blocks = [f"# {_escaped(layout.title)}"] if layout.title else []
    blocks += map(_paragraph, layout.opening)
    for section in layout.sections:
        blocks.append(f"## {_escaped(section.title)}")
        blocks += map(_paragraph, section.paragraphs)
        if section.table is not None:
            blocks.append("\n".join(_rows(section.table)))
    return ("\n\n".join(blocks) + "\n").encode()


def _paragraph(text: str) -> str:
    if second_level_heading(text) == len(text):
        return f"### {_escaped(text)}"
    return _escaped(text)


def _rows(table: LaidTable) -> Iterator[str]:
    head, *rows = table.texts()
    # Markdown has one row of heads, which must have every column; those below it are rows.
    yield _row(head + [""] * (table.columns - len(head)))
    yield "|---" * table.columns + "|"
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


# What Markdown takes for a sign anywhere, and what it does at the beginning of a line.
_SIGNS = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
_AT_START = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))|(?=[#+-])")


def _escaped(text: str) -> str:
    escaped = _SIGNS.sub(r"\\\g<0>", text)
    return _AT_START.sub(r"\1\\", escaped, count=1) if _AT_START.match(escaped) else escaped
