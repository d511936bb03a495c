"""`gongkai site backup`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.site.portal.management.archive import Unusable, backup


class Command(BaseCommand):
    """Write database, files and heads into one archive."""

    help = "备份数据库、文件库和审计链首到一个文件；密钥不在其中，请另行保管"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("to", type=Path, metavar="备份文件")

    def handle(self, *_: Any, to: Path, **__: Any) -> None:
        """Back up."""
        try:
            done = backup(to)
        except Unusable as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"已备份 {done.members} 个文件到 {to}（{done.size} 字节）。密钥没有备份，请另行保管。")
