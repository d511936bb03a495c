"""The second step of signing in: enrolled, asked for, throttled, given up, reset."""

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.site.conftest import PASSWORD

from gongkai.site.accounts import second_factor as factor
from gongkai.site.accounts.models import RecoveryCode
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.models import Event

R = Role
BACKEND = "gongkai.site.accounts.backend.RoleBackend"


def code_of(key):
    """Return the code that a device shows now."""
    return f"{totp(bytes.fromhex(key)):06d}"


def give_password(client, **more):
    return client.post(reverse("sign_in"), {"username": "commerce-drafter", "password": PASSWORD} | more)


def signed_in(client):
    return client.get(reverse("items")).status_code == 200


@pytest.fixture
def drafter(region):
    return region.user("commerce", R.DRAFTER)


@pytest.fixture
def enrolled(drafter, client):
    """Somebody who enrolled on the page, with the key of the device and the recovery codes."""
    client.force_login(drafter, backend=BACKEND)
    client.get(reverse("second_factor"))
    key = client.session[factor.NEW_KEY]
    codes = client.post(reverse("second_factor"), {"code": code_of(key)}).context["codes"]
    TOTPDevice.objects.update(last_t=-1)  # As if some time had passed: the code of now works once more.
    client.logout()
    return key, codes


def test_enrolling_needs_a_code_of_the_very_key_that_is_shown(drafter, client):
    client.force_login(drafter, backend=BACKEND)
    page = client.get(reverse("second_factor"))
    assert "<svg" in page.content.decode()
    key = client.session[factor.NEW_KEY]
    wrong = client.post(reverse("second_factor"), {"code": "000000" if code_of(key) != "000000" else "111111"})
    assert wrong.status_code == 422
    assert not TOTPDevice.objects.exists()
    assert client.session[factor.NEW_KEY] == key
    assert client.post(reverse("second_factor"), {"code": code_of(key)}).status_code == 200
    assert factor.device_of(drafter).key == key


def test_the_picture_names_the_site_and_the_person(drafter):
    address = urlparse(factor.address_of(drafter, "00" * 20))
    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert asked["issuer"] == ["政府信息公开"]
    assert factor.picture_of(address.geturl()).startswith("<svg")


def test_the_password_alone_signs_nobody_in_who_enrolled(enrolled, client):
    key, _codes = enrolled
    step = give_password(client, next=reverse("items"))
    assert step["Location"] == reverse("second_step")
    assert not signed_in(client)
    done = client.post(reverse("second_step"), {"code": code_of(key)})
    assert done["Location"] == reverse("items")
    assert signed_in(client)


def test_a_code_works_once(enrolled, client):
    key, _codes = enrolled
    code = code_of(key)
    give_password(client)
    client.post(reverse("second_step"), {"code": code})
    second = Client()
    give_password(second)
    assert second.post(reverse("second_step"), {"code": code}).status_code == 422
    assert not signed_in(second)


def test_wrong_codes_make_the_next_wait_also_the_right_one(enrolled, client):
    key, codes = enrolled
    give_password(client)
    for _each in range(3):
        client.post(reverse("second_step"), {"code": "not-a-code"})
        TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(minutes=1))
    client.post(reverse("second_step"), {"code": "not-a-code"})
    for right in (code_of(key), codes[0]):
        refused = client.post(reverse("second_step"), {"code": right})
        assert "秒后再试" in refused.content.decode()
    assert not signed_in(client)
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(minutes=1))
    assert client.post(reverse("second_step"), {"code": code_of(key)}).status_code == 302


def test_a_recovery_code_signs_in_once_however_it_is_typed(enrolled, client):
    _key, codes = enrolled
    give_password(client)
    assert client.post(reverse("second_step"), {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    assert signed_in(client)
    again = Client()
    give_password(again)
    assert again.post(reverse("second_step"), {"code": codes[3]}).status_code == 422
    assert RecoveryCode.objects.count() == factor.RECOVERY_CODES - 1
    assert not RecoveryCode.objects.filter(digest__contains=codes[4].replace("-", "")).exists()


def test_the_second_step_needs_the_first_within_five_minutes(enrolled, client):
    key, _codes = enrolled
    assert client.post(reverse("second_step"), {"code": code_of(key)})["Location"] == reverse("sign_in")
    give_password(client)
    session = client.session
    session[factor.WAITING] = session[factor.WAITING] | {"at": (timezone.now() - timedelta(minutes=6)).isoformat()}
    session.save()
    assert client.post(reverse("second_step"), {"code": code_of(key)})["Location"] == reverse("sign_in")
    assert not signed_in(client)


def test_it_is_given_up_by_password_only(enrolled, drafter, client):
    client.force_login(drafter, backend=BACKEND)
    assert client.post(reverse("second_factor_disable"), {"password": "wrong"}).status_code == 422
    assert factor.device_of(drafter)
    client.post(reverse("second_factor_disable"), {"password": PASSWORD})
    assert not factor.device_of(drafter)
    assert not RecoveryCode.objects.exists()


def test_the_security_administrator_resets_it_and_the_trail_says_so(region, enrolled, drafter, client):
    client.force_login(region.user("government", R.SECURITY_ADMINISTRATOR), backend=BACKEND)
    page = client.get(reverse("role_person", args=[drafter.pk]))
    assert page.context["enrolled"]
    client.post(reverse("second_factor_reset", args=[drafter.pk]))
    assert not factor.device_of(drafter)
    assert Event.objects.filter(act="reset_second_factor", subject_id=str(drafter.pk)).exists()
    third = Client()
    give_password(third)
    assert signed_in(third)


def test_the_server_resets_password_and_second_step_together(enrolled, drafter, capsys):
    call_command("reset_password", "commerce-drafter", "--second-factor")
    assert "临时密码" in capsys.readouterr().out
    assert not factor.device_of(drafter)
