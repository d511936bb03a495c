"""The DOCX file: conventions of official documents (GB/T 9704-2012) and merged tables."""

import dataclasses
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.report.writing.test_layout import EDITION_2021, complete_report

from gongkai.report.model import AnnualReport
from gongkai.report.writing.docx import render
from gongkai.stats.cells import number, text

NARRATIVE = {"opening": "依据条例编制。", "overview": "（一）主动公开\n（二）依申请公开。全年收到申请0件。"}
REPORT = dataclasses.replace(
    complete_report(EDITION_2021),
    title="示例市示例区示例街道办事处2021年政府信息公开工作年度报告",
    narrative=NARRATIVE,
)


def opened(report: AnnualReport = REPORT) -> Any:
    return Document(BytesIO(render(report)))


def test_page_is_that_of_official_documents() -> None:
    """GB/T 9704-2012 第5.2条：天头37 mm，订口28 mm，版心156 mm×225 mm"""
    (section,) = opened().sections
    width, height = section.page_width.mm, section.page_height.mm
    assert (round(width), round(height)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert round(width - section.left_margin.mm - section.right_margin.mm) == 156
    assert round(height - section.top_margin.mm - section.bottom_margin.mm) == 225


def test_a_page_has_22_lines() -> None:
    """GB/T 9704-2012 第5.2.3条：一般每面排22行，每行排28个字"""
    spacing = opened().styles["Normal"].element.pPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 225 / 25.4 * 72 // (int(spacing.get(qn("w:line"))) / 20) == 22


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_faces_and_sizes_are_those_of_the_standard(style: str, face: str, size: int) -> None:
    found = opened().styles[style]
    assert found.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
    assert found.font.size.pt == size


def test_faces_that_a_machine_lacks_have_others_named() -> None:
    with zipfile.ZipFile(BytesIO(render(REPORT))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    for others in ("仿宋,FangSong", "宋体,SimSun", "SimHei", "楷体,KaiTi"):
        assert others in fonts


def test_paragraphs_have_their_styles() -> None:
    found = [(paragraph.style.name, paragraph.text) for paragraph in opened().paragraphs if paragraph.text]
    assert found[:6] == [
        # A title that is too long for a line breaks before its subject.
        ("Title", "示例市示例区示例街道办事处2021年\n政府信息公开工作年度报告"),
        ("Normal", "依据条例编制。"),
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）主动公开"),
        ("Normal", "（二）依申请公开。全年收到申请0件。"),
        ("Heading 1", "二、主动公开政府信息情况"),
    ]


def test_page_numbers_stand_outside_between_dashes() -> None:
    """GB/T 9704-2012 第7.5条：数字左右各放一条一字线，单页码居右空一字，双页码居左空一字"""
    document = opened()
    (section,) = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert [text.text for text in paragraph.iter(qn("w:t"))] == ["— ", "1", " —"]
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_tables_are_merged_as_in_the_form() -> None:
    tables = opened().tables
    assert [(len(table.rows), len(table.columns)) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    outcomes = tables[1].cell(5, 0)
    assert outcomes.text == "三、本年度办理结果"
    assert all(tables[1].cell(row, 0)._tc is outcomes._tc for row in range(5, 27))
    assert tables[1].cell(27, 0).text == tables[1].cell(27, 2).text == "四、结转下年度继续办理"
    assert [cell.text for cell in tables[2].rows[3].cells] == [str(figure) for figure in range(185, 200)]


def test_rows_are_not_torn_and_heads_are_repeated() -> None:
    for table, heads in zip(opened().tables, (0, 3, 3), strict=True):
        marks = [{mark.tag for mark in row._tr.trPr} for row in table.rows]
        assert all(qn("w:cantSplit") in mark for mark in marks)
        assert [qn("w:tblHeader") in mark for mark in marks] == [True] * heads + [False] * (len(marks) - heads)


def test_row_with_more_text_than_a_page_holds_may_be_torn() -> None:
    cells = {**REPORT.cells, "table3.disclosed.total": text("无法确定" * 100)}
    table = opened(dataclasses.replace(REPORT, cells=cells)).tables[1]
    assert table._tbl.find(f".//{qn('w:cantSplit')}") is None


def test_package_says_nothing_of_the_template_or_the_clock() -> None:
    with zipfile.ZipFile(BytesIO(render(REPORT))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = package.namelist()
        core = package.read("docProps/core.xml").decode()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert "python-docx" not in core
    assert "dcterms:created" not in core
    assert "<dc:creator>示例区商务局</dc:creator>" in core


@pytest.mark.slow
def test_longest_numbers_stand_on_one_line_and_table_three_on_one_page(tmp_path: Path) -> None:
    cells = dict.fromkeys(REPORT.cells, number(11_398_889))
    (tmp_path / "report.docx").write_bytes(render(dataclasses.replace(REPORT, cells=cells)))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "report.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    import pdfplumber

    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        words = [[word["text"] for word in page.extract_words()] for page in pdf.pages]
    assert sum(page.count("11398889") for page in words) == len(cells)
    assert max(page.count("11398889") for page in words) >= 25 * 7
