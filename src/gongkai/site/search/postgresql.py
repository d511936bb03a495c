"""The index on PostgreSQL: an array of tokens for each entry under GIN, and a table of how frequent tokens are.

Numbers in an array have neither the positions that end at 16,383 in a tsvector nor its limit of one megabyte, so the
longest text is one row. GIN finds what is rare at once and gathers all that is common before the first hit; reading
entries from the newest does the opposite. Which of them is asked is chosen by how frequent the tokens are, since the
planner has statistics of the commonest only.

Frequencies are those in a sample, every sixteenth entry: were all counted, every act that publishes would wait for the
one before it, since all write the counts of the same common pairs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper

from gongkai.site.search.asking import Asked
from gongkai.site.search.tokens import EDITION

PLACE = "strpos"
INDEX = f"search_index_{EDITION}"
FREQUENCY = f"search_frequency_{EDITION}"
SAMPLED = 16
_TOTAL = 0  # Stands where a token would: the size of the sample.
_FEW = 500  # Among so few entries there is nothing to choose, and the sample says nothing.
# How many entries are read beyond what is expected before the choice is taken to have been wrong.
_PATIENCE = 4
# GIN is asked for the rarest tokens; more of them narrow nothing down that the texts do not decide as fast.
_ENOUGH = 8
_MUCH_MORE = 20  # The same of agencies beside words, by how many times the one is as frequent as the other.
_DAMAGE = frozenset({"XX001", "XX002", "42P01"})  # Damaged data, a damaged index, no such table.


def is_damage(error: DatabaseError) -> bool:
    """Say whether an error of the database means that the index has to be rebuilt."""
    return getattr(error.__cause__, "sqlstate", None) in _DAMAGE


def create(cursor: CursorWrapper, index: str = INDEX, frequency: str = FREQUENCY) -> None:
    """Create an empty index."""
    cursor.execute(
        f"CREATE TABLE {index} (seq bigint PRIMARY KEY REFERENCES search_entry ON DELETE CASCADE, "
        "tokens bigint[] NOT NULL)"
    )
    # Without `fastupdate` an act writes its own tokens; with it, every search reads those of the acts before it.
    cursor.execute(f"CREATE INDEX {index}_tokens ON {index} USING gin (tokens) WITH (fastupdate = off)")
    cursor.execute(f"CREATE TABLE {frequency} (token bigint PRIMARY KEY, entries integer NOT NULL)")
    # The planner takes the table for small, since it does not count the arrays that are stored beside it, and would
    # read all of them one by one. Functions carry the one setting that keeps it from that, in and out of transactions.
    for function, operator in (("every", "@>"), ("some", "&&")):
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {index}_{function}(wanted bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE "
            f"SET enable_seqscan = off AS $$ SELECT seq FROM {index} WHERE tokens {operator} wanted $$"
        )


def drop(cursor: CursorWrapper) -> None:
    """Drop the index of any edition."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
        "AND tablename ~ '^search_(index|frequency)_[0-9]+$'"
    )
    for (table,) in cursor.fetchall():
        cursor.execute(f"DROP TABLE {table}")
        for function in ("every", "some"):
            cursor.execute(f"DROP FUNCTION IF EXISTS {table}_{function}(bigint[])")


def write(cursor: CursorWrapper, seq: int, tokens: set[int]) -> None:
    """Index the tokens of an entry."""
    cursor.execute(f"INSERT INTO {INDEX} (seq, tokens) VALUES (%s, %s)", [seq, sorted(tokens)])
    _sample(cursor, seq, tokens, 1)


def erase(cursor: CursorWrapper, seq: int, tokens: set[int]) -> None:
    """Take the tokens of an entry out of the index; its row went with that of the ordinary table."""
    _sample(cursor, seq, tokens, -1)


def _sample(cursor: CursorWrapper, seq: int, tokens: set[int], more: int) -> None:
    if seq % SAMPLED:
        return
    # In the order of the tokens: two acts at once wait for each other, and not each for the other.
    cursor.execute(
        f"INSERT INTO {FREQUENCY} AS f SELECT token, %s FROM unnest(%s::bigint[]) token ORDER BY token "
        "ON CONFLICT (token) DO UPDATE SET entries = f.entries + excluded.entries",
        [more, [_TOTAL, *sorted(tokens)]],
    )


def load(cursor: CursorWrapper, entries: Iterable[tuple[int, set[int]]]) -> None:
    """Index many entries at once, into an index that is empty."""
    cursor.execute(f"DROP INDEX {INDEX}_tokens")
    for seq, tokens in entries:
        cursor.execute(f"INSERT INTO {INDEX} (seq, tokens) VALUES (%s, %s)", [seq, sorted(tokens)])
    cursor.execute(f"CREATE INDEX {INDEX}_tokens ON {INDEX} USING gin (tokens) WITH (fastupdate = off)")
    cursor.execute(
        f"INSERT INTO {FREQUENCY} SELECT token, count(*) FROM {INDEX}, unnest(tokens || %s::bigint) token "
        "WHERE seq %% %s = 0 GROUP BY token",
        [_TOTAL, SAMPLED],
    )
    cursor.execute(f"ANALYZE {INDEX}")
    cursor.execute("ANALYZE search_entry")


@dataclass(frozen=True, slots=True)
class _Shares:
    """How frequent the groups of a question are, among so many entries."""

    entries: int
    by_group: dict[frozenset[int], float]

    def together(self, asked: Asked) -> float:
        """Return the share of entries that are expected to have all groups.

        The pairs of a word come together, so the rarest stands for them; words and facets are taken to be independent.
        """
        in_words = [min(self.by_group[frozenset({token})] for token in word) for word in asked.of_words]
        words = {frozenset({token}) for word in asked.of_words for token in word}
        return prod(in_words) * prod(share for group, share in self.by_group.items() if group not in words)

    def rarest(self) -> float:
        """Return the share of the rarest group."""
        return min(self.by_group.values())


def _shares(cursor: CursorWrapper, asked: Asked) -> _Shares:
    tokens = [_TOTAL, *{token for group in asked.groups for token in group}]
    cursor.execute(f"SELECT token, entries FROM {FREQUENCY} WHERE token = ANY(%s)", [tokens])
    entries = dict(cursor.fetchall())
    sample = entries.get(_TOTAL, 0)
    # What no entry of the sample has is rare, but not for certain absent.
    return _Shares(
        sample * SAMPLED,
        {
            group: min(1.0, max(0.5, sum(entries.get(token, 0) for token in group)) / max(sample, 1))
            for group in asked.groups
        },
    )


def select(cursor: CursorWrapper, asked: Asked, below: int | None, most: int) -> list[tuple[int, str, str, int]]:
    """Return the newest entries below a number."""
    if not asked.groups:
        return _in_order(cursor, asked, below, None, most)
    shares = _shares(cursor, asked)
    to_read = most / shares.together(asked)
    if shares.entries > _FEW and to_read < shares.rarest() * shares.entries:
        # Pairs that are common each may never come together: reading stops where it should long have found enough.
        above = (_newest(cursor) + 1 if below is None else below) - int(to_read * _PATIENCE)
        found = _in_order(cursor, asked, below, above, most)
        if len(found) == most or above <= 0:
            return found
    return _by_tokens(cursor, asked, shares, below, most)


def _newest(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT max(seq) FROM search_entry")
    (newest,) = cursor.fetchone()
    return newest or 0


_COLUMNS = "e.seq, e.record_type, e.record_id, e.agency"


def _in_order(
    cursor: CursorWrapper, asked: Asked, below: int | None, above: int | None, most: int
) -> list[tuple[int, str, str, int]]:
    """Read entries from the newest, as far as `above` if there is one."""
    condition, parameters = asked.condition.sql, list(asked.condition.parameters)
    for sign, limit in (("<", below), (">=", above)):
        if limit is not None:
            condition, parameters = f"e.seq {sign} %s AND {condition}", [limit, *parameters]
    cursor.execute(
        f"SELECT {_COLUMNS} FROM search_entry e WHERE {condition} ORDER BY e.seq DESC LIMIT %s", [*parameters, most]
    )
    return cursor.fetchall()


def _by_tokens(
    cursor: CursorWrapper, asked: Asked, shares: _Shares, below: int | None, most: int
) -> list[tuple[int, str, str, int]]:
    """Gather by GIN what has the tokens, then look at the texts from the newest until there is enough."""
    single = sorted((group for group in asked.groups if len(group) == 1), key=lambda each: shares.by_group[each])
    sources: list[str] = []
    parameters: list[object] = []
    if single and shares.by_group[single[0]] <= shares.rarest() * _MUCH_MORE:
        sources.append(f"SELECT seq FROM {INDEX}_every(%s) seq")
        parameters.append([token for group in single[:_ENOUGH] for token in group])
    for group in asked.groups:
        if len(group) > 1 and shares.by_group[group] <= shares.rarest() * _MUCH_MORE:
            sources.append(f"SELECT seq FROM {INDEX}_some(%s) seq")
            parameters.append(sorted(group))
    page, parameters = ("", parameters) if below is None else ("WHERE seq < %s", [*parameters, below])
    # OFFSET 0 keeps the planner from turning the two steps into one that reads all texts.
    cursor.execute(
        f"SELECT found.* FROM (SELECT seq FROM ({' INTERSECT '.join(sources)}) proposed {page} "
        "ORDER BY seq DESC OFFSET 0) proposed "
        f"CROSS JOIN LATERAL (SELECT {_COLUMNS} FROM search_entry e WHERE e.seq = proposed.seq "
        f"AND {asked.condition.sql} OFFSET 0) found ORDER BY proposed.seq DESC LIMIT %s",
        [*parameters, *asked.condition.parameters, most],
    )
    return cursor.fetchall()


def held(cursor: CursorWrapper) -> Iterator[tuple[int, int, int]]:
    """Return for each entry in the index its number, how many tokens the index holds for it, and their sum.

    Reads the rows; GIN itself is compared with them by `amcheck` from PostgreSQL 18 on, and made anew by a rebuild.
    """
    cursor.execute(f"SELECT seq, cardinality(tokens), (SELECT sum(token) FROM unnest(tokens) token) FROM {INDEX}")
    for seq, count, total in cursor:
        yield seq, count, int(total or 0)
