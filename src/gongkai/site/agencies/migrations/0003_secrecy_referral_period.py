"""How long another organ may take to decide a doubtful secrecy review, set for each agency."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_slugs_are_free"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="secrecy_referral_working_days",
            field=models.PositiveSmallIntegerField(
                default=15,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                verbose_name="保密审查报请确定的答复期限（工作日）",
            ),
        ),
    ]
