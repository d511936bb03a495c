"""The statutory layout: sections, and tables as grids of merged cells (国办公开办函〔2021〕30号, 〔2019〕60号)."""

import dataclasses
from itertools import product

import pytest
from hypothesis import given, settings
from tests.report.strategies import printed_reports, with_cells

from gongkai.report.model import AnnualReport
from gongkai.report.writing.errors import UnwritableReport
from gongkai.report.writing.layout import Kind, LaidTable, lay_out, printable, second_level_heading
from gongkai.stats.cells import BLANK, number, text
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    TABLE4_GROUPS,
    Edition,
    table3_cells,
    table4_cells,
)


def complete_report(edition: Edition, *, one_row: bool = False) -> AnnualReport:
    rows = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    ids = [cell for block, row in edition.table2_rows() for cell in block.cell_ids(row)]
    ids += [cell for row in rows for cell in table3_cells(row.key)]
    ids += [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
    cells = {cell: number(at) for at, cell in enumerate(ids)}
    return AnnualReport("示例区商务局", edition.first_year, edition.key, "示例区商务局报告", cells=cells, complete=True)


def table(report: AnnualReport, key: str) -> LaidTable:
    (found,) = [section.table for section in lay_out(report).sections if section.table and section.table.key == key]
    return found


def labels(laid: LaidTable) -> list[tuple[str, int, int]]:
    return [(cell.text, cell.rowspan, cell.colspan) for cell in laid.cells if cell.kind is not Kind.FIGURE]


@pytest.mark.parametrize(
    ("edition", "one_row", "span"),
    [(EDITION_2021, False, 22), (EDITION_2021, True, 20), (EDITION_2019, False, 20)],
    ids=["2021", "2021 其他处理一行", "2019"],
)
def test_outcomes_of_table_three_span_their_rows(edition: Edition, one_row: bool, span: int) -> None:
    laid = table(complete_report(edition, one_row=one_row), "table3")
    assert ("三、本年度办理结果", span, 1) in labels(laid)
    assert laid.columns == 10
    assert len(list(laid.rows())) == 3 + span + 3
    item_six = ("（六）其他处理", 1, 2) if span == 20 else ("（六）其他处理", 3, 1)
    assert item_six in labels(laid)


def test_heads_of_table_three_are_merged_as_in_the_form() -> None:
    assert labels(table(complete_report(EDITION_2021), "table3"))[:10] == [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 1, 7),
        ("自然人", 2, 1),
        ("法人或其他组织", 1, 5),
        ("总计", 2, 1),
        ("商业企业", 1, 1),
        ("科研机构", 1, 1),
        ("社会公益组织", 1, 1),
        ("法律服务机构", 1, 1),
        ("其他", 1, 1),
    ]


def test_table_two_of_2021() -> None:
    laid = table(complete_report(EDITION_2021), "table2")
    assert labels(laid) == [
        ("第二十条第（一）项", 1, 4),
        ("信息内容", 1, 1),
        ("本年制发件数", 1, 1),
        ("本年废止件数", 1, 1),
        ("现行有效件数", 1, 1),
        ("规章", 1, 1),
        ("行政规范性文件", 1, 1),
        ("第二十条第（五）项", 1, 4),
        ("信息内容", 1, 1),
        ("本年处理决定数量", 1, 3),
        ("行政许可", 1, 1),
        ("第二十条第（六）项", 1, 4),
        ("信息内容", 1, 1),
        ("本年处理决定数量", 1, 3),
        ("行政处罚", 1, 1),
        ("行政强制", 1, 1),
        ("第二十条第（八）项", 1, 4),
        ("信息内容", 1, 1),
        ("本年收费金额（单位：万元）", 1, 3),
        ("行政事业性收费", 1, 1),
    ]


def test_blocks_of_2019_with_two_columns_give_the_rest_to_the_last() -> None:
    found = labels(table(complete_report(EDITION_2019), "table2"))
    assert ("本年增/减", 1, 1) in found
    assert found[-7:] == [
        ("本年增/减", 1, 2),
        ("行政事业性收费", 1, 1),
        ("第二十条第（九）项", 1, 4),
        ("信息内容", 1, 1),
        ("采购项目数量", 1, 1),
        ("采购总金额", 1, 2),
        ("政府集中采购", 1, 1),
    ]


def test_table_four_has_one_row_of_fifteen_figures() -> None:
    laid = table(complete_report(EDITION_2021), "table4")
    assert labels(laid)[:9] == [
        ("行政复议", 1, 5),
        ("行政诉讼", 1, 10),
        ("结果维持", 2, 1),
        ("结果纠正", 2, 1),
        ("其他结果", 2, 1),
        ("尚未审结", 2, 1),
        ("总计", 2, 1),
        ("未经复议直接起诉", 1, 5),
        ("复议后起诉", 1, 5),
    ]
    *_heads, figures = laid.rows()
    assert len(figures) == laid.columns == 15


@settings(max_examples=60, deadline=None)
@given(printed_reports())
def test_grids_have_every_cell_once_at_every_position(report: AnnualReport) -> None:
    printed = []
    for section in lay_out(report).sections:
        if section.table is None:
            continue
        covered = [
            (cell.row + down, cell.column + right)
            for cell in section.table.cells
            for down, right in product(range(cell.rowspan), range(cell.colspan))
        ]
        rows = len(list(section.table.rows()))
        assert sorted(covered) == list(product(range(rows), range(section.table.columns)))
        printed += [cell.cell_id for cell in section.table.cells if cell.kind is Kind.FIGURE]
    assert sorted(printed) == sorted(report.cells)


@settings(max_examples=30, deadline=None)
@given(printed_reports())
def test_every_figure_has_a_head_and_table_three_names_its_row(report: AnnualReport) -> None:
    for section in lay_out(report).sections:
        for cell_id, headers in section.table.headers().items() if section.table else ():
            kinds = [header.kind for header in headers]
            assert Kind.HEAD in kinds
            assert (Kind.STUB in kinds) == (not cell_id.startswith("table4"))
            assert kinds.count(Kind.BAND) == cell_id.startswith("table2")


def test_figure_is_named_by_its_own_block_only() -> None:
    headers = table(complete_report(EDITION_2021), "table2").headers()
    assert [header.text for header in headers["table2.administrative_coercion"]] == [
        "第二十条第（六）项",
        "本年处理决定数量",
        "行政强制",
    ]


def test_what_a_fragment_lacks_is_left_out() -> None:
    cells = table3_cells("withheld.state_secret") + table3_cells("carried_over_to_next_year")
    layout = lay_out(with_cells(cells, number(1), narrative={"other": "无"}))
    assert [section.title for section in layout.sections] == [
        "三、收到和处理政府信息公开申请情况",
        "六、其他需要报告的事项",
    ]
    laid = layout.sections[0].table
    assert laid is not None
    assert [row[0] for row in list(laid.texts())[3:]] == ["三、本年度办理结果", "四、结转下年度继续办理"]


@pytest.mark.parametrize(
    ("groups", "heads"),
    [
        (("reconsideration",), [("行政复议", 1, 5)]),
        (("direct_litigation",), [("行政诉讼", 1, 5), ("未经复议直接起诉", 1, 5)]),
        (("reconsideration", "litigation_after_reconsideration"), [("行政复议", 1, 5), ("行政诉讼", 1, 5)]),
    ],
)
def test_groups_of_table_four_stand_alone(groups: tuple[str, ...], heads: list[tuple[str, int, int]]) -> None:
    cells = [cell for group in groups for cell in table4_cells(group)]
    laid = table(with_cells(cells, number(1)), "table4")
    assert labels(laid)[: len(heads)] == heads


def test_all_sections_of_a_complete_report_are_printed_with_their_verbatim_titles() -> None:
    titles = [section.title for section in lay_out(complete_report(EDITION_2021)).sections]
    assert titles == list(EDITION_2021.section_titles)


def test_printed_headings_are_kept_only_where_no_format_laid_them_down() -> None:
    headings = {"problems": "五、问题与不足"}
    old = AnnualReport("示例局", 2015, None, "报告", narrative={"problems": "有不足。"}, headings=headings)
    assert [section.title for section in lay_out(old).sections] == ["五、问题与不足"]
    new = dataclasses.replace(old, year=2023, edition_key="2021")
    assert [section.title for section in lay_out(new).sections] == ["五、存在的主要问题及改进情况"]


def test_cells_are_printed_as_they_are() -> None:
    row = dict(
        zip(
            table3_cells("disclosed"),
            (number(11398889, "11,398,889"), BLANK, text("/"), text("待统计"), number(0), number(-1), number(3)),
            strict=True,
        )
    )
    report = dataclasses.replace(with_cells((), BLANK), cells=row)
    assert list(table(report, "table3").texts())[-1][3:] == ["11398889", "", "/", "待统计", "0", "-1", "3"]


def test_procurement_is_printed_with_its_unit() -> None:
    """政府集中采购: 格式未定单位，由机关自写"""
    cells = ["table2.government_procurement.items", "table2.government_procurement.amount"]
    report = dataclasses.replace(with_cells(cells, number(5)), year=2019, edition_key="2019", procurement_unit="万元")
    assert list(table(report, "table2").texts())[-1] == ["政府集中采购", "5", "5万元"]
    without = dataclasses.replace(report, cells=dict.fromkeys(cells, BLANK))
    assert list(table(without, "table2").texts())[-1] == ["政府集中采购", "", ""]


def test_row_with_holes_is_refused() -> None:
    with pytest.raises(UnwritableReport, match=r"table4\.reconsideration\.total"):
        lay_out(with_cells(table4_cells("reconsideration")[:4], number(1)))


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("（一）主动公开", "（一）主动公开"),
        ("（一）主动公开。全年公开信息。", "（一）主动公开。"),
        ("(十二)监督保障:加强考核。", "(十二)监督保障:"),
        ("（二）加强培训，提高能力。", ""),
        ("1.加强培训。", ""),
        ("（1）加强培训。", ""),
        ("全年公开信息。", ""),
        ("（三）", ""),
    ],
)
def test_headings_of_the_second_level_are_told_from_text(paragraph: str, heading: str) -> None:
    assert paragraph[: second_level_heading(paragraph)] == heading


def test_text_without_what_no_document_can_hold() -> None:
    assert printable("甲\x00乙\ud800丙\uffff\t丁\n　戊") == "甲乙丙 丁 戊"
