"""Entries for tests, of invented agencies and people; and how a database finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.search import Entry

COUNT = 1200


def entry(seq: int, title: str = "", body: str = "", **fields: Any) -> Entry:
    """Return an entry in which only what matters to a test is said."""
    given = {"record_type": "item", "record_id": f"id-{seq}", "agency": 1, "column": "policy", "year": 2023}
    return Entry(seq=seq, title=title, body=body, **({"validity": "in_force"} | given | fields))


@contextmanager
def asked() -> Iterator[list[str]]:
    """Gather what is asked of the index itself, not of the mark that it is damaged."""
    with CaptureQueriesContext(connection) as queries:
        seen: list[str] = []
        yield seen
    seen += [each["sql"] for each in queries.captured_queries if "search_damage" not in each["sql"]]


def plan(sql: str) -> str:
    """Return how the database goes about it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql.replace('%', '%%')}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
