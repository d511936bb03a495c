"""Passwords and codes that the site makes up, to be read, copied by hand and typed."""

import secrets

# Without letters and digits that are taken for one another when read out.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def _made_up(parts: int) -> str:
    return "-".join("".join(secrets.choice(READABLE) for _each in range(4)) for _part in range(parts))


def temporary_password() -> str:
    """Return a password for somebody to sign in with once."""
    return _made_up(4)


def recovery_code() -> str:
    """Return a code of 59 bits that stands for a lost device, once."""
    return _made_up(3)
