"""Events are written once: the database refuses to change or delete them."""

from django.db import migrations

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    """Triggers on the table of events."""

    dependencies = (("audit", "0001_initial"),)
    operations = (append_only("audit_event"),)
