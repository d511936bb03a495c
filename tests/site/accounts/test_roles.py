"""Roles: granted, lent and taken back by the security administrator."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import PASSWORD, SETUP

from gongkai.site.accounts.acts import create_user, grant_role, revoke_role
from gongkai.site.accounts.models import Membership
from gongkai.site.agencies.acts import end_agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal

R = Role
BACKEND = "gongkai.site.accounts.backend.RoleBackend"


@pytest.fixture
def security(region):
    return region.user("government", R.SECURITY_ADMINISTRATOR)


@pytest.fixture
def newcomer(region):
    return create_user(SETUP, region.commerce, username="newcomer", name="示例新人", password=PASSWORD)


def days(count):
    return timezone.localdate() + timedelta(days=count)


def test_the_three_administrators_are_apart_on_every_day_also_of_the_future(region, security, newcomer):
    grant_role(security, region.commerce, newcomer, R.DRAFTER, valid_from=days(10), valid_to=days(20))
    with pytest.raises(Refusal, match="三员分立"):
        grant_role(security, region.government, newcomer, R.SYSTEM_ADMINISTRATOR)
    grant_role(security, region.government, newcomer, R.SYSTEM_ADMINISTRATOR, valid_to=days(9))
    with pytest.raises(Refusal, match="系统管理员"):
        grant_role(security, region.commerce, newcomer, R.FIRST_REVIEWER, valid_from=days(5))


def test_no_role_is_given_for_the_past_nor_where_nobody_is(region, security, newcomer):
    with pytest.raises(Refusal, match="倒填"):
        grant_role(security, region.commerce, newcomer, R.DRAFTER, valid_from=days(-1))
    end_agency(SETUP, region.justice, on=days(-1), successors=[region.commerce], basis="示例方案")
    region.justice.refresh_from_db()
    with pytest.raises(Refusal, match="不存在"):
        grant_role(security, region.justice, newcomer, R.DRAFTER)


def test_a_reviewer_is_lent_from_the_page_and_only_until_a_day(region, client, security):
    lent_person = create_user(SETUP, region.office, username="lent", name="示例派出人", password=PASSWORD)
    client.force_login(security, backend=BACKEND)
    typed = {
        "agency": region.commerce.pk, "user": " Lent ", "role": R.SECOND_REVIEWER, "valid_from": days(0),
        "lent_by": region.government.pk,
    }  # fmt: skip
    page = client.post(reverse("role_new"), typed)
    assert page.status_code == 422
    assert "截止日期" in page.content.decode()
    assert client.post(reverse("role_new"), typed | {"valid_to": days(30)}).status_code == 302
    lent = Membership.objects.get(user=lent_person)
    assert (lent.lent_by, lent.valid_to) == (region.government, days(30))
    soon = client.get(reverse("roles"), {"state": "soon"})
    assert list(soon.context["page"].object_list) == [lent]


def test_an_unknown_name_is_told_beside_the_field(region, client, security):
    client.force_login(security, backend=BACKEND)
    page = client.post(
        reverse("role_new"),
        {"agency": region.commerce.pk, "user": "nobody", "role": R.DRAFTER, "valid_from": days(0)},
    )
    assert "没有这个登录名" in page.context["form"].errors["user"][0]


def test_taking_back_needs_a_reason_and_works_at_once(region, client, security):
    membership = region.user("commerce", R.DRAFTER).memberships.get()
    with pytest.raises(Refusal, match="原因"):
        revoke_role(security, membership, reason=" ")
    client.force_login(security, backend=BACKEND)
    client.post(reverse("role_revoke", args=[membership.pk]), {"reason": "轮岗"})
    assert not region.user("commerce", R.DRAFTER).live_memberships
    over = client.get(reverse("roles"), {"state": "over"})
    assert list(over.context["page"].object_list) == [membership]


def test_the_list_asks_as_often_for_many_roles_as_for_few(region, client, security, django_assert_num_queries):
    client.force_login(security, backend=BACKEND)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("roles"))
    for number in range(8):
        user = create_user(SETUP, region.commerce, username=f"more{number}", name="示例", password=PASSWORD)
        grant_role(SETUP, region.commerce, user, R.DRAFTER)
    with django_assert_num_queries(len(few)):
        client.get(reverse("roles"))


def test_only_people_of_the_lender_are_lent(region, security, newcomer):
    until = days(30)
    with pytest.raises(Refusal, match="示例新人是示例区商务局的人员"):
        grant_role(
            security, region.commerce, newcomer, R.SECOND_REVIEWER, valid_to=until, lent_by=region.government
        )  # fmt: skip
    with pytest.raises(Refusal, match="不是示例区人民政府办公室"):
        grant_role(
            security, region.justice, newcomer, R.SECOND_REVIEWER, valid_to=until, lent_by=region.office
        )  # fmt: skip
    lent = create_user(SETUP, region.office, username="lent", name="示例派出人", password=PASSWORD)
    assert grant_role(security, region.commerce, lent, R.SECOND_REVIEWER, valid_to=until, lent_by=region.office).pk
    assert grant_role(security, region.justice, lent, R.FIRST_REVIEWER, valid_to=until, lent_by=region.government).pk
