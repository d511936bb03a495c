"""Sums within a report and between years, as findings."""

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example, sound_report
from gongkai.report.findings import Bounds, Finding, Verdict
from gongkai.report.model import AnnualReport
from gongkai.stats.editions import EDITION_2019, EDITION_2021, EDITIONS, TABLE3_COLUMNS, TABLE4_GROUPS
from gongkai.stats.identities import evaluate, identities


def found(example: Example, rule: str) -> Finding:
    (finding,) = [each for each in check(example.report(), example.previous()) if each.rule == rule]
    return finding


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_every_identity_of_the_edition_gives_one_finding(edition):
    """年度报告格式：勾稽关系"""
    rules = {finding.rule for finding in check(sound_report(edition))}
    declared = [identity.rule for identity in identities(edition, item_six_in_one_row=edition is EDITION_2019)]
    assert rules.issuperset(declared)
    assert len(declared) == 2 * len(TABLE3_COLUMNS) + len(edition.table3_rows) + len(TABLE4_GROUPS)


def test_broken_sum_shows_all_figures_both_sides_and_the_difference():
    finding = found(Example(cells={"table3.newly_received.natural_person": 10}), "table3.workload.natural_person")
    assert finding.verdict is Verdict.BROKEN
    assert (finding.left, finding.right, finding.bounds) == (11, 10, None)
    assert len(finding.cells) == 4
    assert finding.message == (
        "表三“自然人”列：本年新收 10 + 上年结转 1 = 11，办理结果总计 9 + 结转下年度 1 = 10，相差 1。请核对这四个数。"
    )


def test_sum_over_21_outcomes_lists_only_those_that_are_not_zero():
    finding = found(Example(cells={"table3.disclosed.natural_person": 5}), "table3.outcomes.natural_person")
    assert len(finding.cells) == 22
    assert "（另有 15 项为 0）" in finding.message
    assert "属于国家秘密" not in finding.message


TWO_COLUMNS_BLANK = {
    f"table3.{row}.{column}": None
    for row in ("newly_received", "carried_over_from_last_year")
    for column in ("enterprise", "legal_services")
}


def test_blank_that_the_rest_does_not_decide_leaves_the_sum_undetermined_with_its_bounds():
    finding = found(Example(cells=TWO_COLUMNS_BLANK), "table3.workload.legal_services")
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.bounds is not None
    assert finding.right == 1
    assert finding.message.startswith("表三“法律服务机构”列：本年新收 （空白） + 上年结转 （空白），")


def test_blank_that_no_value_could_fill_is_broken():
    finding = found(
        Example(cells=TWO_COLUMNS_BLANK | {"table3.newly_received.natural_person": 13}), "table3.across.newly_received"
    )
    assert finding.verdict is Verdict.BROKEN
    assert (finding.left, finding.right) == (12, None)
    assert finding.bounds is not None
    assert finding.bounds[1].low >= 13
    assert "填任何数都不能相等" in finding.message


def test_blank_that_the_rest_forces_holds():
    finding = found(Example(cells={"table3.newly_received.enterprise": None}), "table3.across.newly_received")
    assert finding.verdict is Verdict.HOLDS
    assert finding.left == finding.right == 12


def test_sums_with_and_without_bounds_agree_on_a_report_of_numbers():
    report = sound_report(EDITION_2021)
    declared = identities(EDITION_2021, item_six_in_one_row=False)
    verdicts = {finding.rule: (finding.verdict, finding.left, finding.right) for finding in check(report)}
    for evaluation in evaluate(declared, report.cells):
        assert verdicts[evaluation.identity.rule] == (
            evaluation.verdict,
            evaluation.left.exact,
            evaluation.right.exact,
        )


def test_missing_row_counts_as_unknown_not_as_zero():
    example = Example(without=("table3.withheld.state_secret.",), fields={"headings": {}})
    assert found(example, "table3.outcomes.enterprise").verdict is Verdict.UNDETERMINED


def test_item_six_in_one_row_is_added_as_it_is_printed():
    example = Example(
        without=("table3.otherwise_handled.",),
        cells={
            f"table3.otherwise_handled.{column.key}": figure
            for column, figure in zip(TABLE3_COLUMNS, (1, 0, 0, 0, 0, 0, 1), strict=True)
        },
    )
    assert found(example, "table3.outcomes.total").verdict is Verdict.HOLDS


def test_carry_over_compares_with_the_report_of_the_year_before():
    example = Example(before=Example(cells={"table3.carried_over_to_next_year.enterprise": 4}))
    finding = found(example, "table3.carry_over.enterprise")
    assert finding.verdict is Verdict.BROKEN
    assert finding.cells == (
        "table3.carried_over_from_last_year.enterprise",
        "previous.table3.carried_over_to_next_year.enterprise",
    )
    assert finding.message == "表三“商业企业”列：上年结转 1，上年报告的结转下年度 4，相差 3。请核对这两个数。"


def test_blank_in_last_years_report_is_bounded_too():
    example = Example(before=Example(cells={"table3.carried_over_to_next_year.enterprise": None}))
    finding = found(example, "table3.carry_over.enterprise")
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.bounds == (Bounds(1, 1), Bounds(0, None))


def test_in_force_is_not_compared_across_editions():
    old = sound_report(EDITION_2019)
    new = Example(year=2021).report()
    rules = {finding.rule for finding in check(new, old)}
    assert not [rule for rule in rules if rule.startswith("table2.in_force")]
    assert "table3.carry_over.total" in rules


def test_report_without_tables_has_no_sums():
    """2018年及以前没有全国统一的表格"""
    report = AnnualReport("示例县商务局", 2017, None, "示例县商务局2017年政府信息公开工作年度报告")
    assert not [finding for finding in check(report) if finding.rule.startswith("table")]


def test_rows_that_the_source_does_not_have_are_not_judged_twice():
    """frame.rows says that they are missing."""
    example = Example(without=("table3.", "table4."))
    findings = check(example.report(), example.previous())
    judged = [
        finding.rule for finding in findings if finding.rule.startswith(("table3.work", "table3.out", "table4.a"))
    ]
    assert judged == []
    example = Example(without=("table3.total.", "table3.carried_over_to_next_year."))
    rules = {finding.rule for finding in check(example.report(), example.previous())}
    assert "table3.workload.enterprise" not in rules


def test_cells_that_are_not_there_are_counted_in_the_message():
    example = Example(without=("table3.carried_over_to_next_year.",), cells={"table3.total.enterprise": None})
    finding = found(example, "table3.workload.enterprise")
    assert "办理结果总计 （空白）（另有 1 项没有读到）" in finding.message
