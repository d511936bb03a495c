"""Whoever changes, removes or adds what acts wrote once is found, though the chain itself is whole."""

import pytest
from django.db import connection
from tests.site.committing import without_triggers
from tests.site.conftest import fresh, make_draft, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.chain import verify, verify_one
from gongkai.site.audit.models import Event
from gongkai.site.audit.witness import FACT
from gongkai.site.editorial.acts import withdraw


@pytest.fixture
def withdrawn(region):
    item = make_draft(region)
    publish_fully(region, item)
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), fresh(item), reason="内容有误。")
    return item


FORGERIES = {
    "a day made to look older": "UPDATE editorial_publication SET published_at = '2020-01-01 00:00:00+00:00'",
    "another text": "UPDATE editorial_publication SET canonical = '{}'",
    "another reason": "UPDATE editorial_withdrawal SET reason = '无'",
    "another opinion": "UPDATE editorial_review SET opinion = '同意公开' WHERE stage = 2",
    "a secrecy review by somebody else": "UPDATE editorial_secrecyreview SET reviewer_id = reviewer_id + 1",
    "a withdrawal that is gone": "DELETE FROM editorial_withdrawal",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_row_is_found(region, withdrawn, tmp_path, forgery):
    assert verify(tmp_path) == []
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(FORGERIES[forgery])
        assert cursor.rowcount == 1
        (found,) = verify(tmp_path)
        assert verify_one(region.commerce.pk, tmp_path) == [found]
        assert ("缺失" if "gone" in forgery else "被改动") in found.what


def test_a_row_that_was_put_in_is_found(region, withdrawn, tmp_path):
    columns = [field.column for field in withdrawn.publications().model._meta.concrete_fields]
    other = {
        "id": "id + 1000", "seq": "seq + 1000", "version": "version + 1", "supersedes_id": "NULL",
        "first_review_id": "NULL", "second_review_id": "NULL", "final_review_id": "NULL", "secrecy_review_id": "NULL",
        "import_source": "'旧版'", "import_confirmed_by_id": "published_by_id + 1",
    }  # fmt: skip
    chosen = ", ".join(other.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO editorial_publication ({names}) SELECT {chosen} FROM editorial_publication")
    (found,) = verify(tmp_path)
    assert (found.agency, "没有办理记录" in found.what) == (region.commerce.pk, True)


def test_every_row_of_the_ledger_has_its_witness(region, withdrawn):
    named = {
        name
        for facts in Event.objects.filter(facts__has_key=FACT).values_list("facts", flat=True)
        for name in facts[FACT]
    }
    kinds = {name.partition(":")[0] for name in named}
    assert kinds == {"editorial.publication", "editorial.withdrawal", "editorial.review", "editorial.secrecyreview"}
