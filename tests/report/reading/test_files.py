"""What a file is, is told by its content; what cannot be read is refused in a sentence that says what to do."""

from pathlib import Path
from random import Random

import pytest
from tests.report.reading.office_files import report_docx, workbook_of
from tests.report.reading.pdf_files import figures_of, html_page, report

from gongkai.report.json_format import to_json
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.files import read
from gongkai.stats.editions import EDITION_2021

TEXT = "示例区商务局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n"
PIECES = report(EDITION_2021, figures_of(EDITION_2021))
HTML = html_page(PIECES)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(TEXT.encode(), "报告.txt", id="文本"),
        pytest.param(TEXT.encode(), "报告", id="没有扩展名"),
        pytest.param(TEXT.encode(), "报告.html", id="文本，扩展名是网页"),
        pytest.param(f"# {TEXT}".encode(), "报告.md", id="Markdown"),
        pytest.param(TEXT.encode("gbk"), "报告.txt", id="GBK"),
        pytest.param(TEXT.encode("utf-16"), "报告.txt", id="UTF-16"),
        pytest.param(f"<p>{'</p><p>'.join(TEXT.splitlines())}</p>".encode(), "报告.txt", id="网页，扩展名是文本"),
        pytest.param(
            f"\ufeff<!DOCTYPE html><body>{TEXT.replace(chr(10), '<br>')}".encode(), "报告", id="网页，有字节顺序标记"
        ),
    ],
)
def test_kinds_of_text_are_told_by_their_content(data, name):
    found = read(data, name)
    assert (found.agency, found.year, found.source_name) == ("示例区商务局", 2023, name)
    assert found.narrative["overview"] == "全年公开信息12条。"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(HTML.encode(), "报告.doc", id="网页，扩展名是Word"),
        pytest.param(report_docx(PIECES), "报告.xlsx", id="Word，扩展名是Excel"),
        pytest.param(report_docx(PIECES), "报告.zip", id="Word，扩展名是压缩包"),
        pytest.param(workbook_of(PIECES, ruled=True), "报告.docx", id="Excel，扩展名是Word"),
    ],
)
def test_wrong_endings_do_not_matter(data, name):
    found = read(data, name)
    assert found.complete
    assert {cell: figure.shown for cell, figure in found.cells.items()} == figures_of(EDITION_2021)


def test_json_is_read_with_any_ending(tmp_path: Path):
    written = to_json(read(HTML.encode(), "报告.html"))
    assert read(written.encode(), "报告.txt").cells == read(HTML.encode(), "报告.html").cells
    path = tmp_path / "报告.json"
    path.write_text(written, encoding="utf-8")
    assert read(path).complete
    assert read(str(path)).source_name == str(path)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(b"", "空.txt", "文件是空的", id="空"),
        pytest.param(b" \r\n\t\0\0", "空.txt", "文件是空的", id="只有空白"),
        pytest.param(PNG, "扫描.pdf", "图片", id="图片，扩展名是PDF"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(50), "扫描.jpg", "图片", id="照片"),
        pytest.param(b"<html><body><img src='1.png'></body></html>", "年报.html", "只有图片", id="网页里只有图片"),
        pytest.param(Random(7).randbytes(4000), "乱.txt", "请", id="乱码"),
        pytest.param("今天天气很好。\n出门散步。".encode(), "日记.txt", "没有找到", id="不是报告"),
        pytest.param("采购公告\n项目\t数量\n电脑\t5".encode(), "公告.txt", "没有找到", id="别的公文"),
        pytest.param(b'{"schema": "other"}', "数据.json", "schema", id="别的JSON"),
        pytest.param(b"{", "数据.json", "JSON", id="不完整的JSON"),
        pytest.param(b"PK\x03\x04" + bytes(200), "报告.docx", "请", id="损坏的压缩包"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "报告.doc", "请", id="旧版Word"),
        pytest.param(b"%PDF-1.7\n" + bytes(100), "报告.pdf", "请", id="损坏的PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_says_what_to_do(data, name, said):
    with pytest.raises(UnreadableReport) as refused:
        read(data, name)
    message = str(refused.value)
    assert message.startswith(f"{name}：")
    assert said in message
    assert "请" in message
    assert message.endswith("。")
    assert "\n" not in message


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(UnreadableReport, match="没有这个文件"):
        read(tmp_path / "没有.txt")


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(UnreadableReport, match="文件夹"):
        read(tmp_path)


def test_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(UnreadableReport, match="无法读取"):
        read("报告\0.txt")


def test_a_file_that_is_too_large_is_not_loaded(tmp_path: Path):
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(600 * 1024 * 1024)
    with pytest.raises(UnreadableReport, match="512 MB"):
        read(path)


def test_bytes_without_a_name_are_called_so():
    with pytest.raises(UnreadableReport, match="（未命名）：文件是空的"):
        read(b"")
