"""What is not disclosed proactively never becomes public, and what is public does not silently cease to be."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.site.conftest import fresh, make_draft, noon, pass_secrecy, publish_fully, review_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import Invalid, save_draft
from gongkai.site.editorial.acts import import_history, propose_import, publish, publish_in_emergency, withdraw
from gongkai.site.editorial.models import Publication

LATER = timezone.localdate() + timedelta(days=90)


@pytest.fixture(params=["upon_request", "withheld"])
def kept_back(request):
    return {"attribute": request.param, "attribute_reason": "内部事务信息（条例第十六条）", "reassess_on": LATER}


def test_none_of_the_three_grounds_makes_it_public(region, kept_back):
    officer, signer = (region.user("commerce", role) for role in (Role.DISCLOSURE_OFFICER, Role.FINAL_REVIEWER))
    reviewed = make_draft(region, **kept_back)
    review_fully(region, reviewed)
    urgent = make_draft(region, **kept_back)
    pass_secrecy(region, urgent)
    old = make_draft(region, **kept_back)
    propose_import(region.user("commerce", Role.DRAFTER), old, source="旧版", published_at=noon(date(2023, 3, 1)))
    for actor, act, item in (
        (officer, publish, reviewed), (signer, publish_in_emergency, urgent), (officer, import_history, old),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="不能公开"):
            act(actor, item)
    assert not Publication.objects.exists()


def test_what_is_public_is_withdrawn_before_it_is_kept_back(region, draft, kept_back):
    drafter = region.user("commerce", Role.DRAFTER)
    publish_fully(region, draft)
    with pytest.raises(Invalid, match="请先“撤回”") as refused:
        save_draft(drafter, draft, version=0, **kept_back)
    assert set(refused.value.errors) == {"attribute"}
    assert fresh(draft).attribute == "proactive"
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), draft, reason="示例")
    assert save_draft(drafter, draft, version=0, **kept_back).attribute == kept_back["attribute"]


def test_it_is_kept_back_for_a_reason_and_until_a_day(region, kept_back):
    for name in ("attribute_reason", "reassess_on"):
        with pytest.raises(Invalid) as refused:
            make_draft(region, **kept_back | {name: "" if name == "attribute_reason" else None})
        assert set(refused.value.errors) == {name}


def test_a_day_of_formation_that_has_not_come_is_refused(region):
    with pytest.raises(Invalid) as refused:
        make_draft(region, formed_on=timezone.localdate() + timedelta(days=1))
    assert set(refused.value.errors) == {"formed_on"}


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1949, 10, 1), date(2008, 5, 1)])
def test_an_old_day_of_formation_breaks_nothing(region, client, day):
    from tests.site.catalogue.test_elsewhere import sign_in

    item = make_draft(region, formed_on=day)
    sign_in(client, region)
    for address in (item.get_absolute_url(), "/office/items/", "/office/items/late/", "/office/"):
        assert client.get(address).status_code == 200
