"""Somebody who signs in is on the staff of an agency; where, the next migration says of those who are there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("agencies", "0004_masking_and_sentences_for_constraints"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="agency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="staff",
                to="agencies.agency",
                verbose_name="所属机构",
            ),
        ),
    ]
