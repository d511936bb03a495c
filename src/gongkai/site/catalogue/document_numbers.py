"""Document numbers (发文字号): written one way, held against the agency's pattern, and told where one is used twice.

What is found is an advice and never stops a draft: an agency also publishes what others issued, and what its
predecessors numbered in their own way.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import Item
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.remarks import Remark, check

NUMBER, ISSUER = (str(Item._meta.get_field(name).verbose_name) for name in ("document_number", "issuing_agency"))
SHOWN = 3
CHINESE_YEAR = re.compile(r"[一二][〇○零九一二三四五六七八]{3}")
LOOSE_YEAR = re.compile(r"(?<![〔\d])(?:19|20)\d{2}(?![\d〕年])")


def advice(agency: Agency, number: str, *, issuing_agency: str = "", item: int | None = None) -> list[str]:
    """Return what to look at in a number, in words; nothing where there is no number."""
    if not number:
        return []
    same = Item.objects.filter(agency=agency, document_number=number).exclude(pk=item)
    return [*_on_spelling(agency, number, issuing_agency), *_on_others(same.values_list("title", flat=True)[:SHOWN])]


def _on_spelling(agency: Agency, number: str, issuing_agency: str) -> list[str]:
    found = []
    if not issuing_agency or issuing_agency == agency.name:
        found += _against_pattern(agency.document_number_pattern, number)
    if CHINESE_YEAR.search(number):
        found.append("年份和序号应当用阿拉伯数字。")
    elif LOOSE_YEAR.search(number):
        found.append("年份应当用六角括号括起，例如“〔2024〕”。")
    return found


def _on_others(titles: Iterable[str]) -> list[str]:
    shown = "、".join(f"“{each}”" for each in titles)
    return [f"本机关已有相同文号的信息：{shown}。"] if shown else []


def _against_pattern(pattern: str, number: str) -> list[str]:
    if not pattern:
        return []
    try:
        matches = re.fullmatch(pattern, number)
    except re.error:
        return ["机构设置中的文号格式本身有误，没有核对，请告知系统管理员。"]
    if matches:
        return []
    return ["与本机关的文号格式不符，请核对。转载其他机关的文件，请填写“发文机关”。"]


@check("document_number", version=lambda: "1")
def document_number(manuscript: Manuscript) -> Iterator[Remark]:
    """Show the advice on an item's number with the other remarks."""
    number, issuer = _said(manuscript)
    if not number:
        return
    agency = manuscript.ask(_agencies)[manuscript.agency_id]
    same = manuscript.ask(_same_numbers).get((agency.pk, number), ())
    others = [title for pk, title in same if pk != manuscript.record_id][:SHOWN]
    for each in (*_on_spelling(agency, number, issuer), *_on_others(others)):
        yield Remark("catalogue.document_number", NUMBER, number, each, False, True)


def _said(manuscript: Manuscript) -> tuple[str, str]:
    """Return the number of an item and who issued it, as the text says."""
    if manuscript.record_type != Item.type_name():
        return "", ""
    said = {passage.label: passage.written for passage in manuscript.passages}
    return said.get(NUMBER, ""), said.get(ISSUER, "")


def _agencies(manuscripts: Sequence[Manuscript]) -> dict[int, Agency]:
    return Agency.objects.in_bulk({each.agency_id for each in manuscripts})


def _same_numbers(manuscripts: Sequence[Manuscript]) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """Return the items that carry the numbers of some manuscripts, by agency and number."""
    numbers = {_said(each)[0] for each in manuscripts} - {""}
    found: dict[tuple[int, str], list[tuple[int, str]]] = {}
    items = Item.objects.filter(agency__in={each.agency_id for each in manuscripts}, document_number__in=numbers)
    for agency, number, pk, title in items.order_by("pk").values_list("agency", "document_number", "pk", "title"):
        found.setdefault((agency, number), []).append((pk, title))
    return found
