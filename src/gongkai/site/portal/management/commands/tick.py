"""`gongkai site tick`."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from gongkai.site.audit.jobs import AlreadyTicking, tick


class Command(BaseCommand):
    """Do what is due; again and again with ``--forever``."""

    help = "办理到期的事务（留存审计链首等）；可以重复运行，停机后自动补办"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or for ever."""
        parser.add_argument("--forever", action="store_true", help="一直运行")
        parser.add_argument("--interval", type=int, default=60, metavar="秒", help="与 --forever 同用，默认 60")

    def handle(self, *_: Any, forever: bool, interval: int, **__: Any) -> None:
        """Tick."""
        while True:
            failed: list[str] = []
            try:
                failed = tick(timezone.now())
            except AlreadyTicking as busy:
                self.stderr.write(str(busy))
            for each in failed:
                self.stderr.write(f"没有办成：{each}")
            if not forever:
                sys.exit(1 if failed else 0)
            close_old_connections()
            time.sleep(interval)
