"""The index on SQLite: an FTS5 table of tokens, without content, positions or sizes.

Debian 12 has SQLite 3.40, where such a table cannot delete by itself (3.43 can): FTS5's command 'delete' is given the
tokens that were indexed, which are made again from the row of the ordinary table. FTS5 gives rows by descending number
as it meets them: the newest hits of a common word cost as little as those of a rare one, and nothing has to be chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import DatabaseError, transaction
from django.db.backends.utils import CursorWrapper

from gongkai.site.search.asking import Asked
from gongkai.site.search.tokens import EDITION

PLACE = "instr"
INDEX = f"search_index_{EDITION}"
# What says that the index is at fault, and not that another process holds the lock or the disk is full.
_DAMAGE = ("malformed", "vtable constructor failed", "no such table: search_index", "fts5:", "not a database")
_SHADOWS = ("data", "idx", "content", "docsize", "config")


def is_damage(error: DatabaseError) -> bool:
    """Say whether an error of the database means that the index has to be rebuilt."""
    return any(sign in str(error) for sign in _DAMAGE)


def create(cursor: CursorWrapper, index: str = INDEX) -> None:
    """Create an empty index."""
    cursor.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
    )


def drop(cursor: CursorWrapper) -> None:
    """Drop the index of any edition, whatever is left of it."""
    cursor.execute("SELECT name FROM sqlite_master WHERE name GLOB 'search_index_*' AND sql GLOB 'CREATE VIRTUAL*'")
    for (index,) in cursor.fetchall():
        try:
            # A savepoint: what a failed DROP began is undone, and the transaction goes on.
            with transaction.atomic():
                cursor.execute(f"DROP TABLE {index}")
        except DatabaseError:
            # FTS5 opens a table to drop it. One that it cannot open is taken out of the schema by hand.
            cursor.execute("PRAGMA writable_schema = ON")
            cursor.execute("DELETE FROM sqlite_master WHERE name = %s", [index])
            cursor.execute("PRAGMA writable_schema = RESET")
            for shadow in _SHADOWS:
                cursor.execute(f"DROP TABLE IF EXISTS {index}_{shadow}")


def _text(tokens: Iterable[int]) -> str:
    return " ".join(f"{token:x}" for token in sorted(tokens))


def write(cursor: CursorWrapper, seq: int, tokens: set[int]) -> None:
    """Index the tokens of an entry."""
    cursor.execute(f"INSERT INTO {INDEX} (rowid, tokens) VALUES (%s, %s)", [seq, _text(tokens)])


def erase(cursor: CursorWrapper, seq: int, tokens: set[int]) -> None:
    """Take the tokens of an entry out of the index."""
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rowid, tokens) VALUES ('delete', %s, %s)", [seq, _text(tokens)])


def load(cursor: CursorWrapper, entries: Iterable[tuple[int, set[int]]]) -> None:
    """Index many entries at once, into an index that is empty."""
    for seq, tokens in entries:
        write(cursor, seq, tokens)
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")


def _match(asked: Asked) -> str:
    groups = (" OR ".join(f"{token:x}" for token in sorted(group)) for group in asked.groups)
    return " AND ".join(f"({group})" for group in groups)


def select(cursor: CursorWrapper, asked: Asked, below: int | None, most: int) -> list[tuple[int, str, str, int]]:
    """Return the newest entries below a number."""
    condition, parameters = asked.condition.sql, list(asked.condition.parameters)
    # Without a word or facet there is nothing to match, and the ordinary table alone is read from its end.
    source, key = "search_entry e", "e.seq"
    if asked.groups:
        # CROSS JOIN keeps SQLite from reading the ordinary table first.
        source, key = f"{INDEX} f CROSS JOIN search_entry e ON e.seq = f.rowid", "f.rowid"
        condition, parameters = f"{INDEX} MATCH %s AND {condition}", [_match(asked), *parameters]
    if below is not None:
        condition, parameters = f"{key} < %s AND {condition}", [below, *parameters]
    cursor.execute(
        f"SELECT e.seq, e.record_type, e.record_id, e.agency FROM {source} WHERE {condition} "
        f"ORDER BY {key} DESC LIMIT %s",
        [*parameters, most],
    )
    return cursor.fetchall()


def held(cursor: CursorWrapper) -> Iterator[tuple[int, int, int]]:
    """Return for each entry in the index its number, how many tokens the index holds for it, and their sum.

    Reads the index from one end to the other, after FTS5's own check of its structure.
    """
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('integrity-check')")
    cursor.execute(f"CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab(main, {INDEX}, instance)")
    try:
        counts: defaultdict[int, int] = defaultdict(int)
        sums: defaultdict[int, int] = defaultdict(int)
        cursor.execute("SELECT term, doc FROM temp.search_vocabulary")
        for term, seq in cursor:
            counts[seq] += 1
            sums[seq] += int(term, 16)
    finally:
        cursor.execute("DROP TABLE temp.search_vocabulary")
    for seq, count in counts.items():
        yield seq, count, sums[seq]
