"""Sums over agencies as one plain SQL text: every figure of the tables by place, year or kind, and nothing twice.

DuckDB and Spark run the same text over the tables of a data set. It consists of these steps:

- ``expected``: every agency in every year from which there are reports, by the table of agencies;
- ``above``: each agency and year with every agency whose report adds it up, and whether that one is of another group;
- ``aggregates``: who adds anything up in a year, and whether that reaches beyond its own group;
- ``stated``: the figures of an agency for a year; where it has several reports that differ, what differs is unknown;
- ``covered``: whose figures stand in an aggregate report (汇总) of its own group already;
- ``counted``: what is added: each agency that is not covered, with its figures or, if it did not report, without. An
  aggregate that did not report is missing like any other: what it did itself is in no member's report.

An aggregate that reaches beyond its group is not added: its members are, each in the group in which it stands. So
groups never overlap, and the sums of all groups are the sum of the whole.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from gongkai.corpus.schema import all_cells, column, variant_edition, variants
from gongkai.stats.editions import CellId

DIMENSIONS = ("province", "city", "county", "year", "kind")
"""By what sums can be grouped."""


@cache
def forms_of(cell: CellId) -> tuple[str, ...]:
    """Return the forms of the tables that have a cell."""
    return tuple(form for form, cells in variants().items() if cell in cells)


def rollup_sql(by: Sequence[str]) -> str:
    """Return the SQL text that adds up every figure by group.

    A row has ``known`` (0: agencies that are not in the table of agencies), the columns of ``by``, how many members
    there are (``members``), how many printed each form of the tables (``form_2021`` …) and how many reported nothing
    under each edition (``absent_2021`` …), and for each cell what its numbers add up to and how many there are.
    """
    groups = ", ".join(by)
    sums = ",\n    ".join(
        f"SUM({column(cell)}) AS sum__{column(cell)}, COUNT({column(cell)}) AS n__{column(cell)}"
        for cell in all_cells()
    )
    forms = ", ".join(f"SUM(CASE WHEN variant = '{form}' THEN 1 ELSE 0 END) AS form_{form}" for form in variants())
    absent = ", ".join(
        f"SUM(CASE WHEN variant IS NULL AND {_is_of(edition)} THEN 1 ELSE 0 END) AS absent_{edition}"
        for edition in editions()
    )
    return f"""WITH {membership_sql(by)}
SELECT known, {groups}, COUNT(*) AS members,
    {forms},
    {absent},
    {sums}
FROM counted
GROUP BY known, {groups}"""


def missing_sql(by: Sequence[str]) -> str:
    """Return the SQL text that names who is missing from each group, by name and year."""
    groups = ", ".join(name for name in by if name != "year")
    return f"""WITH {membership_sql(by)}
SELECT year AS of_year, agency, agency_key{", " + groups if groups else ""}
FROM counted
WHERE known = 1 AND variant IS NULL
ORDER BY of_year, agency_key"""


def members_sql() -> str:
    """Return the SQL text that sets each aggregate report beside the sum of its direct members' figures.

    A row has the aggregate's own figures, and of its members what ``rollup_sql`` says of those of a group.
    """
    stated = ", ".join(f"s.{column(cell)}" for cell in all_cells())
    sums = ",\n    ".join(
        f"SUM(m.{column(cell)}) AS sum__{column(cell)}, COUNT(m.{column(cell)}) AS n__{column(cell)}"
        for cell in all_cells()
    )
    carried = ", ".join(f"t.sum__{column(cell)}, t.n__{column(cell)}" for cell in all_cells())
    return f"""WITH {_expected_sql()},
{_stated_sql()},
totals AS (
SELECT e.parent_key, e.year, COUNT(*) AS members, COUNT(m.variant) AS present,
    {sums}
FROM expected e LEFT JOIN stated m ON m.agency_key = e.agency_key AND m.year = e.year
WHERE e.parent_key IS NOT NULL
GROUP BY e.parent_key, e.year
)
SELECT s.agency_key, s.year, s.variant, t.members, t.present, {stated}, {carried}
FROM totals t JOIN stated s ON s.agency_key = t.parent_key AND s.year = t.year
ORDER BY s.agency_key, s.year"""


@cache
def editions() -> tuple[str, ...]:
    """Return the keys of the editions, each once."""
    return tuple(dict.fromkeys(variant_edition(form)[0].key for form in variants()))


def _is_of(key: str) -> str:
    edition, _one_row = variant_edition(key)
    until = "" if edition.last_year is None else f" AND year <= {edition.last_year}"
    return f"year >= {edition.first_year}{until}"


def _in_its_forms(cell: CellId) -> str:
    """Return the figure of a cell only where the form of the report has it: it may print item six in both ways."""
    if len(forms_of(cell)) == len(variants()):
        return column(cell)
    return f"CASE WHEN variant IN ({_listed(forms_of(cell))}) THEN {column(cell)} END"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _expected_sql() -> str:
    # Rows of an agency that speak of one year agree in all but its name, or the table would have been refused.
    return """expected AS (
SELECT a.agency_key, y.year, MIN(a.agency) AS agency, MIN(a.kind) AS kind, MIN(a.province) AS province,
    MIN(a.city) AS city, MIN(a.county) AS county, MIN(a.parent_key) AS parent_key
FROM agencies a
JOIN (SELECT DISTINCT year FROM reports WHERE agency_key IS NOT NULL AND variant IS NOT NULL) y
    ON y.year BETWEEN a.first_year AND a.last_year
GROUP BY a.agency_key, y.year
)"""


def _stated_sql() -> str:
    own = ",\n    ".join(
        column(cell) if (figure := _in_its_forms(cell)) == column(cell) else f"{figure} AS {column(cell)}"
        for cell in all_cells()
    )
    agreed = ",\n    ".join(
        f"CASE WHEN COUNT({figure}) = COUNT(*) AND MIN({figure}) = MAX({figure}) THEN MIN({figure}) END "
        f"AS {column(cell)}"
        for cell in all_cells()
        for figure in (_in_its_forms(cell),)
    )
    return f"""stated AS (
SELECT agency_key, year, variant,
    {own}
FROM reports
WHERE agency_key IS NOT NULL AND variant IS NOT NULL AND versions = 1
UNION ALL
SELECT agency_key, year, MIN(variant) AS variant,
    {agreed}
FROM reports
WHERE agency_key IS NOT NULL AND variant IS NOT NULL AND versions > 1
GROUP BY agency_key, year
)"""


def membership_sql(by: Sequence[str]) -> str:
    """Return the steps up to ``counted``: who is added in which group, with what figures."""
    places = [name for name in by if name != "year"]
    other = " OR ".join(f"COALESCE(e.{name}, '') <> COALESCE(a.{name}, '')" for name in places)
    beyond = f"CASE WHEN {other} THEN 1 ELSE 0 END" if other else "0"
    cells = ", ".join(f"s.{column(cell)}" for cell in all_cells())
    unknown = ",\n    ".join(_in_its_forms(cell) for cell in all_cells())
    return f"""{_expected_sql()},
above AS (
SELECT e.agency_key, e.year, a.agency_key AS ancestor_key, {beyond} AS beyond
FROM lineage l
JOIN expected e ON e.agency_key = l.agency_key AND e.year BETWEEN l.first_year AND l.last_year
JOIN expected a ON a.agency_key = l.ancestor_key AND a.year = e.year
),
aggregates AS (
SELECT ancestor_key AS agency_key, year, MAX(beyond) AS beyond FROM above GROUP BY ancestor_key, year
),
{_stated_sql()},
covered AS (
SELECT DISTINCT b.agency_key, b.year
FROM above b
JOIN aggregates g ON g.agency_key = b.ancestor_key AND g.year = b.year AND g.beyond = 0
JOIN stated s ON s.agency_key = b.ancestor_key AND s.year = b.year
),
counted AS (
SELECT 1 AS known, e.agency_key, e.agency, e.kind, e.province, e.city, e.county, e.year, s.variant, {cells}
FROM expected e
LEFT JOIN aggregates g ON g.agency_key = e.agency_key AND g.year = e.year
LEFT JOIN covered c ON c.agency_key = e.agency_key AND c.year = e.year
LEFT JOIN stated s ON s.agency_key = e.agency_key AND s.year = e.year
WHERE c.agency_key IS NULL AND COALESCE(g.beyond, 0) = 0
UNION ALL
SELECT 0 AS known, NULL AS agency_key, agency, NULL AS kind, NULL AS province, NULL AS city, NULL AS county, year,
    variant,
    {unknown}
FROM reports
WHERE agency_key IS NULL AND variant IS NOT NULL
)"""
