"""The published reports, where they are present: every figure of every complete one, and what the fragments have."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.published import (
    STATED,
    Expected,
    Written,
    as_list,
    expected_figures,
    index,
    is_as_expected,
    of_complete,
    of_fragments,
)

from gongkai.report.model import AnnualReport, Period, What
from gongkai.report.reading.files import read
from gongkai.stats.editions import CellId

pytestmark = pytest.mark.corpus


def differences(report: AnnualReport, expected: Mapping[CellId, Written]) -> list[str]:
    return [
        f"{cell}: {report.cells.get(cell)} for {written}"
        for cell, written in expected.items()
        if not is_as_expected(report.cells.get(cell), written)
    ]


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
        expected = of_complete(path)
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
    fragments = of_fragments(corpus)
    wrong: dict[str, list[str]] = {}
    for expected in fragments:
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
    assert fragments
    assert wrong == {}


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


def test_every_fragment_states_what_its_expected_line_says(corpus: Path) -> None:
    wrong = {
        expected["file"]: found
        for expected in of_fragments(corpus)
        if (found := misstated(read(corpus / "partial" / expected["file"]), expected))
    }
    assert wrong == {}
