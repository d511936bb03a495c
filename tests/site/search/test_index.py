"""What search finds is what a reader finds who looks through every text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.site import search
from gongkai.site.search import Entry, Query

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip


def entry(seq: int, title: str, body: str = "", **fields) -> Entry:
    fields = {"agency": 1, "column": "7", "year": 2023, "validity": ""} | fields
    return Entry(seq=seq, record_type="item", record_id=str(seq), title=title, body=body, **fields)


def seqs(text: str, order: str = "newest", **facets) -> list[int]:
    return [hit.seq for hit in search.find(Query(text, **facets), order=order, limit=100).hits]


@pytest.fixture
def empty(db):
    """No publication was made: the index holds nothing."""


CHARACTERS = st.text(alphabet="采砂会盟镇通知示", min_size=0, max_size=8)


@FEW
@given(
    texts=st.lists(CHARACTERS, min_size=1, max_size=6),
    word=st.text(alphabet="采砂会盟镇通知示", min_size=1, max_size=3),
)
def test_a_word_is_found_exactly_where_it_stands(empty, texts, word):
    try:
        for n, text in enumerate(texts, start=1):
            search.put(entry(n, "甲", text))
        assert seqs(word) == [n for n, text in reversed(list(enumerate(texts, start=1))) if word in text]
    finally:
        for n in range(1, len(texts) + 1):
            search.remove(n)


@FEW
@given(text=st.text(max_size=60))
def test_nothing_that_is_typed_is_an_error(empty, text):
    search.find(Query(text))


@pytest.mark.parametrize(
    "typed",
    [
        "孟商〔2023〕5号",
        "孟商[2023]5号",
        "孟商（2023）5号",
        "孟商【2023】5號",
        "2023〕5",
        "００００１４３４９/2017-00110",
        "14349/2017",
    ],
)
def test_numbers_are_found_as_people_type_them(empty, typed):
    search.put(entry(1, "通知", numbers=("孟商〔2023〕5号", "000014349/2017-00110")))
    assert seqs(typed) == [1]


def test_titles_come_first_where_that_is_asked(empty):
    search.put(entry(1, "采砂管理办法"))
    search.put(entry(2, "通知", "关于采砂"))
    assert seqs("采砂") == [2, 1]
    assert seqs("采砂", "title_first") == [1, 2]


def test_facets_narrow(empty):
    search.put(entry(1, "采砂", agency=1, year=2022))
    search.put(entry(2, "采砂", agency=2, year=2023, column="8"))
    assert seqs("采砂", agencies=[1]) == [1]
    assert seqs("采砂", agencies=[]) == []
    assert seqs("采砂", year=2023) == [2]
    assert seqs("采砂", column="8") == [2]


def test_what_was_removed_is_not_found(empty):
    search.put(entry(1, "采砂"))
    search.remove(1)
    assert seqs("采砂") == []


def test_pages_go_on_where_they_stopped_whatever_comes_in_between(empty):
    for n in range(1, 8):
        search.put(entry(n, "采砂"))
    first = search.find(Query("采砂"), limit=3)
    search.put(entry(8, "采砂"))
    second = search.find(Query("采砂"), after=first.next, limit=3)
    assert [hit.seq for hit in first.hits] + [hit.seq for hit in second.hits] == [7, 6, 5, 4, 3, 2]
    with pytest.raises(search.BadCursor):
        search.find(Query("采砂"), after="nonsense")


def test_a_long_text_is_found_to_its_end(empty):
    search.put(entry(1, "长文", "甲乙" * 40_000 + "龘靐"))
    assert seqs("龘靐") == [1]


def test_the_index_is_proved_and_repaired(empty):
    entries = [entry(1, "采砂"), entry(2, "禁采")]
    for each in entries:
        search.put(each)
    assert list(search.check(entries)) == []
    search.remove(2)
    assert list(search.check(entries)) != []
    search.rebuild(entries)
    assert list(search.check(entries)) == []
    assert seqs("禁采") == [2]


def test_a_match_is_marked_and_markup_is_not(empty):
    assert search.highlight("<b>采砂</b>", Query("采砂"), whole=True) == "&lt;b&gt;<mark>采砂</mark>&lt;/b&gt;"
