"""What the finders hand on: a stretch of folded text, and by which rule it was found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.privacy.findings import Kind, Severity

_LABEL_WITHIN = 24
_STOPS = re.compile(r"[\n。；;]")
_HASH_BEFORE = re.compile(r"[0-9][A-Za-z]{1,8}$")
_HASH_AFTER = re.compile(r"[A-Za-z][0-9A-Fa-f]*[0-9]")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of folded text; ``hidden_from`` is where the part to be masked begins, if the rule itself says so."""

    kind: Kind
    severity: Severity
    rule: str
    start: int
    end: int
    hidden_from: int | None = None


class Claims:
    """Which characters already belong to a match: every number is classed once."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def take(self, match: Match) -> bool:
        """Take the characters of a match, unless one of them is taken."""
        if 1 in self._taken[match.start : match.end]:
            return False
        self._taken[match.start : match.end] = b"\1" * (match.end - match.start)
        return True


def before(text: str, at: int, within: int = _LABEL_WITHIN) -> str:
    """Return what stands before a place in the same sentence: the label of a number is there."""
    return _STOPS.split(text[max(0, at - within) : at])[-1]


def is_flanked(text: str, start: int, end: int) -> bool:
    """Say whether other digits stand before or after, one separator away: cells of a row, or a longer number."""
    left = text[max(0, start - 2) : start]
    right = text[end : end + 2]
    return (len(left) == 2 and left[1] in " -" and left[0].isdigit()) or (
        len(right) == 2 and right[0] in " -" and right[1].isdigit()
    )


def is_in_token(text: str, start: int, end: int) -> bool:
    """Say whether digits are part of a longer mixed token: a hash, a key, a serial number."""
    return (
        _HASH_BEFORE.search(text[max(0, start - 9) : start]) is not None
        or _HASH_AFTER.match(text, end, end + 40) is not None
    )


def digits_of(text: str) -> str:
    """Return the letters and digits of a value, without its separators."""
    return "".join(each for each in text if each.isalnum())


def stretches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Yield every place where a pattern's lookahead group matches, overlapping ones included."""
    for found in pattern.finditer(text):
        yield found.start(1), found.end(1), found[1]
