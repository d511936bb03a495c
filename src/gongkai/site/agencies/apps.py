"""The app `agencies`."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies (机构)."""

    name = "gongkai.site.agencies"
    label = "agencies"
    verbose_name = "机构"
