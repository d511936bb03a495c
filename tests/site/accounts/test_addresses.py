"""From where somebody comes: behind the proxy what it says, from anybody else never what they say themselves."""

from ipaddress import ip_network

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.urls import reverse
from tests.site.conftest import PASSWORD

from gongkai.site import environment
from gongkai.site.accounts.addresses import client_address
from gongkai.site.accounts.models import SignIn

PROXY = [ip_network("127.0.0.1/32"), ip_network("10.0.0.0/24")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        pytest.param("127.0.0.1", "203.0.113.7", "203.0.113.7", id="through the proxy"),
        pytest.param("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7", id="what the client said comes before"),
        pytest.param("127.0.0.1", "203.0.113.7, 10.0.0.9", "203.0.113.7", id="through two proxies"),
        pytest.param("127.0.0.1", "2001:db8::7", "2001:db8::7", id="IPv6"),
        pytest.param("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7", id="the proxy as IPv6 writes it"),
        pytest.param("198.51.100.1", "203.0.113.7", "198.51.100.1", id="forged by a client"),
        pytest.param("127.0.0.1", "nonsense", "127.0.0.1", id="nonsense"),
        pytest.param("127.0.0.1", "", "127.0.0.1", id="the proxy itself"),
        pytest.param("", "203.0.113.7", None, id="no peer"),
    ],
)
def test_an_address_is_taken_from_the_proxy_alone(settings, peer, forwarded, address):
    settings.PROXIES = PROXY
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address


def test_without_the_setting_no_header_is_believed(settings):
    settings.PROXIES = []
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.7"})
    assert client_address(request) == "127.0.0.1"


def sign_in(client, password, peer, forwarded):
    typed = {"username": "commerce-drafter", "password": password}
    return client.post(reverse("sign_in"), typed, REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})


def test_a_stranger_behind_the_proxy_locks_out_themselves_alone(region, client, settings):
    settings.PROXIES = PROXY
    for _each in range(5):
        sign_in(client, "wrong", "127.0.0.1", "198.51.100.1")
    assert sign_in(client, PASSWORD, "127.0.0.1", "198.51.100.1").status_code == 429
    assert sign_in(client, PASSWORD, "127.0.0.1", "203.0.113.7").status_code == 302
    assert SignIn.objects.get().address == "203.0.113.7"


def test_a_client_that_forges_the_header_is_locked_out_all_the_same(region, client, settings):
    settings.PROXIES = PROXY
    for last in range(5):
        sign_in(client, "wrong", "198.51.100.1", f"203.0.113.{last}")
    assert sign_in(client, PASSWORD, "198.51.100.1", "203.0.113.99").status_code == 429
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"198.51.100.1"}


def test_a_proxy_that_is_no_address_stops_the_start(monkeypatch):
    monkeypatch.setenv("GONGKAI_PROXIES", "127.0.0.1, nginx")
    with pytest.raises(ImproperlyConfigured, match="nginx"):
        environment.networks("GONGKAI_PROXIES")
    monkeypatch.setenv("GONGKAI_PROXIES", "127.0.0.1, 10.0.0.0/24")
    assert environment.networks("GONGKAI_PROXIES") == PROXY
