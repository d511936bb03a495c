"""The app `catalogue`."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogue (公开目录)."""

    name = "gongkai.site.catalogue"
    label = "catalogue"
    verbose_name = "公开目录"

    def ready(self) -> None:
        """Put its work on the menu, plug its checks in, and listen to the ledger."""
        from gongkai.site.accounts import menu
        from gongkai.site.agencies.policies import READING
        from gongkai.site.catalogue import document_numbers, errands, evidence, guide, hearing  # noqa: F401 -- they connect themselves

        menu.add(menu.Entry(20, "信息发布", "items", READING))
