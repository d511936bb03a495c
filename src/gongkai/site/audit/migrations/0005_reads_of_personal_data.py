"""The log of reads of personal data, written once."""

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_words_beside_the_chain"),
    ]

    operations = [
        migrations.CreateModel(
            name="Read",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader", models.PositiveBigIntegerField()),
                ("agency", models.PositiveBigIntegerField()),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                ("what", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-id"], name="read_by_agency"),
                    models.Index(fields=["reader", "-id"], name="read_by_reader"),
                    models.Index(fields=["what", "-id"], name="read_by_kind"),
                    models.Index(fields=["subject_type", "subject_id", "-id"], name="read_by_subject"),
                    models.Index(fields=["at"], name="read_by_time"),
                ],
            },
        ),
        append_only("audit_read"),
    ]
