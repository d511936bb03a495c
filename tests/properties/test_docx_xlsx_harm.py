"""Whatever is done to a DOCX or XLSX file, it is read or refused in words; nothing else comes out, and soon."""

import time
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.report.reading.office_files import (
    cell,
    docx,
    merged_table,
    package,
    paragraph,
    report_docx,
    row,
    run,
    table,
    workbook_of,
    xlsx,
)
from tests.report.reading.pdf_files import figures_of, report, table4

from gongkai.report.reading.document import Document, Grid, Line
from gongkai.report.reading.docx import read_docx
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.xlsx import read_xlsx
from gongkai.stats.editions import EDITION_2021

Reader = Callable[[bytes, str], Document]
FIGURES = figures_of(EDITION_2021)
REPORT = report(EDITION_2021, FIGURES)

# Everything that the reader knows of, in little.
_BOX = f"<w:txbxContent>{paragraph('框')}{table(row(cell('1'), cell('2')))}</w:txbxContent>"
RICH_DOCX = docx(
    paragraph("一、总体情况", properties='<w:pStyle w:val="1"/><w:rPr><w:del w:id="1"/></w:rPr>'),
    paragraph(
        '<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>',
        '<w:ins w:id="3">' + run("增") + "</w:ins>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        "7",
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run("隐", "<w:vanish/>"),
        "<w:r><w:tab/><w:br/><w:sym w:char='F0FE'/></w:r>",
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>',
    ),
    paragraph(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{_BOX}</mc:Choice><mc:Fallback>{_BOX}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    ),
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + paragraph("提示") + "</w:sdtContent></w:sdt>",
    merged_table(table4(FIGURES)),
    table(row(cell(table(row(cell("内"), cell("3")), row(cell("内"), cell("4"))), ""))),
    styles='<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="0"/></w:style>',
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="'
    'chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>',
)
FILES: dict[str, tuple[bytes, Reader]] = {
    "report.docx": (report_docx(REPORT), read_docx),
    "rich.docx": (RICH_DOCX, read_docx),
    "report.xlsx": (workbook_of(REPORT, ruled=True), read_xlsx),
}


WRONG_VALUES = st.sampled_from(["", "-1", "0", "9" * 20, "A1:XFD9999999", "一", "1.5", "..", "restart", "\n", "1e999"])


def read_or_refuse(data: bytes, reader: Reader) -> None:
    try:
        document = reader(data, "坏文件")
    except UnreadableReport:
        return
    for block in document.blocks:
        if isinstance(block, Line):
            assert block.text.strip()
            assert "\n" not in block.text
        else:
            assert_whole(block)


def assert_whole(grid: Grid) -> None:
    """A grid is a rectangle, and a cell begins where it says that it does."""
    assert grid.rows
    assert len({len(line) for line in grid.rows}) == 1
    for line in grid.rows:
        for each in line:
            if each is not None:
                assert grid.rows[each.row][each.column] is each


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_files_with_wrong_bytes_are_read_or_refused(name: str, data: st.DataObject) -> None:
    whole, reader = FILES[name]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 64)))
    read_or_refuse(whole[:start] + data.draw(st.binary(max_size=16)) + whole[end:], reader)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_files_with_wrong_xml_are_read_or_refused(name: str, data: st.DataObject) -> None:
    """Elements are taken out, doubled or put elsewhere, renamed, and attributes and texts given other values."""
    whole, reader = FILES[name]
    with ZipFile(BytesIO(whole)) as archive:
        members: dict[str, str | bytes] = {path: archive.read(path) for path in archive.namelist()}
    part = data.draw(st.sampled_from(sorted(members)))
    root = etree.fromstring(members[part])
    for _change in range(data.draw(st.integers(1, 6))):
        elements = list(root.iter())
        one, other = (data.draw(st.sampled_from(elements)) for _side in range(2))
        match data.draw(st.sampled_from(["drop", "copy", "rename", "attribute", "text"])):
            case "drop" if (parent := one.getparent()) is not None:
                parent.remove(one)
            case "copy":
                one.insert(data.draw(st.integers(0, len(one))), deepcopy(other))
            case "rename":
                one.tag = other.tag
            case "attribute" if one.attrib:
                one.set(data.draw(st.sampled_from(sorted(map(str, one.attrib)))), data.draw(WRONG_VALUES))
            case "text":
                one.text = data.draw(WRONG_VALUES)
    members[part] = etree.tostring(root)
    read_or_refuse(package(members), reader)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([read_docx, read_xlsx]), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(reader: Reader, data: bytes) -> None:
    read_or_refuse(data, reader)
    read_or_refuse(b"PK\x03\x04" + data, reader)
    read_or_refuse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, reader)


MANY = 40_000
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
DELETED_END = '<w:rPr><w:del w:id="1"/></w:rPr>'
LABEL = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def chained_styles(count: int) -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="s{number}"><w:basedOn w:val="s{number + 1}"/></w:style>'
        for number in range(count)
    )


def text(address: str, content: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{content}</t></is></c>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "reader"),
    [
        pytest.param(docx("<w:tbl><w:tr><w:tc>" * MANY), read_docx, id="十二万层嵌套"),
        pytest.param(docx(paragraph("字") * MANY), read_docx, id="四万段"),
        pytest.param(docx(paragraph(BEGIN + run("字")) * MANY), read_docx, id="没有结束的域"),
        pytest.param(docx(paragraph("字", properties=DELETED_END) * MANY), read_docx, id="删去的段落标记"),
        pytest.param(
            docx(
                paragraph("字", properties='<w:pStyle w:val="s0"/>'),
                styles=chained_styles(MANY),
            ),
            read_docx,
            id="层层为基准的样式",
        ),
        pytest.param(
            docx(
                paragraph("字", properties=LABEL) * MANY,
                numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt '
                f'w:val="lowerRoman"/><w:lvlText w:val="{"%1" * 30}"/></w:lvl></w:abstractNum><w:num w:numId="1">'
                '<w:abstractNumId w:val="0"/></w:num>',
            ),
            read_docx,
            id="很长的编号",
        ),
        pytest.param(
            docx(table(*(row(cell(span=number + 1), cell(span=MANY - number)) for number in range(MANY // 4)))),
            read_docx,
            id="错开的列",
        ),
        pytest.param(
            docx(paragraph(f"<w:r><w:txbxContent>{paragraph('框') * MANY}</w:txbxContent></w:r>")),
            read_docx,
            id="大文本框",
        ),
        pytest.param(
            xlsx(
                *(
                    f'<row r="{at}">{text(f"A{at}", "甲")}{text(f"B{at}", "乙") if at % 2 else ""}</row>'
                    for at in range(1, MANY)
                )
            ),
            read_xlsx,
            id="行与表交错",
        ),
        pytest.param(
            xlsx(
                *(f'<row r="{number}">{text(f"A{number}", "甲")}</row>' for number in range(1, 400)),
                merged=["A1:B399"] * MANY,
            ),
            read_xlsx,
            id="反复合并",
        ),
        pytest.param(
            xlsx(*(f'<row r="{number * 2}">{text(f"XFD{number * 2}", "甲")}</row>' for number in range(1, MANY))),
            read_xlsx,
            id="四处散落",
        ),
    ],
)
def test_no_file_takes_long(data: bytes, reader: Reader) -> None:
    """Each would take minutes if something were done for every pair of its elements."""
    started = time.process_time()
    read_or_refuse(data, reader)
    assert time.process_time() - started < 10
