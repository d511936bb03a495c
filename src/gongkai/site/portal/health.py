"""Whether the site is well, for monitoring: cheap, public, and without anything to learn from."""

import os
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.audit.jobs import last_tick_file

TICK_AT_LEAST_EVERY = 15 * 60  # seconds


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@lru_cache(maxsize=1)
def _migrated_once() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError  # Not remembered: it is asked again until it is so.
    return True


def _migrated() -> bool:
    try:
        return _migrated_once()
    except (LookupError, DatabaseError):
        return False


def _store_writable() -> bool:
    root = Path(settings.FILES_ROOT)
    while not root.exists():  # It is made with the first file.
        root = root.parent
    return os.access(root, os.W_OK)


def _tick_age() -> int | None:
    try:
        return max(0, int(time.time() - last_tick_file().stat().st_mtime))
    except OSError:
        return None


@guarded(PUBLIC)
def health(_: HttpRequest) -> JsonResponse:
    """Answer 200 where everything is well, else 503."""
    database = _database()
    age = _tick_age()
    found = {
        "database": database,
        "migrated": database and _migrated(),
        "file_store_writable": _store_writable(),
        "last_tick_seconds_ago": age,
    }
    well = all(found[name] for name in ("database", "migrated", "file_store_writable"))
    well = well and age is not None and age <= TICK_AT_LEAST_EVERY
    answer = JsonResponse({"well": well, **found}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer
