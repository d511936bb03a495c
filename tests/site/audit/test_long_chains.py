"""A chain of any length is verified and exported as it is read: what is held in memory does not grow with it."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests.site.committing import without_triggers

from gongkai.site.audit.canonical import FIRST_HASH, event_hash
from gongkai.site.audit.chain import export, verify, write_heads
from gongkai.site.audit.models import Event, Head
from gongkai.site.audit.verifier import verify_export

AGENCY = 900_001


def chained(count: int) -> Iterator[Event]:
    previous, now = FIRST_HASH, timezone.now()
    for seq in range(1, count + 1):
        fields = {
            "agency": AGENCY, "seq": seq, "act": "save_draft", "subject_type": "catalogue.item",
            "subject_id": str(seq % 977), "actor": 1, "recorded_at": now, "occurred_on": date(2026, 1, 2),
            "facts": {"content": f"{seq:064x}"}, "previous": previous,
        }  # fmt: skip
        previous = event_hash(fields)
        yield Event(**fields, hash=previous)


def lengthen(count: int) -> None:
    batch: list[Event] = []
    for event in chained(count):
        batch.append(event)
        if len(batch) == 5000 or event.seq == count:
            Event.objects.bulk_create(batch)
            Head.objects.update_or_create(agency=AGENCY, defaults={"seq": event.seq, "hash": event.hash})
            batch = []


def peak(kept: Path) -> int:
    """Return how many bytes a verification held at most."""
    tracemalloc.start()
    try:
        assert verify(kept) == []
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [6_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_memory_does_not_grow_with_the_chain(region, tmp_path, count):
    lengthen(count)
    kept = tmp_path / "heads"
    write_heads(kept, date(2026, 1, 2))
    assert peak(kept) < 12 * 2**20
    to = tmp_path / "export"
    assert export(to, kept, AGENCY) == count
    assert verify_export(to) == []
    with without_triggers():
        Event.objects.filter(agency=AGENCY, seq=count // 2).update(act="nothing")
    (broken,) = verify(kept)
    assert (broken.seq, broken.what) == (count // 2, "内容与校验值不符，事件被改动")


@pytest.mark.django_db
def test_the_command_says_which_chain_is_broken_where_and_how(region, settings, tmp_path):
    settings.HEADS_ROOT = tmp_path
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "审计链完整。\n"
    with without_triggers():
        Event.objects.filter(agency=region.commerce.pk, seq=2).update(act="nothing")
    said, complaint = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", stdout=said, stderr=complaint)
    assert ended.value.code == 1
    assert said.getvalue() == "示例区商务局的审计链第 2 号：内容与校验值不符，事件被改动\n"
    assert complaint.getvalue() == "审计链有 1 处不完整。\n"
