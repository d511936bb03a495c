"""The narrative itself: what it must speak of, how long it may be, and what was left in it by mistake.

Patterns here prefer missing a fault to inventing one: warnings about sound sentences teach people not to read warnings.
"""

import re
from collections.abc import Iterator

from gongkai.report.checks.agencies import former_name, is_government, may_be_called
from gongkai.report.checks.examples import Example
from gongkai.report.checks.labels import listed, plain
from gongkai.report.checks.prose import claims_of_the_year
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Finding, Severity
from gongkai.report.model import Normalised, Remark, What, folded
from gongkai.report.prose import Theme, themes
from gongkai.stats.editions import EDITION_2021, TOTAL, table3_cell
from gongkai.wording import _

LONGEST_OVERVIEW = 1000
"""篇幅原则上不超过一千字."""


def _length(rule: Rule, subject: Subject) -> Iterator[Finding]:
    if subject.edition is None or not (overview := subject.text("overview")):
        return
    if len(overview) <= LONGEST_OVERVIEW:
        yield rule.holds()
    else:
        message = _("第一部分有 {length} 字，原则上不超过 {limit} 字。请精简，数字以表格为准。")
        yield rule.broken(
            message.format(length=len(overview), limit=LONGEST_OVERVIEW), left=len(overview), right=LONGEST_OVERVIEW
        )


def _themes(rule: Rule, subject: Subject) -> Iterator[Finding]:
    overview = subject.report.narrative.get("overview", "")
    if subject.edition is None or not overview.strip():
        return
    spoken_of = themes(overview)
    missing = [theme.value for theme in Theme if theme not in spoken_of]
    if not missing:
        yield rule.holds()
    elif subject.whole:
        message = _("第一部分没有写到{missing}。请按五个方面写明本年度的情况。")
        yield rule.broken(message.format(missing=listed(missing)))
    else:
        yield rule.undetermined(_("没有读到{missing}，原文件可能不完整。").format(missing=listed(missing)))


_GOVERNMENT_ITEMS = (
    ("工作考核", ("考核", "考评", "绩效", "督查", "评估"), None),
    ("社会评议", ("评议", "评价", "测评", "满意度", "第三方评", "社会监督"), re.compile("征求.{0,6}意见")),
    ("责任追究", ("责任追究", "追责", "问责"), re.compile("追究.{0,6}责任|责任.{0,4}追究")),
)


def _government_items(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """条例第五十条第四项: governments also report on appraisal, public review and accountability."""
    agency = subject.report.agency
    if subject.edition is None or not agency or not is_government(agency):
        return
    text = subject.all_text
    # Looking for fixed strings is many times faster than for a pattern.
    missing = [
        item
        for item, words, pattern in _GOVERNMENT_ITEMS
        if not (any(map(text.__contains__, words)) or (pattern and pattern.search(text)))
    ]
    if not missing:
        yield rule.holds()
    elif subject.whole:
        message = _(
            "各级人民政府的报告还应当写明工作考核、社会评议和责任追究结果情况，"
            "本报告没有写{missing}。没有发生的也请说明。"
        )
        yield rule.broken(message.format(missing=listed(missing)))
    elif text:
        yield rule.undetermined(_("没有读到{missing}的情况，原文件可能不完整。").format(missing=listed(missing)))


_PROBLEM = re.compile(
    "问题|不足|差距|短板|薄弱|不够|有待|欠缺|困难|不到位|不强|不高|不及时|不全|滞后|不完善|不平衡|不规范|有限|单一"
)
_MEASURE = re.compile("下一步|今后|改进|措施|举措|将|一是|完善|提升|提高|强化|优化|加大|加强|整改|推进|落实")


def _problems(rule: Rule, subject: Subject) -> Iterator[Finding]:
    if subject.edition is None or not (text := subject.text("problems")):
        return
    missing = [
        name for name, pattern in ((_("存在的问题"), _PROBLEM), (_("改进的措施"), _MEASURE)) if not pattern.search(text)
    ]
    if missing:
        message = _("第五部分没有写明{missing}。请写本年度的具体问题和改进情况。")
        yield rule.broken(message.format(missing=listed(missing)))
    else:
        yield rule.holds()


_FEE = re.compile("处理费|收费|收取.{0,12}费|费用")
_FEE_OVERDUE = table3_cell("otherwise_handled.fee_overdue", TOTAL.key)


def _fee_statement(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Section six says what was charged, also where it was nothing; 203 closures with 400 yuan charged is no fault."""
    if subject.edition is not EDITION_2021 or "other" not in subject.headed:
        return
    if _FEE.search(subject.text("other")):
        yield rule.holds()
        return
    claims = subject.once(claims_of_the_year)
    overdue = subject.numbers.get(_FEE_OVERDUE, 0)
    charged = max((claim.value for what in _FEE_CLAIMS for claim in claims.get(what, ())), default=0)
    if overdue > 0:
        message = _("有 {count} 件申请因逾期未缴费不再处理，第六部分却没有写信息处理费。请写明收费的件数和金额。")
        yield rule.broken(message.format(count=plain(overdue)), cells=(_FEE_OVERDUE,))
    elif charged > 0:
        yield rule.broken(_("本年收取了信息处理费，第六部分却没有写。请写明收费的件数和金额。"))
    elif subject.whole:
        message = _("第六部分没有写信息处理费。没有收费的，也请写明收取 0 元。")
        yield rule.broken(message, severity=Severity.WARNING)


_FEE_CLAIMS = (What.FEE_REQUESTS, What.FEE_YUAN)

_YEAR = re.compile(r"(\d{4})年")
_SELF = "我|本|全|各|该|区|市|县|省|州|旗|乡|镇|街道|委|局|厅|办"
# The beginning of a sentence: of the text, after its end mark, or after a subheading such as （二）依申请公开：.
_BEGINS = re.compile(
    r"(?:^|[。！？；：:]|[)）][^。，,]{2,14}?情况)(\d{4})年度?"
    rf"(?=[，,]|{_SELF}|共|累计|主动|未|收到|受理|政府)([^。！？]*)"
)
_SELF_NAMING = re.compile(
    r"(?:公布|发布|编制|形成|公开)(?:的)?(\D{2,20}?)(\d{4})年度?政府信息公开(?:工作)?年(?:度报告|报)"
)
_OF_OTHER_YEARS = re.compile(
    "以来|年起|至今|截至|相比|较|同期|同比|增长|下降|上年|去年|结转|整改|反馈|指出|问题|不足|报告|规划|方案|印发|制定"
    "|出台|成立|获(?:得|评)|被(?!申请|提起)|启用|上线|建成|开通|将|拟|计划|继续|下一步|力争|要(?!求)"
)
_ANNUAL_FACT = re.compile(
    r"(?:公开|发布|收到|受理|申请|答复|办理|办结|复议|诉讼).{0,24}?\d+.{0,3}[件条篇次份]"
    r"|(?:未|没有)(?:收到|接到|受理|发生|产生)"
)
# 2023年，我局政府信息公开工作虽取得一定成效，但仍存在…: how section five opens.
_REVIEW = re.compile("^[，,]?[^，,]{0,24}工作[^，,]{0,4}取得[^，,]{0,8}(?:成效|成绩|进展|进步)[，,].{0,4}(?:但|仍|还)")


def _year(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Look for a year left in the text from the report that it was copied from."""
    year = subject.report.year
    if year is None or not subject.all_text:
        return
    # Most reports name no other year at all, and splitting tells that sooner than a pattern.
    before_year_sign = "".join((subject.all_text, *subject.report.headings.values())).split("年")
    other_year = any(text[-4:].isdigit() and text[-4:] != str(year) for text in before_year_sign)
    left_over = list(_left_over_years(subject, year)) if other_year else []
    if left_over:
        message = _("报告年度是 {year} 年，但{left_over}。请核对是否沿用了其他年度的文字。")
        yield rule.broken(message.format(year=year, left_over=listed(left_over)))
    else:
        yield rule.holds()


def _left_over_years(subject: Subject, year: int) -> Iterator[str]:
    named = f"{year}年"
    for heading in subject.report.headings.values():
        for written in _YEAR.findall(heading):
            if int(written) != year:
                yield _("标题“{heading}”写的是 {written} 年").format(heading=heading.strip(), written=written)
    for key, text in subject.sections.items():
        if key in ("opening", "overview"):
            for match in _SELF_NAMING.finditer(text):
                if int(match[2]) != year:
                    yield _("“{words}”写的是 {written} 年").format(words=_short(match[0]), written=match[2])
        if key == "opening":
            continue
        for match in _BEGINS.finditer(text):
            written, sentence = int(match[1]), match[2]
            if written == year or abs(written - year) > _COPIED_FROM or named in sentence:
                continue
            begins = match.start() == 0
            reviews = begins and key == "problems" and _REVIEW.search(sentence)
            of_the_year = (begins and key == "overview") or _ANNUAL_FACT.search(sentence)
            if reviews or (of_the_year and not _OF_OTHER_YEARS.search(sentence)):
                yield _("“{words}”写的是 {written} 年").format(words=_short(f"{written}年{sentence}"), written=written)


_COPIED_FROM = 3
"""Texts are copied from the last few years; a year further away is spoken of on purpose."""
_QUOTED = 24


def _short(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


_NOT_A_NAME = re.compile("^(?:我|本|全|该)|[，,。；;、“”《》]|根据|按照|要求|情况")
_ENDS_AS_AGENCY = re.compile("(?:局|厅|委|委员会|办|办公室|政府|街道办事处|街道|镇|乡|市|区|县|省)$")


def _agency(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Compare the organ that a report names itself with the organ of its title: 现公布某某局2023年…年度报告."""
    agency = subject.report.agency
    if not agency:
        return
    opening = subject.text("opening") + subject.text("overview")
    if "年政府信息公开" not in opening and "年度政府信息公开" not in opening:
        return
    named = [match[1] for match in _SELF_NAMING.finditer(opening)]
    named = [name for name in named if _ENDS_AS_AGENCY.search(name) and not _NOT_A_NAME.search(name)]
    other = [name for name in named if not (may_be_called(agency, name) or _names_region(name, agency))]
    if other:
        message = _("报告机关是“{agency}”，正文却自称“{other}”。请核对是否沿用了其他机关的文字。")
        yield rule.broken(message.format(agency=agency, other=listed(other)))
    elif named:
        yield rule.holds()


def _names_region(name: str, agency: str) -> bool:
    return folded(name) in folded(agency)


def _former_name(rule: Rule, subject: Subject) -> Iterator[Finding]:
    agency, year = subject.report.agency, subject.report.year
    if not agency or year is None:
        return
    former = former_name(agency, year)
    if former is None:
        yield rule.holds()
    else:
        message = _(
            "机关名称“{agency}”含有机构改革前的“{former}”，{year} 年相应职责已由“{successor}”部门承担。请核对机关名称。"
        )
        yield rule.broken(message.format(agency=agency, former=former[0], year=year, successor=former[1]))


_PLACEHOLDER = re.compile(
    r"[Xx×*]{2,}(?=[年月日件条元局市县区])|(?<![A-Za-z])[Xx]{3,}(?![A-Za-z])"
    r"|[（(](?:此处|这里)?请?填写[^）)]{0,12}[）)]|_{3,}|【[^】]{0,10}】(?=[年件条])"
)
_PLACEHOLDER_MARKS = ("XX", "xx", "××", "**", "__", "填写", "【")
_DOUBLED_MARKS = ("。。", "，，", "、、", "；；", "，。", "。，", "、。", "；。")
_DOUBLED = re.compile("|".join(_DOUBLED_MARKS))


def _leftovers(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Look for what a template or hurried typing leaves behind."""
    text = subject.all_text
    if not text:
        return
    found = [
        text[max(0, match.start() - 6) : match.end() + 6].strip()
        for marks, pattern in ((_PLACEHOLDER_MARKS, _PLACEHOLDER), (_DOUBLED_MARKS, _DOUBLED))
        # Looking for a fixed string is many times faster than for a pattern.
        if any(map(text.__contains__, marks))
        for match in pattern.finditer(text)
    ]
    if found:
        message = _("正文里有没有填写的空位或者多余的字符，见{found}。请改正。")
        yield rule.broken(message.format(found=listed([f"“{words}”" for words in found])))
    else:
        yield rule.holds()


_CHARACTERS = {
    Normalised.COMPATIBILITY_CHARACTERS: _("康熙部首、全角数字等兼容字符"),
    Normalised.TRADITIONAL_CHARACTERS: _("繁体字"),
    Normalised.ENCODING: _("与声明不一致的字符编码"),
}


def _characters(rule: Rule, subject: Subject) -> Iterator[Finding]:
    kinds = dict.fromkeys(remark.kind for remark in subject.report.remarks if remark.kind in _CHARACTERS)
    if kinds:
        message = _("文件用了{kinds}，公众检索、复制时会出错，读取时已经转换。请用通用规范汉字重新发布。")
        yield rule.broken(message.format(kinds=listed([_CHARACTERS[kind] for kind in kinds])))
    else:
        yield rule.holds()


_FORMAT = "年度报告格式（2021、2019）"

RULES = (
    Rule(
        "text.length",
        _("第一部分不超过一千字"),
        Severity.WARNING,
        "实践要求：总体情况篇幅原则上不超过一千字",
        _length,
        Example(
            narrative={"overview": "{year}年，主动公开、依申请公开、政府信息管理、平台建设、监督保障均有进展。" * 40}
        ),
    ),
    Rule(
        "text.themes",
        _("第一部分写到五个方面"),
        Severity.WARNING,
        "年度报告格式（2021）第一部分",
        _themes,
        Example(narrative={"overview": "{year}年，主动公开、依申请公开、平台建设、监督保障均有进展。"}),
    ),
    Rule(
        "text.government_items",
        _("人民政府的报告写明工作考核、社会评议和责任追究"),
        Severity.ERROR,
        "条例第五十条第四项",
        _government_items,
        Example(
            government=True,
            narrative={
                "overview": "{year}年，主动公开、依申请公开、政府信息管理、平台建设、监督保障均有进展，"
                "本年度进行了考核，社会评议结果良好。"
            },
        ),
        Example(government=True),
    ),
    Rule(
        "text.problems",
        _("第五部分写明问题和改进"),
        Severity.WARNING,
        "条例第五十条第四项；年度报告格式（2021）第五部分",
        _problems,
        Example(narrative={"problems": "本年度政府信息公开工作总体平稳，各方反映良好。"}),
    ),
    Rule(
        "text.fee_statement",
        _("第六部分写明信息处理费"),
        Severity.ERROR,
        "政府信息公开信息处理费管理办法；年度报告格式（2021）第六部分",
        _fee_statement,
        Example(narrative={"other": "无其他需要报告的事项。"}),
    ),
    Rule(
        "text.year",
        _("没有留下其他年份的文字"),
        Severity.ERROR,
        "条例第四十九条：报告上一年度的工作",
        _year,
        Example(narrative={"remedies": "2021年，全年未发生因政府信息公开引起的行政复议。"}),
    ),
    Rule(
        "text.agency",
        _("正文自称的机关与报告机关一致"),
        Severity.WARNING,
        "本项目：沿用其他机关文字的迹象",
        _agency,
        Example(
            narrative={
                "opening": "现公布示例区文化馆管理局{year}年政府信息公开工作年度报告。依照{document}编制，"
                "数据统计期限为{year}年1月1日至12月31日，联系电话：000-00000000。"
            }
        ),
        Example(
            narrative={
                "opening": "现公布示例区商务局{year}年政府信息公开工作年度报告。依照{document}编制，"
                "数据统计期限为{year}年1月1日至12月31日，联系电话：000-00000000。"
            }
        ),
    ),
    Rule(
        "text.former_name",
        _("机关名称不是机构改革前的名称"),
        Severity.WARNING,
        "深化党和国家机构改革方案（2018）、党和国家机构改革方案（2023）",
        _former_name,
        Example(
            fields={
                "agency": "示例市示例区环境保护局",
                "title": "示例市示例区环境保护局2022年政府信息公开工作年度报告",
            },
            alone=True,
        ),
    ),
    Rule(
        "text.leftovers",
        _("正文没有模板占位和多余的标点"),
        Severity.WARNING,
        "本项目：文字差错",
        _leftovers,
        Example(narrative={"disclosure": "全年公开信息XX条。"}),
    ),
    Rule(
        "text.characters",
        _("文字使用通用规范汉字和声明的编码"),
        Severity.INFO,
        "国家通用语言文字法；本项目：检索和复制",
        _characters,
        Example(fields={"remarks": (Remark(Normalised.COMPATIBILITY_CHARACTERS),)}),
    ),
)
