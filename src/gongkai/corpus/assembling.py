"""From the batches of a build to the tables of a data set: what is there twice is left out, and agencies are looked up.

A file is the same as another if its bytes are. A report is the same as another if agency, year and figures are; where
the table of agencies does not say that the agencies are the same, the name must be, and the text too, unless the
figures say something: two places called 鼓楼区 may both report nothing but zeros.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.corpus.agencies import AgencyTable
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.schema import AGENCIES, AS_READ, LINEAGE, REPORTS, REPORTS_AS_READ, TABLES, VERSION, WHOSE, column
from gongkai.stats.editions import TABLE3_COLUMNS, TABLE4_GROUPS, table3_cells, table4_cells
from gongkai.wording import _

_ROWS_OF_A_GROUP = 122_880
"""The size of a row group that DuckDB spreads over cores."""


def assembled(batches: Sequence[Path], whole: Path, agencies: AgencyTable) -> None:
    """Write the tables of a data set from the batches into the new folder ``whole``."""
    whole.mkdir()
    with duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(whole.with_name("sorting")),
        }
    ) as connection:
        try:
            for table in AS_READ:
                files = ", ".join(_quoted(batch / f"{table}.parquet") for batch in batches)
                connection.execute(f"CREATE VIEW read_{table} AS SELECT * FROM read_parquet([{files}])")
            connection.register("whose", _whose(connection, agencies))
            for statement in _DUPLICATES:
                connection.execute(statement)
            for table in ("files", "reports"):
                _copy(connection, _SELECTED[table], whole / f"{table}.parquet")
            for table in AS_READ.keys() - _SELECTED.keys():
                kept = f"SELECT * FROM read_{table} WHERE report IN (SELECT report FROM kept)"
                _copy(connection, kept, whole / f"{table}.parquet")
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise CorpusError(
                _("汇总时写不下去：{reason}。请检查磁盘空间，再运行一次，会接着做。").format(
                    reason=str(error).splitlines()[0][:300]
                )
            ) from error
    lineage = [asdict(descent) for descent in agencies.lineage()]
    for name, schema, rows in (("agencies", AGENCIES, list(agencies.rows())), ("lineage", LINEAGE, lineage)):
        pq.write_table(pa.Table.from_pylist(rows, schema), whole / f"{name}.parquet", compression="zstd")
    for table in TABLES:
        with (whole / f"{table}.parquet").open("rb") as file:
            os.fsync(file.fileno())


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(
        f"COPY ({query}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_OF_A_GROUP}, "
        f"KV_METADATA {{gongkai: '{VERSION}'}})"
    )


def _whose(connection: duckdb.DuckDBPyConnection, agencies: AgencyTable) -> pa.Table:
    """Look up every report in the table of agencies."""
    above = {each.parent_key for each in agencies.agencies}
    rows = []
    for report, file, agency, year in _each(connection, "SELECT report, file, agency, year FROM read_reports"):
        found = agencies.whose(str(file), agency, year)
        row: dict[str, object] = {"report": report, "file": file, "why_unknown": found.why_unknown}
        if (whose := found.agency) is not None:
            row |= {"agency_key": whose.key, "code": whose.code, "kind": whose.kind.value, **whose.place}
            row["aggregate"] = whose.key in above
        rows.append(row)
    fields = [pa.field(name, kind) for name, kind in (("report", pa.string()), ("file", pa.string()), *WHOSE)]
    return pa.Table.from_pylist(rows, pa.schema(fields)).drop_columns(["versions"])


def _each(connection: duckdb.DuckDBPyConnection, query: str) -> Iterable[tuple[str, str, str | None, int | None]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(10_000):
        yield from rows


# Reports of nothing but zeros are alike whoever writes them.
_TOTALS = [
    table3_cells("newly_received")[len(TABLE3_COLUMNS) - 1],
    table3_cells("total")[len(TABLE3_COLUMNS) - 1],
    *(table4_cells(group.key)[-1] for group in TABLE4_GROUPS),
]
_SAYS_SOMETHING = " OR ".join(f"COALESCE({column(cell)}, 0) > 0" for cell in _TOTALS)

_DUPLICATES = (
    """
    CREATE TEMP TABLE once AS
    SELECT sha256, MIN(file) AS file FROM read_files WHERE outcome = 'report' GROUP BY sha256
    """,
    f"""
    CREATE TEMP TABLE identified AS
    SELECT r.report, r.file, w.agency_key, r.year,
        CASE
            WHEN r.year IS NULL OR r.variant IS NULL OR (r.agency IS NULL AND w.agency_key IS NULL) THEN r.report
            ELSE CONCAT_WS(chr(31), COALESCE(w.agency_key, r.agency), CAST(r.year AS VARCHAR), r.figures_digest,
                CASE WHEN w.agency_key IS NULL AND NOT ({_SAYS_SOMETHING}) THEN r.text_digest END)
        END AS says
    FROM read_reports r JOIN once USING (file) JOIN whose w ON w.file = r.file
    """,
    "CREATE TEMP TABLE firsts AS SELECT says, MIN(file) AS file FROM identified GROUP BY says",
    """
    CREATE TEMP TABLE kept AS
    SELECT i.report, i.file, CASE WHEN i.agency_key IS NULL THEN 1
        ELSE COUNT(*) OVER (PARTITION BY i.agency_key, i.year) END AS versions
    FROM identified i JOIN firsts USING (file)
    """,
)

_SELECTED = {
    "files": """
        SELECT f.file, f.sha256, f.bytes,
            CASE
                WHEN f.outcome = 'report' AND f.file <> once.file THEN 'same_file'
                WHEN f.outcome = 'report' AND f.file <> firsts.file THEN 'same_report'
                ELSE f.outcome
            END AS outcome,
            f.reason,
            CASE
                WHEN f.outcome = 'report' AND f.file <> once.file THEN once.file
                WHEN f.outcome = 'report' AND f.file <> firsts.file THEN firsts.file
            END AS same_as
        FROM read_files f
        LEFT JOIN once ON once.sha256 = f.sha256 AND f.outcome = 'report'
        LEFT JOIN identified i ON i.file = f.file
        LEFT JOIN firsts ON firsts.says = i.says
        ORDER BY f.file
    """,
    "reports": "SELECT {columns} FROM read_reports r JOIN kept USING (file) JOIN whose w ON w.file = r.file "
    "ORDER BY r.file".format(
        columns=", ".join(
            f"r.{name}"
            if name in REPORTS_AS_READ.names
            else f"CAST(kept.{name} AS INTEGER) AS {name}"
            if name == "versions"
            else f"w.{name}"
            for name in REPORTS.names
        )
    ),
}
