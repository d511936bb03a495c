"""Who is signed in, with what and since when, so that it can be seen and ended."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_reviewers_leave_their_role_to_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.CharField(max_length=200, verbose_name="设备")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="地址")),
                ("since", models.DateTimeField(verbose_name="登录时间")),
                ("last_seen", models.DateTimeField(verbose_name="最近使用")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录会话",
                "verbose_name_plural": "登录会话",
                "indexes": [
                    models.Index(fields=["user", "ended_at", "-last_seen"], name="sign_in_by_user"),
                    models.Index(fields=["last_seen"], name="sign_in_by_time"),
                ],
            },
        ),
    ]
