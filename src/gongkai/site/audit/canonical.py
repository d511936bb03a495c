"""One spelling of a value, so that its hash is the same on every machine and in every language."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from gongkai.site.audit.verifier import CHAINED_FIELDS, FIRST_HASH, spelled

__all__ = ("CHAINED_FIELDS", "FIRST_HASH", "canonical", "digest", "event_hash")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else spelled(value)


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8 characters as they are.

    A float has no spelling that every machine agrees on, so it is refused.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A float has no canonical spelling: use an int, a Decimal or text.")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def event_hash(fields: dict[str, Any]) -> str:
    """Return the hash that chains an event to the one before it."""
    return digest({name: fields[name] for name in CHAINED_FIELDS})
