"""长辈版 and 无障碍阅读 are a choice of the reader's own browser, on the same pages."""

import pytest
from tests.site.conftest import publish_fully


def test_a_choice_is_kept_and_left_again_where_it_was_made(client, region):
    page = client.get("/commerce/?x=1").content.decode()
    assert 'href="/reading/?view=elder&amp;from=%2Fcommerce%2F%3Fx%3D1"' in page
    assert "data-view" not in page
    answer = client.get("/reading/", {"view": "elder", "from": "/commerce/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/commerce/?x=1")
    assert answer.cookies["view"]["httponly"]
    page = client.get("/commerce/").content.decode()
    assert 'data-view="elder"' in page
    assert "退出长辈版" in page
    client.get("/reading/", {"view": "", "from": "/commerce/"})
    assert "data-view" not in client.get("/commerce/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "²", "search/", "\\\\example.org"]
)
def test_it_never_leads_elsewhere(client, region, back):
    assert client.get("/reading/", {"view": "elder", "from": back})["Location"] == "/"


@pytest.mark.parametrize("chosen", ["", "none", "<script>", "ELDER"])
def test_a_choice_that_there_is_not_is_the_usual(client, region, chosen):
    client.cookies["view"] = chosen
    assert "data-view" not in client.get("/").content.decode()
    client.cookies.clear()
    client.get("/reading/", {"view": chosen})
    assert not getattr(client.cookies.get("view"), "value", "")


def test_caches_are_told_and_files_are_the_same_for_everybody(client, region, draft):
    publish_fully(region, draft)
    assert "Cookie" in client.get(f"/info/{draft.pk}/")["Vary"]
    assert "Cookie" not in client.get("/feed.xml").get("Vary", "")


def test_a_page_says_what_it_is_to_machines(client, region, draft):
    publish_fully(region, draft)
    page = client.get(f"/info/{draft.pk}/").content.decode()
    assert f'<meta name="ArticleTitle" content="{draft.title}">' in page
    assert '<meta name="PubDate" content="2' in page
    assert '<meta name="SiteName" content="示例区人民政府政府信息公开">' in page
