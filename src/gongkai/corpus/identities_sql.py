"""Footing identities (勾稽关系) compiled to SQL: the declarations of ``gongkai.stats`` over any number of reports.

The SQL is plain: common table expressions, ``CASE``, ``COALESCE`` and ``UNPIVOT``. DuckDB and Spark run the same texts.
They say what ``stats.identities.evaluate`` says of each report, bounds included, in two steps:

- ``unequal`` reads each figure once and adds up both sides of each identity, and returns those that are not equal or
  not known: a row for each report and rule. Most reports have none, and a million are decided by this step;
- of those rows, ``broken`` are the ones whose sides are both known, and ``bounded`` says of the others what each side
  can be, given what the *other* identities say of the figures that are open. It looks at no report but theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.corpus.schema import column, variant_edition, variants
from gongkai.stats.identities import FootingIdentity, Term, identities, identities_with_previous_year

PREVIOUS = "previous__"
"""Before the names of the columns of the year before."""

Declared = Mapping[str, Sequence[FootingIdentity]]
"""The identities of each form of the tables."""

_Forms = Mapping[str, frozenset[str]]
"""For the name of each column the forms whose tables declare it."""


def within_a_report() -> Declared:
    """Return the identities inside one report, for each form of the tables."""
    found = {}
    for key in variants():
        edition, one_row = variant_edition(key)
        found[key] = identities(edition, item_six_in_one_row=one_row)
    return found


def between_years() -> tuple[Declared, frozenset[str]]:
    """Return the identities of a report and the one before it, and the rules among them that are between the two.

    What a report's own sums say of its blanks bounds them here, too. A form's key has the edition of the year before
    added: ``2021/2019``.
    """
    found, rules = {}, set()
    for key in variants():
        edition, one_row = variant_edition(key)
        for previous in dict.fromkeys(variant_edition(each)[0] for each in variants()):
            between = identities_with_previous_year(edition, previous)
            rules |= {each.rule for each in between}
            found[f"{key}/{previous.key}"] = (*identities(edition, item_six_in_one_row=one_row), *between)
    return found, frozenset(rules)


def name(term: Term) -> str:
    """Return the name of the column that has a term."""
    return PREVIOUS * term.previous + column(term.cell)


@dataclass(frozen=True, slots=True)
class Judging:
    """The SQL texts that judge identities: what ``unequal`` returns is kept as a table of that name for the others.

    ``broken`` and ``bounded`` return the columns of ``JUDGED``, one row for each report and rule that does not hold;
    ``bounded`` has nothing to say where every figure is known.
    """

    unequal: str
    broken: str
    bounded: str


JUDGED = ("report", "rule", "verdict", "left_low", "left_high", "right_low", "right_high")
"""The columns of a verdict; a side that nothing limits has no ``high``."""

OPEN = "left_sum IS NULL OR right_sum IS NULL"
"""Of a row of ``unequal``: some figure of the identity is not known."""

_BROKEN = """SELECT report, rule, 'broken' AS verdict,
    left_sum AS left_low, left_sum AS left_high, right_sum AS right_low, right_sum AS right_high
FROM unequal WHERE left_sum <> right_sum"""


@dataclass(frozen=True, slots=True)
class _Merged:
    """One identity with the terms that it has in any form, by the names of their columns."""

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        return self.left + self.right

    @property
    def key(self) -> str:
        """The rule as a name of SQL."""
        return column(self.rule)


def judging(relation: str, declared: Declared, *, only: frozenset[str] | None = None) -> Judging:
    """Return the SQL texts that judge the identities over a relation of reports.

    The relation has the columns ``report``, ``variant`` and one for each cell. ``only`` names the rules to return; the
    others then only bound what is open.
    """
    merged, forms_of = _merged(declared)
    wanted = tuple(each for each in merged if only is None or each.rule in only)
    return Judging(
        _unequal(relation, declared, wanted, forms_of), _BROKEN, _bounded(relation, merged, wanted, forms_of)
    )


def _unequal(relation: str, declared: Declared, wanted: Sequence[_Merged], forms_of: _Forms) -> str:
    every_form = frozenset(declared)
    of_every_form = [each for each in wanted if all(forms_of[term] == every_form for term in each.terms)]
    equal = [f"{' + '.join(each.left)} = {' + '.join(each.right)}" for each in of_every_form]
    others = frozenset(each.rule for each in wanted) - {each.rule for each in of_every_form}
    forms: dict[str, list[str]] = defaultdict(list)
    for form, found in declared.items():
        forms[_all_equal(each for each in found if each.rule in others)].append(form)
    by_form = " ".join(f"WHEN variant IN ({_listed(some)}) THEN {all_equal}" for all_equal, some in forms.items())
    equal.append(f"(CASE {by_form} END)")
    sums = ",\n        ".join(
        f"{_side(terms, forms_of, every_form)} AS {side}__{each.key}"
        for each in wanted
        for side, terms in (("left", each.left), ("right", each.right))
    )
    return f"""WITH suspects AS (
    SELECT * FROM {relation}
    WHERE variant IN ({_listed(sorted(every_form))}) AND ({" AND ".join(equal)}) IS NOT TRUE
), sums AS (
    SELECT report,
        {sums}
    FROM suspects
)
SELECT report, REPLACE(rule, '__', '.') AS rule, left_sum, right_sum
FROM sums UNPIVOT INCLUDE NULLS ((left_sum, right_sum) FOR rule IN ({_both_sides(wanted)}))
WHERE (left_sum = right_sum) IS NOT TRUE"""


def _bounded(relation: str, merged: Sequence[_Merged], wanted: Sequence[_Merged], forms_of: _Forms) -> str:
    """Return the text of what identities with open terms come to.

    - ``figures``: the cells of the reports that it is about; one that a form of the tables does not have is 0 there;
    - ``known``: what the numbers on each side of an identity add up to;
    - ``open_terms``: the cells without a number, for each identity in which they stand;
    - ``sums``: the identities with open terms, with their numbers;
    - ``limits``: what an identity says of an open term: of the only one on its side at least what is wanting, of each
      at most. Other open terms are zero or more: on the same side they take from what is left, on the other they add.
      An identity that no value could make hold says nothing;
    - ``limited``: what the *other* identities of a term allow; where they contradict each other they prove nothing;
    - ``opened``: what the open terms of a side add to its numbers.
    """
    needed = {term for each in wanted for term in each.terms}
    # Only what shares a term with an identity that is asked for can bound it.
    kept = [each for each in merged if needed.intersection(each.terms)]
    terms = tuple(dict.fromkeys(term for each in kept for term in each.terms))
    every_form = frozenset(form for forms in forms_of.values() for form in forms)
    figures = ",\n        ".join(_figure(term, forms_of[term], every_form) for term in terms)
    numbers = ", ".join(f"COALESCE({term}, 0) AS {term}" for term in terms)
    sums = ",\n        ".join(
        f"{' + '.join(each.left)} AS left__{each.key}, {' + '.join(each.right)} AS right__{each.key}" for each in kept
    )
    places = ", ".join(
        f"('{term}', '{each.key}', {number})"
        for each in kept
        for number, side in enumerate((each.left, each.right))
        for term in side
    )
    return f"""WITH asked AS (
    SELECT report, rule FROM unequal WHERE {OPEN}
), figures AS (
    SELECT report,
        {figures}
    FROM {relation}
    WHERE report IN (SELECT report FROM asked)
), numbers AS (
    SELECT report, {numbers} FROM figures
), added AS (
    SELECT report,
        {sums}
    FROM numbers
), known AS (
    SELECT report, rule, left_known, right_known
    FROM added UNPIVOT ((left_known, right_known) FOR rule IN ({_both_sides(kept)}))
), unknown AS (
    SELECT report, term
    FROM figures UNPIVOT INCLUDE NULLS (figure FOR term IN ({", ".join(terms)}))
    WHERE figure IS NULL
), places AS (
    SELECT * FROM (VALUES {places}) AS t (term, rule, side)
), open_terms AS (
    SELECT u.report, p.rule, p.side, u.term FROM unknown u JOIN places p ON p.term = u.term
), opens AS (
    SELECT report, rule, COUNT(*) - SUM(side) AS left_open, SUM(side) AS right_open
    FROM open_terms GROUP BY report, rule
), sums AS (
    SELECT o.report, o.rule, k.left_known, k.right_known, o.left_open, o.right_open
    FROM opens o JOIN known k ON k.report = o.report AND k.rule = o.rule
), limits AS (
    SELECT report, rule, 0 AS side,
        CASE WHEN left_open = 1 AND right_known > left_known THEN right_known - left_known ELSE 0 END AS least,
        CASE WHEN right_open = 0 THEN right_known - left_known END AS most
    FROM sums WHERE left_open > 0 AND (right_open > 0 OR right_known >= left_known)
    UNION ALL
    SELECT report, rule, 1 AS side,
        CASE WHEN right_open = 1 AND left_known > right_known THEN left_known - right_known ELSE 0 END AS least,
        CASE WHEN left_open = 0 THEN left_known - right_known END AS most
    FROM sums WHERE right_open > 0 AND (left_open > 0 OR left_known >= right_known)
), limited AS (
    SELECT t.report, t.rule, t.side, t.term, COALESCE(MAX(l.least), 0) AS least, MIN(l.most) AS most
    FROM open_terms t
    JOIN open_terms o ON o.report = t.report AND o.term = t.term
    LEFT JOIN limits l ON l.report = o.report AND l.rule = o.rule AND l.side = o.side AND l.rule <> t.rule
    GROUP BY t.report, t.rule, t.side, t.term
), opened AS (
    SELECT report, rule, side,
        SUM(CASE WHEN most < least THEN 0 ELSE least END) AS least,
        CASE WHEN COUNT(CASE WHEN most >= least THEN 1 END) = COUNT(*) THEN SUM(most) END AS most
    FROM limited GROUP BY report, rule, side
), judged AS (
    SELECT s.report, REPLACE(s.rule, '__', '.') AS rule,
        s.left_known + COALESCE(l.least, 0) AS left_low,
        s.left_known + CASE WHEN s.left_open = 0 THEN 0 ELSE l.most END AS left_high,
        s.right_known + COALESCE(r.least, 0) AS right_low,
        s.right_known + CASE WHEN s.right_open = 0 THEN 0 ELSE r.most END AS right_high
    FROM sums s
    LEFT JOIN opened l ON l.report = s.report AND l.rule = s.rule AND l.side = 0
    LEFT JOIN opened r ON r.report = s.report AND r.rule = s.rule AND r.side = 1
)
SELECT j.report, j.rule,
    CASE WHEN left_low > right_high OR right_low > left_high THEN 'broken' ELSE 'undetermined' END AS verdict,
    left_low, left_high, right_low, right_high
FROM judged j JOIN asked a ON a.report = j.report AND a.rule = j.rule
WHERE (left_low = left_high AND right_low = right_high AND left_low = right_low) IS NOT TRUE"""


def _both_sides(identities_: Iterable[_Merged]) -> str:
    return ", ".join(f"(left__{each.key}, right__{each.key}) AS {each.key}" for each in identities_)


def _side(terms: Iterable[str], forms_of: _Forms, every_form: frozenset[str]) -> str:
    """Return the sum of a side: what a form does not have adds nothing, and what it leaves open leaves the sum open."""
    by_forms: dict[frozenset[str], list[str]] = defaultdict(list)
    for term in terms:
        by_forms[forms_of[term]].append(term)
    return " + ".join(
        " + ".join(some)
        if forms == every_form
        else f"CASE WHEN variant IN ({_listed(sorted(forms))}) THEN {' + '.join(some)} ELSE 0 END"
        for forms, some in by_forms.items()
    )


def _merged(declared: Declared) -> tuple[tuple[_Merged, ...], dict[str, frozenset[str]]]:
    """Return the identities of all forms as one list, and for each column the forms whose tables declare it."""
    sides: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    forms_of: dict[str, set[str]] = defaultdict(set)
    for form, found in declared.items():
        for identity in found:
            left, right = sides.setdefault(identity.rule, ({}, {}))
            for side, terms in ((left, identity.left), (right, identity.right)):
                for term in terms:
                    side[name(term)] = None
                    forms_of[name(term)].add(form)
    merged = tuple(_Merged(rule, tuple(left), tuple(right)) for rule, (left, right) in sides.items())
    _prove_that_nothing_is_added(declared, merged, forms_of)
    return merged, {term: frozenset(forms) for term, forms in forms_of.items()}


def _prove_that_nothing_is_added(
    declared: Declared, merged: Iterable[_Merged], forms_of: Mapping[str, set[str]]
) -> None:
    """Refuse declarations that one list could not say: with 0 for what a form lacks, each identity must be its own."""
    by_rule = {each.rule: each for each in merged}
    for form, found in declared.items():
        for identity in found:
            for mine, all_terms in (
                (identity.left, by_rule[identity.rule].left),
                (identity.right, by_rule[identity.rule].right),
            ):
                if {name(term) for term in mine} != {term for term in all_terms if form in forms_of[term]}:
                    raise ValueError(f"{identity.rule} has other terms in {form} than its form declares.")


def _figure(term: str, forms: frozenset[str], every_form: frozenset[str]) -> str:
    if forms == every_form:
        return term
    return f"CASE WHEN variant IN ({_listed(sorted(forms))}) THEN {term} ELSE 0 END AS {term}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _all_equal(found: Iterable[FootingIdentity]) -> str:
    return " AND ".join(f"{_added(each.left)} = {_added(each.right)}" for each in found) or "TRUE"


def _added(terms: Iterable[Term]) -> str:
    return " + ".join(map(name, terms))


def pivoted(condition: str) -> str:
    """Return a relation of figures taken from ``cells``: exact also where a count is no whole number."""
    cells = dict.fromkeys(cell for found in variants().values() for cell in found)
    columns = ", ".join(f"MAX(CASE WHEN c.cell = '{cell}' THEN c.number END) AS {column(cell)}" for cell in cells)
    return (
        f"(SELECT r.report, MIN(r.variant) AS variant, {columns} FROM reports r JOIN cells c ON c.report = r.report "
        f"WHERE {condition} GROUP BY r.report)"
    )
