"""The salted digests by which the chain holds what people wrote, without holding it.

Words (reasons, notes, names, contacts) stand in rows of their own. An event's fact ``words`` is the HMAC-SHA256, under
``GONGKAI_AUDIT_SALT``, of its words together with its subject and time: equal words have different digests, and
nobody without the salt can try what a short one, such as a telephone number, may have been. An export carries the
digests alone, so the verifier needs neither the words nor the salt.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.site.audit.canonical import canonical
from gongkai.site.audit.models import Event, Words
from gongkai.site.audit.verifier import Break

FACT = "words"
BOUND_TO = ("subject_type", "subject_id", "recorded_at")


def salted(value: Any) -> str:
    """Return the salted digest of a value: the HMAC-SHA256 of its canonical spelling."""
    return hmac.new(settings.AUDIT_SALT.encode(), canonical(value).encode(), hashlib.sha256).hexdigest()


def seal(event: Mapping[str, Any], said: dict[str, Any]) -> str:
    """Return the salted digest of what was said in an event."""
    return salted({"said": said} | {name: event[name] for name in BOUND_TO})


def broken_seals(events: QuerySet[Event]) -> Iterator[Break]:
    """Yield the events whose words are not those that were sealed."""
    concerned = events.filter(Q(facts__has_key=FACT) | Q(words__isnull=False)).select_related("words")
    for event in concerned.order_by("agency", "seq").iterator(chunk_size=2000):
        words: Words | None = getattr(event, "words", None)
        if words is None:
            yield Break(event.agency, event.seq, "办理时写下的文字缺失")
        elif event.facts.get(FACT) != seal({name: getattr(event, name) for name in BOUND_TO}, words.said):
            yield Break(event.agency, event.seq, "办理时写下的文字与摘要不符，被改动")
