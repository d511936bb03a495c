"""`gongkai site reset-password`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.site.accounts.acts import reset_password
from gongkai.site.accounts.models import User
from gongkai.site.accounts.second_factor import device_of, reset_second_factor
from gongkai.site.accounts.secret_words import temporary_password
from gongkai.site.accounts.throttling import spelled
from gongkai.site.audit.acts import Maintenance, Refusal

BY = Maintenance("reset-password")


class Command(BaseCommand):
    """Give somebody a temporary password: the way in for administrators, whom no other administrator may reset."""

    help = "重设一个人的密码并显示临时密码（下次登录须修改）；三员的密码只能这样重设"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("username", metavar="登录名")
        parser.add_argument("--second-factor", action="store_true", help="同时停用其动态口令")

    def handle(self, *_: Any, username: str, second_factor: bool, **__: Any) -> None:
        """Reset."""
        user = User.objects.filter(username=spelled(username)).first()
        if user is None:
            raise CommandError(f"没有登录名“{username}”。", returncode=2)
        password = temporary_password()
        try:
            reset_password(BY, user, password=password)
            if second_factor and device_of(user):
                reset_second_factor(BY, user)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        self.stdout.write(f"{user.name}的临时密码：{password}（下次登录须修改）")
