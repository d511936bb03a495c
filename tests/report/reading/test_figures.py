"""A cell is a number only where a number is plainly meant; a blank, a dash and other text stay what they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Normalised
from gongkai.report.reading.figures import is_figure, parse_cell
from gongkai.stats.cells import BLANK, CellState, number


@pytest.mark.parametrize("written", ["0", "7", "23", "999", "1000", "13612", "11398889", "999999999999"])
def test_digits_are_a_number_and_nothing_is_remarked(written):
    cell, remark = parse_cell(written)
    assert (cell.number, remark, cell.written) == (int(written), None, "")


@pytest.mark.parametrize(
    ("written", "value", "remark"),
    [
        ("1,234", 1234, Normalised.SEPARATORS),
        ("1，234", 1234, Normalised.SEPARATORS),
        ("11,398,889", 11398889, Normalised.SEPARATORS),
        ("２３", 23, Normalised.COMPATIBILITY_CHARACTERS),
        ("１，２３４", 1234, Normalised.SEPARATORS),
        ("12件", 12, Normalised.UNIT_IN_CELL),
        ("12 件", 12, Normalised.UNIT_IN_CELL),
        ("3宗", 3, Normalised.UNIT_IN_CELL),
        ("+173", 173, Normalised.SIGN_IN_CELL),
        ("22（其中修订16件）", 22, Normalised.ANNOTATED),
        ("22件(其中修订16件)", 22, Normalised.ANNOTATED),
        ("12①", 12, Normalised.ANNOTATED),
        ("12²", 12, Normalised.ANNOTATED),
        ("12 ⑴", 12, Normalised.ANNOTATED),
    ],
)
def test_what_was_put_right_is_remarked_and_kept_as_written(written, value, remark):
    cell, found = parse_cell(written)
    assert (cell.number, found, cell.written) == (value, remark, written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (" 5 ", 5),
        ("\u30005\xa0", 5),
        ("5\u200b", 5),
        ("007", 7),
        ("7730.28", Decimal("7730.28")),
        ("0.00", Decimal("0.00")),
        ("-11", -11),
        ("－11", -11),
        ("−11", -11),
    ],
)
def test_white_space_decimals_and_minus_signs_are_understood(written, value):
    assert parse_cell(written)[0] == number(value)


@pytest.mark.parametrize("written", ["", " ", "\t", "\n", "\u3000", "\xa0", "\u200b", "\ufeff"])
def test_nothing_is_a_blank(written):
    assert parse_cell(written) == (BLANK, None)


@pytest.mark.parametrize("written", ["/", "-", "—", "——", "－", "–", "−", "─", "\\", "无", " / ", "无\n"])
def test_a_dash_is_a_dash(written):
    cell, remark = parse_cell(written)
    assert (cell.state, remark) == (CellState.DASH, None)
    assert is_figure(written)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("1 2", id="可能是12，也可能是两格"),
        pytest.param("1\n2", id="换行断开的12，或者两格"),
        pytest.param("1\xa0234", id="空格分节"),
        pytest.param("1,23", id="分节不合"),
        pytest.param("1,234,5", id="分节不合（二）"),
        pytest.param("1.234.567", id="两个小数点"),
        pytest.param("1万", id="约数单位"),
        pytest.param("3.5万件", id="万件"),
        pytest.param("约12", id="约数"),
        pytest.param("12余件", id="余"),
        pytest.param("12/13", id="两个数"),
        pytest.param("12、13", id="两个数（二）"),
        pytest.param("12件13条", id="两个数（三）"),
        pytest.param("5%", id="百分数"),
        pytest.param("(12)", id="括号里的数"),
        pytest.param("一", id="一，也可能是横线"),
        pytest.param("零", id="汉字"),
        pytest.param("O", id="字母"),
        pytest.param("①", id="只有注号"),
        pytest.param("1①2", id="注号在中间"),
        pytest.param("½", id="分数"),
        pytest.param("1e5", id="指数"),
        pytest.param("1" * 13, id="大得不可能"),
        pytest.param("9" * 10_000, id="没有尽头的数字"),
        pytest.param("见附件", id="文字"),
        pytest.param("#REF!", id="出错的公式"),
        pytest.param("2023年", id="年份"),
    ],
)
def test_what_is_no_plain_number_is_kept_as_text(written):
    cell, remark = parse_cell(written)
    assert (cell.state, cell.number, remark) == (CellState.TEXT, None, None)
    assert cell.text == written.strip().replace("\n", " ")


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("25.1", "万元", Decimal("25.1")),
        ("25.1万元", "万元", Decimal("25.1")),
        ("251000元", "万元", Decimal("25.1")),
        ("251,000.00元", "万元", Decimal("25.1")),
        ("1.2亿元", "万元", 12000),
        ("25.1万元", "元", 251000),
        ("251000元", "元", 251000),
    ],
)
def test_money_is_converted_to_the_unit_of_its_column(written, unit, value):
    assert parse_cell(written, money_in=unit)[0] == number(value)


@pytest.mark.parametrize("written", ["179.20万元", "3万元", "1.2亿元", "251000元"])
def test_an_amount_is_a_figure_also_where_it_is_no_count(written):
    assert is_figure(written)


def test_money_in_ten_thousands_is_no_count():
    assert parse_cell("3万元")[0].state is CellState.TEXT


@pytest.mark.parametrize(("written", "value"), [("+173", 173), ("-2", -2), ("−2", -2), ("0", 0)])
def test_a_change_keeps_its_sign_without_remark(written, value):
    cell, remark = parse_cell(written, signed=True)
    assert cell == number(value)
    assert remark in (None, Normalised.COMPATIBILITY_CHARACTERS)


@pytest.mark.parametrize("written", ["规章", "1.", "2、", "第1项", "1.属于国家秘密", "", "3.其他", "2023-01-20"])
def test_labels_and_blanks_are_no_figures(written):
    assert not is_figure(written)


@given(st.integers(0, 10**12 - 1), st.sampled_from(["{}", "{:,}", " {} ", "{}件", "{:,}宗", "{}（见说明）", "+{}"]))
def test_a_number_is_read_as_itself_however_it_is_written(value, form):
    assert parse_cell(form.format(value))[0] == number(value)


@given(st.text(max_size=30))
def test_a_number_has_no_digits_but_those_that_are_written(written):
    cell, _remark = parse_cell(written)
    if isinstance(cell.number, int):
        digits = "".join(str(int(each)) for each in written if each.isdecimal())
        assert str(abs(cell.number)) in digits or cell.number == 0
