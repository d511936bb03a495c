"""The frame of a report: its title, agency and year, and the headings of its six sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gongkai.report.model import SECTIONS
from gongkai.report.reading.document import Line
from gongkai.report.reading.normalise import fold_characters, label_key, without_white_space
from gongkai.stats.editions import EDITION_2021

_VERBATIM = {label_key(title): section for title, section in zip(EDITION_2021.section_titles, SECTIONS, strict=True)}
# What agencies print instead of the verbatim title, by section. Folded, without numbers, punctuation, white space.
_VARIANTS = tuple(
    (section, re.compile(pattern))
    for section, pattern in (
        ("overview", "(?:工作)?(?:总体|概述|概况|总体工作|基本|整体)(?:概况|概述|情况)?"),
        ("disclosure", "(?:工作)?主动公开(?:政府)?(?:信息)?(?:工作)?(?:的)?情况"),
        (
            "requests",
            "(?:收到和(?:办理|处理)|收到(?:及|和)?处理|办理)?(?:的)?(?:政府)?信息公开申请(?:办理|处理)?(?:的)?情况|依申请公开(?:政府信息)?(?:工作)?情况",
        ),
        (
            "remedies",
            "(?:因)?(?:政府)?信息公开(?:工作)?(?:被)?(?:申请|提起)*行政复议(?:和|及|与)?(?:提起)?行政诉讼(?:的)?情况",
        ),
        (
            "problems",
            "(?:政府信息公开)?(?:工作)?(?:中)?存在(?:的)?(?:主要)?(?:问题|不足)(?:和|及|与)?(?:其)?(?:改进|整改)?(?:情况|措施|的情况)?",
        ),
        (
            "other",
            "(?:其他)?(?:需要|需|应当)?(?:报告|说明)(?:的)?(?:其他)?(?:的)?事项|其他(?:需要|需)?(?:报告|说明)?(?:的)?事项(?:情况)?",
        ),
    )
)
_NUMBERED = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,2}(?:部分|、|[.．,:]|\s)|\d{1,2}[、.．])")
_LONGEST_HEADING = 40


def section_of_heading(text: str) -> tuple[str, bool] | None:
    """Return the section that a line heads and whether the heading is verbatim; ``None`` for any other line."""
    return None if len(text) > _LONGEST_HEADING or "。" in text else _section_of_short_line(text)


@lru_cache(maxsize=4096)
def _section_of_short_line(text: str) -> tuple[str, bool] | None:
    folded = fold_characters(text).strip()
    if folded.startswith("("):
        return None  # (一) numbers the parts of a section.
    key = label_key(text)
    if (section := _VERBATIM.get(key)) is not None:
        return section, True
    if _NUMBERED.match(folded):
        for section, pattern in _VARIANTS:
            if pattern.fullmatch(key):
                return section, False
    return None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: the index of its line and its section."""

    at: int
    section: str
    verbatim: bool


def headings(lines: Sequence[str]) -> list[Heading]:
    """Return the headings of the sections, in order, each section at most once.

    A verbatim title is preferred to a variant. Titles that follow each other with nothing between are a table of
    contents, where they occur again further on.
    """
    found = [Heading(at, *named) for at, text in enumerate(lines) if (named := section_of_heading(text))]
    if not found:
        return []
    verbatim = {heading.section for heading in found if heading.verbatim}
    found = [heading for heading in found if heading.verbatim or heading.section not in verbatim]
    last = {heading.section: number for number, heading in enumerate(found)}
    chosen: dict[str, Heading] = {}
    end_of_contents = -1
    for number, heading in enumerate(found):
        again = number < last[heading.section]
        listed = heading.at == end_of_contents or (number + 1 < len(found) and found[number + 1].at == heading.at + 1)
        if again and listed:
            end_of_contents = heading.at + 1
        else:
            chosen.setdefault(heading.section, heading)
    order = {section: at for at, section in enumerate(SECTIONS)}
    # Sections out of order are left as they are printed; a heading before all that should precede it is not one.
    kept = list(chosen.values())
    return [
        heading
        for number, heading in enumerate(kept)
        if heading.verbatim or all(order[later.section] > order[heading.section] for later in kept[number + 1 :])
    ]


_CHINESE_YEAR = re.compile("(?:二|贰)([〇○零0oO])([一二三四五六七八九〇○零]{2})(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TITLE = re.compile(
    r"(?:信息公开|政务公开)(?:工作)?的?(?:情况)?的?(?:20\d\d年?)?(?:年度|年)?(?:工作)?(?:情况)?的?(?:报告|年报)"
)
# Not 2024年1月20日, the day on which the page was put up.
_BY_YEAR = re.compile(rf"^(?P<before>.*?){_YEAR}(?!年\d{{1,2}}月|[-./])年?度?(?:的)?(?P<after>.*)$")
_AFTER_AGENCY = re.compile(r"(?:的|关于)?(?:上)?(?:年度)?(?:主动)?(?:政府|政务)(?:信息)?公开.*$|信息公开.*$")
_NOT_TITLE = re.compile("[。；;:?？]|编制|公布如下|报送|通知$|目录|点击|下载|上一篇|下一篇|首页|当前位置")
_LONGEST_TITLE = 80
_METADATA_LABEL = re.compile(r"^\W*(?:标\s*题|名\s*称|信息名称|文件名称|题\s*名)\s*[:：|\t]\s*")
_LATEST_LINE_OF_TITLE = 60


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed, the agency and year that it names, and the lines that it takes."""

    text: str
    agency: str | None
    year: int | None
    lines: frozenset[int] = frozenset()


def find_title(lines: Sequence[Line], fallback: str, before: int) -> Title | None:
    """Return the title among the lines before index ``before``, or else the title that the format itself gives."""
    best: Title | None = None
    for at in range(min(before, len(lines), _LATEST_LINE_OF_TITLE)):
        title = _title_from(lines, at)
        if title is None:
            continue
        if title.agency is None and at and (agency := _agency_line(lines[at - 1].text)):
            title = Title(lines[at - 1].text.strip() + title.text, agency, title.year, title.lines | {at - 1})
        if best is None or _worth(title) > _worth(best):
            best = title
        if best is not None and _worth(best) == _WHOLE_TITLE:
            whole = _to_its_end(best, lines, fallback)
            return replace(whole, lines=whole.lines | _lines_that_repeat(whole.text, lines, at + 1, before))
    for text in re.split(r"[_|]|\s[-–—]\s", fallback):
        titled = _title(text.strip(), ())
        if titled is not None and (best is None or _worth(titled) > _worth(best)):
            best = Title(titled.text, titled.agency, titled.year, best.lines if best else frozenset())
    return best


def _lines_that_repeat(title: str, lines: Sequence[Line], start: int, end: int) -> frozenset[int]:
    """Return the lines that print a title again: in the table of metadata, and above the report."""
    plain = without_white_space(title)
    return frozenset(
        at for at in range(start, min(end, _LATEST_LINE_OF_TITLE)) if without_white_space(lines[at].text) == plain
    )


def _title_from(lines: Sequence[Line], at: int) -> Title | None:
    """Return the title that begins in a line and takes one to three."""
    text = lines[at].text
    if "\t" in text:
        # A row of the table of metadata.
        return next(filter(None, (_title(cell.strip(), (at,)) for cell in text.split("\t")[:6])), None)
    if (title := _title(text.strip(), (at,))) is not None:
        return title
    if not any(_says_report(line.text) for line in lines[at : at + 3]) or not _begins_title(text):
        return None
    for count in (2, 3):
        rest = lines[at + 1 : at + count]
        if len(rest) < count - 1 or "\t" in rest[-1].text:
            return None
        joined = "".join(line.text.strip() for line in (lines[at], *rest))
        if (title := _title(joined, range(at, at + count))) is not None:
            return title
    return None


def _to_its_end(title: Title, lines: Sequence[Line], whole: str) -> Title:
    """Return a title with the lines on which it goes on, where the format itself gives the whole of it."""
    folded = without_white_space(fold_characters(whole))
    text, taken = title.text, title.lines
    while len(text) <= _LONGEST_TITLE and taken and (after := max(taken) + 1) < len(lines):
        if len(lines[after].text) > _LONGEST_TITLE:
            break
        longer = text + lines[after].text.strip()
        if not folded.startswith(without_white_space(fold_characters(longer))):
            break
        text, taken = longer, taken | {after}
    return Title(text, title.agency, title.year, taken)


def _begins_title(text: str) -> bool:
    """Say whether a line can be the first of a title over several: it names the agency, the year or the subject."""
    if len(text) > _LONGEST_TITLE:
        return False
    return "公开" in text or bool(_agency_line(text) or _BY_YEAR.match(text))


_WHOLE_TITLE = 5


def _worth(title: Title) -> int:
    return 2 * (title.year is not None) + 2 * (title.agency is not None) + (not title.text.startswith(("-", "·")))


def _says_report(text: str) -> bool:
    """Say whether text has 报 in any form that folding knows: 报告 and 年报 do, and hardly another line of a page."""
    return "报" in text or "報" in text or "\U0002f857" in text


def _title(text: str, at: Iterable[int]) -> Title | None:
    if (
        not _says_report(text)
        or len(text) > _LONGEST_TITLE
        or not _TITLE.search(folded := without_white_space(fold_characters(text)))
    ):
        return None
    named = _METADATA_LABEL.sub("", text)
    if named != text:
        folded = without_white_space(fold_characters(named))
    if _NOT_TITLE.search(folded) or section_of_heading(text):
        return None
    folded = _CHINESE_YEAR.sub(lambda year: f"20{year[2].translate(_CHINESE_DIGITS)}", folded)
    if not (match := _BY_YEAR.match(folded)):
        return Title(named, _agency(folded), None, frozenset(at))
    before, after = match["before"], match["after"]
    return Title(named, _agency(before) or _agency(after), int(match["year"]), frozenset(at))


def _agency(text: str) -> str | None:
    name = _AFTER_AGENCY.sub("", text).strip('-—·《》<>"“”:,.、').removeprefix("关于").removesuffix("关于")
    return name if 3 <= len(name) <= 40 and not name.isdigit() else None


_AGENCY_END = re.compile(
    "(?:政府|办公室|办公厅|局|委员会|委|厅|部|署|院|会|中心|办|街道|办事处|镇|乡|区|县|市|省|公司|所|站|大队|支队|总队|组|馆|社)$"
)


def _agency_line(text: str) -> str | None:
    """Return the agency where a line is nothing but its name: the first half of a title over two lines."""
    folded = without_white_space(fold_characters(text))
    return folded if 3 <= len(folded) <= 40 and _AGENCY_END.search(folded) and "," not in folded else None


_PROSE_YEAR = re.compile(r"(?<![\d〔\[(])(20[0-3]\d)\s*年")


_PERIOD = re.compile(r"(20[0-3]\d)年1月1日.{1,4}?(?:(20[0-3]\d)年)?12月31日")


def year_of_prose(text: str) -> int | None:
    """Return the year that the prose is plainly about: that of the period which it states, or the one it names most.

    Where another is named as often, it is not plain.
    """
    folded = fold_characters(text)
    periods = {year for year, end in _PERIOD.findall(without_white_space(folded)) if end in {"", year}}
    if len(periods) == 1:
        return int(periods.pop())
    counts: dict[str, int] = {}
    for year in _PROSE_YEAR.findall(folded):
        counts[year] = counts.get(year, 0) + 1
    if not counts:
        return None
    ranked = sorted(counts, key=counts.__getitem__, reverse=True)
    if len(ranked) > 1 and counts[ranked[0]] == counts[ranked[1]]:
        return None
    return int(ranked[0])
