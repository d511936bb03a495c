"""Files that must not get in: too large, of a false kind, with macros, bombs, unreadable; and a full disk."""

import errno
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image
from tests.site.conftest import fresh, pass_stage
from tests.site.editorial.test_checks import PICTURE
from xlsxwriter import Workbook

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial import files
from gongkai.site.editorial.acts import attach_file, dismiss_remark, submit_for_review
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Stage, StoredFile
from gongkai.site.editorial.remarks import examine

BACKEND = "gongkai.site.accounts.backend.RoleBackend"


def word(text: str = "现将有关事项通知如下。") -> bytes:
    document, out = Document(), io.BytesIO()
    document.core_properties.author = ""
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet().write("A1", "合计")
    return out.getvalue()


def packed(*members: tuple[str, bytes], into: bytes = b"") -> bytes:
    """Return a zip archive with the members added to those that it has."""
    out = io.BytesIO(into)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    keys = b"/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/P -4"
        + keys
        + b">>endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
    )


def stored_names() -> list[str]:
    root = Path(files.settings.FILES_ROOT)
    return sorted(path.name for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


@pytest.fixture
def store_folder(settings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        pytest.param("表.docx", workbook, "内容与扩展名 .docx 不符", id="表格改名为文档"),
        pytest.param("文.xlsx", word, "内容与扩展名 .xlsx 不符", id="文档改名为表格"),
        pytest.param("包.docx", lambda: packed(("一.txt", b"1")), "没有上传", id="压缩包改名为文档"),
        pytest.param("网页.pdf", lambda: b"<html><script>alert(1)</script>", "不符", id="网页改名为PDF"),
        pytest.param("程序.txt", lambda: b"MZ\x90\0\3\0", "不是文本文件", id="程序改名为文本"),
        pytest.param("网页.jpg", lambda: b"<svg onload=alert(1)>", "不符", id="SVG改名为图片"),
        pytest.param("矢量.svg", lambda: b"<svg/>", "不能上传", id="SVG"),
        pytest.param("页.html", lambda: b"<html>", "不能上传", id="网页"),
        pytest.param("无扩展名", lambda: b"x", "不能上传", id="没有扩展名"),
        pytest.param("宏.xlsm", workbook, "可能含有宏", id="xlsm"),
        pytest.param("宏.docm", word, "可能含有宏", id="docm"),
        pytest.param("宏.xlsb", workbook, "可能含有宏", id="xlsb"),
        pytest.param(
            "改名.docx", lambda: packed(("word/vbaProject.bin", b"macro"), into=word()), "含有宏", id="文档里的宏"
        ),
        pytest.param(
            "改名.xlsx", lambda: packed(("xl/VBAPROJECT.BIN", b"macro"), into=workbook()), "含有宏", id="表格里的宏"
        ),
        pytest.param(
            "炸弹.docx", lambda: packed(("word/footnotes.xml", b" " * (70 << 20)), into=word()), "没有上传", id="炸弹"
        ),
        pytest.param("炸弹.zip", lambda: packed(("空.txt", b"0" * (70 << 20))), "没有能检查的文件", id="压缩炸弹"),
        pytest.param("损坏.docx", lambda: word()[:-400], "没有上传", id="截断的文档"),
        pytest.param("损坏.png", lambda: PICTURE[:20], "图片已损坏", id="截断的图片"),
        pytest.param("加密.pdf", encrypted_pdf, "没有上传", id="加密的PDF"),
        pytest.param(
            "加密.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "不符",
            id="加密的文档",
        ),
        pytest.param("演示.pptx", lambda: b"PK\x03\x04", "请另存为 .pdf", id="演示文稿"),
        pytest.param("长" * 200 + ".txt", lambda: b"1", "文件名超过", id="文件名过长"),
        pytest.param("空白.txt", lambda: b" \n", "没有上传", id="只有空白"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_words_and_nothing_of_it_stays(db, store_folder, name, data, says):
    with pytest.raises(Refusal, match=says):
        store(name, [data()])
    assert stored_names() == []
    assert not StoredFile.objects.exists()


def test_what_is_too_large_is_refused_before_it_fills_the_disk(db, store_folder, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1000)
    written = 0

    def endless() -> Iterator[bytes]:
        nonlocal written
        while True:
            written += 400
            yield b"x" * 400

    with pytest.raises(Refusal, match="请压缩或者分成几个文件"):
        store("很大.txt", endless())
    assert written == 1200
    assert stored_names() == []


@pytest.mark.parametrize("at", ["mkdir", "open", "write", "fsync", "replace"])
def test_on_a_full_disk_nothing_is_half_stored(db, store_folder, monkeypatch, at):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fail(*_, **__):
        raise full

    class FullDisk(io.BytesIO):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name
            Path(name).touch()

        write = fail

    store_folder.mkdir(parents=True)
    if at == "write":
        monkeypatch.setattr(files.tempfile, "NamedTemporaryFile", lambda dir, **_: FullDisk(f"{dir}/.part-1"))
    else:
        target = {"mkdir": (Path, "mkdir"), "open": (files.tempfile, "NamedTemporaryFile")}.get(at, (os, at))
        monkeypatch.setattr(*target, fail)
    with pytest.raises(Refusal, match="磁盘写入失败"):
        store("名单.txt", ["示例".encode()])
    assert stored_names() == []
    assert not StoredFile.objects.exists()
    monkeypatch.undo()


def test_the_same_file_is_stored_again_after_a_failure(db, store_folder, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(Refusal):
        store("名单.txt", ["示例".encode()])
    monkeypatch.undo()
    files.settings.FILES_ROOT = store_folder
    assert files.read(store("名单.txt", ["示例".encode()])) == "示例".encode()


def test_of_several_uploads_the_bad_one_does_not_keep_out_the_others(region, draft, client):
    client.force_login(region.user("commerce", Role.DRAFTER), backend=BACKEND)
    uploads = [
        SimpleUploadedFile("好.txt", b"1"),
        SimpleUploadedFile("坏.xlsm", b"PK"),
        SimpleUploadedFile("空.txt", b""),
    ]
    page = client.post(reverse("attach", args=["item", draft.pk]), {"files": uploads}, follow=True).content.decode()
    assert "已添加附件“好.txt”" in page
    assert "可能含有宏" in page
    assert "空" in page
    assert [each.name for each in fresh(draft).attachments()] == ["好.txt"]


def picture(size: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "white").save(out, "PNG")
    return out.getvalue()


def test_what_nobody_can_search_stops_a_stage_until_somebody_else_says_to_have_looked(region, draft):
    """A picture alone, an archive with something locked in it: never passed in silence, nor on the drafter's word."""
    drafter, reviewer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.FIRST_REVIEWER))
    attach_file(drafter, draft, store("签约现场.png", [picture()]), "签约现场.png")
    submit_for_review(drafter, draft)
    with pytest.raises(Refusal, match="不能自动检查"):
        pass_stage(region, draft, Stage.FIRST)
    (remark,) = [each.remark for each in examine(fresh(draft)) if each.stops]
    assert remark.kind == "privacy.not_examined"
    with pytest.raises(Refusal, match="拟稿人"):
        dismiss_remark(drafter, draft, fingerprint=remark.fingerprint, reason="已逐张查看，没有个人信息")
    dismiss_remark(reviewer, draft, fingerprint=remark.fingerprint, reason="已逐张查看，没有个人信息")
    pass_stage(region, draft, Stage.FIRST)


def test_something_locked_in_an_archive_stops_too(region, draft):
    drafter = region.user("commerce", Role.DRAFTER)
    archive = packed(("说明.txt", "说明".encode()), ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument"))
    attach_file(drafter, draft, store("资料.zip", [archive]), "资料.zip")
    submit_for_review(drafter, draft)
    with pytest.raises(Refusal, match="请人工查看"):
        pass_stage(region, draft, Stage.FIRST)


def test_a_picture_inside_a_document_is_advice(region, draft):
    drafter = region.user("commerce", Role.DRAFTER)
    document, out = Document(), io.BytesIO()
    document.core_properties.author = ""
    document.add_paragraph("图示")
    document.add_picture(io.BytesIO(picture()))
    document.save(out)
    attach_file(drafter, draft, store("图示.docx", [out.getvalue()]), "图示.docx")
    kinds = {each.remark.kind: each.stops for each in examine(fresh(draft))}
    assert kinds["privacy.not_examined"] is False
    submit_for_review(drafter, draft)


def test_the_same_bytes_under_another_name_are_judged_by_that_name(region, draft):
    drafter = region.user("commerce", Role.DRAFTER)
    data = "无个人信息".encode()
    store("13800001234.txt", [data])
    attach_file(drafter, draft, store("说明.txt", [data]), "说明.txt")
    assert [each for each in examine(fresh(draft)) if each.stops] == []


def test_text_that_no_database_takes_is_stored_without_what_breaks_it():
    assert files._storable("甲\0乙\ud800丙") == "甲乙?丙"
