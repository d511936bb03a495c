"""From where a request comes (来源地址)."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> str | None:
    """Return the address of whoever asks.

    A proxy of ours (``GONGKAI_PROXIES``) adds the address of its own client at the end of ``X-Forwarded-For``: from
    there backwards the first that is no proxy of ours is the client. Whatever stands before it the client may have
    made up, as may anybody who does not come through a proxy of ours.
    """
    address = _read(request.META.get("REMOTE_ADDR", ""))
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    while address is not None and _is_ours(address) and passed:
        before = _read(passed.pop())
        if before is None:
            break
        address = before
    return None if address is None else str(address)


def _read(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _is_ours(address: Address) -> bool:
    return any(address in network for network in settings.PROXIES)
