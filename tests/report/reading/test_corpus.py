"""The published reports, where they are present: every figure of every complete one, and what the fragments have."""

import csv
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.report.model import AnnualReport, Period, What
from gongkai.report.reading.files import read
from gongkai.stats.cells import Cell, CellState
from gongkai.stats.editions import TABLE4_GROUPS, CellId, Edition, edition, table3_cells, table4_cells

pytestmark = pytest.mark.corpus

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


def differences(report: AnnualReport, expected: Mapping[CellId, Written]) -> list[str]:
    return [
        f"{cell}: {report.cells.get(cell)} for {written}"
        for cell, written in expected.items()
        if not is_as_expected(report.cells.get(cell), written)
    ]


def is_as_expected(cell: Cell | None, written: Written) -> bool:
    if written is None:
        return cell is None or cell.state in {CellState.BLANK, CellState.DASH}
    figure = written.removesuffix("元") if isinstance(written, str) else str(written)
    return cell is not None and cell.number == Decimal(figure)


def test_every_file_of_the_index_is_there(corpus: Path) -> None:
    missing = [row["file"] for row in index(corpus) if not (corpus / row["file"]).is_file()]
    assert missing == []
    for folder in ("complete", "partial"):
        listed = {row["file"] for row in index(corpus)}
        there = {f"{folder}/{path.name}" for path in (corpus / folder).iterdir() if "expected" not in path.name}
        assert there <= listed, "a file is not in the index"


def test_every_complete_report_is_read_with_every_cell_right_from_every_shape(corpus: Path) -> None:
    wrong: dict[str, list[str]] = {}
    read_ = 0
    for row in index(corpus):
        path = corpus / row["file"]
        if path.parent.name != "complete":
            continue
        expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))
        figures = dict(expected_figures(expected))
        report = read(path)
        read_ += 1
        if row["complete"] == "yes":
            assert report.complete == (len(expected["table2"]) == 6), path.name
        else:
            # Table two is known from elsewhere and not in the file.
            figures = {cell: figure for cell, figure in figures.items() if not cell.startswith("table2")}
        found = differences(report, figures)
        found += [f"{cell}: not in the report" for cell in report.cells if cell not in figures]
        if found or (report.year, report.edition_key) != (expected["year"], expected["format"]):
            wrong[path.name] = [*found, f"{report.year} {report.edition_key}"]
    assert wrong == {}
    assert read_ > 10


def test_every_fragment_has_the_rows_that_its_expected_line_has(corpus: Path) -> None:
    lines = (corpus / "partial" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    wrong: dict[str, list[str]] = {}
    for expected in map(json.loads, lines):
        report = read(corpus / "partial" / expected["file"])
        found = differences(report, dict(expected_figures(expected)))
        if report.year not in {None, expected["year"]}:
            found.append(f"year {report.year}")
        if report.cells and report.edition_key != expected["format"]:
            found.append(f"edition {report.edition_key}")
        if report.complete:
            found.append("complete")
        if found:
            wrong[expected["file"]] = found
    assert lines
    assert wrong == {}


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


def misstated(report: AnnualReport, expected: Expected) -> list[str]:
    """Say which figures of the prose were not found in the report as it was read, or should not have been."""
    period = Period.OTHER_YEAR if expected.get("half_year") else Period.YEAR
    claims = [claim for claim in report.claims if claim.period is period]
    published = {claim.value for claim in claims if claim.what is What.ITEMS_PUBLISHED}
    anything = {claim.value for claim in report.claims}
    wanted = [*as_list(expected.get("published")), *as_list(expected.get("published_approx"))]
    found = [f"published {value}" for value in wanted if value not in published]
    found += [f"decoy {value}" for value in as_list(expected.get("decoys")) if value in anything]
    for key, what in STATED.items():
        values = {claim.value for claim in claims if claim.what is what}
        if key in expected and values != {expected[key]}:
            found.append(f"{key} {expected[key]}: {values}")
    return found


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def test_every_fragment_states_what_its_expected_line_says(corpus: Path) -> None:
    lines = (corpus / "partial" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = {
        expected["file"]: found
        for expected in map(json.loads, lines)
        if (found := misstated(read(corpus / "partial" / expected["file"]), expected))
    }
    assert wrong == {}
