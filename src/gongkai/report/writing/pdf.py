"""The report as PDF: the conventions of official documents (GB/T 9704-2012), tagged so that it can be read aloud."""

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gongkai.report.model import AnnualReport
from gongkai.report.writing import fonts, page
from gongkai.report.writing.errors import UnwritableReport
from gongkai.report.writing.layout import LaidTable, Layout, lay_out, second_level_heading
from gongkai.wording import _

if TYPE_CHECKING:
    import typst


def render(report: AnnualReport) -> bytes:
    """Return the report as a PDF file."""
    import typst

    layout = lay_out(report)
    data = _data(layout)
    if lacking := fonts.lacking(layout.texts()):
        raise UnwritableReport(
            _("PDF 用的字体没有这些字：{characters}").format(
                characters="、".join(f"{character}（U+{ord(character):04X}）" for character in lacking[:20])
            ),
            todo=_("请改用常用字或换成 .docx、.html 格式；自造字、项目符号等请先替换"),
        )
    # The report goes in as data: nothing in it can be taken for the typesetter's own signs.
    return typst.compile(
        files(__package__).joinpath("pdf.typ").read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data), "page": json.dumps(_page())},
        # PDF/UA demands a title, and a fragment may have none.
        pdf_standards=["ua-1"] if data["title"] else [],
        timestamp=0,
    )


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[path.parent for path in fonts.font_paths()],
    )


def _page() -> dict[str, object]:
    return {
        name.lower(): value for name, value in vars(page).items() if name.isupper() and isinstance(value, int | float)
    }


def _data(layout: Layout) -> dict[str, object]:
    return {
        "title": _clean(layout.title),
        "title_lines": [_clean(line) for line in page.title_lines(layout.title)],
        "agency": _clean(layout.agency),
        "opening": [["", _clean(text)] for text in layout.opening],
        "sections": [
            {
                "title": _clean(section.title),
                "paragraphs": [_paragraph(text) for text in section.paragraphs],
                "table": None if section.table is None else _table(section.table),
            }
            for section in layout.sections
        ],
    }


def _paragraph(text: str) -> list[str]:
    """Return the heading that a paragraph is or begins with, and the rest."""
    end = second_level_heading(text)
    return [_clean(text[:end]), _clean(text[end:])]


_DIGIT = 0.56
"""The width of a digit of the serif."""


def _table(table: LaidTable) -> dict[str, object]:
    return {
        "widths": page.column_widths(table),
        "label_size": page.label_size(table),
        "figure_size": page.figure_size(table, _DIGIT),
        "head_rows": table.head_rows,
        "wordy": table.is_wordy,
        "cells": [
            {
                "kind": cell.kind,
                "x": cell.column,
                "y": cell.row,
                "rowspan": cell.rowspan,
                "colspan": cell.colspan,
                "text": _clean(cell.text),
                "number": cell.cell is not None and cell.cell.number is not None,
            }
            for cell in table.cells
        ],
    }


def _clean(text: str) -> str:
    """Return text without characters that only control how others are shown, for which a font has no picture."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")
