"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and roles (人员与角色)."""

    name = "gongkai.site.accounts"
    label = "accounts"
    verbose_name = "人员"
