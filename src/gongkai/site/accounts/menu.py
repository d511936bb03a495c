"""The left menu of the back office: by work, not by table. Apps add their entries when they load."""

from dataclasses import dataclass
from typing import Any

from gongkai.site.agencies.policies import Holding, Public, SignedIn


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu, shown to whoever its policy allows at some agency."""

    position: int
    label: str
    route: str
    policy: Holding | Public | SignedIn


ENTRIES: list[Entry] = []


def add(entry: Entry) -> None:
    """Add an entry."""
    ENTRIES.append(entry)
    ENTRIES.sort(key=lambda each: each.position)


def entries_for(user: Any) -> list[Entry]:
    """Return what somebody sees."""
    return [each for each in ENTRIES if each.policy.allows_anywhere(user)]
