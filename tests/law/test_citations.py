import pytest

from gongkai.law.citations import (
    FEE_MEASURES,
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    REGULATION,
    Citation,
    chinese_numeral,
)


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        (REGULATION.article(36, item=3), "条例第三十六条第（三）项"),
        (REGULATION.article(33, 2), "条例第三十三条第二款"),
        (RECONSIDERATION_LAW.article(23, 1, 4), "行政复议法第二十三条第一款第（四）项"),
        (REGULATION.article(20, item=15), "条例第二十条第（十五）项"),
        (LITIGATION_LAW.article(103), "行政诉讼法第一百零三条"),
        (FEE_MEASURES.article(6), "信息处理费办法第六条"),
    ],
)
def test_a_citation_prints_the_chinese_way(citation: Citation, printed: str) -> None:
    assert str(citation) == printed


def test_a_letter_names_the_statute_by_its_whole_title() -> None:
    assert REGULATION.article(36, item=3).in_full == "《中华人民共和国政府信息公开条例》第三十六条第（三）项"


def test_equal_places_are_equal_citations() -> None:
    assert REGULATION.article(14) == Citation(REGULATION, 14)
    assert REGULATION.article(39, 1) != REGULATION.article(39, 2)


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (56, "五十六"),
        (100, "一百"),
        (110, "一百一十"),
        (206, "二百零六"),
    ],
)
def test_numerals_are_written_as_statutes_write_them(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_what_no_statute_has_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not the number of an article"):
        chinese_numeral(number)


def test_numerals_are_all_different() -> None:
    assert len({chinese_numeral(number) for number in range(1, 1000)}) == 999
