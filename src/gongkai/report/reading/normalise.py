"""Characters as they are meant: one form for what sources write in many.

Sources write figures full-width, words with Kangxi radicals (⾏ for 行, a fault of PDF fonts), or in Traditional
characters. What is compared with a label or parsed as a figure is folded first; what is kept as text is not.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Protocol, TypeVar

# The CJK Radicals Supplement has no compatibility decompositions (except for two), yet PDF fonts map to it.
_RADICALS = str.maketrans(
    "⺁⺅⺈⺉⺌⺒⺓⺕⺖⺘⺙⺛⺠⺡⺢⺣⺤⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺶⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻎⻏⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
    "厂亻刀刂小巳幺彐忄扌攵无民氵水灬爪牛犭王目示礻竹纟纟网罒羊羊老聿聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶阝钅长长门雨青韦页风飞食食饣饣首马骨鬼鱼鸟卤麦黄黾齐齿龙",
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_MINUS = str.maketrans("−﹣‐‑", "----")
# Readings that some converters insert after a Traditional character: 進(jìn).
_READING = re.compile("[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]")
# Characters of everyday government prose that only Traditional text has.
_TRADITIONAL = re.compile(
    "[報與個關開發動態類項條無機構處務國經區實區總計數訊電視門產後會對學體當說將應這還進過運達選邊過遠違連農書"
    "業財預決算據標準設備資費貿質購買賣車輛轉軍輕較輸車辦證識訴詢請課調談論議護貝負責貢員賬賠賞賢資賦執綫級統"
    "紀約紅細組織結給絡維網線練績繼續羅義習聯聽職肅臨舉舊華萬葉號補裝製複見規觀覺觸訂]"
)
_WHITE_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_NOT_WORD = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")
# 一、 （一） 1. 1、 (1) ① 第一部分: the numbers before labels and headings, after folding.
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章|项)|[(]?(?:[一二三四五六七八九十]+|\d{1,2})[)]?[、.．,:\s]*)"
)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _simplifier() -> _Converter:
    # Imported late: loading the dictionaries takes longer than reading a report in Simplified characters.
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


def has_traditional_characters(text: str) -> bool:
    """Say whether text is written in Traditional characters, at least in good part."""
    # One such character may be a name; a text in them has them everywhere.
    return len(_TRADITIONAL.findall(text)) * 25 > len(text)


def has_radicals(text: str) -> bool:
    """Say whether text has radicals where characters are meant (Kangxi radicals)."""
    return _RADICAL.search(text) is not None


def fold_characters(text: str) -> str:
    """Return text with compatibility forms, radicals and Traditional characters replaced; white space is kept."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text).translate(_MINUS)
    if _RADICAL.search(folded):
        folded = folded.translate(_RADICALS)
    if _TRADITIONAL.search(folded) and has_traditional_characters(folded):
        folded = _simplifier().convert(_READING.sub("", folded))
    return folded


def without_white_space(text: str) -> str:
    """Return text without white space and invisible characters."""
    return _WHITE_SPACE.sub("", text)


_Told = TypeVar("_Told")
_LONGEST_REMEMBERED = 250


def remembered(tell: Callable[[str], _Told]) -> Callable[[str], _Told]:
    """Cache what a function tells of a text: the labels of reports are few and every report repeats them.

    Long texts are no labels and are not kept, or a few files could fill the memory.
    """
    cached = lru_cache(maxsize=8192)(tell)

    def recall(text: str) -> _Told:
        return cached(text) if len(text) <= _LONGEST_REMEMBERED else tell(text)

    recall.__doc__ = tell.__doc__
    return recall


@remembered
def label_key(text: str) -> str:
    """Return what identifies a label: folded, without its number, punctuation and white space."""
    folded = without_white_space(fold_characters(text))
    return _NOT_WORD.sub("", _NUMBERING.sub("", folded))
