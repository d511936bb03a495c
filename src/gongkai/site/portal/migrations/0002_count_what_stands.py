"""Counts what already stands in each column."""

from typing import Any

from django.db import migrations
from django.db.models import Count


def count(apps: Any, _schema_editor: Any) -> None:
    publications = apps.get_model("editorial", "Publication").objects.filter(superseded_by=None, withdrawal=None)
    counter = apps.get_model("portal", "ColumnCount")
    rows = publications.order_by().values_list("column", "agency").annotate(n=Count("pk"))
    numbers: dict[int, list[int]] = {}
    for column, agency, number in rows:
        kept = numbers.setdefault(column, [agency, 0])
        kept[1] += number
    counter.objects.bulk_create(
        counter(column=column, agency_id=agency, number=number) for column, (agency, number) in numbers.items()
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_how_many_stand_in_a_column"), ("editorial", "0001_initial")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
