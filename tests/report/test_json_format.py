"""The JSON of a report (gongkai/annual-report/1): exact in both directions, and strict in what it takes."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.report.strategies import annual_reports

from gongkai.report.json_format import from_json, to_json
from gongkai.report.model import AnnualReport, Claim, Period, Place, What
from gongkai.report.reading.errors import UnreadableReport
from gongkai.stats.cells import BLANK, CellState, number, text
from gongkai.stats.editions import EDITION_2019, EDITION_2021, OTHERWISE_ONE_ROW, table3_cells, table4_cells

TITLE = "示例区商务局2023年政府信息公开工作年度报告"


def a_report(**changes: object) -> AnnualReport:
    cells = {
        "table2.government_rules.issued": number(0),
        "table2.government_rules.repealed": BLANK,
        "table2.government_rules.in_force": text("/"),
        "table2.administrative_licenses": text("待统计"),
        "table2.administrative_fees_wan_yuan": number(Decimal("12.50")),
        **{cell: number(at) for at, cell in enumerate(table3_cells("newly_received"))},
        **{cell: number(at) for at, cell in enumerate(table4_cells("direct_litigation"))},
    }
    fields = {
        "agency": "示例区商务局",
        "year": 2023,
        "edition_key": "2021",
        "title": TITLE,
        "narrative": {"overview": "全年收到申请0件。", "other": "无"},
        "claims": (Claim(What.REQUESTS_RECEIVED, 0, "件", False, Period.YEAR, "全年收到申请0件"),),
        "cells": cells,
    }
    return AnnualReport(**(fields | changes))


@settings(max_examples=80, deadline=None)
@given(annual_reports())
def test_json_of_a_report_reads_back_equal(report: AnnualReport) -> None:
    assert from_json(to_json(report), "report.json") == report


@settings(max_examples=40, deadline=None)
@given(annual_reports())
def test_places_read_back_equal_when_asked_for(report: AnnualReport) -> None:
    assert from_json(to_json(report, where=True), "report.json").places == report.places
    assert from_json(to_json(report), "report.json").places == {}


def test_document_has_the_keys_that_others_rely_on() -> None:
    value = json.loads(to_json(a_report()))
    assert value == {
        "schema": "gongkai/annual-report/1",
        "agency": "示例区商务局",
        "year": 2023,
        "edition": "2021",
        "complete": False,
        "title": TITLE,
        "narrative": {"overview": "全年收到申请0件。", "other": "无"},
        "claims": [
            {
                "what": "requests_received",
                "value": 0,
                "unit": "件",
                "approximate": False,
                "period": "year",
                "text": "全年收到申请0件",
            }
        ],
        "table2": {
            "government_rules": {"issued": 0, "repealed": None, "in_force": "/"},
            "administrative_licenses": "待统计",
            "administrative_fees_wan_yuan": 12.5,
        },
        "table3": {"newly_received": [0, 1, 2, 3, 4, 5, 6]},
        "table4": {"direct_litigation": [0, 1, 2, 3, 4]},
    }


def test_where_gives_the_place_of_each_figure() -> None:
    report = a_report(places={"table2.administrative_licenses": Place(page=2, table=1, row=6, column=2)})
    where = json.loads(to_json(report, where=True))["where"]
    assert where == {"table2.administrative_licenses": {"page": 2, "table": 1, "row": 6, "column": 2}}
    assert "where" not in json.loads(to_json(report))


def test_rows_stand_in_the_order_of_the_edition() -> None:
    cells = {cell: number(0) for row in EDITION_2021.table3_rows for cell in reversed(table3_cells(row.key))}
    value = json.loads(to_json(a_report(cells=cells)))
    assert list(value["table3"]) == [row.key for row in EDITION_2021.table3_rows]


def test_item_six_in_one_row_stays_one_row() -> None:
    cells = {cell: number(1) for cell in table3_cells(OTHERWISE_ONE_ROW.key)}
    report = a_report(cells=cells)
    assert json.loads(to_json(report))["table3"] == {"otherwise_handled": [1] * 7}
    assert from_json(to_json(report), "a.json").cells == cells


def test_report_of_2018_has_claims_and_narrative_only() -> None:
    value = json.loads(to_json(a_report(year=2018, edition_key=None, cells={})))
    assert value["edition"] is None
    assert not {"table2", "table3", "table4"} & value.keys()


def test_procurement_of_2019_carries_its_unit() -> None:
    ids = [cell for block, row in EDITION_2019.table2_rows() for cell in block.cell_ids(row)]
    cells = {cell: number(-11 if cell.endswith("change") else 5) for cell in ids}
    report = a_report(year=2019, edition_key="2019", cells=cells, procurement_unit="元")
    table2 = json.loads(to_json(report))["table2"]
    assert table2["government_procurement"] == {"items": 5, "amount": 5, "unit": "元"}
    assert table2["administrative_licenses"] == {"last_year_items": 5, "change": -11, "decisions": 5}
    assert from_json(to_json(report), "a.json").procurement_unit == "元"


def test_decimals_are_exact() -> None:
    written = a_report(cells={"table2.administrative_fees_wan_yuan": number(Decimal("0.1000000001"))})
    assert from_json(to_json(written), "a.json").cells["table2.administrative_fees_wan_yuan"].number == Decimal(
        "0.1000000001"
    )


def test_string_that_says_nothing_is_a_blank() -> None:
    """A blank, a dash and text are three things, also where another program wrote the file."""
    read = from_json(changed(table2={"administrative_licenses": " ", "administrative_penalties": "—"}), "a.json")
    states = {cell: value.state for cell, value in read.cells.items()}
    assert states == {
        "table2.administrative_licenses": CellState.BLANK,
        "table2.administrative_penalties": CellState.DASH,
    }


def test_claim_belongs_to_the_section_that_has_its_clause() -> None:
    (claim,) = from_json(to_json(a_report()), "a.json").claims
    assert claim.section == "overview"


def changed(**changes: object) -> str:
    document = {
        "schema": "gongkai/annual-report/1",
        "agency": None,
        "year": 2023,
        "edition": "2021",
        "title": "",
        **changes,
    }
    return json.dumps({key: value for key, value in document.items() if value is not ...}, ensure_ascii=False)


A_CLAIM = {"what": "fee_yuan", "value": 1, "unit": "元", "approximate": False, "period": "year", "text": ""}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        pytest.param("", "第 1 行第 1 列", id="空文件"),
        pytest.param('{"schema": "gongkai/annual-report/1",', "第 1 行第 38 列", id="写到一半"),
        pytest.param("[]", "$", id="不是对象"),
        pytest.param("3", "$", id="只有一个数"),
        pytest.param("{}", "$.schema", id="没有 schema"),
        pytest.param(changed(schema="gongkai/annual-report/2"), "$.schema", id="别的格式"),
        pytest.param(changed(title=...), "$", id="缺少标题"),
        pytest.param(changed(tabel3={}), "$", id="名称拼错"),
        pytest.param(changed(agency=3), "$.agency", id="机关不是文字"),
        pytest.param(changed(title=None), "$.title", id="标题是 null"),
        pytest.param(changed(title="\ud800"), "$.title", id="不成对的代理码位"),
        pytest.param(changed(year="2023"), "$.year", id="年份是文字"),
        pytest.param(changed(year=True), "$.year", id="年份是 true"),
        pytest.param(changed(year=0), "$.year", id="年份是零"),
        pytest.param(changed(year=20231), "$.year", id="年份五位"),
        pytest.param(changed(year=2023.5), "$.year", id="年份是小数"),
        pytest.param(changed(edition="2020"), "$.edition", id="没有的版本"),
        pytest.param(changed(edition=2021), "$.edition", id="版本是数"),
        pytest.param(changed(edition=[]), "$.edition", id="版本是数组"),
        pytest.param(changed(edition=None, table2={}), "$.table2", id="没有版本却有表"),
        pytest.param(changed(complete=True), "$.complete", id="残缺却写完整"),
        pytest.param(changed(complete="yes"), "$.complete", id="完整不是真假"),
        pytest.param(changed(narrative=[]), "$.narrative", id="正文是数组"),
        pytest.param(changed(narrative={"summary": ""}), "$.narrative", id="没有的部分"),
        pytest.param(changed(narrative={"other": 3}), "$.narrative.other", id="正文是数"),
        pytest.param(changed(claims={}), "$.claims", id="陈述不是数组"),
        pytest.param(changed(claims=[3]), "$.claims[0]", id="陈述是数"),
        pytest.param(changed(claims=[{"what": "fee_yuan"}]), "$.claims[0]", id="陈述不全"),
        pytest.param(changed(claims=[A_CLAIM, A_CLAIM | {"what": "fee"}]), "$.claims[1].what", id="没有的陈述"),
        pytest.param(changed(claims=[A_CLAIM | {"value": "1"}]), "$.claims[0].value", id="陈述的数是文字"),
        pytest.param(changed(claims=[A_CLAIM | {"value": False}]), "$.claims[0].value", id="陈述的数是 false"),
        pytest.param(changed(claims=[A_CLAIM | {"period": "月"}]), "$.claims[0].period", id="没有的期间"),
        pytest.param(changed(table2=[]), "$.table2", id="表二是数组"),
        pytest.param(changed(table2={"fees": 3}), "$.table2", id="表二没有的行"),
        pytest.param(changed(table2={"government_rules": 3}), "$.table2.government_rules", id="三列只有一个数"),
        pytest.param(changed(table2={"government_rules": {"issued": 3}}), "$.table2.government_rules", id="三列缺两列"),
        pytest.param(
            changed(table2={"administrative_licenses": [3]}), "$.table2.administrative_licenses", id="一列是数组"
        ),
        pytest.param(
            changed(table2={"administrative_licenses": True}), "$.table2.administrative_licenses", id="单元格是 true"
        ),
        pytest.param(changed(table3={"recieved": [0] * 7}), "$.table3", id="表三没有的行"),
        pytest.param(changed(table3={"newly_received": [0] * 6}), "$.table3.newly_received", id="少一列"),
        pytest.param(changed(table3={"newly_received": [0] * 8}), "$.table3.newly_received", id="多一列"),
        pytest.param(changed(table3={"newly_received": 0}), "$.table3.newly_received", id="一行不是数组"),
        pytest.param(changed(table3={"total": [0, 0, {}, 0, 0, 0, 0]}), "$.table3.total[2]", id="单元格是对象"),
        pytest.param(changed(table3={"total": [0, 0, 0, 0, 0, 0, 10**16]}), "$.table3.total[6]", id="太大"),
        pytest.param(changed(table3={"total": [0, -(10**16), 0, 0, 0, 0, 0]}), "$.table3.total[1]", id="太小"),
        pytest.param(
            changed(table3={"otherwise_handled": [0] * 7, "otherwise_handled.other": [0] * 7}),
            "$.table3.otherwise_handled.other",
            id="其他处理既一行又三行",
        ),
        pytest.param(changed(table4={"reconsideration": [0] * 7}), "$.table4.reconsideration", id="表四多两列"),
        pytest.param(changed(where={"table3.total.total": {"row": 1}}), "$.where", id="没有的单元格的位置"),
        pytest.param(
            changed(table2={"administrative_licenses": 1}, where={"table2.administrative_licenses": {"row": 0}}),
            "$.where.table2.administrative_licenses.row",
            id="位置从一数起",
        ),
    ],
)
def test_what_does_not_belong_is_refused_with_its_place(document: str, place: str) -> None:
    with pytest.raises(UnreadableReport) as caught:
        from_json(document, "报告.json")
    assert caught.value.where == place
    assert str(caught.value).startswith("报告.json：")


@pytest.mark.parametrize(
    "figure", ["NaN", "Infinity", "-Infinity", "1e999999999", "-1e20", "1e-50", "9" * 5000, "0." + "1" * 40]
)
def test_impossible_numbers_are_refused(figure: str) -> None:
    document = changed(table2={"administrative_licenses": "@"}).replace('"@"', figure)
    with pytest.raises(UnreadableReport):
        from_json(document, "报告.json")


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(UnreadableReport):
        from_json("[" * 200_000, "报告.json")


def test_name_given_twice_is_refused() -> None:
    with pytest.raises(UnreadableReport, match="“year”在同一个对象里出现两次"):
        from_json(changed().replace('"year"', '"year": 2022, "year"'), "报告.json")


def test_odd_names_can_be_printed() -> None:
    with pytest.raises(UnreadableReport) as caught:
        from_json(changed().replace('"year"', '"\\ud800": 1, "year"'), "报告.json")
    str(caught.value).encode()
