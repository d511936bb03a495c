"""Names of natural persons (自然人当事人) in what a decision says: found, masked, and looked for once more.

Clerks write one person, several, a person with a shop, and blanks within a name. Every part that can be a name is one
here: a place that is masked too often is looked up in the decision, a name that was let out is not taken back.
"""

import re
import unicodedata
from collections.abc import Iterable

from gongkai.privacy.people import is_name, masked_name

_BLANK = r"[\s\u200b-\u200f\u2060\ufeff]*"
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅", "·"))
_NO_LETTERS = re.compile(r"[\W_]+")
_BETWEEN = re.compile(r"[、,;/|&+:()\[\]{}〔〕【】《》“”\"']|等[0-9一二三四五六七八九十两几]*[人名户位]?")
_AND = re.compile("[及和与]")
_LISTED = re.compile("[、,;/及和与]")
_TRADE = re.compile(r"[(\[](?:个体|经营者|业主)[^)\]]*[)\]]")
_ROLE = re.compile("^(?:个体工商户|经营者|业主|户主|投资人|负责人|法定代表人|当事人|姓名)")
_NO_NAME = re.compile("(?:户|店|者|市|县|省|镇|乡|村|业主|负责人|代表人|居民|农民|身份证)$")
_NAME_LIKE = re.compile("[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+")
_SURNAME_ALONE = 2  # 欧阳 by itself is no name within 欧阳小明.


def plain(text: str) -> str:
    """Return a text as it is compared: of one width, of one kind of dot, and without blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(_DOTS))


def names_in(party: str) -> list[str]:
    """Return the parts of a natural person's party that can be names, the longest first; never none of something."""
    pieces = [piece for each in _BETWEEN.split(_one_width(party)) for piece in _people(each)]
    names = {piece for place, piece in enumerate(pieces) if _can_be_name(piece, first=place == 0)}
    names |= {part for name in names for part in name.split("·") if len(part) > 1}
    return sorted(names or {each for each in pieces if each}, key=lambda name: (-len(name), name))


def _one_width(party: str) -> str:
    return unicodedata.normalize("NFKC", party).translate(_DOTS)


def _people(piece: str) -> list[str]:
    """Return whom one piece names: 李和平 is one person, 张三丰和李四光 are two, and so are 张三 李四."""
    words = [word for word in (plain(each) for each in piece.split()) if word]
    whole = _ROLE.sub("", "".join(words))
    if not whole:
        return []
    several = [each for each in _AND.split(whole) if each]
    if len(several) > 1 and not _NAME_LIKE.fullmatch(whole):
        return [person for each in several for person in _people(each)]
    if len(words) > 1 and all(is_name(word) and not _is_surname_alone(word, whole) for word in words):
        return words
    if len(words) > 1 and not _NAME_LIKE.fullmatch(whole):
        return [word for word in (_ROLE.sub("", each) for each in words) if word]
    return [whole]


def _is_surname_alone(word: str, whole: str) -> bool:
    return len(word) == _SURNAME_ALONE and masked_name(whole).startswith(word)


def _can_be_name(piece: str, *, first: bool) -> bool:
    return _NAME_LIKE.fullmatch(piece) is not None and (first or is_name(piece) or not _NO_NAME.search(piece))


def names_people_alone(party: str) -> bool:
    """Return whether a party is nothing but names of people, whatever stands in brackets of their trade."""
    said = _TRADE.sub("", plain(party))
    several = [each for each in _LISTED.split(said) if each]
    return is_name(said) or (len(several) > 1 and all(is_name(each) for each in several))


def masked(text: str, names: Iterable[str]) -> str:
    """Return a text in which of each name the surname alone is left, also where the name has blanks within."""
    masks = {plain(name): masked_name(name) for name in names}
    if not masks:
        return text
    pattern = "|".join(
        _BLANK.join("[·•‧・･∙⋅]?" if each == "·" else re.escape(each) for each in name)
        for name in sorted(masks, key=len, reverse=True)
    )
    without_dots = {name.replace("·", ""): mask for name, mask in masks.items()}
    return re.sub(pattern, lambda found: without_dots[plain(found[0]).replace("·", "")], text)


def left_over(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that a text still holds, however they are written; those that are masked are none."""
    compared = _letters(text)
    return [name for name in names if not masked_name(name).startswith(name) and _letters(name) in compared]


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text))
