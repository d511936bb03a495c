"""The disclosure guide (公开指南，条例第十二条): its demanded parts, its review, its versions."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.catalogue.test_elsewhere import sign_in
from tests.site.conftest import SETUP, column, fresh, publish_fully, review_fully

from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue import guide
from gongkai.site.catalogue.acts import Invalid, create_item, save_draft
from gongkai.site.catalogue.models import Part
from gongkai.site.editorial.acts import publish, submit_for_review, withdraw
from gongkai.site.editorial.remarks import examine

CONTACTS = {
    "office_name": "示例公开工作机构", "office_address": "示例路1号", "office_hours": "工作日 8:30-12:00",
    "office_phone": "0379-60000000", "office_fax": "无", "office_contact": "https://example.com/contact",
}  # fmt: skip


@pytest.fixture
def agency(region):
    return change_agency(SETUP, region.commerce, **CONTACTS)


def write(region, agency, **parts):
    return create_item(
        region.user("commerce", Role.DRAFTER), agency, column=column(agency, Part.GUIDE),
        title=guide.title_of(agency), body=guide.compose(guide.first_draft(agency) | parts),
        formed_on=timezone.localdate(),
    )  # fmt: skip


def test_the_parts_come_back_from_the_text_that_they_make(agency):
    parts = guide.first_draft(agency) | {"process": "第一段。\n第二段。"}
    assert guide.parts_of(guide.compose(parts)) == parts
    assert guide.missing(parts) == []


def test_what_article_12_demands_and_is_missing_is_named_and_stops_the_review(region):
    parts = guide.first_draft(region.commerce)
    assert guide.missing(parts) == [f"工作机构的{label}" for label in guide.CONTACTS.values()]
    item = write(region, region.commerce)
    with pytest.raises(Refusal, match=r"指南的“工作机构的名称”：.*共有 6 处"):
        submit_for_review(region.user("commerce", Role.DRAFTER), item)


def test_a_guide_with_headings_of_its_own_is_for_people_to_compare(region):
    item = create_item(
        region.user("commerce", Role.DRAFTER), region.commerce, column=column(region.commerce, Part.GUIDE),
        title=guide.title_of(region.commerce), body="<p>旧版指南。</p>", formed_on=timezone.localdate(),
    )  # fmt: skip
    assert [(each.remark.kind, each.stops) for each in examine(item)] == [("catalogue.guide", False)]


def test_an_agency_has_one_guide(region, agency):
    write(region, agency)
    with pytest.raises(Invalid, match="指南只有一份"):
        write(region, agency)


def test_the_form_begins_with_the_agencys_own_data_and_names_what_is_missing(region, client):
    change_agency(SETUP, region.commerce, **CONTACTS | {"office_fax": ""})
    sign_in(client, region)
    address = reverse("guide_edit")
    page = client.get(address).content.decode()
    assert "示例路1号" in page
    assert "还没有写的：工作机构的传真号码。" in page
    typed = guide.first_draft(fresh_agency(region)) | {"office_fax": "无"}
    assert client.post(address, typed).status_code == 302
    item = guide.guide_of(region.commerce)
    assert guide.missing(guide.parts_of(item.body)) == []
    assert client.get(reverse("item_edit", args=[item.pk])).status_code == 302
    wrong = client.post(address, typed | {"office_phone": "0379-61111111", "version": 99})
    assert wrong.status_code == 422
    assert "0379-61111111" in wrong.content.decode()
    assert client.post(address, typed | {"office_phone": "0379-61111111", "version": item.version}).status_code == 302
    assert "机构设置中是“0379-60000000”，指南中是“0379-61111111”" in client.get(address).content.decode()


def fresh_agency(region):
    region.commerce.refresh_from_db()
    return region.commerce


def test_the_public_sees_the_current_guide_its_day_and_earlier_versions(region, agency, client):
    drafter = region.user("commerce", Role.DRAFTER)
    assert "还没有" in client.get("/commerce/guide/").content.decode()
    assert client.get("/commerce/guide/1/").status_code == 404
    item = write(region, agency)
    publish_fully(region, item)
    today = timezone.localdate()
    day = f"{today.year}年{today.month}月{today.day}日"
    first = client.get("/commerce/guide/").content.decode()
    assert "办公地址：示例路1号" in first
    assert "发布于" in first
    assert day in first
    parts = guide.parts_of(item.body) | {"office_address": "新址2号"}
    save_draft(drafter, item, version=0, body=guide.compose(parts))
    assert "新址2号" not in client.get("/commerce/guide/").content.decode()
    publish_fully(region, fresh(item), note="办公地址变更。")
    second = client.get("/commerce/guide/").content.decode()
    assert "修订于" in second
    assert "新址2号" in second
    assert "办公地址：示例路1号" not in second
    assert reverse("guide_version", args=["commerce", 1]) in second
    old = client.get("/commerce/guide/1/").content.decode()
    assert "办公地址：示例路1号" in old
    assert "已经修订的旧版" in old
    assert client.get("/commerce/guide/9/").status_code == 404


def test_versions_from_before_a_withdrawal_stay_hidden(region, agency, client):
    item = write(region, agency, access="误写的内容")
    publish_fully(region, item)
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), item, reason="误公开", leak=True)
    assert client.get("/commerce/guide/1/").status_code == 404
    save_draft(
        region.user("commerce", Role.DRAFTER), item, version=0, body=guide.compose(guide.first_draft(agency))
    )  # fmt: skip
    publish_fully(region, fresh(item))
    assert client.get("/commerce/guide/1/").status_code == 404
    assert "误写的内容" not in client.get("/commerce/guide/").content.decode()


def test_a_correction_may_hide_the_versions_before_it(region, agency, client):
    drafter, officer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    item = write(region, agency, access="不应公开的内容")
    review_fully(region, item)
    with pytest.raises(Refusal, match="没有旧版"):
        publish(officer, item, hides_earlier=True)
    publish(officer, item)
    save_draft(drafter, item, version=0, body=guide.compose(guide.first_draft(agency)))
    review_fully(region, fresh(item))
    client.force_login(officer)
    assert 'name="hides_earlier"' in client.get(f"/office/items/{item.pk}/").content.decode()
    client.post(
        reverse("publish", args=["item", item.pk]), {"correction_note": "删去误写的内容。", "hides_earlier": "on"}
    )  # fmt: skip
    client.logout()
    page = client.get("/commerce/guide/").content.decode()
    assert reverse("guide_version", args=["commerce", 1]) not in page
    assert client.get("/commerce/guide/1/").status_code == 404
    assert client.get("/commerce/guide/2/").status_code == 200
