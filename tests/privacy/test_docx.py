"""Documents of Word: in every place that holds text, what a reader sees and what he does not."""

from collections.abc import Callable
from typing import Any

import pytest
from docx.shared import Pt, RGBColor
from tests.privacy.made import clean_document, saved, vanish, with_part, word, workbook
from tests.privacy.people import ID, MOBILE

from gongkai.privacy import Kind, Scan, Severity, scan_file


def scan(data: bytes) -> Scan:
    return scan_file(data, "示例.docx")


def rules(data: bytes) -> set[str]:
    return {each.rule for each in scan(data).findings}


def made(fill: Callable[[Any], object]) -> bytes:
    document: Any = clean_document()
    fill(document)
    return saved(document)


def cut(document: Any) -> None:
    """Cut a number into runs, as Word does with everything that was ever corrected."""
    paragraph = document.add_paragraph("身份证号")
    for at in range(0, 18, 3):
        paragraph.add_run(ID[at : at + 3]).bold = at % 2 == 0


def in_text_box(document: Any) -> None:
    run = document.add_paragraph("正文").add_run()
    run._r.append(word(f"<w:pict><w:txbxContent><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:txbxContent></w:pict>"))


def in_content_control(document: Any) -> None:
    document.element.body.insert(
        0, word(f"<w:sdt><w:sdtContent><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    )


def in_cell(document: Any) -> None:
    document.add_table(2, 2).cell(1, 1).text = ID


def in_inner_table(document: Any) -> None:
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = ID


def in_boxes(document: Any) -> None:
    """A form with a box for each digit."""
    for cell, digit in zip(document.add_table(1, 18).rows[0].cells, ID, strict=True):
        cell.text = digit


def in_header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = ID


def in_footer(document: Any) -> None:
    document.sections[0].footer.paragraphs[0].text = ID


def in_link(document: Any) -> None:
    document.part.relate_to(
        f"https://example.com/?id={ID}",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )


def in_alternative_text(document: Any) -> None:
    run = document.add_paragraph().add_run()
    run._r.append(word(f'<w:drawing><wp:docPr xmlns:wp="urn:x" id="1" name="n" descr="{ID}"/></w:drawing>'))


def in_properties(document: Any) -> None:
    document.core_properties.comments = f"联系人{ID}"


@pytest.mark.parametrize(
    "fill",
    [
        cut,
        in_text_box,
        in_content_control,
        in_cell,
        in_inner_table,
        in_boxes,
        in_header,
        in_footer,
        in_link,
        in_alternative_text,
        in_properties,
    ],
)
def test_a_number_is_found_wherever_it_stands(fill: Callable[[Any], object]) -> None:
    (found,) = [each for each in scan(made(fill)).findings if each.kind is Kind.RESIDENT_ID]
    assert found.severity is Severity.BLOCK
    assert found.where


@pytest.mark.parametrize("path", ["word/footnotes.xml", "word/endnotes.xml"])
def test_notes_are_searched(path: str) -> None:
    note = f'<w:notes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:footnote></w:notes>'
    assert "resident_id" in rules(with_part(made(lambda document: document), path, note))


def test_the_place_is_told() -> None:
    document: Any = clean_document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "护照"
    table.cell(1, 0).text, table.cell(1, 1).text = "张某某", "E12345678"
    (found,) = scan(saved(document)).findings
    assert (found.rule, found.where) == ("passport", "正文第1个表第2行第2列")


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(vanish, id="隐藏文字"),
        pytest.param(lambda run: setattr(run.font.color, "rgb", RGBColor(255, 255, 255)), id="白色文字"),
        pytest.param(lambda run: setattr(run.font, "size", Pt(1)), id="一磅的字"),
    ],
)
def test_hidden_text_blocks(hide: Callable[[Any], object]) -> None:
    document: Any = clean_document()
    hide(document.add_paragraph("看得见").add_run(f"看不见{MOBILE}"))
    found = {each.rule: each for each in scan(saved(document)).findings}
    assert found["hidden.text"].severity is Severity.BLOCK
    assert found["hidden.text"].value_masked == "看不见138****1234"
    assert "mobile" in found


def test_white_heads_of_coloured_tables_are_seen() -> None:
    document: Any = clean_document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run("项目").font.color.rgb = RGBColor(255, 255, 255)
    cell._tc.get_or_add_tcPr().append(word('<w:shd w:val="clear" w:fill="1F4E79"/>'))
    assert scan(saved(document)).findings == ()


def test_revisions_block_and_what_was_deleted_is_searched() -> None:
    document: Any = clean_document()
    paragraph = document.add_paragraph("正文")
    paragraph._p.append(word(f'<w:del w:author="王示例" w:id="1"><w:r><w:delText>{ID}</w:delText></w:r></w:del>'))
    paragraph._p.append(word('<w:ins w:author="王示例" w:id="2"><w:r><w:t>新增</w:t></w:r></w:ins>'))
    found = {each.rule: each for each in scan(saved(document)).findings}
    assert found["hidden.revision"].severity is Severity.BLOCK
    assert "删去" in found["resident_id"].where
    assert (found["metadata"].value_masked, found["metadata"].severity) == ("王**", Severity.WARN)


def test_comments_block() -> None:
    document: Any = clean_document()
    run = document.add_paragraph("正文").runs[0]
    document.add_comment(run, text=f"请核对{MOBILE}", author="王示例")
    found = {each.rule: each for each in scan(saved(document)).findings}
    assert found["hidden.comment"].value_masked == "请核对138****1234"
    assert found["mobile"].where == "第1条批注"


def test_makers_are_named_in_properties() -> None:
    document: Any = clean_document()
    document.core_properties.author = "张某某"
    document.core_properties.last_modified_by = "示例市示例局"
    found = [(each.value_masked, each.severity.value) for each in scan(saved(document)).findings]
    assert found == [("张**", "warn"), ("示例市示例局", "info")]


def test_macros_block() -> None:
    assert "hidden.macro" in rules(with_part(made(lambda document: document), "word/vbaProject.bin", b"\xd0\xcf"))


def test_embedded_workbooks_are_opened() -> None:
    inner = workbook(lambda book: book.add_worksheet("名单").write(0, 0, ID))
    data = with_part(made(lambda document: document), "word/embeddings/Microsoft_Excel_Sheet1.xlsx", inner)
    found = {each.rule: each for each in scan(data).findings}
    assert found["resident_id"].where == "嵌入的文件“Microsoft_Excel_Sheet1.xlsx”：工作表“名单”A1"
    assert found["hidden.embedded"].severity is Severity.WARN
    data = with_part(data, "word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    unknown = scan(data)
    assert [each.severity.value for each in unknown.findings if each.rule == "hidden.embedded"] == ["block", "warn"]
    assert unknown.not_examined


def test_a_clean_document_has_no_findings() -> None:
    assert scan(made(lambda document: document.add_paragraph("示例市人民政府关于示例的通知"))).findings == ()
