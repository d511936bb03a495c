"""The list of items in the back office: filtered, ordered, paged by key and exported, at a cost that stays."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.site.catalogue.plans import assert_served_by
from tests.site.catalogue.test_elsewhere import registered, sign_in
from tests.site.conftest import column, fresh, make_draft, publish_fully, review_fully

from gongkai.site.accounts.models import User
from gongkai.site.accounts.tables import inert
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.catalogue.listing import ORDERS, ItemFilter, State, ordered, page_of, states_of
from gongkai.site.catalogue.models import Column, Item, Part
from gongkai.site.editorial.acts import return_to_drafter, submit_for_review, withdraw
from gongkai.site.editorial.models import Stage

ONE_OF_EACH = {"q": "题", "column": "notices", "attribute": "proactive", "channel": "site", "year": "2024"}


def titles(region, **wanted):
    agencies = Agency.objects.filter(pk=region.commerce.pk)
    return {each.title for each in ItemFilter(wanted, agencies=agencies).items()}


@pytest.fixture
def stock(region):
    """One item in every state, and one that another channel published."""
    drafter = region.user("commerce", Role.DRAFTER)
    made = {state: make_draft(region, title=state.label) for state in State}
    submit_for_review(drafter, made[State.REVIEW])
    submit_for_review(drafter, made[State.RETURNED])
    return_to_drafter(
        region.user("commerce", Role.FIRST_REVIEWER), made[State.RETURNED], stage=Stage.FIRST, opinion="请改",
        content_sha256=fresh(made[State.RETURNED]).content_sha256(),
    )  # fmt: skip
    review_fully(region, made[State.REVIEWED])
    publish_fully(region, made[State.PUBLIC])
    publish_fully(region, made[State.WITHDRAWN])
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), made[State.WITHDRAWN], reason="示例")
    return made


@pytest.mark.parametrize("state", list(State))
def test_each_state_finds_its_own(region, stock, state):
    assert titles(region, state=state) == {state.label}
    assert states_of(Item.objects.all())[stock[state].pk] == [state]


def test_what_is_public_and_under_review_again_is_both(region, stock):
    item, drafter = stock[State.PUBLIC], region.user("commerce", Role.DRAFTER)
    save_draft(drafter, item, version=0, body="<p>改</p>")
    submit_for_review(drafter, fresh(item))
    assert states_of([fresh(item)])[item.pk] == [State.PUBLIC, State.REVIEW]
    assert item.title in titles(region, state="public") & titles(region, state="review")


def test_filters_find_by_column_attribute_channel_year_drafter_and_words(region):
    registered(region, title="微信")
    statutory = Column.objects.get(agency=region.commerce, part=Part.STATUTORY, article_20=5)
    later = timezone.localdate() + timedelta(days=30)
    make_draft(region, title="许可", column=statutory, formed_on=date(2023, 5, 1), document_number="示商〔2023〕9号")
    make_draft(
        region, title="内部", attribute="withheld", attribute_reason="示例", reassess_on=later, document_number=""
    )
    drafter = str(region.user("commerce", Role.DRAFTER).pk)
    officer = str(region.user("commerce", Role.DISCLOSURE_OFFICER).pk)
    for wanted, found in (
        ({"channel": "wechat"}, {"微信"}), ({"channel": "site"}, {"许可", "内部"}), ({"column": "5"}, {"许可"}),
        ({"column": "news"}, {"微信"}), ({"attribute": "withheld"}, {"内部"}), ({"year": "2023"}, {"许可"}),
        ({"q": "〔2023〕9"}, {"许可"}), ({"q": "内"}, {"内部"}), ({"drafter": drafter}, {"微信", "许可", "内部"}),
        ({"drafter": officer}, set()), ({"column": "5", "year": "2022"}, set()),
    ):  # fmt: skip
        assert titles(region, **wanted) == found, wanted


def test_a_value_that_is_no_choice_filters_nothing(region, draft, client):
    nonsense = dict.fromkeys(("state", "column", "attribute", "channel", "year", "drafter", "agency"), "x'\"")
    assert titles(region, **nonsense) == {draft.title}
    sign_in(client, region)
    for query in (nonsense, {"after": "x~y"}, {"after": "~" + "9" * 40}, {"after": "2024~1"}, {"order": "x"}):
        assert client.get(reverse("items"), query).status_code == 200


@pytest.mark.parametrize("name", sorted(ORDERS))
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_by_key_show_every_row_once_in_order(region, name, sign):
    for n in (3, 1, 2, 1, 3):
        make_draft(region, title=f"题{n}", document_number=f"{n}号", formed_on=date(2024, 1, n))
    items = ordered(Item.objects.all(), sign + name)
    found, after = [], ""
    while True:
        page = page_of(items, after, size=2)
        found += page.rows
        if not page.next:
            break
        after = page.next
    assert [each.pk for each in found] == [each.pk for each in items]
    assert len(found) == 5


def test_people_of_another_agency_are_shown_nothing(region, client, draft):
    client.force_login(
        region.user("justice", Role.DRAFTER), backend="gongkai.site.accounts.backend.RoleBackend"
    )  # fmt: skip
    query = {"agency": region.commerce.pk}
    assert draft.title not in client.get(reverse("items"), query).content.decode()
    assert draft.title not in b"".join(client.get(reverse("items_export"), query).streaming_content).decode()


def test_the_list_asks_as_many_questions_for_many_items_as_for_few(region, client):
    make_draft(region)
    sign_in(client, region)
    client.get(reverse("items"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("items"))
    for n in range(8):
        publish_fully(region, make_draft(region, title=f"题{n}"))
    with CaptureQueriesContext(connection) as many:
        assert "题7" in client.get(reverse("items")).content.decode()
    assert len(many) == len(few)


def test_the_way_back_keeps_the_filters(region, client, draft):
    sign_in(client, region)
    client.get(reverse("items"), {"state": "draft", "order": "title", "after": "a~1"})
    for route in ("item", "item_edit"):
        page = client.get(reverse(route, args=[draft.pk])).content.decode()
        assert f'href="{reverse("items")}?state=draft&amp;order=title"' in page


def test_heads_of_columns_turn_the_order_round(region, client, draft):
    sign_in(client, region)
    page = client.get(reverse("items"), {"order": "-formed", "state": "draft"}).content.decode()
    assert 'aria-sort="descending"' in page
    assert "order=formed&amp;state=draft" in page or "state=draft&amp;order=formed" in page


def test_what_is_filtered_is_exported_whole_and_inert(region, client):
    for n in range(25):
        make_draft(region, title=f"=HYPERLINK({n})", document_number="+1号")
    registered(region, title="微信")
    sign_in(client, region)
    answer = client.get(reverse("items_export"), {"channel": "site", "order": "changed"})
    assert answer.streaming
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head[1] == "标题"
    assert [row[1] for row in rows] == [f"'=HYPERLINK({n})" for n in range(25)]
    assert {(row[2], row[9]) for row in rows} == {("'+1号", "草稿")}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\r=1"])
def test_a_formula_becomes_text(cell):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "甲=乙", "示商〔2024〕1号", "1-2"])
def test_other_text_stays_as_it_is(cell):
    assert inert(cell) == cell


@pytest.mark.parametrize(
    ("wanted", "order", "index"),
    [
        ({}, "-changed", "item_by_change"),
        ({}, "formed", "item_by_formation"),
        ({}, "-number", "item_by_document_number"),
        ({}, "title", "item_by_title"),
        ({"year": "2024"}, "-formed", "item_by_formation"),
        ({"attribute": "withheld"}, "-changed", "item_by_attribute"),
        ({"channel": "wechat"}, "-changed", "item_by_channel"),
        ({"state": "public"}, "-changed", "item_by_being_public"),
        ({"column": "notices"}, "-changed", "item_by_column"),
        ({"drafter": "drafter"}, "-changed", "item_by_drafter"),
    ],
)
def test_an_index_stands_behind_each_filter_and_order(region, wanted, order, index):
    if "drafter" in wanted:
        wanted = {"drafter": str(region.user("commerce", Role.DRAFTER).pk)}
    found = ItemFilter(wanted, agencies=Agency.objects.filter(pk=region.commerce.pk)).items()
    assert_served_by(index, ordered(found, order)[:21])


def test_a_head_office_with_many_agencies_reads_the_newest_from_an_index(region):
    user = User.objects.get(pk=region.people["office", Role.COMPETENT_DEPARTMENT].pk)
    agencies = user.agencies_by_role(Role.COMPETENT_DEPARTMENT)
    assert agencies.count() > 1
    make_draft(region)
    make_draft(region, column=column(region.commerce, Part.NEWS))
    assert len(page_of(ordered(ItemFilter({}, agencies=agencies).items(), "-changed"), "").rows) == 2
