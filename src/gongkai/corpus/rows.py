"""One file as rows of the tables: what it says, every cell with its state and place, claims and findings."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from gongkai.corpus.clauses import clauses, digest_of
from gongkai.corpus.schema import AS_READ, all_cells, column, fits, fits_its_column, variant, variants
from gongkai.report import UnreadableReport, check, read
from gongkai.report.checks.continuity import JUDGED
from gongkai.report.findings import Finding, Verdict
from gongkai.report.model import AnnualReport, Place, folded
from gongkai.report.reading.files import LARGEST_FILE
from gongkai.stats.cells import Figure
from gongkai.stats.editions import CellId
from gongkai.wording import _

Rows = dict[str, list[dict[str, object]]]
"""Rows by table."""

_DIGITS_OF_ID = 20


def empty_rows() -> Rows:
    """Return no rows of every table."""
    return {table: [] for table in AS_READ}


def add_file(rows: Rows, path: Path, name: str) -> None:
    """Read one file and add what it says; a file that cannot be read is one row that says why."""
    outcome: dict[str, object] = {"file": name, "outcome": "unreadable"}
    rows["files"].append(outcome)
    try:
        size = path.stat().st_size
        outcome["bytes"] = size
        if size > LARGEST_FILE:
            read(path, name)
        data = path.read_bytes()
        outcome["sha256"] = hashlib.sha256(data).hexdigest()
        report = read(data, name)
        added = report_rows(report, report_id=str(outcome["sha256"])[:_DIGITS_OF_ID], published_on=published_on(data))
    except UnreadableReport as error:
        outcome["reason"] = str(error).removeprefix(f"{name}：")
    except OSError as error:
        outcome["reason"] = _("无法读取（{reason}）。请检查文件和权限。").format(reason=error.strerror or error)
    except MemoryError:
        outcome["reason"] = _("内存不足，读不完这个文件。")
    except Exception as error:
        # A fault of ours in one file of a million must not lose the others; it is shown as what it is.
        outcome["reason"] = _("程序出错（{error}），请把这个文件反馈给开发者。").format(
            error=f"{type(error).__name__}: {error}"[:200]
        )
    else:
        outcome["outcome"] = "report"
        for table, found in added.items():
            rows[table] += found


def report_rows(report: AnnualReport, *, report_id: str, published_on: date | None = None) -> Rows:
    """Return what a report says as rows of the tables."""
    rows = empty_rows()
    findings = [each for each in check(report) if each.rule != _WITHOUT_PREDECESSOR]
    rows["reports"].append(
        {
            **_described(report, findings),
            "report": report_id,
            "published_on": published_on,
            **{
                column(cell): held.number if cell in _MONEY_COLUMNS else int(held.number)
                for cell in _of_its_form(report)
                if (held := report.cells.get(cell)) is not None
                and held.number is not None
                and fits_its_column(cell, held.number)
            },
        }
    )
    rows["cells"] += [
        {
            "report": report_id,
            "cell": cell,
            "state": held.state.value,
            "number": None if held.number is None or not fits(held.number) else Decimal(held.number),
            "text": held.text or None,
            "written": held.written or None,
            **_place(report.places.get(cell)),
        }
        for cell, held in report.cells.items()
    ]
    rows["claims"] += [
        {
            "report": report_id,
            "what": claim.what.value,
            "value": Decimal(claim.value) if fits(claim.value) else None,
            "unit": claim.unit,
            "approximate": claim.approximate,
            "period": claim.period.value,
            "section": claim.section,
            "text": claim.text,
        }
        for claim in report.claims
    ]
    rows["findings"] += [_finding(report_id, each) for each in findings if each.verdict is not Verdict.HOLDS]
    for section, text in report.narrative.items():
        if text.strip():
            rows["texts"].append({"report": report_id, "section": section, "text": text})
    for section in JUDGED:
        found = clauses(report.narrative.get(section, ""), report.agency)
        rows["clauses"] += [
            {"report": report_id, "section": section, "clause": digest_of(clause), "length": len(clause)}
            for clause in found
        ]
    return rows


def _of_its_form(report: AnnualReport) -> tuple[CellId, ...]:
    """Return the cells of the form in which the tables are printed: one that prints item six in both ways has one."""
    form = variant(report.edition, report.cells)
    return () if form is None else variants()[form]


# Whether there is a report of the year before is not known while single files are read; SQL compares the years.
_WITHOUT_PREDECESSOR = "continuity.predecessor"
_MONEY_COLUMNS = frozenset(cell for cell in all_cells() if fits_its_column(cell, Decimal("0.5")))


def _described(report: AnnualReport, findings: Iterable[Finding]) -> dict[str, object]:
    form = variant(report.edition, report.cells)
    numbers = {cell: held.number for cell, held in report.cells.items() if held.number is not None}
    whole = all(fits_its_column(cell, number) for cell, number in numbers.items())
    return {
        "file": report.source_name,
        "format": Path(report.source_name).suffix.lower().lstrip(".") or None,
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition_key,
        "variant": form,
        "title": report.title,
        "complete": report.complete,
        "whole_counts": whole,
        "rules_held": sum(each.verdict is Verdict.HOLDS for each in findings),
        "figures_digest": _digest((cell, *_plain(report, cell)) for cell in sorted(report.cells)),
        "text_digest": _digest((key, folded(text)) for key, text in sorted(report.narrative.items())),
    }


def _plain(report: AnnualReport, cell: str) -> tuple[str, str]:
    """Return what counts for two reports to have equal figures: the state and the number, or what is written."""
    held = report.cells[cell]
    return held.state.value, held.text if held.number is None else str(Decimal(held.number).normalize())


def _digest(parts: Iterable[tuple[str, ...]]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update("\0".join(part).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()[:32]


_PLACE_NAMES: Mapping[str, str] = {
    "page": "page",
    "sheet": "sheet",
    "table_number": "table",
    "row_number": "row",
    "column_number": "column",
    "line_number": "line",
}


def _place(place: Place | None) -> dict[str, object]:
    return {} if place is None else {name: getattr(place, ours) for name, ours in _PLACE_NAMES.items()}


def _finding(report_id: str, finding: Finding) -> dict[str, object]:
    left, right = (finding.left, finding.left), (finding.right, finding.right)
    if finding.bounds is not None:
        left, right = ((side.low, side.high) for side in finding.bounds)
    sides = {"left_low": left[0], "left_high": left[1], "right_low": right[0], "right_high": right[1]}
    return {
        "report": report_id,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "cells": list(finding.cells),
        **{name: _decimal(figure) for name, figure in sides.items()},
        "message": finding.message,
        "source": finding.source,
    }


def _decimal(figure: Figure | None) -> Decimal | None:
    return None if figure is None or not fits(figure) else Decimal(figure)


_META = re.compile(rb"<meta\b[^>]{0,200}", re.IGNORECASE)
_PUBLISHED = re.compile(rb"""name\s*=\s*["']?PubDate["'\s]""", re.IGNORECASE)
_DAY = re.compile(rb"""content\s*=\s*["']?\s*(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})""", re.IGNORECASE)
_HEAD_OF_PAGE = 20_000


def published_on(data: bytes) -> date | None:
    """Return the day that a page says it was published on, if it says one where the rules for such pages want it.

    《政府网站发展指引》附件：网页标签 ``<meta name="PubDate" content="…">``.
    """
    head = data[:_HEAD_OF_PAGE]
    for tag in _META.findall(head):
        if _PUBLISHED.search(tag) and (day := _DAY.search(tag)):
            try:
                return date(*map(int, day.groups()))
            except ValueError:
                return None
    return None
