"""Sums over agencies as one plain SQL text: every figure of the tables by place, year or kind, and nothing twice.

DuckDB and Spark run the same text over the tables of a data set. First it is settled who is added, by keys and years
alone, so that the many columns of figures are read once and pass through no join but the one that leaves reports out:

- ``expected``: every agency in every year from which there are reports, by the table of agencies;
- ``descents``: each agency with every agency whose report adds it up, when, and whether that one is of another group;
- ``aggregates``: who adds anything up in a year, and whether that reaches beyond its own group;
- ``covered``: whose figures stand in an aggregate report (汇总) of its own group already;
- ``left_out``: who is not added in a year: whoever is covered, and aggregates that reach beyond their group. Their
  members are added instead, each in the group in which it stands. So groups never overlap, and the sums of all groups
  are the sum of the whole.

Whoever is expected, is not left out and did not report is missing, an aggregate like any other: what it did itself is
in no member's report. Where an agency has several reports of a year that differ, what differs is unknown.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from gongkai.corpus.schema import all_cells, column, variant_edition, variants
from gongkai.stats.editions import CellId

DIMENSIONS = ("province", "city", "county", "year", "kind")
"""By what sums can be grouped."""

_STATED = "agency_key IS NOT NULL AND variant IS NOT NULL"
_PLACES = tuple(name for name in DIMENSIONS if name != "year")
_FIGURES = ", ".join(map(column, all_cells()))


@cache
def forms_of(cell: CellId) -> tuple[str, ...]:
    """Return the forms of the tables that have a cell."""
    return tuple(form for form, cells in variants().items() if cell in cells)


def rollup_sql(by: Sequence[str], *, some_differ: bool = True) -> str:
    """Return the SQL text that adds up every figure by group.

    A row has ``known`` (0: agencies that are not in the table of agencies), the columns of ``by``, how many members
    there are (``members``), how many printed each form of the tables (``form_2021`` …) and how many reported nothing
    under each edition (``absent_2021`` …), and for each cell what its numbers add up to and how many there are, both
    ``NULL`` where nobody reported. ``some_differ`` says whether any agency has several reports of a year; without, the
    text is shorter.
    """
    groups = ", ".join(by)
    # The year decides which edition was due, and the form which was printed.
    due = {edition: f"SUM(CASE WHEN {_is_of(edition)} THEN 1 ELSE 0 END)" for edition in editions()}
    forms = {form: f"SUM(CASE WHEN variant = '{form}' THEN 1 ELSE 0 END)" for form in variants()}
    shown = [
        "COALESCE(r.known, m.known) AS known",
        *(f"COALESCE(r.{name}, m.{name}) AS {name}" for name in by),
        "COALESCE(m.members, r.reports) AS members",
        *(f"COALESCE(r.form_{form}, 0) AS form_{form}" for form in forms),
        *(
            f"CASE WHEN m.known IS NULL THEN 0 ELSE m.due_{each} - COALESCE(r.due_{each}, 0) END AS absent_{each}"
            for each in due
        ),
        *(f"r.sum__{column(cell)}, r.n__{column(cell)}" for cell in all_cells()),
    ]
    same_group = " AND ".join(f"m.{name} IS NOT DISTINCT FROM r.{name}" for name in by)
    return f"""WITH {_left_out_sql(by)},
added AS (
{_added_sql(some_differ=some_differ)}
),
reported AS (
SELECT known, {groups}, COUNT(*) AS reports,
    {", ".join(f"{sum_} AS form_{form}" for form, sum_ in forms.items())},
    {", ".join(f"{sum_} AS due_{edition}" for edition, sum_ in due.items())},
    {_sums()}
FROM added
GROUP BY known, {groups}
),
members AS (
SELECT 1 AS known, {", ".join(f"e.{name}" for name in by)}, COUNT(*) AS members,
    {", ".join(f"{sum_} AS due_{edition}" for edition, sum_ in due.items())}
FROM expected e
LEFT JOIN left_out x ON x.agency_key = e.agency_key AND x.of_year = e.year
WHERE x.agency_key IS NULL
GROUP BY {", ".join(f"e.{name}" for name in by)}
)
SELECT {", ".join(shown)}
FROM reported r FULL OUTER JOIN members m ON m.known = r.known AND {same_group}"""


def _sums() -> str:
    return ",\n    ".join(
        f"SUM({name}) AS sum__{name}, COUNT({name}) AS n__{name}" for name in map(column, all_cells())
    )


def _added_sql(*, some_differ: bool) -> str:
    """Return the reports that are added, those of agencies that are not in the table of agencies among them."""
    places = ", ".join(f"r.{name}" for name in _PLACES)
    left_out = "LEFT JOIN left_out x ON x.agency_key = r.agency_key AND x.of_year = r.year"
    text = f"""SELECT CASE WHEN r.agency_key IS NULL THEN 0 ELSE 1 END AS known, {places}, r.year, r.variant, {_FIGURES}
FROM reports r {left_out}
WHERE r.variant IS NOT NULL AND r.versions = 1 AND x.agency_key IS NULL"""
    if not some_differ:
        return text
    return f"""{text}
UNION ALL
SELECT 1 AS known, {places}, r.year, r.variant, {_FIGURES}
FROM ({_agreed_sql(", ".join(f"MIN({name}) AS {name}" for name in _PLACES))}) r {left_out}
WHERE x.agency_key IS NULL"""


def _agreed_sql(*more: str) -> str:
    """Return what agencies state that have several reports of a year that differ: the figures on which all agree."""
    agreed = ",\n    ".join(
        f"CASE WHEN COUNT({name}) = COUNT(*) AND MIN({name}) = MAX({name}) THEN MIN({name}) END AS {name}"
        for name in map(column, all_cells())
    )
    return f"""SELECT {", ".join(("agency_key, year, MIN(variant) AS variant", *more))},
    {agreed}
FROM reports
WHERE {_STATED} AND versions > 1
GROUP BY agency_key, year"""


def missing_sql(by: Sequence[str]) -> str:
    """Return the SQL text that names who is missing from each group, by name and year."""
    groups = ", ".join(name for name in by if name != "year")
    return f"""WITH {membership_sql(by)}
SELECT year AS of_year, agency, agency_key{", " + groups if groups else ""}
FROM counted
WHERE has_reported = 0
ORDER BY of_year, agency_key"""


def members_sql() -> str:
    """Return the SQL text that sets each aggregate report beside the sum of its direct members' figures.

    A row has the aggregate's own figures, and of its members what ``rollup_sql`` says of those of a group.
    """
    stated = ", ".join(f"s.{column(cell)}" for cell in all_cells())
    carried = ", ".join(f"t.sum__{column(cell)}, t.n__{column(cell)}" for cell in all_cells())
    return f"""WITH {_expected_sql()},
stated AS (
SELECT agency_key, year, variant, {_FIGURES} FROM reports WHERE {_STATED} AND versions = 1
UNION ALL
{_agreed_sql()}
),
totals AS (
SELECT e.parent_key, e.year, COUNT(*) AS members, COUNT(m.variant) AS present,
    {_sums()}
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


def _expected_sql() -> str:
    return f"""years AS (
SELECT DISTINCT year AS of_year FROM reports WHERE {_STATED}
),
expected AS (
SELECT a.agency_key, y.of_year AS year, a.agency, a.kind, a.province, a.city, a.county, a.parent_key
FROM agencies a JOIN years y ON y.of_year BETWEEN a.first_year AND a.last_year
)"""


def _left_out_sql(by: Iterable[str]) -> str:
    other = " OR ".join(f"COALESCE(e.{name}, '') <> COALESCE(a.{name}, '')" for name in by if name != "year")
    beyond = f"CASE WHEN {other} THEN 1 ELSE 0 END" if other else "0"
    return f"""{_expected_sql()},
descents AS (
SELECT l.agency_key, l.ancestor_key, {beyond} AS beyond,
    GREATEST(l.first_year, e.first_year, a.first_year) AS first_year,
    LEAST(l.last_year, e.last_year, a.last_year) AS last_year
FROM lineage l
JOIN agencies e ON e.agency_key = l.agency_key
JOIN agencies a ON a.agency_key = l.ancestor_key
),
aggregates AS (
SELECT d.ancestor_key AS agency_key, y.of_year, MAX(d.beyond) AS beyond
FROM descents d JOIN years y ON y.of_year BETWEEN d.first_year AND d.last_year
GROUP BY d.ancestor_key, y.of_year
),
covered AS (
SELECT DISTINCT d.agency_key, g.of_year
FROM aggregates g
JOIN reports r ON r.agency_key = g.agency_key AND r.year = g.of_year AND r.variant IS NOT NULL
JOIN descents d ON d.ancestor_key = g.agency_key AND g.of_year BETWEEN d.first_year AND d.last_year
WHERE g.beyond = 0
),
left_out AS (
SELECT agency_key, of_year FROM covered
UNION
SELECT agency_key, of_year FROM aggregates WHERE beyond = 1
)"""


def membership_sql(by: Sequence[str]) -> str:
    """Return the steps up to ``counted``: each agency that is added for a year, and whether it has reported."""
    return f"""{_left_out_sql(by)},
counted AS (
SELECT e.*, CASE WHEN s.agency_key IS NULL THEN 0 ELSE 1 END AS has_reported
FROM expected e
LEFT JOIN left_out x ON x.agency_key = e.agency_key AND x.of_year = e.year
LEFT JOIN (SELECT DISTINCT agency_key, year FROM reports WHERE {_STATED}) s
    ON s.agency_key = e.agency_key AND s.year = e.year
WHERE x.agency_key IS NULL
)"""
