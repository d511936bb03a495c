"""Another place's name left in a text (残留其他地方的名称): what a copy forgets to change.

Only names of the table of agencies are looked for: those of agencies, and of places, which are the names of their
governments without 人民政府. A name is another place's if no agency of that name stands in the reporting agency's own
place, above it or beneath it. It is advice with the place shown: what is quoted or cited, and what speaks of learning
from others, is left out, but other good reasons to name a place remain.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import duckdb

from gongkai.corpus.noticed import Noticed
from gongkai.corpus.whose import whose
from gongkai.stats.identities import Severity, Verdict
from gongkai.wording import _

_SHORTEST_NAME = 3
_BEGINNING = 2
_GOVERNMENT = "人民政府"
_QUOTED = re.compile(r"“[^“”]{0,200}”|《[^《》]{0,200}》|「[^「」]{0,200}」")
_LEARNING = re.compile(r"(?:赴|前往|学习|借鉴|考察|参观|对标|交流|来自|对口|协作|支援|结对)[^。；]{0,12}$")
_AROUND = 15
_SOURCE = "本项目所定：机关表中其他地方的名称"


def foreign_names(connection: duckdb.DuckDBPyConnection) -> Iterator[Noticed]:
    """Yield every name of another branch of the tree that stands in a report, once for each report and name."""
    codes = _codes_of_names(connection)
    beginnings: dict[str, list[str]] = defaultdict(list)
    for name in codes:
        beginnings[name[:_BEGINNING]].append(name)
    for found in beginnings.values():
        found.sort(key=len, reverse=True)
    cursor = connection.execute(
        "SELECT t.report, t.section, t.text, r.code, r.agency FROM texts t JOIN reports r ON r.report = t.report "
        "WHERE r.agency_key IS NOT NULL ORDER BY r.file, t.section"
    )
    noticed: dict[tuple[str, str], tuple[str, str]] = {}
    while rows := cursor.fetchmany(1_000):
        for report, section, text, code, agency in rows:
            own = {name for name in beginnings_of(agency or "") if name in codes} | {agency or ""}
            for name, around in _names_in(text, beginnings):
                if name not in own and not any(_same_branch(code, other) for other in codes[name]):
                    noticed.setdefault((report, name), (section, around))
    known = whose(connection, [report for report, _name in noticed])
    for (report, name), (section, around) in noticed.items():
        message = _("文字里有其他地方的名称“{name}”：…{around}…。请核对是否照抄后没有改。")
        yield Noticed(
            "text.other_place",
            Severity.INFO,
            Verdict.BROKEN,
            known[report],
            name,
            {"section": section, "name": name, "around": around},
            message.format(name=name, around=around),
            _SOURCE,
        )


def _codes_of_names(connection: duckdb.DuckDBPyConnection) -> Mapping[str, set[str]]:
    """Return every name with the codes of all who have it: 鼓楼区 is in several cities."""
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in connection.execute("SELECT DISTINCT agency, code FROM agencies").fetchall():
        for each in (name, name.removesuffix(_GOVERNMENT)):
            if len(each) >= _SHORTEST_NAME and not each.isascii():
                codes[each].add(code)
    return codes


def beginnings_of(name: str) -> Iterable[str]:
    """Return every beginning of an agency's name: 示例市东区教育局 may call itself by 示例市 and 示例市东区."""
    return (name[:end] for end in range(_SHORTEST_NAME, len(name) + 1))


def _names_in(text: str, beginnings: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the names in a text with what stands around them, the longest at each place."""
    text = _QUOTED.sub(lambda quoted: "　" * len(quoted[0]), text)
    at = 0
    while at < len(text):
        name = next(
            (each for each in beginnings.get(text[at : at + _BEGINNING], ()) if text.startswith(each, at)), None
        )
        if name is None:
            at += 1
            continue
        if not _LEARNING.search(text[max(0, at - 20) : at]):
            around = text[max(0, at - _AROUND) : at + len(name) + _AROUND]
            yield name, re.sub(r"\s+", " ", around)
        at += len(name)


def _same_branch(one: str, other: str) -> bool:
    """Say whether one place is the other, above it or beneath it, by their codes."""
    ones, others = _significant(one), _significant(other)
    return ones.startswith(others) or others.startswith(ones)


def _significant(code: str) -> str:
    parts = [code[:2], code[2:4], code[4:6], code[6:9], code[9:12]]
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return "".join(parts)
