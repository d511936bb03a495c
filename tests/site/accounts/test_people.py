"""Accounts: who looks after them, what that cannot do, and what a person sees of it."""

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.urls import reverse
from tests.site.conftest import PASSWORD, SETUP

from gongkai.site.accounts.acts import (
    change_user,
    create_user,
    disable_user,
    enable_user,
    reset_password,
    unlock_user,
)
from gongkai.site.accounts.models import User
from gongkai.site.accounts.throttling import locked_until
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.models import Event

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
R = Role


def administrator(region):
    return region.user("government", R.SYSTEM_ADMINISTRATOR)


def enter(client, username, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": username, "password": password, **more})


def as_administrator(client, region, role=R.SYSTEM_ADMINISTRATOR):
    client.force_login(region.user("government", role), backend=BACKEND)
    return client


def test_a_registered_person_must_change_the_password_before_anything_else(region, client):
    page = as_administrator(client, region).post(
        reverse("person_new"), {"username": "newcomer", "name": "示例新人", "agency": region.commerce.pk}
    )
    password = page.context["password"]
    made = User.objects.get(username="newcomer")
    assert made.must_change_password
    assert made.agency == region.commerce
    client.logout()
    assert "还没有角色" in enter(client, "newcomer", password).content.decode()

    from gongkai.site.accounts.acts import grant_role

    grant_role(region.user("government", R.SECURITY_ADMINISTRATOR), region.commerce, made, R.DRAFTER)
    enter(client, "newcomer", password)
    assert client.get(reverse("worklist"))["Location"] == reverse("password")
    assert client.get(reverse("item_new"))["Location"] == reverse("password")
    changed = {"old": password, "new": "an-own-password-7", "again": "an-own-password-7"}
    assert client.post(reverse("password"), changed).status_code == 302
    assert client.get(reverse("worklist")).status_code == 200


def test_the_same_password_again_is_no_change(region, client):
    reset_password(SETUP, region.user("commerce", R.DRAFTER), password="for-one-time-only-3")
    enter(client, "commerce-drafter", "for-one-time-only-3")
    same = dict.fromkeys(("old", "new", "again"), "for-one-time-only-3")
    assert "相同" in client.post(reverse("password"), same).content.decode()
    assert region.user("commerce", R.DRAFTER).must_change_password


def test_a_system_administrator_comes_into_the_account_of_no_other_administrator(region):
    for role in (R.SECURITY_ADMINISTRATOR, R.AUDIT_ADMINISTRATOR):
        other = region.user("government", role)
        for attempt in (
            lambda one: reset_password(administrator(region), one, password="come-in-and-act-1"),
            lambda one: disable_user(administrator(region), one, reason="示例"),
            lambda one: change_user(
                administrator(region), one, name="别名", email="x@example.cn", agency=region.government
            ),
            lambda one: unlock_user(administrator(region), one),
        ):
            with pytest.raises(Refusal, match="三员分立"):
                attempt(other)


def test_an_administrators_password_is_reset_on_the_server(region, capsys):
    other = region.user("government", R.AUDIT_ADMINISTRATOR)
    call_command("reset_password", other.username)
    password = capsys.readouterr().out.split("：")[1].split("（")[0]
    fresh = User.objects.get(pk=other.pk)
    assert fresh.check_password(password)
    assert fresh.must_change_password


def test_a_disabled_person_is_out_at_once_and_comes_back_when_enabled(region, client):
    drafter = region.user("commerce", R.DRAFTER)
    client.force_login(drafter, backend=BACKEND)
    assert client.get(reverse("worklist")).status_code == 200
    with pytest.raises(Refusal, match="原因"):
        disable_user(administrator(region), drafter, reason=" ")
    disable_user(administrator(region), drafter, reason="调离")
    assert client.get(reverse("worklist")).status_code == 302
    assert enter(client, "commerce-drafter").status_code == 200
    enable_user(administrator(region), drafter)
    assert enter(client, "commerce-drafter").status_code == 302


def test_nobody_locks_themselves_out(region):
    with pytest.raises(Refusal, match="自己"):
        disable_user(administrator(region), administrator(region), reason="示例")


def test_five_wrong_passwords_lock_a_name_however_it_is_typed_and_the_administrator_frees_it(region, client):
    for spelled in (
        "commerce-drafter",
        "Commerce-Drafter",
        "COMMERCE-DRAFTER",
        " commerce-drafter",
        "commerce-DRAFTER",
    ):
        enter(client, spelled, "wrong")
    assert locked_until("commerce-drafter") is not None
    assert enter(client, "commerce-drafter").status_code == 429
    person = region.user("commerce", R.DRAFTER)
    page = as_administrator(client, region).get(reverse("person", args=[person.pk]))
    assert "锁定" in page.content.decode()
    client.post(reverse("person_unlock", args=[person.pk]))
    client.logout()
    assert enter(client, "commerce-drafter").status_code == 302
    assert not AccessAttempt.objects.filter(username="commerce-drafter").exists()
    with pytest.raises(Refusal, match="没有被锁定"):
        unlock_user(administrator(region), person)


def test_the_trail_of_a_person_keeps_no_personal_value(region):
    drafter = region.user("commerce", R.DRAFTER)
    change_user(administrator(region), drafter, name="示例改名人", email="somebody@example.cn", agency=region.justice)
    event = Event.objects.filter(act="change_user").latest("id")
    assert event.facts == {
        "changed": ["agency", "email", "name"], "from": region.commerce.pk, "to": region.justice.pk,
    }  # fmt: skip


def test_faults_stand_beside_their_field_and_nothing_typed_is_lost(region, client):
    page = as_administrator(client, region).post(
        reverse("person_new"),
        {"username": "commerce-drafter", "name": "示例同名", "email": "x", "agency": region.commerce.pk},
    )
    assert page.status_code == 422
    assert page.context["form"].errors["email"]
    page = client.post(
        reverse("person_new"),
        {"username": "commerce-drafter", "name": "示例同名", "agency": region.commerce.pk},
    )
    assert page.context["form"].errors["username"] == ["已有同名的登录名。"]
    assert "示例同名" in page.content.decode()


def test_an_administrator_of_a_bureau_sees_and_moves_nobody_elsewhere(region, client):
    from gongkai.site.accounts.acts import grant_role

    local = create_user(SETUP, region.commerce, username="local", name="示例局管理员", password=PASSWORD)
    grant_role(SETUP, region.commerce, local, R.SYSTEM_ADMINISTRATOR)
    client.force_login(local, backend=BACKEND)
    assert client.get(reverse("person", args=[region.user("justice", R.DRAFTER).pk])).status_code == 404
    listed = client.get(reverse("people")).context["page"].object_list
    assert {each.agency_id for each in listed} == {region.commerce.pk}
    with pytest.raises(Refusal, match="权限"):
        change_user(
            User.objects.get(pk=local.pk), region.user("commerce", R.DRAFTER), name="甲", email="",
            agency=region.justice,
        )  # fmt: skip


def test_the_list_asks_as_often_for_many_people_as_for_few(region, client, django_assert_num_queries):
    as_administrator(client, region)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("people"))
    for number in range(12):
        create_user(SETUP, region.commerce, username=f"more{number}", name="示例", password=PASSWORD)
    with django_assert_num_queries(len(few)):
        client.get(reverse("people"))


def test_the_command_that_resets_a_password_frees_a_locked_name(region, client):
    for _each in range(5):
        enter(client, "district-audit-administrator", "wrong")
    assert locked_until("district-audit-administrator") is not None
    call_command("reset_password", "district-audit-administrator")
    assert locked_until("district-audit-administrator") is None
