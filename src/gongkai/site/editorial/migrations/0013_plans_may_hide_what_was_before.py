"""A correction that takes out what should not have been public may wait for its time too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0012_corrections_that_hide_what_was_before"),
    ]

    operations = [
        migrations.AddField(model_name="schedule", name="hides_earlier", field=models.BooleanField(default=False)),
    ]
