"""Checks and comparison give findings for every report there can be, and never an exception."""

import simplejson
from hypothesis import given, settings
from tests.report.strategies import annual_reports

from gongkai.report.checks import RULES, check
from gongkai.report.comparison import compare
from gongkai.report.findings import Verdict
from gongkai.stats.identities import evaluate, identities, prints_item_six_in_one_row


@settings(max_examples=30, deadline=None)
@given(annual_reports(), annual_reports())
def test_every_finding_of_any_two_reports_is_whole(report, previous):
    for finding in check(report, previous):
        assert any(rule.covers(finding.rule) for rule in RULES)
        assert finding.message
        assert finding.source
        if finding.bounds is not None:
            assert finding.left is None or finding.right is None
        simplejson.dumps(finding.value(), use_decimal=True)


@settings(max_examples=30, deadline=None)
@given(annual_reports())
def test_checks_and_identities_agree_on_any_report(report):
    """A sum is broken in the findings exactly where it is in the evaluation."""
    if report.edition is None:
        return
    one_row = prints_item_six_in_one_row(report.edition, report.cells)
    evaluated = evaluate(identities(report.edition, item_six_in_one_row=one_row), report.cells)
    broken = {each.identity.rule for each in evaluated if each.verdict is Verdict.BROKEN}
    families = ("table3.workload.", "table3.outcomes.", "table3.across.", "table4.across.")
    found = {
        finding.rule
        for finding in check(report)
        if finding.verdict is Verdict.BROKEN and finding.rule.startswith(families)
    }
    assert found == broken


@settings(max_examples=30, deadline=None)
@given(annual_reports(), annual_reports())
def test_any_two_reports_can_be_compared(old, new):
    comparison = compare(old, new)
    assert {each.cell for each in comparison.cells} == set(old.cells) | set(new.cells)
    for each in comparison.cells:
        if each.change is not None:
            assert each.old is not None
            assert each.old.number + each.change == each.new.number
    simplejson.loads(comparison.to_json())
    assert all(len(row) == 5 for row in comparison.table(changed_only=False))
