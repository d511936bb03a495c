"""The annual report (年度报告): read anybody's, check it, compare it, write it in any format.

These names are loaded when first used: who only wants the model of a report imports no reader of any format.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.report.checks import check as check
    from gongkai.report.comparison import compare as compare
    from gongkai.report.findings import Finding as Finding
    from gongkai.report.model import AnnualReport as AnnualReport
    from gongkai.report.reading.errors import UnreadableReport as UnreadableReport
    from gongkai.report.reading.files import read as read
    from gongkai.report.writing import write as write

_MODULES = {
    "AnnualReport": "model",
    "Finding": "findings",
    "UnreadableReport": "reading.errors",
    "check": "checks",
    "compare": "comparison",
    "read": "reading.files",
    "write": "writing",
}

__all__ = tuple(_MODULES)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
