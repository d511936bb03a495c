"""The app `registers`."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers (登记簿)."""

    name = "gongkai.site.registers"
    label = "registers"
    verbose_name = "登记簿"

    def ready(self) -> None:
        """Put its work on the menu."""
        from gongkai.site.accounts import menu
        from gongkai.site.agencies.policies import READING
        from gongkai.site.registers import acts, errands, importing, releasing  # noqa: F401 -- they register themselves

        menu.add(menu.Entry(30, "登记簿", "registers", READING))
