"""Scans of signed approval sheets are filed with what was submitted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0007_publication_at_a_set_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editorial.storedfile"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_sheets",
                        to="editorial.submission",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        append_only("editorial_signedsheet"),
    ]
