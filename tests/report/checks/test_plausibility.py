"""Figures that foot and still cannot well be right."""

from decimal import Decimal

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example
from gongkai.report.findings import Finding, Severity, Verdict

FEES = "table2.administrative_fees_wan_yuan"
RULES_IN_FORCE = "table2.government_rules.in_force"
REFUSALS = (
    "partially_disclosed",
    "withheld.protects_third_party",
    "withheld.process_information",
)


def found(example: Example, rule: str) -> list[Finding]:
    return [each for each in check(example.report(), example.previous()) if each.rule == rule]


@pytest.mark.parametrize(
    ("fees", "before", "verdict", "severity"),
    [
        pytest.param(Decimal("3.2"), Decimal("2.9"), Verdict.HOLDS, Severity.ERROR, id="相近"),
        pytest.param(29, Decimal("2.9"), Verdict.HOLDS, Severity.ERROR, id="正好十倍"),
        pytest.param(30, Decimal("2.9"), Verdict.BROKEN, Severity.WARNING, id="十倍以上"),
        pytest.param(32000, Decimal("3.2"), Verdict.BROKEN, Severity.ERROR, id="元填成万元"),
        pytest.param(Decimal("3.2"), 32000, Verdict.BROKEN, Severity.ERROR, id="上年填错"),
        pytest.param(5, 0, Verdict.HOLDS, Severity.ERROR, id="上年为零"),
    ],
)
def test_fees_of_two_years_do_not_differ_by_a_unit(fees, before, verdict, severity):
    (finding,) = found(Example(cells={FEES: fees}, before=Example(cells={FEES: before})), "table2.fee_unit")
    assert (finding.verdict, finding.severity) == (verdict, severity)


def test_fees_are_compared_only_with_the_year_before():
    example = Example(cells={FEES: 32000}, before=Example(fields={"year": 2019}))
    assert found(example, "table2.fee_unit") == []


@pytest.mark.parametrize(
    ("agency", "verdict"),
    [
        ("示例市示例区商务局", Verdict.BROKEN),
        ("示例市人民政府", Verdict.UNDETERMINED),
        ("示例省人民政府", Verdict.HOLDS),
        (None, Verdict.UNDETERMINED),
    ],
)
def test_rules_are_made_only_by_organs_with_that_power(agency, verdict):
    """立法法"""
    example = Example(cells={RULES_IN_FORCE: 1}, fields={"agency": agency}, alone=True)
    assert [finding.verdict for finding in found(example, "table2.rule_making")] == [verdict]


def test_decisions_that_stop_are_asked_about():
    (finding,) = found(Example(cells={"table2.administrative_licenses": 0}), "table2.decisions.administrative_licenses")
    assert (finding.verdict, finding.left, finding.right) == (Verdict.BROKEN, 0, 120)
    example = Example(cells={"table2.administrative_licenses": 0}, alone=True)
    assert found(example, "table2.decisions.administrative_licenses")[0].verdict is Verdict.HOLDS


def test_chronicle_office_does_not_license():
    example = Example(fields={"agency": "示例市地方志办公室"}, alone=True)
    assert found(example, "table2.decisions.administrative_licenses")[0].verdict is Verdict.BROKEN


def test_remedies_where_only_answers_other_than_refusals_were_given_are_an_info():
    columns = ("natural_person", "enterprise", "total")
    example = Example(cells={f"table3.{row}.{column}": 0 for row in REFUSALS for column in columns})
    (finding,) = found(example, "table4.cause")
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, Severity.INFO)


def test_pending_cases_of_last_year_reappear():
    example = Example(before=Example(cells={"table4.direct_litigation.pending": 2}))
    (finding,) = found(example, "table4.pending.direct_litigation")
    assert (finding.verdict, finding.left, finding.right) == (Verdict.BROKEN, 1, 2)
