"""Packages: what is no DOCX or XLSX, or would do harm, is refused with what to do about it."""

import struct
from io import BytesIO
from zipfile import ZIP_LZMA, ZipFile

import pytest
from tests.report.reading.office_files import (
    DOCUMENT,
    MACRO_DOCUMENT,
    MACRO_WORKBOOK,
    content_types,
    docx,
    libreoffice,
    lines,
    package,
    paragraph,
    xlsx,
)

from gongkai.opening.archives import MAX_PART_BYTES, MAX_TAGS, OfficeKind, office_kind, open_package
from gongkai.report.reading.docx import read_docx
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.xlsx import read_xlsx

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PARTS = {"[Content_Types].xml": content_types({"word/document.xml": DOCUMENT})}


def refusal(data: bytes, name: str = "报告.docx") -> str:
    with pytest.raises(UnreadableReport) as error:
        read_docx(data, name)
    message = str(error.value)
    assert message.startswith(f"{name}：")
    assert message.endswith("。")
    assert "。。" not in message
    return message


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(docx(), OfficeKind.DOCX, id="docx"),
        pytest.param(docx(main_type=MACRO_DOCUMENT), OfficeKind.DOCX, id="docm"),
        pytest.param(xlsx(), OfficeKind.XLSX, id="xlsx"),
        pytest.param(xlsx(main_type=MACRO_WORKBOOK), OfficeKind.XLSX, id="xlsm"),
        pytest.param(package({"word/document.xml": "<w/>"}), OfficeKind.DOCX, id="没有内容类型"),
        pytest.param(package({"xl\\workbook.xml": "<w/>"}), OfficeKind.XLSX, id="反斜线路径"),
    ],
)
def test_the_kind_is_told_by_content(data: bytes, kind: OfficeKind) -> None:
    assert office_kind(data, "随便什么名字.txt") is kind


def test_a_main_part_may_have_another_name() -> None:
    parts = {
        "[Content_Types].xml": content_types({"word/document2.xml": DOCUMENT}),
        "word/document2.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>",
    }
    assert lines(read_docx(package(parts), "报告.docx").blocks) == ["正文"]


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "去掉密码"),
        ("WordDocument", "另存为 .docx"),
        ("Workbook", "另存为 .xlsx"),
        ("Book", "另存为 .xlsx"),
        ("没有听说过", "复合文档"),
    ],
)
def test_compound_files_are_named_for_what_they_are(stream: str, words: str) -> None:
    assert words in refusal(COMPOUND + stream.encode("utf-16-le"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "words"), [("doc:MS Word 97", "另存为 .docx"), ("odt", "另存为 .docx"), ("rtf", "不是 DOCX")]
)
def test_other_formats_that_libreoffice_writes_are_refused(kind: str, words: str) -> None:
    made = libreoffice("<p>示例</p>", "html", kind, infilter="HTML (StarWriter)")
    assert words in refusal(made)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls:MS Excel 97", "ods"])
def test_other_sheets_that_libreoffice_writes_are_refused(kind: str) -> None:
    made = libreoffice("<table><tr><td>1</td></tr></table>", "html", kind, infilter="HTML (StarCalc)")
    with pytest.raises(UnreadableReport, match=r"另存为 .*\.xlsx"):
        read_xlsx(made, "报告.xlsx")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        pytest.param({"OFD.xml": "<a/>"}, "OFD", id="OFD"),
        pytest.param({"xl/workbook.bin": b""}, "xlsb", id="二进制工作簿"),
        pytest.param({"ppt/presentation.xml": "<a/>"}, "演示文稿", id="演示文稿"),
        pytest.param({"mimetype": "application/vnd.oasis", "content.xml": "<a/>"}, "OpenDocument", id="ODT"),
        pytest.param({"年报.docx": b"PK", "说明.txt": b""}, "先解压", id="压缩包"),
        pytest.param({}, "先解压", id="空压缩包"),
    ],
)
def test_other_archives_are_named_for_what_they_are(members: dict[str, str | bytes], words: str) -> None:
    assert words in refusal(package(members))


def test_a_wrong_ending_is_told() -> None:
    assert "请把扩展名改为 .xlsx" in refusal(xlsx())
    with pytest.raises(UnreadableReport, match=r"请把扩展名改为 \.docx"):
        read_xlsx(docx(), "报告.xlsx")


# Damage


def with_password_flag(data: bytes) -> bytes:
    """Set the flag of encryption of every member, in its own header and in the central directory."""
    flagged = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = flagged.find(signature)
        while at >= 0:
            flagged[at + offset] |= 1
            at = flagged.find(signature, at + 4)
    return bytes(flagged)


def with_lzma(data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w", ZIP_LZMA) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return made.getvalue()


def with_wrong_bytes(data: bytes) -> bytes:
    """Damage the packed bytes of the document, whose directory stays whole."""
    with ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo("word/document.xml")
    start = info.header_offset + 30 + len(info.filename) + 5
    return data[:start] + bytes(byte ^ 0xFF for byte in data[start : start + 20]) + data[start + 20 :]


WHOLE = docx(paragraph("一、总体情况"), paragraph("全年公开信息34条" * 20))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "不是 DOCX", id="空文件"),
        pytest.param("示例".encode(), "不是 DOCX", id="文本"),
        pytest.param(WHOLE[: len(WHOLE) // 2], "不完整", id="只下载了一半"),
        pytest.param(WHOLE[-100:], "不是 DOCX", id="只有末尾"),
        pytest.param(with_wrong_bytes(WHOLE), "解压失败", id="压缩数据损坏"),
        pytest.param(with_password_flag(WHOLE), "去掉密码", id="压缩包有密码"),
        pytest.param(with_lzma(WHOLE), "压缩方式", id="压缩方式不对"),
        pytest.param(package(PARTS), "缺少部件", id="缺少正文"),
        pytest.param(package({**PARTS, "word/document.xml": "<a/>"}), "没有正文", id="不是文档"),
        pytest.param(package({**PARTS, "word/document.xml": b""}), "XML 不完整", id="空部件"),
        pytest.param(package({**PARTS, "word/document.xml": "<a><b></a>"}), "XML 不完整", id="不成 XML"),
        pytest.param(package({"[Content_Types].xml": "x", "word/document.xml": "<a/>"}), "XML", id="内容类型损坏"),
    ],
)
def test_damage_is_told_with_what_to_do(data: bytes, words: str) -> None:
    assert words in refusal(data)


# Harm


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("<!DOCTYPE a><a/>", id="DTD"),
        pytest.param('<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>', id="外部 DTD"),
        pytest.param('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', id="外部实体"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_of_entities_are_refused(document: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{document}'.encode(encoding)
    assert "DTD" in refusal(package({**PARTS, "word/document.xml": data}))


def test_a_billion_laughs_are_not_laughed() -> None:
    laughs = "".join(f'<!ENTITY l{number + 1} "{f"&l{number};" * 10}">' for number in range(9))
    document = f'<!DOCTYPE a [<!ENTITY l0 "笑">{laughs}]><a b="&l9;">&l9;</a>'
    assert "XML 不完整" in refusal(package({**PARTS, "word/document.xml": document}))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<a>" + b" " * (MAX_PART_BYTES + 1), id="过大"),
        pytest.param(b"<a>" + bytes(MAX_PART_BYTES // 2), id="过密"),
        pytest.param(b"<a>" + b"<b/>" * MAX_TAGS + b"</a>", id="元素过多"),
    ],
)
def test_a_zip_bomb_is_refused(content: bytes) -> None:
    assert "压缩炸弹" in refusal(package({**PARTS, "word/document.xml": content}))


def test_a_zip_bomb_whose_directory_lies_is_refused() -> None:
    data = bytearray(package({**PARTS, "word/document.xml": b"<a>" + bytes(3 * MAX_PART_BYTES)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rfind(signature)
        struct.pack_into("<L", data, at + offset, 100)
    message = refusal(bytes(data))
    assert "压缩炸弹" in message or "解压失败" in message


def test_parts_together_have_a_limit() -> None:
    filler = bytes(range(256)) * 4
    half = b"<!-- " + b" ".join(filler.hex().encode() for _ in range(MAX_PART_BYTES * 3 // 4 // 2049)) + b" -->"
    opened = open_package(package({"a": half, "b": half, "c": half}), "大.docx")
    opened.unpacked("a")
    opened.unpacked("b")
    with pytest.raises(UnreadableReport, match="压缩炸弹"):
        opened.unpacked("c")


def test_an_archive_of_very_many_files_is_refused_before_it_is_listed() -> None:
    assert "文件超过10000个" in refusal(WHOLE + b"PK\x01\x02" * 10_001)


def test_pictures_are_never_unpacked() -> None:
    parts = {
        **PARTS,
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body/></w:document>",
        "word/media/image1.png": bytes(2 * MAX_PART_BYTES),
    }
    assert read_docx(package(parts), "报告.docx").blocks == []
