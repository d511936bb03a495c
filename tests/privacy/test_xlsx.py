"""Workbooks: all sheets, hidden or not, and what stands beside the cells."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.privacy.made import with_part, workbook
from tests.privacy.people import ID, MOBILE

from gongkai.privacy import Kind, Severity, scan_file

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rules(fill: Callable[[Any], object], **options: object) -> dict[str, Any]:
    return {each.rule: each for each in scan_file(workbook(fill, **options), "名单.xlsx").findings}


def plain(book: Any) -> Any:
    return book.add_worksheet("名单")


def test_the_cell_is_named() -> None:
    found = rules(lambda book: plain(book).write_string(2, 27, ID))
    assert found["resident_id"].where == "工作表“名单”AB3"


@pytest.mark.parametrize(
    "put",
    [
        pytest.param(lambda sheet, _book: sheet.write_string("A1", MOBILE), id="文本"),
        pytest.param(lambda sheet, _book: sheet.write_number("A1", int(MOBILE)), id="数字"),
        pytest.param(lambda sheet, _book: sheet.write_formula("A1", f'="{MOBILE}"', None, MOBILE), id="公式"),
        pytest.param(
            lambda sheet, book: sheet.write_rich_string("A1", "138", book.add_format({"bold": True}), "0000", "1234"),
            id="富文本",
        ),
        pytest.param(lambda sheet, _book: sheet.write_comment("A1", MOBILE), id="批注"),
        pytest.param(
            lambda sheet, _book: sheet.data_validation("A1", {"validate": "list", "source": [MOBILE, "乙"]}),
            id="下拉列表",
        ),
        pytest.param(lambda sheet, _book: sheet.set_header(f"&C联系{MOBILE}"), id="页眉"),
        pytest.param(lambda _sheet, book: book.define_name("电话", f'="{MOBILE}"'), id="名称"),
        pytest.param(lambda sheet, _book: sheet.insert_textbox("B2", f"请联系{MOBILE}"), id="文本框"),
        pytest.param(lambda _sheet, book: book.add_worksheet(MOBILE), id="工作表名"),
        pytest.param(lambda _sheet, book: book.set_properties({"comments": MOBILE}), id="属性"),
    ],
)
def test_a_mobile_is_found_wherever_it_stands(put: Callable[[Any, Any], object]) -> None:
    assert "mobile" in rules(lambda book: put(plain(book), book))


def test_numbers_that_lost_their_last_digits_are_still_resident_ids() -> None:
    def fill(book: Any) -> None:
        plain(book).write_number("A1", float(ID))

    data = workbook(fill)
    found = {each.rule: each for each in scan_file(data, "名单.xlsx").findings}
    assert found["resident_id.torn"].severity is Severity.BLOCK
    assert found["resident_id.torn"].value_masked.startswith("11*****")


@pytest.mark.parametrize("state", ["hide", "very_hidden"])
def test_hidden_sheets_block_and_are_searched(state: str) -> None:
    def fill(book: Any) -> None:
        plain(book)
        sheet = book.add_worksheet("底稿")
        sheet.write("A1", ID)
        getattr(sheet, state)()

    found = rules(fill)
    assert found["hidden.sheet"].severity is Severity.BLOCK
    assert found["resident_id"].where == "工作表“底稿”A1"


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(lambda sheet: sheet.set_row(1, None, None, {"hidden": True}), id="行"),
        pytest.param(lambda sheet: sheet.set_column("B:B", None, None, {"hidden": True}), id="列"),
    ],
)
def test_hidden_rows_and_columns_block(hide: Callable[[Any], object]) -> None:
    def fill(book: Any) -> None:
        sheet = plain(book)
        sheet.write("A1", "看得见")
        sheet.write("B2", f"看不见{MOBILE}")
        hide(sheet)

    found = rules(fill)
    assert found["hidden.rows"].value_masked == "看不见138****1234"
    assert "mobile" in found


@pytest.mark.parametrize("form", [{"font_color": "#FFFFFF"}, {"num_format": ";;;"}])
def test_cells_that_show_nothing_block(form: dict[str, str]) -> None:
    assert "hidden.text" in rules(lambda book: plain(book).write("A1", "看不见", book.add_format(form)))


def test_white_heads_on_coloured_ground_are_seen() -> None:
    form = {"font_color": "#FFFFFF", "bg_color": "#1F4E79"}
    assert rules(lambda book: plain(book).write("A1", "看得见", book.add_format(form))) == {}


def test_threaded_comments_external_links_and_pivot_caches_are_found() -> None:
    data = workbook(plain)
    data = with_part(
        data,
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments><threadedComment ref="A1"><text>请核对{MOBILE}</text></threadedComment></ThreadedComments>',
    )
    data = with_part(
        data,
        "xl/externalLinks/externalLink1.xml",
        f"<externalLink {NS}><externalBook><v>{ID}</v></externalBook></externalLink>",
    )
    data = with_part(
        data,
        "xl/pivotCache/pivotCacheRecords1.xml",
        f'<pivotCacheRecords {NS}><r><s v="{MOBILE}"/></r></pivotCacheRecords>',
    )
    found = {each.rule for each in scan_file(data, "名单.xlsx").findings}
    assert {"hidden.comment", "hidden.link", "hidden.cache", "mobile", "resident_id"} <= found


def test_a_list_of_people_and_its_sensitive_columns_are_judged() -> None:
    def fill(book: Any) -> None:
        sheet = plain(book)
        sheet.write_row(0, 0, ["示例县低保对象名单"])
        sheet.write_row(1, 0, ["序号", "姓名", "身份证号", "残疾等级"])
        for n in range(12):
            sheet.write_row(2 + n, 0, [str(n), f"张某{'甲乙丙丁戊己庚辛壬癸子丑'[n]}", ID, "二级"])

    found = rules(fill)
    assert found["table.list"].value_masked == "12人"
    assert found["table.list"].kind is Kind.RESIDENT_ID
    assert found["table.sensitive"].value_masked == "残疾等级"


def test_a_workbook_of_figures_is_clean() -> None:
    def fill(book: Any) -> None:
        sheet = plain(book)
        sheet.write_row(0, 0, ["项目", "金额（万元）", "编号"])
        sheet.write_row(1, 0, ["示例", 13800001234.56, "000014349/2017-00110"])

    assert rules(fill) == {}
