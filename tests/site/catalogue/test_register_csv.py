"""A table of what other channels published: looked at first, registered whole or not at all, never twice."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.site.conftest import column, fresh

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue import register_csv
from gongkai.site.catalogue.acts import register_elsewhere
from gongkai.site.catalogue.models import Item, Part
from gongkai.site.editorial.acts import import_history
from gongkai.site.editorial.models import Channel, Publication

HEADS = tuple(register_csv.HEADERS)
GOOD = ("甲-1", "政务微信公众号", "https://example.com/s/1", "2024/1/5", "题一", "", "2024-01-04", "最新动态", "概述")
OTHER = ("", "政府公报", "2024年第1期", "2024年2月1日", "题二", "示商〔2024〕1号", "20240130", "第二十条第（五）项", "")


def table(*rows, heads=HEADS):
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue()


def changed(row, **cells):
    return tuple(cells.get(head, cell) for head, cell in zip(HEADS, row, strict=True))


def upload(client, data, **more):
    file = SimpleUploadedFile("登记.csv", data if isinstance(data, bytes) else data.encode())
    return client.post(reverse("elsewhere_table"), {"table": file, **more})


@pytest.fixture
def drafter(region):
    return region.user("commerce", Role.DRAFTER)


@pytest.fixture
def office(region, client, drafter):
    client.force_login(drafter, backend="gongkai.site.accounts.backend.RoleBackend")
    return client


def test_a_table_is_read_with_the_dates_and_names_that_people_write(region):
    sheet = register_csv.read(table(GOOD, OTHER), region.commerce)
    assert sheet.faults == []
    one, two = (row.fields for row in sheet.rows)
    assert (one["channel"], one["published_elsewhere_on"]) == (Channel.WECHAT, date(2024, 1, 5))
    assert one["column"] == column(region.commerce, Part.NEWS)
    assert (two["column"].article_20, two["formed_on"]) == (5, date(2024, 1, 30))


@pytest.mark.parametrize("name", ["5", "20-5", "（五）", "第（五）项", "第二十条第（五）项", "条例第二十条第五项"])
def test_an_item_of_article_20_is_named_in_several_ways(region, name):
    sheet = register_csv.read(table(changed(GOOD, 栏目=name)), region.commerce)
    assert [row.fields["column"].article_20 for row in sheet.rows] == [5]


@pytest.mark.parametrize(
    ("cells", "head", "message"),
    [
        ({"公开渠道": "电报"}, "公开渠道", "没有“电报”"),
        ({"公开渠道": ""}, "公开渠道", "必须填写"),
        ({"网址或者地点": "无"}, "网址或者地点", "完整网址"),
        ({"公开日期": "2024-02-30"}, "公开日期", "不是日期"),
        ({"公开日期": "昨天"}, "公开日期", "不是日期"),
        ({"公开日期": "2999-01-01"}, "公开日期", "今天之后"),
        ({"公开日期": "2024-01-01"}, "公开日期", "早于成文日期"),
        ({"标题": ""}, "标题", "必须填写"),
        ({"标题": "长" * 301}, "标题", "300"),
        ({"栏目": "没有的栏目"}, "栏目", "没有“没有的栏目”"),
        ({"栏目": "依申请公开"}, "栏目", "没有“依申请公开”"),
        ({"栏目": "99"}, "栏目", "没有“99”"),
        ({"内容概述": "长" * 101}, "内容概述", "100"),
    ],
)
def test_a_fault_is_told_by_row_and_column(region, cells, head, message):
    sheet = register_csv.read(table(OTHER, changed(GOOD, **cells)), region.commerce)
    (fault,) = sheet.faults
    assert (fault.row, fault.column) == (3, head)
    assert message in fault.message


def test_all_faults_are_told_at_once(region):
    bad = changed(GOOD, 公开渠道="电报", 公开日期="昨天", 栏目="无")
    sheet = register_csv.read(table(bad, bad), region.commerce)
    assert [(each.row, each.column) for each in sheet.faults] == [
        (row, head) for row in (2, 3) for head in ("公开渠道", "公开日期", "栏目")
    ]


def test_a_row_that_stands_twice_in_a_table_is_a_fault(region):
    again = changed(GOOD, 登记编号="甲-2", 网址或者地点="https://example.com/s/1#rd")
    (fault,) = register_csv.read(table(GOOD, again), region.commerce).faults
    assert (fault.row, fault.column, fault.message) == (3, "网址或者地点", "与第 2 行重复。")


@pytest.mark.parametrize("text", ["", "\n", "甲,乙\n1,2", table(heads=HEADS[:3]), 'a"b\x00"', '"' + "长" * 140_000])
def test_what_is_no_such_table_is_said(region, text):
    sheet = register_csv.read(text, region.commerce)
    assert len(sheet.faults) == 1
    assert not sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_excel_and_wps_are_read(region, encoding):
    assert register_csv.decode(table(GOOD, OTHER).encode(encoding)) == table(GOOD, OTHER)


@pytest.mark.parametrize("data", [b"", b"   ", b"PK\x03\x04", b"\xff\xfe\x00\x00" * 9, b"a" * (2**20 + 1)])
def test_a_file_that_cannot_be_read_is_said_beside_the_field(region, office, data):
    answer = upload(office, data)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Item.objects.exists()


def test_too_many_rows_are_refused(region):
    rows = [changed(GOOD, 登记编号=str(n), 网址或者地点=f"https://example.com/{n}") for n in range(501)]
    assert "一次最多登记 500 行" in register_csv.read(table(*rows), region.commerce).faults[0].message


def test_looking_registers_nothing_and_confirming_registers_drafts(region, office):
    looked = upload(office, table(GOOD, OTHER))
    assert "将登记 2 条" in looked.content.decode()
    assert not Item.objects.exists()
    confirmed = office.post(reverse("elsewhere_table"), {"text": table(GOOD, OTHER), "register": ""})
    assert confirmed.status_code == 302
    assert sorted(Item.objects.values_list("title", "channel", "public")) == [
        ("题一", "wechat", False), ("题二", "gazette", False),
    ]  # fmt: skip
    assert not Publication.objects.exists()


def test_one_fault_keeps_the_whole_table_out(region, office, drafter):
    text = table(GOOD, changed(OTHER, 栏目="无"))
    assert "第 3 行" in upload(office, text).content.decode()
    with pytest.raises(Refusal, match="没有登记任何一条"):
        register_elsewhere(drafter, region.commerce, text=text)
    answer = office.post(reverse("elsewhere_table"), {"text": text, "register": ""})
    assert "没有登记任何一条" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_table_that_is_imported_again_counts_nothing_twice(region, office, drafter):
    register_elsewhere(drafter, region.commerce, text=table(GOOD, OTHER))
    with pytest.raises(Refusal, match="都已登记过"):
        register_elsewhere(drafter, region.commerce, text=table(GOOD, OTHER))
    third = changed(GOOD, 登记编号="甲-3", 网址或者地点="https://example.com/s/3")
    moved = changed(GOOD, 网址或者地点="https://example.com/moved")
    sheet = register_elsewhere(drafter, region.commerce, text=table(moved, OTHER, third))
    assert ([each.number for each in sheet.known], [each.number for each in sheet.rows]) == ([2, 3], [4])
    assert Item.objects.count() == 3


def test_history_is_proposed_with_its_source_and_entered_by_another_person(region, drafter):
    register_elsewhere(drafter, region.commerce, text=table(GOOD, OTHER), source="区政府门户网站旧版")
    assert not Publication.objects.exists()
    for item in Item.objects.all():
        with pytest.raises(Refusal, match="权限"):
            import_history(drafter, item)
        import_history(region.user("commerce", Role.DISCLOSURE_OFFICER), fresh(item))
    assert set(Publication.objects.values_list("import_source", "channel")) == {
        ("区政府门户网站旧版", "wechat"), ("区政府门户网站旧版", "gazette"),
    }  # fmt: skip


def test_history_that_the_checks_stop_keeps_the_whole_table_out(region, drafter):
    hidden = changed(OTHER, 标题="公示 110101199003070038")
    with pytest.raises(Refusal, match="第 3 行"):
        register_elsewhere(drafter, region.commerce, text=table(GOOD, hidden), source="旧版")
    assert not Item.objects.exists()


def test_the_template_has_the_heads_and_its_example_row_is_readable(region, office):
    data = office.get(reverse("elsewhere_template")).content
    assert data.startswith(b"\xef\xbb\xbf")
    sheet = register_csv.read(register_csv.decode(data), region.commerce)
    assert sheet.faults == []
    assert len(sheet.rows) == 1


def test_a_long_table_asks_as_many_questions_as_a_short_one(region, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        register_csv.read(table(GOOD), region.commerce)
    rows = [changed(GOOD, 登记编号=str(n), 网址或者地点=f"https://example.com/{n}") for n in range(200)]
    with django_assert_max_num_queries(len(few)):
        assert len(register_csv.read(table(*rows), region.commerce).rows) == 200
