"""The index is proved, and made anew whatever is left of it; search without an index says that it has none."""

import pytest
from django.db import connection, transaction
from tests.site.search.damage import DAMAGE, damage
from tests.site.search.samples import entry

from gongkai.site import search
from gongkai.site.search import Query, SearchUnavailable, What
from gongkai.site.search.sqlite import INDEX

pytestmark = pytest.mark.django_db

ARCHIVE = [entry(seq, f"关于第{seq}号河道采砂的通知", "会盟镇" * seq, agency=seq % 3) for seq in range(1, 40)]


@pytest.fixture
def published():
    for each in ARCHIVE:
        search.put(each)


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=DAMAGE)
def damaged(request):
    for each in ARCHIVE:
        search.put(each)
    # FTS5 keeps what is written in memory until something is read.
    search.find(Query("采砂"))
    damage(request.param)
    return request.param


def test_a_damaged_index_is_no_empty_answer(damaged):
    # SQLite reads these once for a connection; PostgreSQL's pages are looked at when they are needed.
    if damaged not in ("configuration missing", "structure overwritten", "pages damaged"):
        with pytest.raises(SearchUnavailable, match="gongkai site rebuild"), transaction.atomic():
            search.check(ARCHIVE)
    try:
        with transaction.atomic():
            page = search.find(Query("采砂"))
    except SearchUnavailable:
        return
    # What was damaged is not needed for this question, or had been read before.
    assert page.count == len(ARCHIVE)


@pytest.mark.usefixtures("damaged")
def test_no_act_waits_for_a_repair_and_what_was_damaged_answers_nothing_until_then():
    search.remove(7)
    search.put(entry(8, "另一个标题"))
    if execute("SELECT why FROM search_damage"):
        with pytest.raises(SearchUnavailable):
            search.find(Query("采砂"))
        assert not search.usable()
    search.rebuild(each for each in ARCHIVE if each.seq != 7)
    assert 7 not in [hit.seq for hit in search.find(Query("采砂"), limit=100).hits]
    assert search.usable()


@pytest.mark.usefixtures("damaged")
def test_a_damaged_index_is_rebuilt():
    assert search.rebuild(ARCHIVE) == len(ARCHIVE)
    assert search.check(ARCHIVE) == []
    assert search.find(Query("采砂")).count == len(ARCHIVE)
    search.put(entry(100, "采砂"))
    assert search.find(Query("采砂")).count == len(ARCHIVE) + 1
    assert search.remove(100)
    assert search.check(ARCHIVE) == []


@pytest.mark.usefixtures("published")
def test_rebuilding_replaces_everything_and_twice_makes_no_difference():
    for _ in range(2):
        search.rebuild(ARCHIVE[:5])
        assert search.check(ARCHIVE[:5]) == []
    assert search.find(Query("采砂")).count == 5


@pytest.mark.usefixtures("published")
def test_the_check_names_every_difference():
    assert search.check(ARCHIVE) == []
    search.remove(1)
    search.put(entry(2, "另一个标题"))
    search.put(entry(99, "多出来的"))
    execute("UPDATE search_entry SET agency = 77 WHERE seq = 3")
    tokens = "x" if connection.vendor == "sqlite" else "{1}"
    if connection.vendor == "sqlite":
        execute(f"INSERT INTO {INDEX} (rowid, tokens) VALUES (4, '123')")
        execute(f"INSERT INTO {INDEX} (rowid, tokens) VALUES (98, '123')")
    else:
        execute(f"UPDATE {INDEX} SET tokens = %s WHERE seq = 4", tokens)
    wrong = {(each.seq, each.what) for each in search.check(ARCHIVE)}
    expected = {
        (1, What.MISSING), (2, What.DIFFERENT), (3, What.DIFFERENT), (4, What.MISINDEXED), (99, What.SURPLUS)
    }  # fmt: skip
    assert wrong == expected | ({(98, What.SURPLUS)} if connection.vendor == "sqlite" else set())
    search.rebuild(ARCHIVE)
    assert search.check(ARCHIVE) == []


def test_what_an_index_wrongly_proposes_is_not_found():
    search.put(entry(1, "采砂"))
    search.put(entry(2, "封山"))
    tokens = search.entries.Entry.indexed(entry(1, "采砂", "封山")).tokens()
    if connection.vendor == "sqlite":
        execute(f"INSERT INTO {INDEX} (rowid, tokens) VALUES (1, %s)", " ".join(f"{token:x}" for token in tokens))
    else:
        execute(f"UPDATE {INDEX} SET tokens = %s WHERE seq = 1", sorted(tokens))
    assert [hit.seq for hit in search.find(Query("封山")).hits] == [2]


def test_putting_again_replaces():
    search.put(entry(1, "采砂", "甲"))
    search.put(entry(1, "封山", "乙"))
    assert search.find(Query("采砂")).count == 0
    assert search.find(Query("封山")).count == 1
    assert search.check([entry(1, "封山", "乙")]) == []


def test_removing_what_is_not_there_says_so():
    assert search.remove(5) is False


@pytest.mark.usefixtures("published")
def test_an_act_that_fails_indexes_nothing():
    class Failed(Exception):
        pass

    def act() -> None:
        with transaction.atomic():
            search.put(entry(100, "采砂"))
            search.remove(1)
            raise Failed

    with pytest.raises(Failed):
        act()
    assert search.check(ARCHIVE) == []


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_an_entry_is_indexed_whole_or_not_at_all(monkeypatch):
    vendor = search.index._vendor()
    monkeypatch.setattr(vendor, "write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        search.put(entry(1, "采砂"))
    assert search.check([]) == []
