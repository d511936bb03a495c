"""What the prose of a report says about the report itself: its period, its format, its themes."""

import re
from datetime import date
from enum import StrEnum

from gongkai.report.claims.passages import APART, passage

# Copies lose 年 and 月: 20231月1日, 202311日, 20231231日. The last two are read only as the first and last day of a
# year, since 202311日 may be any 1st or 11th.
_FIRST = (
    r"(?P<year>20\d\d)(?:年?(?P<month>\d{1,2})月|[-./](?P<month2>\d{1,2})[-./]|年?(?P<whole>1)(?=1日))"
    r"(?P<day>\d{1,2})日?"
)
_LAST = (
    r"(?:(?P<last_year>20\d\d)[-./年]?)?"
    r"(?:(?P<last_month>\d{1,2})月|(?P<last_month2>\d{1,2})[-./]|(?P<last_whole>12)(?=31日))(?P<last_day>\d{1,2})日?"
)
_PERIOD = re.compile(rf"{_FIRST}[起始]?[,，、]?(?:至|到|[-—–~～－一]{{1,2}}){_LAST}")
_OF_FIGURES = re.compile("统计|数据|期限|时限|周期|起止|期间")
_FIGURES_OF = re.compile("(?:止|期间)?的?(?:各项)?(?:统计)?数据")
_CHARACTERS_BEFORE = 40


def stated_period(text: str) -> tuple[date, date] | None:
    """Return the first and last day of the period that the figures are said to cover (数据统计期限), if one is said.

    A period that is no period of days (2月30日) is ``None``; one of the wrong days is not.
    """
    prose = passage(text).text
    for match in _PERIOD.finditer(prose):
        before = prose[max(0, match.start() - _CHARACTERS_BEFORE) : match.start()]
        if not (_OF_FIGURES.search(before) or _FIGURES_OF.match(prose, match.end())):
            continue
        first_year = int(match["year"])
        try:
            first = date(first_year, int(match["month"] or match["month2"] or match["whole"]), int(match["day"]))
            last = date(
                int(match["last_year"] or first_year),
                int(match["last_month"] or match["last_month2"] or match["last_whole"]),
                int(match["last_day"]),
            )
        except ValueError:
            continue
        if match["last_year"] or first <= last:
            return first, last
    return None


_FORMAT_NUMBER = re.compile(
    rf"国办公开办函?[〔\[【(（﹝〈《{{]?(?P<year>20\d\d)年?[〕\]】)）﹞〉》}}{APART}]?第?(?P<number>\d{{1,3}})号"
)


def cites_formats(text: str) -> tuple[str, ...]:
    """Return the document numbers of formats of the report that prose cites: 国办公开办函〔2021〕30号.

    Brackets may be of any kind, or lost. Each number is given once, as it should be written.
    """
    if "函" not in text:
        return ()
    cited = _FORMAT_NUMBER.finditer(passage(text).text)
    return tuple(dict.fromkeys(f"国办公开办函〔{match['year']}〕{match['number']}号" for match in cited))


class Theme(StrEnum):
    """The five themes that section one is to speak of (年度报告格式第一部分)."""

    PROACTIVE_DISCLOSURE = "主动公开"
    DISCLOSURE_UPON_REQUEST = "依申请公开"
    INFORMATION_MANAGEMENT = "政府信息管理"
    PLATFORMS = "政府信息公开平台建设"
    SUPERVISION = "监督保障"


# Reports without headings speak of a theme in other words; a theme is missing only where nothing speaks of it. Words
# are looked for first, since looking for fixed strings is many times faster than for a pattern.
_THEMES: dict[Theme, tuple[str, re.Pattern[str] | None]] = {
    Theme.PROACTIVE_DISCLOSURE: (
        "主动公开 主动发布 主动公布 主动向社会",
        re.compile(
            r"主动、?及时(?:公开|发布|公布|向社会)|(?:公开|发布|推送|刊发)[^。]{0,40}\d[余多]?[万千]?[余多]?[条篇件]"
        ),
    ),
    Theme.DISCLOSURE_UPON_REQUEST: (
        "依申请 申请公开 公开申请 信息申请 信息的申请",
        re.compile("公开(?:政府)?的?申请"),
    ),
    Theme.INFORMATION_MANAGEMENT: (
        "信息管理 保密审查 三审三校 三级审核 三级审批 先审后发 审核把关 审核制度 审核机制 审核程序 审核流程"
        " 动态调整 动态更新 公开目录 公开指南",
        re.compile(
            "信息(?:公开)?(?:的)?(?:管理|审[核查]|发布审|维护|更新|制作|清理)|规范性文件[^。]{0,20}(?:清理|管理|集中)"
        ),
    ),
    Theme.PLATFORMS: (
        "平台 门户网 政府网 官方网 部门网 单位网 网站建设 新媒体 公众号 微博 专栏 专区 公开栏 公示栏 栏目",
        None,
    ),
    Theme.SUPERVISION: (
        "监督 考核 考评 督查 督导 检查 培训 评议 责任追究 问责 组织领导 领导小组 保障机制 保障措施 保障工作",
        None,
    ),
}


def themes(text: str) -> frozenset[Theme]:
    """Return the themes of section one that prose speaks of."""
    prose = passage(text).text
    return frozenset(
        theme
        for theme, (words, pattern) in _THEMES.items()
        if any(map(prose.__contains__, words.split())) or (pattern is not None and pattern.search(prose))
    )
