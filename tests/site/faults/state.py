"""Everything that a database and the file store hold, to be compared; and faults at a chosen statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


def everything() -> dict[str, str]:
    """Return a digest of the rows of each table, whoever made it; virtual tables are seen by what they are made of."""
    state = {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        else:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            state[table] = sha256("\n".join(rows).encode()).hexdigest()
    return state


def stored() -> set[Path]:
    """Return the files in the store."""
    return {path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file() and not path.name.startswith(".")}


class Killed(BaseException):
    """Nothing that runs catches it, as nothing goes on in a process that is killed."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """Note the statements that are executed."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


@contextmanager
def killed_at(number: int) -> Iterator[None]:
    """Raise in the place of one statement, the first of which is 0; those that undo are let through."""
    at = -1

    def kill(execute: Callable[..., Any], *of: Any) -> Any:
        nonlocal at
        at += 1
        if at == number:
            raise Killed
        return execute(*of)

    with connection.execute_wrapper(kill):
        yield


@contextmanager
def failing_commit(error: Exception) -> Iterator[None]:
    """Let the database refuse to commit."""
    commit = connection.commit

    def refuse() -> None:
        raise error

    connection.commit = refuse
    try:
        yield
    finally:
        connection.commit = commit
