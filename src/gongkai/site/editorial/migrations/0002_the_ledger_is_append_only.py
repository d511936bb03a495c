"""Reviews, publications and withdrawals are written once: the database refuses to change or delete them."""

from django.db import migrations

from gongkai.site.audit.immutable import append_only


class Migration(migrations.Migration):
    """Triggers on the tables of the ledger."""

    dependencies = (("editorial", "0001_initial"),)
    operations = tuple(
        append_only(f"editorial_{table}")
        for table in (
            "storedfile",
            "submission",
            "review",
            "secrecyreview",
            "publication",
            "publishedfile",
            "withdrawal",
            "afterreview",
            "dismissal",
        )
    )
