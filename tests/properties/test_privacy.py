"""Statements on personal data that hold for all texts."""

import re
import string
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.privacy.people import bank_card, resident_id

from gongkai.privacy import STRICT, Kind, MaskProfile, Severity, mask_text, scan_text
from gongkai.privacy.resident_ids import check_digit, is_resident_id

COLLEGE = MaskProfile({Kind.RESIDENT_ID: (6, 4), Kind.MOBILE: (3, 4), Kind.BANK_CARD: (6, 4), Kind.PASSPORT: (1, 2)})
"""The form of a college's notice (2025): more is seen than in the strict one."""

CHINESE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("，。、：；“”（）\n"), max_size=20
)
REGIONS = st.sampled_from(
    ["110101", "120000", "131100", "350121", "440301", "510104", "650000", "710000", "820000", "911100"]
)
DATES = st.dates().filter(lambda day: 1900 <= day.year <= 2025).map(lambda day: day.strftime("%Y%m%d"))
SERIALS = st.integers(1, 999).map("{:03}".format)
IDS = st.builds(resident_id, REGIONS, DATES, SERIALS)
SEPARATORS = st.text(st.sampled_from(" -\u00a0\u200b\u2060\u3000"), max_size=2)
MOBILES = st.builds("1{}{:09}".format, st.integers(3, 9), st.integers(0, 10**9 - 1))
CARDS = st.builds("62{:0{}}".format, st.integers(0, 10**14), st.sampled_from([13, 16])).map(bank_card)
PIECES = st.one_of(
    CHINESE,
    IDS,
    MOBILES,
    CARDS,
    st.sampled_from(
        [
            "138 0000 0000",
            "护照E12345678",
            "家住示例县示例镇示例村3组12号",
            "张某某，男，",
            "身份证号",
            "卡号",
            "机密★",
            "*",
            " ",
            "-",
            "\t",
        ]
    ),
    st.text(st.sampled_from(string.digits + "xX*×-  \n"), max_size=40),
    st.text(max_size=10),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@given(CHINESE, IDS, CHINESE, st.lists(SEPARATORS, min_size=17, max_size=17))
def test_every_resident_id_is_found_with_any_separators(before: str, number: str, after: str, gaps: list[str]) -> None:
    written = "".join(digit + gap for digit, gap in zip(number, [*gaps, ""], strict=True))
    text = before + written + after
    found = [each for each in scan_text(text) if each.kind is Kind.RESIDENT_ID and each.rule == "resident_id"]
    assert [each.severity for each in found] == [Severity.BLOCK]
    assert found[0].span is not None
    assert text[slice(*found[0].span)] == written


@given(IDS, st.sampled_from("0123456789X"))
def test_numbers_with_a_wrong_check_digit_are_no_resident_ids(number: str, last: str) -> None:
    wrong = number[:17] + last
    assert is_resident_id(wrong) is (last == check_digit(number[:17]))
    if last != number[17]:
        assert Kind.RESIDENT_ID not in {each.kind for each in scan_text(f"张某某{wrong}。")}


@given(CHINESE, MOBILES, CHINESE)
def test_every_mobile_is_found(before: str, number: str, after: str) -> None:
    if re.match("[元万亿吨千平立公米美人]", after):
        after = "。"
    found = {each.kind for each in scan_text(f"{before}联系手机{number}{after}")}
    assert Kind.MOBILE in found


@pytest.mark.parametrize("profile", [STRICT, COLLEGE], ids=["永安", "学院"])
@given(text=TEXTS)
def test_masking_twice_is_masking_once_and_leaves_nothing_to_mask(profile: MaskProfile, text: str) -> None:
    masked = mask_text(text, profile)
    assert len(masked) == len(text)
    assert mask_text(masked, profile) == masked
    assert [each for each in scan_text(masked, profile=profile) if each.maskable] == []
    assert all(new in (old, profile.mark) for old, new in zip(text, masked, strict=True))


@given(TEXTS)
def test_no_value_is_shown_whole(text: str) -> None:
    for each in scan_text(text):
        if each.maskable and each.kind is not Kind.ADDRESS and each.span is not None:
            written = re.sub(r"[\s\u200b\u2060-]", "", text[slice(*each.span)])
            assert each.value_masked != written
            assert "*" in each.value_masked


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "0",
        "1 ",
        " ",
        "-",
        "1-",
        "1\n",
        "110101 ",
        "110101199003071 ",
        "138 0000 ",
        "1*",
        "村1",
        "村一组",
        "护照",
        "密 ",
        "机 ",
        "【内部资料",
        "张",
        "姓名：",
        "a1",
        "(",
        "\u200b",
        "１",
        "62220212345678901",
    ],
)
def test_five_megabytes_of_anything_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = perf_counter()
        scan_text(text)
        return perf_counter() - begun

    seconds(10_000)
    small, large = seconds(500_000), seconds(5_000_000)
    assert large < 40
    assert large < 10 * small * 2.5 + 1
