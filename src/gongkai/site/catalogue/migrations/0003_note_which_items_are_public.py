"""Items that stand in the ledger are noted as public."""

from typing import Any

from django.db import migrations


def note(apps: Any, _schema_editor: Any) -> None:
    """Read the ledger once; checked by the test that compares both."""
    publication = apps.get_model("editorial", "Publication")
    standing = publication.objects.filter(record_type="catalogue.item", superseded_by=None, withdrawal=None)
    apps.get_model("catalogue", "Item").objects.filter(pk__in=standing.values("record_id")).update(public=True)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_items_published_elsewhere"),
    ]

    operations = [
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
