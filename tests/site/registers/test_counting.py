"""Table two of the report from the registers: nothing twice, nothing guessed, every figure with its records."""

from datetime import date
from decimal import Decimal

import pytest
from tests.site.conftest import Region
from tests.site.registers.samples import amount, decision, fee_item, figure, statement

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Invalid
from gongkai.site.registers.acts import correct_row, restore_row, strike_out_row
from gongkai.site.registers.counting import combined, decisions_in, fees_in, table_2, wan_yuan
from gongkai.site.registers.models import Ground, Register

YEAR = 2023
ALL_YEAR = range(1, 13)


def license_of(region: Region, n: int, month: int, source: str = ""):
    return decision(
        region, register=Register.LICENSES, number=f"示商许〔2023〕{n}号", decided_on=date(YEAR, month, 5),
        source=source,
    )  # fmt: skip


def licenses(region: Region):
    return decisions_in(region.commerce.pk, Register.LICENSES, YEAR)


@pytest.mark.parametrize(
    ("cases", "figures", "total", "unknown"),
    [
        pytest.param({("", 1): 3, ("甲", 2): 4}, {}, 7, 0, id="逐件登记的全部计入"),
        pytest.param({("甲", 1): 3}, {("甲", m): 5 for m in ALL_YEAR}, 60, 0, id="有汇总的月份只计汇总"),
        pytest.param({("甲", 1): 3}, {("甲", m): 5 for m in ALL_YEAR if m > 1}, 58, 0, id="没有汇总的月份计逐件登记"),
        pytest.param({("乙", 1): 3}, {("甲", m): 5 for m in ALL_YEAR}, 63, 0, id="来源不同的相加"),
        pytest.param({("甲", 1): 6}, {("甲", m): 5 for m in ALL_YEAR}, 60, 1, id="汇总小于逐件登记的不能确定"),
        pytest.param({}, {("甲", m): 5 for m in ALL_YEAR if m < 12}, 55, 1, id="缺月份的不能确定"),
        pytest.param({}, {("甲", m): 0 for m in ALL_YEAR}, 0, 0, id="登记的零是零"),
    ],
)
def test_rows_and_figures_together_are_counted_once(cases, figures, total, unknown):
    counted, problems = combined(cases, figures)
    assert (counted, len(problems)) == (total, unknown)


def test_the_same_in_the_registers(region):
    for n, month in enumerate((1, 1, 2, 12)):
        license_of(region, n, month, "审批系统")
    license_of(region, 9, 3)
    assert licenses(region).value == 5
    for month in ALL_YEAR:
        figure(region, month, 10)
    counted = licenses(region)
    assert (counted.value, counted.problems) == (121, ())
    behind = counted.records()
    assert len(behind["registers.decision"]) == 1
    assert len(behind["registers.monthlyfigure"]) == 12


def test_what_is_struck_out_and_other_years_kinds_and_agencies_do_not_count(region):
    gone = license_of(region, 1, 1)
    license_of(region, 2, 1)
    decision(region, decided_on=date(2022, 12, 31), register=Register.LICENSES)
    decision(region)
    decision(region, "justice", register=Register.LICENSES)
    strike_out_row(region.user("commerce", Role.DRAFTER), gone, reason="重复")
    assert licenses(region).value == 1
    assert [len(ids) for ids in licenses(region).records().values()] == [1]


def test_nothing_registered_is_unknown_until_somebody_says_that_there_is_nothing(region):
    counted = table_2(region.commerce.pk, YEAR)
    assert {each.value for each in counted.values()} == {None}
    assert all("零报告" in each.problems[0] for each in counted.values())
    said = [statement(region, register) for register in (Register.LICENSES, Register.FEES)]
    statement(region, Register.COERCION, Ground.NO_POWER, year=2020)
    counted = table_2(region.commerce.pk, YEAR)
    assert [each.value for each in counted.values()] == [0, None, 0, 0]
    assert counted[Register.LICENSES].records() == {"registers.nilstatement": [said[0].pk]}
    assert decisions_in(region.commerce.pk, Register.LICENSES, 2024).value is None
    assert decisions_in(region.commerce.pk, Register.COERCION, 2024).value == 0


def test_a_contradiction_and_a_gap_are_said_in_words(region):
    license_of(region, 1, 1, "审批系统")
    license_of(region, 2, 1, "审批系统")
    figure(region, 1, 1)
    counted = licenses(region)
    assert counted.value is None
    assert counted.problems == (
        "“审批系统”1 月汇总 1 件，少于逐件登记的 2 件，请核对。",
        "“审批系统”缺 2、3、4、5、6、7、8、9、10、11、12 月的数量；没有的请登记 0。",
    )


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [("0", 0), ("380", Decimal("0.038")), ("10000", 1), ("1234567.89", Decimal("123.456789")), ("100000", 10)],
)
def test_yuan_become_wan_yuan_exactly(yuan, expected):
    assert (wan_yuan(Decimal(yuan)), type(wan_yuan(Decimal(yuan)))) == (expected, type(expected))


def test_fees_are_added_up_when_every_month_is_known(region):
    item = fee_item(region, ended_on=date(YEAR, 9, 10))
    amounts = [amount(region, item, *each) for each in (("1-3", "12000.50"), ("4-6", "0"), ("7-7", "5"))]
    counted = fees_in(region.commerce.pk, YEAR)
    assert (counted.value, counted.registered) == (None, Decimal("12005.50"))
    assert counted.problems == ("“示例证照工本费”缺 8、9 月的金额；没有收费的请登记 0。",)
    amounts.append(amount(region, item, "8-8", "1"))
    amounts.append(amount(region, item, "9-9", "0"))
    counted = fees_in(region.commerce.pk, YEAR)
    assert counted.value == Decimal("1.20065")
    assert counted.records() == {"registers.feeamount": [each.pk for each in amounts]}
    assert fees_in(region.commerce.pk, 2024).value is None


def test_amounts_after_the_end_of_a_fee_are_a_contradiction(region):
    item = fee_item(region)
    for quarter in ("1-3", "4-6", "7-9", "10-12"):
        amount(region, item, quarter, "100")
    drafter = region.user("commerce", Role.DRAFTER)
    correct_row(drafter, item, version=1, reason="停征", ended_on=date(YEAR, 8, 31))
    counted = fees_in(region.commerce.pk, YEAR)
    assert counted.value is None
    assert len(counted.problems) == 1
    assert "第四季度”不在该项目的收费起止日期之内" in counted.problems[0]


def test_an_amount_of_a_fee_that_was_struck_out_does_not_come_back(region):
    item = fee_item(region)
    year = amount(region, item, "1-12", "100")
    drafter = region.user("commerce", Role.DRAFTER)
    strike_out_row(drafter, year, reason="误登记")
    strike_out_row(drafter, item, reason="误登记")
    with pytest.raises(Invalid, match="已经注销"):
        restore_row(drafter, year, reason="误注销")
    assert fees_in(region.commerce.pk, YEAR).registered == 0
