"""Characters as they are meant: one form for what sources write in many.

Sources write figures full-width, words with Kangxi radicals (⾏ for 行, a fault of PDF fonts), or in Traditional
characters. What is compared with a label or parsed as a figure is folded first; what is kept as text is not.
"""

import re
import unicodedata
from collections.abc import Callable, Sized
from functools import cache
from typing import Protocol, TypeVar

# The CJK Radicals Supplement has no compatibility decompositions (except for two), yet PDF fonts map to it: each with
# its equivalent by the Unicode Character Database, but for the few of which only a part of a character is that.
_EQUIVALENTS = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 "
    "⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺫目 ⺬示 ⺭礻 "
    "⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺶羊 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 "
    "⻈讠 ⻉贝 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 "
    "⻟飠 ⻠饣 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀"
)
_RADICALS = str.maketrans({pair[0]: pair[1] for pair in _EQUIVALENTS.split()})
_RADICAL = re.compile("[\u2e80-\u2fd5]")
# Most Chinese text is of characters that folding leaves as they are; to see that takes a fraction of the folding.
_FOLDABLE = re.compile("[^\0-\x7f·—‘-”、。〇-】〔〕\u3400-\u4dbf\u4e00-\u9fff]")
_MINUS = str.maketrans("−﹣‐‑", "----")
# Readings that some converters insert after a Traditional character: 進(jìn).
_READING = re.compile("[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]")
# Characters of everyday government prose that only Traditional text has.
_TRADITIONAL = re.compile(
    "[報與個關開發動態類項條無機構處務國經區實總計數訊電視門產後會對學體當說將應這還進過運達選邊遠違連農書業財"
    "預決算據標準設備資費貿質購買賣車輛轉軍輕較輸辦證識訴詢請課調談論議護貝負責貢員賬賠賞賢賦執綫級統紀約紅細"
    "組織結給絡維網線練績繼續羅義習聯聽職肅臨舉舊華萬葉號補裝製複見規觀覺觸訂佈係內問單審屬廢廳強採權沒況減為"
    "爲獲現確祕穩範糾納編縣繳罰訟訪許認鄉鎮題額]"
)
_WITHOUT_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_NOT_WORD = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")
# 一、 （一） 1. 1、 (1) ① 第一部分: the numbers before labels and headings, after folding.
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章|项)|[(]?(?:[一二三四五六七八九十]+|\d{1,2})[)]?[、.．,:\s]*)"
)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(text: str) -> str:
    """Return text with its digits raised, as a source shows them: the note in 12¹ is no part of the figure."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """Return text with its digits lowered, as a source shows them."""
    return text.translate(_LOWERED)


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
    folded = text
    if _FOLDABLE.search(text):
        folded = unicodedata.normalize("NFKC", text).translate(_MINUS)
        if _RADICAL.search(folded):
            folded = folded.translate(_RADICALS)
    if _TRADITIONAL.search(folded) and has_traditional_characters(folded):
        folded = _simplifier().convert(_READING.sub("", folded))
    return folded


def without_white_space(text: str) -> str:
    """Return text without white space and invisible characters."""
    text = "".join(text.split())
    # Nothing invisible is printable, and to ask for that takes a fraction of a search.
    return text if text.isprintable() else _WITHOUT_WIDTH.sub("", text)


_Asked = TypeVar("_Asked", bound=Sized)
_Told = TypeVar("_Told")
_MOST_REMEMBERED = 16_384
_LONGEST_REMEMBERED = 250


class _Memory(dict[_Asked, _Told]):
    """What a function tells of short texts. A dictionary, since looking it up is most of what reading does."""

    def __init__(self, tell: Callable[[_Asked], _Told]) -> None:
        self._tell = tell

    def __missing__(self, text: _Asked) -> _Told:
        told = self._tell(text)
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[text] = told
        return told


def remembered(tell: Callable[[_Asked], _Told]) -> Callable[[_Asked], _Told]:
    """Remember what a function tells of a text: the labels and figures of reports are few, and every report has them.

    Long texts are neither and are not kept, or a few files could fill the memory.
    """
    return _Memory(tell).__getitem__


@remembered
def label_key(text: str) -> str:
    """Return what identifies a label: folded, without its number, punctuation and white space."""
    folded = without_white_space(fold_characters(text))
    return _NOT_WORD.sub("", _NUMBERING.sub("", folded))


def figure_left_out(text: str) -> str:
    """Return text, or for a plain figure one that stands for all figures that no label can tell from it.

    Where one or two digits begin a label they are its number.
    """
    if not (text.isascii() and text.isdigit()):
        return text
    return "0" if len(text) <= 2 else "000"
