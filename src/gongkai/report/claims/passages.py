"""A section of prose made ready for reading: characters folded, line breaks taken out, and the way back kept.

In Chinese text a line break means nothing, except where a paragraph ends; PDF lines break words in the middle.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from gongkai.report.reading.normalise import fold_characters

LONGEST = 200_000
"""So many characters of a section are read. Sections of reports have some thousands; more is no report's prose."""
PARAGRAPH = "\x01"
"""Stands where a paragraph ends."""
APART = "\x02"
"""Stands between two figures that white space keeps apart: 5 12条 is not 512条."""

# Full-width letters and figures, radicals, numbers in circles, characters without width. Full-width punctuation is
# read as it is, since folding costs more than all the rest.
_FOLDABLE = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff\u2460-\u24ff\u2776-\u2793\u3220-\u3243\u2e80-\u2fd5\uf900-\ufaff"
    "\uff02-\uff07\uff0a\uff0b\uff10-\uff19\uff1c-\uff1e\uff20-\uff5d]"
)
_WITHOUT_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# ① counts what follows; folded to 1 it would join a figure beside it.
_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793]")
_NUMBERED = (
    r"[(（]?[一二三四五六七八九十]{1,3}(?:[)）、]|是)|第[一二三四五六七八九十]{1,3}(?:[,，、]|是)"
    r"|[(（]?\d{1,2}(?:[.．](?!\d)|[)）、])|[-•●·◆■▪*#|]"
)
_PARAGRAPH_END = re.compile(rf"\n(?=[^\S\n]*(?:\n|{_NUMBERED}))")
_BETWEEN_FIGURES = re.compile(r"\d\s(?=\s*\d)")
_PIECE = re.compile(r"\S+")
_CLAUSE = re.compile(r"[^,，。;；\n]*[,，。;；\n]|[^,，。;；\n]+")
_EDGES = " \t\n,，。;；"


@lru_cache(maxsize=8)
def passage(source: str) -> "Passage":
    """Return a section made ready for reading, once for all that read it in the same report."""
    return Passage(source)


class Passage:
    """A section of prose. ``text`` is what is read; ``written`` finds the source's words for a part of it."""

    def __init__(self, source: str) -> None:
        source = source[:LONGEST]
        self._source = source
        self._folded = source
        if _FOLDABLE.search(source) or "開" in source:
            self._folded = _fold(source)
        spaced = self._folded
        if "\n" in spaced:
            spaced = _PARAGRAPH_END.sub(PARAGRAPH, spaced)
        self._pieces = spaced.split()
        # White space before a figure is rare, and to look for it among the pieces is quicker than in the text.
        if any(piece[0].isdigit() for piece in self._pieces[1:]):
            spaced = _BETWEEN_FIGURES.sub(lambda match: match.group()[0] + APART, spaced)
            self._pieces = spaced.split()
        self._spaced = spaced
        self.text = "".join(self._pieces)
        self._places: tuple[list[int], list[int]] | None = None
        self._clauses: tuple[list[int], list[int]] | None = None

    def written(self, start: int, end: int) -> str:
        """Return what the source has for a part of ``text``, line breaks and all."""
        if len(self.text) != len(self._source):
            start, end = self._place(start), self._place(end - 1) + 1
        if len(self._folded) == len(self._source):
            return self._source[start:end].strip()
        # Folding changed lengths, so only the ends of clauses can be told.
        if self._clauses is None:
            self._clauses = _clauses(self._source)
        folded, source = self._clauses
        if folded[-1] != len(self._folded):
            return self._folded[start:end].strip()
        return self._source[source[bisect_right(folded, start) - 1] : source[bisect_left(folded, end)]].strip(_EDGES)

    def _place(self, place: int) -> int:
        """Return where in the folded source a place in ``text`` is."""
        if self._places is None:
            ends = accumulate(map(len, self._pieces), initial=0)
            self._places = list(ends), [match.start() for match in _PIECE.finditer(self._spaced)]
        in_text, in_source = self._places
        piece = bisect_right(in_text, place) - 1
        return in_source[piece] + place - in_text[piece]


def _clauses(source: str) -> tuple[list[int], list[int]]:
    """Return where clauses begin, in the folded source and in the source."""
    in_folded, in_source = [0], [0]
    for match in _CLAUSE.finditer(source):
        in_folded.append(in_folded[-1] + len(_fold(match.group())))
        in_source.append(match.end())
    return in_folded, in_source


def _fold(source: str) -> str:
    return fold_characters(_CIRCLED.sub("；", _WITHOUT_WIDTH.sub(" ", source)))
