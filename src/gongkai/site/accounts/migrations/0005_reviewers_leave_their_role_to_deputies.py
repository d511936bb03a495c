"""Reviewers and disclosure officers who are away leave their role to a deputy, from day to day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_everybody_belongs_to_an_agency"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_to", models.DateField(verbose_name="止")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="终止时间")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代理人",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="accounts.membership",
                        verbose_name="代理的角色",
                    ),
                ),
            ],
            options={
                "verbose_name": "代理",
                "verbose_name_plural": "代理",
                "indexes": [models.Index(fields=["deputy", "valid_to"], name="delegation_by_deputy")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="delegation_ends_after_it_begins",
                        violation_error_message="截止日期早于起始日期。",
                    )
                ],
            },
        ),
    ]
