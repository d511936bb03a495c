"""The published reports (``GONGKAI_CORPUS``) and what is expected of them, in the terms of the format."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from gongkai.report.model import What
from gongkai.stats.cells import Cell, CellState
from gongkai.stats.editions import (
    TABLE3_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition,
    table3_cells,
    table4_cells,
)

Expected = dict[str, object]
Written = int | float | str | None


def index(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "index.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def expected_figures(expected: Expected) -> Iterator[tuple[CellId, Written]]:
    """Yield what each cell should be: a figure, or ``None`` for one that is blank or has a dash."""
    edition_ = edition(str(expected["format"]))
    of_row = {
        row.label.removeprefix("行政") if row.key == "normative_documents" else row.label: block.cell_ids(row)
        for block, row in edition_.table2_rows()
    }
    for label, written in rows_of(expected, "table2", "table2_2019"):
        ids = of_row.get(label) or of_row[label.removeprefix("行政")]
        figures = written if isinstance(written, list) else [written] * len(ids)
        yield from zip(ids, figures, strict=True)
    keys = table3_keys(edition_, [label for label, _written in rows_of(expected, "table3")])
    for key, (_label, written) in zip(keys, rows_of(expected, "table3"), strict=True):
        assert isinstance(written, list)
        yield from zip(table3_cells(key), written, strict=True)
    groups = {group.label: group.key for group in TABLE4_GROUPS}
    for label, written in rows_of(expected, "table4"):
        assert isinstance(written, list)
        yield from zip(table4_cells(groups[label]), written, strict=True)


def rows_of(expected: Expected, *tables: str) -> list[tuple[str, object]]:
    return [row for table in tables if isinstance(rows := expected.get(table), dict) for row in rows.items()]


def table3_keys(edition_: Edition, labels: list[str]) -> list[str]:
    """Labels stand in the order of the form; fragments have its first rows by number."""
    one_row = "（六）其他处理" in labels or len(labels) == 23
    declared = edition_.table3_rows_one_row_item_six if one_row else edition_.table3_rows
    assert len(labels) in {0, 23, 25} or labels == ["一", "二", "（一）", "（二）"][: len(labels)]
    return [row.key for row in declared[: len(labels)]]


def of_complete(path: Path) -> Expected:
    """Return what is expected of a complete report; several files may share it."""
    text = path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8")
    expected: Expected = json.loads(text, parse_float=Decimal)
    return expected


def of_fragments(corpus: Path) -> list[Expected]:
    """Return what is expected of each fragment."""
    lines = (corpus / "partial" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def is_as_expected(cell: Cell | None, written: Written) -> bool:
    if written is None:
        return cell is None or cell.state in {CellState.BLANK, CellState.DASH}
    figure = written.removesuffix("元") if isinstance(written, str) else str(written)
    return cell is not None and cell.number == Decimal(figure)


STATED = {
    "received": What.REQUESTS_RECEIVED,
    "carried_in": What.REQUESTS_CARRIED_IN,
    "processed": What.REQUESTS_PROCESSED,
    "granted": What.REQUESTS_DISCLOSED,
    "partial": What.REQUESTS_PARTIALLY_DISCLOSED,
    "denied": What.REQUESTS_WITHHELD,
    "unable": What.REQUESTS_UNABLE_TO_PROVIDE,
    "not_processed": What.REQUESTS_NOT_PROCESSED,
    "other": What.REQUESTS_OTHERWISE_HANDLED,
    "carried_out": What.REQUESTS_CARRIED_OUT,
    "review_total": What.RECONSIDERATIONS,
    "litigation": What.LITIGATIONS,
}


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


FOOTING = ("table3.workload.", "table3.outcomes.", "table3.across.", "table4.across.")
GROUPS = {group.label: group.key for group in TABLE4_GROUPS}
RULE_OF_IDENTITY = {"table4 total=sum of four": "table4.across"}


def violated(expected: dict) -> set[str]:
    """Return the rules of footing that a complete report really breaks."""
    columns = {column.label: column.key for column in TABLE3_COLUMNS}
    rules = set()
    for violation in expected["violations"]:
        part = GROUPS[violation["group"]] if "group" in violation else columns[violation["column"]]
        rules.add(f"{RULE_OF_IDENTITY[violation['identity']]}.{part}")
    return rules
