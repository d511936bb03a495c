"""Rows that the chain bears witness to: what acts wrote once, and nobody may change behind their back.

An event's fact ``witnessed`` names rows of append-only tables with the HMAC-SHA256 of what stood in them, under
``GONGKAI_AUDIT_SALT``. Triggers keep such rows from being changed; whoever takes the triggers away is found here: a
ledger whose days of publication were made to look older, an opinion that was never given, a row that is gone.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from gongkai.site.audit.models import Event
from gongkai.site.audit.sealing import salted
from gongkai.site.audit.verifier import Break

FACT = "witnessed"
A_PART = 500


def digest_of(row: Model) -> str:
    """Return the salted digest of a row.

    A value that says nothing (empty, or what the field has unless told otherwise) is left out, so that a field added
    by a later version changes no digest.
    """
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    silent = {field.attname: field.get_default() for field in row._meta.concrete_fields}
    telling = {name: value for name, value in values.items() if value not in (None, "") and value != silent[name]}
    return salted({"row": f"{row._meta.label_lower}:{row.pk}", "values": telling})


def facts_of(rows: Iterable[Model]) -> dict[str, str]:
    """Return what an event says of rows: their digests, by model and key."""
    return {f"{row._meta.label_lower}:{row.pk}": digest_of(row) for row in rows}


def broken_rows(events: QuerySet[Event]) -> Iterator[Break]:
    """Yield the events whose rows are not there any more, or are not what they were; rows are asked for in parts."""
    witnessing = events.filter(facts__has_key=FACT).order_by("agency", "seq").iterator(chunk_size=2000)
    while part := list(islice(witnessing, A_PART)):
        there = _rows_named(name for event in part for name in event.facts[FACT])
        for event in part:
            for name, was in event.facts[FACT].items():
                row = there.get(name)
                if row is None:
                    yield Break(event.agency, event.seq, f"所记的数据（{name}）缺失")
                elif digest_of(row) != was:
                    yield Break(event.agency, event.seq, f"所记的数据（{name}）与摘要不符，被改动")


def rows_nobody_wrote() -> Iterator[Break]:
    """Yield rows to which no event bears witness though it does to earlier ones of their table: they were put in."""
    witnessed: dict[str, set[int]] = {}
    for facts in Event.objects.filter(facts__has_key=FACT).values_list("facts", flat=True).iterator(chunk_size=2000):
        for name in facts[FACT]:
            model, _colon, pk = name.partition(":")
            witnessed.setdefault(model, set()).add(int(pk))
    for model, keys in sorted(witnessed.items()):
        rows = apps.get_model(model)._base_manager.filter(pk__gte=min(keys)).order_by("pk")
        for row in rows.iterator(chunk_size=2000):
            if row.pk not in keys:
                yield Break(getattr(row, "agency_id", 0), 0, f"数据（{model}:{row.pk}）没有办理记录，不是系统写入的")


def _rows_named(names: Iterable[str]) -> dict[str, Any]:
    wanted: dict[str, list[str]] = {}
    for name in names:
        model, _colon, pk = name.partition(":")
        wanted.setdefault(model, []).append(pk)
    return {
        f"{model}:{row.pk}": row
        for model, keys in wanted.items()
        for row in apps.get_model(model)._base_manager.filter(pk__in=keys)
    }
