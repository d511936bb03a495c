"""The narrative: what it must say, and what was left in it by mistake."""

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example
from gongkai.report.findings import Finding, Severity, Verdict
from gongkai.report.model import Normalised, Remark, What


def found(example: Example, rule: str) -> Finding:
    (finding,) = [each for each in check(example.report(), example.previous()) if each.rule == rule]
    return finding


@pytest.mark.parametrize(("length", "verdict"), [(1000, Verdict.HOLDS), (1001, Verdict.BROKEN)])
def test_overview_has_at_most_a_thousand_characters_without_white_space(length, verdict):
    example = Example(narrative={"overview": "公 " * (length - 1) + "。\n"})
    assert found(example, "text.length").verdict is verdict


def test_government_reports_on_appraisal_review_and_accountability():
    """条例第五十条第四项"""
    text = "本年度纳入绩效考评，第三方评估满意度较高，未发生需要追究责任的情形。"
    assert (
        found(Example(government=True, narrative={"remedies": text}), "text.government_items").verdict is Verdict.HOLDS
    )
    finding = found(
        Example(government=True, narrative={"overview": "{year}年，依法公开信息。"}), "text.government_items"
    )
    assert "工作考核、社会评议、责任追究" in finding.message


def test_departments_are_not_asked_for_what_governments_report():
    rules = {finding.rule for finding in check(Example().report())}
    assert "text.government_items" not in rules


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("工作总体平稳，各方反映良好。", "存在的问题、改进的措施"),
        ("仍有栏目更新滞后。", "改进的措施"),
        ("我局一是抓培训，二是抓检查。", "存在的问题"),
    ],
)
def test_section_five_has_problems_and_measures(text, missing):
    assert f"没有写明{missing}。" in found(Example(narrative={"problems": text}), "text.problems").message


@pytest.mark.parametrize(
    ("overdue", "charged", "severity"),
    [
        pytest.param(0, 0, Severity.WARNING, id="没有收费也没有写"),
        pytest.param(3, 0, Severity.ERROR, id="有逾期未缴费"),
        pytest.param(0, 400, Severity.ERROR, id="正文别处写了收费"),
    ],
)
def test_section_six_says_what_was_charged(overdue, charged, severity):
    example = Example(
        narrative={"other": "无。"},
        cells={"table3.otherwise_handled.fee_overdue.total": overdue},
        claims={What.FEE_YUAN: charged, What.FEE_REQUESTS: int(charged > 0)},
    )
    finding = found(example, "text.fee_statement")
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, severity)


@pytest.mark.parametrize("text", ["收取信息处理费0元。", "本年度未发生政府信息公开收费事项。", "未收取任何费用。"])
def test_closures_for_unpaid_fees_need_a_statement_and_no_income(text):
    """203件逾期未缴费、收费400元是正常的"""
    cells = {"table3.otherwise_handled.fee_overdue.total": 203}
    example = Example(narrative={"other": text}, cells=cells)
    assert found(example, "text.fee_statement").verdict is Verdict.HOLDS


LEFT_OVER = [
    ("overview", "2021年，我局认真贯彻条例，扎实做好公开。"),
    ("overview", "2022年，我局依法公开。（二）依申请公开：2021年，全年未收到政府信息公开申请。"),
    ("overview", "2022年，我局依法公开。（二）依申请公开情况2021年度共收到政府信息公开申请5件。"),
    ("problems", "2021年，本局公开工作取得新成效，但也存在更新偏慢的问题，将加以整改。"),
    ("remedies", "2020年全局未发生行政复议。"),
]
LEGITIMATE = [
    ("overview", "2022年，我局依法公开信息30条，比2021年增长5%。"),
    ("overview", "2022年，我局依法公开。2021年以来，专栏累计公开信息800条。"),
    ("overview", "2022年，我局依法公开。2021年制定的目录继续执行，公开信息12条。"),
    ("overview", "2022年，我局依法公开。2018年启用的平台公开信息12条。"),
    ("problems", "2021年存在的更新不及时问题已经整改。2023年，我局将加强培训。"),
    ("problems", "2022年，我局工作取得成效，但仍有不足，下一步加强培训。2023年，我局要公开信息100条。"),
    ("other", "2021年收到、2022年答复的申请2件已计入结转，未收费。"),
]


@pytest.mark.parametrize(("section", "text"), LEFT_OVER)
def test_year_left_from_an_older_report_is_found(section, text):
    finding = found(Example(narrative={section: text}), "text.year")
    assert finding.verdict is Verdict.BROKEN
    assert finding.message.startswith("报告年度是 2022 年，但“202")


@pytest.mark.parametrize(("section", "text"), LEGITIMATE)
def test_other_years_spoken_of_on_purpose_are_no_fault(section, text):
    assert found(Example(narrative={section: text}), "text.year").verdict is Verdict.HOLDS


def test_year_in_a_heading_and_in_the_self_naming_sentence_is_compared():
    headings = dict(Example().report().headings)
    headings["overview"] = "一、2021年总体情况"
    assert "标题“一、2021年总体情况”" in found(Example(fields={"headings": headings}), "text.year").message
    opening = "现公布示例区商务局2021年政府信息公开工作年度报告。"
    assert found(Example(narrative={"opening": opening}), "text.year").verdict is Verdict.BROKEN


@pytest.mark.parametrize(
    ("opening", "verdict"),
    [
        ("现公布示例区商务局2022年政府信息公开工作年度报告。", Verdict.HOLDS),
        ("现公布示例市示例区商务局2022年政府信息公开工作年度报告。", Verdict.HOLDS),
        ("现公布示例区教育局2022年政府信息公开工作年度报告。", Verdict.BROKEN),
    ],
)
def test_organ_that_a_report_calls_itself_is_the_organ_of_its_title(opening, verdict):
    assert found(Example(narrative={"opening": opening}), "text.agency").verdict is verdict


def test_report_that_does_not_name_itself_is_not_judged_by_its_name():
    rules = {
        finding.rule
        for finding in check(Example(narrative={"opening": "我局编制2022年政府信息公开工作年度报告。"}).report())
    }
    assert "text.agency" not in rules


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("全年公开信息XX条。", Verdict.BROKEN),
        ("全年公开信息××条。", Verdict.BROKEN),
        ("全年公开信息____条。", Verdict.BROKEN),
        ("全年公开信息（请填写）条。", Verdict.BROKEN),
        ("全年公开信息。。", Verdict.BROKEN),
        ("全年公开信息，。", Verdict.BROKEN),
        ("全年公开信息等等……其他。", Verdict.HOLDS),
        ("申请人填写表格后提交。", Verdict.HOLDS),
        ("见〔2022〕3号、【通知公告】栏目。", Verdict.HOLDS),
    ],
)
def test_leftovers_of_templates_and_typing(text, verdict):
    assert found(Example(narrative={"disclosure": text}), "text.leftovers").verdict is verdict


def test_characters_that_no_one_can_search_are_told():
    remarks = (Remark(Normalised.COMPATIBILITY_CHARACTERS), Remark(Normalised.ENCODING))
    finding = found(Example(fields={"remarks": remarks}), "text.characters")
    assert "康熙部首、全角数字等兼容字符、与声明不一致的字符编码" in finding.message


def test_themes_that_section_one_leaves_out_are_named():
    finding = found(Example(narrative={"overview": "{year}年，我局主动公开信息30条，平台运行平稳。"}), "text.themes")
    assert finding.message == ("第一部分没有写到依申请公开、政府信息管理、监督保障。请按五个方面写明本年度的情况。")


def test_themes_that_a_fragment_leaves_out_are_undetermined():
    fields = {"headings": {}, "narrative": {"overview": "我局主动公开信息30条。"}}
    assert found(Example(fields=fields), "text.themes").verdict is Verdict.UNDETERMINED
