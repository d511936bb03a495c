"""Markdown: what a report says is text, whatever signs it has."""

from html import unescape

import pytest
from hypothesis import given, settings
from lxml import html
from markdown_it import MarkdownIt
from tests.report.strategies import annual_reports, with_cells

from gongkai.report.model import AnnualReport
from gongkai.report.writing.layout import lay_out
from gongkai.report.writing.markdown import render

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@settings(max_examples=60, deadline=None)
@given(annual_reports())
def test_rendered_text_is_what_the_report_says(report: AnnualReport) -> None:
    layout = lay_out(report)
    page = html.fromstring(f"<div>{COMMONMARK.render(render(report).decode())}</div>")
    blocks = [block.text_content().strip() for block in page.xpath("h1 | h2 | h3 | p")]
    said = [layout.title] if layout.title else []
    said += layout.opening
    for section in layout.sections:
        said += [section.title, *section.paragraphs]
    assert blocks == said
    for table, section in zip(
        page.xpath("table"), [section for section in layout.sections if section.table], strict=True
    ):
        rows = [[cell.text_content() for cell in row.xpath("th | td")] for row in table.xpath(".//tr")]
        assert section.table is not None
        assert rows == [row + [""] * (section.table.columns - len(row)) for row in section.table.texts()]


@pytest.mark.parametrize(
    "text",
    [
        "# 一",
        "1. 一",
        "1) 一",
        "- 一",
        "+ 一",
        "* 一",
        "> 一",
        "---",
        "===",
        "```",
        "~~一~~",
        "&amp;一",
        "a_b_c",
        "\\*",
        "a\\",
    ],
)
def test_signs_at_the_start_are_text(text: str) -> None:
    report = with_cells((), None, narrative={"other": text})
    assert unescape(COMMONMARK.render(render(report).decode()).splitlines()[-1]) == f"<p>{text}</p>"
