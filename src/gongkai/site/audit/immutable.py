"""Tables whose rows the database itself refuses to change or delete, as operations for migrations."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION gongkai_append_only()
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION gongkai_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def append_only(table: str) -> migrations.RunPython:
    """Return the operation that makes a table append-only."""

    def forwards(_: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            # No parameters, not none of them: otherwise the % of RAISE would be read as the place of one.
            schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
            template = POSTGRESQL
        else:
            template = SQLITE
        for verb in ("update", "delete"):
            schema_editor.execute(template.format(table=table, verb=verb, VERB=verb.upper()))

    def backwards(_: Any, schema_editor: Any) -> None:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")

    return migrations.RunPython(forwards, backwards)


def append_only_again(table: str) -> tuple[migrations.RunPython, migrations.RunPython]:
    """Return the operations that stand before and after one for which SQLite makes a table anew.

    The triggers of the old table go with it; the first operation makes them again on the way back.
    """

    def again(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            append_only(table).code(apps, schema_editor)

    nothing = migrations.RunPython.noop
    return migrations.RunPython(nothing, again), migrations.RunPython(again, nothing)
