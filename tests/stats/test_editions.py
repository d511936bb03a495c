"""The editions against the statutory labels: 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号."""

from itertools import pairwise

import pytest

from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    EDITIONS,
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    Edition,
    edition,
    edition_of_year,
    table3_cell,
    table3_cells,
    table4_cells,
)

ROWS_ONE_TO_FIVE = """
newly_received | 一、本年新收政府信息公开申请数量
carried_over_from_last_year | 二、上年结转政府信息公开申请数量
disclosed | （一）予以公开
partially_disclosed | （二）部分公开（区分处理的，只计这一情形，不计其他情形）
withheld.state_secret | （三）不予公开 1.属于国家秘密
withheld.prohibited_by_law | （三）不予公开 2.其他法律行政法规禁止公开
withheld.endangers_security_or_stability | （三）不予公开 3.危及“三安全一稳定”
withheld.protects_third_party | （三）不予公开 4.保护第三方合法权益
withheld.internal_affairs | （三）不予公开 5.属于三类内部事务信息
withheld.process_information | （三）不予公开 6.属于四类过程性信息
withheld.enforcement_file | （三）不予公开 7.属于行政执法案卷
withheld.administrative_inquiry | （三）不予公开 8.属于行政查询事项
unable_to_provide.not_held | （四）无法提供 1.本机关不掌握相关政府信息
unable_to_provide.needs_creation | （四）无法提供 2.没有现成信息需要另行制作
unable_to_provide.unclear_after_supplement | （四）无法提供 3.补正后申请内容仍不明确
not_processed.petition_report_or_complaint | （五）不予处理 1.信访举报投诉类申请
not_processed.duplicate_request | （五）不予处理 2.重复申请
not_processed.asks_for_publication | （五）不予处理 3.要求提供公开出版物
not_processed.unjustified_mass_requests | （五）不予处理 4.无正当理由大量反复申请
not_processed.asks_to_confirm_or_reissue | （五）不予处理 5.要求行政机关确认或重新出具已获取信息
"""
ITEM_SIX_2021 = """
otherwise_handled.supplement_overdue | （六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
otherwise_handled.fee_overdue | （六）其他处理 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
otherwise_handled.other | （六）其他处理 3.其他
"""
ITEM_SIX_IN_ONE_ROW = "otherwise_handled | （六）其他处理\n"
LAST_ROWS = """
total | （七）总计
carried_over_to_next_year | 四、结转下年度继续办理
"""

TABLE2_2021 = """
第二十条第（一）项 | 规章 | table2.government_rules.issued | 本年制发件数
第二十条第（一）项 | 规章 | table2.government_rules.repealed | 本年废止件数
第二十条第（一）项 | 规章 | table2.government_rules.in_force | 现行有效件数
第二十条第（一）项 | 行政规范性文件 | table2.normative_documents.issued | 本年制发件数
第二十条第（一）项 | 行政规范性文件 | table2.normative_documents.repealed | 本年废止件数
第二十条第（一）项 | 行政规范性文件 | table2.normative_documents.in_force | 现行有效件数
第二十条第（五）项 | 行政许可 | table2.administrative_licenses | 本年处理决定数量
第二十条第（六）项 | 行政处罚 | table2.administrative_penalties | 本年处理决定数量
第二十条第（六）项 | 行政强制 | table2.administrative_coercion | 本年处理决定数量
第二十条第（八）项 | 行政事业性收费 | table2.administrative_fees_wan_yuan | 本年收费金额（单位：万元）
"""
TABLE2_2019 = """
第二十条第（一）项 | 规章 | table2.government_rules.newly_made | 本年新制作数量
第二十条第（一）项 | 规章 | table2.government_rules.newly_published | 本年新公开数量
第二十条第（一）项 | 规章 | table2.government_rules.total_published | 对外公开总数量
第二十条第（一）项 | 规范性文件 | table2.normative_documents.newly_made | 本年新制作数量
第二十条第（一）项 | 规范性文件 | table2.normative_documents.newly_published | 本年新公开数量
第二十条第（一）项 | 规范性文件 | table2.normative_documents.total_published | 对外公开总数量
第二十条第（五）项 | 行政许可 | table2.administrative_licenses.last_year_items | 上一年项目数量
第二十条第（五）项 | 行政许可 | table2.administrative_licenses.change | 本年增/减
第二十条第（五）项 | 行政许可 | table2.administrative_licenses.decisions | 处理决定数量
第二十条第（五）项 | 其他对外管理服务事项 | table2.other_external_services.last_year_items | 上一年项目数量
第二十条第（五）项 | 其他对外管理服务事项 | table2.other_external_services.change | 本年增/减
第二十条第（五）项 | 其他对外管理服务事项 | table2.other_external_services.decisions | 处理决定数量
第二十条第（六）项 | 行政处罚 | table2.administrative_penalties.last_year_items | 上一年项目数量
第二十条第（六）项 | 行政处罚 | table2.administrative_penalties.change | 本年增/减
第二十条第（六）项 | 行政处罚 | table2.administrative_penalties.decisions | 处理决定数量
第二十条第（六）项 | 行政强制 | table2.administrative_coercion.last_year_items | 上一年项目数量
第二十条第（六）项 | 行政强制 | table2.administrative_coercion.change | 本年增/减
第二十条第（六）项 | 行政强制 | table2.administrative_coercion.decisions | 处理决定数量
第二十条第（八）项 | 行政事业性收费 | table2.administrative_fees.last_year_items | 上一年项目数量
第二十条第（八）项 | 行政事业性收费 | table2.administrative_fees.change | 本年增/减
第二十条第（九）项 | 政府集中采购 | table2.government_procurement.items | 采购项目数量
第二十条第（九）项 | 政府集中采购 | table2.government_procurement.amount | 采购总金额
"""


def lines(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.splitlines() if line]


def rows_written(edition_: Edition, *, one_row: bool = False) -> list[list[str]]:
    rows = edition_.table3_rows_one_row_item_six if one_row else edition_.table3_rows
    return [[row.key, f"{row.group} {row.label}".strip()] for row in rows]


def table2_written(edition_: Edition) -> list[list[str]]:
    return [
        [block.article_20, row.label, cell, column.label]
        for block, row in edition_.table2_rows()
        for cell, column in zip(block.cell_ids(row), block.columns, strict=True)
    ]


def test_table_three_of_2021_has_its_25_rows_verbatim() -> None:
    assert rows_written(EDITION_2021) == lines(ROWS_ONE_TO_FIVE + ITEM_SIX_2021 + LAST_ROWS)
    assert len(EDITION_2021.table3_rows) == 25
    assert len(EDITION_2021.outcome_rows) == 21


def test_table_three_of_2019_has_its_23_rows_with_item_six_in_one() -> None:
    assert rows_written(EDITION_2019) == lines(ROWS_ONE_TO_FIVE + ITEM_SIX_IN_ONE_ROW + LAST_ROWS)
    assert len(EDITION_2019.table3_rows) == 23
    assert len(EDITION_2019.outcome_rows) == 19


@pytest.mark.parametrize("each", EDITIONS, ids=lambda each: each.key)
def test_both_editions_can_print_item_six_in_one_row(each: Edition) -> None:
    assert rows_written(each, one_row=True) == rows_written(EDITION_2019)


def test_table_three_has_the_six_applicants_and_the_total() -> None:
    assert [(column.key, column.label) for column in TABLE3_COLUMNS] == [
        ("natural_person", "自然人"),
        ("enterprise", "商业企业"),
        ("research_institution", "科研机构"),
        ("public_welfare_organization", "社会公益组织"),
        ("legal_services", "法律服务机构"),
        ("other_organization", "其他"),
        ("total", "总计"),
    ]
    assert TABLE3_CORNER == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert TABLE3_OUTCOMES_LABEL == "三、本年度办理结果"


def test_table_two_of_2021_has_ten_values_under_four_items_of_article_20() -> None:
    assert table2_written(EDITION_2021) == lines(TABLE2_2021)
    assert len(table2_written(EDITION_2021)) == 10
    assert len(EDITION_2021.table2) == 4


def test_table_two_of_2019_asks_for_items_changes_and_procurement() -> None:
    assert table2_written(EDITION_2019) == lines(TABLE2_2019)
    assert len(EDITION_2019.table2) == 5


def test_table_four_is_one_row_of_fifteen_numbers() -> None:
    assert [(group.key, group.group, group.label) for group in TABLE4_GROUPS] == [
        ("reconsideration", "", "行政复议"),
        ("direct_litigation", "行政诉讼", "未经复议直接起诉"),
        ("litigation_after_reconsideration", "行政诉讼", "复议后起诉"),
    ]
    assert [column.label for column in TABLE4_COLUMNS] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    cells = [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
    assert len(set(cells)) == 15
    assert cells[0] == "table4.reconsideration.upheld"


@pytest.mark.parametrize("each", EDITIONS, ids=lambda each: each.key)
def test_the_six_sections_are_verbatim(each: Edition) -> None:
    assert each.section_titles == (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    )


@pytest.mark.parametrize("each", EDITIONS, ids=lambda each: each.key)
def test_every_cell_of_an_edition_has_its_own_address(each: Edition) -> None:
    cells = [cell for row in each.table3_rows for cell in table3_cells(row.key)]
    cells += [cell for block, row in each.table2_rows() for cell in block.cell_ids(row)]
    assert len(set(cells)) == len(cells)
    assert table3_cell("disclosed", "total") in cells


@pytest.mark.parametrize(
    ("year", "key"),
    [(2007, None), (2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (2040, "2021")],
)
def test_the_year_decides_the_edition(year: int, key: str | None) -> None:
    found = edition_of_year(year)
    assert (found and found.key) == key


def test_no_year_has_two_editions() -> None:
    for earlier, later in pairwise(EDITIONS):
        assert earlier.last_year is not None
        assert earlier.last_year + 1 == later.first_year


@pytest.mark.parametrize(
    ("each", "number"), [(EDITION_2019, "国办公开办函〔2019〕60号"), (EDITION_2021, "国办公开办函〔2021〕30号")]
)
def test_an_edition_names_its_document_and_is_found_by_its_key(each: Edition, number: str) -> None:
    assert each.document_number == number
    assert edition(each.key) is each
