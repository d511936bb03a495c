"""`gongkai site found`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gongkai.site.accounts.acts import create_user, grant_role, reset_password
from gongkai.site.accounts.secret_words import temporary_password
from gongkai.site.agencies.acts import Root, found_region
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import ADMINISTRATORS, Role
from gongkai.site.audit.acts import Maintenance, Refusal
from gongkai.site.catalogue.acts import open_columns

BY = Maintenance("found")
USERNAMES = {
    Role.SYSTEM_ADMINISTRATOR: "xitong",
    Role.SECURITY_ADMINISTRATOR: "anquan",
    Role.AUDIT_ADMINISTRATOR: "shenji",
}


class Command(BaseCommand):
    """Begin a site: the government at its top and the three administrators, who make everything else on their pages."""

    help = "新装的网站第一步：建立人民政府和三员账号，显示三员的临时密码（首次登录须修改）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The government."""
        parser.add_argument("--name", required=True, metavar="全称", help="如：示例区人民政府")
        parser.add_argument("--short-name", required=True, metavar="简称", help="如：示例区")
        parser.add_argument("--slug", required=True, metavar="标识", help="网址中的标识，小写字母、数字和连字符")
        parser.add_argument("--valid-from", required=True, metavar="日期", help="设立日期，如 2019-05-15")
        parser.add_argument("--region-code", default="", metavar="代码", help="行政区划代码（GB/T 2260）")

    def handle(self, *_: Any, valid_from: str, **options: Any) -> None:
        """Make all of it, or nothing."""
        try:
            day = date.fromisoformat(valid_from)
        except ValueError as error:
            raise CommandError(f"“{valid_from}”不是日期，请写成 2019-05-15 的样子。", returncode=2) from error
        fields = {name: options[name] for name in ("name", "short_name", "slug", "region_code")}
        if Agency.objects.exists():
            raise CommandError("这个网站已经有机构，没有改动。", returncode=1)
        try:
            with transaction.atomic():
                passwords = self._found(valid_from=day, **fields)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        self.stdout.write(f"已建立{fields['name']}和三员账号。临时密码只显示这一次，首次登录须修改：")
        for role, password in passwords.items():
            self.stdout.write(f"  {role.label}　{USERNAMES[role]}　{password}")
        self.stdout.write("请三位管理员分别登录 /office/，由系统管理员设立机构、登记人员，安全保密管理员授予角色。")

    def _found(self, **fields: Any) -> dict[Role, str]:
        government = found_region(BY, Root(), **fields)
        open_columns(BY, government)
        passwords = {}
        for role in (role for role in Role if role in ADMINISTRATORS):
            user = create_user(
                BY, government, username=USERNAMES[role], name=role.label, password=temporary_password()
            )  # fmt: skip
            passwords[role] = temporary_password()
            reset_password(BY, user, password=passwords[role])
            grant_role(BY, government, user, role)
        return passwords
