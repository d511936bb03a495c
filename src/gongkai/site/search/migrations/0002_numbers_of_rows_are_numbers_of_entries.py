"""On SQLite the primary key is the row's own number, not an index beside it: the key that FTS5 answers with.

One entry for each record: two would show it twice. No data is lost: the index is a projection of the ledger, and
`gongkai site rebuild` makes it anew should an older one hold a record twice.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("search", "0001_initial"),)
    operations = (
        migrations.AlterField("indexedentry", "seq", models.BigAutoField(primary_key=True, serialize=False)),
        migrations.AddConstraint(
            "indexedentry",
            models.UniqueConstraint(fields=("record_type", "record_id"), name="search_entry_once_a_record"),
        ),
        migrations.CreateModel(
            name="Damage",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("why", models.TextField()),
                ("found_at", models.DateTimeField()),
            ],
        ),
    )
