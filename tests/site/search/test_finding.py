"""What is found, in which order, page by page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site.search.samples import entry

from gongkai.site import search
from gongkai.site.search import BadCursor, Order, Query
from gongkai.site.search.queries import MOST_COUNTED

pytestmark = pytest.mark.django_db


def found(text: str = "", order: Order = Order.NEWEST, **facets) -> list[int]:
    return [hit.seq for hit in search.find(Query(text, **facets), order=order).hits]


NOTICE = entry(
    1,
    "关于禁止在会盟镇河道采砂的通知",
    "各镇人民政府：\n　　自2023 年5月1日起，黄河会盟段全线禁采。联系人：王　五，电话０３７９－６７９１２３４５。\n"
    "附件：《“十四五”规划》；電子郵箱 Kaifang@Example.cn，依據《政府信息公開條例》。買買提‧艾力",
    numbers=("孟水〔2023〕5号", "000014349/2017-00110"),
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("采砂", id="两个字"),
        pytest.param("砂", id="一个字"),
        pytest.param("力", id="正文最后一个字"),
        pytest.param("禁止在会盟镇河道采砂的通知", id="标题的一部分"),
        pytest.param("会盟段全线", id="不按词切分的片段"),
        pytest.param("会盟 禁采", id="空格分开的词都要有"),
        pytest.param("会盟　通知", id="全角空格也分开"),
        pytest.param("孟水〔2023〕5号", id="文号原样"),
        pytest.param("孟水[2023]5号", id="方括号"),
        pytest.param("孟水（2023）5号", id="圆括号"),
        pytest.param("孟水【2023】5号", id="实心方头括号"),
        pytest.param("孟水［２０２３］５号", id="全角"),
        pytest.param("水〔2023", id="文号的一部分"),
        pytest.param("000014349/2017-00110", id="索引号原样"),
        pytest.param("0014349/2017", id="索引号的一部分"),
        pytest.param("2017-00110", id="索引号的后一段"),
        pytest.param("2017—00110", id="破折号当作连字符"),
        pytest.param("2023年5月", id="正文数字与汉字之间有空格"),
        pytest.param("2023 年", id="查询有空格"),
        pytest.param("王五", id="姓名中间空格"),
        pytest.param("0379-67912345", id="全角数字的电话"),
        pytest.param("67912345", id="电话的一部分"),
        pytest.param("7912", id="四位数字"),
        pytest.param("電話", id="用繁体查简体"),
        pytest.param("政府信息公开条例", id="用简体查繁体"),
        pytest.param("kaifang@example.CN", id="不分大小写"),
        pytest.param("“十四五”规划", id="引号不论"),
        pytest.param("「十四五」規劃", id="引号各式"),
        pytest.param("十四五规划", id="没有引号"),
        pytest.param("《“十四五”规划》", id="书名号原样"),
        pytest.param("买买提·艾力", id="间隔号各式"),
        pytest.param("镇人民政府:自2023", id="换行不隔断"),
        pytest.param("⽔〔2023〕", id="康熙部首"),
        pytest.param("采\u200b砂\ufeff", id="看不见的字符"),
    ],
)
def test_is_found(text):
    search.put(NOTICE)
    assert found(text) == [1]
    assert found(text, Order.TITLE_FIRST) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "砂采",
        "采 沙",
        "会盟采砂",
        "2023〕5号号",
        "五王",
        "通知各镇",
        "5号000014349",
        "OR",
        "NOT 采砂",
        "采*",
        "%",
        "_",
    ],
)
def test_is_not_found(text):
    search.put(NOTICE)
    assert found(text) == []


def test_facets_narrow_down():
    search.put(entry(1, "采砂", agency=1, column="policy", year=2022))
    search.put(entry(2, "采砂", agency=2, column="policy", year=2023, validity="repealed"))
    search.put(entry(3, "采砂", agency=3, column="plans", year=2023, record_type="report"))
    search.put(entry(4, "封山", agency=3, column="plans", year=2023))
    for text, everything in (("采砂", [3, 2, 1]), ("", [4, 3, 2, 1])):
        assert found(text) == everything
        assert found(text, agencies=[1, 2]) == [2, 1]
        assert found(text, agencies=[2]) == [2]
        assert found(text, agencies=[]) == []
        assert found(text, agencies=range(500)) == everything
        assert found(text, year=2022) == [1]
        assert found(text, column="policy", year=2023) == [2]
        assert found(text, validity="repealed") == [2]
        assert found(text, record_type="report", agencies=[3]) == [3]
        assert found(text, column="nowhere") == []


def test_the_index_names_a_facet_by_a_digest_and_the_column_decides(monkeypatch):
    monkeypatch.setattr(search.entries, "facet", lambda *_: 5)
    monkeypatch.setattr(search.asking, "facet", lambda *_: 5)
    search.put(entry(1, "采砂", agency=1))
    search.put(entry(2, "采砂", agency=2))
    assert found("采砂", agencies=[2]) == [2]


def test_titles_and_numbers_come_first_and_the_newest_of_each():
    search.put(entry(1, "采砂", "封山"))
    search.put(entry(2, "别的", "采砂"))
    search.put(entry(3, "河道采砂", ""))
    search.put(entry(4, "别的", "采砂和封山"))
    search.put(entry(5, "别的", numbers=("采砂",)))
    assert found("采砂") == [5, 4, 3, 2, 1]
    assert found("采砂", Order.TITLE_FIRST) == [5, 3, 1, 4, 2]
    # Every word in the title: one of two does not lead.
    assert found("采砂 封山", Order.TITLE_FIRST) == [4, 1]
    assert [hit.in_title for hit in search.find(Query("采砂"), order="title_first").hits] == [True] * 3 + [False] * 2


def test_a_hit_names_its_record():
    search.put(entry(7, "采砂", record_type="report", record_id="abc", agency=9))
    (hit,) = search.find(Query("采砂")).hits
    assert (hit.seq, hit.record_type, hit.record_id, hit.agency) == (7, "report", "abc", 9)


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_whatever_is_published_or_withdrawn_meanwhile(order):
    for seq in range(1, 31):
        search.put(entry(seq, "采砂" if seq % 3 == 0 else "别的", "采砂"))
    expected = found_all = [hit.seq for hit in search.find(Query("采砂"), order=order, limit=30).hits]
    collected, page = [], search.find(Query("采砂"), order=order, limit=7)
    while True:
        collected += [hit.seq for hit in page.hits]
        assert (page.count, page.more_than_count) == (30, False)
        if not page.next:
            break
        # A new one stands before all pages, and what is withdrawn is missing from its own.
        search.put(entry(100 + len(collected), "采砂", "采砂"))
        search.remove(found_all[len(collected) - 1])
        page = search.find(Query("采砂"), order=order, limit=7, after=page.next)
    # In titles first, what is published later and not in a title comes before the rest, never among what was shown.
    assert [seq for seq in collected if seq <= 30] == expected
    assert len(collected) == len(set(collected))


def test_the_last_page_is_the_last():
    for seq in range(1, 5):
        search.put(entry(seq, "采砂"))
    first = search.find(Query("采砂"), limit=2)
    last = search.find(Query("采砂"), limit=2, after=first.next)
    assert [hit.seq for hit in last.hits] == [2, 1]
    assert last.next is None
    assert search.find(Query("采砂"), limit=4).next is None


@pytest.mark.parametrize(
    "cursor", ["x", "h", "h1", "h1c2 ", "h-1c2", "h1c2m; DROP TABLE", "h" + "9" * 30 + "c1", "h１c1"]
)
def test_a_cursor_that_was_made_up_is_refused(cursor):
    with pytest.raises(BadCursor):
        search.find(Query("采砂"), after=cursor)


@pytest.mark.parametrize("limit", [0, -1, MOST_COUNTED + 1])
def test_a_page_has_a_size(limit):
    with pytest.raises(ValueError):
        search.find(Query("采砂"), limit=limit)


@pytest.mark.parametrize("order", Order)
def test_counting_stops_and_says_so(order, monkeypatch):
    monkeypatch.setattr(search.index, "MOST_COUNTED", 25)
    for seq in range(1, 27):
        search.put(entry(seq, "采砂" if seq % 2 else "别的", "采砂"))
    page = search.find(Query("采砂"), order=order)
    assert (page.count, page.more_than_count) == (25, True)
    following = search.find(Query("采砂"), order=order, after=page.next)
    assert (following.count, following.more_than_count) == (25, True)
    search.remove(1)
    page = search.find(Query("采砂"), order=order)
    assert (page.count, page.more_than_count) == (25, False)


def test_searching_asks_the_database_once_and_titles_first_twice():
    for seq in range(1, 40):
        search.put(entry(seq, "采砂", "封山"))
    # Whether it is damaged is asked besides. On PostgreSQL the choice between two ways looks at frequencies first.
    each = 2 if connection.vendor == "postgresql" else 1
    for order, lists in ((Order.NEWEST, 1), (Order.TITLE_FIRST, 2)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = search.find(Query("采砂 封", agencies=range(50), year=2023), order=order)
        assert len(queries) == 1 + lists * each
        assert page.count == 39
    with CaptureQueriesContext(connection) as queries:
        search.find(Query())
    assert len(queries) == 2


def test_publishing_writes_few_statements():
    with CaptureQueriesContext(connection) as queries:
        search.put(entry(1, "采砂", "正文" * 5000))
    # A savepoint around all, so that damage stops no act; what was there, the row, the index.
    assert len(queries) == 5
