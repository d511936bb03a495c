"""What is asked, and what is answered."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from gongkai.site.search.errors import BadCursor
from gongkai.site.search.folding import words_of

# Nobody types more; a text that was pasted in whole is cut, which can only find more.
LONGEST = 200
MOST_WORDS = 12
# Counting goes no further: "超过 1000 条".
MOST_COUNTED = 1000


class Order(StrEnum):
    """In which order hits are given. Neither looks at anything that a later publication could change."""

    NEWEST = "newest"
    TITLE_FIRST = "title_first"  # Those with every word in the title or a number, then the rest; each newest first.


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: every word of `text`, anywhere, within the facets that are given.

    Text without any word (empty, only quotation marks) asks for whatever is within the facets.
    """

    text: str = ""
    agencies: Collection[int] | None = None  # None: of all; none at all finds nothing.
    column: str | None = None
    year: int | None = None
    validity: str | None = None
    record_type: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words, folded, each once; one that is part of another asks for nothing more."""
        words = list(dict.fromkeys(words_of(self.text[:LONGEST])))[:MOST_WORDS]
        return tuple(word for word in words if not any(word != other and word in other for other in words))


@dataclass(frozen=True, slots=True)
class Hit:
    """A publication that was found."""

    seq: int
    record_type: str
    record_id: str
    agency: int
    in_title: bool  # Every word is in the title or a number; told only where hits are ordered by it.


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the hits, how many there are in all, and where the next begin."""

    hits: tuple[Hit, ...]
    count: int
    more_than_count: bool  # Counting was given up: there are more than `count` (超过 … 条).
    next: str | None  # The cursor of the next page; None after the last.


_CURSOR = re.compile(r"([hr])([0-9]{1,18})c([0-9]{1,4})(m?)")


@dataclass(frozen=True, slots=True)
class Place:
    """How far a reader has come: below which number, among the hits in titles or among the rest, and the count."""

    rest: bool
    below: int
    count: int
    more: bool

    def cursor(self) -> str:
        """Return it as it stands in an address."""
        return f"{'r' if self.rest else 'h'}{self.below}c{self.count}{'m' if self.more else ''}"

    @classmethod
    def of(cls, cursor: str) -> "Place":
        """Read a cursor, which anybody may have made up."""
        if not (told := _CURSOR.fullmatch(cursor)):
            raise BadCursor(cursor)
        stage, below, count, more = told.groups()
        return cls(stage == "r", int(below), int(count), bool(more))
