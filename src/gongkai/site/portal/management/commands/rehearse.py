"""`gongkai site rehearse`."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gongkai.site.portal.management.archive import Unusable, backup, counts


class Command(BaseCommand):
    """Back up, restore into a place that is thrown away, and prove that the two are equal."""

    help = "演练：备份并恢复到临时位置，比较记录数、审计链和文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """On PostgreSQL the place to restore into is given, since making databases is not the site's right."""
        parser.add_argument("--database", metavar="地址", help="PostgreSQL：用来演练的空数据库")
        parser.add_argument("--counts", action="store_true", help="只输出各表的记录数")

    def handle(self, *_: Any, database: str | None, counts: bool, **__: Any) -> None:
        """Rehearse."""
        if counts:
            self.stdout.write(json.dumps(_counts()))
            return
        if connection.vendor == "postgresql" and not database:
            raise CommandError("请用 --database 指明一个空的 PostgreSQL 数据库，演练将恢复到那里。", returncode=2)
        with tempfile.TemporaryDirectory() as scratch:
            there = os.environ | {"GONGKAI_DATA": f"{scratch}/data", "GONGKAI_HEADS": f"{scratch}/data/heads"}
            there["GONGKAI_DATABASE"] = database or f"sqlite:///{scratch}/data/gongkai.sqlite3"
            Path(scratch, "data").mkdir()
            archive = Path(scratch) / "rehearsal.tar"
            before = _counts()
            try:
                backup(archive)
            except Unusable as error:
                raise CommandError(str(error), returncode=2) from error

            def site(*command: str) -> str:
                done = subprocess.run(
                    [sys.executable, "-m", "gongkai.cli", "site", *command],
                    env=there, capture_output=True, text=True, check=False,
                )  # fmt: skip
                if done.returncode:
                    raise CommandError(f"演练失败：{done.stderr.strip()}", returncode=1)
                return done.stdout

            site("restore", str(archive))
            after = json.loads(site("rehearse", "--counts"))
        if before != after:
            differing = sorted(name for name in before if before[name] != after.get(name))
            raise CommandError(f"演练失败：{'、'.join(differing)}的记录数不同。", returncode=1)
        self.stdout.write(f"演练成功：{sum(before.values())} 条记录、审计链和全部文件与原来一致。")


_counts = counts
