"""`gongkai site example`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from gongkai.site.portal.management import example


class Command(BaseCommand):
    """Load the example region (示例区域), whole or not at all; where there is an agency already, change nothing."""

    help = "载入示例区域（只载入一次；已有机构时不作任何改动）"

    def handle(self, *_: Any, **__: Any) -> None:
        """Load, and print who can sign in."""
        with transaction.atomic():
            made = example.load()
        self.stdout.write("已载入示例区域。" if made else "已有机构，没有改动。")
        if made:
            self.stdout.write(logins())


def logins() -> str:
    """Return the example logins as lines."""
    lines = [f"示例登录名（密码均为 {example.PASSWORD}）："]
    lines += [f"  {each.username:<12} {each.name}（{each.role.label}）" for each in example.LOGINS]
    return "\n".join(lines)
