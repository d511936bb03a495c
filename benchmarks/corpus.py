"""Many reports: from files to a data set, and questions to a data set of up to a million reports."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.floors import parse_html
from benchmarks.results import Row, Section, compared, megabytes, per_second
from benchmarks.timing import Times, in_turns
from benchmarks.variants import variants
from gongkai.corpus.building import build
from gongkai.corpus.schema import MONEY, TABLES, VERSION, all_cells, column

AT_MOST = 1.2
"""So many times as long as SQL written by hand may a check take."""
_BROKEN_ONE_IN = 100
QUESTIONS = ("check", "roll up")
_YEARS = 5


def building(*, files: int, rounds: int) -> Section:
    """Measure building a data set in one process, against parsing the same pages with lxml."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        batches = [_written(folder / str(turn), files, turn) for turn in range(rounds)]
        some = _written(folder / "some", max(1, files // 10), rounds)
        floor, ours = in_turns((_parsed, _built), [[some], *([batch] for batch in batches)])
    floor, ours = (replace(times, units=files) for times in (floor, ours))
    return Section(
        f"A data set from {files:,} pages",
        "`gongkai corpus build` with one worker: pages of ordinary size, all different, are read from the disk, "
        "checked, written as Parquet in batches and put together; a process is started for it. "
        f"{rounds} rounds. Times are for one report.",
        (
            compared("build, one core", ours, floor, "lxml, one core"),
            Row("… reports", per_second(ours), f"lxml: {per_second(floor)}"),
        ),
    )


def _written(folder: Path, files: int, turn: int) -> Path:
    folder.mkdir()
    for number, page in enumerate(variants(files, start=turn * files)):
        (folder / f"{number}.html").write_bytes(page)
    return folder


def _parsed(folder: Path) -> None:
    for path in folder.glob("*.html"):
        parse_html(path.read_bytes())


def _built(folder: Path) -> None:
    built = build(folder, folder.with_suffix(".parquet"), workers=1)
    if built.reports != built.files:
        raise ValueError(f"Only {built.reports} of {built.files} pages are in the data set.")


def auditing(*, sizes: Sequence[int], rounds: int) -> Section:
    """Measure checking data sets of several sizes, against SQL written by hand."""
    rows: list[Row] = []
    with TemporaryDirectory() as name:
        for size in sizes:
            data_set = Path(name) / f"{size}.parquet"
            generated(data_set, size)
            for query in QUESTIONS:
                rows += _compared(data_set, size, query, rounds, judged=size == max(sizes))
    return Section(
        f"Questions to {' and '.join(f'{size:,}' for size in sizes)} reports",
        f"Generated data sets: the figures of one city times a factor, written as columns; in one report of "
        f"{_BROKEN_ONE_IN} a sum is wrong. Each query runs in a process of its own: once to warm up, then {rounds} "
        "times; memory is the peak of that process, interpreter and libraries included. By hand: the same sums as "
        "one expression for each, for reports of one form without blanks, which knows no bounds and names no sides. "
        "Rolling up is by province and year; by hand, nobody asks whether a report adds up others. Both must find the "
        "same reports, and the same numbers of reports in each group.",
        tuple(rows),
    )


def generated(folder: Path, reports: int) -> None:
    """Write a data set of so many reports of the edition of 2021, made from one page."""
    with TemporaryDirectory() as name:
        page = _written(Path(name) / "one", 1, 0)
        _built(page)
        folder.mkdir()
        changed = ", ".join((*_figures(), *_whose()))
        one = page.with_suffix(".parquet") / "reports.parquet"
        with duckdb.connect() as connection:
            connection.execute(
                f"""
                COPY (
                    SELECT * EXCLUDE (n) REPLACE ({changed})
                    FROM read_parquet('{one}') CROSS JOIN range({reports}) AS t (n)
                ) TO '{folder}/reports.parquet'
                (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, KV_METADATA {{gongkai: '{VERSION}'}})
                """
            )
            agencies = connection.sql(
                f"""
                SELECT agency_key, MIN(agency) AS agency, MIN(code) AS code, MIN(kind) AS kind,
                    MIN(province) AS province,
                    NULL AS city, NULL AS county, NULL AS parent_key, false AS aggregate,
                    {_FIRST_YEAR} AS first_year, {_FIRST_YEAR + _YEARS - 1} AS last_year
                FROM read_parquet('{folder}/reports.parquet') GROUP BY agency_key
                """
            ).to_arrow_table()
    for table, schema in TABLES.items():
        if table != "reports":
            rows = agencies.cast(schema) if table == "agencies" else pa.Table.from_pylist([], schema)
            pq.write_table(rows, folder / f"{table}.parquet")


def _whose() -> Iterator[str]:
    """Yield whose each report is: one of an agency for each year, the agencies in thirty provinces."""
    agency = f"n // {_YEARS}"
    yield "CAST(n AS VARCHAR) AS report"
    yield "CONCAT(n, '.html') AS file"
    yield f"CONCAT('示例', {agency}, '局') AS agency"
    yield f"CAST({agency} AS VARCHAR) AS agency_key"
    yield f"CAST({_FIRST_YEAR} + n % {_YEARS} AS INTEGER) AS year"
    yield f"CONCAT(11 + ({agency}) % 30, '0000') AS code"
    yield f"CONCAT(11 + ({agency}) % 30, '0000') AS province"
    yield "'department' AS kind"
    yield "false AS aggregate"
    yield "CAST(1 AS INTEGER) AS versions"


_FIRST_YEAR = 2021
_WRONG = "table3__disclosed__natural_person"


def _figures() -> Iterator[str]:
    """Yield the expression of each count: another factor in each of nine reports, and one too many in some."""
    for cell in all_cells():
        if cell not in MONEY:
            name = column(cell)
            more = f" + CAST(n % {_BROKEN_ONE_IN} = 0 AS BIGINT)" if name == _WRONG else ""
            yield f"{name} * (1 + n % 9){more} AS {name}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking one question took, in a process of its own."""

    times: Times
    found: str
    peak: int


def asked(data_set: Path, query: str, rounds: int) -> Asked:
    """Ask a data set one question."""
    command = [sys.executable, "-m", "benchmarks.one_audit", str(data_set), query, str(rounds)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=1800)
    if done.returncode:
        raise RuntimeError(f"{query} failed: {done.stderr.decode(errors='replace')}")
    found = json.loads(done.stdout)
    return Asked(Times(tuple(found["seconds"])), found["found"], found["peak"])


def _compared(data_set: Path, size: int, query: str, rounds: int, *, judged: bool) -> Iterator[Row]:
    """Yield the rows of one question and of the same by hand; what is demanded is demanded of the largest data set."""
    by_hand, ours = asked(data_set, f"{query} by hand", rounds), asked(data_set, query, rounds)
    if by_hand.found != ours.found:
        raise ValueError(f"To {query} gives something else than by hand: there is no sense in timing that.")
    name = f"{query} {size:,} reports"
    yield compared(name, ours.times, by_hand.times, "by hand", at_most=AT_MOST if judged else None)
    yield Row("… peak of memory", megabytes(ours.peak), f"by hand: {megabytes(by_hand.peak)}")
