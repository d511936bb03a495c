"""A reviewed text may wait for the time at which it is to be public."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_slugs_are_free"),
        ("editorial", "0006_publications_are_examined_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_type", models.CharField(max_length=60)),
                ("record_id", models.PositiveBigIntegerField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField(verbose_name="公开时间")),
                ("correction_note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "等待公开"),
                            ("published", "已公开"),
                            ("cancelled", "已取消"),
                            ("refused", "没有公开"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("refusal", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["due_at"], name="schedule_due"),
                    models.Index(fields=["record_type", "record_id", "id"], name="schedule_by_record"),
                    models.Index(fields=["agency", "outcome"], name="schedule_by_agency"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("record_type", "record_id"),
                        name="schedule_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="schedule_ends_with_an_outcome",
                    ),
                ],
            },
        ),
    ]
