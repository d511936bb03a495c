"""One query over one data set in a process of its own, whose peak of memory is that query's.

``python -m benchmarks.one_audit DATA_SET QUERY ROUNDS`` prints JSON: seconds of each round, a digest of what was
found, and the peak.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import duckdb

from benchmarks.one_reading import peak
from gongkai.corpus.checking import verdicts, within_reports
from gongkai.corpus.folder import opened
from gongkai.corpus.rollup_sql import rollup_sql
from gongkai.corpus.schema import all_cells, column
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    EDITION_2021,
    NEWLY_RECEIVED,
    TABLE3_COLUMNS,
    TABLE4_GROUPS,
    TOTAL,
    table3_cell,
    table3_cells,
    table4_cells,
)

Rows = Sequence[Sequence[object]]


def check(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Judge every identity inside a report."""
    return verdicts(connection, within_reports())


def check_by_hand(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Compare the same sums as one would write it down for reports of one form without blanks: no bounds, no sides."""
    unequal = ", ".join(f"({left}) <> ({right})" for left, right in _sums())
    return connection.execute(
        f"SELECT report, broken FROM (SELECT report, LIST_POSITION([{unequal}], true) AS broken FROM reports) "
        "WHERE broken > 0"
    ).fetchall()


def _sums() -> Iterator[tuple[str, str]]:
    rows = EDITION_2021.table3_rows
    for each in TABLE3_COLUMNS:
        yield _added((NEWLY_RECEIVED.key, CARRIED_IN.key), each.key), _added((TOTAL.key, CARRIED_OUT.key), each.key)
        yield _added((TOTAL.key,), each.key), _added([row.key for row in EDITION_2021.outcome_rows], each.key)
    for cells in (*(table3_cells(row.key) for row in rows), *(table4_cells(group.key) for group in TABLE4_GROUPS)):
        *parts, total = map(column, cells)
        yield total, " + ".join(parts)


def _added(rows: Sequence[str], of: str) -> str:
    return " + ".join(column(table3_cell(row, of)) for row in rows)


_BY = ("province", "year")


def roll_up(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Add up every figure by province and year, nothing twice, and count what is not known."""
    return connection.execute(rollup_sql(_BY)).fetchall()


def roll_up_by_hand(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Add up the same figures as one would write it down where no report adds up others, and count their numbers."""
    sums = ", ".join(f"SUM({name}), COUNT({name})" for name in map(column, all_cells()))
    groups = ", ".join(_BY)
    return connection.execute(f"SELECT 1, {groups}, COUNT(*), {sums} FROM reports GROUP BY {groups}").fetchall()


QUERIES: dict[str, Callable[[duckdb.DuckDBPyConnection], Rows]] = {
    "check": check,
    "check by hand": check_by_hand,
    "roll up": roll_up,
    "roll up by hand": roll_up_by_hand,
}


def told(query: str, rows: Rows) -> list[str]:
    """Return what must be equal of both ways to ask: which reports are found, or how many stand in each group."""
    if query.startswith("check"):
        return sorted({str(row[0]) for row in rows})
    return sorted(str(tuple(row[:4])) for row in rows)


def measured(data_set: Path, query: str, rounds: int) -> dict[str, object]:
    """Ask once to warm up, then as often as said."""
    seconds, found = [], ""
    with opened(data_set) as connection:
        for _round in range(rounds + 1):
            begun = perf_counter()
            rows = QUERIES[query](connection)
            seconds.append(perf_counter() - begun)
            found = hashlib.sha256("\n".join(told(query, rows)).encode()).hexdigest()
    return {"seconds": seconds[1:], "found": found, "peak": peak()}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
