"""Texts copied between agencies and between years (内容雷同), found by the clauses that they share.

What many agencies write is the law's own wording and no copy: a clause in the reports of more than one agency in
twenty, and of more than ``COMMON``, is left out. Of the others, each agency is set beside the first that has the same
clause and the one before it, so the work grows with the number of clauses, not with the pairs of reports. Whoever
meets in several clauses is compared exactly, text against text.
"""

from collections.abc import Iterator, Mapping

import duckdb

from gongkai.corpus.clauses import clauses, digest_of
from gongkai.corpus.noticed import Noticed
from gongkai.corpus.whose import Whose, whose
from gongkai.report.checks.continuity import JUDGED
from gongkai.report.similarity import COPIED, SHORTEST, copied_share
from gongkai.stats.identities import Severity, Verdict
from gongkai.wording import _

COMMON = 5
"""In so small a number of agencies a clause may stand by copying alone."""

SHARED = 0.5
"""From this share of a text's rare clauses on, by length, it counts as copied from another agency."""

_SOURCE = "年度报告格式（2021）：防止内容雷同、敷衍塞责；界限为本项目所定"

_STEPS = (
    """
    CREATE TEMP TABLE clauses_of AS
    SELECT c.report, c.section, c.clause, c.length, COALESCE(r.agency_key, r.agency, r.report) AS who,
        COALESCE(r.year, 0) AS year
    FROM clauses c JOIN reports r ON r.report = c.report
    """,
    """
    CREATE TEMP TABLE frequencies AS
    SELECT section, clause, COUNT(DISTINCT who) AS agencies FROM clauses_of GROUP BY section, clause
    """,
    f"""
    CREATE TEMP TABLE common AS
    SELECT section, clause FROM frequencies
    WHERE agencies > {COMMON} AND agencies * 20 > (SELECT COUNT(DISTINCT who) FROM clauses_of)
    """,
    """
    CREATE TEMP TABLE rare AS
    SELECT c.* FROM clauses_of c
    LEFT JOIN common o ON o.section = c.section AND o.clause = c.clause
    WHERE o.clause IS NULL
    """,
    """
    CREATE TEMP TABLE totals AS
    SELECT report, section, SUM(length) AS length FROM rare GROUP BY report, section
    """,
)
# Of each agency the first report with a clause stands for it: its later ones are compared with its own.
_CANDIDATES = f"""
WITH firsts AS (
    SELECT section, clause, who, report, year,
        ROW_NUMBER() OVER (PARTITION BY section, clause, who ORDER BY year, report) AS n
    FROM rare
), met AS (
    SELECT section, report, LAG(report) OVER w AS before, FIRST_VALUE(report) OVER w AS first
    FROM firsts WHERE n = 1
    WINDOW w AS (PARTITION BY section, clause ORDER BY year, report)
), pairs AS (
    SELECT section, report, before AS other FROM met WHERE before IS NOT NULL
    UNION ALL
    SELECT section, report, first AS other FROM met WHERE before IS NOT NULL AND first <> before
), often AS (
    SELECT section, report, other FROM pairs GROUP BY section, report, other HAVING COUNT(*) >= 2
), shared AS (
    SELECT o.section, o.report, o.other, SUM(a.length) AS length
    FROM often o
    JOIN rare a ON a.section = o.section AND a.report = o.report
    JOIN rare b ON b.section = o.section AND b.report = o.other AND b.clause = a.clause
    GROUP BY o.section, o.report, o.other
)
SELECT s.section, s.report, s.other
FROM shared s
JOIN totals t ON t.report = s.report AND t.section = s.section
JOIN totals u ON u.report = s.other AND u.section = s.section
WHERE s.length >= {SHORTEST} AND s.length >= {SHARED} * LEAST(t.length, u.length)
ORDER BY s.section, s.report, s.other
"""
_YEARS = f"""
WITH pairs AS (
    SELECT r.report, p.report AS other
    FROM reports r JOIN reports p ON p.agency_key = r.agency_key AND p.year = r.year - 1
    WHERE r.versions = 1 AND p.versions = 1
), shared AS (
    SELECT a.section, p.report, p.other, SUM(a.length) AS length
    FROM pairs p
    JOIN clauses a ON a.report = p.report
    JOIN clauses b ON b.report = p.other AND b.section = a.section AND b.clause = a.clause
    GROUP BY a.section, p.report, p.other
), totals AS (
    SELECT report, section, SUM(length) AS length FROM clauses GROUP BY report, section
)
SELECT s.section, s.report, s.other
FROM shared s JOIN totals t ON t.report = s.report AND t.section = s.section
WHERE s.length >= {SHARED} * t.length
ORDER BY s.section, s.report, s.other
"""


def copied_between_agencies(connection: duckdb.DuckDBPyConnection) -> Iterator[Noticed]:
    """Yield every report most of whose rare clauses in a section stand in an earlier report of another agency."""
    for step in _STEPS:
        connection.execute(step)
    found = connection.execute(_CANDIDATES).fetchall()
    texts, known = _texts(connection, found)
    common: dict[str, set[int]] = {section: set() for section in JUDGED}
    for section, clause in connection.execute("SELECT section, clause FROM common").fetchall():
        common[section].add(clause)
    for section, report, other in found:
        shares = [_rare_lengths(texts[each, section], known[each], common[section]) for each in (report, other)]
        both = sum(shares[0][clause] for clause in shares[0].keys() & shares[1].keys())
        share = both / (min(sum(each.values()) for each in shares) or 1)
        if both >= SHORTEST and share >= SHARED:
            message = _("{section}有 {percent}% 的特有文字与“{other}”（{file}）相同。请核对是否照抄。")
            yield _noticed("text.copied_from_other", known[report], known[other], section, share, message)


def _rare_lengths(text: str, who: Whose, common: set[int]) -> Mapping[str, int]:
    found = clauses(text, who.agency)
    return {clause: len(clause) for clause in found if digest_of(clause) not in common}


def copied_between_years(connection: duckdb.DuckDBPyConnection) -> Iterator[Noticed]:
    """Yield every section that is the same as that of the year before, by the measure of a single check."""
    found = connection.execute(_YEARS).fetchall()
    texts, known = _texts(connection, found)
    for section, report, other in found:
        share = copied_share(texts[report, section], texts[other, section])
        if share is not None and share >= COPIED:
            message = _("{section}有 {percent}% 的文字与上年报告“{other}”（{file}）相同（数字、标点不计）。")
            yield _noticed("continuity.copied", known[report], known[other], section, share, message)


def _texts(
    connection: duckdb.DuckDBPyConnection, found: list[tuple[str, str, str]]
) -> tuple[dict[tuple[str, str], str], dict[str, Whose]]:
    reports = sorted({each for _section, *pair in found for each in pair})
    rows = connection.execute(
        "SELECT report, section, text FROM texts WHERE report IN (SELECT UNNEST(?::VARCHAR[]))", [reports]
    ).fetchall()
    return {(report, section): text for report, section, text in rows}, whose(connection, reports)


def _noticed(rule: str, new: Whose, old: Whose, section: str, share: float, message: str) -> Noticed:
    return Noticed(
        rule,
        Severity.WARNING,
        Verdict.BROKEN,
        new,
        f"{section} {old.identity}",
        {"section": section, "other_file": old.file, "share": round(share, 3)},
        message.format(section=_(JUDGED[section]), percent=round(share * 100), other=old.name, file=old.file),
        _SOURCE,
    )
