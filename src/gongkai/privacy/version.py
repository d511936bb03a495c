"""Which finders these are: whoever keeps what a scan said knows by it when to scan again."""

import hashlib
from functools import cache
from importlib.resources import files

_MADE_OF = ("gongkai.privacy", "gongkai.opening")


@cache
def finders_version() -> str:
    """Return a digest of everything that finds, so that no change of a finder is overlooked.

    The lists of protected wording carry versions of their own and are left out.
    """
    digest = hashlib.sha256()
    for package in _MADE_OF:
        for each in sorted(files(package).iterdir(), key=lambda each: each.name):
            if each.name.endswith(".py") and each.name != "wording_lists.py":
                digest.update(each.name.encode() + b"\0" + each.read_bytes() + b"\0")
    return digest.hexdigest()
