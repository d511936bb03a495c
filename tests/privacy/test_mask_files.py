"""Masked files: the values gone, everything else as it was; what cannot be masked is refused."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from tests.privacy.made import clean_document, saved, vanish, with_part, word, workbook
from tests.privacy.people import CARD, ID, MOBILE
from tests.privacy.test_other_files import picture
from tests.properties.test_privacy import COLLEGE

from gongkai.privacy import CannotMask, Kind, MaskProfile, mask_file, mask_text, scan_file

MASKED_ID = "11*************" + ID[-3:]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"手机{MOBILE}", "手机138****1234"),
        ("手机138 0000 1234", "手机138 **** 1234"),
        (f"身份证号{ID}", f"身份证号{MASKED_ID}"),
        (f"卡号{CARD}", f"卡号{'*' * 15}{CARD[-4:]}"),
        ("护照E12345678", "护照E******78"),
        ("家住示例县示例镇示例村3组12号", "家住示例县示例镇********"),
        ("家庭住址：示例市示例区幸福路12号3单元502室", "家庭住址：示例市示例区*************"),
        ("办公电话0371-60000000", "办公电话0371-60000000"),
        ("机密★", "机密★"),
    ],
)
def test_the_strict_form(text: str, masked: str) -> None:
    """永安市2022年第四季度通报：138****1234，35*************123，住址只到乡镇、街道"""
    assert mask_text(text) == masked


def test_another_place_has_another_form() -> None:
    """一所高校2025年的通知：身份证号前六后四，手机号前三后四，银行卡号前六后四"""
    assert mask_text(ID, COLLEGE) == f"{ID[:6]}********{ID[-4:]}"
    assert mask_text(CARD, COLLEGE) == f"{CARD[:6]}{'*' * 9}{CARD[-4:]}"
    assert scan_file(f"{ID[:6]}********{ID[-4:]}".encode(), "a.txt", profile=COLLEGE).findings == ()
    assert mask_text(f"{ID[:6]}********{ID[-4:]}") == MASKED_ID


@pytest.mark.parametrize(
    "profile",
    [
        lambda: MaskProfile(mark="#"),
        lambda: MaskProfile({Kind.MOBILE: (6, 5)}),
        lambda: MaskProfile({Kind.MOBILE: (-1, 4)}),
    ],
)
def test_a_profile_that_hides_nothing_is_refused(profile: Any) -> None:
    with pytest.raises(ValueError):
        profile()


def test_documents_keep_their_runs() -> None:
    document: Any = clean_document()
    paragraph = document.add_paragraph("手机")
    for part, bold in (("138", True), ("00001", False), ("234", True)):
        paragraph.add_run(part).bold = bold
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "护照"
    table.cell(1, 0).text, table.cell(1, 1).text = "张某某", "E12345678"
    document.sections[0].header.paragraphs[0].text = ID
    masked: Any = Document(BytesIO(mask_file(saved(document), "名单.docx")))
    assert [(run.text, run.bold) for run in masked.paragraphs[0].runs] == [
        ("手机", None),
        ("138", True),
        ("****1", False),
        ("234", True),
    ]
    assert masked.tables[0].cell(1, 1).text == "E******78"
    assert masked.sections[0].header.paragraphs[0].text == MASKED_ID


def test_hidden_things_of_a_document_are_removed_only_when_asked() -> None:
    document: Any = clean_document()
    document.core_properties.author = "张某某"
    paragraph = document.add_paragraph("正文")
    vanish(paragraph.add_run("看不见"))
    paragraph._p.append(word('<w:del w:author="王示例" w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>'))
    paragraph._p.append(word('<w:ins w:author="王示例" w:id="2"><w:r><w:t>新增</w:t></w:r></w:ins>'))
    document.add_comment(paragraph.runs[0], text="批注", author="王示例")
    data = saved(document)
    kept = {each.rule for each in scan_file(mask_file(data, "a.docx"), "a.docx").findings}
    assert {"hidden.text", "hidden.revision", "hidden.comment", "metadata"} <= kept
    cleaned = mask_file(data, "a.docx", remove_hidden=True, remove_metadata=True)
    assert scan_file(cleaned, "a.docx").findings == ()
    read: Any = Document(BytesIO(cleaned))
    assert read.paragraphs[0].text == "正文新增"


def test_workbooks_keep_everything_else() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ["姓名", "手机", "护照", "金额"])
        sheet.write_row(1, 0, ["张某某", int(MOBILE), "E12345678", 12.5], book.add_format({"bold": True}))
        sheet.write_formula("D3", "=SUM(D2:D2)", None, 12.5)
        sheet.write_rich_string("A4", "电话138", book.add_format({"bold": True}), "0000", "1234")
        hidden = book.add_worksheet("底稿")
        hidden.write("A1", ID)
        hidden.hide()

    masked = load_workbook(BytesIO(mask_file(workbook(fill), "名单.xlsx")))
    sheet = masked["名单"]
    assert [cell.value for cell in sheet[2]] == ["张某某", "138****1234", "E******78", 12.5]
    assert sheet["B2"].font.bold
    assert sheet["D3"].value == "=SUM(D2:D2)"
    assert sheet["A4"].value == "电话138****1234"
    assert masked["底稿"]["A1"].value == MASKED_ID
    assert masked["底稿"].sheet_state == "hidden"


def test_numbers_that_lost_their_digits_are_masked() -> None:
    masked = mask_file(workbook(lambda book: book.add_worksheet("名单").write_number("A1", float(ID))), "名单.xlsx")
    assert scan_file(masked, "名单.xlsx").findings == ()


def test_pages_change_in_the_masked_characters_only() -> None:
    source = f'<html><!-- {MOBILE} --><body><p title="{ID}">手机138<b>&#48;000</b>1234&nbsp;<br/></P>'
    masked = mask_file(source.encode(), "a.html").decode()
    assert masked == f'<html><!-- 138****1234 --><body><p title="{MASKED_ID}">手机138<b>****</b>1234&nbsp;<br/></P>'
    assert "138" not in mask_file(b"<html><!-- 13800001234 --><body>", "a.html", remove_hidden=True).decode()


def test_csv_and_text_keep_their_encoding() -> None:
    source = f"姓名,手机\r\n张某某,{MOBILE}\r\n".encode("gb18030")
    assert mask_file(source, "a.csv") == "姓名,手机\r\n张某某,138****1234\r\n".encode("gb18030")
    assert mask_file("\ufeff手机13800001234".encode(), "a.txt") == "\ufeff手机138****1234".encode()


def test_nothing_to_mask_changes_nothing() -> None:
    for data, name in (
        (saved(clean_document()), "a.docx"),
        (b"<html><body>1", "a.html"),
        ("示例".encode(), "a.txt"),
        (b'"a","b"\n', "a.csv"),
    ):
        assert mask_file(data, name) == data


def test_other_parts_are_copied_as_they_are() -> None:
    document: Any = clean_document()
    document.add_paragraph(MOBILE)
    data = saved(document)
    with ZipFile(BytesIO(data)) as before, ZipFile(BytesIO(mask_file(data, "a.docx"))) as after:
        assert before.namelist() == after.namelist()
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == ["word/document.xml"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        pytest.param(b"%PDF-1.7", "a.pdf", "盖住文字不等于删除", id="PDF"),
        pytest.param(picture(), "a.jpg", "涂去像素", id="图片"),
        pytest.param(b"{\\rtf1}", "a.rtf", "另存为", id="RTF"),
        pytest.param(
            with_part(saved(clean_document()), "word/charts/chart1.xml", f"<c><v>{MOBILE}</v></c>"),
            "a.docx",
            "手工删去",
            id="图表里的号码",
        ),
        pytest.param(workbook(lambda book: book.add_worksheet(MOBILE)), "a.xlsx", "手工删去", id="工作表名"),
    ],
)
def test_what_cannot_be_masked_faithfully_is_refused(data: bytes, name: str, words: str) -> None:
    with pytest.raises(CannotMask, match=words):
        mask_file(data, name)
