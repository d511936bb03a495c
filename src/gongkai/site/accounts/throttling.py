"""Names that are locked for a while after too many wrong passwords (django-axes), and freeing them."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def spelled(username: str) -> str:
    """Return a login name as it is kept: however it is typed, it is one name, also to whoever counts attempts."""
    return username.strip().lower()


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """Return the name that somebody tries, for django-axes."""
    given = (credentials or {}).get("username") or (request.POST.get("username") if request else None)
    return spelled(given) if given else None


def locked_until(username: str) -> datetime | None:
    """Return when a name is free again from the address that is locked longest, or None if it is free."""
    pause = timedelta(hours=settings.AXES_COOLOFF_TIME)
    failures: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    for attempt in AccessAttempt.objects.filter(username=username, attempt_time__gt=timezone.now() - pause):
        failures[attempt.ip_address] += attempt.failures_since_start
        last[attempt.ip_address] = max(attempt.attempt_time, last.get(attempt.ip_address, attempt.attempt_time))
    locked = [last[address] for address, count in failures.items() if count >= settings.AXES_FAILURE_LIMIT]
    return max(locked) + pause if locked else None


def free(username: str) -> int:
    """Forget the wrong passwords of a name; return how many rows there were."""
    return int(reset(username=username))
