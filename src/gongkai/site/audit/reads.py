"""The log of reads (个人信息查阅记录): who saw somebody else's personal data, whose or in what, and when.

Not an act and not chained: looking changes nothing. The rows are written once, before the answer goes out, so what
cannot be noted is not shown. What counts as personal is said by the apps that hold it, as a kind that they register;
what agencies must publish of their office (条例第十二条) and names beside work are none.
"""

from typing import Any

from django.utils import timezone

from gongkai.site.audit.acts import agency_of
from gongkai.site.audit.models import Read

KINDS: dict[str, str] = {}


def kind(code: str, label: str) -> str:
    """Register a kind of personal data by a stable code, and what readers of the log call it; return the code."""
    if code in KINDS:
        raise AssertionError(f"two kinds of personal data are called {code}")
    KINDS[code] = label
    return code


def record(reader: Any, subject: Any, what: str) -> None:
    """Note that somebody sees the personal data of ``subject``, or in it; their own they may always see."""
    if what not in KINDS:
        raise KeyError(what)
    if reader != subject:
        Read(
            reader=reader.pk, agency=agency_of(subject), subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk), what=what, at=timezone.now(),
        ).save()  # fmt: skip
