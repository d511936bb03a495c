"""Lays a report out as text in every shape in which agencies' pages have been seen.

Each function returns the three tables of a report as text; the rest of the report (title, headings, prose) is the
same in all shapes.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from gongkai.report.model import SECTIONS, AnnualReport
from gongkai.stats.editions import (
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Row,
    table3_cells,
    table4_cells,
)
from gongkai.stats.identities import prints_item_six_in_one_row

Lines = list[str]
FIGURES = len(TABLE3_COLUMNS)


def whole(report: AnnualReport, tables: Callable[[AnnualReport], tuple[Lines, Lines, Lines]]) -> str:
    """Return a whole report with its tables laid out in one shape."""
    edition = report.edition
    assert edition is not None
    two, three, four = tables(report)
    parts = [report.title, report.narrative.get("opening", "")]
    for section, heading in zip(SECTIONS, edition.section_titles, strict=True):
        parts += [heading, *{"disclosure": two, "requests": three, "remedies": four}.get(section, [])]
        parts.append(report.narrative.get(section, ""))
    return "\n".join(part for part in parts if part != "") + "\n"


def printed_rows(report: AnnualReport) -> Sequence[Row]:
    """Return the rows of table three (表三) that a report has, in the order in which it has their cells."""
    edition = report.edition
    assert edition is not None
    one_row = prints_item_six_in_one_row(edition, report.cells)
    declared = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    order = {cell: at for at, cell in enumerate(report.cells)}
    printed = [row for row in declared if table3_cells(row.key)[0] in order]
    return sorted(printed, key=lambda row: order[table3_cells(row.key)[0]])


def figures(report: AnnualReport, cells: Sequence[str]) -> list[str]:
    return [_printed(report, cell) for cell in cells]


def _printed(report: AnnualReport, cell: CellId) -> str:
    """A figure as agencies print it: an increase with its sign, the amount of procurement with its unit."""
    found = report.cells[cell]
    if cell.endswith(".change") and found.number:
        return f"{found.number:+}"
    if cell.endswith("procurement.amount") and found.number is not None:
        return found.shown + (report.procurement_unit or "")
    return found.shown


def _labels(rows: Sequence[Row]) -> Iterator[tuple[Row, list[str]]]:
    """Yield each row with the labels that begin in it: brackets stand in their first row only."""
    outcomes_begun = False
    group = ""
    for row in rows:
        labels = []
        if row.label.startswith("（") or row.group:
            if not outcomes_begun:
                labels.append(TABLE3_OUTCOMES_LABEL)
                outcomes_begun = True
            if row.group and row.group != group:
                labels.append(row.group)
            group = row.group
        yield row, [*labels, row.label]


def blocks(report: AnnualReport) -> Iterator[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    edition = report.edition
    assert edition is not None
    for block in edition.table2:
        rows = [
            (row.label, figures(report, block.cell_ids(row)))
            for row in block.rows
            if block.cell_ids(row)[0] in report.cells
        ]
        if rows:
            yield block.article_20, ["信息内容", *(column.label for column in block.columns)], rows


def table4_figures(report: AnnualReport) -> list[str]:
    ids = [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
    return figures(report, ids) if ids[0] in report.cells else []


_RESULTS = [column.label for column in TABLE4_COLUMNS]
_ORGANISATIONS = [column.label for column in TABLE3_COLUMNS[1:-1]]


def tabs(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """A row a line, cells separated by tabs, merged cells leaving empty ones on either side (copied from Word)."""
    two: Lines = []
    for article, heads, rows in blocks(report):
        two += [f"{article}\t\t\t", "\t".join(heads), *("\t".join((label, *figures)) for label, figures in rows)]
    three = [
        f"{TABLE3_CORNER}\t\t申请人情况\t\t\t\t\t\t总计\t",
        "\t\t自然人\t法人或其他组织\t\t\t\t\t\t",
        "\t\t\t" + "\t".join(_ORGANISATIONS) + "\t\t",
    ]
    for row, labels in _labels(printed_rows(report)):
        written = "\t".join(figures(report, table3_cells(row.key)))
        if len(labels) == 1 and not row.group:
            three.append(f"{labels[0]}\t\t{written}\t")
        elif row.group and len(labels) == 1:
            three.append(f"\t\t{labels[0]}\t{written}")
        else:
            three.append("\t" * (row.group != "") + "\t".join(labels) + f"\t{written}")
    four = [
        "行政复议\t\t\t\t\t行政诉讼\t\t\t\t\t\t\t\t\t",
        "\t".join(_RESULTS) + "\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t",
        "\t\t\t\t\t" + "\t".join(_RESULTS * 2),
        "\t".join(table4_figures(report)),
    ]
    return two, three, four


def row_pipes(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """A row a line, each cell ended by a pipe; what merged cells leave stands at the end of the row."""
    two: Lines = []
    for article, heads, rows in blocks(report):
        two.append(f"{article} | |||")
        two += [" | ".join((*cells, "")).rstrip() for cells in (heads, *([label, *figures] for label, figures in rows))]
    three = [
        f"{TABLE3_CORNER} | 申请人情况 |",
        "自然人 | 法人或其他组织 | 总计 |",
        " | ".join(("商业 企业", "科研 机构", *_ORGANISATIONS[2:])) + " |",
    ]
    three += [
        " | ".join((*labels, *figures(report, table3_cells(row.key)))) + " |"
        for row, labels in _labels(printed_rows(report))
    ]
    four = [
        "行政复议 | 行政诉讼 |",
        " | ".join((*_RESULTS, "未经复议直接起诉", "复议后起诉")) + " |",
        " | ".join(_RESULTS * 2) + " |",
        " | ".join(table4_figures(report)) + " |",
    ]
    return two, three, four


def _cells(report: AnnualReport) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Return the rows of the tables as cells, merged ones once."""
    two: list[list[str]] = []
    for article, heads, rows in blocks(report):
        two += [[article], heads, *([label, *figures] for label, figures in rows)]
    three = [[TABLE3_CORNER, "申请人情况"], ["自然人", "法人或其他组织", "总计"], ["商业\n企业", *_ORGANISATIONS[1:]]]
    three += [[*labels, *figures(report, table3_cells(row.key))] for row, labels in _labels(printed_rows(report))]
    four = [
        ["行政复议", "行政诉讼"],
        [*_RESULTS, "未经复议直接起诉", "复议后起诉"],
        _RESULTS * 2,
        table4_figures(report),
    ]
    return two, three, four


def cell_lines(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """A cell a line, ended by a pipe; what merged cells leave is a line of pipes."""
    widths = (4, 10, 15)
    tables: list[Lines] = []
    for rows, width in zip(_cells(report), widths, strict=True):
        lines: Lines = []
        for cells in rows:
            lines += [f"{cell} |" if cell else "|" for cell in cells]
            if width - len(cells) > 1:
                lines.append("|" * (width - len(cells)))
        tables.append(lines)
    return tables[0], tables[1], tables[2]


def alternate_lines(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """A cell and a pipe on alternate lines."""
    two, three, four = (
        [line for cells in rows for cell in cells for line in ((cell, "|") if cell else ("|",))]
        for rows in _cells(report)
    )
    return two, three, four


def plain_lines(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """A cell a paragraph and nothing else: a blank cell leaves no trace."""
    two, three, four = ([cell for cells in rows for cell in cells if cell] for rows in _cells(report))
    return two, three, four


def _cut(label: str, at: int = 11) -> list[str]:
    return [label[start : start + at] for start in range(0, len(label), at)]


def pdf_text(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """The text layer of a PDF: heads one character a line, labels cut over lines, page numbers between rows."""
    two: Lines = []
    for article, heads, rows in blocks(report):
        two += [article, " ".join(heads), *(" ".join((label, *figures)) for label, figures in rows)]
    three = [*_cut(TABLE3_CORNER, 20), "申请人情况", "自然人", "法人或其他组织", "总计"]
    three += [piece for name in _ORGANISATIONS for piece in re.findall("..?", name)]
    for number, (row, labels) in enumerate(_labels(printed_rows(report))):
        if number % 9 == 8:
            three.append(f"- {number // 9 + 2} -")
        if labels[0] == TABLE3_OUTCOMES_LABEL:
            three += list(labels.pop(0))
        for label in labels[:-1]:
            three += _cut(label, 3)
        *pieces, last = _cut(labels[-1], 24)
        three += [*pieces, " ".join((last, *figures(report, table3_cells(row.key))))]
    four = ["行政复议 行政诉讼", *_RESULTS, "未经复议直接起诉 复议后起诉", " ".join(_RESULTS * 2)]
    four.append(" ".join(table4_figures(report)))
    return two, three, four


def kangxi(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """The text layer of a PDF whose font maps common characters to radicals."""
    radicals = str.maketrans("一二人大行自法方无止工用", "⼀⼆⼈⼤⾏⾃法⽅⽆⽌⼯⽤")
    two, three, four = ([line.translate(radicals) for line in lines] for lines in pdf_text(report))
    return two, three, four


def markdown(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """Tables of Markdown, every row with all its cells."""

    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    two: Lines = []
    for article, heads, rows in blocks(report):
        two += [row([article]), "|---|---|---|---|", row(heads), *(row([label, *figures]) for label, figures in rows)]
    three = [row(["", *(column.label for column in TABLE3_COLUMNS)]), "|---" * 8 + "|"]
    three += [row([row_.label, *figures(report, table3_cells(row_.key))]) for row_ in printed_rows(report)]
    four = [row(_RESULTS * 3), "|---" * 15 + "|", row(table4_figures(report))]
    return two, three, four


def torn_markdown(report: AnnualReport) -> tuple[Lines, Lines, Lines]:
    """Markdown made from a PDF: some rows of figures have lost their labels, which stand in lines around them."""
    two, _three, four = markdown(report)
    three = ["申请人情况", "自然人", "法人或其他组织", "总计"]
    for number, (row, labels) in enumerate(_labels(printed_rows(report))):
        written = " | ".join(figures(report, table3_cells(row.key)))
        if number % 3 == 2 and 2 < number < len(printed_rows(report)) - 2:
            pieces = [piece for label in labels for piece in _cut(label)]
            three += [*pieces[:1], f"| {written} |", "|---|---|---|---|---|---|---|", *pieces[1:]]
        else:
            three += [*labels[:-1], f"| {labels[-1]} | {written} |", "|---|---|---|---|---|---|---|---|"]
    return two, three, four


SHAPES: dict[str, Callable[[AnnualReport], tuple[Lines, Lines, Lines]]] = {
    "tabs": tabs,
    "row_pipes": row_pipes,
    "cell_lines": cell_lines,
    "alternate_lines": alternate_lines,
    "plain_lines": plain_lines,
    "pdf_text": pdf_text,
    "kangxi": kangxi,
    "markdown": markdown,
    "torn_markdown": torn_markdown,
}
KEEPS_BLANKS = frozenset({"tabs", "row_pipes", "cell_lines", "alternate_lines", "markdown", "torn_markdown"})
"""Shapes in which a blank cell leaves a trace."""
