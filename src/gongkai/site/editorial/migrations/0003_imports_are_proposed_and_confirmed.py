"""An import of history is proposed by one person and entered by another."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_slugs_are_free"),
        ("editorial", "0002_the_ledger_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_type", models.CharField(max_length=60)),
                ("record_id", models.PositiveBigIntegerField()),
                ("source", models.CharField(max_length=300, verbose_name="来源")),
                ("published_at", models.DateTimeField(verbose_name="当时公开的时间")),
                ("content_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["record_type", "record_id", "id"], name="import_proposal_by_record")],
            },
        ),
        append_only("editorial_importproposal"),
    ]
