"""Answers of other organs on secrecy, and what was done after leaks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0008_signed_sheets_are_filed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RemedialMeasures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_on", models.DateField(verbose_name="采取日期")),
                ("measures", models.TextField(verbose_name="补救措施")),
                ("notified", models.TextField(verbose_name="通知了谁")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedial_measures",
                        to="editorial.withdrawal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SecrecyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ", models.CharField(max_length=100, verbose_name="答复机关")),
                ("answered_on", models.DateField(verbose_name="答复日期")),
                ("document_number", models.CharField(blank=True, max_length=100, verbose_name="答复文号")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[
                            ("publishable", "可以公开"),
                            ("not_publishable", "不予公开"),
                            ("referred", "不能确定，报请确定"),
                        ],
                        max_length=16,
                        verbose_name="答复结论",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="答复意见")),
                ("evidence_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editorial.storedfile"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="editorial.secrecyreview"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("conclusion", "referred"), _negated=True), name="secrecy_answer_decides"
                    )
                ],
            },
        ),
        append_only("editorial_secrecyanswer"),
        append_only("editorial_remedialmeasures"),
    ]
