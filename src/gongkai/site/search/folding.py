"""One form for what people type and what offices write in many: applied alike when indexing and when asking.

Every character is folded by itself, whatever stands beside it. OpenCC's phrases know that 乾 stays in 乾隆 and
becomes 干 in 乾燥, but with them a part of a text would not be folded as it is in the whole, and 乾 not found in 乾隆.
"""

import unicodedata
from functools import cache
from typing import Any

from opencc import OpenCC

from gongkai.report.reading.normalise import fold_characters

_BRACKETS = str.maketrans(dict.fromkeys("[{〔【〖〘〚⟨⦅", "(") | dict.fromkeys("]}〕】〗〙〛⟩⦆", ")"))
_MARKS = str.maketrans(dict.fromkeys("–—―─⸺", "-") | dict.fromkeys("‧•・∙⋅ᐧ", "·"))
# A phrase in quotation marks is the phrase, and 「」 or ‘’ are written where “” are meant.
_QUOTATION_MARKS = frozenset("\"'“”‘’„‟‚‛「」『』﹁﹂﹃﹄〝〞〟`´")
# Control and format characters (zero-width, direction, byte order) and halves of surrogate pairs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@cache
def _simplifier() -> Any:
    return OpenCC("t2s")


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _seen(character: str) -> bool:
    return not (
        character in _QUOTATION_MARKS or unicodedata.category(character) in _UNSEEN or _is_variation_selector(character)
    )


def _folded(character: str) -> str:
    if character.isspace():
        return " "
    if not _seen(character):
        return ""
    folded = fold_characters(character).translate(_BRACKETS).translate(_MARKS)
    folded = "".join(_simplifier().convert(each).casefold() for each in folded)
    # Compatibility forms and case bring further characters: a space with an accent, a quotation mark.
    return "".join(" " if each.isspace() else each for each in folded if each.isspace() or _seen(each))


class _Foldings(dict[int, str]):
    """What each character becomes, remembered: a text of a thousand characters has a few hundred."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


FOLDINGS = _Foldings()


def composed(text: str) -> str:
    """Return text with accents in one character with their letters, which looks the same."""
    return unicodedata.normalize("NFC", text)


def _letter(character: str) -> bool:
    """Say whether a character belongs to a script that parts its words by white space, or is a digit."""
    han = "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
    return character.isalnum() and not han


def fold(text: str) -> str:
    """Return text as it is indexed, with white space only where it parts words of other scripts.

    In Chinese text it means nothing: 王　五 is 王五, 2023 年 is 2023年, and a line may end anywhere.
    """
    words = words_of(text)
    if not words:
        return ""
    parts = [words[0]]
    for word in words[1:]:
        if _letter(parts[-1][-1]) and _letter(word[0]):
            parts.append(" ")
        parts.append(word)
    return "".join(parts)


def words_of(text: str) -> list[str]:
    """Return what stands between white space, folded: the words of a question, all of which are to be found."""
    return composed(text).translate(FOLDINGS).split()


def traced(text: str) -> tuple[str, list[int]]:
    """Return composed text folded, and for each character of that, the place of the one that it comes from."""
    folded: list[str] = []
    origins: list[int] = []
    space = False
    for place, character in enumerate(text):
        for each in FOLDINGS[ord(character)]:
            if each == " ":
                space = True
                continue
            if space and folded and _letter(folded[-1]) and _letter(each):
                folded.append(" ")
                origins.append(place)
            folded.append(each)
            origins.append(place)
            space = False
    return "".join(folded), origins
