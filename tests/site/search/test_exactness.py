"""Properties: what is found is what contains the words, for whatever anybody publishes or types."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.site.search.samples import entry

from gongkai.site import search
from gongkai.site.search import Order, Query
from gongkai.site.search.folding import composed, fold, traced, words_of

# Each example cleans up after itself: the database is that of the whole test.
in_one_database = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Few characters, so that texts share pairs without sharing words.
NARROW = st.text("公开信息 20１3a(〔-", max_size=14)
WIDE = st.text(max_size=20)
TEXTS = st.one_of(NARROW, NARROW, WIDE)


def contains(published, words, fields):
    return all(any(word in fold(text) for text in fields(published)) for word in words)


def heads(published):
    return (published.title, *published.numbers)


def texts(published):
    return (*heads(published), published.body)


@pytest.mark.django_db
@in_one_database
@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6),
    st.data(),
)
def test_found_is_exactly_what_contains_every_word(published, data):
    """The oracle is Python's `in`, on texts that are folded alike."""
    archive = [
        entry(seq, title, body, numbers=(number, "孟商〔2023〕5号"), agency=seq % 2)
        for seq, (title, number, body) in enumerate(published, 1)
    ]
    source = data.draw(st.sampled_from([text for row in published for text in row] + ["孟商〔2023〕5号"]))
    begin = data.draw(st.integers(0, max(0, len(source) - 1)))
    asked = data.draw(st.one_of(st.just(source[begin : begin + data.draw(st.integers(1, 8))]), TEXTS))
    words = words_of(asked)
    # Only now, when nothing is drawn any more: an example that is broken off leaves nothing behind.
    for each in archive:
        search.put(each)
    expected = [each.seq for each in reversed(archive) if contains(each, words, texts)]
    assert [hit.seq for hit in search.find(Query(asked)).hits] == expected
    first = [seq for seq in expected if words and contains(archive[seq - 1], words, heads)]
    rest = [seq for seq in expected if seq not in first]
    assert [hit.seq for hit in search.find(Query(asked), order=Order.TITLE_FIRST).hits] == first + rest
    some = [seq for seq in expected if seq % 2]
    assert [hit.seq for hit in search.find(Query(asked, agencies=[1])).hits] == some
    assert search.check(archive) == []
    for each in archive:
        assert search.remove(each.seq)
    assert search.check([]) == []


@pytest.mark.django_db
@in_one_database
@given(st.text(st.characters(), max_size=300) | st.text("\"'*():^{}[]-+%_\\&|!<>~ ANDORNTE公开", max_size=30))
def test_nothing_that_is_typed_is_an_error(typed):
    """Halves of surrogate pairs, NUL, and the operators of FTS5 and tsquery are all only text."""
    for order in Order:
        search.find(Query(typed), order=order)
    search.highlight(typed, Query(typed))


@pytest.mark.django_db
@in_one_database
@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
def test_whatever_is_published_can_be_found_and_withdrawn(title, body):
    search.put(entry(1, title, body))
    for word in (*words_of(title)[:3], *words_of(body)[:3]):
        assume(word.strip() == word)
        assert search.find(Query(word)).count == 1
    assert search.remove(1)
    assert search.check([]) == []


@given(st.text(st.characters(), max_size=60))
def test_tracing_folds_as_folding_does(text):
    text = composed(text)
    folded, origins = traced(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    assert origins == sorted(origins)


@given(NARROW, NARROW)
def test_a_part_is_folded_as_in_the_whole(left, right):
    for word in words_of(left):
        assert word in fold(left)
        assert word in fold(f"{left} {right}")


@pytest.mark.parametrize("text", ["乾隆", "藉口", "瞭望", "徵收", "甚麽"])
def test_one_character_is_found_in_a_phrase_that_opencc_knows(text):
    assert fold(text) == "".join(map(fold, text))
