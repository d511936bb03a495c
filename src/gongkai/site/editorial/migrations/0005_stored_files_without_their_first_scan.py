"""The scan that a stored file kept of itself goes.

It named no version of the finders, and nothing is lost with it: every file without a row in `filescan` is scanned again from its bytes
before its record goes on, and by `gongkai site rescan` where it is public.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editorial", "0004_file_scans_by_version")]

    operations = [
        migrations.RemoveField(model_name="storedfile", name="findings"),
        migrations.RemoveField(model_name="storedfile", name="not_examined"),
    ]
