"""Wagtail's workflow moves only inside our acts; called by any other way it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gongkai.site.audit.acts import Refusal

_open: ContextVar[bool] = ContextVar("workflow_open", default=False)


@contextmanager
def inside_an_act() -> Iterator[None]:
    """Open the workflow for the act that runs."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def only_inside_an_act() -> None:
    """Refuse whoever comes around the acts."""
    if not _open.get():
        raise Refusal("审核只能在“待我审核”页面办理。")
