"""What examiners say of stored files, kept by the file's content and the examiner's version.

A file is read once for each version of an examiner, however many records carry it: later scans are looked up.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from gongkai.site.editorial.models import FileScan, StoredFile

Findings = list[dict[str, Any]]
Examine = Callable[[StoredFile], Findings]
EXAMINERS: dict[str, tuple[Callable[[], str], Examine]] = {}


def examiner(name: str, *, version: Callable[[], str]) -> Callable[[Examine], Examine]:
    """Plug an examiner of files in, by a name; a new version of it looks at every file again."""

    def plug(function: Examine) -> Examine:
        EXAMINERS[name] = version, function
        return function

    return plug


def newest(files: Iterable[str]) -> dict[str, dict[str, FileScan]]:
    """Return the newest scan of each file by each examiner, by the file's hash and the examiner's name."""
    found: dict[str, dict[str, FileScan]] = {}
    for scan in FileScan.objects.filter(file__in=list(files)).order_by("id"):
        found.setdefault(scan.file_id, {})[scan.examiner] = scan
    return found


def bring_up_to_date(files: Iterable[StoredFile]) -> None:
    """Let every examiner look at those files that its present version has not seen."""
    by_hash = {each.pk: each for each in files}
    seen = newest(by_hash)
    for name, (version, examine) in EXAMINERS.items():
        for sha256, file in by_hash.items():
            last = seen.get(sha256, {}).get(name)
            if last is None or last.version != version():
                FileScan.objects.get_or_create(
                    file=file, examiner=name, version=version(),
                    defaults={"findings": examine(file), "at": timezone.now()},
                )  # fmt: skip
