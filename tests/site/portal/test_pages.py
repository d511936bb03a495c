"""What the public pages say, where they lead, and how they say that something failed."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.site.conftest import column, make_draft, publish_fully

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.models import Column, Part
from gongkai.site.portal import structure, views
from gongkai.site.search import SearchUnavailable


def text_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_navigation_leads_to_every_part_and_says_where_one_is(client, region):
    page = text_of(client, "/notices/")
    for label, address in {
        "首页": "/", "政府信息公开": "/district/", "通知公告": "/notices/", "最新动态": "/news/",
        "依申请公开": "/requests/", "公开年报": "/reports/",
    }.items():  # fmt: skip
        assert client.get(address).status_code == 200
        current = ' aria-current="page"' if address == "/notices/" else ""
        assert f'<a href="{address}"{current}>{label}</a>' in page


def test_no_agency_may_take_an_address_of_the_site(client, region):
    taken = {"map", "news", "notices", "reports", "requests", "sitemap", "styleguide", "search", "info", "calculator"}
    for slug in taken:
        with pytest.raises(Exception, match="网站自己的地址"):
            Agency._meta.get_field("slug").run_validators(slug)


def test_the_foot_states_what_is_set_and_invents_nothing(client, region, settings):
    settings.EXAMPLE, settings.SITE_CODE, settings.SITE_ICP = False, "1234567890", ""
    page = text_of(client, "/")
    assert "1234567890" in page
    assert "ICP" not in page
    assert "我为政府网站找错" not in page
    settings.SITE_FAULTS = "https://example.org/faults"
    assert 'href="https://example.org/faults"' in text_of(client, "/")


def test_how_to_ask_names_the_office_of_the_agency(client, region):
    Agency.objects.filter(pk=region.commerce.pk).update(office_phone="0000-1234567", office_address="示例路2号")
    page = text_of(client, "/commerce/requests/")
    for each in ("0000-1234567", "示例路2号", "第二十九条", "二十个工作日"):
        assert each in page
    assert "/commerce/requests/" in text_of(client, "/requests/")


def test_an_item_is_read_large_small_and_on_paper_without_scripts(client, region):
    item = make_draft(region)
    publish_fully(region, item)
    address = reverse("public_item", args=[item.pk])
    assert "document--large" in text_of(client, f"{address}?size=large")
    assert "document--small" in text_of(client, f"{address}?size=small")
    assert "document--" not in text_of(client, f"{address}?size=nonsense")
    assert 'class="public paper"' in text_of(client, f"{address}?paper")
    assert "<script" not in text_of(client, address)


def test_search_is_narrowed_by_agency_and_column(client, region):
    article = Column.objects.get(agency=region.commerce, article_20=1)
    publish_fully(region, make_draft(region, title="示例规定", column=article))
    publish_fully(region, make_draft(region, title="示例通知"))
    notices = column(region.commerce, Part.NOTICES)
    everything = text_of(client, "/search/?q=示例&agency=commerce")
    assert "共 2 条" in everything
    assert f'<option value="{notices.pk}">' in everything
    narrowed = text_of(client, f"/search/?q=示例&agency=commerce&column={notices.pk}")
    assert "共 1 条" in narrowed
    assert f'<option value="{notices.pk}" selected>' in narrowed
    elsewhere = text_of(client, f"/search/?q=示例&agency=justice&column={notices.pk}")
    assert "改为“全部”" in elsewhere


def test_search_that_is_out_of_order_says_so(client, region, monkeypatch):
    def broken(*_, **__):
        raise SearchUnavailable("damaged")

    monkeypatch.setattr(views.search_index, "find", broken)
    assert "检索暂时不可用" in text_of(client, "/search/?q=通知", 503)


def test_a_failure_is_told_without_the_database(client, region, monkeypatch, django_assert_num_queries):
    def broken():
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(views, "counts_of_agencies", broken)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        page = text_of(client, "/", 500)
    assert "页面暂时打不开" in page
    assert "secret" not in page


def test_a_form_from_a_page_that_was_open_too_long_is_refused_in_words(region):
    answer = Client(enforce_csrf_checks=True).post("/office/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "刷新后再提交" in answer.content.decode()


def test_engines_are_told_of_what_is_public(client, region):
    item = make_draft(region)
    hidden = make_draft(region, title="草稿")
    publish_fully(region, item)
    assert "http://testserver/sitemap.xml" in text_of(client, "/robots.txt")
    assert "/sitemap/0.xml" in text_of(client, "/sitemap.xml")
    columns = text_of(client, "/sitemap/columns.xml")
    assert all(f"{page}</loc>" in columns for page in ("/commerce/notices/", "/commerce/registers/", "/open/commerce/"))
    items = text_of(client, "/sitemap/0.xml")
    assert f"/info/{item.pk}/" in items
    assert f"/info/{hidden.pk}/" not in items
    assert client.get("/sitemap/7.xml").status_code == 404


def test_the_style_guide_is_for_those_who_work_here(client, region):
    assert client.get("/styleguide/").status_code == 302
    client.force_login(region.user("commerce", Role.DRAFTER), backend="gongkai.site.accounts.backend.RoleBackend")
    page = text_of(client, "/styleguide/")
    for component in ("notice", "badge", "entries", "meta", "steps", "timeline", "document", "field", "list"):
        assert f'class="{component}' in page


def test_a_site_without_a_region_says_how_to_begin(client, region, monkeypatch):
    monkeypatch.setattr(structure, "region", lambda: None)
    assert "网站还没有建立" in text_of(client, "/")
