"""`gongkai site rebuild`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.site.audit.projections import PROJECTIONS

SHOWN = 20


class Command(BaseCommand):
    """Prove every projection equal to the records, and make anew what is not; ``--check`` exits 1 instead."""

    help = "核对检索索引等投影与记录是否一致，不一致的重建；--check 只核对，不一致时退出码为 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only look."""
        parser.add_argument("--check", action="store_true", help="只核对，不重建")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        """Compare, and rebuild."""
        wrong = False
        for label, projection in PROJECTIONS.items():
            differences = projection.differences()
            if not differences:
                self.stdout.write(f"{label}：与记录一致。")
                continue
            wrong = True
            self.stdout.write(f"{label}：有 {len(differences)} 处与记录不一致。")
            for each in differences[:SHOWN]:
                self.stdout.write(f"  {each}")
            if not check:
                projection.rebuild()
                self.stdout.write(f"{label}：已重建。")
        if wrong and check:
            self.stderr.write("请运行 gongkai site rebuild 重建；记录本身没有问题，不会丢失。")
            sys.exit(1)
