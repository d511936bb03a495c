"""Putting entries in, taking them out, finding them; proving the index and making it anew."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai.site.search import asking, postgresql, sqlite
from gongkai.site.search.entries import COLUMNS, Entry, Indexed
from gongkai.site.search.errors import SearchUnavailable
from gongkai.site.search.queries import MOST_COUNTED, Hit, Order, Page, Place, Query

log = logging.getLogger(__name__)

_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_INSERT = f"INSERT INTO search_entry ({_NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
_BATCH = 500


def _vendor() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


@contextmanager
def _usable() -> Iterator[None]:
    """Say that search is unavailable, and mark the index, where the database says that it is damaged."""
    try:
        yield
    except DatabaseError as error:
        if not _vendor().is_damage(error):
            raise
        # A transaction that the error ended takes no mark; whoever asks next leaves it.
        if not connection.in_atomic_block:
            mark_damaged(error)
        raise SearchUnavailable(error) from error


@contextmanager
def _or_marked() -> Iterator[None]:
    """Change the index, or mark it for a repair where it is damaged.

    No act waits for a repair, a withdrawal least of all. The savepoint undoes what was half done; its end makes FTS5
    write what it keeps in memory, so that damage shows here and not when the act commits.
    """
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if not _vendor().is_damage(error):
            raise
        mark_damaged(error)


def mark_damaged(why: object) -> None:
    """Let the index answer nothing until it is made anew."""
    log.error("The search index is damaged (%s); rebuild it with `gongkai site rebuild`.", why)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_damage (id, why, found_at) VALUES (1, %s, %s) ON CONFLICT (id) DO NOTHING",
            [str(why)[:500], timezone.now()],
        )


def put(entry: Entry) -> None:
    """Index a publication, in place of what was indexed of its record; part of the caller's transaction."""
    indexed = entry.indexed()
    with _or_marked(), connection.cursor() as cursor:
        _take_out(cursor, "seq = %s OR (record_type = %s AND record_id = %s)", indexed.row()[:3])
        cursor.execute(_INSERT, indexed.row())
        _vendor().write(cursor, indexed.seq, indexed.tokens())


def remove(seq: int) -> bool:
    """Take a publication out and say whether it was found there; part of the caller's transaction."""
    with _or_marked(), connection.cursor() as cursor:
        return _take_out(cursor, "seq = %s", (seq,))
    return False


def _take_out(cursor: Any, which: str, parameters: tuple[int | str, ...]) -> bool:
    cursor.execute(f"DELETE FROM search_entry WHERE {which} RETURNING {_NAMES}", parameters)
    rows = [Indexed(*row) for row in cursor.fetchall()]
    for was in rows:
        _vendor().erase(cursor, was.seq, was.tokens())
    return bool(rows)


def _refuse_while_damaged(cursor: Any) -> None:
    cursor.execute("SELECT why FROM search_damage")
    if found := cursor.fetchone():
        raise SearchUnavailable(found[0])


def usable() -> bool:
    """Say whether the index answers at all; it reads one entry."""
    everything = asking.anywhere(Query("的"), _vendor().PLACE)
    try:
        with _usable(), connection.cursor() as cursor:
            _refuse_while_damaged(cursor)
            _vendor().select(cursor, everything, None, 1)
    except SearchUnavailable:
        return False
    return True


def find(query: Query, *, order: Order | str = Order.NEWEST, after: str | None = None, limit: int = 20) -> Page:
    """Return a page of what is found; `after` is the cursor of the page before.

    The first page counts, and its cursors carry the count. Raises BadCursor and SearchUnavailable.
    """
    if not 0 < limit <= MOST_COUNTED:
        raise ValueError(f"A page has 1 to {MOST_COUNTED} hits, not {limit}.")
    order, place = Order(order), Place.of(after) if after else None
    if query.agencies is not None and not query.agencies:
        return Page((), 0, False, None)
    most = limit + 1 if place else MOST_COUNTED + 1
    with _usable(), connection.cursor() as cursor:
        _refuse_while_damaged(cursor)
        hits = list(islice(_hits(cursor, query, order, place, most), most))
    count, more = (place.count, place.more) if place else (min(len(hits), MOST_COUNTED), len(hits) > MOST_COUNTED)
    shown = tuple(hits[:limit])
    following = Place(not shown[-1].in_title, shown[-1].seq, count, more).cursor() if len(hits) > limit else None
    return Page(shown, count, more, following)


def _hits(cursor: Any, query: Query, order: Order, place: Place | None, most: int) -> Iterator[Hit]:
    vendor = _vendor()
    below = place.below if place else None
    if order is Order.NEWEST or not query.words:
        for row in vendor.select(cursor, asking.anywhere(query, vendor.PLACE), below, most):
            yield Hit(*row, in_title=False)
        return
    if not (place and place.rest):
        rows = vendor.select(cursor, asking.in_head(query, vendor.PLACE), below, most)
        yield from (Hit(*row, in_title=True) for row in rows)
        most, below = most - len(rows), None
    if most > 0:
        for row in vendor.select(cursor, asking.elsewhere(query, vendor.PLACE), below, most):
            yield Hit(*row, in_title=False)


class What(StrEnum):
    """What is wrong with the index about one entry."""

    MISSING = "missing"  # It should be found and is not in.
    SURPLUS = "surplus"  # It is in and should not be.
    DIFFERENT = "different"  # Its facets or texts are not those that it should have.
    MISINDEXED = "misindexed"  # Its row is right, and the index has other tokens for it.


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry about which the index is wrong."""

    seq: int
    what: What


def check(entries: Iterable[Entry]) -> list[Difference]:
    """Return in what the index is not what these entries, which are all that should be in it, would make.

    Reads all of it. Raises SearchUnavailable where it cannot be read.
    """
    differences, seen = [], set()
    with _usable(), connection.cursor() as cursor:
        _refuse_while_damaged(cursor)
        held = {seq: (count, total) for seq, count, total in _vendor().held(cursor)}
        remaining = iter(entries)
        while should := {entry.seq: entry.indexed() for entry in islice(remaining, _BATCH)}:
            seen.update(should)
            cursor.execute(
                f"SELECT {_NAMES} FROM search_entry WHERE seq IN ({', '.join(['%s'] * len(should))})", list(should)
            )
            rows = {row[0]: tuple(row) for row in cursor.fetchall()}
            for seq, indexed in should.items():
                tokens = indexed.tokens()
                if seq not in rows:
                    differences.append(Difference(seq, What.MISSING))
                elif rows[seq] != indexed.row():
                    differences.append(Difference(seq, What.DIFFERENT))
                elif held.get(seq) != (len(tokens), sum(tokens)):
                    differences.append(Difference(seq, What.MISINDEXED))
        cursor.execute("SELECT seq FROM search_entry")
        surplus = ({seq for (seq,) in cursor.fetchall()} | held.keys()) - seen
    differences += [Difference(seq, What.SURPLUS) for seq in surplus]
    return sorted(differences, key=lambda difference: difference.seq)


def rebuild(entries: Iterable[Entry]) -> int:
    """Make the index anew from all that should be in it, whatever is left of the old one; return how many are in.

    One transaction: until it ends, the old index answers on SQLite, and questions wait on PostgreSQL.
    """
    vendor, count = _vendor(), 0

    def written(cursor: Any) -> Iterator[tuple[int, set[int]]]:
        nonlocal count
        for entry in entries:
            indexed = entry.indexed()
            cursor.execute(_INSERT, indexed.row())
            count += 1
            yield indexed.seq, indexed.tokens()

    with transaction.atomic(), connection.cursor() as cursor:
        vendor.drop(cursor)
        vendor.create(cursor)
        cursor.execute("DELETE FROM search_entry")
        vendor.load(cursor, written(cursor))
        cursor.execute("DELETE FROM search_damage")
    return count
