"""The frame: headings of the six sections, the title with its agency and year, the year that prose is about."""

import pytest

from gongkai.report.model import SECTIONS, Place
from gongkai.report.reading.document import Line
from gongkai.report.reading.frame import find_title, headings, section_of_heading, year_of_prose
from gongkai.stats.editions import EDITION_2021

VERBATIM = list(zip(EDITION_2021.section_titles, SECTIONS, strict=True))


@pytest.mark.parametrize(("title", "section"), VERBATIM)
def test_verbatim_titles_head_their_sections(title, section):
    assert section_of_heading(title) == (section, True)
    assert section_of_heading(title.replace("、", "．", 1)) == (section, True)
    assert section_of_heading(title[2:]) == (section, True)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("一、概述", "overview"),
        ("一、总体工作情况", "overview"),
        ("一、基本情况", "overview"),
        ("第一部分 概述", "overview"),
        ("1.总体概况", "overview"),
        ("一. 总体情况", "overview"),
        ("二、主动公开情况", "disclosure"),
        ("二、主动公开政府信息工作情况", "disclosure"),
        ("三、收到和办理政府信息公开申请情况", "requests"),
        ("三、政府信息公开申请情况", "requests"),
        ("三、依申请公开情况", "requests"),
        ("三、收到及处理政府信息公开申请的情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "remedies"),
        ("四、政府信息公开行政复议和行政诉讼情况", "remedies"),
        ("五、存在主要问题及改进情况", "problems"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在的问题和改进措施", "problems"),
        ("五、存在问题", "problems"),
        ("六、其他需要说明的事项", "other"),
        ("六、其他事项", "other"),
        ("六、需要报告的其他事项", "other"),
        ("⼀、概述", "overview"),
        ("六、其他需要報告的事項", "other"),
    ],
)
def test_variants_of_titles_count_where_they_are_numbered(line, section):
    found = section_of_heading(line)
    assert found is not None
    assert found[0] == section


@pytest.mark.parametrize(
    "line",
    [
        "概述",
        "基本情况",
        "（一）总体概况",
        "（一）主动公开情况",
        "(三) 依申请公开情况",
        "一、总体情况良好，各项工作有序推进。",
        "二、加强主动公开",
        "一是总体情况较好",
        "三、本年度办理结果",
        "一、本年新收政府信息公开申请数量",
        "四、结转下年度继续办理",
        "一、工作机制保障",
        "",
        "一" * 100,
    ],
)
def test_other_lines_are_no_headings(line):
    assert section_of_heading(line) is None


def found(text: str) -> list[tuple[int, str]]:
    return [(heading.at, heading.section) for heading in headings(text.split("\n"))]


ALL = "\n正文\n".join(title for title, _section in VERBATIM)


def test_all_six_are_found_in_order():
    assert found(ALL) == [(2 * at, section) for at, section in enumerate(SECTIONS)]


def test_a_table_of_contents_before_the_report_heads_nothing():
    contents = "\n".join(title for title, _section in VERBATIM)
    assert found(f"目录\n{contents}\n{ALL}") == [(7 + 2 * at, section) for at, section in enumerate(SECTIONS)]


def test_empty_sections_are_no_table_of_contents():
    assert [section for _at, section in found("\n".join(title for title, _section in VERBATIM))] == list(SECTIONS)


def test_a_verbatim_title_goes_before_a_variant():
    """Two numbering systems: the prose of an older format, and the tables of the present one."""
    prose = "一、总体情况\n正文\n三、主动公开情况\n正文\n四、政府信息公开申请情况\n正文"
    tables = "一、主动公开政府信息情况\n表\n二、收到和处理政府信息公开申请情况\n表"
    assert found(f"{prose}\n{tables}") == [(0, "overview"), (6, "disclosure"), (8, "requests")]


def test_sections_that_are_missing_are_missing():
    assert found("一、总体情况\n正文\n五、存在的主要问题及改进情况\n正文") == [(0, "overview"), (2, "problems")]


NAME = "示例区商务局"


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (["示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局 2023 年政府信息公开工作年度报告"], NAME, 2023),
        (["2023年示例区商务局政府信息公开工作年度报告"], NAME, 2023),
        (["2023 年度示例区商务局政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局2023年度政府信息公开工作报告"], NAME, 2023),
        (["示例区商务局2023年政府信息公开年度报告"], NAME, 2023),
        (["示例区商务局2023年度政务公开工作报告"], NAME, 2023),
        (["示例区商务局关于2023年政府信息公开工作的报告"], NAME, 2023),
        (["示例区商务局关于2023年度政府信息公开工作情况的报告"], NAME, 2023),
        (["关于示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["《示例区商务局2023年政府信息公开工作年度报告》"], NAME, 2023),
        (["示例区商务局二〇二三年政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局二○二三年政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局二零二三年度政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局２０２３年政府信息公开工作年度报告"], NAME, 2023),
        (["⽰例区商务局2023年政府信息公开⼯作年度报告"], NAME, 2023),
        (["示例區商務局2023年政府信息公開工作年度報告"], NAME, 2023),
        (["示例区商务局政府信息公开工作年度报告（2023年）"], NAME, 2023),
        (["示例区商务局政府信息公开工作2023年度报告"], NAME, 2023),
        (["示例区商务局", "2023年政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局2023年政府信息公开", "工作年度报告"], NAME, 2023),
        (["示例区商务局2023年", "政府信息公开工作", "年度报告"], NAME, 2023),
        (["示例区商务局", "2023年政府信息公开", "工作年度报告"], NAME, 2023),
        (["信息名称：示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["标  题\t示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["首页 > 政务公开 > 年报", "示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["- 1 -", "示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["发布时间：2024-01-20 来源：示例区商务局", "示例区商务局2023年政府信息公开工作年度报告"], NAME, 2023),
        (["示例区商务局政府信息公开工作年度报告"], NAME, None),
        (["2023年政府信息公开工作年度报告"], None, 2023),
        (["政府信息公开工作年度报告"], None, None),
        (["示例县示例镇人民政府2021年政府信息公开工作年度报告"], "示例县示例镇人民政府", 2021),
        (["示例市（示例区人民政府）2025年政府信息公开工作年度报告"], "示例市(示例区人民政府)", 2025),
        (["国家税务总局示例市税务局2020年政府信息公开工作年度报告"], "国家税务总局示例市税务局", 2020),
    ],
)
def test_the_title_names_the_agency_and_the_year(lines, agency, year):
    title = find_title([Line(text, Place(line=at)) for at, text in enumerate(lines, 1)], "", len(lines))
    assert title is not None
    assert (title.agency, title.year) == (agency, year)


def test_a_title_that_is_printed_again_above_the_report_takes_all_its_lines():
    texts = [
        "名称\t示例区商务局2023年政府信息公开工作年度报告",
        "文号\t无",
        "示例区商务局2023年政府信息公开工作年度报告",
        "正文",
    ]
    title = find_title([Line(text, Place(line=at)) for at, text in enumerate(texts, 1)], "", len(texts))
    assert title is not None
    assert title.lines == {0, 2}


@pytest.mark.parametrize(
    "line",
    [
        "根据《中华人民共和国政府信息公开条例》要求，编制本报告。",
        "现将2023年政府信息公开工作年度报告公布如下",
        "关于报送2023年政府信息公开工作年度报告的通知",
        "上一篇：示例区商务局2022年政府信息公开工作年度报告",
        "政府信息公开指南",
        "二、主动公开政府信息情况",
        "",
    ],
)
def test_other_lines_are_no_title(line):
    assert find_title([Line(line, Place(line=1))], "", 1) is None


@pytest.mark.parametrize(
    ("fallback", "agency", "year"),
    [
        ("示例区商务局2023年政府信息公开工作年度报告", NAME, 2023),
        ("示例区商务局2023年政府信息公开工作年度报告_示例区人民政府", NAME, 2023),
        ("政府信息公开年报 - 示例区商务局2023年政府信息公开工作年度报告", NAME, 2023),
        ("示例区人民政府门户网站 | 示例区商务局2023年政府信息公开工作年度报告", NAME, 2023),
    ],
)
def test_what_the_format_calls_the_title_serves_where_the_page_has_none(fallback, agency, year):
    title = find_title([Line("正文", Place(line=1))], fallback, 1)
    assert title is not None
    assert (title.agency, title.year, title.lines) == (agency, year, frozenset())


def test_a_title_of_the_page_goes_before_what_the_format_calls_it():
    lines = [Line("示例区商务局2023年政府信息公开工作年度报告", Place(line=1))]
    title = find_title(lines, "示例区发展和改革局2022年政府信息公开工作年度报告", 1)
    assert title is not None
    assert (title.agency, title.year) == (NAME, 2023)


@pytest.mark.parametrize(
    ("prose", "year"),
    [
        ("2023年，本机关公开信息12条。2023年收到申请3件。", 2023),
        ("统计期限自2023年1月1日至2023年12月31日。2024年将继续努力，2024年将加强培训，2024年将扩大公开。", 2023),
        ("数据统计期限为2023年1月1日起至12月31日止。与2022年相比，2022年的问题已整改，2022年报告已公布。", 2023),
        ("本报告所列数据的统计期限：2023年1月1日—12月31日。", 2023),
        ("2023年公开12条，2022年公开10条。", None),
        ("国办公开办函〔2021〕30号。", None),
        ("本年公开信息12条。", None),
        ("", None),
    ],
)
def test_the_year_of_prose_is_that_of_its_period_or_the_one_it_names_most(prose, year):
    assert year_of_prose(prose) == year
