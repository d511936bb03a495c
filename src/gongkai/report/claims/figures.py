"""A counted figure in prose: 1,234条, 1.2万条, 二十余件, 10至12件, 380元.

Its unit is part of it: a number without one (第20条's 20 has, but is an article; 〔2021〕30号; a year; a telephone
number) is not a count.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.report import chinese_numbers
from gongkai.stats.cells import Figure

CHARACTERS = rf"\d{chinese_numbers.CHARACTERS}"
"""The characters that a figure begins with, for use within a character class."""
BEFORE_ZERO = "为是:：项量请开件议讼费"
"""After these a zero may stand without a unit."""
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3}){1,3}+(?!\d)|\d{1,12}+)(?:\.\d{1,6}+)?"
_CHINESE = rf"[{chinese_numbers.CHARACTERS}]{{1,8}}+"
_RANGE = "[-—–~～至到]{1,2}"
# What a figure counts in. The look-aheads keep words that begin with the same character: 条例, 件事, 次年, 元旦.
UNITS = (
    r"条次|条[(（]次[)）]|条(?![例款件线理规约形目]|所规|的规定|之规定|第)|篇次|篇[(（]次[)）]|篇(?![章幅])|则|"
    r"件次|件[(（]次[)）]|件(?![事套])|份(?!额)|期(?![间限货])|"
    r"次(?![年月日性会全序])|起(?![至草来始]|施行|实施)|宗(?!旨)|例(?![如会行外])|元(?!旦)"
)
PATTERN = (
    rf"(?<![\d第.\x02A-Za-z])(?:{_ARABIC}(?:{_RANGE}{_ARABIC})?[余多几]?[百千]?[余多]?[万亿]?[余多]?"
    rf"|(?<![第数几若上每逐半{chinese_numbers.CHARACTERS}]){_CHINESE}(?:{_RANGE}{_CHINESE})?[余多几]?[万亿]?[余多]?)个?(?:{UNITS})"
    rf"|(?<=[{BEFORE_ZERO}])[0零](?=[,，、;；)）]|[一二三四五六七八九]是|$)"
)
"""One figure with its unit; or a zero without (行政复议数量为0, 收到申请0)."""

_PARTS = re.compile(
    rf"(?P<low>{_ARABIC}|{_CHINESE})(?:{_RANGE}(?P<high>{_ARABIC}|{_CHINESE}))?(?P<more>[余多几]?)(?P<hundreds>[百千]?)(?P<more2>[余多]?)"
    rf"(?P<ten_thousands>[万亿]?)(?P<more3>[余多]?)(?P<unit>{UNITS}|)"
)
_MULTIPLES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ABOUT = re.compile("(?:约|近|逾|超|超过|突破|接近|大概|不足)$")
_LAST_OF_ABOUT = frozenset("约近逾超过破概足")
_OR_SO = re.compile("左右|以上|上下|有余")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of the prose in plain units: 1.2万条 is 12000 条, 7730.28万元 is 77302800 元.

    ``approximate`` says that the prose does not give the exact count: by a word (余, 约, 近 …), by a range, of which
    ``value`` is the lower end, or by counting in 万.
    """

    value: Figure
    unit: str
    approximate: bool


def _number(written: str) -> Decimal | None:
    if written[0] in chinese_numbers.CHARACTERS:
        parsed = chinese_numbers.parse(written)
        return None if parsed is None else Decimal(parsed)
    return Decimal(written.replace(",", "").replace("，", ""))


def counted(written: str, before: str = "", after: str = "") -> Counted | None:
    """Return the figure that ``written`` is, between the words ``before`` and ``after`` it; ``None`` if it is none."""
    figure = _parsed(written)
    if figure is None or figure.approximate:
        return figure
    about = before[-1:] in _LAST_OF_ABOUT and _ABOUT.search(before)
    if about or _OR_SO.match(after):
        return Counted(figure.value, figure.unit, approximate=True)
    return figure


@lru_cache(maxsize=4096)
def _parsed(written: str) -> Counted | None:
    match = _PARTS.fullmatch(written)
    if match is None:
        return None
    low = _number(match["low"])
    if low is None or (match["high"] and _number(match["high"]) is None):
        return None
    value = low * _MULTIPLES[match["hundreds"]] * _MULTIPLES[match["ten_thousands"]]
    unit = match["unit"]
    whole = value == value.to_integral_value()
    about = bool(match["high"] or match["more"] or match["more2"] or match["more3"])
    if unit == "元":
        return Counted(value.quantize(Decimal(1)) if whole else value, unit, about)
    # 1.2万条 is rounded; 1.2万元 is an amount as it is written in tables.
    return Counted(int(value), unit, about or bool(match["ten_thousands"])) if whole else None
