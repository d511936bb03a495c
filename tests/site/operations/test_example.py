"""The example region, loaded once, and the bureau's report compiled from it."""

from pathlib import Path

import pytest
from tests.site.committing import without_triggers

from gongkai.report import read
from gongkai.report.model import What
from gongkai.site.agencies.models import Agency
from gongkai.site.audit.models import Event
from gongkai.site.catalogue.models import Item
from gongkai.site.portal.compilation import compile_report
from gongkai.site.portal.management import example

EXAMPLE = Path(__file__).parents[3] / "src/gongkai/examples/mengjin-commerce-2023.txt"


@pytest.fixture
def loaded(db, monkeypatch):
    """Beside the region of the other tests: the example's own government is not founded twice."""
    monkeypatch.setattr(Agency.objects, "exists", lambda: False)
    from django.apps import apps
    from django.db import connection

    keep = {"wagtailcore_page"}
    with without_triggers(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if model._meta.app_label in ("audit", "agencies", "accounts", "catalogue") and table not in keep:
                cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM wagtailcore_site")
        cursor.execute("DELETE FROM wagtailcore_page WHERE depth > 1")
        cursor.execute("UPDATE wagtailcore_page SET numchild = 0")
        connection.check_constraints()
    assert example.load()
    monkeypatch.undo()


def test_the_compiled_report_equals_the_example_report_in_every_cell_and_count(loaded):
    published = read(EXAMPLE)
    compiled = compile_report(Agency.objects.get(slug="commerce"), 2023)
    assert compiled.cells == published.cells
    assert (compiled.agency, compiled.year, compiled.edition_key) == ("孟津区商务局", 2023, published.edition_key)

    def counts(report):
        return [each.value for each in report.claims if each.what == What.ITEMS_PUBLISHED]

    assert counts(compiled) == counts(published) == [23, 4]


def test_every_item_is_marked_and_a_second_load_changes_nothing(loaded):
    assert {item.source for item in Item.objects.all()} == {"示例内容"}
    assert all("示例内容" in item.body for item in Item.objects.all())
    events = Event.objects.count()
    assert not example.load()
    assert Event.objects.count() == events
