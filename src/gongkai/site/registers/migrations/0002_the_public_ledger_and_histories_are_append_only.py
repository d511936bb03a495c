"""What was imported, said before, released and withdrawn is written once: the database refuses to change it."""

from django.db import migrations

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    """Triggers on the tables of histories and of the public ledger."""

    dependencies = (("registers", "0001_decisions_fees_and_statements"),)
    operations = tuple(
        append_only(f"registers_{table}")
        for table in (
            "tableimport",
            "rowversion",
            "release",
            "releasedrow",
            "releaseoutcome",
            "publicentry",
            "withdrawal",
        )
    )
