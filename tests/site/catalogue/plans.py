"""How the database would answer a question: by an index, and without sorting."""

from typing import Any

from django.db import connection


def assert_served_by(index: str, found: Any) -> None:
    """Assert that an index serves a question in its order.

    PostgreSQL reads small tables whole whatever there is, so it is told not to, and may choose among indexes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        assert "Seq Scan" not in found.explain()
        return
    plan = found.explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan
