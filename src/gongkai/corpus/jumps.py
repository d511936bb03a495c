"""Figures that jump from one year to the next (数据突变): far from what the same figure did everywhere else.

For each watched figure and pair of years, every agency has a change ``ln((new + 1) / (old + 1))``. Its distance from
the median change of all agencies is measured in their median absolute deviation (times 1.4826, which makes it a
standard deviation where changes are normal), but in no less than ln 1.5. What is four of these away, and differs by
twenty or more, is a jump: beside the common trend, at least a factor of five. Where fewer than ten agencies can be
compared there is no common trend to speak of, and it is the factor alone.
"""

from collections.abc import Iterator

import duckdb

from gongkai.corpus.checking import exact_figure
from gongkai.corpus.noticed import Noticed
from gongkai.corpus.schema import column
from gongkai.corpus.whose import whose
from gongkai.report.checks.labels import cell_labels
from gongkai.stats.editions import CARRIED_OUT, NEWLY_RECEIVED, TABLE4_GROUPS, TOTAL, table3_cells, table4_cells
from gongkai.stats.identities import Severity, Verdict
from gongkai.wording import _

WATCHED = (
    *(table3_cells(row)[-1] for row in (NEWLY_RECEIVED.key, "disclosed", TOTAL.key, CARRIED_OUT.key)),
    *(table4_cells(group.key)[-1] for group in TABLE4_GROUPS),
    "table2.normative_documents.in_force",
    "table2.administrative_licenses",
    "table2.administrative_penalties",
    "table2.administrative_coercion",
    "table2.administrative_fees_wan_yuan",
)
"""The figures of an agency as a whole; those of single columns are small and jump by nature."""

FEWEST = 10
LEAST_DIFFERENCE = 20
DEVIATIONS = 4
_NORMAL = 1.4826

_SOURCE = "条例第四十九条；数据突变的界限为本项目所定"


def jumps_sql() -> str:
    """Return the SQL text that finds jumps; DuckDB and Spark run it."""
    measured = "\nUNION ALL ".join(
        f"SELECT report, year, '{cell}' AS cell, old__{column(cell)} AS old, {column(cell)} AS new FROM pairs "
        f"WHERE old__{column(cell)} >= 0 AND {column(cell)} >= 0"
        for cell in WATCHED
    )
    own = ", ".join(f"r.{column(cell)}, p.{column(cell)} AS old__{column(cell)}" for cell in WATCHED)
    return f"""WITH pairs AS (
SELECT r.report, r.year, {own}
FROM reports r JOIN reports p ON p.agency_key = r.agency_key AND p.year = r.year - 1
WHERE r.versions = 1 AND p.versions = 1
), measured AS (
{measured}
), changes AS (
SELECT report, year, cell, old, new,
    LN(CAST(new AS DOUBLE) + 1) - LN(CAST(old AS DOUBLE) + 1) AS change
FROM measured
), ordered AS (
SELECT year, cell, change, ROW_NUMBER() OVER (PARTITION BY year, cell ORDER BY change) AS n,
    COUNT(*) OVER (PARTITION BY year, cell) AS m
FROM changes
), medians AS (
SELECT year, cell, CASE WHEN m >= {FEWEST} THEN AVG(change) ELSE 0 END AS median, m
FROM ordered WHERE 2 * n IN (m, m + 1, m + 2) GROUP BY year, cell, m
), deviations AS (
SELECT c.report, c.year, c.cell, c.old, c.new, t.m, t.median, ABS(c.change - t.median) AS deviation
FROM changes c JOIN medians t ON t.year = c.year AND t.cell = c.cell
), placed AS (
SELECT year, cell, deviation, m, ROW_NUMBER() OVER (PARTITION BY year, cell ORDER BY deviation) AS n
FROM deviations
), scales AS (
SELECT year, cell, CASE WHEN m >= {FEWEST} THEN AVG(deviation) ELSE 0 END AS mad
FROM placed WHERE 2 * n IN (m, m + 1, m + 2) GROUP BY year, cell, m
)
SELECT d.report, d.cell, d.old, d.new, d.m, EXP(d.median) AS trend
FROM deviations d JOIN scales s ON s.year = d.year AND s.cell = d.cell
WHERE ABS(d.new - d.old) >= {LEAST_DIFFERENCE}
    AND d.deviation > {DEVIATIONS} * GREATEST({_NORMAL} * s.mad, LN(CAST(1.5 AS DOUBLE)))
ORDER BY d.report, d.cell"""


def jumps(connection: duckdb.DuckDBPyConnection) -> Iterator[Noticed]:
    """Yield every jump of a watched figure."""
    rows = connection.execute(jumps_sql()).fetchall()
    known = whose(connection, [row[0] for row in rows])
    labels = cell_labels("2021")
    for report, cell, old, new, compared, trend in rows:
        before, after = exact_figure(old), exact_figure(new)
        message = _("{cell}：上年 {before}，本年 {after}").format(cell=labels[cell], before=before, after=after)
        if compared >= FEWEST:
            message += _("；{count} 个机关这项数据的变化，中位数是 {trend:.2f} 倍").format(count=compared, trend=trend)
        else:
            message += _("；可比的机关只有 {count} 个，不知道一般的变化").format(count=compared)
        yield Noticed(
            "years.jump",
            Severity.INFO,
            Verdict.BROKEN,
            known[report],
            cell,
            {"cells": [cell, f"previous.{cell}"], "left": after, "right": before},
            _("{message}。请核对，或者在报告中说明原因。").format(message=message),
            _SOURCE,
        )


def comparable(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return how many reports could be compared with the year before, and how many of those with tables could not."""
    row = connection.execute(
        """
        SELECT COUNT(p.report), COUNT(*) - COUNT(p.report)
        FROM reports r LEFT JOIN reports p
            ON p.agency_key = r.agency_key AND p.year = r.year - 1 AND p.versions = 1 AND p.variant IS NOT NULL
            AND r.versions = 1
        WHERE r.variant IS NOT NULL
        """
    ).fetchone()
    return row or (0, 0)
