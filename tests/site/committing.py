"""For tests that commit, or need what an attacker with the database has.

A test that commits (``django_db(transaction=True)``, ``transactional_db``, ``live_server``) works on a copy of the
whole test database, which is thrown away afterwards: emptying tables, as Django does, is what append-only triggers
refuse, and takes Wagtail's root page and the index of search with it. On SQLite the copy is a file with WAL, as in
production, so that threads and processes have connections of their own.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection, connections
from django.test import TransactionTestCase


@contextmanager
def on_a_copy() -> Iterator[None]:
    """Let every connection of this process be one to a copy of the database."""
    copied = _copied_on_postgresql if connection.vendor == "postgresql" else _copied_on_sqlite
    with copied() as name:
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = before


@contextmanager
def _copied_on_sqlite() -> Iterator[str]:
    connection.ensure_connection()
    kept, connection.connection = connection.connection, None
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-copy-") as folder:
            path = Path(folder, "copy.sqlite3")
            with closing(sqlite3.connect(path)) as copy:
                kept.backup(copy)
            yield str(path)
    finally:
        connection.connection = kept


@contextmanager
def _copied_on_postgresql() -> Iterator[str]:
    connection.close()
    source = connection.settings_dict["NAME"]
    copy = f"{source}_copy"
    with _beside_postgresql() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
    try:
        yield copy
    finally:
        with _beside_postgresql() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@contextmanager
def _beside_postgresql() -> Iterator[Any]:
    of = connection.settings_dict
    with psycopg.connect(
        dbname="postgres", user=of["USER"], password=of["PASSWORD"], host=of["HOST"], port=of["PORT"] or None,
        autocommit=True,
    ) as beside, beside.cursor() as cursor:  # fmt: skip
        yield cursor


@contextmanager
def empty_database(name: str = "gongkai_elsewhere") -> Iterator[str]:
    """Give the address of an empty database that is of the kind of the tests' own."""
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="gongkai-empty-") as folder:
            yield f"sqlite:///{folder}/gongkai.sqlite3"
        return
    with _beside_postgresql() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield _address(name)
    finally:
        with _beside_postgresql() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _address(name: str) -> str:
    of = connection.settings_dict
    return f"postgresql://{of['USER']}@{quote(of['HOST'], safe='')}:{of['PORT'] or 5432}/{name}"


def environment() -> dict[str, str]:
    """Return what another process needs to work on the database that this one has now."""
    name = str(connection.settings_dict["NAME"])
    address = _address(name) if connection.vendor == "postgresql" else f"sqlite:///{name}"
    return os.environ | {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings", "GONGKAI_DATABASE": address}


def commit_to_copies() -> None:
    """Give each test that commits a copy instead of emptying tables after it."""

    def set_up(cls: Any) -> None:
        cls.copy = ExitStack()
        cls.copy.enter_context(on_a_copy())

    def tear_down(self: Any) -> None:
        self.copy.close()

    TransactionTestCase._fixture_setup = classmethod(set_up)
    TransactionTestCase._fixture_teardown = tear_down


@contextmanager
def without_triggers() -> Iterator[None]:
    """Drop the triggers that keep tables append-only, as an attacker with the database would, and put them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgname LIKE '%\\_no\\_%'"
            )
            triggers = cursor.fetchall()
            for table, name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        else:
            cursor.execute(
                "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'"
            )
            triggers = cursor.fetchall()
            for _, name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
    assert triggers, "no append-only table was found"
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, _, sql in triggers:
                cursor.execute(sql)
