"""Data sets for tests, written by what writes them in a build, without files to read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.corpus.agencies import AgencyTable
from gongkai.corpus.rows import report_rows
from gongkai.corpus.schema import TABLES
from gongkai.report.model import AnnualReport, complete
from gongkai.stats.cells import Cell
from gongkai.stats.editions import CellId, edition


def report_of(
    agency: str, year: int, edition_key: str, cells: Mapping[CellId, Cell], **changes: object
) -> AnnualReport:
    return AnnualReport(
        agency=agency,
        year=year,
        edition_key=edition_key,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        cells=dict(cells),
        complete=complete(edition(edition_key), cells),
        source_name=f"{agency}{year}.json",
        **changes,  # type: ignore[arg-type]
    )


def written(
    folder: Path,
    reports: Sequence[AnnualReport],
    *,
    agency_keys: Sequence[str | None] | None = None,
    agencies: AgencyTable | None = None,
    versions: Sequence[int] | None = None,
) -> Path:
    """Write a data set of reports, called r0, r1 …, as if ``agency_keys`` were what the table of agencies says."""
    folder.mkdir()
    tables: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
    for n, report in enumerate(reports):
        for table, rows in report_rows(report, report_id=f"r{n}").items():
            tables[table] += rows
        row = tables["reports"][-1]
        row |= {"versions": versions[n] if versions else 1, "agency_key": agency_keys[n] if agency_keys else None}
        if agencies is not None:
            whose = [
                each for each in agencies.agencies if each.key == row["agency_key"] and each.is_valid(report.year or 0)
            ]
            for each in whose[:1]:
                row |= {"code": each.code, "kind": each.kind.value, **each.place}
    if agencies is not None:
        tables["agencies"] = list(agencies.rows())
        tables["lineage"] = [asdict(each) for each in agencies.lineage()]
    for table, schema in TABLES.items():
        pq.write_table(pa.Table.from_pylist(tables[table], schema), folder / f"{table}.parquet")
    return folder
