"""How SQLite finds: FTS5 leads, and nothing is sorted."""

import pytest
from tests.site.search.samples import asked, plan

from gongkai.site import search
from gongkai.site.search import Order, Query

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("query", [Query("信息"), Query("龙门", agencies=[1, 5], year=2023), Query(agencies=[3])])
def test_fts5_leads_and_its_order_is_the_answers(query, order):
    with asked() as queries:
        first = search.find(query, order=order, limit=1)
        search.find(query, order=order, limit=1, after=first.next or "h9c9")
    for sql in queries:
        steps = plan(sql).splitlines()
        assert len(steps) == 2, steps  # No step that sorts.
        assert "SCAN f VIRTUAL TABLE" in steps[0]
        assert "SEARCH e USING INTEGER PRIMARY KEY" in steps[1]


@pytest.mark.usefixtures("archive")
def test_everything_is_read_from_the_newest():
    with asked() as queries:
        search.find(Query())
    steps = plan(queries[0])
    assert "TEMP B-TREE" not in steps
    assert "Sort" not in steps
