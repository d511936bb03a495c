"""After a withdrawal what was set aside before is looked at again, and may be set aside again."""

from typing import Any

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


def append_only_again(apps: Any, schema_editor: Any) -> None:
    """SQLite makes a table anew to drop a constraint, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        append_only("editorial_dismissal").code(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0013_plans_may_hide_what_was_before"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, append_only_again),
        migrations.RemoveConstraint(model_name="dismissal", name="dismissal_once"),
        migrations.AddIndex(
            model_name="dismissal",
            index=models.Index(fields=["record_type", "record_id"], name="dismissal_by_record"),
        ),
        migrations.RunPython(append_only_again, migrations.RunPython.noop),
    ]
