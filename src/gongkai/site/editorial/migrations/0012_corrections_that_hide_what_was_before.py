"""A correction may take out what should not have been public: earlier versions are shown no more."""

from typing import Any

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


def append_only_again(apps: Any, schema_editor: Any) -> None:
    """SQLite makes a table anew to add a column, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        append_only("editorial_publication").code(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0011_hands_and_deputies_are_kept"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, append_only_again),
        migrations.AddField(
            model_name="publication", name="hides_earlier", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(append_only_again, migrations.RunPython.noop),
    ]  # fmt: skip
