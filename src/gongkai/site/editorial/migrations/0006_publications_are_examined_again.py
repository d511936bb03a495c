"""What the checks say of everything public when lists and finders change."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_slugs_are_free"),
        ("editorial", "0005_stored_files_without_their_first_scan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rescan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=64)),
                ("everything", models.BooleanField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("examined", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Examination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=64)),
                ("remarks", models.JSONField()),
                ("blocking", models.PositiveIntegerField()),
                ("advising", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="examination",
                        to="editorial.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(("blocking__gt", 0), ("advising__gt", 0), _connector="OR"),
                        fields=["agency", "-blocking", "-publication"],
                        name="examination_open",
                    )
                ],
            },
        ),
    ]
