"""The app `search`."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search (检索)."""

    name = "gongkai.site.search"
    label = "search"
    verbose_name = "检索"
