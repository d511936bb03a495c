"""Fill in whose staff somebody is: the agency under which they were registered, as the audit trail has it."""

from typing import Any

from django.db import migrations


def fill(apps: Any, _editor: Any) -> None:
    user_model, event_model = apps.get_model("accounts", "User"), apps.get_model("audit", "Event")
    registered = dict(
        event_model.objects.filter(act="create_user", subject_type="accounts.user").values_list("subject_id", "agency")
    )
    for user in user_model.objects.filter(agency=None):
        user.agency_id = registered[str(user.pk)]
        user.save(update_fields=["agency"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_people_belong_to_an_agency"),
        ("audit", "0002_events_are_append_only"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
