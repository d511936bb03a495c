"""The database itself keeps every append-only table: none lost its triggers to a migration."""

import pytest
from django.apps import apps
from django.db import connection

from gongkai.site.audit.models import AppendOnly

TABLES = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


@pytest.mark.parametrize("table", TABLES)
def test_an_append_only_table_has_its_triggers(db, table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        assert {name for (name,) in cursor.fetchall()} >= {f"{table}_no_update", f"{table}_no_delete"}
