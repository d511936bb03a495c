"""Citations (法条引用): which statute, article, paragraph and item, as values that print the Chinese way."""

from dataclasses import dataclass
from datetime import date

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Return the numeral of an article or item: 十一, 三十六, 一百零三. For 1 to 999."""
    if not 1 <= number <= 999:
        raise ValueError(f"{number} is not the number of an article, a paragraph or an item.")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    numeral = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        # Ten is 十, but one hundred and ten is 一百一十.
        numeral += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        numeral += "零"
    return numeral + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Statute:
    """A law, regulation or other rule in one dated version.

    ``short`` is how explanations name it, ``title`` how a letter names it in title marks, ``number`` the number of its
    order or document or the day of its revision.
    """

    short: str
    title: str
    number: str
    in_force_from: date

    def article(self, article: int, paragraph: int | None = None, item: int | None = None) -> "Citation":
        """Return the citation of one of its articles (条), paragraphs (款) or items (项)."""
        return Citation(self, article, paragraph, item)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a statute: article (条), paragraph (款), item (项)."""

    statute: Statute
    article: int
    paragraph: int | None = None
    item: int | None = None

    @property
    def place(self) -> str:
        """The place without the statute: 第三十六条第（三）项."""
        paragraph = "" if self.paragraph is None else f"第{chinese_numeral(self.paragraph)}款"
        item = "" if self.item is None else f"第（{chinese_numeral(self.item)}）项"
        return f"第{chinese_numeral(self.article)}条{paragraph}{item}"

    @property
    def in_full(self) -> str:
        """The citation as a letter prints it: 《中华人民共和国政府信息公开条例》第三十六条第（三）项."""
        return f"《{self.statute.title}》{self.place}"

    def __str__(self) -> str:
        """Return the citation as an explanation prints it: 条例第三十六条第（三）项."""
        return f"{self.statute.short}{self.place}"


REGULATION = Statute("条例", "中华人民共和国政府信息公开条例", "国务院令第711号", date(2019, 5, 15))
RECONSIDERATION_LAW = Statute("行政复议法", "中华人民共和国行政复议法", "2023年9月1日修订", date(2024, 1, 1))
RECONSIDERATION_LAW_2017 = Statute(
    "行政复议法（2017年修正）", "中华人民共和国行政复议法", "2017年9月1日第二次修正", date(2018, 1, 1)
)
LITIGATION_LAW = Statute("行政诉讼法", "中华人民共和国行政诉讼法", "2017年6月27日第二次修正", date(2017, 7, 1))
INTERPRETATION_2025 = Statute(
    "政府信息公开行政案件司法解释",
    "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "法释〔2025〕8号",
    date(2025, 6, 1),
)
FEE_MEASURES = Statute("信息处理费办法", "政府信息公开信息处理费管理办法", "国办函〔2020〕109号", date(2021, 1, 1))
