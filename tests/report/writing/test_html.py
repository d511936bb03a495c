"""The HTML file: one file without scripts, readable aloud, on a phone and on paper."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html
from tests.report.strategies import annual_reports, printed_reports, with_cells
from tests.report.writing.test_layout import EDITION_2021, complete_report

from gongkai.report.model import AnnualReport
from gongkai.report.writing.html import render
from gongkai.stats.cells import number
from gongkai.stats.editions import table3_cells


def parsed(report: AnnualReport) -> html.HtmlElement:
    return html.document_fromstring(render(report).decode())


@settings(max_examples=30, deadline=None)
@given(printed_reports())
def test_every_figure_names_heads_that_are_there(report: AnnualReport) -> None:
    page = parsed(report)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for cell in page.xpath("//td[not(@class)]"):
        named = cell.get("headers").split()
        assert named
        assert all(page.get_element_by_id(name).tag == "th" for name in named)
    assert all(head.get("scope") for head in page.xpath("//th"))


@settings(max_examples=40, deadline=None)
@given(annual_reports())
def test_text_is_never_markup(report: AnnualReport) -> None:
    page = parsed(report)
    assert not page.xpath("//script | //a | //img | //空 | //公告")
    assert not page.xpath("//@href | //@src | //@*[starts-with(name(), 'on')]")


def test_page_says_its_language_title_and_agency() -> None:
    page = parsed(with_cells(table3_cells("total"), number(1)))
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title") == "示例区商务局2023年政府信息公开工作年度报告"
    assert page.xpath("//h1")[0].text_content() == page.findtext(".//title")
    assert page.xpath("//meta[@name='author']/@content") == ["示例区商务局"]


def test_tables_that_scroll_can_be_reached_by_keyboard_and_have_a_name() -> None:
    page = parsed(complete_report(EDITION_2021))
    regions = page.xpath("//div[@role='region']")
    assert [region.get("tabindex") for region in regions] == ["0"] * 3
    names = [page.get_element_by_id(region.get("aria-labelledby")).text_content() for region in regions]
    assert names == list(EDITION_2021.section_titles[1:4])


def test_heads_are_repeated_on_paper_and_page_is_that_of_official_documents() -> None:
    written = render(complete_report(EDITION_2021)).decode()
    assert "@page { size: A4; margin: 37mm 26mm 35mm 28mm; }" in written
    assert len(html.document_fromstring(written).xpath("//thead")) == 2
    assert "thead { display: table-header-group; }" in written


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_page_does_not_scroll_sideways(width: int, tmp_path: Path) -> None:
    """On a phone only the tables scroll: their labels stay."""
    page = render(complete_report(EDITION_2021)).decode()
    measure = """<script>addEventListener("load", () => {
        const scroll = document.querySelector(".table3").parentElement;
        scroll.scrollLeft = 9999;
        const left = name => document.querySelector(name).getBoundingClientRect().left;
        document.title = [document.documentElement.scrollWidth, scroll.scrollLeft > 0,
                          left(".table3 .s2") - left(".scroll")].join(" ");
    })</script></body>"""
    (tmp_path / "page.html").write_text(page.replace("</body>", measure), "utf-8")
    # Chromium's window is never narrower than 500 pixels; a frame can be.
    frame = f"""<iframe src="page.html" style="border:0;width:{width}px;height:900px"></iframe>
        <script>addEventListener("load", () => setTimeout(() => {{
            document.title = document.querySelector("iframe").contentDocument.title }}, 200))</script>"""
    (tmp_path / "frame.html").write_text(frame, "utf-8")
    arguments = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    arguments += " --disable-component-update --disable-sync --allow-file-access-from-files --virtual-time-budget=3000"
    dom = subprocess.run(
        [
            "chromium",
            *arguments.split(),
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            (tmp_path / "frame.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    found = re.search(r"<title>(\d+) (true|false) ([\d.]+)</title>", dom)
    assert found, dom[:500]
    page_width, scrolls, label = int(found[1]), found[2] == "true", float(found[3])
    assert page_width <= width
    assert scrolls == (width < 960)
    assert label < width / 3
