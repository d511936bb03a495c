"""Deputies: who may stand in for whom, when, and what a deputy still may not do (a design rule of ours)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import (
    PASSWORD,
    SETUP,
    make_draft,
    pass_secrecy,
    pass_stage,
)

from gongkai.site.accounts.acts import create_user, disable_user, enable_user, grant_role, revoke_role
from gongkai.site.accounts.delegations import end_delegation, name_deputy
from gongkai.site.accounts.models import Delegation, Membership, User
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Denied, Refusal
from gongkai.site.audit.models import Event
from gongkai.site.editorial.acts import approve_stage, publish, submit_for_review
from gongkai.site.editorial.models import Gate, Review, Stage
from gongkai.site.editorial.worklist import waiting_for

R = Role
BACKEND = "gongkai.site.accounts.backend.RoleBackend"


def days(count):
    return timezone.localdate() + timedelta(days=count)


def leave(region, role, deputy, first=0, last=7, agency="commerce"):
    away = region.user(agency, role)
    own = away.memberships.get(role=role)
    return name_deputy(away, own, deputy, valid_from=days(first), valid_to=days(last))


def fresh(user):
    """Return somebody as their next request loads them."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def colleague(region):
    """Somebody of the bureau who drafts, and drafted nothing yet."""
    user = create_user(SETUP, region.commerce, username="colleague", name="示例同事", password=PASSWORD)
    grant_role(SETUP, region.commerce, user, R.DRAFTER)
    return user


@pytest.fixture
def submitted(region):
    item = make_draft(region)
    submit_for_review(region.user("commerce", R.DRAFTER), item)
    return item


def approve(user, item, stage):
    item.refresh_from_db()
    return approve_stage(
        fresh(user), item, stage=stage, content_sha256=item.content_sha256(), gates=[each.value for each in Gate],
        proofread=True, opinion="",
    )  # fmt: skip


def test_a_deputy_reviews_in_the_days_of_the_delegation_and_the_sheet_says_for_whom(
    region, client, colleague, submitted
):
    with pytest.raises(Denied):
        approve(colleague, submitted, Stage.FIRST)
    leave(region, R.FIRST_REVIEWER, colleague)
    assert [each.record for each in waiting_for(fresh(colleague))] == [submitted]
    review = approve(colleague, submitted, Stage.FIRST)
    absent = region.user("commerce", R.FIRST_REVIEWER)
    assert (review.reviewer, review.on_behalf_of) == (colleague, absent)
    assert Event.objects.get(act="approve_stage").facts["on_behalf_of"] == absent.pk
    client.force_login(region.user("commerce", R.DRAFTER), backend=BACKEND)
    for route in ("approval_sheet", "review"):
        page = client.get(reverse(route, args=["item", submitted.pk])).content.decode()
        assert f"示例同事（代{absent.name}）" in page


@pytest.mark.parametrize(("first", "last"), [(1, 7), (0, 0)])
def test_outside_its_days_a_delegation_gives_nothing(region, colleague, submitted, first, last):
    delegation = leave(region, R.FIRST_REVIEWER, colleague, first, last)
    if first == 0:
        Delegation.objects.filter(pk=delegation.pk).update(valid_from=days(-3), valid_to=days(-1))
    with pytest.raises(Denied):
        approve(colleague, submitted, Stage.FIRST)


def test_it_ends_at_once_when_taken_back_and_with_the_role_itself(region, colleague, submitted):
    delegation = leave(region, R.FIRST_REVIEWER, colleague)
    end_delegation(region.user("commerce", R.FIRST_REVIEWER), delegation)
    with pytest.raises(Denied):
        approve(colleague, submitted, Stage.FIRST)
    with pytest.raises(Refusal, match="已经结束"):
        end_delegation(region.user("government", R.SECURITY_ADMINISTRATOR), delegation)
    second = leave(region, R.FIRST_REVIEWER, colleague)
    revoke_role(region.user("government", R.SECURITY_ADMINISTRATOR), second.membership, reason="轮岗")
    with pytest.raises(Denied):
        approve(colleague, submitted, Stage.FIRST)


def test_a_deputy_who_had_a_hand_in_the_text_does_not_review_it(region, submitted):
    leave(region, R.FIRST_REVIEWER, region.user("commerce", R.DRAFTER))
    with pytest.raises(Refusal, match="拟稿人不能审核"):
        approve(region.user("commerce", R.DRAFTER), submitted, Stage.FIRST)
    leave(region, R.SECOND_REVIEWER, region.user("commerce", R.DISCLOSURE_OFFICER))
    leave(region, R.FINAL_REVIEWER, region.user("commerce", R.DISCLOSURE_OFFICER))
    pass_stage(region, submitted, Stage.FIRST)
    pass_secrecy(region, submitted)
    approve(region.user("commerce", R.DISCLOSURE_OFFICER), submitted, Stage.SECOND)
    with pytest.raises(Refusal, match="三个人"):
        approve(region.user("commerce", R.DISCLOSURE_OFFICER), submitted, Stage.FINAL)
    assert Review.objects.count() == 2


def test_whom_a_deputy_stands_in_for_counts_as_a_hand_too(region, colleague):
    first = region.user("commerce", R.FIRST_REVIEWER)
    grant_role(SETUP, region.commerce, first, R.DRAFTER)
    own = make_draft(region)
    submit_for_review(fresh(first), own)
    leave(region, R.FIRST_REVIEWER, colleague)
    with pytest.raises(Refusal, match="您或者示例初审人员送审了这一稿"):
        approve(colleague, own, Stage.FIRST)


def test_whoever_was_stood_in_for_does_not_take_the_next_stage(region, colleague, submitted):
    first = region.user("commerce", R.FIRST_REVIEWER)
    grant_role(SETUP, region.commerce, first, R.SECOND_REVIEWER)
    leave(region, R.FIRST_REVIEWER, colleague)
    approve(colleague, submitted, Stage.FIRST)
    with pytest.raises(Refusal, match="三个人"):
        approve(first, submitted, Stage.SECOND)
    assert submitted not in [each.record for each in waiting_for(fresh(first))]


def test_what_a_deputy_publishes_names_whom_they_stood_in_for(region, colleague, submitted):
    pass_secrecy(region, submitted)
    for stage in Stage:
        pass_stage(region, submitted, stage)
    leave(region, R.DISCLOSURE_OFFICER, colleague)
    publish(fresh(colleague), submitted)
    officer = region.user("commerce", R.DISCLOSURE_OFFICER)
    assert Event.objects.get(act="publish").facts["on_behalf_of"] == officer.pk


@pytest.mark.parametrize(
    ("place", "role", "says"),
    [
        ("justice", R.FIRST_REVIEWER, "不在示例区商务局"),
        ("township", R.DRAFTER, "不在示例区商务局"),
        ("government", R.DRAFTER, "不在示例区商务局"),
        ("government", R.SYSTEM_ADMINISTRATOR, "管理员"),
        ("commerce", R.FIRST_REVIEWER, "另一个人"),
    ],
)
def test_not_everybody_may_stand_in(region, place, role, says):
    with pytest.raises(Refusal, match=says):
        leave(region, R.FIRST_REVIEWER, region.user(place, role))


@pytest.mark.parametrize(
    ("place", "role"),
    [("commerce", R.DRAFTER), ("government", R.FINAL_REVIEWER), ("office", R.COMPETENT_DEPARTMENT)],
)
def test_colleagues_and_the_superiors_pool_may(region, place, role):
    assert leave(region, R.FIRST_REVIEWER, region.user(place, role)).pk


def test_there_is_no_chain_of_deputies(region, colleague):
    second = region.user("commerce", R.SECOND_REVIEWER)
    delegation = leave(region, R.FIRST_REVIEWER, second)
    with pytest.raises(Refusal, match="不能再转"):
        name_deputy(fresh(second), delegation.membership, colleague, valid_from=days(0), valid_to=days(1))
    with pytest.raises(Refusal, match="正代理他人"):
        leave(region, R.SECOND_REVIEWER, colleague)
    with pytest.raises(Refusal, match="也由他人代理"):
        leave(region, R.FINAL_REVIEWER, region.user("commerce", R.FIRST_REVIEWER))


def test_one_role_has_one_deputy_at_a_time_and_no_past(region, colleague):
    leave(region, R.FIRST_REVIEWER, colleague, 0, 7)
    with pytest.raises(Refusal, match="已经指定"):
        leave(region, R.FIRST_REVIEWER, region.user("commerce", R.DRAFTER), 7, 9)
    with pytest.raises(Refusal, match="倒填"):
        leave(region, R.FINAL_REVIEWER, colleague, -1, 7)
    with pytest.raises(Refusal, match="早于起始"):
        leave(region, R.FINAL_REVIEWER, colleague, 7, 3)


def test_both_see_it_and_the_one_who_left_ends_it_from_the_page(region, client, colleague):
    client.force_login(region.user("commerce", R.FIRST_REVIEWER), backend=BACKEND)
    own = region.user("commerce", R.FIRST_REVIEWER).memberships.get()
    typed = {"membership": own.pk, "deputy": "nobody", "valid_from": days(0), "valid_to": days(2)}
    page = client.post(reverse("deputies"), typed)
    assert "没有这个登录名" in page.context["form"].errors["deputy"][0]
    assert client.post(reverse("deputies"), typed | {"deputy": "colleague"}).status_code == 302
    delegation = Delegation.objects.get()
    client.force_login(colleague, backend=BACKEND)
    assert [each for each, _may_end in client.get(reverse("deputies")).context["rows"]] == [delegation]
    client.post(reverse("deputy_end", args=[delegation.pk]))
    assert Delegation.objects.get().ended_at is None
    client.force_login(region.user("commerce", R.FIRST_REVIEWER), backend=BACKEND)
    client.post(reverse("deputy_end", args=[delegation.pk]))
    assert Delegation.objects.get().ended_at is not None


def own_role(user):
    return Membership.objects.get(user=user, revoked_at=None)


def ended_in(act):
    """Return the delegations whose end the events of an act record."""
    events = Event.objects.filter(act=act, subject_type="accounts.delegation")
    return {int(each.subject_id) for each in events}


def test_whoever_loses_the_roles_that_made_them_eligible_is_no_deputy_any_more(region, colleague, submitted):
    delegation = leave(region, R.FIRST_REVIEWER, colleague)
    second = grant_role(SETUP, region.commerce, colleague, R.SECOND_REVIEWER)
    revoke_role(SETUP, second, reason="轮岗")
    assert R.FIRST_REVIEWER in fresh(colleague).roles_at(region.commerce)
    revoke_role(SETUP, own_role(colleague), reason="调离")
    assert not fresh(colleague).live_memberships
    delegation.refresh_from_db()
    assert delegation.ended_at is not None
    assert ended_in("revoke_role") == {delegation.pk}


def test_a_role_that_is_taken_back_ends_what_its_holder_left_to_a_deputy(region, colleague):
    delegation = leave(region, R.FIRST_REVIEWER, colleague)
    revoke_role(SETUP, delegation.membership, reason="轮岗")
    delegation.refresh_from_db()
    assert delegation.ended_at is not None
    assert ended_in("revoke_role") == {delegation.pk}


def test_a_deputy_does_not_become_an_administrator(region, colleague):
    delegation = leave(region, R.FIRST_REVIEWER, colleague, 5, 7)
    with pytest.raises(Refusal, match="三员分立"):
        grant_role(SETUP, region.government, colleague, R.SYSTEM_ADMINISTRATOR, valid_from=days(7))
    # As an earlier version left it: a deputation that outlasts the deputy's own role.
    Membership.objects.filter(user=colleague).update(valid_to=days(3))
    with pytest.raises(Refusal, match="请先在“代理”页面终止"):
        grant_role(SETUP, region.government, colleague, R.SYSTEM_ADMINISTRATOR, valid_from=days(4))
    end_delegation(region.user("commerce", R.FIRST_REVIEWER), delegation)
    assert grant_role(SETUP, region.government, colleague, R.SYSTEM_ADMINISTRATOR, valid_from=days(4)).pk


def test_an_administrators_rows_give_no_deputy_role_however_they_came_about(region, colleague):
    """Whatever rows there are: the reading of roles itself keeps the administrators apart."""
    leave(region, R.FIRST_REVIEWER, colleague)
    Membership.objects.filter(user=colleague).update(role=R.AUDIT_ADMINISTRATOR)
    assert {each.role for each in fresh(colleague).live_memberships} == {R.AUDIT_ADMINISTRATOR}


@pytest.mark.parametrize("who", ["principal", "deputy"])
def test_an_account_that_is_closed_ends_deputations_for_good(region, colleague, who):
    delegation = leave(region, R.FIRST_REVIEWER, colleague)
    closed = {"principal": region.user("commerce", R.FIRST_REVIEWER), "deputy": colleague}[who]
    disable_user(SETUP, closed, reason="调离")
    assert R.FIRST_REVIEWER not in fresh(colleague).roles_at(region.commerce)
    enable_user(SETUP, closed)
    assert R.FIRST_REVIEWER not in fresh(colleague).roles_at(region.commerce)
    assert ended_in("disable_user") == {delegation.pk}


def test_a_deputy_must_hold_a_role_of_their_own_on_each_of_the_days(region, colleague):
    Membership.objects.filter(user=colleague).update(valid_to=days(3))
    with pytest.raises(Refusal, match="期限"):
        leave(region, R.FIRST_REVIEWER, colleague, 0, 7)
    delegation = leave(region, R.FIRST_REVIEWER, colleague, 0, 3)
    Delegation.objects.filter(pk=delegation.pk).update(valid_to=days(7))
    Membership.objects.filter(user=colleague).update(valid_to=days(-1), valid_from=days(-2))
    assert not fresh(colleague).live_memberships
