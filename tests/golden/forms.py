"""Every form in which a report is laid out here, by the format of the file: our writers' and those seen on pages."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.golden.layouts import SHAPES, whole
from tests.golden.pages import PAGES

from gongkai.report.model import AnnualReport
from gongkai.report.writing import ENDINGS, render

Form = Callable[[AnnualReport], bytes]

_SPOILS = frozenset({"kangxi", "torn_markdown"})
"""Layouts that are faults themselves, whatever report is laid out: the checks name them."""


def _laid_out(shape: str, report: AnnualReport) -> bytes:
    return whole(report, SHAPES[shape]).encode()


def _forms() -> dict[str, dict[str, Form]]:
    forms: dict[str, dict[str, Form]] = {ending: {"written": partial(render, ending=ending)} for ending in ENDINGS}
    forms[".html"] |= PAGES
    for shape in SHAPES:
        if shape not in _SPOILS:
            forms[".md" if "markdown" in shape else ".txt"][shape] = partial(_laid_out, shape)
    return forms


FORMS: Mapping[str, Mapping[str, Form]] = _forms()
"""By the ending of the file, each form by its name; a form loses nothing that a report says but, some, its blanks."""
