"""The law of disclosure as dated data and pure functions, each citing its article.

What others ask for most can be taken from here, the rest from the module that is named for it. These names are
loaded when first used, so that importing the room costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.law.applicants import ApplicantKind as ApplicantKind
    from gongkai.law.calendar import WorkCalendar as WorkCalendar
    from gongkai.law.calendar import national_calendar as national_calendar
    from gongkai.law.calendar import read_schedules as read_schedules
    from gongkai.law.citations import Citation as Citation
    from gongkai.law.courts import court_of_first_instance as court_of_first_instance
    from gongkai.law.fees import fee_by_item as fee_by_item
    from gongkai.law.fees import fee_by_page as fee_by_page
    from gongkai.law.outcomes import OUTCOMES as OUTCOMES
    from gongkai.law.outcomes import Outcome as Outcome
    from gongkai.law.outcomes import report_row as report_row
    from gongkai.law.periods import Due as Due
    from gongkai.law.reconsideration_organ import reconsideration_organs as reconsideration_organs
    from gongkai.law.remedies import ContestedRemedies as ContestedRemedies
    from gongkai.law.remedies import remedy_kind as remedy_kind
    from gongkai.law.remedies import remedy_text as remedy_text
    from gongkai.law.reply_period import Consultation as Consultation
    from gongkai.law.reply_period import Extension as Extension
    from gongkai.law.reply_period import Payment as Payment
    from gongkai.law.reply_period import Supplement as Supplement
    from gongkai.law.reply_period import reply_due as reply_due

_MODULES = {
    "ApplicantKind": "applicants",
    "Citation": "citations",
    "Consultation": "reply_period",
    "ContestedRemedies": "remedies",
    "Due": "periods",
    "Extension": "reply_period",
    "OUTCOMES": "outcomes",
    "Outcome": "outcomes",
    "Payment": "reply_period",
    "Supplement": "reply_period",
    "WorkCalendar": "calendar",
    "court_of_first_instance": "courts",
    "fee_by_item": "fees",
    "fee_by_page": "fees",
    "national_calendar": "calendar",
    "read_schedules": "calendar",
    "reconsideration_organs": "reconsideration_organ",
    "remedy_kind": "remedies",
    "remedy_text": "remedies",
    "reply_due": "reply_period",
    "report_row": "outcomes",
}

__all__ = tuple(_MODULES)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
