"""Footing identities (勾稽关系) compiled to SQL: the declarations of ``gongkai.stats`` over any number of reports.

The SQL is plain: common table expressions, ``CASE``, ``COALESCE``, ``LEAST`` and ``GREATEST``. DuckDB and Spark run the
same text. It says what ``stats.identities.evaluate`` says of each report, bounds included:

- ``suspects``: the reports in which not every sum is equal, or not every figure known, each judged by what its own form
  declares. In most, every sum is, and a million reports are decided by reading each figure once;
- ``figures``: their cells; one that a form of the tables does not have is 0 there and adds nothing;
- ``sums``: for both sides of each identity, what its numbers add up to and how many terms are open;
- ``limits``: what an identity says of its open terms, if it says anything;
- ``bounds``: what each side can be, given what the *other* identities say of its open terms.

Only what does not hold is returned, one row for each report and rule.
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
class _Merged:
    """One identity with the terms that it has in any form, by the names of their columns."""

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def broken_or_open(relation: str, declared: Declared, *, only: frozenset[str] | None = None) -> str:
    """Return the SQL text that judges the identities over a relation of reports.

    The relation has the columns ``report``, ``variant`` and one for each cell. ``only`` names the rules to return; the
    others then only bound what is open.
    """
    merged, forms_of = _merged(declared)
    returned = [number for number, each in enumerate(merged) if only is None or each.rule in only]
    every_form = frozenset(declared)
    figures = ",\n        ".join(_figure(term, forms, every_form) for term, forms in forms_of.items())
    wanted = frozenset(merged[number].rule for number in returned)
    equal = "\n        ".join(
        f"WHEN variant = '{form}' THEN {_all_equal(each for each in found if each.rule in wanted)}"
        for form, found in declared.items()
    )
    sums = ",\n        ".join(_sums(number, each) for number, each in enumerate(merged))
    limits = ",\n        ".join(_limits(number) for number in range(len(merged)))
    bounds = ",\n        ".join(_bounds(number, merged) for number in returned)
    return f"""WITH suspects AS (
    SELECT * FROM {relation}
    WHERE variant IN ({_listed(sorted(every_form))}) AND (CASE
        {equal}
    END) IS NOT TRUE
), figures AS (
    SELECT report, variant,
        {figures}
    FROM suspects
), sums AS (
    SELECT *,
        {sums}
    FROM figures
), limits AS (
    SELECT *,
        {limits}
    FROM sums
), bounds AS (
    SELECT report,
        {bounds}
    FROM limits
), rules AS (
    SELECT * FROM (VALUES {", ".join(f"({number}, '{merged[number].rule}')" for number in returned)}) AS t (n, rule)
), judged AS (
    SELECT report, rule,
        {_picked("left_low", returned)} AS left_low,
        {_picked("left_high", returned)} AS left_high,
        {_picked("right_low", returned)} AS right_low,
        {_picked("right_high", returned)} AS right_high
    FROM bounds CROSS JOIN rules
)
SELECT report, rule,
    CASE WHEN left_low > right_high OR right_low > left_high THEN 'broken' ELSE 'undetermined' END AS verdict,
    left_low, left_high, right_low, right_high
FROM judged
WHERE (left_low = left_high AND right_low = right_high AND left_low = right_low) IS NOT TRUE"""


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


def _sums(number: int, each: _Merged) -> str:
    lines = []
    for side, terms in (("left", each.left), ("right", each.right)):
        known = " + ".join(f"COALESCE({term}, 0)" for term in terms)
        unknown = " + ".join(f"CASE WHEN {term} IS NULL THEN 1 ELSE 0 END" for term in terms)
        lines += [f"{known} AS {side}_known_{number}", f"{unknown} AS {side}_open_{number}"]
    return ",\n        ".join(lines)


def _limits(number: int) -> str:
    """What an identity says of an open term: of the only one on its side at least what is wanting, of each at most.

    Other open terms are zero or more: on the same side they take from what is left, on the other side they add. An
    identity that no value could make hold says nothing.
    """
    left, right = (f"{side}_known_{number}" for side in ("left", "right"))
    says_nothing = f"({right} < {left} AND right_open_{number} = 0) OR ({right} > {left} AND left_open_{number} = 0)"
    lines = []
    for side, other, wanting in (("left", "right", f"{right} - {left}"), ("right", "left", f"{left} - {right}")):
        lines += [
            f"CASE WHEN {says_nothing} THEN 0 WHEN {side}_open_{number} = 1 AND {wanting} > 0 THEN {wanting} "
            f"ELSE 0 END AS {side}_least_{number}",
            f"CASE WHEN {says_nothing} OR {other}_open_{number} > 0 THEN NULL ELSE {wanting} END "
            f"AS {side}_most_{number}",
        ]
    return ",\n        ".join(lines)


def _bounds(number: int, merged: Sequence[_Merged]) -> str:
    lines = []
    for side, terms in (("left", merged[number].left), ("right", merged[number].right)):
        lows = [f"{side}_known_{number}"]
        highs = [f"{side}_known_{number}"]
        for term in terms:
            low, high = _bounds_of_open(term, number, merged)
            lows.append(f"CASE WHEN {term} IS NULL THEN {low} ELSE 0 END")
            highs.append(f"CASE WHEN {term} IS NULL THEN {high} ELSE 0 END")
        lines += [
            f"{' + '.join(lows)} AS {side}_low_{number}",
            f"{' + '.join(highs)} AS {side}_high_{number}",
        ]
    return ",\n        ".join(lines)


def _bounds_of_open(term: str, number: int, merged: Sequence[_Merged]) -> tuple[str, str]:
    """Return what the other identities allow; where they contradict each other they prove nothing."""
    owners = [
        f"{side}_{{}}_{other}"
        for other, each in enumerate(merged)
        if other != number
        for side, terms in (("left", each.left), ("right", each.right))
        if term in terms
    ]
    if not owners:
        return "0", "NULL"
    least = _of_all("GREATEST", [owner.format("least") for owner in owners])
    most = _of_all("LEAST", [owner.format("most") for owner in owners])
    return (
        f"CASE WHEN {most} < {least} THEN 0 ELSE {least} END",
        f"CASE WHEN {most} < {least} THEN NULL ELSE {most} END",
    )


def _of_all(function: str, values: Sequence[str]) -> str:
    """Both functions leave out NULL, which stands for no limit; with one value Spark refuses them."""
    return values[0] if len(values) == 1 else f"{function}({', '.join(values)})"


def _picked(what: str, numbers: Iterable[int]) -> str:
    return "CASE n " + " ".join(f"WHEN {number} THEN {what}_{number}" for number in numbers) + " END"


def pivoted(condition: str) -> str:
    """Return a relation of figures taken from ``cells``: exact also where a count is no whole number."""
    cells = dict.fromkeys(cell for found in variants().values() for cell in found)
    columns = ", ".join(f"MAX(CASE WHEN c.cell = '{cell}' THEN c.number END) AS {column(cell)}" for cell in cells)
    return (
        f"(SELECT r.report, MIN(r.variant) AS variant, {columns} FROM reports r JOIN cells c ON c.report = r.report "
        f"WHERE {condition} GROUP BY r.report)"
    )
