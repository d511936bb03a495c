"""Text as the finders read it: full-width digits as digits, characters that nobody sees left out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00b7\u2027\u30fb"


@cache
def _fold_table() -> dict[int, str]:
    table = {ord(each): " " for each in _SPACES} | {ord(each): "-" for each in _HYPHENS}
    table |= {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
    table |= {ord(full): half for full, half in zip("＊（）：，．／＋＝＿", "*():,./+=_", strict=True)}
    # Every decimal digit of Unicode, full-width and mathematical ones among them, means what it looks like.
    for code in range(0x80, 0x20000):
        if unicodedata.category(chr(code)) == "Nd":
            table[code] = str(unicodedata.decimal(chr(code)))
    return table


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``positions[i]`` is where its character ``i`` stands in the original."""

    text: str
    positions: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text, which is not empty, stands in the original."""
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str) -> Folded:
    """Return text as the finders read it."""
    if text.isascii():
        return Folded(text, range(len(text)))
    folded = text.translate(_fold_table())
    if _UNSEEN.search(folded) is None:
        return Folded(folded, range(len(text)))
    pieces: list[str] = []
    positions: list[int] = []
    seen_to = 0
    for unseen in _UNSEEN.finditer(folded):
        pieces.append(folded[seen_to : unseen.start()])
        positions.extend(range(seen_to, unseen.start()))
        seen_to = unseen.end()
    pieces.append(folded[seen_to:])
    positions.extend(range(seen_to, len(folded)))
    return Folded("".join(pieces), positions)
