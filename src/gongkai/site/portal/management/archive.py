"""Backup, restore and the rehearsal that proves one from the other.

An archive is a tar file: `manifest.json` with the SHA-256 of every member, the database, the file store, the heads.
It appears under its name only when it is whole. Secrets are not in it: keep them apart.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"


class Unusable(Exception):
    """An archive or a target that cannot be used; in words for the operator."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was backed up or restored."""

    members: int
    size: int


def sha256_of(stream: IO[bytes]) -> str:
    """Return the SHA-256 of a stream."""
    sha = hashlib.sha256()
    while chunk := stream.read(2**20):
        sha.update(chunk)
    return sha.hexdigest()


def backup(to: Path) -> Done:
    """Write one archive, whole or not at all; people may go on working meanwhile.

    In this order: heads that are older than the copy of the database are in its chains, and files are stored before
    the rows that name them and never change, so every file that the copy names is there afterwards.
    """
    if to.exists():
        raise Unusable(f"{to} 已经存在，请换一个文件名。")
    part = to.with_name(to.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=to.parent) as scratch:
            heads = Path(scratch, "heads")
            _copy_files(Path(settings.HEADS_ROOT), heads)
            database = _copy_database(Path(scratch))
            members = [(database.name, database), *_members("heads", heads)]
            members += _members("files", Path(settings.FILES_ROOT))
            hashes = {}
            with tarfile.open(part, "w") as tar:
                for name, path in members:
                    try:
                        hashes[name] = _add(tar, name, path)
                    except FileNotFoundError:
                        # It was swept meanwhile: a file that no row names.
                        continue
                manifest = Path(scratch) / MANIFEST
                manifest.write_text(json.dumps(_manifest(hashes), ensure_ascii=False, indent=1), encoding="utf-8")
                tar.add(manifest, MANIFEST)
            with part.open("rb") as written:
                os.fsync(written.fileno())
        os.chmod(part, 0o600)
        part.rename(to)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise Unusable(f"备份没有完成：{why}。请检查磁盘空间和权限；没有留下不完整的备份。") from error
    finally:
        part.unlink(missing_ok=True)
    return Done(len(hashes), to.stat().st_size)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file and return the SHA-256 of exactly the bytes that went in."""
    with path.open("rb") as stream:
        of = tar.gettarinfo(arcname=name, fileobj=stream)
        sha256 = sha256_of(stream)
        stream.seek(0)
        tar.addfile(of, stream)
    return sha256


def _members(folder: str, root: Path) -> list[tuple[str, Path]]:
    """Return the finished files of a folder; those whose names begin with a dot are still being written."""
    return [
        (f"{folder}/{path.relative_to(root).as_posix()}", path)
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".part"
    ]


def _copy_files(source: Path, target: Path) -> None:
    """Copy what is not there yet, each file whole or not at all; names of stored files say what is in them."""
    for name, path in _members(".", source):
        to = target / name
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_name(f".part-{to.name}")
        shutil.copyfile(path, part)
        part.replace(to)


def _manifest(hashes: dict[str, str]) -> dict[str, Any]:
    return {
        "format": "gongkai/backup/1",
        "made_at": timezone.now().isoformat(),
        "database": connection.vendor,
        "settings": sorted(name for name in os.environ if name.startswith("GONGKAI_")),  # Names, never values.
        "sha256": hashes,
    }


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = folder / SQLITE
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        return copy
    copy = folder / POSTGRESQL
    _run("pg_dump", "--format=custom", "--no-owner", "--file", str(copy), failed="pg_dump 没有成功")
    return copy


def _postgres() -> dict[str, str]:
    of = connection.settings_dict
    named = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    return os.environ | {name: str(of[key]) for name, key in named.items() if of[key]}


def unpack(archive: Path, into: Path) -> dict[str, Any]:
    """Unpack an archive into a new folder and return its manifest; one that is not exactly as written is refused."""
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(into, filter="data")
        manifest: dict[str, Any] = json.loads((into / MANIFEST).read_text(encoding="utf-8"))
        hashes = manifest["sha256"]
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, FileNotFoundError) as error:
        raise Unusable(f"{archive} 不是完整的备份：{error}") from error
    except OSError as error:
        raise Unusable(f"备份没有解开：{error.strerror or error}。请检查磁盘空间和权限。") from error
    found = {path.relative_to(into).as_posix(): path for path in into.rglob("*") if path.is_file()}
    del found[MANIFEST]
    if missing := sorted(set(hashes) - set(found)):
        raise Unusable(f"备份中缺少 {missing[0]} 等 {len(missing)} 个文件。")
    if extra := sorted(set(found) - set(hashes)):
        raise Unusable(f"备份中多出 {extra[0]} 等 {len(extra)} 个文件。")
    for name, path in found.items():
        with path.open("rb") as stream:
            if sha256_of(stream) != hashes[name]:
                raise Unusable(f"备份中的 {name} 已损坏：校验值不符。")
    return manifest


def restore(archive: Path, *, replace: bool = False) -> Done:
    """Put an archive in the place of what is here; without ``replace`` only where nothing is.

    Interrupted anywhere, the site is what it was or what the archive says: stored files are added beside those that
    are there, the database changes in one transaction, and what its rows then no longer name is swept later.
    """
    data = Path(settings.DATA)
    files, heads = Path(settings.FILES_ROOT), Path(settings.HEADS_ROOT)
    if not replace and (_has_tables() or _holds(files) or _holds(heads)):
        raise Unusable("目标不是空的：已有数据库或者文件。确要替换，请加 --replace（原有数据将不再保留）。")
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as scratch:
            manifest = unpack(archive, Path(scratch))
            if manifest["database"] != connection.vendor:
                raise Unusable(f"备份来自 {manifest['database']}，这里的数据库是 {connection.vendor}，不能恢复。")
            _copy_files(Path(scratch, "files"), files)
            _put_database(Path(scratch))
            _put_heads(Path(scratch, "heads"), heads)
    except OSError as error:
        raise Unusable(f"没有恢复：{error.strerror or error}。请检查磁盘空间和权限；原有数据没有改动。") from error
    return Done(len(manifest["sha256"]), archive.stat().st_size)


def _put_heads(source: Path, heads: Path) -> None:
    """Keep the archive's heads from now on; those that were here speak of events that are gone, and are set aside."""
    if _holds(heads):
        heads.rename(heads.with_name(f"{heads.name}-replaced-{timezone.now():%Y%m%d%H%M%S}"))
    _copy_files(source, heads)


def _holds(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _put_database(folder: Path) -> None:
    """Put the copy in the place of the database, in one transaction."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(folder / SQLITE)) as source:
                if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise sqlite3.DatabaseError("备份中的数据库已损坏")
                source.backup(connection.connection)
        except sqlite3.Error as error:
            raise Unusable(f"没有恢复：{error}。原有数据没有改动。") from error
        finally:
            connection.close()
        return
    connection.close()
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
        "--dbname", str(connection.settings_dict["NAME"]), str(folder / POSTGRESQL),
        failed="pg_restore 没有成功，原有数据没有改动",
    )  # fmt: skip


def _run(program: str, *arguments: str, failed: str) -> None:
    """Run one of PostgreSQL's programs on the site's database."""
    try:
        done = subprocess.run(
            [program, *arguments], env=_postgres(), capture_output=True, text=True, check=False
        )  # fmt: skip
    except FileNotFoundError as error:
        raise Unusable(f"找不到 {program}：请安装 PostgreSQL 的客户端程序。") from error
    if done.returncode:
        raise Unusable(f"{failed}：{done.stderr.strip()}")


def damaged_files() -> list[str]:
    """Return what is wrong with stored files: each must be there, with the bytes that its name says."""
    from gongkai.site.editorial.files import path_of
    from gongkai.site.editorial.models import StoredFile

    faults = []
    for sha256 in StoredFile.objects.values_list("sha256", flat=True).iterator():
        try:
            with path_of(sha256).open("rb") as stream:
                if sha256_of(stream) != sha256:
                    faults.append(f"文件 {sha256} 的内容已改变。")
        except OSError:
            faults.append(f"文件 {sha256} 不在文件库里。")
    return faults


def counts() -> dict[str, int]:
    """Return how many rows each of the site's tables has."""
    from django.apps import apps

    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("gongkai.")
    }
