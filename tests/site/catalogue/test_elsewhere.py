"""What other channels published is registered, reviewed, entered into the ledger with its channel, and linked."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import column, fresh, make_draft, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue import counting
from gongkai.site.catalogue.acts import Invalid, create_item, save_draft
from gongkai.site.catalogue.models import Item, Part, identity_elsewhere
from gongkai.site.editorial.acts import withdraw
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Channel, Publication
from gongkai.site.editorial.remarks import examine
from gongkai.site.portal.compilation import published_by_part

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
THERE = date(2024, 1, 5)
ADDRESS = "https://example.com/s/1"


def registered(region, **fields):
    fields = {
        "column": column(region.commerce, Part.NEWS), "title": "示例动态", "formed_on": THERE,
        "channel": Channel.WECHAT, "address": ADDRESS, "published_elsewhere_on": THERE,
    } | fields  # fmt: skip
    return create_item(region.user("commerce", Role.DRAFTER), region.commerce, **fields)


def sign_in(client, region, role=Role.DRAFTER):
    client.force_login(region.user("commerce", role), backend="gongkai.site.accounts.backend.RoleBackend")


def test_it_is_reviewed_like_an_item_and_the_ledger_keeps_its_channel_and_its_day(region):
    item = registered(region)
    assert not Publication.objects.exists()
    entered = publish_fully(region, item)
    assert (entered.channel, timezone.localdate(entered.published_at)) == (Channel.WECHAT, THERE)
    assert entered.recorded_at.date() >= THERE
    assert entered.first_review_id
    assert entered.secrecy_review_id
    assert '"channel":"wechat"' in entered.canonical


def test_an_item_of_this_site_has_nothing_of_it_in_its_content(region, draft):
    assert not {"channel", "address", "published_elsewhere_on", "capture"} & set(draft.content())
    assert publish_fully(region, draft).channel == Channel.SITE


def test_the_public_page_says_where_it_was_published_and_links_there(region, client):
    item = registered(region)
    publish_fully(region, item)
    page = client.get(reverse("public_item", args=[item.pk])).content.decode()
    assert "2024年1月5日" in page
    assert "政务微信公众号" in page
    assert f'href="{ADDRESS}"' in page
    assert "政务微信公众号" in client.get("/commerce/news/").content.decode()


def test_a_place_is_named_and_not_linked(region, client):
    item = registered(region, channel=Channel.NOTICE_BOARD, address="政务大厅一楼公告栏")
    publish_fully(region, item)
    page = client.get(reverse("public_item", args=[item.pk])).content.decode()
    assert "公开处：政务大厅一楼公告栏" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "http://["}, "address"),
        ({"published_elsewhere_on": None}, "published_elsewhere_on"),
        ({"published_elsewhere_on": date(2999, 1, 1)}, "published_elsewhere_on"),
        ({"published_elsewhere_on": THERE - timedelta(days=1)}, "published_elsewhere_on"),
        ({"channel": "telegraph"}, "channel"),
        ({"attribute": "withheld", "attribute_reason": "示例", "reassess_on": date(2999, 1, 1)}, "attribute"),
    ],
)
def test_what_cannot_be_true_is_said_beside_its_field(region, fields, field):
    with pytest.raises(Invalid) as refused:
        registered(region, **fields)
    assert field in refused.value.errors


def test_the_same_thing_is_registered_once(region):
    registered(region)
    with pytest.raises(Invalid, match="已经登记过"):
        registered(region, title="另一个标题", address=f"{ADDRESS}#rd")
    registered(region, channel=Channel.PORTAL)
    board = {"channel": Channel.NOTICE_BOARD, "address": "公告栏"}
    registered(region, **board)
    registered(region, **board, title="同一公告栏的另一张公告")
    with pytest.raises(Invalid, match="已经登记过"):
        registered(region, **board)


def test_one_address_has_one_identity_however_it_is_written():
    def of(address):
        return identity_elsewhere("wechat", address, "题", THERE)

    assert of("https://EXAMPLE.com/s/1#wechat_redirect") == of(ADDRESS)
    assert of("https://example.com/s/2") != of(ADDRESS)


def test_evidence_is_kept_by_its_hash_asked_for_and_shown_to_readers_only(region, client):
    item = registered(region)
    assert [each.remark.kind for each in examine(item)] == ["catalogue.capture"]
    before = item.content_sha256()
    file = store("截图.png", [PNG])
    drafter = region.user("commerce", Role.DRAFTER)
    item = save_draft(drafter, item, version=0, capture=file, capture_name="截图.png")
    assert item.content()["capture"]["sha256"] == file.pk
    assert item.content_sha256() != before
    assert "catalogue.capture" not in [each.remark.kind for each in examine(fresh(item))]
    address = reverse("item_capture", args=[item.pk])
    assert client.get(address).status_code == 302
    sign_in(client, region)
    assert b"".join(client.get(address).streaming_content) == PNG
    assert file.pk in client.get(reverse("item", args=[item.pk])).content.decode()
    assert client.get(reverse("public_file", args=[item.pk, 1, "截图.png"])).status_code == 404


def test_the_form_registers_with_evidence_and_keeps_what_was_typed_where_it_is_wrong(region, client):
    sign_in(client, region)
    for route in ("elsewhere_new", "elsewhere_table", "guide_edit", "item_new"):
        assert "公开机关：示例区商务局" in client.get(reverse(route)).content.decode()
    typed = {
        "channel": "wechat", "address": "不是网址", "published_elsewhere_on": "2024-01-05", "formed_on": "2024-01-05",
        "column": column(region.commerce, Part.NEWS).pk, "title": "示例动态",
    }  # fmt: skip
    answer = client.post(reverse("elsewhere_new"), typed)
    assert answer.status_code == 422
    assert "完整网址" in answer.content.decode()
    assert "不是网址" in answer.content.decode()
    bad = client.post(reverse("elsewhere_new"), typed | {"evidence": SimpleUploadedFile("截图.png", b"no picture")})
    assert "内容与扩展名" in bad.content.decode()
    assert not Item.objects.exists()
    good = typed | {"address": ADDRESS, "evidence": SimpleUploadedFile("截图.png", PNG)}
    assert client.post(reverse("elsewhere_new"), good).status_code == 302
    item = Item.objects.get()
    assert (item.channel, item.capture_name, item.capture.media_type) == ("wechat", "截图.png", "image/png")
    edit = reverse("item_edit", args=[item.pk])
    assert "截图.png" in client.get(edit).content.decode()
    assert client.post(edit, typed | {"address": ADDRESS, "title": "新标题", "version": 0}).status_code == 302
    assert (fresh(item).title, fresh(item).capture_name) == ("新标题", "截图.png")


def test_a_time_of_publication_is_not_turned_back_by_naming_another_channel(region, draft):
    publish_fully(region, draft)
    save_draft(
        region.user("commerce", Role.DRAFTER), draft, version=0, channel=Channel.WECHAT, address=ADDRESS,
        formed_on=THERE, published_elsewhere_on=THERE,
    )  # fmt: skip
    with pytest.raises(Refusal, match="不能倒填"):
        publish_fully(region, fresh(draft), note="改渠道")


def test_counts_by_column_and_by_channel_come_from_the_ledger(region, client):
    publish_fully(region, registered(region))
    publish_fully(region, registered(region, channel=Channel.GAZETTE, address="2024年第1期"))
    gone = registered(region, address="https://example.com/s/3")
    publish_fully(region, gone)
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), gone, reason="示例")
    registered(region, address="https://example.com/s/4")
    publish_fully(region, make_draft(region))
    counted = counting.published(region.commerce.pk, 2024)
    assert counting.by_channel(counted) == {Channel.WECHAT: 1, Channel.GAZETTE: 1}
    assert published_by_part(region.commerce, 2024) == {Part.NEWS: 2, Part.NOTICES: 0}
    this_year = timezone.localdate().year
    assert counting.by_channel(counting.published(region.commerce.pk, this_year)) == {Channel.SITE: 1}
    sign_in(client, region)
    page = client.get(reverse("item_counts"), {"year": 2024}).content.decode()
    assert "共 2 条" in page
    assert "政府公报" in page
    for nonsense in ({"year": "x"}, {"year": "1"}, {"agency": "999999"}):
        assert client.get(reverse("item_counts"), nonsense).status_code == 200


def test_whether_an_item_is_public_is_noted_with_the_ledger(region, draft):
    def noted():
        return set(Item.objects.filter(public=True).values_list("pk", flat=True))

    def standing():
        return set(Publication.objects.standing().values_list("record_id", flat=True))

    other = registered(region)
    assert noted() == standing() == set()
    publish_fully(region, draft)
    publish_fully(region, other)
    assert noted() == standing() == {draft.pk, other.pk}
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="改")
    publish_fully(region, fresh(draft), note="更正")
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), other, reason="示例")
    assert noted() == standing() == {draft.pk}
