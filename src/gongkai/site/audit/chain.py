"""Appending to the chains, and proving that nothing in them was changed, removed or rebuilt."""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from gongkai.site.audit import sealing, verifier, witness
from gongkai.site.audit.canonical import CHAINED_FIELDS, FIRST_HASH, canonical, event_hash
from gongkai.site.audit.models import Event, Head, Words
from gongkai.site.audit.verifier import Break, read_heads, verify_lines


@dataclass(frozen=True, slots=True)
class Happening:
    """What an act will append: everything of an event but its place in the chain, and the words that go beside it."""

    agency: int
    act: str
    subject_type: str
    subject_id: str
    actor: int | None
    recorded_at: datetime
    occurred_on: date
    facts: dict[str, Any]
    said: dict[str, Any] = field(default_factory=dict)


def append(happenings: Iterable[Happening]) -> list[Event]:
    """Append events, each to its agency's chain, inside the caller's transaction and as its last step.

    Heads are locked in the order of their agencies, so that two acts never wait for each other.
    """
    events = []
    by_agency: dict[int, list[Happening]] = {}
    for each in happenings:
        by_agency.setdefault(each.agency, []).append(each)
    for agency in sorted(by_agency):
        Head.objects.get_or_create(agency=agency, defaults={"seq": 0, "hash": FIRST_HASH})
        head = Head.objects.select_for_update().get(agency=agency)
        for happening in by_agency[agency]:
            fields = {name: getattr(happening, name) for name in Happening.__slots__ if name != "said"}
            fields |= {"seq": head.seq + 1, "previous": head.hash, "facts": _as_stored(happening.facts)}
            said = _as_stored(happening.said)
            if said:
                fields["facts"][sealing.FACT] = sealing.seal(fields, said)
            event = Event(**fields, hash=event_hash(fields))
            event.save()
            if said:
                Words(event=event, said=said).save()
            events.append(event)
            head.seq, head.hash = event.seq, event.hash
        head.save()
    return events


def _as_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as the database gives them back, which is what is hashed: JSON has no tuples and no dates."""
    return dict(json.loads(json.dumps(values, default=str)))


def lines(agency: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the events of one chain, or of all, as the verifier reads them."""
    events = Event.objects.order_by("agency", "seq")
    if agency is not None:
        events = events.filter(agency=agency)
    yield from events.values(*CHAINED_FIELDS, "hash").iterator(chunk_size=2000)


def heads_now() -> dict[int, tuple[int, str]]:
    """Return the head of every chain as the database has it."""
    return {head.agency: (head.seq, head.hash) for head in Head.objects.all()}


def kept_heads(folder: Path) -> list[dict[int, tuple[int, str]]]:
    """Return all heads that were written outside the database, the oldest first."""
    return [read_heads(path) for path in sorted(folder.glob("heads-*.json"))]


def missing_heads(kept: Path) -> list[int]:
    """Return the agencies whose head that was kept last is not in their chain: a look at the ends only."""
    paths = sorted(kept.glob("heads-*.json"))
    newest = {agency: head for agency, head in (read_heads(paths[-1]) if paths else {}).items() if head[0]}
    held = Event.objects.filter(hash__in=[hash_ for _, hash_ in newest.values()]).values_list("agency", "seq", "hash")
    there = {agency: (seq, hash_) for agency, seq, hash_ in held}
    return sorted(agency for agency, head in newest.items() if there.get(agency) != head)


def verify(kept: Path) -> list[Break]:
    """Return every break of every chain, against the heads in the database and all that were kept outside it, and
    of the words and rows beside them.

    Heads are read before events, which are only ever added: acts meanwhile break nothing and wait for nothing.
    """
    heads = (heads_now(), *kept_heads(kept))
    return [*verify_lines(lines(), *heads), *_broken_beside(Event.objects.all()), *witness.rows_nobody_wrote()]


def verify_one(agency: int, kept: Path) -> list[Break]:
    """Return every break of one agency's chain."""
    heads = (heads_now(), *kept_heads(kept))
    return [*verify_lines(lines(agency), *heads, only=agency), *_broken_beside(Event.objects.filter(agency=agency))]


def _broken_beside(events: QuerySet[Event]) -> Iterator[Break]:
    """Yield the events beside which something is not as they say: words, or rows that they bear witness to."""
    yield from sealing.broken_seals(events)
    yield from witness.broken_rows(events)


def export(folder: Path, kept: Path, agency: int | None = None) -> int:
    """Write the events of one chain or of all, the heads, and the verifier into a new folder; return how many events.

    The folder appears whole or not at all.
    """
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    count = 0
    heads = heads_now()
    with (part / "events.jsonl").open("w", encoding="utf-8") as out:
        for count, line in enumerate(lines(agency), 1):  # noqa: B007 -- the last count is what is returned
            out.write(canonical(line) + "\n")
    (part / "heads.json").write_text(_heads_text(heads), encoding="ascii")
    (part / "scope.json").write_text(json.dumps({"agency": agency}), encoding="ascii")
    for path in sorted(kept.glob("heads-*.json")):
        shutil.copyfile(path, part / path.name)
    shutil.copyfile(verifier.__file__, part / "verifier.py")
    part.rename(folder)
    return count


def _heads_text(heads: dict[int, tuple[int, str]]) -> str:
    return json.dumps({str(k): list(v) for k, v in sorted(heads.items())}, indent=1)


def write_heads(folder: Path, today: date) -> Path:
    """Write today's heads to a file outside the database, whole or not at all; a file that exists is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"heads-{today.isoformat()}.json"
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_text(_heads_text(heads_now()), encoding="ascii")
        part.replace(path)
    return path
