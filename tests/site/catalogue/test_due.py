"""What is due: to become public (条例第二十六条), to be assessed again (第十八条), to be explained."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.site.catalogue.plans import assert_served_by
from tests.site.catalogue.test_elsewhere import registered, sign_in
from tests.site.conftest import SETUP, column, fresh, make_draft, publish_fully

from gongkai.law.citations import REGULATION
from gongkai.law.publication_period import DayUnit, PublicationRule, publication_due
from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import reassess
from gongkai.site.catalogue.deadlines import cut_off, to_reassess, unpublished_by
from gongkai.site.catalogue.models import Item, Part
from gongkai.site.editorial.worklist import Errand, waiting_for

TODAY = timezone.localdate()


def withheld(region, on, **fields):
    return make_draft(region, attribute="withheld", attribute_reason="内部事务信息", reassess_on=on, **fields)


@given(st.dates(date(2020, 3, 1), date(2026, 12, 1)), st.integers(1, 20), st.integers(-3, 3))
def test_the_cut_off_says_the_same_as_each_due_day(today, working_days, beside):
    """条例第二十六条：自形成之日起二十个工作日"""
    newest_late = cut_off(today, working_days)
    formed = newest_late + timedelta(days=beside)
    rule = PublicationRule(working_days, DayUnit.WORKING_DAYS, REGULATION.article(26))
    assert (publication_due(formed, rule).due < today) is (formed <= newest_late)


def test_what_is_late_is_listed_until_it_is_public(region, client):
    old = make_draft(region, title="旧", formed_on=TODAY - timedelta(days=60))
    make_draft(region, title="新", formed_on=TODAY)
    withheld(region, TODAY + timedelta(days=9), title="不公开", formed_on=TODAY - timedelta(days=60))
    registered(region, title="别处已公开")
    agencies = Agency.objects.filter(pk=region.commerce.pk)
    assert list(unpublished_by(agencies, TODAY)) == [old]
    sign_in(client, region)
    page = client.get(reverse("items_late")).content.decode()
    assert "旧" in page
    assert "已逾期" in page
    publish_fully(region, old)
    assert not unpublished_by(agencies, TODAY).exists()
    assert "没有超过期限" in client.get(reverse("items_late")).content.decode()


def test_an_agency_that_promises_more_is_measured_by_its_own_period(region):
    make_draft(region, formed_on=TODAY - timedelta(days=15))
    agencies = Agency.objects.filter(pk=region.commerce.pk)
    assert not unpublished_by(agencies, TODAY).exists()
    change_agency(SETUP, region.commerce, publication_working_days=3)
    assert unpublished_by(agencies, TODAY).count() == 1


def test_assessments_are_listed_by_their_day_marked_and_recorded(region, client):
    past = withheld(region, TODAY + timedelta(days=1), title="到期")
    Item.objects.filter(pk=past.pk).update(reassess_on=TODAY - timedelta(days=1))
    withheld(region, TODAY + timedelta(days=2), title="快")
    withheld(region, TODAY + timedelta(days=200), title="远")
    sign_in(client, region, Role.DISCLOSURE_OFFICER)
    page = client.get(reverse("reassessments")).content.decode()
    assert page.index("到期</a>") < page.index("快</a>") < page.index("远</a>")
    assert page.count("已逾期") == 1
    assert page.count("快到期") == 1
    address = reverse("item_reassess", args=[past.pk])
    wrong = client.post(address, {"note": "仍涉及内部事务", "on": "昨天"})
    assert wrong.status_code == 422
    assert "仍涉及内部事务" in wrong.content.decode()
    early = client.post(address, {"note": "仍涉及内部事务", "on": TODAY.isoformat()})
    assert "应在今天之后" in early.content.decode()
    later = TODAY + timedelta(days=180)
    assert client.post(address, {"note": "仍涉及内部事务", "on": later.isoformat()}).status_code == 302
    assert fresh(past).reassess_on == later


def test_what_is_public_is_not_assessed(region, client, draft):
    with pytest.raises(Refusal, match="不需要评估"):
        reassess(region.user("commerce", Role.DRAFTER), draft, on=TODAY + timedelta(days=1), note="示例")
    sign_in(client, region)
    assert client.get(reverse("item_reassess", args=[draft.pk])).status_code == 404


def test_a_due_assessment_waits_for_the_disclosure_officer_alone(region):
    due = withheld(region, TODAY + timedelta(days=1))
    # It was decided on long ago; of what is due the day after it was written, a day is no last third.
    Item.objects.filter(pk=due.pk).update(changed_at=timezone.now() - timedelta(days=100))
    withheld(region, TODAY + timedelta(days=100))
    (waiting,) = waiting_for(region.user("commerce", Role.DISCLOSURE_OFFICER))
    assert (waiting.errand, waiting.record, waiting.soon) == (Errand.REASSESS, due, True)
    for role in (Role.DRAFTER, Role.FINAL_REVIEWER):
        assert waiting_for(region.user("commerce", role)) == []
    assert waiting_for(region.user("justice", Role.DISCLOSURE_OFFICER)) == []


def test_policies_and_interpretations_without_each_other_are_listed(region, client):
    policy = make_draft(region, title="示例办法", validity="in_force")
    publish_fully(region, policy)
    publish_fully(region, make_draft(region, title="另一办法", validity="repealed", ended_on=TODAY))
    loose = make_draft(region, title="《示例办法》政策解读", document_number="")
    sign_in(client, region)

    def listed():
        page = client.get(reverse("interpretations")).content.decode()
        return ">示例办法</a>" in page, "政策解读</a>" in page, "另一办法" in page

    assert listed() == (True, True, False)
    linked = make_draft(region, title="一图读懂", document_number="", interprets=policy)
    assert listed() == (True, True, False)
    publish_fully(region, linked)
    assert listed() == (False, True, False)
    Item.objects.filter(pk=loose.pk).update(interprets=policy)
    assert listed() == (False, False, False)


@pytest.mark.parametrize("route", ["items_late", "reassessments", "interpretations", "item_counts"])
def test_a_list_asks_as_many_questions_for_many_items_as_for_few(region, client, route):
    def some(n):
        make_draft(region, title=f"旧{n}", formed_on=TODAY - timedelta(days=90))
        make_draft(region, title=f"解读{n}")
        withheld(region, TODAY + timedelta(days=1), title=f"不公开{n}")

    some(0)
    sign_in(client, region)
    client.get(reverse(route))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(route))
    for n in range(1, 12):
        some(n)
    with CaptureQueriesContext(connection) as many:
        assert client.get(reverse(route)).status_code == 200
    assert len(many) == len(few)


def test_an_index_stands_behind_each_due_list(region):
    agencies = Agency.objects.filter(pk=region.commerce.pk)
    for found, index in (
        (unpublished_by(agencies, TODAY), "item_to_publish"), (to_reassess(agencies), "item_to_reassess"),
    ):  # fmt: skip
        assert_served_by(index, found[:21])


def test_a_list_of_many_pages_goes_on(region, client):
    for n in range(21):
        make_draft(region, title=f"题{n:02d}", formed_on=date(2024, 1, 1), column=column(region.commerce, Part.NEWS))
    sign_in(client, region)
    first = client.get(reverse("items_late")).content.decode()
    assert "题19" in first
    assert "题20" not in first
    after = first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    assert "题20" in client.get(f"{reverse('items_late')}?{after}").content.decode()
