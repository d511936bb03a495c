"""A sentence as the grammar sees it: a row of letters, one for each word, with its figures and times."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from gongkai.report.claims import figures
from gongkai.report.claims.figures import Counted, counted
from gongkai.report.claims.frames import FIGURE_LETTERS
from gongkai.report.claims.passages import Passage
from gongkai.report.claims.periods import Times
from gongkai.report.claims.words import DENIAL, KINDS, MATCHERS, Kind, kind_of_compound
from gongkai.report.model import Period

_NUMBER = re.compile(f"[{figures.CHARACTERS}]+")
_FIGURE = re.compile(figures.PATTERN)
_NOT_A_COUNT = "0"
_CLAUSE_END = re.compile("[,，;；]")
_DENIAL = re.compile(DENIAL)
# Sentences of reports are long; what decides about a figure stands near it.
_CHARACTERS_BEFORE = 160
_CHARACTERS_AFTER = 80
_WORDS_BEFORE = 40
_WORDS_AFTER = 12
# The words of the phrase that a figure begins. Where another count ends it, they belong to that one; only money does
# not take them away: 对1件申请收取信息处理费380元.
_PHRASE = re.compile(f"[^,;:()/0-9]{{0,{_WORDS_AFTER}}}+(?![0-467])")
_DENIED_CLAUSE = re.compile(f"[^,;:()0-9]{{0,{_WORDS_BEFORE}}}+(?![0-9])")


class Place(NamedTuple):
    """A figure, or a word of denial (whose figure is ``None``), in a row of words, and what time it covers."""

    word: int
    period: Period
    figure: Counted | None


class Sentence:
    """A sentence from ``start`` to ``end`` of a passage, which has something to read at ``relevant``."""

    def __init__(self, passage: Passage, start: int, end: int, relevant: int, times: Times) -> None:
        self._passage = passage
        self._start, self._end = start, end
        self._starts: list[int] = []
        self._letters: list[str] = []
        self._times = times
        self.places: list[Place] = []
        self._boundaries: dict[int, list[int]] | None = None
        text = passage.text
        position = max(start, relevant - _CHARACTERS_BEFORE)
        for number in _NUMBER.finditer(text, position, end):
            begins = number.start()
            match = _FIGURE.match(text, begins, end) if begins >= position else None
            if match is None:
                continue
            ends = match.end()
            self._take(text, position, begins)
            figure = counted(match.group(), text[begins - 2 : begins], text[ends : ends + 2])
            if figure is not None:
                self.places.append(Place(len(self._letters), self._times.period, figure))
            self._letters.append(FIGURE_LETTERS[figure.unit[:1]] if figure else _NOT_A_COUNT)
            self._starts.append(begins)
            position = ends
        clause_end = _CLAUSE_END.search(text, position, end)
        if clause_end and not _DENIAL.search(text, position, end):
            end = clause_end.end()
        self._take(text, position, end)
        self.row = "".join(self._letters)
        self._around = _brackets_around(self.row) if Kind.OPEN in self.row else []

    def _take(self, text: str, position: int, end: int) -> None:
        """Take in the words between two places. All prose around figures goes through here, so it is kept short."""
        letters, starts = self._letters, self._starts
        matcher_of, kind_of = MATCHERS.get, KINDS.get
        while position < end:
            matcher = matcher_of(text[position])
            match = matcher(text, position) if matcher else None
            if match is None or (after := match.end()) > end:
                position += 1
                continue
            word = text[position:after]
            kind = kind_of(word) or kind_of_compound(word)
            if kind == Kind.ALTOGETHER:
                self._times.see_altogether(text[position : min(self._end, position + _CHARACTERS_AFTER)])
            elif len(kind) > 1:
                self._times.see(kind, word)
            elif kind != "T" or letters[-1:] == [","]:  # 共 matters only where it begins a clause: …各类信息，共300条.
                if kind == "n":
                    self.places.append(Place(len(letters), self._times.period, None))
                letters.append(kind)
                starts.append(position)
            position = after

    def turns(self, *, divided: bool) -> Iterator[tuple[int, Place | None]]:
        """Yield the words that can change what is read: figures and denials, and all words where there are parts."""
        if not divided and Kind.PARTS not in self.row:
            return ((place.word, place) for place in self.places)
        places = {place.word: place for place in self.places}
        return ((index, places.get(index)) for index in range(len(self.row)))

    def before(self, index: int) -> str:
        """Return the words before one, as many as the grammar looks at, without what stands in brackets beside them."""
        if not self._around:
            return self.row[max(0, index - _WORDS_BEFORE) : index]
        return "".join(map(self.row.__getitem__, self._beside(index)))

    def first_of(self, taken: int, index: int) -> int:
        """Return the first of so many words of those before one."""
        return index - taken if not taken or not self._around else self._beside(index)[-taken]

    def _beside(self, index: int) -> list[int]:
        around = self.brackets(index)
        words_before = range(max(0, index - 2 * _WORDS_BEFORE), index)
        beside = [word for word in words_before if self._around[word] <= around and self.row[word] != Kind.CLOSE]
        return beside[-_WORDS_BEFORE:]

    def phrase(self, index: int) -> str:
        """Return the letter of a figure and those of the words after it that belong to it."""
        phrase = _PHRASE.match(self.row, index + 1)
        return self.row[index : phrase.end() if phrase else index + 1]

    def denied(self, index: int) -> str | None:
        """Return the words after a word of denial in its clause, or ``None`` where a figure follows in it."""
        clause = _DENIED_CLAUSE.match(self.row, index + 1)
        return clause.group() if clause else None

    def brackets(self, index: int) -> int:
        """Return how many brackets a word stands in."""
        return self._around[index] if self._around else 0

    def text_between(self, first: int, last: int) -> str:
        """Return the text from one word to another, without the latter."""
        return self._passage.text[self._starts[first] : self._starts[last]]

    def written(self, first: int, last: int) -> str:
        """Return the source's words for the clauses from that of one word to that of another."""
        if self._boundaries is None:
            self._boundaries = self._clause_ends()
        boundaries = self._boundaries[self.brackets(first)]
        at = bisect_left(boundaries, first)
        begins = self._starts[boundaries[at - 1]] + 1 if at else self._start
        at = bisect_left(boundaries, last + 1)
        if at < len(boundaries):
            return self._passage.written(begins, self._starts[boundaries[at]])
        clause_end = _CLAUSE_END.search(self._passage.text, self._starts[-1] + 1, self._end)
        return self._passage.written(begins, clause_end.start() if clause_end else self._end)

    def _clause_ends(self) -> dict[int, list[int]]:
        """Where clauses end, for words in so many brackets: at commas there, and at the brackets themselves."""
        boundaries: dict[int, list[int]] = {0: []}
        around = 0
        for index, letter in enumerate(self.row):
            if letter not in ",;()":
                continue
            inside = self.brackets(index)
            if letter in ",;" or inside != around:
                boundaries.setdefault(max(inside, around) if letter in "()" else inside, []).append(index)
            around = inside
        return boundaries


def _brackets_around(row: str) -> list[int]:
    """Return for each word how many brackets are open around it; a bracket that is never closed opens nothing."""
    steps = [0] * len(row)
    opened: list[int] = []
    for index, letter in enumerate(row):
        if letter == Kind.OPEN:
            opened.append(index)
        elif letter == Kind.CLOSE and opened:
            steps[opened.pop()] += 1
            steps[index] -= 1
    return list(accumulate(steps))
