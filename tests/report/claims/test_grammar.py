"""The grammar of claims is a table that a reader can check: every example is read by its own row."""

from collections import Counter

import pytest

from gongkai.report.claims import find_claims, frames, words
from gongkai.report.claims.frames import DENIALS, FRAMES


def _frames_used(sentence, monkeypatch):
    used = []
    fitting = frames.fitting

    def noted(row):
        found = fitting(row)
        used.append(found[0] if found else None)
        return found

    monkeypatch.setattr(frames, "fitting", noted)
    find_claims({"overview": sentence}, 2023)
    return used


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_last_figure_of_an_example_is_read_by_its_frame(frame, monkeypatch):
    used = _frames_used(f"{frame.example}。", monkeypatch)
    assert used
    assert used[-1] == frame


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_example_states_what_its_frame_says_and_ends_with_it(frame):
    claims = find_claims({"overview": f"{frame.example}。"}, 2023)
    stated = tuple(claim.what for claim in claims)
    assert stated[len(stated) - len(frame.whats) :] == frame.whats
    if not frame.whats:
        # Where a frame says what is no count, the only claims of its example are those of figures before the last.
        assert len(claims) < sum(character.isdigit() for character in frame.example)


@pytest.mark.parametrize("frame", DENIALS, ids=lambda frame: frame.name)
def test_example_of_a_denial_states_that_there_is_none(frame):
    claims = find_claims({"overview": f"{frame.example}。"}, 2023)
    assert [(claim.what, claim.value) for claim in claims] == [(what, 0) for what in frame.whats]


def test_names_of_frames_are_all_different():
    assert [name for name, count in Counter(frame.name for frame in FRAMES).items() if count > 1] == []


def test_no_word_has_two_kinds():
    plain = [word for _kind, row in words.WORDS for word in row.split()]
    assert [word for word, count in Counter(plain).items() if count > 1] == []


def test_every_kind_of_the_row_has_a_letter_of_its_own_that_is_no_figure():
    letters = [kind.value for kind in words.Kind if len(kind.value) == 1]
    assert len(letters) == len(set(letters))
    assert not any(letter.isdigit() or letter == "!" for letter in letters)
