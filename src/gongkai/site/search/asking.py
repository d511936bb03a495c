"""A query as tokens that propose entries and as a condition on the ordinary table that decides.

The index proposes: an entry that has all tokens of a word need not have them in a row. The text disposes: it is
compared with the words themselves, so that whatever state an index is in, nothing is found that is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.site.search.queries import Query
from gongkai.site.search.tokens import Kind, facet, of_word


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of SQL and its parameters."""

    sql: str = "TRUE"
    parameters: tuple[object, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.sql} AND {other.sql}", self.parameters + other.parameters)

    def negated(self) -> "Condition":
        """Return the opposite; no column is ever null."""
        return Condition(f"NOT ({self.sql})", self.parameters)


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the lists that hits are taken from: groups of tokens, and the condition.

    An entry must have a token of each group. Only agencies make groups of more than one.
    """

    groups: tuple[frozenset[int], ...]
    condition: Condition
    of_words: tuple[tuple[int, ...], ...] = ()  # Which tokens belong to one word and so come together.


HEAD, ANYWHERE = ("title", "numbers"), ("title", "numbers", "body")


def _contains(words: Sequence[str], fields: Sequence[str], function: str) -> Condition:
    """Each word in one of the fields; `function` is what the database calls the place of a text in another."""
    each = " OR ".join(f"{function}(e.{field}, %s) > 0" for field in fields)
    return Condition(" AND ".join(f"({each})" for _ in words) or "TRUE", tuple(word for word in words for _ in fields))


def _facets(query: Query) -> tuple[list[frozenset[int]], Condition]:
    groups, condition = [], Condition()
    if query.agencies is not None:
        agencies = sorted(set(query.agencies))
        groups.append(frozenset(facet(Kind.AGENCY, agency) for agency in agencies))
        condition &= Condition(f"e.agency IN ({', '.join(['%s'] * len(agencies))})", tuple(agencies))
    for kind, column, value in (
        (Kind.COLUMN, "column", query.column),
        (Kind.YEAR, "year", query.year),
        (Kind.VALIDITY, "validity", query.validity),
        (Kind.RECORD_TYPE, "record_type", query.record_type),
    ):
        if value is not None:
            groups.append(frozenset({facet(kind, value)}))
            condition &= Condition(f'e."{column}" = %s', (value,))
    return groups, condition


def _asked(query: Query, kind: Kind, fields: Sequence[str], function: str, besides: Condition) -> Asked:
    groups, condition = _facets(query)
    of_words = tuple(tuple(sorted(of_word(kind, word))) for word in query.words)
    groups += [frozenset({token}) for tokens in of_words for token in tokens]
    return Asked(tuple(dict.fromkeys(groups)), condition & _contains(query.words, fields, function) & besides, of_words)


def anywhere(query: Query, function: str) -> Asked:
    """Return what asks for every word in any field."""
    return _asked(query, Kind.ANYWHERE, ANYWHERE, function, Condition())


def in_head(query: Query, function: str) -> Asked:
    """Return what asks for every word in the title or a number."""
    return _asked(query, Kind.HEAD, HEAD, function, Condition())


def elsewhere(query: Query, function: str) -> Asked:
    """Return what asks for every word in any field, but not for what has them all in the title or a number."""
    return _asked(query, Kind.ANYWHERE, ANYWHERE, function, _contains(query.words, HEAD, function).negated())
