"""A report beside the report of the year before."""

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example
from gongkai.report.findings import Finding, Severity, Verdict

PROBLEMS = Example().report().narrative["problems"]


def found(example: Example, rule: str) -> list[Finding]:
    return [each for each in check(example.report(), example.previous()) if each.rule == rule]


def test_missing_predecessor_is_an_info_not_a_fault():
    """第9项：没有上年报告时提示"""
    (finding,) = found(Example(alone=True), "continuity.predecessor")
    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.INFO)


@pytest.mark.parametrize("year", [2019, 2022, 2023])
def test_report_of_another_year_is_not_compared(year):
    example = Example(before=Example(fields={"year": year}))
    (finding,) = found(example, "continuity.predecessor")
    assert finding.verdict is Verdict.BROKEN
    assert found(example, "table3.carry_over.total") == []


def test_report_of_an_unknown_year_is_not_compared():
    assert found(Example(before=Example(fields={"year": None})), "continuity.predecessor")[0].verdict is (
        Verdict.UNDETERMINED
    )


def test_report_of_another_agency_is_compared_with_a_warning():
    example = Example(before=Example(fields={"agency": "示例区科学技术局"}))
    (finding,) = found(example, "continuity.predecessor")
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, Severity.WARNING)
    assert found(example, "table3.carry_over.total")[0].verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("old", "verdict"),
    [
        pytest.param(PROBLEMS, Verdict.BROKEN, id="原样照抄"),
        pytest.param(PROBLEMS.replace("每月", "每季度").replace("上年", "前年"), Verdict.BROKEN, id="改几个字"),
        pytest.param(
            "存在的不足：网站检索不便，老文件难以查找；窗口人员对新规定掌握不够。下一步，更换检索程序，补录早年文件目录，"
            "并请法律顾问到窗口授课，同时补充常见问题的答复口径，方便群众。",
            Verdict.HOLDS,
            id="重新写过",
        ),
    ],
)
def test_section_five_is_written_anew(old, verdict):
    """年度报告格式：防止内容雷同"""
    (finding,) = found(Example(before=Example(narrative={"problems": old})), "continuity.copied.problems")
    assert finding.verdict is verdict


def test_short_sections_are_not_judged():
    example = Example(narrative={"problems": "无。"}, before=Example(narrative={"problems": "无。"}))
    assert found(example, "continuity.copied.problems") == []
