"""Tables of people (名单): sensitive columns next to names, and many people with their numbers.

个人信息保护法第二十八条 names sensitive personal information: 生物识别、宗教信仰、特定身份、医疗健康、金融账户、
行踪轨迹, and all of minors under fourteen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.privacy.people import NAME_HEADER, is_name

LIST_FROM_ROWS = 10
"""So many people with their numbers in one table ask for a second reviewer."""
_HEADER_WITHIN = 8
_SENSITIVE = re.compile(
    "出生(?:日期|年月)|生日|年龄|民族|宗教|信仰|病种|病情|疾病|病史|诊断|健康状况|残疾|伤残|致贫原因|贫困原因|低保|五保|特困|血型|艾滋|精神|孕|婚姻|犯罪|戒毒|社区矫正|信用状况|家庭收入|监护人"
)
# Age and nationality alone are in every list of staff; a list of 低保 has the word in all its heads.
_ORDINARY = re.compile("年龄|民族|低保(?:金|标准|人数|户数)|人数|户数|金额|标准|合计|项目|情况说明|事项")
_LONGEST_HEADER = 12


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """What a table says of people: the heads of its sensitive columns, their row, and how many have a number."""

    sensitive: tuple[str, ...]
    header_row: int
    listed: int


def people_table(rows: Sequence[Sequence[str]], identified: Iterable[int]) -> PeopleTable:
    """Judge a table; ``identified`` are the rows in which a finder found a number of a person."""
    header_row, name_column, sensitive = _header(rows)
    has_names = name_column is not None and any(
        is_name(row[name_column]) for row in rows[header_row + 1 :] if len(row) > name_column
    )
    listed = sum(any(map(is_name, rows[number])) for number in set(identified))
    return PeopleTable(sensitive if has_names else (), header_row, listed)


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, int | None, tuple[str, ...]]:
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        heads = ["".join(cell.split()) for cell in row]
        named = [n for n, head in enumerate(heads) if len(head) <= _LONGEST_HEADER and NAME_HEADER.search(head)]
        if named and len(heads) > 1:
            sensitive = [
                head
                for head in heads
                if len(head) <= _LONGEST_HEADER and _SENSITIVE.search(head) and not _ORDINARY.search(head)
            ]
            return number, named[0], tuple(dict.fromkeys(sensitive))
    return 0, None, ()


def column_labels(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what the head of each column says, for the numbers below it; empty without a head."""
    for row in rows[:_HEADER_WITHIN]:
        heads = ["".join(cell.split()) for cell in row]
        if sum(bool(head) for head in heads) > 1 and not any(any(map(str.isdigit, head)) for head in heads):
            return [head if len(head) <= _LONGEST_HEADER else "" for head in heads]
    return []


def cell_labels(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return what a table says of each cell: the head of its column, and the cell on its left, as forms have it."""
    heads = column_labels(rows)
    labelled = []
    for row in rows:
        labels = []
        for column in range(len(row)):
            head = heads[column] if column < len(heads) else ""
            beside = row[column - 1] if column else ""
            labels.append(f"{head} {'' if any(map(str.isdigit, beside)) else beside[-_LONGEST_HEADER:]}".strip())
        labelled.append(labels)
    return labelled
