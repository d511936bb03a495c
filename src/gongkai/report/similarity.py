"""How much of one text is the same as another's, fast enough for a nation's reports (内容雷同).

Texts are compared by their shingles: all runs of five characters, punctuation, white space and digits left out. Five
characters are longer than nearly every set phrase of two words, and short enough that a changed word spoils only a
few. Digits are left out because a copied text has at least its year and its counts changed.
"""

import re

SHINGLE = 5

COPIED = 0.8
"""From this share on a text counts as copied.

Measured (``docs/rules/continuity.copied.md``): sections written anew by the same office in two years share less than
half of their shingles; a copy in which the year and every figure are changed shares all of them, and one in which
every fifth sentence is new still shares about four fifths.
"""

SHORTEST = 60
"""Shorter texts are alike by nature (无; 未收取信息处理费) and are not judged."""

LONGEST = 100_000
"""No section of a report is nearly as long; of more than this only the beginning is compared, to bound memory."""

_NOT_COMPARED = re.compile(r"[\W\d_]+")


def substance(text: str) -> str:
    """Return the characters of a text that are compared: its words, without digits, punctuation and white space."""
    return _NOT_COMPARED.sub("", text)


def shingles(text: str) -> frozenset[str]:
    """Return the runs of five characters of a text's substance."""
    words = substance(text[:LONGEST])
    return frozenset(words[start : start + SHINGLE] for start in range(max(1, len(words) - SHINGLE + 1)))


def similarity(one: str, other: str) -> float:
    """Return the Jaccard similarity of two texts, 0 to 1; two empty texts are the same."""
    ones, others = shingles(one), shingles(other)
    return len(ones & others) / len(ones | others)


def containment(new: str, old: str) -> float:
    """Return the share of ``new`` that stands in ``old`` already: what was cut from it does not count."""
    news = shingles(new)
    return len(news & shingles(old)) / len(news)


def copied_share(new: str, old: str) -> float | None:
    """Return the share of ``new`` that stands in ``old``; ``None`` where one is too short to be judged."""
    if min(len(substance(new)), len(substance(old))) < SHORTEST:
        return None
    return containment(new, old)
