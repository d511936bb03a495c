"""Title, sections, tables as printed, and what a fragment cannot show."""

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example
from gongkai.report.findings import Finding, Severity, Verdict
from gongkai.report.model import SECTIONS, AnnualReport, Normalised, Remark
from gongkai.stats.editions import EDITION_2019, EDITION_2021, table3_cells

TITLES = dict(zip(SECTIONS, EDITION_2021.section_titles, strict=True))


def found(example: Example, rule: str) -> Finding:
    (finding,) = [each for each in check(example.report(), example.previous()) if each.rule == rule]
    return finding


def titled(title: str, agency: str | None = "示例市示例区商务局") -> Finding:
    return found(Example(fields={"title": title, "agency": agency}, alone=True), "frame.title")


@pytest.mark.parametrize(
    "title",
    [
        "示例市示例区商务局2022年政府信息公开工作年度报告",
        "示例市示例区商务局 2022 年政府信息公开工作年度报告",
        "示例市示例区商务局\n2022年政府信息公开工作\n年度报告",
    ],
)
def test_title_is_compared_without_spaces(title):
    assert titled(title).verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("title", "severity", "said"),
    [
        ("示例市示例区商务局2022年政府信息公开工作报告", Severity.ERROR, "工作报告"),
        ("示例市示例区商务局2022年政府信息公开工作总结", Severity.ERROR, "总结"),
        ("示例市示例区商务局2022年政务公开年报", Severity.WARNING, "全称"),
        ("示例市示例区商务局2022年政府信息公开年度报告", Severity.WARNING, "全称"),
        ("示例市示例区商务局2022年度政府信息公开工作年度报告", Severity.WARNING, "2022年度"),
        ("示例市示例区商务局政府信息公开工作年度报告", Severity.ERROR, "没有写年份"),
        ("2022年政府信息公开工作年度报告", Severity.ERROR, "没有写机关名称"),
        ("示例市示例区商务局2021年政府信息公开工作年度报告", Severity.ERROR, "报告年度是 2022 年"),
        ("示例区教育局2022年政府信息公开工作年度报告", Severity.WARNING, "示例区教育局"),
        ("区商务局2022年政府信息公开工作年度报告", Severity.WARNING, "简称"),
        ("通知公告", Severity.ERROR, "没有写明是"),
    ],
)
def test_title_that_differs_says_in_what(title, severity, said):
    finding = titled(title)
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, severity)
    assert said in finding.message


def test_government_may_be_titled_by_its_region():
    finding = titled("示例县2022年政府信息公开工作年度报告", agency="示例县人民政府")
    assert finding.verdict is Verdict.HOLDS


def test_report_without_a_title_is_undetermined():
    assert titled("").verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("missing", ["remedies", "problems", "overview"])
def test_missing_section_of_a_whole_report_is_named(missing):
    """第2、30项：缺少复议诉讼、存在问题等部分"""
    headings = {key: title for key, title in TITLES.items() if key != missing}
    finding = found(Example(fields={"headings": headings}), "frame.sections")
    assert finding.verdict is Verdict.BROKEN
    assert f"缺少“{TITLES[missing]}”" in finding.message


def test_fragment_that_ends_early_is_not_a_faulty_report():
    headings = {key: TITLES[key] for key in ("overview", "disclosure", "requests")}
    example = Example(
        fields={"headings": headings, "narrative": {"overview": "2022年，我局依法公开信息。"}},
        without=("table4.", "table3.total."),
    )
    assert found(example, "frame.sections").verdict is Verdict.UNDETERMINED
    assert found(example, "frame.rows.table3").verdict is Verdict.UNDETERMINED
    assert found(example, "frame.rows.table4").verdict is Verdict.UNDETERMINED


def test_sections_out_of_order_are_broken():
    order = ("overview", "disclosure", "requests", "problems", "remedies", "other")
    finding = found(Example(fields={"headings": {key: TITLES[key] for key in order}}), "frame.sections")
    assert "顺序" in finding.message


def test_section_without_text_is_broken():
    finding = found(Example(narrative={"problems": ""}), "frame.sections")
    assert "“五、存在的主要问题及改进情况”没有内容" in finding.message


def test_sections_of_a_report_without_headings_are_those_that_have_a_text():
    """JSON and compiled reports have no headings as printed."""
    assert found(Example(fields={"headings": {}}), "frame.sections").verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("edition", "heading", "verdict"),
    [
        (EDITION_2021, "五、存在的主要问题及改进情况", Verdict.HOLDS),
        (EDITION_2021, "五. 存在的主要问题 及改进情况：", Verdict.HOLDS),
        (EDITION_2021, "五、政府信息公开工作存在的主要问题及改进情况", Verdict.BROKEN),
        (EDITION_2019, "五、政府信息公开工作存在的主要问题及改进情况", Verdict.HOLDS),
        (EDITION_2021, "五、存在问题及改进情况", Verdict.BROKEN),
    ],
)
def test_headings_are_verbatim_but_for_punctuation(edition, heading, verdict):
    example = Example(edition=edition, fields={"headings": {**TITLES, "problems": heading}})
    assert found(example, "frame.headings").verdict is verdict


def test_missing_rows_of_a_whole_report_are_listed():
    example = Example(without=("table3.withheld.state_secret.", "table3.total."))
    finding = found(example, "frame.rows.table3")
    assert finding.verdict is Verdict.BROKEN
    assert finding.cells == (*table3_cells("withheld.state_secret"), *table3_cells("total"))
    assert "“（三）不予公开1.属于国家秘密”、“（七）总计”" in finding.message


def test_table_that_is_not_there_at_all_may_be_an_image():
    finding = found(Example(without=("table4.",)), "frame.rows.table4")
    assert finding.verdict is Verdict.UNDETERMINED
    assert "图片" in finding.message


def test_row_that_a_reader_could_not_place_is_not_called_missing():
    example = Example(
        without=("table3.disclosed.",),
        fields={"remarks": (Remark(Normalised.ROW_UNREADABLE, "5 0 0", table3_cells("disclosed")),)},
    )
    assert found(example, "frame.rows.table3").verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("kind", "part", "severity"),
    [
        (Normalised.LABEL_MISPRINTED, "misprinted", Severity.ERROR),
        (Normalised.LABEL_SHORTENED, "shortened", Severity.WARNING),
        (Normalised.LABEL_MISSING, "missing", Severity.WARNING),
    ],
)
def test_labels_that_were_put_right_are_faults(kind, part, severity):
    remarks = (Remark(kind, "规范性文件", ("table2.normative_documents.issued",)),)
    finding = found(Example(fields={"remarks": remarks}), f"frame.labels.{part}")
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, severity)


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("关于报送示例区商务局2022年政府信息公开工作年度报告的函", Verdict.BROKEN),
        ("示例区商务局2022年政府信息公开年报报送函", Verdict.BROKEN),
        ("示例区商务局2022年政府信息公开工作年度报告", Verdict.HOLDS),
    ],
)
def test_covering_letter_is_not_the_report(title, verdict):
    assert found(Example(fields={"title": title}), "frame.covering_letter").verdict is verdict


def test_report_before_2019_is_judged_by_no_later_format():
    """2018年及以前没有全国统一格式"""
    report = AnnualReport(
        "示例县商务局", 2016, None, "示例县商务局2016年政府信息公开工作年度报告", {"overview": "略。"}
    )
    rules = {finding.rule for finding in check(report)}
    assert not rules.intersection({"frame.sections", "frame.headings", "frame.rows.table3", "frame.edition"})


def test_narrative_fragment_without_tables_breaks_nothing_by_what_it_lacks():
    report = AnnualReport(
        "示例县商务局",
        2023,
        "2021",
        "示例县商务局2023年政府信息公开工作年度报告",
        {"overview": "2023年，我局公开信息30条。"},
        headings={"overview": "一、总体情况"},
    )
    broken = [finding.rule for finding in check(report) if finding.verdict is Verdict.BROKEN]
    assert broken == []


def opening(text: str, edition=EDITION_2021) -> Example:
    return Example(edition=edition, narrative={"opening": text})


@pytest.mark.parametrize(
    ("edition", "text", "verdict", "severity"),
    [
        (EDITION_2021, "依照国办公开办函〔2021〕30号编制。", Verdict.HOLDS, Severity.WARNING),
        (EDITION_2019, "依照国办公开办函〔2019〕60号编制。", Verdict.HOLDS, Severity.WARNING),
        (EDITION_2021, "依照国办公开办函〔2019〕60号编制。", Verdict.BROKEN, Severity.WARNING),
        (
            EDITION_2021,
            "依照国办公开办函[2021] 30号，不再用国办公开办函〔2019〕60号。",
            Verdict.HOLDS,
            Severity.WARNING,
        ),
        (EDITION_2021, "依照条例编制。", Verdict.BROKEN, Severity.INFO),
        (EDITION_2021, "依照国办公开办函〔2021〕7号编制。", Verdict.BROKEN, Severity.INFO),
    ],
)
def test_format_that_is_cited_is_the_one_in_force(edition, text, verdict, severity):
    """第3项：引用失效格式的警告，没有引用的提示"""
    finding = found(opening(text, edition), "frame.format")
    assert (finding.verdict, finding.severity) == (verdict, severity)


@pytest.mark.parametrize(
    ("text", "verdict", "severity"),
    [
        ("数据统计期限为2022年1月1日至12月31日。", Verdict.HOLDS, Severity.ERROR),
        ("数据统计期限自2022年1月1日起，至2022年12月31日止。", Verdict.HOLDS, Severity.ERROR),
        ("数据统计期限为2021年1月1日至12月31日。", Verdict.BROKEN, Severity.ERROR),
        ("数据统计期限为2022年1月1日至2022年11月30日。", Verdict.BROKEN, Severity.ERROR),
        ("依照条例编制。", Verdict.BROKEN, Severity.INFO),
    ],
)
def test_period_that_is_stated_is_the_whole_reporting_year(text, verdict, severity):
    """第4项：期限不符为错误，没有写明的提示"""
    finding = found(opening(text), "frame.period")
    assert (finding.verdict, finding.severity) == (verdict, severity)


@pytest.mark.parametrize("rule", ["frame.format", "frame.period"])
def test_what_a_fragment_does_not_say_is_undetermined(rule):
    assert found(Example(fields={"headings": {}, "narrative": {"overview": "依法公开。"}}), rule).verdict is (
        Verdict.UNDETERMINED
    )
