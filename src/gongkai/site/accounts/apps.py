"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and roles (人员与角色)."""

    name = "gongkai.site.accounts"
    label = "accounts"
    verbose_name = "人员"

    def ready(self) -> None:
        """Put the administrators' work on the menu."""
        # Acts register themselves, receivers and jobs connect themselves.
        from gongkai.site.accounts import delegations, menu, second_factor, sessions  # noqa: F401
        from gongkai.site.agencies.policies import AUDITING, GRANTING, SEEING_DELEGATIONS, SETTING_UP

        menu.add(menu.Entry(80, "代理", "deputies", SEEING_DELEGATIONS))
        menu.add(menu.Entry(90, "机构", "agencies", SETTING_UP))
        menu.add(menu.Entry(91, "人员", "people", SETTING_UP))
        menu.add(menu.Entry(92, "角色", "roles", GRANTING))
        menu.add(menu.Entry(93, "审计", "audit", AUDITING))
        menu.add(menu.Entry(94, "查阅记录", "reads", AUDITING))
