"""A backup is whole and consistent, a restore is all or nothing, and a rehearsal proves the one from the other."""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from tests.site.committing import empty_database, environment
from tests.site.conftest import make_draft, publish_fully
from tests.site.faults.state import everything, stored

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.chain import verify, write_heads
from gongkai.site.editorial.acts import attach_file
from gongkai.site.editorial.files import path_of, store
from gongkai.site.portal.management.archive import MANIFEST, Unusable, backup, damaged_files, restore

pytestmark = pytest.mark.django_db(transaction=True)
DATABASE = "database.sqlite3" if connection.vendor == "sqlite" else "database.pgdump"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Let the site's folders be those of the test."""
    data = tmp_path / "data"
    settings.DATA, settings.FILES_ROOT, settings.HEADS_ROOT = data, data / "files", tmp_path / "elsewhere" / "heads"
    return tmp_path


def publish_with_file(region, title: str) -> None:
    item = make_draft(region, title=title)
    attach_file(region.user("commerce", Role.DRAFTER), item, store(f"{title}.txt", [title.encode()]), f"{title}.txt")
    publish_fully(region, item)


@pytest.fixture
def archive(region, place, settings) -> Path:
    publish_with_file(region, "第一份")
    write_heads(settings.HEADS_ROOT, timezone.localdate())
    to = place / "backup.tar"
    backup(to)
    return to


def heads() -> dict[str, bytes]:
    from django.conf import settings

    return {path.name: path.read_bytes() for path in Path(settings.HEADS_ROOT).rglob("*.json")}


def test_what_is_restored_is_what_was_backed_up(region, archive, settings):
    at_backup, files, kept = everything(), stored(), heads()
    publish_with_file(region, "第二份")
    path_of(next(iter(files)).parent.name + next(iter(files)).name).unlink()
    with pytest.raises(Unusable, match="--replace"):
        restore(archive)
    restore(archive, replace=True)
    assert everything() == at_backup
    assert files <= stored()
    assert heads() == kept
    assert verify(settings.HEADS_ROOT) == []
    assert damaged_files() == []
    # Somebody may still want to know what the heads said that were replaced.
    assert [each.name[:15] for each in settings.HEADS_ROOT.parent.iterdir() if each != settings.HEADS_ROOT] == [
        "heads-replaced-"
    ]


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write the archive anew with members changed."""
    with tarfile.open(archive) as tar:
        members = {each.name: tar.extractfile(each).read() for each in tar.getmembers()}
    change(members)
    with tarfile.open(archive, "w") as tar:
        for name, data in members.items():
            of = tarfile.TarInfo(name)
            of.size = len(data)
            tar.addfile(of, io.BytesIO(data))


def truncate(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def not_an_archive(archive: Path) -> None:
    archive.write_bytes(b"not a tar file")


def without_a_file(archive: Path) -> None:
    rewritten(archive, lambda members: members.pop(next(name for name in members if name.startswith("files/"))))


def without_a_manifest(archive: Path) -> None:
    rewritten(archive, lambda members: members.pop(MANIFEST))


def with_one_more(archive: Path) -> None:
    rewritten(archive, lambda members: members.update({"files/aa/bb": b"?"}))


def outside(archive: Path) -> None:
    rewritten(archive, lambda members: members.update({"../../escaped": b"?"}))


def with_a_changed_file(archive: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[next(name for name in members if name.startswith("files/"))] = b"other bytes"

    rewritten(archive, change)


def with_a_database_that_is_none(archive: Path) -> None:
    """Everything fits the manifest, and still it is no database."""

    def change(members: dict[str, bytes]) -> None:
        members[DATABASE] = b"not a database at all" * 500
        manifest = json.loads(members[MANIFEST])
        manifest["sha256"][DATABASE] = hashlib.sha256(members[DATABASE]).hexdigest()
        members[MANIFEST] = json.dumps(manifest).encode()

    rewritten(archive, change)


def of_another_database(archive: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | {"database": "oracle"}).encode()

    rewritten(archive, change)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (truncate, "不是完整的备份|缺少"),
        (not_an_archive, "不是完整的备份"),
        (without_a_file, "缺少 files/"),
        (without_a_manifest, "不是完整的备份"),
        (with_one_more, "多出 files/aa/bb"),
        (outside, "不是完整的备份"),
        (with_a_changed_file, "校验值不符"),
        (with_a_database_that_is_none, "没有改动"),
        (of_another_database, "oracle"),
    ],
)
def test_a_spoilt_archive_leaves_the_site_as_it_was(region, archive, place, spoil, says):
    publish_with_file(region, "第二份")
    before, files, kept = everything(), stored(), heads()
    spoil(archive)
    with pytest.raises(Unusable, match=says):
        restore(archive, replace=True)
    connection.close()
    assert everything() == before
    assert files <= stored()
    assert heads() == kept
    assert damaged_files() == []
    assert not (place / "escaped").exists()
    assert not list((place / "data").glob(".restoring-*"))


@pytest.mark.parametrize("step", ["unpack", "_copy_files", "_put_database", "_put_heads"])
def test_a_restore_that_is_interrupted_leaves_one_site_or_the_other(region, archive, settings, monkeypatch, step):
    at_backup = everything()
    publish_with_file(region, "第二份")
    before = everything()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"gongkai.site.portal.management.archive.{step}", interrupt)
    with pytest.raises(KeyboardInterrupt):
        restore(archive, replace=True)
    assert everything() == (at_backup if step == "_put_heads" else before)
    assert damaged_files() == []
    monkeypatch.undo()
    restore(archive, replace=True)
    assert everything() == at_backup
    assert verify(settings.HEADS_ROOT) == []


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), -1))
from gongkai.cli import main
sys.exit(main(["site", *sys.argv[2:]]))
"""


def on_a_full_disk(bytes_left: int, *command: str) -> subprocess.CompletedProcess[str]:
    from django.conf import settings

    there = environment() | {"GONGKAI_DATA": str(settings.DATA), "GONGKAI_HEADS": str(settings.HEADS_ROOT)}
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(bytes_left), *command], env=there, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_full_disk_spoils_neither_backup_nor_restore(region, archive, place):
    publish_with_file(region, "第二份")
    before = everything()
    connection.close()
    for bytes_left, *command in (
        (50_000, "backup", str(place / "another.tar")),
        (50_000, "restore", str(archive), "--replace"),
    ):
        done = on_a_full_disk(bytes_left, *command)
        assert done.returncode == 2, done.stderr
        assert "磁盘" in done.stderr or "没有成功" in done.stderr
        assert "Traceback" not in done.stderr
    assert sorted(path.name for path in place.glob("*.tar*")) == ["backup.tar"]
    assert everything() == before
    assert damaged_files() == []


def test_a_backup_while_people_work_is_consistent(region, place, settings):
    """Heads, database and files are taken one after the other, and still belong together."""
    stopping, failures = threading.Event(), []

    def work() -> None:
        try:
            number = 0
            while not stopping.is_set():
                publish_with_file(region, f"第 {number} 份")
                write_heads(settings.HEADS_ROOT, timezone.localdate() - timezone.timedelta(days=number))
                number += 1
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(4):
            backup(place / f"{number}.tar")
    finally:
        stopping.set()
        thread.join()
    assert failures == []
    for number in range(4):
        restore(place / f"{number}.tar", replace=True)
        assert verify(settings.HEADS_ROOT) == []
        assert damaged_files() == []


def test_an_archive_is_not_written_over_and_holds_no_secret(archive, settings):
    with pytest.raises(Unusable, match="已经存在"):
        backup(archive)
    assert archive.stat().st_mode & 0o077 == 0
    data = archive.read_bytes()
    assert settings.SECRET_KEY.encode() not in data
    assert settings.AUDIT_SALT.encode() not in data


def test_commands_say_what_they_did_and_end_with_two_where_they_could_not(archive, place):
    out = io.StringIO()
    call_command("restore", str(archive), replace=True, stdout=out)
    assert "核验无误" in out.getvalue()
    not_an_archive(archive)
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(archive), replace=True)
    assert refused.value.returncode == 2


def test_a_rehearsal_proves_that_the_site_can_be_restored(region, archive, settings):
    connection.close()
    there = environment() | {"GONGKAI_DATA": str(settings.DATA), "GONGKAI_HEADS": str(settings.HEADS_ROOT)}
    with empty_database() as address:
        where = ["--database", address] if connection.vendor == "postgresql" else []
        done = subprocess.run(
            [sys.executable, "-m", "gongkai.cli", "site", "rehearse", *where], env=there, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "演练成功" in done.stdout
