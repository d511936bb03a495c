"""What examiners say of a stored file is kept by their version, so that newer ones look again."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_imports_are_proposed_and_confirmed")]

    operations = [
        migrations.CreateModel(
            name="FileScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("examiner", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=64)),
                ("findings", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="editorial.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("file", "examiner", "version"), name="file_scan_once_a_version")
                ],
            },
        ),
        append_only("editorial_filescan"),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["document_number"], name="publication_by_document_number"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["index_number"], name="publication_by_index_number"),
        ),
    ]
