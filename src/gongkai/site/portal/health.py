"""Whether the site is well, for monitoring: cheap, public, and without anything to learn from."""

import os
import shutil
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from gongkai.site import search
from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.audit.chain import missing_heads
from gongkai.site.audit.jobs import last_tick_file

TICK_AT_LEAST_EVERY = 15 * 60  # seconds
FREE_AT_LEAST = 512  # MB: a few of the largest files, and what the database writes besides.


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def unapplied() -> bool:
    """Say whether the database is of an earlier version than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@lru_cache(maxsize=1)
def _migrated_once() -> bool:
    if unapplied():
        raise LookupError  # Not remembered: it is asked again until it is so.
    return True


def _migrated() -> bool:
    try:
        return _migrated_once()
    except (LookupError, DatabaseError):
        return False


def _search() -> bool:
    try:
        return search.usable()
    except DatabaseError:
        return False


def _heads() -> bool:
    """Say whether the heads that were kept last are still in their chains; the rest is for `verify-audit`."""
    try:
        return not missing_heads(settings.HEADS_ROOT)
    except (DatabaseError, ValueError, OSError):
        return False


def _disk_free() -> int:
    """Return how many MB are free where the files lie."""
    return shutil.disk_usage(_existing(Path(settings.FILES_ROOT))).free // 2**20


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest above it: it is made with the first file."""
    while not folder.exists():
        folder = folder.parent
    return folder


def _store_writable() -> bool:
    return os.access(_existing(Path(settings.FILES_ROOT)), os.W_OK)


def _tick_age() -> int | None:
    try:
        return max(0, int(time.time() - last_tick_file().stat().st_mtime))
    except OSError:
        return None


@guarded(PUBLIC)
def health(_: HttpRequest) -> JsonResponse:
    """Answer 200 where everything is well, else 503."""
    database, age, free = _database(), _tick_age(), _disk_free()
    migrated = database and _migrated()
    states = {
        "database": database,
        "migrated": migrated,
        "search": migrated and _search(),
        "audit_heads": migrated and _heads(),
        "file_store_writable": _store_writable(),
        "disk": free >= FREE_AT_LEAST,
        "tick": age is not None and age <= TICK_AT_LEAST_EVERY,
    }
    found = states | {"disk_free_mb": free, "last_tick_seconds_ago": age}
    well = all(states.values())
    answer = JsonResponse({"well": well, **found}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer
