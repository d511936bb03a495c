"""Search on the site: what is asked of an archive that grows, against the bare SQL of the same answer.

Each database is measured in a process of its own, since Django knows one:
``python -m benchmarks.site_search sqlite 10000``
prints what it measured.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import accumulate, islice
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.results import Row, Section, compared, shown
from benchmarks.timing import Times, in_turns, the_same

if TYPE_CHECKING:
    from gongkai.site.search import Entry

CHARACTERS = 3000
WORDS = 20_000
BODY_WORDS = 400
AGENCIES = 100
ROUNDS = 7


def entries(count: int) -> "Iterator[Entry]":
    """Return so many publications in invented words, whose frequencies fall as those of a language do."""
    from gongkai.site.search import Entry

    chance = random.Random(711)
    characters = [chr(0x4E00 + 5 * number) for number in range(CHARACTERS)]
    weights = list(accumulate(1 / (rank + 20) for rank in range(CHARACTERS)))
    words = [
        "".join(chance.choices(characters, cum_weights=weights, k=chance.choice((1, 2, 2, 2, 3)))) for _ in range(WORDS)
    ]
    falling = list(accumulate(1 / (rank + 5) for rank in range(WORDS)))

    for seq in range(1, count + 1):
        prose = chance.choices(words, cum_weights=falling, k=chance.randint(BODY_WORDS // 2, BODY_WORDS * 3 // 2))
        year = 2010 + seq * 15 // (count + 1)
        yield Entry(
            seq,
            "item",
            str(seq),
            chance.randrange(AGENCIES),
            f"column-{chance.randrange(20)}",
            year,
            "in_force",
            f"关于{''.join(prose[:8])}的通知",
            (f"孟商〔{year}〕{seq % 500}号", f"{chance.randrange(10**9):09}/{year}-{seq % 100000:05}"),
            f"根据政府信息公开条例，{'，'.join(prose)}。联系人：{words[seq % WORDS]}，电话：{chance.randrange(10**11):011}",  # noqa: E501
        )


def questions(count: int) -> dict[str, dict[str, Any]]:
    """Return what is asked, by what is peculiar about it."""
    middle = next(islice(entries(count), count // 2, None))
    return {
        "in every entry (信息)": {"text": "信息"},
        "in every entry, six characters": {"text": "政府信息公开"},
        "absent, two characters": {"text": "龘靐"},
        "absent, of common pairs (公开公开公开)": {"text": "公开公开公开"},
        "four characters of one text": {"text": middle.body[300:304].replace("，", "")},
        "one character, common": {"text": "的"},
        "one character, absent": {"text": "龘"},
        "document number": {"text": middle.numbers[0]},
        "index number": {"text": middle.numbers[1]},
        "telephone number": {"text": middle.body[-11:]},
        "in every entry, of five agencies": {"text": "信息", "agencies": [3, 5, 7, 11, 13]},
        "two words, one agency and year": {"text": "信息 条例", "agencies": [7], "year": 2015},
        "one agency, no text": {"agencies": [7]},
    }


def measured_here(count: int) -> dict[str, Any]:
    """Load and ask in this process's database."""
    import django

    django.setup()
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from gongkai.site import search
    from gongkai.site.search.index import _vendor

    # The tables of search alone; the command would also tell the other apps, whose tables are not there.
    executor = MigrationExecutor(connection)
    executor.migrate([each for each in executor.loader.graph.leaf_nodes() if each[0] == "search"])
    begun = perf_counter()
    search.rebuild(entries(count))
    loading = perf_counter() - begun
    figures: dict[str, Any] = {"loading": loading / count, "rows": []}
    postgresql = connection.vendor == "postgresql"

    extra = list(entries(40))
    taken = []
    for number, entry in enumerate(extra):
        fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__} | {"seq": count + 1 + number}
        begun = perf_counter()
        with transaction.atomic():
            search.put(search.Entry(**fields))
        taken.append(perf_counter() - begun)
    figures["put"] = sorted(taken)[len(taken) // 2]

    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(
                f"SELECT pg_total_relation_size('{_vendor().INDEX}'), pg_total_relation_size('search_entry')"
            )
            figures["bytes"] = list(cursor.fetchone())
        else:
            cursor.execute(
                "SELECT sum(CASE WHEN name LIKE 'search_index%' THEN pgsize END), "
                "sum(CASE WHEN name LIKE 'search_entry%' THEN pgsize END) FROM dbstat"
            )
            figures["bytes"] = list(cursor.fetchone())

    for what, asked in questions(count).items():
        query = search.Query(**asked)
        for order in ("newest", "title_first"):
            page = search.find(query, order=order)
            seqs = [hit.seq for hit in page.hits]

            def floor(_: object, seqs: list[int] = seqs) -> None:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT seq, record_type, record_id, agency FROM search_entry WHERE seq IN "
                        f"({', '.join(map(str, seqs)) or 0})"
                    )
                    cursor.fetchall()

            def ours(_: object, query: Any = query, order: str = order) -> None:
                search.find(query, order=order)

            floor_times, our_times = in_turns((floor, ours), the_same(None, times=1, rounds=ROUNDS))
            figures["rows"].append(
                [what, order, page.count, page.more_than_count, our_times.rounds, floor_times.rounds]
            )
    return figures


def _elsewhere(database: str, count: int) -> dict[str, Any]:
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-bench-"))
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.site.settings"}
        if database == "postgresql":
            from tests.postgres import server

            environment["GONGKAI_DATABASE"] = stack.enter_context(server())
        else:
            environment["GONGKAI_DATABASE"] = f"sqlite:///{data}/gongkai.sqlite3"
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.site_search", "here", str(count)],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout)


def search(*, counts: tuple[int, ...], databases: tuple[str, ...] = ("sqlite", "postgresql")) -> Section:
    """Measure databases with archives of some sizes."""
    rows: list[Row] = []
    for database in databases:
        for count in counts:
            figures = _elsewhere(database, count)
            about = f"{database}, {count:,} entries"
            index, texts = (size / 1e6 for size in figures["bytes"])
            rows.append(Row(f"{about}: index", f"{index:,.0f} MB", f"folded texts: {texts:,.0f} MB", index / texts))
            rows.append(Row(f"{about}: rebuilt, each", shown(Times((figures["loading"],)))))
            rows.append(Row(f"{about}: put in an act of its own", shown(Times((figures["put"],)))))
            for what, order, found, more, ours, floor in figures["rows"]:
                name = f"{about}: {what}, {order}, {'more than ' * more}{found} found"
                rows.append(compared(name, Times(tuple(ours)), Times(tuple(floor)), "rows by number"))
    return Section(
        "Search on the site",
        "The first page of 20, with the count up to 1,000. The floor reads the rows of the answer by their numbers, so it "  # noqa: E501
        "knows the answer already. Texts are of invented words, 1,300 characters on average.",
        tuple(rows),
    )


if __name__ == "__main__":
    if sys.argv[1] == "here":
        print(json.dumps(measured_here(int(sys.argv[2]))))
    else:
        for each in search(counts=tuple(map(int, sys.argv[1:]))).rows:
            print(*each.cells(), sep=" | ")
