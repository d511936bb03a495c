"""The law of disclosure as dated data and pure functions, each citing its article.

The clock that everybody asks for can be taken from here, the rest from the module that is named for it. These names are
loaded when first used, so that importing the room costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.law.calendar import WorkCalendar, national_calendar, read_schedules
    from gongkai.law.periods import Due
    from gongkai.law.reply_period import Consultation, Extension, Payment, Supplement, reply_due

__all__ = (
    "Consultation",
    "Due",
    "Extension",
    "Payment",
    "Supplement",
    "WorkCalendar",
    "national_calendar",
    "read_schedules",
    "reply_due",
)

_MODULES = {
    "WorkCalendar": "calendar",
    "national_calendar": "calendar",
    "read_schedules": "calendar",
    "Due": "periods",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'reply_period')}"), name)
