"""The PDF file: conventions of official documents, tags, and no character lost."""

import dataclasses
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from tests.report.strategies import with_cells
from tests.report.writing.test_docx import REPORT
from tests.report.writing.test_layout import EDITION_2021, complete_report

from gongkai.report.model import AnnualReport
from gongkai.report.writing import UnwritableReport, fonts
from gongkai.report.writing.pdf import render
from gongkai.stats.cells import number, text
from gongkai.stats.editions import table3_cells


def opened(report: AnnualReport) -> Any:
    return pdfplumber.open(BytesIO(render(report)))


def test_page_is_that_of_official_documents() -> None:
    """GB/T 9704-2012 第5.2条：天头37 mm，订口28 mm，版心156 mm×225 mm，每面22行，每行28个字"""
    report = dataclasses.replace(REPORT, title="", cells={}, complete=False, narrative={"overview": "字" * 3000})
    with opened(report) as pdf:
        page = pdf.pages[1]
        assert (round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)) == (210, 297)
        lines: dict[int, int] = {}
        for character in page.chars:
            if character["text"] == "字":
                lines[round(character["top"])] = lines.get(round(character["top"]), 0) + 1
        assert len(lines) == 22
        assert set(lines.values()) == {28}
        left, right = min(c["x0"] for c in page.chars), max(c["x1"] for c in page.chars)
        assert left == pytest.approx(28 * 72 / 25.4, abs=1)
        assert right == pytest.approx((28 + 156) * 72 / 25.4, abs=1)


def test_page_numbers_stand_outside_between_dashes() -> None:
    """GB/T 9704-2012 第7.5条"""
    with opened(REPORT) as pdf:
        for number_, page in enumerate(pdf.pages, 1):
            foot = [c for c in page.chars if c["top"] > (37 + 225) * 72 / 25.4]
            assert "".join(c["text"] for c in foot).replace(" ", "") == f"—{number_}—"
            assert (foot[0]["x0"] > page.width / 2) == bool(number_ % 2)


def test_document_is_tagged_and_says_its_title_agency_and_language() -> None:
    written = render(REPORT)
    with pdfplumber.open(BytesIO(written)) as pdf:
        assert pdf.metadata["Title"] == REPORT.title
        assert pdf.metadata["Author"] == REPORT.agency
        assert not {"CreationDate", "ModDate"} & pdf.metadata.keys()
        roles = {tag["type"] for tag in flattened(pdf.structure_tree)}
    assert {"H1", "H2", "P", "Table", "TR", "TH", "TD"} <= roles
    assert b"/Lang(zh-CN)" in written


def flattened(tags: list[Any]) -> list[Any]:
    return [each for tag in tags for each in (tag, *flattened(tag.get("children", [])))]


def test_tables_are_whole_with_their_merged_cells() -> None:
    with opened(complete_report(EDITION_2021)) as pdf:
        tables = [table.extract() for page in pdf.pages for table in page.find_tables()]
    assert [(len(table), len(table[0])) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    assert tables[1][3][3:] == [str(figure) for figure in range(10, 17)]
    assert "".join(tables[1][5][0].split()) == "三、本年度办理结果"


def test_longest_numbers_stand_on_one_line() -> None:
    cells = dict.fromkeys(REPORT.cells, number(11_398_889))
    with opened(dataclasses.replace(REPORT, cells=cells)) as pdf:
        words = [word["text"] for page in pdf.pages for word in page.extract_words()]
        for page in pdf.pages:
            digits = [character for character in page.chars if character["text"].isdigit()]
            assert min(digit["x0"] for digit in digits) >= 28 * 72 / 25.4
            assert max(digit["x1"] for digit in digits) <= 184 * 72 / 25.4
    assert words.count("11398889") == len(cells)


def test_text_longer_than_a_page_in_a_cell_is_not_lost() -> None:
    long = "甲乙丙丁" * 300
    with opened(dataclasses.replace(REPORT, cells={**REPORT.cells, "table3.disclosed.total": text(long)})) as pdf:
        found = sum(page.extract_text().count("甲") for page in pdf.pages)
    assert found == 300


@pytest.mark.parametrize(
    "odd",
    ["#panic()", "$x$", "@ref", "<label>", "*粗*", "_斜_", "= 题", "- 项", "\\", "`码`", "//注", "/*注", "[括]", "~"],
)
def test_signs_of_the_typesetter_are_text(odd: str) -> None:
    report = with_cells(["table2.administrative_licenses"], text(odd), narrative={"opening": odd, "overview": odd})
    with opened(report) as pdf:
        found = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert found.count("".join(odd.split())) == 3


def test_character_that_the_fonts_lack_is_named_before_anything_is_written() -> None:
    report = with_cells(
        table3_cells("total"), number(1), narrative={"overview": "项目\uf0b7一，\U0001f600，\U0003ffff。"}
    )
    with pytest.raises(UnwritableReport) as caught:
        render(report)
    assert str(caught.value).startswith("PDF 用的字体没有这些字：\uf0b7（U+F0B7）、\U0001f600（U+1F600）。请改用")


def test_characters_that_only_control_others_are_left_out() -> None:
    report = with_cells((), number(1), narrative={"overview": "政\u200b府\ufeff信\u00ad息"})
    with opened(report) as pdf:
        assert "政府信息" in pdf.pages[0].extract_text()


def test_fonts_have_the_characters_of_official_documents() -> None:
    gb2312 = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    assert fonts.lacking(gb2312) == ""
    assert fonts.lacking(["㐀䶮①㈠“”‘’……——〔2021〕30号％‰℃㎡"]) == ""


def test_fonts_that_are_not_there_are_missed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import pylopdf_fonts_zh_cn

    monkeypatch.setattr(pylopdf_fonts_zh_cn, "serif_path", lambda: Path("/没有/字体.otf"))
    with pytest.raises(UnwritableReport, match="找不到写 PDF 用的中文字体"):
        render(REPORT)
