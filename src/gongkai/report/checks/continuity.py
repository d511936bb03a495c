"""A report beside the report of the year before: whether that is the right one, and whether the text is new."""

from collections.abc import Iterator

from gongkai.report.checks.agencies import may_be_called
from gongkai.report.checks.examples import Example, sound_report
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Finding, Severity
from gongkai.report.similarity import COPIED, copied_share
from gongkai.stats.editions import EDITION_2021
from gongkai.wording import _


def _predecessor(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Say whether the figures can be compared with the year before at all."""
    report, previous = subject.report, subject.previous
    if report.edition_key is None:
        return
    if previous is None:
        yield rule.undetermined(
            _("没有上年报告，未核对上年结转、现行有效件数和内容是否雷同。请一并提供上年报告。"), severity=Severity.INFO
        )
    elif report.year is None or previous.year is None:
        yield rule.undetermined(_("本年报告或者上年报告没有读到年份，未作年度间的核对。请核对标题中的年份。"))
    elif subject.predecessor is None:
        message = _("所给的上年报告是 {previous} 年的，不是 {due} 年的，未作年度间的核对。请提供 {due} 年的报告。")
        yield rule.broken(
            message.format(previous=previous.year, due=report.year - 1), left=previous.year, right=report.year - 1
        )
    elif report.agency and previous.agency and not may_be_called(report.agency, previous.agency):
        message = _(
            "上年报告的机关是“{previous}”，本年报告的机关是“{agency}”。"
            "请确认是同一机关；更名、合并的，数据衔接应在报告中说明。"
        )
        yield rule.broken(message.format(previous=previous.agency, agency=report.agency))
    else:
        yield rule.holds()


JUDGED = {"overview": "第一部分", "problems": "第五部分"}
"""The sections that have to be written anew each year, by what people call them; the others are the law's own words."""


def _copied(rule: Rule, subject: Subject) -> Iterator[Finding]:
    if subject.predecessor is None:
        return
    for key, name in JUDGED.items():
        new, old = subject.text(key), subject.predecessor.narrative.get(key, "")
        share = copied_share(new, old)
        if share is None:
            continue
        if share < COPIED:
            yield rule.holds(key)
        else:
            message = _(
                "{section}有 {percent}% 的文字与上年报告相同（数字、标点不计）。请写本年度的情况，不要沿用上年内容。"
            )
            yield rule.broken(message.format(section=name, percent=round(share * 100)), key)


_PROBLEMS_AGAIN = sound_report(EDITION_2021).narrative["problems"]

RULES = (
    Rule(
        "continuity.predecessor",
        _("用来核对的是同一机关上一年度的报告"),
        Severity.WARNING,
        "条例第四十九条：每年公布上一年度的报告",
        _predecessor,
        Example(before=Example(fields={"year": 2019})),
    ),
    Rule(
        "continuity.copied",
        _("内容不与上年雷同"),
        Severity.WARNING,
        "年度报告格式（2021）：防止内容雷同、敷衍塞责；八成为本项目的界限",
        _copied,
        Example(before=Example(narrative={"problems": _PROBLEMS_AGAIN})),
    ),
)
