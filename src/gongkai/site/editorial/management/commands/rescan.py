"""`gongkai site rescan`."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.privacy.wording_lists import WordingListInvalid
from gongkai.site.audit.acts import Maintenance
from gongkai.site.editorial import wording
from gongkai.site.editorial.examinations import Progress, Stock, begin_rescan, examine_stock, finish_rescan
from gongkai.site.editorial.models import Examination, Publication

EVERY = 5  # Seconds between two lines of progress.


class Command(BaseCommand):
    """Examine everything public again: exit 1 if something must be corrected, 2 if not everything was done."""

    help = (
        "复查已公开的信息：用语表或者检查器更新后运行；中断后再次运行即继续。有须处理的问题时退出码为 1，没有查完为 2"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only what present lists and finders have not examined, or everything."""
        parser.add_argument("--all", action="store_true", help="全部重查（链接、引用文件的效力会随时间变化）")

    def handle(self, *_: Any, **options: Any) -> None:
        """Examine, and say how far it is."""
        try:
            used = [f"{each.name} {each.version}" for each in wording.lists()]
        except WordingListInvalid as error:
            raise CommandError(f"用语表读不出来，没有复查：{error}", returncode=2) from error
        self.stdout.write(f"用语表：{'、'.join(used)}")
        by = Maintenance("rescan --all" if options["all"] else "rescan")
        run = begin_rescan(by, Stock(), everything=options["all"])
        progress, said = Progress(0), time.monotonic()
        for progress in examine_stock(run):
            if time.monotonic() - said >= EVERY:
                said = time.monotonic()
                self._say(progress)
        self._say(progress)
        if progress.failed:
            self.stderr.write(f"有 {progress.failed} 条没有查成，原因见日志；处理后请再次运行。")
            sys.exit(2)
        finish_rescan(by, run)
        to_correct = _count(blocking__gt=0)
        advised = _count(blocking=0, advising__gt=0)
        self.stdout.write(f"须处理的有 {to_correct} 条，有提示的有 {advised} 条，见工作平台“复查”。")
        sys.exit(1 if to_correct else 0)

    def _say(self, progress: Progress) -> None:
        self.stdout.write(f"已复查 {progress.examined}/{progress.total} 条")


def _count(**which: int) -> int:
    return Examination.objects.filter(publication__in=Publication.objects.standing(), **which).count()
