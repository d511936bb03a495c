"""Checks of what is about to be published, and of what is public, and their remarks. Other apps plug theirs in.

A check reads a manuscript (稿件: texts and files) and returns remarks. A blocking remark stops the stage until the
text is changed or, where the remark allows it, somebody who did not write the text sets it aside with a reason; an
advice is only shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.site.audit.canonical import digest
from gongkai.site.editorial.manuscripts import Manuscript, of_draft
from gongkai.site.editorial.models import Dismissal
from gongkai.site.editorial.records import ReviewedRecord


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check found."""

    kind: str  # Stable key: "privacy.resident_id", "pictures.alternative_text".
    where: str  # For people: 正文第 3 段, 附件“名单.xlsx”工作表“Sheet1”B2.
    shown: str  # The value, masked.
    why: str
    blocks: bool
    may_be_dismissed: bool
    source: str = ""  # The list and its version, where a list says so.

    @property
    def fingerprint(self) -> str:
        """The same finding has the same fingerprint while its place and value stay, also for a newer list."""
        return digest([self.kind, self.where, self.shown])


Check = Callable[[Manuscript], Iterable[Remark]]
CHECKS: dict[str, tuple[Callable[[], str], Check]] = {}


def check(name: str, *, version: Callable[[], str]) -> Callable[[Check], Check]:
    """Plug a check in, by a name; when its version changes, what is public is examined again."""

    def plug(function: Check) -> Check:
        CHECKS[name] = version, function
        return function

    return plug


def checks_version() -> str:
    """Return a digest of the versions of all checks."""
    return digest({name: version() for name, (version, _) in CHECKS.items()})


def remarks_on(manuscript: Manuscript) -> list[Remark]:
    """Run every check; the same remark is made once."""
    return list(dict.fromkeys(remark for _, function in CHECKS.values() for remark in function(manuscript)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A remark, and who set it aside."""

    remark: Remark
    dismissed_by: Any | None
    reason: str

    @property
    def stops(self) -> bool:
        """Whether it still stops the stage."""
        return self.remark.blocks and self.dismissed_by is None


def examine(record: ReviewedRecord) -> list[Standing]:
    """Run every check on a draft; blocking remarks come first, those that nobody can set aside before the others."""
    dismissals = {each.remark: each for each in Dismissal.objects.standing().filter(**record.key).select_related("by")}
    standings = []
    for remark in remarks_on(of_draft(record)):
        dismissal = dismissals.get(remark.fingerprint) if remark.may_be_dismissed else None
        standings.append(Standing(remark, dismissal.by if dismissal else None, dismissal.reason if dismissal else ""))
    return sorted(standings, key=_by_weight)


def _by_weight(standing: Standing) -> tuple[bool, bool, bool]:
    return not standing.stops, not standing.remark.blocks, standing.remark.may_be_dismissed


def remarks_sha256(standings: Iterable[Standing]) -> str:
    """Return the hash of what the checks said and by which list, as a review keeps it."""
    return digest([[s.remark.kind, s.remark.where, s.remark.shown, s.remark.source, s.reason] for s in standings])
