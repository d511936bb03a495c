"""After a withdrawal what was set aside before is looked at again, and may be set aside again."""

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only_again

BEFORE, AFTER = append_only_again("editorial_dismissal")


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0013_plans_may_hide_what_was_before"),
    ]

    operations = [
        BEFORE,
        migrations.RemoveConstraint(model_name="dismissal", name="dismissal_once"),
        migrations.AddIndex(
            model_name="dismissal",
            index=models.Index(fields=["record_type", "record_id"], name="dismissal_by_record"),
        ),
        AFTER,
    ]
