"""The app `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public portal (公开平台)."""

    name = "gongkai.site.portal"
    label = "portal"
    verbose_name = "公开平台"

    def ready(self) -> None:
        """Listen to the ledger, tell where addresses lead, and register what repairs."""
        from gongkai.site.portal import addresses, hearing, repairs  # noqa: F401 -- they connect themselves
