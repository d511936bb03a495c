"""Sessions: away too long, ended by oneself or an administrator, and the form that was being filled in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import PASSWORD, column

from gongkai.site.accounts.models import SignIn
from gongkai.site.accounts.sessions import KEPT, device_of, forget
from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.models import Item, Part

R = Role
BACKEND = "gongkai.site.accounts.backend.RoleBackend"
TYPED = "写了半小时的正文，不能丢。"


def enter(client, username="commerce-drafter"):
    return client.post(reverse("sign_in"), {"username": username, "password": PASSWORD})


@pytest.fixture
def drafter(region, client):
    enter(client)
    return client


def away(minutes):
    SignIn.objects.update(last_seen=timezone.now() - timedelta(minutes=minutes))


def new_item(region):
    return {
        "column": column(region.commerce, Part.NOTICES).pk, "title": "关于活动安排的通知", "body": TYPED,
        "formed_on": timezone.localdate().isoformat(), "attribute": "proactive", "password": "never-kept",
    }  # fmt: skip


def test_whoever_was_away_too_long_signs_in_again_and_comes_back(drafter):
    away(settings.IDLE_MINUTES - 1)
    assert drafter.get(reverse("items")).status_code == 200
    away(settings.IDLE_MINUTES + 1)
    asked = drafter.get(reverse("items"))
    assert asked["Location"] == f"{reverse('sign_in')}?next={reverse('items')}"
    assert "没有操作" in drafter.get(asked["Location"]).content.decode()


def test_a_session_lost_in_the_middle_of_a_form_loses_nothing(region, drafter):
    away(settings.IDLE_MINUTES + 1)
    lost = drafter.post(reverse("item_new"), new_item(region))
    assert lost["Location"] == f"{reverse('sign_in')}?next={reverse('kept_form')}"
    assert not Item.objects.exists()
    assert drafter.get(reverse("kept_form")).status_code == 302
    back = drafter.post(
        lost["Location"], {"username": "commerce-drafter", "password": PASSWORD, "next": reverse("kept_form")}
    )
    page = drafter.get(back["Location"])
    assert TYPED in page.content.decode()
    assert "never-kept" not in page.content.decode()
    again = dict(page.context["kept"]["fields"])
    assert drafter.post(page.context["kept"]["path"], again).status_code == 302
    assert TYPED in Item.objects.get().body
    assert drafter.get(reverse("kept_form"))["Location"] == reverse("worklist")


def test_what_was_typed_is_shown_to_nobody_else_and_for_an_hour_only(region, drafter):
    away(settings.IDLE_MINUTES + 1)
    drafter.post(reverse("item_new"), new_item(region))
    enter(drafter, "commerce-disclosure-officer")
    assert TYPED not in drafter.get(reverse("kept_form"), follow=True).content.decode()
    assert KEPT not in drafter.session

    enter(drafter)
    away(settings.IDLE_MINUTES + 1)
    drafter.post(reverse("item_new"), new_item(region))
    session = drafter.session
    session[KEPT] = session[KEPT] | {"at": (timezone.now() - timedelta(minutes=61)).isoformat()}
    session.save()
    enter(drafter)
    assert drafter.get(reverse("kept_form")).status_code == 302


def test_nothing_is_kept_of_strangers_and_nothing_of_passwords(region, client, drafter):
    stranger = Client()
    stranger.post(reverse("item_new"), new_item(region))
    assert KEPT not in stranger.session
    away(settings.IDLE_MINUTES + 1)
    drafter.post(reverse("password"), {"old": PASSWORD, "new": "an-own-one-77", "again": "an-own-one-77"})
    assert KEPT not in drafter.session


def test_that_somebody_is_there_is_written_once_a_minute_at_most(drafter):
    drafter.get(reverse("items"))
    with CaptureQueriesContext(connection) as asked:
        drafter.get(reverse("items"))
    assert [each["sql"] for each in asked if each["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []
    away(2)
    with CaptureQueriesContext(connection) as asked:
        drafter.get(reverse("items"))
    written = [each["sql"] for each in asked if each["sql"].startswith(("UPDATE", "INSERT"))]
    assert len([each for each in written if "accounts_signin" in each]) == 1


def test_a_page_without_a_session_may_be_cached(region, client):
    assert "Cookie" not in client.get(reverse("health")).get("Vary", "")


def test_other_sessions_are_seen_and_ended(region, drafter):
    other, third = Client(), Client()
    enter(other)
    enter(third)
    page = drafter.get(reverse("my_sessions"))
    assert len(page.context["sign_ins"]) == 3
    of_other = SignIn.objects.get(pk=other.session["sign_in"])
    drafter.post(reverse("session_end", args=[of_other.pk]))
    assert other.get(reverse("items")).status_code == 302
    assert third.get(reverse("items")).status_code == 200
    drafter.post(reverse("sessions_end"))
    assert third.get(reverse("items")).status_code == 302
    assert drafter.get(reverse("items")).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(region, drafter):
    other = Client()
    enter(other, "justice-drafter")
    drafter.post(reverse("session_end", args=[other.session["sign_in"]]))
    assert other.get(reverse("items")).status_code == 200


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(region, drafter):
    other = Client()
    enter(other)
    drafter.post(reverse("password"), {"old": PASSWORD, "new": "an-own-one-77", "again": "an-own-one-77"})
    assert other.get(reverse("items")).status_code == 302
    assert drafter.get(reverse("items")).status_code == 200
    assert SignIn.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("role", [R.SYSTEM_ADMINISTRATOR, R.SECURITY_ADMINISTRATOR])
def test_an_administrator_ends_the_sessions_of_somebody(region, drafter, role):
    administrator = Client()
    administrator.force_login(region.user("government", role), backend=BACKEND)
    administrator.post(reverse("person_sessions", args=[region.user("commerce", R.DRAFTER).pk]))
    assert drafter.get(reverse("items")).status_code == 302


def test_signing_out_ends_the_session(region, drafter):
    drafter.post(reverse("sign_out"))
    assert SignIn.objects.get().ended_at is not None


def test_old_sessions_are_forgotten(region, drafter):
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    away(181 * 24 * 60)
    forget(timezone.now())
    assert not Session.objects.exists()
    assert not SignIn.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge（Windows）"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox（Linux）"),
        ("", "其他浏览器（其他设备）"),
    ],
)
def test_a_browser_is_named_as_people_call_it(user_agent, device):
    assert device_of(user_agent) == device
