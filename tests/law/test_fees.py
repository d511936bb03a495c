from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import (
    MOST_ITEMS_IN_A_MONTH,
    FeeCalculation,
    FeeNotCalculable,
    fee_by_item,
    fee_by_page,
)

DAY = date(2024, 4, 26)
MANY = st.integers(0, 400)


def item_rate(nth: int) -> int:
    """信息处理费办法第四条, for the n-th item of the month, written apart from the brackets."""
    if nth <= 10:
        return 0
    if nth <= 30:
        return 100
    return 100 * (2 + (nth - 31) // 10)


def page_rate(nth: int) -> int:
    """信息处理费办法第五条"""
    return 0 if nth <= 30 else 10 if nth <= 100 else 20 if nth <= 200 else 40


@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        (0, 0),
        (10, 0),
        (11, 100),
        (30, 2_000),
        (31, 2_200),
        (40, 4_000),
        (41, 4_300),
        (45, 5_500),
        (50, 7_000),
        (60, 11_000),
    ],
)
def test_items_of_a_month_cost_progressively_more(items: int, yuan: int) -> None:
    assert fee_by_item(items, DAY).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2_700), (201, 2_740), (250, 4_700), (300, 6_700)],
)
def test_pages_of_a_request_cost_progressively_more(pages: int, yuan: int) -> None:
    assert fee_by_page(pages, DAY).yuan == yuan


def test_the_calculation_is_given_line_by_line_with_the_free_units() -> None:
    assert fee_by_item(31, DAY).to_json() == {
        "yuan": 2200,
        "lines": [
            {"from": 1, "to": 10, "units": 10, "rate": 0, "yuan": 0},
            {"from": 11, "to": 30, "units": 20, "rate": 100, "yuan": 2000},
            {"from": 31, "to": 31, "units": 1, "rate": 200, "yuan": 200},
        ],
    }


def test_items_after_earlier_ones_of_the_month_go_on_where_those_ended() -> None:
    assert fee_by_item(4, DAY, before=9).to_json() == {
        "yuan": 300,
        "lines": [
            {"from": 10, "to": 10, "units": 1, "rate": 0, "yuan": 0},
            {"from": 11, "to": 13, "units": 3, "rate": 100, "yuan": 300},
        ],
    }


def test_the_notice_states_the_calculation_in_words_with_its_basis() -> None:
    assert fee_by_page(101, DAY).explanation() == (
        "第1页至第30页：30页×0元/页＝0元",
        "第31页至第100页：70页×10元/页＝700元",
        "第101页至第101页：1页×20元/页＝20元",
        "合计720元（信息处理费办法第五条）",
    )
    assert fee_by_item(1, DAY).explanation() == (
        "第1件至第1件：1件×0元/件＝0元",
        "合计0元（信息处理费办法第四条）",
    )


def test_a_fee_may_be_charged_from_the_day_the_measures_apply() -> None:
    """国办函〔2020〕109号，自2021年1月1日起执行"""
    assert fee_by_item(11, date(2021, 1, 1)).yuan == 100
    for calculate in (fee_by_item, fee_by_page):
        with pytest.raises(FeeNotCalculable, match="2020年12月31日没有信息处理费标准，不能收费"):
            calculate(11, date(2020, 12, 31))


@pytest.mark.parametrize(("items", "before"), [(-1, 0), (1, -1), (-5, 20)])
def test_a_negative_number_of_units_is_refused(items: int, before: int) -> None:
    with pytest.raises(FeeNotCalculable, match="不小于0的整数，收到的是-"):
        fee_by_item(items, DAY, before=before)


def test_a_number_of_items_that_nobody_can_file_in_a_month_is_refused() -> None:
    assert len(fee_by_item(MOST_ITEMS_IN_A_MONTH, DAY).lines) == 9_999
    with pytest.raises(FeeNotCalculable, match="请核对件数"):
        fee_by_item(1, DAY, before=MOST_ITEMS_IN_A_MONTH)


def test_any_number_of_pages_has_four_lines_at_most() -> None:
    fee = fee_by_page(10**12, DAY)
    assert len(fee.lines) == 4
    assert fee.yuan == 2_700 + 40 * (10**12 - 200)


def assert_lines_are_whole(fee: FeeCalculation, first: int, last: int) -> None:
    """Every unit stands in one line, once and in order."""
    units = [unit for line in fee.lines for unit in range(line.first, line.last + 1)]
    assert units == list(range(first, last + 1))
    assert sum(line.units for line in fee.lines) == len(units)
    assert fee.yuan == sum(line.units * line.rate for line in fee.lines)


@given(MANY, MANY)
def test_the_fee_by_item_is_the_sum_of_what_each_item_costs(items: int, before: int) -> None:
    fee = fee_by_item(items, DAY, before=before)
    assert fee.yuan == sum(item_rate(nth) for nth in range(before + 1, before + items + 1))
    assert_lines_are_whole(fee, before + 1, before + items)


@given(MANY)
def test_the_fee_by_page_is_the_sum_of_what_each_page_costs(pages: int) -> None:
    fee = fee_by_page(pages, DAY)
    assert fee.yuan == sum(page_rate(nth) for nth in range(1, pages + 1))
    assert_lines_are_whole(fee, 1, pages)


@given(MANY, MANY)
def test_billing_in_two_steps_costs_what_billing_at_once_costs(earlier: int, later: int) -> None:
    assert fee_by_item(later, DAY, before=earlier).yuan == (
        fee_by_item(earlier + later, DAY).yuan - fee_by_item(earlier, DAY).yuan
    )


@given(MANY, MANY)
def test_more_units_never_cost_less(units: int, more: int) -> None:
    assert fee_by_item(units + more, DAY).yuan >= fee_by_item(units, DAY).yuan
    assert fee_by_page(units + more, DAY).yuan >= fee_by_page(units, DAY).yuan
