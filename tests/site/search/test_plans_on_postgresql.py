"""How PostgreSQL finds: by the one of two ways that suits the question."""

import pytest
from django.db import connection
from tests.site.search.samples import asked, entry, plan

from gongkai.site import search
from gongkai.site.search import Order, Query, postgresql
from gongkai.site.search.postgresql import SAMPLED

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("operator", ["@>", "&&"])
def test_gin_is_used_by_what_gathers(operator):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname IN ('search_index_1_every', 'search_index_1_some')")
        assert cursor.fetchall() == [(["enable_seqscan=off"],)] * 2
        cursor.execute("SET LOCAL enable_seqscan = off")
    steps = plan(f"SELECT seq FROM search_index_1 WHERE tokens {operator} '{{4398130397234}}'::bigint[]")
    assert "Bitmap Index Scan on search_index_1_tokens" in steps


def ways(queries: list[str]) -> list[str]:
    return ["gin" if "_every(" in sql or "_some(" in sql else "order" for sql in queries if "LIMIT" in sql]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "limit", "expected", "count"),
    [
        pytest.param(Query("龙门"), 20, ["gin"], 1, id="rare"),
        pytest.param(Query("龘靐"), 20, ["gin"], 0, id="absent"),
        pytest.param(Query("信息"), 20, ["order"], 50, id="in every entry"),
        pytest.param(Query("信息 龙门"), 20, ["gin"], 1, id="common and rare"),
        pytest.param(Query("甲乙丙"), 20, ["order", "gin"], 0, id="common pairs that never meet"),
        pytest.param(Query("信息", agencies=[3]), 20, ["gin"], 50, id="one agency of seven"),
    ],
)
def test_what_is_frequent_is_read_and_what_is_rare_gathered(query, limit, expected, count, monkeypatch):
    monkeypatch.setattr(search.index, "MOST_COUNTED", 50)
    monkeypatch.setattr(postgresql, "_PATIENCE", 2)
    with asked() as queries:
        page = search.find(query, limit=limit)
    assert page.count == count
    assert ways(queries) == expected


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("text", ["龙门", "信息", "甲乙", "甲乙丙", "通知 乙丙", "龘靐", ""])
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("agencies", [None, [1], [1, 2, 5]])
def test_both_ways_find_the_same(text, order, agencies, monkeypatch):
    query = Query(text, agencies=agencies)

    def everything(few: int) -> list:
        monkeypatch.setattr(postgresql, "_FEW", few)
        hits, page = [], search.find(query, order=order, limit=100)
        hits += page.hits
        while page.next:
            page = search.find(query, order=order, limit=100, after=page.next)
            hits += page.hits
        return hits

    assert everything(0) == everything(10**9)


@pytest.mark.usefixtures("archive")
def test_everything_is_read_from_the_newest():
    with asked() as queries:
        search.find(Query())
    steps = plan(queries[0])
    assert "Sort" not in steps
    assert "Index Scan Backward using search_entry_pkey" in steps


def frequencies() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, entries FROM search_frequency_1 ORDER BY token")
        return cursor.fetchall()


def test_frequencies_are_those_of_the_sample():
    entries = [entry(seq, f"关于第{seq}号河道采砂的通知") for seq in range(1, 40)]
    for each in entries:
        search.put(each)
    by_acts = frequencies()
    assert by_acts[0] == (0, len(entries) // SAMPLED)
    search.put(entry(SAMPLED, "另一个"))
    search.put(entries[SAMPLED - 1])
    search.rebuild(entries)
    assert frequencies() == by_acts
