"""Lists, twenty a page, at addresses that go on showing what they showed; their counts; their feeds."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site.conftest import column, fresh, make_draft, noon, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.catalogue.models import Column, Part
from gongkai.site.editorial.acts import import_history, propose_import, withdraw
from gongkai.site.portal import repairs
from gongkai.site.portal.models import ColumnCount


def past(region, title, day):
    drafter = region.user("commerce", Role.DRAFTER)
    item = make_draft(region, title=title, column=column(region.commerce, Part.NEWS), formed_on=day)
    propose_import(drafter, item, source="原门户网站", published_at=noon(day))
    import_history(region.user("commerce", Role.DISCLOSURE_OFFICER), item)
    return item


@pytest.fixture
def items(region):
    return [past(region, f"示例动态第{n}号", date(2023, 1, 3) + timedelta(days=n)) for n in range(1, 46)]


def titles(client, address):
    return [int(n) for n in re.findall(r"示例动态第(\d+)号", client.get(address).content.decode())]


def link(client, address, rel):
    found = re.search(rf'href="([^"]+)" rel="{rel}"', client.get(address).content.decode())
    return found[1].replace("&amp;", "&") if found else None


def take_back(region, item):
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), fresh(item), reason="重复发布。")


def test_pages_follow_each_other_and_back(client, items):
    first = "/commerce/news/"
    second = link(client, first, "next")
    third = link(client, second, "next")
    assert titles(client, first) == list(range(45, 25, -1))
    assert titles(client, second) == list(range(25, 5, -1))
    assert titles(client, third) == list(range(5, 0, -1))
    assert link(client, third, "next") is None
    assert link(client, third, "prev") == second
    assert link(client, second, "prev") == first
    assert "共 45 条" in client.get(third).content.decode()


def test_the_last_page_is_one_step_away(client, items):
    last = re.search(r'href="([^"]+)">末页', client.get("/commerce/news/").content.decode())[1]
    assert titles(client, last) == list(range(20, 0, -1))


def test_what_comes_later_moves_no_old_page(client, region, items):
    second = link(client, "/commerce/news/", "next")
    before = titles(client, second)
    past(region, "示例动态第46号", date(2024, 1, 1))
    assert titles(client, second) == before
    assert titles(client, "/commerce/news/")[0] == 46


def test_the_address_of_a_page_outlives_the_item_that_it_names(client, region, items):
    second = link(client, "/commerce/news/", "next")
    before = titles(client, second)
    take_back(region, items[25])  # 第26号, after which the page begins.
    assert titles(client, second) == before


def test_a_filter_stays_while_paging(client, items):
    second = link(client, "/commerce/news/?year=2023", "next")
    assert "year=2023" in second
    assert titles(client, second)[0] == 25
    assert titles(client, "/commerce/news/?year=2021") == []
    for nonsense in ("year=abc", "year=99999999999", "year="):
        assert len(titles(client, f"/commerce/news/?{nonsense}")) == 20


@pytest.mark.parametrize("before", ["x", "-1", "0", "99999999", "1" * 30, "１"])
def test_made_up_places_are_not_there(client, region, before):
    assert client.get("/commerce/news/", {"before": before}).status_code == 404


@pytest.mark.parametrize("address", ["/news/", "/commerce/news/", "/commerce/news/?before=30", "/map/"])
def test_a_page_of_a_long_list_asks_as_much_as_one_of_a_short_list(client, items, address, region):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = questions()
    for n in range(5):
        past(region, f"更早的动态{n}", date(2022, 1, 1))
    assert questions() == few


def test_counts_keep_step_with_the_ledger(client, region):
    notices = column(region.commerce, Part.NOTICES)

    def counted():
        assert repairs.count_differences() == []
        return sum(ColumnCount.objects.filter(column=notices.pk).values_list("number", flat=True))

    item = make_draft(region)
    publish_fully(region, item)
    assert counted() == 1
    article = Column.objects.get(agency=region.commerce, article_20=1)
    save_draft(region.user("commerce", Role.DRAFTER), item, version=fresh(item).version, column=article)
    publish_fully(region, fresh(item), note="栏目有误，现予更正。")
    assert counted() == 0
    assert "<span>1</span>" in client.get("/commerce/").content.decode()
    take_back(region, item)
    assert counted() == 0
    save_draft(region.user("commerce", Role.DRAFTER), item, version=fresh(item).version, body="<p>再次公开。</p>")
    publish_fully(region, fresh(item))
    assert counted() == 0


def test_counts_that_are_wrong_are_told_and_made_anew(region):
    publish_fully(region, make_draft(region))
    notices = column(region.commerce, Part.NOTICES)
    ColumnCount.objects.filter(column=notices.pk).update(number=7)
    assert repairs.count_differences() == [f"栏目 {notices.pk} 记为 7 条，应为 1 条"]
    repairs.rebuild_counts()
    assert repairs.count_differences() == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/feed.xml", True), ("/commerce/feed.xml", True), ("/commerce/statutory/feed.xml", True),
        ("/commerce/statutory/1/feed.xml", True), ("/commerce/statutory/2/feed.xml", False),
        ("/notices/feed.xml", False), ("/justice/feed.xml", False),
    ],
)  # fmt: skip
def test_a_feed_has_what_its_page_has(client, region, address, found):
    article = Column.objects.get(agency=region.commerce, article_20=1)
    publish_fully(region, make_draft(region, title="示例规定", column=article))
    feed = client.get(address)
    assert ("示例规定" in feed.content.decode()) is found
    page = address.removesuffix("feed.xml")
    assert f'href="http://testserver{page}"' in feed.content.decode()
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "address", ["/nobody/feed.xml", "/commerce/nothing/feed.xml", "/commerce/statutory/99/feed.xml"]
)
def test_what_is_not_there_has_no_feed(client, region, address):
    assert client.get(address).status_code == 404
