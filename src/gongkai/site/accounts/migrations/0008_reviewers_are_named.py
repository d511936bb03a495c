"""Whom an agency names to review at each stage."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_recovery_codes_of_the_second_step"),
        ("agencies", "0005_competent_departments_by_article_3"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedReviewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("first_reviewer", "初审人员"),
                            ("second_reviewer", "复审人员"),
                            ("final_reviewer", "终审（签发）人员"),
                        ],
                        max_length=24,
                        verbose_name="审核环节",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named_reviewers",
                        to="agencies.agency",
                        verbose_name="机构",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "指定审核人员",
                "verbose_name_plural": "指定审核人员",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "role", "user"),
                        name="reviewer_named_once",
                        violation_error_message="同一环节的同一个人只需要指定一次。",
                    )
                ],
            },
        ),
    ]
