"""What holds for the claims of any prose: nothing is invented, and breaking lines changes nothing."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.claims import find_breakdowns, find_claims
from gongkai.report.claims.frames import DENIALS, FRAMES
from gongkai.report.claims.passages import LONGEST
from gongkai.report.claims.words import WORDS
from gongkai.report.model import NARRATIVE_KEYS, What
from gongkai.report.prose import cites_formats, stated_period, themes

YEAR = 2023
EXAMPLES = [frame.example for frame in (*FRAMES, *DENIALS)]
PIECES = [
    *EXAMPLES,
    *(word for _kind, words in WORDS for word in words.split()),
    *"，。；：、（）\n 　0123456789零一二十百万余约条件篇次元",
    "2022年",
    "２３条",
    "①",
    "⾏",
    "開",
    "“",
    "”",
    "1.2万条",
    "10至12件",
]
proses = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80)


@given(st.dictionaries(st.sampled_from(NARRATIVE_KEYS), proses, max_size=3), st.none() | st.integers(2008, 2030))
@settings(max_examples=300, deadline=None)
def test_claims_quote_their_source_and_count_from_zero(narrative, year):
    for claim in find_claims(narrative, year):
        assert claim.text
        assert "".join(claim.text.split()) in "".join(narrative[claim.section].split()) or "開" in claim.text
        assert claim.value >= 0
        assert claim.unit


@given(proses)
@settings(max_examples=200, deadline=None)
def test_a_figure_is_claimed_only_where_the_prose_has_a_figure_or_a_denial(prose):
    sources = "0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千未没无不①②"
    if not any(character.isdigit() or character in sources for character in prose):
        assert find_claims({"overview": prose}, YEAR) == ()


@given(st.sampled_from(EXAMPLES), st.data())
@settings(max_examples=300, deadline=None)
def test_line_breaks_within_words_change_nothing(example, data):
    places = [at for at in range(1, len(example)) if not example[at - 1 : at + 1].isdigit()]
    at = data.draw(st.sampled_from(places))
    whole = find_claims({"overview": example}, YEAR)
    broken = find_claims({"overview": f"{example[:at]}\n{example[at:]}"}, YEAR)
    assert [(claim.what, claim.value, claim.period) for claim in broken] == [
        (claim.what, claim.value, claim.period) for claim in whole
    ]


@given(st.integers(0, 10**6), st.sampled_from(["条", "篇", "则", "件"]))
@settings(max_examples=100, deadline=None)
def test_every_count_is_read_with_and_without_separators(count, unit):
    for written in (str(count), f"{count:,}", f"{count:,}".replace(",", "，"), f" {count} "):
        (claim,) = find_claims({"overview": f"全年主动公开政府信息{written}{unit}。"}, YEAR)
        assert (claim.what, claim.value, claim.unit) == (What.ITEMS_PUBLISHED, count, unit)


@given(proses)
@settings(max_examples=200, deadline=None)
def test_parts_of_a_breakdown_are_exact_and_of_one_unit(prose):
    for breakdown in find_breakdowns({"overview": prose}, YEAR):
        assert len(breakdown.parts) > 1
        assert {part.unit for part in breakdown.parts} == {breakdown.total.unit}
        assert not any(part.approximate for part in breakdown.parts)
        assert breakdown.total in find_claims({"overview": prose}, YEAR)


REPEATED = (
    *(
        "1",
        "1,",
        "1 ",
        "一",
        "一百余",
        "十",
        " ",
        "\u3000",
        "\n",
        "\n1",
        "“",
        "《",
        "(",
        "（5条）",
        "公开信息（5条",
        "①",
    ),
    *("開", "開（kāi）5條", "公开", "公开、", "申请", "未", "未收到申请", "无信息公开", "截至2023年", "2023年以", "20"),
    *("结转下年", "依申请公开政府信息", "收到政府信息公开申请5件", "公开5条，", "公开5条其中", "公开5条，其中：3条；"),
    *("办结5件，", "行政复议为0，", "信息处理费5元", "制定规范性文件3件，废止2件，", "2023年1月1日至", "国办公开办函"),
)


def _seconds(text):
    before = perf_counter()
    find_claims({"overview": text}, YEAR)
    stated_period(text)
    cites_formats(text)
    themes(text)
    return perf_counter() - before


@pytest.mark.slow
@pytest.mark.parametrize("piece", REPEATED)
def test_time_is_in_proportion_to_length(piece):
    """Ten times as long takes about ten times as long; what is quadratic would take a hundred times."""
    short, long = (piece * (length // len(piece)) for length in (LONGEST // 10, LONGEST))
    fastest = min(_seconds(short) for _ in range(3))
    assert _seconds(long) < 30 * fastest + 0.5


@pytest.mark.slow
def test_prose_that_is_no_section_of_a_report_is_not_read_to_its_end():
    assert _seconds("公开5条，" * 5_000_000) < 10
