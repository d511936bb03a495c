"""The footing errors that published reports really have are found, and no others."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from tests.published import FOOTING, GROUPS, RULE_OF_IDENTITY, violated

from gongkai.report.checks import check
from gongkai.report.comparison import compare
from gongkai.report.findings import Verdict
from gongkai.report.model import AnnualReport, complete
from gongkai.report.reading.files import read
from gongkai.stats.cells import BLANK, Cell, number
from gongkai.stats.editions import (
    CellId,
    Edition,
    edition,
    table3_cells,
    table4_cells,
)

pytestmark = pytest.mark.corpus

TABLE2_ROWS = {
    "规章": "government_rules",
    "行政规范性文件": "normative_documents",
    "行政许可": "administrative_licenses",
    "行政处罚": "administrative_penalties",
    "行政强制": "administrative_coercion",
    "行政事业性收费": "administrative_fees_wan_yuan",
}

DIFFERENCES: dict[str, set[str]] = {}
"""By file: the rules on which bounds and the expected file, which counts a blank as 0, disagree. None has blanks."""


def _cell(value: int | str | None) -> Cell:
    return BLANK if value is None else number(value if isinstance(value, int) else Decimal(value))


def _rows(expected: dict, edition_: Edition) -> dict[CellId, Cell]:
    rows = edition_.table3_rows if len(expected["table3"]) == 25 else edition_.table3_rows_one_row_item_six
    cells: dict[CellId, Cell] = {}
    for row, (label, figures) in zip(rows, expected["table3"].items(), strict=True):
        assert _item(label) in {_item(row.label), "逾期不补正", "逾期未缴费", "部分公开"}, (
            "rows come in the order of the form"
        )
        cells.update(zip(table3_cells(row.key), map(_cell, figures), strict=True))
    return cells


def _item(label: str) -> str:
    return label.rpartition("/")[2].split("（区分")[0].lstrip("（）一二三四五六七123456789.、")


def _report(expected: dict) -> AnnualReport:
    edition_ = edition(expected["format"])
    cells = _rows(expected, edition_)
    for label, figures in expected["table2"].items():
        row = TABLE2_ROWS[label]
        columns = ("issued", "repealed", "in_force")
        if isinstance(figures, list):
            cells.update(
                (f"table2.{row}.{column}", _cell(figure)) for column, figure in zip(columns, figures, strict=True)
            )
        else:
            cells[f"table2.{row}"] = _cell(figures)
    for label, figures in expected["table4"].items():
        cells.update(zip(table4_cells(GROUPS[label]), map(_cell, figures), strict=True))
    return AnnualReport(
        agency=expected["agency"],
        year=expected["year"],
        edition_key=edition_.key,
        title="",
        cells=cells,
        complete=complete(edition_, cells),
    )


def _expected_files(corpus: Path) -> list[Path]:
    files = sorted((corpus / "complete").glob("*.expected.json"))
    assert files, "the corpus has complete reports"
    return files


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def test_broken_sums_are_exactly_the_violations_of_every_complete_report(corpus: Path):
    """年度报告格式：勾稽关系"""
    for path in _expected_files(corpus):
        expected = _read(path)
        findings = check(_report(expected))
        broken = {
            finding.rule
            for finding in findings
            if finding.verdict is Verdict.BROKEN and finding.rule.startswith(FOOTING)
        }
        assert broken ^ violated(expected) == DIFFERENCES.get(path.name, set()), path.name


def test_broken_sums_show_both_sides_as_the_expected_files_have_them(corpus: Path):
    for path in _expected_files(corpus):
        expected = _read(path)
        sides = {finding.rule: (finding.left, finding.right) for finding in check(_report(expected))}
        for violation in expected["violations"]:
            rule = f"{RULE_OF_IDENTITY[violation['identity']]}.{GROUPS[violation['group']]}"
            assert sides[rule] == (violation["left"], violation["right"]), path.name


def test_every_sum_without_a_blank_is_decided(corpus: Path):
    for path in _expected_files(corpus):
        expected = _read(path)
        figures = [figure for row in (expected["table3"] | expected["table4"]).values() for figure in row]
        undecided = [
            finding.rule
            for finding in check(_report(expected))
            if finding.verdict is Verdict.UNDETERMINED and finding.rule.startswith(FOOTING)
        ]
        assert not undecided or None in figures, path.name


def test_fragments_with_a_printed_zero_total_and_blank_parts_stay_undetermined(corpus: Path):
    """Counting blanks as zero would call such a row right; what is not printed is not known."""
    lines = (corpus / "partial" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    seen = 0
    for fragment in map(json.loads, lines):
        figures = fragment.get("table3", {}).get("一")
        if not figures or figures[-1] is None or any(figure is not None for figure in figures[:-1]):
            continue
        seen += 1
        cells = dict(zip(table3_cells("newly_received"), map(_cell, figures), strict=True))
        report = AnnualReport(fragment["agency"], fragment["year"], fragment["format"], "", cells=cells)
        verdicts = {finding.rule: finding.verdict for finding in check(report)}
        assert verdicts["table3.across.newly_received"] is Verdict.UNDETERMINED, fragment["file"]
        assert verdicts["cell.blank"] is Verdict.BROKEN, fragment["file"]
        assert verdicts["frame.rows.table3"] is Verdict.UNDETERMINED, "a fragment is not a faulty report"
    assert seen, "the corpus has such fragments"


def test_broken_sums_of_the_files_as_read_are_the_violations_too(corpus: Path):
    for path in _expected_files(corpus):
        expected = _read(path)
        name = path.name.removesuffix(".expected.json")
        for file in sorted((corpus / "complete").glob(f"{name}.*")):
            if file == path:
                continue
            broken = {
                finding.rule
                for finding in check(read(file))
                if finding.verdict is Verdict.BROKEN and finding.rule.startswith(FOOTING)
            }
            assert broken == violated(expected), file.name


def test_a_year_and_the_year_before_of_one_district_agree(corpus: Path):
    """现行有效 8 = 上年 5 + 制发 3 − 废止 0；上年没有结转"""
    old, new = (read(corpus / "complete" / f"hongze-{year}.txt") for year in (2023, 2024))
    comparison = compare(old, new)
    assert comparison.consecutive
    assert {finding.verdict for finding in comparison.continuity} == {Verdict.HOLDS}
    assert [finding.rule for finding in comparison.broke] == ["prose.requests_received"]
