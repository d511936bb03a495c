"""What an agency's name tells about it, and where it tells nothing.

A name is evidence, not proof: what it does not show is unknown, never assumed.
"""

import re

from gongkai.report.model import folded

_REGION = "省|自治区|州|盟|地区|市(?!场|政|容)|县|旗|区"
_NATIONAL = re.compile(r"^(?:国家|国务院|中国|中华|中央|全国)")
_GOVERNMENT = re.compile(rf"(?:人民政府|^[^局厅委办]{{1,20}}(?:{_REGION}|镇|乡))[)\]]?$")
_ZONE = re.compile(r"(?:开发|园|新|示范|保税|风景|名胜|旅游|合作|实验|试验|管理|度假)区$")
_TOWNSHIP = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?$")
_COUNTY_GOVERNMENT = re.compile(r"(?:县|旗|(?<!自治)区)(?:人民政府)?$")
_RULE_MAKING_GOVERNMENT = re.compile(r"(?:省|自治区|自治州|(?:北京|天津|上海|重庆)市)(?:人民政府)?$")
_LOCAL_DEPARTMENT = re.compile(rf"(?:{_REGION}).*(?:局|厅|委员会|委|办公室|办公厅|办|中心|站|所|大队|支队|管委会)$")
# Offices for chronicles, archives and policy research are given no power over others by any law.
_NO_DECISIONS = re.compile(r"(?:地方志|史志|党史|档案馆|政策研究室|政府研究室|参事室|文史研究馆)")

# Names that went out of use with the reforms of 2018 (local ones were to be done by March 2019) and of 2023.
# 《深化党和国家机构改革方案》（2018）、《党和国家机构改革方案》（2023）
_FORMER_NAMES = (
    ("国土资源", 2020, "自然资源"),
    ("环境保护局", 2020, "生态环境局"),
    ("环境保护厅", 2020, "生态环境厅"),
    ("卫生和计划生育", 2020, "卫生健康"),
    ("卫生计生", 2020, "卫生健康"),
    ("安全生产监督管理", 2020, "应急管理"),
    ("工商行政管理", 2020, "市场监督管理"),
    ("质量技术监督", 2020, "市场监督管理"),
    ("食品药品监督管理", 2020, "市场监督管理"),
    ("新闻出版广电", 2020, "文化和旅游、广播电视或者新闻出版"),
    ("银行保险监督管理", 2024, "国家金融监督管理总局的派出机构"),
)


def is_government(agency: str) -> bool:
    """Say whether a name is that of a people's government (人民政府), also where only its region is named."""
    name = folded(agency)
    return bool(_GOVERNMENT.search(name)) and not _ZONE.search(name)


def makes_rules(agency: str) -> bool | None:
    """Say whether an organ may make government rules (规章); ``None`` where its name does not tell.

    立法法：国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府。A 市人民政府 may be that of a county-level city.
    """
    name = folded(agency)
    if _NATIONAL.search(name):
        return None
    if _RULE_MAKING_GOVERNMENT.search(name):
        return True
    if _TOWNSHIP.search(name) or _COUNTY_GOVERNMENT.search(name):
        return False
    return False if _LOCAL_DEPARTMENT.search(name) else None


def has_no_decisions(agency: str) -> bool:
    """Say whether a name shows an organ without powers to license, punish or coerce."""
    return bool(_NO_DECISIONS.search(folded(agency)))


def former_name(agency: str, year: int) -> tuple[str, str] | None:
    """Return the part of a name that was no longer in use in ``year`` and what took its place."""
    name = folded(agency)
    for former, first_year_without, successor in _FORMER_NAMES:
        if former in name and year >= first_year_without:
            return former, successor
    return None


def may_be_called(agency: str, called: str) -> bool:
    """Say whether ``called`` can be a shorter or longer name of an agency: 市科委 of 某市科学技术委员会.

    Short names leave characters out and keep the order of the rest.
    """
    full, short = sorted((folded(agency), folded(called)), key=len, reverse=True)
    rest = iter(full)
    return all(character in rest for character in short)
