"""`gongkai site restore`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gongkai.site.audit.chain import verify
from gongkai.site.portal.health import unapplied
from gongkai.site.portal.management.archive import Unusable, damaged_files, restore


class Command(BaseCommand):
    """Restore an archive, then verify the audit chains and every stored file; exit 1 where something is wrong."""

    help = "从备份恢复，并核验审计链和每个文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("archive", type=Path, metavar="备份文件")
        parser.add_argument("--replace", action="store_true", help="替换已有的数据")

    def handle(self, *_: Any, archive: Path, replace: bool, **__: Any) -> None:
        """Restore."""
        try:
            done = restore(archive, replace=replace)
        except Unusable as error:
            raise CommandError(str(error), returncode=2) from error
        if unapplied():
            self.stdout.write(
                "已恢复。备份来自较早的版本：请运行 gongkai site migrate，然后 gongkai site verify-audit。"
            )
            return
        faults = [f"审计链第 {each.seq} 号：{each.what}" for each in verify(settings.HEADS_ROOT)] + damaged_files()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(f"已恢复 {done.members} 个文件，审计链和全部文件核验无误。")
