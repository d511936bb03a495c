"""One form for what sources write in many: radicals, full-width digits, Traditional characters, numbers of labels."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from gongkai.report.reading.normalise import (
    fold_characters,
    has_radicals,
    has_traditional_characters,
    label_key,
    without_white_space,
)

SUPPLEMENT = [chr(code) for code in range(0x2E80, 0x2EF4) if unicodedata.name(chr(code), "")]
KANGXI = [chr(code) for code in range(0x2F00, 0x2FD6)]
# Their equivalents are parts of characters outside the basic plane, which stand in no word.
PARTS = {"CJK RADICAL " + name for name in ("REPEAT", "TABLE", "LAME FOUR", "BOLT OF CLOTH", "BAMBOO", "MESH")} | {
    "CJK RADICAL " + name for name in ("RAM", "EWE", "MORTAR", "HORN", "FOOT", "MOUND ONE", "EAT TWO", "HEAD")
}


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⼀、本年新收", "一、本年新收"),
        ("⾏政机关", "行政机关"),
        ("⽆正当理由⼤量反复", "无正当理由大量反复"),
        ("⼈⺠政府", "人民政府"),
        ("⾃然⼈", "自然人"),
        ("⻋辆⻔牌⻓期⻚⾯", "车辆门牌长期页面"),
        ("⻄青区⻩山⻰泉", "西青区黄山龙泉"),
        ("⻅证⻉壳⻢匹⻥类⻦类", "见证贝壳马匹鱼类鸟类"),
        ("⺟婴", "母婴"),
        ("１２３，４５６件", "123,456件"),
        ("（一）", "(一)"),
        ("㈠", "(一)"),
        ("Ⅳ", "IV"),
        ("−3", "-3"),
    ],
)
def test_characters_are_read_as_meant(printed, meant):
    assert fold_characters(printed) == meant


@pytest.mark.parametrize("radical", [*SUPPLEMENT, *KANGXI], ids=unicodedata.name)
def test_every_radical_becomes_the_character_that_it_is(radical):
    folded = fold_characters(radical)
    if unicodedata.name(radical) in PARTS:
        assert folded == radical
        return
    assert len(folded) == 1
    assert unicodedata.name(folded).startswith("CJK UNIFIED IDEOGRAPH")
    assert not has_radicals(folded)


SIMPLIFIED = [each for each in SUPPLEMENT if "C-SIMPLIFIED" in unicodedata.name(each)]
# In these the simplified form is a part only: 讠 of 语, where the whole character stays 言.
SIMPLIFIED_PARTS = {"SPEECH": "讠", "GOLD": "钅", "SILK": "纟", "EAT": "饣"}


@pytest.mark.parametrize("radical", SIMPLIFIED, ids=unicodedata.name)
def test_simplified_radicals_are_the_simplified_forms_of_their_kangxi_radicals(radical):
    """An independent source: the name in Unicode, the Kangxi radical of that name, and its simplification."""
    name = unicodedata.name(radical).removeprefix("CJK RADICAL C-SIMPLIFIED ")
    whole = unicodedata.normalize("NFKC", unicodedata.lookup(f"KANGXI RADICAL {name}"))
    assert fold_characters(radical) == SIMPLIFIED_PARTS.get(name, OpenCC("t2s").convert(whole))


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("政府信息公開工作年度報告", "政府信息公开工作年度报告"),
        ("本年新收政府信息公開申請數量", "本年新收政府信息公开申请数量"),
        ("行政規範性文件", "行政规范性文件"),
        ("改進(jìn)情況", "改进情况"),
        ("總(zǒng)計", "总计"),
    ],
)
def test_traditional_characters_are_simplified_without_inserted_readings(traditional, simplified):
    assert has_traditional_characters(traditional)
    assert fold_characters(traditional) == simplified


def test_one_traditional_character_in_a_long_text_is_a_name_and_stays():
    text = "示例区人民政府门户网站全年由區某负责维护，各科室按月报送需要公开的信息并登记在册。"
    assert not has_traditional_characters(text)
    assert "區某" in fold_characters(text)


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u3000", "\xa0", "\u200b", "\ufeff", "\u00ad", "\u2060"])
def test_white_space_and_invisible_characters_are_nothing(space):
    assert without_white_space(f"总{space}计{space}") == "总计"
    assert label_key(f"（七）总{space}计") == "总计"


@pytest.mark.parametrize(
    "label",
    [
        "1.属于国家秘密",
        "1. 属于国家秘密",
        "1、属于国家秘密",
        "１．属于国家秘密",
        "⒈属于国家秘密",
        "①属于国家秘密",
        "(1)属于国家秘密",
        "（1）属于国家秘密",
        "（一）属于国家秘密",
        "一、属于国家秘密",
        "一 属于国家秘密",
        "第一部分 属于国家秘密",
        "属于国家\n秘密",
        "属于“国家秘密”。",
        "1属于国家秘密",
    ],
)
def test_a_label_is_known_without_its_number_and_punctuation(label):
    assert label_key(label) == "属于国家秘密"


@given(st.text())
def test_folded_text_has_no_radical_and_folding_it_again_changes_nothing(text):
    folded = fold_characters(text)
    assert not set(folded) & (set(KANGXI) | set(SUPPLEMENT)) or any(
        unicodedata.name(each, "") in PARTS for each in folded
    )
    assert has_traditional_characters(folded) or fold_characters(folded) == folded
