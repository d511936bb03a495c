"""Every filter, order and due list of items in the back office has an index behind it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_slugs_are_free"),
        ("catalogue", "0003_note_which_items_are_public"),
        ("editorial", "0010_publications_name_their_channel"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="item",
            name="item_by_agency",
        ),
        migrations.RemoveIndex(
            model_name="item",
            name="item_to_reassess",
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "changed_at", "id"], name="item_by_change"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "formed_on", "id"], name="item_by_formation"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "document_number", "id"], name="item_by_document_number"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "title", "id"], name="item_by_title"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "attribute", "changed_at", "id"], name="item_by_attribute"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "channel", "changed_at", "id"], name="item_by_channel"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("public", True)), fields=["agency", "changed_at", "id"], name="item_by_being_public"
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["column", "changed_at", "id"], name="item_by_column"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["drafter", "changed_at", "id"], name="item_by_drafter"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["changed_at", "id"], name="item_newest"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("public", False)),
                fields=["agency", "attribute", "channel", "formed_on", "id"],
                name="item_to_publish",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "reassess_on", "id"], name="item_to_reassess"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "validity", "formed_on", "id"], name="item_in_force"),
        ),
    ]
