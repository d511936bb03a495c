"""Indexes behind what the audit administrator filters by. Nothing of an event changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_events_are_append_only"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["agency", "-id"], name="event_by_agency"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["act", "-id"], name="event_by_act"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["recorded_at"], name="event_by_time"),
        ),
    ]
