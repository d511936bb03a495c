"""Time passes once, whoever asks for it and however long the server was down; health says what is not well."""

import fcntl
import io
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from tests.site.conftest import make_draft
from tests.site.faults.state import everything

from gongkai.site.audit.chain import write_heads
from gongkai.site.audit.jobs import JOBS, AlreadyTicking, tick
from gongkai.site.audit.models import Head
from gongkai.site.portal import health


@pytest.fixture(autouse=True)
def place(settings, tmp_path, db):
    settings.DATA, settings.FILES_ROOT, settings.HEADS_ROOT = tmp_path, tmp_path / "files", tmp_path / "heads"


def asked(client) -> tuple[int, dict]:
    answer = client.get("/health/")
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


def test_a_second_tick_changes_nothing(region):
    now = timezone.now()
    assert tick(now) == []
    before = everything()
    assert tick(now) == []
    assert everything() == before


def test_heads_are_kept_once_a_day_and_again_after_downtime(region, settings):
    today = timezone.localdate()
    assert tick(timezone.now()) == []
    (kept,) = settings.HEADS_ROOT.glob("heads-*.json")
    first = kept.read_bytes()
    make_draft(region)
    assert tick(timezone.now()) == []
    assert kept.read_bytes() == first
    assert tick(timezone.now() + timedelta(days=9)) == []
    names = sorted(path.name for path in settings.HEADS_ROOT.glob("heads-*.json"))
    assert names == [f"heads-{day.isoformat()}.json" for day in (today, today + timedelta(days=9))]


def test_two_ticks_do_not_meet(settings):
    with (settings.DATA / "tick.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(AlreadyTicking):
            tick(timezone.now())
        said = io.StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("tick", stderr=said)
    assert (ended.value.code, said.getvalue()) == (0, "另一个进程正在办理到期的事务，这一次不办。\n")
    assert tick(timezone.now()) == []


def test_a_job_that_fails_holds_up_no_other_and_the_tick_does_not_count(client, monkeypatch, settings):
    done = []

    def fail(_now) -> None:
        raise OSError("磁盘已满")

    monkeypatch.setitem(JOBS, "先办的", fail)
    monkeypatch.setitem(JOBS, "后办的", done.append)
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("tick", stderr=said)
    assert (ended.value.code, said.getvalue()) == (1, "没有办成：先办的：磁盘已满\n")
    assert len(done) == 1
    assert asked(client)[1]["tick"] is False


def test_all_is_well_after_a_tick(client):
    assert asked(client)[0] == 503
    assert tick(timezone.now()) == []
    status, found = asked(client)
    assert (status, found["well"]) == (200, True)
    assert found["disk_free_mb"] > 0
    assert 0 <= found["last_tick_seconds_ago"] < 60


def _forge_the_heads(settings, monkeypatch) -> None:
    write_heads(settings.HEADS_ROOT, timezone.localdate() + timedelta(days=1))
    (path,) = settings.HEADS_ROOT.glob(f"heads-{timezone.localdate() + timedelta(days=1)}.json")
    path.write_text(path.read_text().replace(Head.objects.latest("seq").hash, "f" * 64))


def _fail(*_: object) -> None:
    raise DatabaseError("no connection")


Usage = namedtuple("Usage", "total used free")
UNWELL = {
    "database": lambda _, monkeypatch: monkeypatch.setattr(health, "_database", lambda: False),
    "migrated": lambda _, monkeypatch: monkeypatch.setattr(health, "_migrated", lambda: False),
    "search": lambda _, monkeypatch: monkeypatch.setattr(health.search, "usable", _fail),
    "audit_heads": _forge_the_heads,
    "file_store_writable": lambda _, monkeypatch: monkeypatch.setattr(health.os, "access", lambda *_: False),
    "disk": lambda _, monkeypatch: monkeypatch.setattr(
        health.shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 10**8)
    ),
    "tick": lambda _, monkeypatch: monkeypatch.setattr(health.time, "time", lambda: 9e9),
}


@pytest.mark.parametrize("what", UNWELL)
def test_what_is_not_well_is_named(client, settings, monkeypatch, what):
    assert tick(timezone.now()) == []
    UNWELL[what](settings, monkeypatch)
    status, found = asked(client)
    assert (status, found["well"], found[what]) == (503, False, False)


def test_an_earlier_database_is_not_migrated(monkeypatch, client):
    monkeypatch.setattr(health, "unapplied", lambda: True)
    health._migrated_once.cache_clear()
    try:
        assert asked(client)[1]["migrated"] is False
    finally:
        health._migrated_once.cache_clear()
