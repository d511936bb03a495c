"""The ordinary table with folded texts, and beside it the index that each database has of its own."""

from django.db import migrations, models

from gongkai.site.search import postgresql, sqlite

# The names are written out: a later edition of tokens has its own, made by a migration of its own.
INDEX, FREQUENCY = "search_index_1", "search_frequency_1"


def create(_, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            postgresql.create(cursor, INDEX, FREQUENCY)
        else:
            sqlite.create(cursor, INDEX)


def drop(_, schema_editor):
    vendor = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    with schema_editor.connection.cursor() as cursor:
        vendor.drop(cursor)


class Migration(migrations.Migration):
    initial = True

    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="IndexedEntry",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("record_type", models.CharField(max_length=60)),
                ("record_id", models.CharField(max_length=60)),
                ("agency", models.PositiveBigIntegerField()),
                ("column", models.CharField(max_length=100)),
                ("year", models.PositiveIntegerField()),
                ("validity", models.CharField(max_length=40)),
                ("title", models.TextField()),
                ("numbers", models.TextField()),
                ("body", models.TextField()),
            ],
            options={"db_table": "search_entry"},
        ),
        migrations.RunPython(create, drop),
    )
