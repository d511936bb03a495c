"""A release keeps for whom a deputy proposed it, so that these two do not confirm it either."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for what was proposed before."""

    dependencies = (
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("registers", "0002_the_public_ledger_and_histories_are_append_only"),
    )
    operations = (
        migrations.AddField(
            "release",
            "on_behalf_of",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    )
