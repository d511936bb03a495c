"""What the environment says, read once and refused in words where it is wrong."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def secret(name: str) -> str:
    """Return a secret of at least 32 characters; the site does not start without it."""
    value = os.environ.get(name, "")
    if len(value) < 32:
        raise ImproperlyConfigured(
            f"{name} is missing or shorter than 32 characters: the site does not start without it. "
            f'Set it to the output of: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return value


def flag(name: str) -> bool:
    """Return whether a switch is on; anything but a plain yes or no is refused."""
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def count(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within bounds; anything else is refused."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number from {least} to {most}.")
    return int(value)


def choice(name: str, *known: str) -> str:
    """Return one of some words, the first where nothing is said."""
    value = os.environ.get(name, "").strip() or known[0]
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}: write {' or '.join(known)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return a list that is written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return addresses, or ranges of them, that are written with commas; anything else is refused."""
    found = []
    for word in words(name):
        try:
            found.append(ip_network(word))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} has {word!r}: write addresses such as 127.0.0.1 or 10.0.0.0/24."
            ) from error
    return found


def folder(name: str, default: str) -> Path:
    """Return a folder as an absolute path; it need not exist yet."""
    return Path(os.environ.get(name) or default).resolve()
