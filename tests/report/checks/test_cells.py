"""What may stand in a cell."""

from decimal import Decimal

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example
from gongkai.report.findings import Finding, Verdict
from gongkai.report.model import Normalised, Remark, What
from gongkai.stats.cells import number
from gongkai.stats.editions import EDITION_2019, table3_cells

RULES = ("blank", "dash", "text", "negative", "decimal", "separators", "unit", "torn")


def broken(example: Example) -> dict[str, Finding]:
    findings = check(example.report(), example.previous())
    return {
        finding.rule: finding
        for finding in findings
        if finding.verdict is Verdict.BROKEN and finding.rule.startswith("cell.")
    }


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        pytest.param(None, "cell.blank", id="空白"),
        pytest.param("/", "cell.dash", id="斜线"),
        pytest.param("—", "cell.dash", id="横线"),
        pytest.param("无", "cell.dash", id="无"),
        pytest.param("见附件", "cell.text", id="文字"),
        pytest.param(-3, "cell.negative", id="负数"),
        pytest.param(Decimal("3.5"), "cell.decimal", id="小数"),
        pytest.param(number(1234, "1,234"), "cell.separators", id="千分位"),
        pytest.param(number(1234, "1 234"), "cell.separators", id="空格分隔"),
        pytest.param(number(12, "12件"), "cell.unit", id="单位"),
        pytest.param(number(22, "22（其中修订16件）"), "cell.unit", id="说明"),
        pytest.param(number(5, "+5"), "cell.unit", id="正号"),
    ],
)
def test_what_is_not_a_plain_count_is_a_fault_of_its_kind(written, rule):
    """空白、斜线、文字、零是四样东西"""
    assert set(broken(Example(cells={"table2.administrative_coercion": written}))) == {rule}


def test_all_cells_of_a_kind_make_one_finding():
    cells = table3_cells("disclosed")
    findings = broken(Example(cells=dict.fromkeys(cells, "/")))
    assert list(findings) == ["cell.dash"]
    assert findings["cell.dash"].cells == cells
    assert findings["cell.dash"].message.startswith("表三“（一）予以公开”行“自然人”列（“/”）、")
    assert "等 7 处" in findings["cell.dash"].message


def test_report_of_plain_counts_holds_every_rule_once():
    findings = [finding for finding in check(Example().report()) if finding.rule.startswith("cell.")]
    assert {finding.rule for finding in findings} == {f"cell.{rule}" for rule in (*RULES, "split_digits")}
    assert {finding.verdict for finding in findings} == {Verdict.HOLDS}


def test_fees_may_have_decimals_and_changes_a_sign():
    """2019年格式的本年增/减带正负号；收费、采购金额可以有小数"""
    cells = {
        "table2.administrative_licenses.change": number(-3, "-3"),
        "table2.administrative_penalties.change": number(173, "+173"),
        "table2.government_procurement.amount": number(Decimal("153103.83"), "153103.83元"),
    }
    assert not broken(Example(edition=EDITION_2019, cells=cells))
    assert not broken(Example(cells={"table2.administrative_fees_wan_yuan": Decimal("3.21")}))


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (Normalised.SEPARATORS, "cell.separators"),
        (Normalised.UNIT_IN_CELL, "cell.unit"),
        (Normalised.SIGN_IN_CELL, "cell.unit"),
        (Normalised.ANNOTATED, "cell.unit"),
        (Normalised.FIGURE_TORN, "cell.torn"),
    ],
)
def test_what_a_reader_put_right_is_a_fault_too(kind, rule):
    remark = Remark(kind, "1,234", ("table2.administrative_licenses",))
    findings = broken(Example(fields={"remarks": (remark,)}))
    assert {key: finding.cells for key, finding in findings.items()} == {rule: ("table2.administrative_licenses",)}


def test_full_width_digits_are_no_fault_of_the_cell():
    assert not broken(Example(cells={"table2.administrative_coercion": number(0, "０")}))


def test_split_digits_name_the_two_cells_and_the_number_they_make():
    example = Example(
        cells={"table3.newly_received.natural_person": 1, "table3.newly_received.enterprise": 2},
        claims={What.REQUESTS_RECEIVED: 12},
    )
    finding = broken(example).get("cell.split_digits.newly_received")
    assert finding is None, "1 + 2 + 1 and 12 + 1 both miss the printed 12"
    example = Example(
        cells={
            "table3.newly_received.natural_person": 1,
            "table3.newly_received.enterprise": 2,
            "table3.newly_received.legal_services": 0,
        }
    )
    finding = broken(example)["cell.split_digits.newly_received"]
    assert "合起来作 12 时这一行的总计 12 正好相符" in finding.message


def test_split_digits_are_not_sought_in_rows_with_blanks():
    cells = dict(zip(table3_cells("newly_received"), (1, 2, None, 0, 0, 0, 12), strict=True))
    assert "cell.split_digits.newly_received" not in broken(Example(cells=cells))


def test_no_cells_no_findings_about_cells():
    example = Example(without=("table",))
    assert not [finding for finding in check(example.report()) if finding.rule.startswith("cell.")]
