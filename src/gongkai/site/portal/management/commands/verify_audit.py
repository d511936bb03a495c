"""`gongkai site verify-audit`."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gongkai.site.agencies.models import Agency
from gongkai.site.audit.chain import verify


class Command(BaseCommand):
    """Prove that no event was changed, removed or rebuilt: exit 1 where one was."""

    help = "核验审计链：对照数据库内和库外留存的链首，列出每一处改动、缺失和重建"

    def handle(self, *_: Any, **__: Any) -> None:
        """Verify all chains."""
        breaks = verify(settings.HEADS_ROOT)
        names = dict(Agency.objects.values_list("pk", "name")) | {0: "全站"}
        for each in breaks:
            name = names.get(each.agency, f"机构 {each.agency}")
            self.stdout.write(f"{name}的审计链第 {each.seq} 号：{each.what}")
        if breaks:
            self.stderr.write(f"审计链有 {len(breaks)} 处不完整。")
            sys.exit(1)
        self.stdout.write("审计链完整。")
