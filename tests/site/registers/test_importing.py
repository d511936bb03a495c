"""Tables of registers: looked at cell by cell, imported whole or not at all, as often as one likes."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.site.registers.samples import decision, figure, statement

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Invalid, Refusal
from gongkai.site.audit.models import Read
from gongkai.site.registers.acts import correct_row, strike_out_row
from gongkai.site.registers.importing import import_table
from gongkai.site.registers.models import Decision, MonthlyFigure, Register, RowVersion, TableImport
from gongkai.site.registers.sheets import template_csv, template_xlsx, text_of
from gongkai.site.registers.tables import MOST_ROWS, TABLES, read
from gongkai.site.registers.views import PARTY

ROW = {
    "decisions": {
        "类别": "行政处罚", "决定书文号": "示商罚〔2023〕9号", "决定日期": "2023-09-01", "事项": "未按规定备案",
        "当事人类型": "法人或者其他组织", "当事人": "示例超市有限公司", "数据来源": "",
    },
    "figures": {"类别": "行政许可", "数据来源": "审批系统", "年份": "2023", "月份": "1", "决定数量": "12"},
}  # fmt: skip


def text(key: str, *changes: dict[str, Any]) -> str:
    """Return a table with a row for each set of changes to the usual one."""
    out = io.StringIO()
    csv.writer(out).writerows([TABLES[key].heads, *((ROW[key] | each).values() for each in changes)])
    return out.getvalue()


def workbook(*rows: list[Any], sheet: str = "登记") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


@pytest.fixture
def drafter(region):
    return region.user("commerce", Role.DRAFTER)


@pytest.fixture
def office(client, drafter):
    client.force_login(drafter, backend="gongkai.site.accounts.backend.RoleBackend")
    return client


def upload(client, data: bytes | str, name: str = "处罚.csv", **more: Any):
    data = data if isinstance(data, bytes) else data.encode()
    return client.post(
        reverse("register_import", args=["decisions"]), {"table": SimpleUploadedFile(name, data), **more}
    )


def test_a_table_is_read_whole(region):
    sheet = read(TABLES["decisions"], text("decisions", {}, {"决定书文号": "示商罚[2023]10号"}), region.commerce)
    assert sheet.faults == []
    assert [each.row.number for each in sheet.new] == ["示商罚〔2023〕9号", "示商罚〔2023〕10号"]
    assert sheet.new[0].row.decided_on == date(2023, 9, 1)


@pytest.mark.parametrize(
    ("key", "cells", "place", "message"),
    [
        ("decisions", {"类别": "行政复议"}, "A 列“类别”", "可填：行政许可、行政处罚、行政强制"),
        ("decisions", {"决定书文号": ""}, "B 列“决定书文号”", "必须填写"),
        ("decisions", {"决定日期": "昨天"}, "C 列“决定日期”", "不是日期"),
        ("decisions", {"决定日期": "2023-02-30"}, "C 列“决定日期”", "不是日期"),
        ("decisions", {"决定日期": "2999-01-01"}, "C 列“决定日期”", "今天之后"),
        ("decisions", {"事项": "长" * 201}, "D 列“事项”", "200"),
        ("decisions", {"当事人类型": "公司"}, "E 列“当事人类型”", "没有“公司”"),
        ("decisions", {"当事人": "王小明"}, "F 列“当事人”", "像是自然人"),
        ("decisions", {"当事人": "示例公司 13800001234"}, "F 列“当事人”", "个人号码"),
        ("figures", {"月份": "13"}, "D 列“月份”", "12"),
        ("figures", {"月份": "一月"}, "D 列“月份”", "不是整数"),
        ("figures", {"决定数量": "1.5"}, "E 列“决定数量”", "不是整数"),
        ("figures", {"年份": "2999"}, "C 列“年份”", "2199"),
    ],
)
def test_a_fault_is_told_by_cell(region, key, cells, place, message):
    other = {"决定书文号": "示商罚〔2023〕8号"} if key == "decisions" else {"月份": "2"}
    (fault,) = read(TABLES[key], text(key, other, cells), region.commerce).faults
    assert (fault.row, fault.column) == (3, place)
    assert message in fault.message


def test_all_faults_of_all_rows_are_told_at_once(region):
    bad = {"类别": "无", "决定日期": "无"}
    sheet = read(TABLES["decisions"], text("decisions", bad, bad), region.commerce)
    assert [(each.row, each.column[0]) for each in sheet.faults] == [(2, "A"), (2, "C"), (3, "A"), (3, "C")]


def test_a_row_twice_in_a_table_and_a_row_against_a_statement_are_faults(region):
    statement(region, Register.COERCION)
    sheet = read(TABLES["decisions"], text("decisions", {}, {}, {"类别": "行政强制"}), region.commerce)
    assert [(each.row, each.column[0], each.message[:4]) for each in sheet.faults] == [
        (3, "B", "与第 2"), (4, "A", "本机关已"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong", ["", "\n\n", "甲,乙\n1,2", text("decisions"), text("decisions", {}).replace("事项", "类别"), 'a"\0b']
)
def test_what_is_no_such_table_is_said(region, wrong):
    sheet = read(TABLES["decisions"], wrong, region.commerce)
    assert len(sheet.faults) == 1
    assert not sheet.does_something


def test_too_many_rows_are_refused(region):
    rows = text("decisions", *({"决定书文号": str(n)} for n in range(MOST_ROWS + 1)))
    assert "最多导入" in read(TABLES["decisions"], rows, region.commerce).faults[0].message


def test_a_workbook_is_read_with_its_days_numbers_and_blank_lines():
    data = workbook(["甲", "乙"], [], [datetime(2023, 1, 5), 12.0], ["甲", 1.5])
    assert text_of(data, "表.xlsx") == "甲,乙\r\n\r\n2023-01-05,12\r\n甲,1.5\r\n"


def test_formulas_are_refused_by_their_cells():
    with pytest.raises(ValueError, match=r"单元格 B2 共 1 处是公式"):
        text_of(workbook(["甲", "乙"], ["1", "=A2+1"]), "表.xlsx")


def test_rows_far_below_are_not_read_for_ever():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, "类别")
    page.write(1_000_000, 0, "行政处罚")
    book.close()
    assert text_of(out.getvalue(), "表.xlsx").strip() == "类别"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK" + b"x" * 100, b"PK" * 2**20, b"\xd0\xcf\x11\xe0", b"a" * (2**20 + 1)]
)
def test_a_file_that_cannot_be_read_is_said_beside_the_field(office, data):
    answer = upload(office, data, "表.xlsx")
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("key", list(TABLES))
def test_the_example_row_of_each_template_is_readable(region, office, key):
    for make, name in ((template_csv, "模板.csv"), (template_xlsx, "模板.xlsx")):
        sheet = read(TABLES[key], text_of(make(TABLES[key]), name), region.commerce)
        assert (sheet.faults, len(sheet.new)) == ([], 1)
    for ending in ("csv", "xlsx"):
        assert office.get(reverse("register_template", args=[key, ending])).status_code == 200
    assert office.get(reverse("register_template", args=[key, "pdf"])).status_code == 404
    assert load_workbook(io.BytesIO(template_xlsx(TABLES[key]))).active.freeze_panes == "A2"


def test_looking_imports_nothing_and_confirming_imports_all(office):
    rows = text("decisions", {}, {"决定书文号": "示商罚〔2023〕10号"})
    looked = upload(office, rows)
    assert "新登记 2 条" in looked.content.decode()
    assert not Decision.objects.exists()
    form = looked.context["form"].cleaned_data
    done = office.post(
        reverse("register_import", args=["decisions"]), {"text": form["text"], "name": form["name"], "import": ""}
    )
    assert done.status_code == 302
    assert Decision.objects.count() == 2
    assert TableImport.objects.get().name == "处罚.csv"
    assert RowVersion.objects.filter(table_import=TableImport.objects.get()).count() == 2


def test_a_wrong_row_in_the_middle_keeps_all_out(region, office, drafter):
    rows = text("decisions", {"决定书文号": "一号"}, {"决定书文号": "二号", "决定日期": "昨天"}, {"决定书文号": "三号"})
    answer = upload(office, rows)
    assert answer.status_code == 422
    assert "第 3 行，C 列“决定日期”" in answer.content.decode()
    with pytest.raises(Refusal, match="没有导入任何一条"):
        import_table(drafter, region.commerce, table="decisions", text=rows, seen={})
    assert not Decision.objects.exists()


def test_importing_again_counts_nothing_twice_and_shows_what_changed(region, office, drafter):
    import_table(drafter, region.commerce, table="decisions", text=text("decisions", {}), seen={})
    with pytest.raises(Refusal, match="没有变化"):
        import_table(drafter, region.commerce, table="decisions", text=text("decisions", {}), seen={})
    again = text("decisions", {"事项": "改过的事项"}, {"决定书文号": "示商罚〔2023〕10号"})
    looked = upload(office, again).content.decode()
    assert "新登记 1 条，更正 1 条，没有变化 0 条" in looked
    assert "<del>未按规定备案</del> → <ins>改过的事项</ins>" in looked
    with pytest.raises(Invalid, match="请写明原因"):
        import_table(drafter, region.commerce, table="decisions", text=again, seen={})
    import_table(
        drafter, region.commerce, table="decisions", text=again, reason="核对案卷", seen={Decision.objects.get().pk: 1}
    )
    assert Decision.objects.count() == 2
    corrected = RowVersion.objects.get(version=2)
    assert (corrected.content["subject"], corrected.reason) == ("改过的事项", "核对案卷")
    figures = text("figures", {}, {"月份": "2", "决定数量": "0"})
    import_table(drafter, region.commerce, table="figures", text=figures, seen={})
    with pytest.raises(Refusal, match="没有变化"):
        import_table(drafter, region.commerce, table="figures", text=figures, seen={})
    assert MonthlyFigure.objects.count() == 2


def test_a_change_without_a_reason_is_asked_for_beside_its_field(region, office):
    decision(region, number="示商罚〔2023〕9号")
    rows = text("decisions", {"事项": "改过的事项"})
    answer = office.post(reverse("register_import", args=["decisions"]), {"text": rows, "name": "a.csv", "import": ""})
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    assert Decision.objects.get().version == 1


def test_a_preview_that_shows_natural_persons_is_noted_once(region, office, drafter):
    upload(office, text("decisions", {}))
    assert not Read.objects.exists()
    people = [{"决定书文号": f"示商罚〔2023〕{n}号", "当事人类型": "自然人", "当事人": "欧阳小明"} for n in (11, 12)]
    upload(office, text("decisions", *people))
    (noted,) = Read.objects.all()
    assert (noted.reader, noted.subject_id, noted.what) == (drafter.pk, str(region.commerce.pk), PARTY)


def test_what_a_colleague_corrected_or_registered_since_the_preview_is_not_overwritten(region, office, drafter):
    row = decision(region, number="示商罚〔2023〕9号")
    address = reverse("register_import", args=["decisions"])
    rows = text("decisions", {"事项": "表格里的事项"}, {"决定书文号": "示商罚〔2023〕10号", "事项": "另一事项"})
    confirmed = {"text": rows, "name": "a.csv", "import": "", "reason": "核对", "seen": f"{row.pk}:1 "}
    assert f'value="{confirmed["seen"]}"' in upload(office, rows).content.decode()
    correct_row(drafter, row, version=1, reason="核对案卷", subject="同事改过的事项")
    refused = office.post(address, confirmed)
    assert refused.status_code == 422
    assert "第 2 行的“示商罚〔2023〕9号”在预览之后" in refused.content.decode()
    confirmed["seen"] = f"{row.pk}:2"
    decision(region, number="示商罚〔2023〕10号")
    assert "第 3 行的“示商罚〔2023〕10号”在预览之后" in office.post(address, confirmed).content.decode()
    assert {each.subject for each in Decision.objects.all()} == {"同事改过的事项", "未按规定备案"}
    confirmed["seen"] += f" {Decision.objects.get(number='示商罚〔2023〕10号').pk}:1 :x x:1"
    assert office.post(address, confirmed).status_code == 302
    assert {each.subject for each in Decision.objects.all()} == {"表格里的事项", "另一事项"}


def test_what_was_struck_out_does_not_come_back_by_a_table(region, drafter):
    row = decision(region, number="示商罚〔2023〕9号")
    strike_out_row(drafter, row, reason="误登记")
    (fault,) = read(TABLES["decisions"], text("decisions", {}), region.commerce).faults
    assert (fault.row, fault.column) == (2, "B 列“决定书文号”")
    assert "误登记" in fault.message


def test_a_long_table_asks_as_many_questions_as_a_short_one(region, django_assert_max_num_queries):
    figure(region, 1, 3)
    with CaptureQueriesContext(connection) as few:
        read(TABLES["decisions"], text("decisions", {}), region.commerce)
    many = text("decisions", *({"决定书文号": str(n)} for n in range(300)))
    with django_assert_max_num_queries(len(few)):
        assert len(read(TABLES["decisions"], many, region.commerce).new) == 300
