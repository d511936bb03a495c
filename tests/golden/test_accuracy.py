"""What accuracy counts as right, and what it does not."""

import pytest
from tests.golden.accuracy import DOCUMENT, PUBLISHED, Found, golden_part, judged_cells, judged_claims, published_part

from gongkai.report.model import Claim, What
from gongkai.stats.cells import BLANK, number, text


def test_a_cell_that_is_not_right_is_unreadable_wrong_or_absent() -> None:
    expected = {"a": number(1), "b": number(2), "c": number(3), "d": BLANK, "e": text("待统计")}
    found = {"a": number(1), "b": text("2 3"), "d": number(0), "e": text("待统计"), "f": number(9)}
    assert judged_cells(expected, found) == {"right": 2, "unreadable": 1, "absent": 1, "wrong": 2}


def test_a_claim_is_the_same_if_it_says_the_same_of_the_same() -> None:
    expected = [Claim(What.REQUESTS_RECEIVED, 5, "件"), Claim(What.FEE_YUAN, 0, "元")]
    found = [Claim(What.REQUESTS_RECEIVED, 5, "件", text="收到5件"), Claim(What.FEE_REQUESTS, 0, "件")]
    assert judged_claims(expected, found) == {"right": 1, "missed": 1, "wrong": 1}


def test_precision_falls_by_false_findings_and_recall_by_missed_ones() -> None:
    counts = Found()
    counts.add({"table3.across.total", "table3.across.disclosed"}, {"table3.across.total", "cell.dash", "text.year"})
    assert counts.row("x", tables=True) == ["x", 2, 1, 1, 1, "0.500", "0.500"]
    assert counts.row("x", tables=False) == ["x", 0, 0, 0, 1, "0.000", "–"]


def test_the_document_says_what_is_measured_now() -> None:
    """After a change: make accuracy"""
    written, _heading, _rest = DOCUMENT.read_text(encoding="utf-8").partition(PUBLISHED)
    assert written == golden_part()


@pytest.mark.corpus
def test_the_document_says_what_is_measured_of_the_published_reports(corpus) -> None:
    assert DOCUMENT.read_text(encoding="utf-8").endswith(published_part(corpus))


def test_without_the_published_reports_the_document_says_so() -> None:
    assert "Not measured in this run" in published_part(None)
