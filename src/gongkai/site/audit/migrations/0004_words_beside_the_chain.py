"""What people write in acts, in rows of their own that are written once; the chain holds salted digests of it."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_events_are_found_by_act_and_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="audit.event",
                    ),
                ),
                ("said", models.JSONField()),
            ],
            options={
                "abstract": False,
            },
        ),
        append_only("audit_words"),
    ]
