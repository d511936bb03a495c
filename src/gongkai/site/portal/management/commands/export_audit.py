"""`gongkai site export-audit`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gongkai.site.agencies.models import Agency
from gongkai.site.audit.chain import export


class Command(BaseCommand):
    """Write the events of one agency or of all with a verifier that needs nothing but Python."""

    help = "导出审计链（一个机构的或者全部），附有不依赖本项目的核验程序"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and of whom."""
        parser.add_argument("to", type=Path, metavar="目录", help="新目录，不能已经存在")
        parser.add_argument("--agency", metavar="标识", help="机构的网址标识；不写为全部")

    def handle(self, *_: Any, to: Path, agency: str | None, **__: Any) -> None:
        """Export."""
        if to.exists():
            raise CommandError(f"{to} 已经存在，请换一个目录。", returncode=2)
        pk = None
        if agency is not None:
            pk = Agency.objects.filter(slug=agency).values_list("pk", flat=True).first()
            if pk is None:
                raise CommandError(f"没有标识为“{agency}”的机构。", returncode=2)
        try:
            count = export(to, settings.HEADS_ROOT, pk)
        except OSError as error:
            raise CommandError(f"没有导出：{error.strerror or error}。请检查磁盘空间和权限。", returncode=2) from error
        self.stdout.write(f"已导出 {count} 个事件到 {to}；核验：python3 {to / 'verifier.py'} {to}")
