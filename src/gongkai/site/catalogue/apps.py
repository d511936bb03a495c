"""The app `catalogue`."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogue (公开目录)."""

    name = "gongkai.site.catalogue"
    label = "catalogue"
    verbose_name = "公开目录"

    def ready(self) -> None:
        """Put its work on the menu."""
        from gongkai.site.accounts import menu
        from gongkai.site.agencies.policies import READING

        menu.add(menu.Entry(20, "信息发布", "items", READING))
