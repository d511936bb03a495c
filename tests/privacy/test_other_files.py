"""Pages, PDF, pictures, archives, CSV: what is hidden in them, and what is refused."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.privacy.made import clean_document, pdf, saved, typeset, workbook, write, zipped
from tests.privacy.people import ID, MOBILE

from gongkai.privacy import Scan, Severity, UnreadableFile, scan_file, scan_path


def rules(data: bytes | str, name: str) -> dict[str, Any]:
    scanned = scan_file(data.encode() if isinstance(data, str) else data, name)
    return {each.rule: each for each in scanned.findings}


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>示例</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<p>{MOBILE}</p>", id="正文"),
        pytest.param("<p>138<b>0000</b><span>1234</span></p>", id="标签切开"),
        pytest.param("<p>138&#48;000&#x31;234</p>", id="字符引用"),
        pytest.param("<p>138&nbsp;0000&nbsp;1234</p>", id="不换行空格"),
        pytest.param(f'<img alt="{MOBILE}">', id="替代文字"),
        pytest.param(f'<a href="tel:{MOBILE}">拨打</a>', id="链接"),
        pytest.param(f"<input type=hidden value={MOBILE}>", id="隐藏字段"),
        pytest.param(f"<!-- {MOBILE} -->", id="注释"),
        pytest.param(f"<script>var tel='{MOBILE}'</script>", id="脚本"),
        pytest.param(f"<p>1 < 2 {MOBILE}", id="不是标签"),
        pytest.param(f'<p title="没有结束的引号>{MOBILE}</p>', id="引号没有结束"),
        pytest.param(f"<textarea>{MOBILE}</textarea>", id="文本框"),
    ],
)
def test_a_mobile_is_found_anywhere_in_a_page(body: str) -> None:
    assert "mobile" in rules(page(body), "示例.html")


@pytest.mark.parametrize(
    "tag",
    [
        '<div style="display: none">',
        "<div hidden>",
        '<span style="color:#FFF">',
        '<font color="white">',
        '<p style="font-size:0px">',
    ],
)
def test_what_a_page_hides_blocks_if_it_is_personal(tag: str) -> None:
    found = rules(page(f"<p>看得见</p>{tag}看不见{MOBILE}"), "示例.html")
    assert found["hidden.text"].severity is Severity.BLOCK
    assert rules(page(f"<p>看得见</p>{tag}菜单"), "示例.html")["hidden.text"].severity is Severity.WARN


def test_white_on_a_coloured_ground_is_seen() -> None:
    assert rules(page('<div style="color:#fff;background:#004080">看得见</div>'), "示例.html") == {}


def test_tables_of_pages_are_judged_as_tables() -> None:
    found = rules(
        page(
            "<table><tr><th>姓名</th><th>护照</th><th>病种</th></tr><tr><td>张某某</td><td>E12345678</td><td>甲</td></tr></table>"
        ),
        "名单.html",
    )
    assert found["passport"].where == "第1个表第2行第2列"
    assert found["table.sensitive"].value_masked == "病种"


def test_csv_is_read_by_cell() -> None:
    found = rules(f'姓名,证件号\n张某某,"{ID}"\n', "名单.csv")
    assert found["resident_id"].where == "第2行第2列"


def test_names_of_files_are_searched() -> None:
    assert rules("正文", f"张某某{ID}.txt")["resident_id"].where == "文件名"


# PDF


def test_pages_of_a_pdf_are_searched() -> None:
    found = rules(typeset("第一页 #pagebreak() 138 0000 1234"), "示例.pdf")
    assert found["mobile"].where == "第2页"


COVER = "0 0 0 rg 60 690 300 30 re f\n"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(write(MOBILE) + COVER, "hidden.covered", id="黑框盖住"),
        pytest.param(write(MOBILE) + COVER.replace("0 0 0", "1 1 1"), "hidden.covered", id="白框盖住"),
        pytest.param(write(MOBILE, before="3 Tr"), "hidden.text", id="不着色"),
        pytest.param("1 1 1 rg " + write(MOBILE), "hidden.text", id="白色"),
        pytest.param(write(MOBILE, x=900), "hidden.outside", id="页面之外"),
    ],
)
def test_text_that_a_pdf_does_not_show_blocks(content: str, rule: str) -> None:
    """黑框、白字都不是遮盖"""
    found = rules(pdf(content), "示例.pdf")
    assert found[rule].severity is Severity.BLOCK
    assert found[rule].value_masked == "138****1234"
    assert "mobile" in found


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(COVER.replace("0 0 0", ".9 .9 .9") + write("grey ground"), id="底纹在下"),
        pytest.param(COVER + "1 1 1 rg " + write("white on black"), id="黑底白字"),
        pytest.param("60 690 300 30 re S\n" + write("frame"), id="边框"),
    ],
)
def test_grounds_and_frames_hide_nothing(content: str) -> None:
    assert rules(pdf(content), "示例.pdf") == {}


def test_what_is_cropped_away_is_still_there() -> None:
    assert "hidden.outside" in rules(pdf(write("secret"), page="/CropBox[0 0 595 400]"), "示例.pdf")


def test_annotations_and_attachments_of_a_pdf_block() -> None:
    note = "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(13800001234)>>]"
    assert {"hidden.annotation", "mobile"} <= set(rules(pdf("", page=note), "示例.pdf"))
    data = pdf(
        "",
        catalog="/Names<</EmbeddedFiles<</Names[(a.txt) 7 0 R]>>>>",
        objects=(
            "<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 8 0 R>>>>",
            f"<</Type/EmbeddedFile/Length 11>>stream\n{MOBILE}\nendstream",
        ),
    )
    found = rules(data, "示例.pdf")
    assert {"hidden.attachment", "mobile"} <= set(found)
    assert found["mobile"].where.startswith("a.txt：")


def test_the_author_of_a_pdf_is_named() -> None:
    assert "metadata" in rules(pdf("", info="/Author<FEFF5F20793A4F8B>"), "示例.pdf")


# Pictures


def picture(**properties: Any) -> bytes:
    made = BytesIO()
    image = Image.new("RGB", (8, 8))
    exif = image.getexif()
    if "gps" in properties:
        exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 0.0)})
    for tag, value in properties.get("exif", {}).items():
        exif[tag] = value
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_the_properties_of_a_photograph_are_reported() -> None:
    found = rules(picture(gps=True, exif={0x010F: "Example Camera", 0x9C9D: "张某某".encode("utf-16-le")}), "照片.jpg")
    assert found["metadata.location"].severity is Severity.BLOCK
    assert found["metadata.camera"].value_masked == "Example Camera"
    assert found["metadata"].value_masked == "张**"


def test_a_picture_is_never_called_clean() -> None:
    scanned = scan_file(picture(), "照片.jpg")
    assert scanned.not_examined == ("图片中的文字",)
    assert [each.rule for each in scanned.findings] == ["not_examined"]


# Archives and what cannot be read


def test_archives_are_opened_and_their_names_searched() -> None:
    inner = workbook(lambda book: book.add_worksheet("名单").write(0, 0, ID))
    scanned = scan_file(
        zipped({"附件/名单.xlsx": inner, f"{MOBILE}.txt": "正文", "里面.zip": zipped({"a.txt": MOBILE})}), "附件.zip"
    )
    places = {(each.rule, each.where) for each in scanned.findings}
    assert ("resident_id", "附件/名单.xlsx：工作表“名单”A1") in places
    assert ("mobile", "文件名") in places
    assert ("mobile", "里面.zip：a.txt：第1行") in places


def test_what_an_archive_holds_and_nobody_can_read_is_named() -> None:
    scanned = scan_file(
        zipped({"a.txt": "正文", "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}), "附件.zip"
    )
    assert len(scanned.not_examined) == 1
    assert scanned.not_examined[0].startswith("旧.doc（")


def nested(depth: int) -> bytes:
    data = b"13800001234"
    for level in range(depth):
        data = zipped({f"{level}.{'zip' if level else 'txt'}": data})
    return data


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.doc", "另存为 .docx", id="doc"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls", "另存为 .xlsx", id="xls"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "去掉密码",
            id="加密",
        ),
        pytest.param(b"Rar!\x1a\x07\x00", "a.rar", "解压后", id="rar"),
        pytest.param(b"{\\rtf1}", "a.rtf", "另存为 .docx", id="rtf"),
        pytest.param(b"", "a.txt", "空的", id="空文件"),
        pytest.param(b"%PDF-1.7 nothing", "a.pdf", "损坏", id="坏PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\nnothing", "a.png", "损坏", id="坏图片"),
        pytest.param(
            zipped({"a.bin": b"\x00\x01\x02\x03" * 100}), "a.zip", "没有能检查的文件", id="什么也没有的压缩包"
        ),
        pytest.param(zipped({"ofd.xml": "<a/>"}), "a.ofd", "OFD", id="OFD"),
        pytest.param(zipped({"word/document.xml": "<" * 3_000_001}), "a.docx", "压缩炸弹", id="炸弹"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        scan_file(data, name)


def test_files_in_files_end_somewhere() -> None:
    scanned = scan_file(nested(3), "a.zip")
    assert scanned.blocks
    deep = scan_file(zipped({"b.txt": "正文", "a.zip": nested(5)}), "a.zip")
    assert deep.not_examined


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有这个文件"):
        scan_path(tmp_path / "没有.txt")
    with pytest.raises(UnreadableFile, match="文件夹"):
        scan_path(tmp_path)


@pytest.mark.corpus
def test_published_reports_give_no_block(corpus: Path) -> None:
    """Office telephones and the makers of files are all that they have."""
    scans: list[Scan] = [scan_path(path) for path in sorted(corpus.rglob("*")) if path.is_file()]
    assert len(scans) > 40
    assert {
        (scan.name, each.rule) for scan in scans for each in scan.findings if each.severity is Severity.BLOCK
    } == set()
    assert {each.rule for scan in scans for each in scan.findings} <= {"landline", "metadata", "uscc", "not_examined"}


def test_a_clean_file_of_each_kind_has_no_findings() -> None:
    assert rules(typeset("Example"), "示例.pdf") == {}
    assert rules(page("<p>示例</p>"), "示例.html") == {}
    assert rules("示例", "示例.txt") == {}
    assert rules(saved(clean_document()), "示例.docx") == {}
