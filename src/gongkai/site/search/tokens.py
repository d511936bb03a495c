"""What the index holds for an entry: numbers that stand for characters, pairs of characters, and facets.

Two neighbouring characters are the shortest word of Chinese but one, and words of any length are chains of pairs.
Single characters are tokens too, since the last of a text begins no pair. Letters and digits also come in fours: every
text has the pairs 20, 02 and 23, and most have any other two digits, so that a number would be looked for in all texts.

A token is one number of 64 bits on both databases, so nothing that anybody types is ever part of a query language.
``EDITION`` counts the ways in which tokens were made and is part of the index's name, so that an index of another
edition is not asked in vain but found missing, and rebuilt.
"""

import re
from collections.abc import Iterable
from enum import IntEnum
from hashlib import blake2b
from itertools import pairwise

EDITION = 1
_SHIFT = 21  # The bits of a character.
_LONG = 4
_LETTERS_AND_DIGITS = re.compile(r"[0-9a-z]{4,}")


class Kind(IntEnum):
    """What a token stands for; the numbers are stored."""

    ANYWHERE = 1  # Characters in any field.
    HEAD = 2  # Characters in the title or a number.
    LONG_ANYWHERE = 3  # Four letters or digits.
    LONG_HEAD = 4
    AGENCY = 5
    COLUMN = 6
    YEAR = 7
    VALIDITY = 8
    RECORD_TYPE = 9


LONG = {Kind.ANYWHERE: Kind.LONG_ANYWHERE, Kind.HEAD: Kind.LONG_HEAD}


def _one(kind: Kind, first: str, second: str = "\0") -> int:
    return kind << 2 * _SHIFT | ord(first) << _SHIFT | ord(second)


def _long(kind: Kind, four: str) -> int:
    return LONG[kind] << 2 * _SHIFT | int.from_bytes(four.encode("ascii"))


def _longs(kind: Kind, text: str) -> set[int]:
    return {
        _long(kind, run[at : at + _LONG])
        for run in _LETTERS_AND_DIGITS.findall(text)
        for at in range(len(run) - _LONG + 1)
    }


def facet(kind: Kind, value: object) -> int:
    """Return the token of an agency, a column, a year …; what it proposes is compared with the value itself."""
    return kind << 2 * _SHIFT | int.from_bytes(blake2b(str(value).encode(), digest_size=5).digest())


def of_field(kind: Kind, folded: str) -> set[int]:
    """Return the tokens of a folded field, those of white space left out: no word has any."""
    found = {_one(kind, character) for character in set(folded) if not character.isspace()}
    pairs = set(pairwise(folded))
    found.update(_one(kind, a, b) for a, b in pairs if not (a.isspace() or b.isspace()))
    return found | _longs(kind, folded)


def of_word(kind: Kind, word: str) -> set[int]:
    """Return the tokens that an entry must have to contain a folded word."""
    if len(word) == 1:
        return {_one(kind, word)}
    fours = _longs(kind, word)
    if fours and _LETTERS_AND_DIGITS.fullmatch(word):
        return fours
    return fours | {_one(kind, a, b) for a, b in pairwise(word)}


def of_entry(heads: Iterable[str], body: str, facets: Iterable[int]) -> set[int]:
    """Return all tokens of an entry: `heads` are the folded title and numbers."""
    found = set(facets) | of_field(Kind.ANYWHERE, body)
    for head in heads:
        found |= of_field(Kind.ANYWHERE, head) | of_field(Kind.HEAD, head)
    return found
