"""Helpers of back-office views: acts that answer in words, and records that are there only for whoever may see them."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest

from gongkai.site.agencies.policies import Holding
from gongkai.site.audit.acts import Refusal

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")


def find(request: HttpRequest, records: models.QuerySet[M], policy: Holding, **which: Any) -> M:
    """Return a record that the policy lets this person see; what they may not see does not exist for them."""
    record = records.filter(**which).first()
    if record is None or not policy.allows(request.user, record.agency_id):
        raise Http404
    return record


def perform(request: HttpRequest, act: Callable[..., R], *args: Any, done: str, **kwargs: Any) -> R | None:
    """Perform an act as whoever signed in, and say what came of it; None if it was refused."""
    try:
        result = act(request.user, *args, **kwargs)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result if result is not None else True
