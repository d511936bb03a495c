"""Which standing publication interprets which policy."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def link(apps: Any, _schema_editor: Any) -> None:
    standing = apps.get_model("editorial", "Publication").objects.filter(superseded_by=None, withdrawal=None)
    interpretation = apps.get_model("portal", "Interpretation")
    for each in standing.filter(canonical__contains='"interprets_id":').iterator(chunk_size=500):
        if policy := json.loads(each.canonical).get("interprets_id"):
            interpretation.objects.create(publication=each, policy=policy)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0010_publications_name_their_channel"),
        ("portal", "0002_count_what_stands"),
    ]
    operations = [
        migrations.CreateModel(
            name="Interpretation",
            fields=[
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+",
                        serialize=False, to="editorial.publication",
                    ),
                ),
                ("policy", models.PositiveBigIntegerField(db_index=True)),
            ],
        ),
        migrations.RunPython(link, migrations.RunPython.noop),
    ]  # fmt: skip
