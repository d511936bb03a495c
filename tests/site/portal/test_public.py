"""What the public sees comes from the ledger alone, and goes from every channel at once."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from tests.site.conftest import fresh, make_draft, noon, publish_fully

from gongkai.site import search
from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import attach_file, import_history, propose_import, submit_for_review, withdraw
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Publication

WORD = "龘靐"


def everywhere(client, item, word=WORD):
    """Return in which channels the public finds an item."""
    found = set()
    for name, address in {
        "page": reverse("public_item", args=[item.pk]),
        "region": "/",
        "agency": "/commerce/",
        "column": "/commerce/notices/",
        "feed": "/feed.xml",
        "agency feed": "/commerce/feed.xml",
        "column feed": "/commerce/notices/feed.xml",
        "open csv": "/open/commerce/items.csv",
        "open json": "/open/commerce/items.json",
    }.items():
        if word in client.get(address).getvalue().decode():
            found.add(name)
    if client.get(reverse("public_file", args=[item.pk, 1, "说明.txt"])).status_code == 200:
        found.add("file")
    if "没有找到" not in client.get("/search/", {"q": word}).content.decode():
        found.add("search")
    return found


ALL = {
    "page",
    "region",
    "agency",
    "column",
    "feed",
    "agency feed",
    "column feed",
    "file",
    "search",
    "open csv",
    "open json",
}


@pytest.fixture
def item(region):
    made = make_draft(region, title=f"关于{WORD}的通知")
    drafter = region.user("commerce", Role.DRAFTER)
    attach_file(drafter, made, store("说明.txt", ["补贴细则".encode()]), "说明.txt")
    return made


def test_an_item_is_nowhere_before_it_is_published_and_everywhere_after(region, client, item):
    assert everywhere(client, item) == set()
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    assert everywhere(client, item) == set()


def test_a_withdrawn_item_is_gone_from_every_channel_and_says_why(region, client, item):
    publish_fully(region, item)
    assert everywhere(client, item) == ALL
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), item, reason="文件已停止执行。")
    # Its own page says what it was and why it is gone.
    assert everywhere(client, item) == {"page"}
    answer = client.get(reverse("public_item", args=[item.pk]))
    assert answer.status_code == 410
    assert "文件已停止执行。" in answer.content.decode()


def test_a_leak_takes_its_title_with_it(region, client, item):
    publish_fully(region, item)
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), item, reason="误公开。", leak=True)
    assert everywhere(client, item) == set()


def test_a_correction_shows_what_was_corrected_and_nothing_of_the_draft(region, client, item):
    publish_fully(region, item)
    save_draft(
        region.user("commerce", Role.DRAFTER), item, version=fresh(item).version, body="<p>改在下周一。</p>",
        title="关于齉的通知",
    )  # fmt: skip
    assert everywhere(client, item) == ALL
    assert everywhere(client, item, "齉") == {"file"}
    publish_fully(region, item, note="时间有误，现予更正。")
    assert everywhere(client, item, "齉") == ALL
    assert "时间有误，现予更正。" in client.get(reverse("public_item", args=[item.pk])).content.decode()
    assert search.find(search.Query(WORD)).count == 0


def test_no_flag_that_anybody_sets_by_sql_makes_a_draft_public(region, client, item):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_item SET live = %s, has_unpublished_changes = %s", [True, False])
        cursor.execute("UPDATE wagtailcore_page SET live = %s", [True])
        cursor.execute("UPDATE wagtailcore_workflowstate SET status = 'approved'")
        cursor.execute("UPDATE catalogue_item SET index_number = '1', first_published_at = created_at")
    assert everywhere(client, item) == set()


def test_hostile_markup_does_nothing(region, client):
    bad = make_draft(
        region, body='<p onclick="x()">甲<script>alert(1)</script><a href="javascript:x()">乙</a></p><style>'
    )
    publish_fully(region, bad)
    page = client.get(reverse("public_item", args=[bad.pk]))
    text = page.content.decode()
    for each in ("<script", "onclick", "javascript:", "<style"):
        assert each not in text
    assert "script-src 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/", "/commerce/", "/commerce/notices/", "/commerce/statutory/1/", "/commerce/requests/", "/search/"]
)
def test_a_page_asks_as_many_questions_for_many_items_as_for_few(
    region, client, address, django_assert_max_num_queries
):
    from django.test.utils import CaptureQueriesContext

    publish_fully(region, make_draft(region))
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for n in range(3):
        publish_fully(region, make_draft(region, title=f"通知{n}"))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize("address", ["/nobody/", "/commerce/nothing/", "/info/99999/", "/info/1/files/9/x", "/admin/"])
def test_what_is_not_there_says_so_plainly(region, client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_search_takes_whatever_is_typed(region, client, item):
    publish_fully(region, item)
    for words in ("\"'*():^-", "龘", "a" * 5000, "示商[2024]5号", "示商〔2024〕5号", "NEAR(a b)"):
        assert (
            client.get("/search/", {"q": words, "after": "nonsense", "year": "x", "agency": "nobody"}).status_code
            == 200
        )
    assert "龘靐" in client.get("/search/", {"q": "示商(2024)5号"}).content.decode()


def test_history_says_where_it_came_from(region, client):
    old = make_draft(region)
    propose_import(
        region.user("commerce", Role.DRAFTER), old, source="区政府网站旧版", published_at=noon(date(2023, 3, 1))
    )
    import_history(region.user("commerce", Role.DISCLOSURE_OFFICER), old)
    assert "区政府网站旧版" in client.get(reverse("public_item", args=[old.pk])).content.decode()
    assert Publication.objects.standing().get().published_at.year == 2023


def test_a_note_from_before_a_withdrawal_stays_hidden(region, client, item):
    publish_fully(region, item)
    drafter = region.user("commerce", Role.DRAFTER)
    save_draft(drafter, item, version=fresh(item).version, body="<p>改。</p>")
    publish_fully(region, item, note="误写了某甲的病情，现予更正。")
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), item, reason="误公开。", leak=True)
    save_draft(drafter, item, version=fresh(item).version, body="<p>再改。</p>")
    publish_fully(region, item)
    assert "病情" not in client.get(reverse("public_item", args=[item.pk])).content.decode()
