"""For tests that need what an attacker with the database has: append-only tables without their triggers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


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
