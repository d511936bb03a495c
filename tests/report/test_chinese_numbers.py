"""Numbers in Chinese characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.chinese_numbers import parse

_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("百", 100),
        ("一百零五", 105),
        ("一百二十", 120),
        ("两百", 200),
        ("三千零二十", 3020),
        ("二〇二三", 2023),
    ],
)
def test_number_is_read_by_its_scales_or_its_places(written, number):
    assert parse(written) == number


@pytest.mark.parametrize("written", ["", "三五", "十百", "二十十", "一二十", "零十", "十零零五六", "人", "第一"])
def test_characters_that_are_not_one_number_are_none(written):
    assert parse(written) is None


def _spelt(number):
    """Spell a number below 10,000 as prose does."""
    spelt, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            spelt += ("零" if gap and spelt else "") + _DIGITS[digit] + name
        gap = not digit and bool(spelt)
    return spelt or "零"


@given(st.integers(0, 9999))
def test_every_number_that_is_spelt_is_read(number):
    spelt = _spelt(number)
    assert parse(spelt) == number
    if 10 <= number < 20:
        assert parse(spelt.removeprefix("一")) == number


@given(st.text(alphabet=_DIGITS + "〇两十百千万余", max_size=12))
def test_any_characters_are_a_number_in_range_or_none(written):
    number = parse(written)
    assert number is None or 0 <= number <= 9999
