"""Every declared identity over all reports of a data set, by SQL, beside what was found when each file was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

import duckdb

from gongkai.corpus.identities_sql import (
    OPEN,
    PREVIOUS,
    Judging,
    between_years,
    judging,
    pivoted,
    within_a_report,
)
from gongkai.corpus.rulings import Rulings
from gongkai.corpus.schema import column, variants
from gongkai.corpus.whose import Whose, whose
from gongkai.stats.cells import Figure
from gongkai.stats.identities import FootingIdentity, Severity, Term, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """An identity that does not hold in a report, or that its figures do not decide; what each side can be.

    A ``high`` of ``None`` is without limit.
    """

    report: str
    rule: str
    verdict: str
    left: tuple[Figure, Figure | None]
    right: tuple[Figure, Figure | None]


@cache
def within_reports() -> Judging:
    """Return the SQL texts that judge the identities inside each report."""
    return judging("(SELECT * FROM reports WHERE whole_counts) AS counted", within_a_report())


@cache
def within_reports_with_fractions() -> Judging:
    """Return the same for reports in which some count is no whole number, and so stands in ``cells`` alone."""
    return judging(f"{pivoted('NOT r.whole_counts')} AS counted", within_a_report())


@cache
def with_the_year_before() -> Judging:
    """Return the SQL texts that judge the identities between a report and the one of the year before.

    Whose report comes before which is told by the table of agencies alone; where an agency has several reports of a
    year that differ, none of them is taken for the right one.
    """
    declared, rules = between_years()
    return judging(pairs("counted"), declared, only=rules)


def pairs(alias: str) -> str:
    """Return a relation of reports with the figures of the year before beside their own."""
    cells = dict.fromkeys(cell for found in variants().values() for cell in found)
    own = ", ".join(f"r.{column(cell)}" for cell in cells)
    before = ", ".join(
        f"p.{column(term.cell)} AS {PREVIOUS}{column(term.cell)}" for term in _terms_of_the_year_before()
    )
    return (
        f"(SELECT r.report, CONCAT(r.variant, '/', p.edition) AS variant, {own}, {before} "
        "FROM reports r JOIN reports p ON p.agency_key = r.agency_key AND p.year = r.year - 1 "
        f"WHERE r.versions = 1 AND p.versions = 1 AND r.whole_counts AND p.whole_counts) AS {alias}"
    )


def _terms_of_the_year_before() -> tuple[Term, ...]:
    declared, _rules = between_years()
    return tuple(
        dict.fromkeys(
            term
            for found in declared.values()
            for identity in found
            for term in (*identity.left, *identity.right)
            if term.previous
        )
    )


def judge(connection: duckdb.DuckDBPyConnection) -> tuple[Judged, ...]:
    """Return every identity, in or between reports, that is broken or undecided."""
    asked = [within_reports(), with_the_year_before()]
    (fractions,) = connection.execute("SELECT COUNT(*) FROM reports WHERE NOT whole_counts").fetchone() or (0,)
    if fractions:
        asked.append(within_reports_with_fractions())
    return tuple(judged for each in asked for judged in judged_rows(verdicts(connection, each)))


def verdicts(connection: duckdb.DuckDBPyConnection, asked: Judging) -> list[tuple[object, ...]]:
    """Return the rows of what is broken or undecided, as the texts give them."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE unequal AS {asked.unequal}")
    found = connection.execute(asked.broken).fetchall()
    (some_open,) = connection.execute(f"SELECT COUNT(*) FROM unequal WHERE {OPEN}").fetchone() or (0,)
    if some_open:
        found += connection.execute(asked.bounded).fetchall()
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """An identity that a report breaks, with what tells the report to a person."""

    whose: Whose
    edition: str
    judged: Judged
    identity: FootingIdentity

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.identity.severity

    @property
    def source(self) -> str:
        """Where the identity is laid down."""
        return self.identity.source

    @property
    def rule(self) -> str:
        """The rule."""
        return self.judged.rule

    @property
    def subject(self) -> str:
        """Nothing beside the rule: an identity is judged once in a report."""
        return ""

    @property
    def values(self) -> dict[str, object]:
        """What was compared: the cells, and what each side comes to or can be."""
        sides = (self.judged.left, self.judged.right)
        exact = [low if low == high else None for low, high in sides]
        return {
            "cells": [str(term) for term in (*self.identity.left, *self.identity.right)],
            "left": exact[0],
            "right": exact[1],
            "bounds": None if None not in exact else [list(side) for side in sides],
        }

    def value(self) -> dict[str, object]:
        """Return it as plain values, named as those of ``gongkai check --json`` are."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "verdict": self.judged.verdict,
            **self.values,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What a check of a whole data set found, the reports in the order of their files.

    ``faults`` are broken, ``undecided`` could be: some figure is not known. What a person has dismissed is among the
    faults, but no error.
    """

    reports: int
    without_tables: int
    faults: tuple[Fault, ...]
    undecided: tuple[Fault, ...]
    rulings: Rulings = field(default_factory=Rulings)

    def value(self) -> dict[str, object]:
        """Return the counts, and by file everything that does not hold, as ``--json`` prints it."""
        files: dict[str, dict[str, object]] = {}
        findings: dict[str, list[dict[str, object]]] = {}
        for fault in sorted((*self.faults, *self.undecided), key=lambda each: (each.whose.file, each.judged.rule)):
            findings.setdefault(fault.whose.file, []).append({**fault.value(), **self.rulings.value(fault)})
            files[fault.whose.file] = {
                "file": fault.whose.file,
                "agency": fault.whose.agency,
                "year": fault.whose.year,
                "edition": fault.edition,
                "findings": findings[fault.whose.file],
            }
        dismissed, stale = self.rulings.counts(self.faults)
        return {
            "reports": self.reports,
            "without_tables": self.without_tables,
            "broken": len(self.faults) - dismissed,
            "dismissed": dismissed,
            "stale_rulings": stale,
            "undetermined": len(self.undecided),
            "files": list(files.values()),
        }

    @property
    def errors(self) -> int:
        """How many faults are errors that nobody dismissed."""
        return sum(fault.severity is Severity.ERROR and not self.rulings.dismissed(fault) for fault in self.faults)


def summarized(connection: duckdb.DuckDBPyConnection, rulings: Rulings | None = None) -> Summary:
    """Judge every identity and say of whose reports those are that do not hold."""
    counted = connection.execute("SELECT COUNT(*), COUNT(*) FILTER (variant IS NULL) FROM reports").fetchone()
    reports, without_tables = counted or (0, 0)
    found = faults_of(connection, judge(connection))
    broken = tuple(each for each in found if each.judged.verdict == Verdict.BROKEN)
    undecided = tuple(each for each in found if each.judged.verdict == Verdict.UNDETERMINED)
    return Summary(reports, without_tables, broken, undecided, rulings or Rulings())


def between_years_faults(connection: duckdb.DuckDBPyConnection) -> tuple[Fault, ...]:
    """Return only what is broken or undecided between a report and the one of the year before."""
    return faults_of(connection, tuple(judged_rows(verdicts(connection, with_the_year_before()))))


def faults_of(connection: duckdb.DuckDBPyConnection, judged: Sequence[Judged]) -> tuple[Fault, ...]:
    """Say of whose reports identities are that do not hold, in the order of their files."""
    known = whose(connection, [each.report for each in judged])
    forms = dict(connection.execute("SELECT DISTINCT variant, edition FROM reports").fetchall())
    found = []
    for each in judged:
        who = known[each.report]
        found.append(Fault(who, forms[who.form], each, _declared()[str(who.form), each.rule]))
    return tuple(sorted(found, key=lambda fault: (fault.whose.file, fault.judged.rule)))


def judged_rows(rows: Iterable[Sequence[object]]) -> Iterable[Judged]:
    """Return rows of the queries as values; engines differ in the types of their numbers, not in the numbers."""
    for report, rule, verdict, *sides in rows:
        left_low, left_high, right_low, right_high = map(exact_figure, sides)
        yield Judged(str(report), str(rule), str(verdict), (left_low or 0, left_high), (right_low or 0, right_high))


def exact_figure(value: object) -> Figure | None:
    """Return a number of a query as it is, whatever the engine's type of it: a whole one as an ``int``."""
    if value is None or isinstance(value, int):
        return value
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


@cache
def _declared() -> dict[tuple[str, str], FootingIdentity]:
    """Return the identity of each form of the tables and rule, for its severity and source."""
    between, _rules = between_years()
    return {
        (form.partition("/")[0], identity.rule): identity
        for declared in (between, within_a_report())
        for form, found in declared.items()
        for identity in found
    }
