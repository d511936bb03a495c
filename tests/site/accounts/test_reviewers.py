"""Named reviewers (指定审核人员): a stage waits for them alone; with nobody named, for anybody with the role."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import PASSWORD, SETUP, make_draft

from gongkai.site.accounts.acts import create_user, disable_user, grant_role, revoke_role
from gongkai.site.accounts.delegations import name_deputy
from gongkai.site.accounts.models import NamedReviewer, User
from gongkai.site.accounts.reviewers import name_reviewers
from gongkai.site.agencies.acts import end_agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.models import Event
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import approve_stage, submit_for_review
from gongkai.site.editorial.models import Gate, Stage
from gongkai.site.editorial.worklist import waiting_for

R = Role
BACKEND = "gongkai.site.accounts.backend.RoleBackend"


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def lent(region):
    """A first reviewer whom the office lends to the bureau."""
    user = create_user(SETUP, region.office, username="lent", name="示例派出人", password=PASSWORD)
    until = timezone.localdate() + timedelta(days=30)
    grant_role(SETUP, region.commerce, user, R.FIRST_REVIEWER, valid_to=until, lent_by=region.office)
    return user


@pytest.fixture
def submitted(region):
    item = make_draft(region)
    submit_for_review(region.user("commerce", R.DRAFTER), item)
    return item


def first_reviewer(region):
    return region.user("commerce", R.FIRST_REVIEWER)


def name(region, *users, role=R.FIRST_REVIEWER):
    return name_reviewers(SETUP, region.commerce, named={role: list(users)})


def approve(user, item):
    item.refresh_from_db()
    return approve_stage(
        fresh(user), item, stage=Stage.FIRST, content_sha256=item.content_sha256(),
        gates=[each.value for each in Gate], proofread=True, opinion="",
    )  # fmt: skip


def waits_for(user):
    return [each.record for each in waiting_for(fresh(user)) if each.what == Stage.FIRST.label]


def test_with_nobody_named_a_review_waits_for_everybody_with_the_role(region, lent, submitted):
    assert waits_for(lent) == waits_for(first_reviewer(region)) == [submitted]


def test_a_review_waits_for_those_named_in_the_worklist_on_the_page_and_by_the_act(region, client, lent, submitted):
    name(region, lent)
    other = first_reviewer(region)
    assert (waits_for(lent), waits_for(other)) == ([submitted], [])
    client.force_login(other, backend=BACKEND)
    address = reverse("review", args=["item", submitted.pk])
    assert not client.get(address).context["mine"]
    with pytest.raises(Refusal, match="示例派出人"):
        approve(other, submitted)
    client.force_login(lent, backend=BACKEND)
    assert client.get(address).context["mine"]
    assert approve(lent, submitted).reviewer == lent


def test_the_deputy_of_somebody_named_reviews_in_their_place(region, lent, submitted):
    name(region, first_reviewer(region))
    away, today = first_reviewer(region), timezone.localdate()
    assert waits_for(lent) == []
    name_deputy(away, away.memberships.get(), lent, valid_from=today, valid_to=today)
    assert waits_for(lent) == [submitted]
    assert approve(lent, submitted).on_behalf_of == away


@pytest.mark.parametrize("gone", ["revoked", "disabled"])
def test_somebody_named_who_is_gone_holds_nothing_up(region, lent, submitted, gone):
    name(region, lent)
    if gone == "revoked":
        revoke_role(SETUP, lent.memberships.get(), reason="任务结束")
        assert not NamedReviewer.objects.exists()
    else:
        disable_user(SETUP, lent, reason="调离")
    assert waits_for(first_reviewer(region)) == [submitted]


def test_the_successors_names_hold_for_what_it_took_over(region, submitted):
    own = region.user("justice", R.FIRST_REVIEWER)
    second = create_user(SETUP, region.justice, username="second", name="示例另一初审", password=PASSWORD)
    grant_role(SETUP, region.justice, second, R.FIRST_REVIEWER)
    name_reviewers(SETUP, region.justice, named={R.FIRST_REVIEWER: [second]})
    yesterday = timezone.localdate() - timedelta(days=1)
    end_agency(SETUP, region.commerce, on=yesterday, successors=[region.justice], basis="示例方案")
    assert (waits_for(own), waits_for(second)) == ([], [submitted])

    with pytest.raises(Refusal, match="指定由示例另一初审进行"):
        approve(own, submitted)


def test_where_the_only_one_named_had_a_hand_in_a_text_anybody_with_the_role_reviews_it(region, client, lent):
    own = first_reviewer(region)
    grant_role(SETUP, region.commerce, own, R.DRAFTER)
    name(region, own)
    written, other = make_draft(region), make_draft(region, title="另一条")
    save_draft(fresh(own), written, version=written.version, title="改过的标题")
    for each in (written, other):
        submit_for_review(region.user("commerce", R.DRAFTER), each)
    assert waits_for(own) == [other]
    assert waits_for(lent) == [written]
    client.force_login(lent, backend=BACKEND)
    assert client.get(reverse("review", args=["item", written.pk])).context["mine"]
    assert not client.get(reverse("review", args=["item", other.pk])).context["mine"]
    assert approve(lent, written).reviewer == lent
    with pytest.raises(Refusal, match="指定由示例初审人员进行"):
        approve(lent, other)


@pytest.mark.parametrize(
    "whom", [pytest.param(("commerce", R.DRAFTER), id="no reviewer"), ("justice", R.FIRST_REVIEWER)]
)
def test_only_those_who_hold_the_role_there_are_named(region, whom):
    with pytest.raises(Refusal, match="没有担任"):
        name(region, region.user(*whom))


def test_three_different_people_must_remain_possible(region):
    one, second = first_reviewer(region), region.user("commerce", R.SECOND_REVIEWER)
    grant_role(SETUP, region.commerce, one, R.SECOND_REVIEWER)
    with pytest.raises(Refusal, match="三个不同的人"):
        name_reviewers(SETUP, region.commerce, named={R.FIRST_REVIEWER: [one], R.SECOND_REVIEWER: [one]})
    name_reviewers(SETUP, region.commerce, named={R.FIRST_REVIEWER: [one], R.SECOND_REVIEWER: [one, second]})
    with pytest.raises(Refusal, match="没有改动"):
        name_reviewers(SETUP, region.commerce, named={R.FIRST_REVIEWER: [one], R.SECOND_REVIEWER: [second, one]})


def test_they_are_named_from_the_page_of_the_agency_and_the_trail_says_so(region, client, lent):
    client.force_login(region.user("government", R.SYSTEM_ADMINISTRATOR), backend=BACKEND)
    address = reverse("agency_reviewers", args=[region.commerce.pk])
    assert "示例派出人（示例区人民政府办公室派出）" in client.get(address).content.decode()
    assert client.post(address, {"first_reviewer": [lent.pk]}).status_code == 302
    shown = client.get(reverse("agency", args=[region.commerce.pk])).content.decode()
    assert "<dd>示例派出人</dd>" in shown
    assert Event.objects.get(act="name_reviewers").facts["first_reviewer"] == [lent.pk]
    assert client.get(address).context["form"].initial["first_reviewer"] == [lent.pk]
    nobody = client.post(address, {"first_reviewer": [region.user("justice", R.FIRST_REVIEWER).pk]})
    assert nobody.status_code == 422
    assert nobody.context["form"].errors["first_reviewer"]
    assert client.post(address, {}).status_code == 302
    assert not NamedReviewer.objects.exists()


def test_the_worklist_asks_as_often_for_many_names_as_for_few(region, lent, submitted):
    name(region, lent)
    with CaptureQueriesContext(connection) as few:
        waiting_for(fresh(lent))
    name(region, lent, first_reviewer(region))
    name_reviewers(SETUP, region.justice, named={R.FIRST_REVIEWER: [region.user("justice", R.FIRST_REVIEWER)]})
    with CaptureQueriesContext(connection) as many:
        waiting_for(fresh(lent))
    assert len(many) == len(few)
