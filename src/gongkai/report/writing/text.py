"""The report as plain text: a paragraph on a line, a row of a table on a line with a tab between its columns.

A blank cell keeps its place; a merged cell stands at the first that it covers, and the last ends its row.
"""

from collections.abc import Iterator

from gongkai.report.model import AnnualReport
from gongkai.report.writing.layout import LaidTable, lay_out


def render(report: AnnualReport) -> bytes:
    """Return the report as plain text."""
    layout = lay_out(report)
    blocks = [layout.title, *layout.opening]
    for section in layout.sections:
        blocks += [section.title, *section.paragraphs]
        if section.table is not None:
            blocks.append("\n".join(_rows(section.table)))
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _rows(table: LaidTable) -> Iterator[str]:
    for row in table.texts():
        yield "\t".join(row)
