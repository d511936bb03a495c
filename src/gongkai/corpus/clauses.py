"""Texts cut into clauses, by which copies are found without comparing every text with every other.

A clause is what stands between two marks of punctuation; digits and the agency's own name are left out, since they are
what a copy has changed. Whoever copies leaves most clauses as they were, so those who share rare clauses can be looked
up, and no pair of texts that share none is ever looked at.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b

from gongkai.report.similarity import LONGEST, substance

SHORTEST_CLAUSE = 8
"""Shorter clauses are set phrases and say nothing of where a text is from."""

_ENDS = re.compile(r"[，。；：！？,;:!?\n]+")


def clauses(text: str, agency: str | None) -> tuple[str, ...]:
    """Return the different clauses of a text that are long enough to tell texts apart, as they are compared."""
    return tuple(dict.fromkeys(_cut(text[:LONGEST], agency)))


def _cut(text: str, agency: str | None) -> Iterator[str]:
    if agency:
        text = text.replace(agency, "")
    for part in _ENDS.split(text):
        words = substance(part)
        if len(words) >= SHORTEST_CLAUSE:
            yield words


def digest_of(clause: str) -> int:
    """Return a number for a clause, of 64 bits with a sign."""
    return int.from_bytes(blake2b(clause.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
