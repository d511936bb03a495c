"""What happens as time passes: jobs that apps plug in, each done again without harm and caught up after downtime."""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from gongkai.site.audit.chain import write_heads

Job = Callable[[datetime], None]
JOBS: dict[str, Job] = {}


def job(label: str) -> Callable[[Job], Job]:
    """Register a job by what an operator reads when it fails; it is idempotent and looks for itself what is due."""

    def register(function: Job) -> Job:
        if label in JOBS:
            raise AssertionError(f"two jobs are called {label}")
        JOBS[label] = function
        return function

    return register


@job("留存审计链首")
def keep_heads(now: datetime) -> None:
    """Write the day's heads outside the database."""
    write_heads(settings.HEADS_ROOT, timezone.localdate(now))


class AlreadyTicking(Exception):
    """Another process on this machine does the jobs at this moment."""


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the jobs; the lock goes with the process, however it ends."""
    path = Path(settings.DATA) / "tick.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyTicking("另一个进程正在办理到期的事务，这一次不办。") from error
        yield


def tick(now: datetime) -> list[str]:
    """Do every job and return what failed, in words; one that fails does not hold up the others."""
    with _alone():
        return _do_all(now)


def _do_all(now: datetime) -> list[str]:
    failed = []
    for label, each in JOBS.items():
        try:
            each(now)
        except Exception as error:  # The operator is told; the next tick tries again
            logging.getLogger(__name__).exception("job failed: %s", label)
            failed.append(f"{label}：{error}")
    if not failed:
        mark = last_tick_file()
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        os.utime(mark, (now.timestamp(), now.timestamp()))
    return failed


def last_tick_file() -> Path:
    """Return the file whose time is that of the last tick in which nothing failed."""
    return Path(settings.DATA) / "last-tick"
