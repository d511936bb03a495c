"""A correction may take out what should not have been public: earlier versions are shown no more."""

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only_again

BEFORE, AFTER = append_only_again("editorial_publication")


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0011_hands_and_deputies_are_kept"),
    ]

    operations = [
        BEFORE,
        migrations.AddField(
            model_name="publication", name="hides_earlier", field=models.BooleanField(default=False)
        ),
        AFTER,
    ]  # fmt: skip
