"""What is written can be read back equal, in every format."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.report.strategies import printed_reports

from gongkai.report import read
from gongkai.report.model import NARRATIVE_KEYS, AnnualReport, folded, says_the_same
from gongkai.report.writing import ENDINGS, render


def differences(written: AnnualReport, read_back: AnnualReport) -> list[str]:
    """Say in what two reports differ, for a person who looks at a failure."""
    found = [
        f"{name}: {getattr(written, name)!r} became {getattr(read_back, name)!r}"
        for name in ("agency", "year", "edition_key", "title")
        if folded(str(getattr(written, name))) != folded(str(getattr(read_back, name)))
    ]
    for cell in sorted(written.cells.keys() | read_back.cells.keys()):
        one, other = written.cells.get(cell), read_back.cells.get(cell)
        if one != other:
            found.append(f"{cell}: {one} became {other}")
    for key in NARRATIVE_KEYS:
        one, other = (folded(report.narrative.get(key, "")) for report in (written, read_back))
        if one != other:
            found.append(f"{key}: {one!r} became {other!r}")
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(report=printed_reports())
def test_generated_report_reads_back_equal(ending: str, report: AnnualReport) -> None:
    read_back = read(render(report, ending), name=f"report{ending}")
    assert says_the_same(report, read_back), differences(report, read_back)


@pytest.mark.corpus
@pytest.mark.parametrize("ending", ENDINGS)
def test_published_reports_read_back_equal(ending: str, corpus: Path) -> None:
    """All complete reports of the corpus, from whatever shape they have."""
    unequal = {}
    for path in sorted((corpus / "complete").iterdir()):
        if path.name.endswith(".expected.json"):
            continue
        report = read(path)
        read_back = read(render(report, ending), name=f"report{ending}")
        if not says_the_same(report, read_back):
            unequal[path.name] = differences(report, read_back)
    assert not unequal, os.linesep.join(f"{name}: {what}" for name, what in unequal.items())
