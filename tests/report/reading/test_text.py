"""Plain text and Markdown as lines, each with its place; signs of Markdown and numbers of pages are no text."""

import pytest

from gongkai.report.model import Normalised
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.text import LARGEST_TEXT, MOST_LINES, read_text


def texts(text: str, *, markdown: bool = False) -> list[str]:
    return [line.text for line in read_text(text.encode(), "报告", markdown=markdown).lines()]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲\n乙", ["甲", "乙"]),
        ("甲\r\n\r\n乙\r", ["甲", "乙"]),
        ("\ufeff甲", ["甲"]),
        ("　　甲　\n\xa0乙 ", ["甲", "乙"]),
        ("甲\f乙", ["甲", "乙"]),
        ("\t\t甲\t0\t", ["\t\t甲\t0\t"]),
        ("甲\n- 2 -\n乙", ["甲", "乙"]),
        ("甲\n— 2 —\n乙", ["甲", "乙"]),
        ("甲\n第 2 页\n第2页 共5页\n第 2 页，共 5 页\n乙", ["甲", "乙"]),
        ("甲\n2\n-\n-2", ["甲", "2", "-", "-2"]),
        ("", []),
        ("# 甲\n**乙**", ["# 甲", "**乙**"]),
    ],
)
def test_plain_text_is_its_lines_without_the_numbers_of_pages(text, lines):
    assert texts(text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# 甲\n## 乙 丙", ["甲", "乙 丙"]),
        ("#甲", ["#甲"]),
        ("**甲**乙__丙__", ["甲乙丙"]),
        ("** 甲 ** 乙", ["** 甲 ** 乙"]),
        ("**甲", ["**甲"]),
        ("甲<br>乙<BR/>丙", ["甲 乙 丙"]),
        ("| 甲 | 1<br>2 |", ["| 甲 | 1 2 |"]),
        ("1\\. 甲\\*乙", ["1. 甲*乙"]),
        ("| 甲 | 0 |", ["| 甲 | 0 |"]),
    ],
)
def test_signs_of_markdown_are_taken_away(text, lines):
    assert texts(text, markdown=True) == lines


def test_headings_of_markdown_are_marked():
    lines = list(read_text("# 甲\n乙".encode(), "报告", markdown=True).lines())
    assert [line.heading for line in lines] == [True, False]


def test_every_line_knows_its_number():
    lines = list(read_text("甲\n\n\n乙\n- 2 -\n丙".encode(), "报告").lines())
    assert [line.place.line for line in lines] == [1, 4, 6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_whatever_encoding_it_is(encoding):
    text = "示例区商务局2023年政府信息公开工作年度报告\n一、总体情况\n本年公开信息。"
    document = read_text(text.encode(encoding), "报告")
    assert [line.text for line in document.lines()] == text.split("\n")
    assert document.remarks == []


def test_text_in_two_encodings_is_remarked():
    text = "示例区商务局2023年政府信息公开工作年度报告\n".encode() + "本年公开信息的情况和问题。\n".encode("gbk")
    document = read_text(text, "报告")
    assert [remark.kind for remark in document.remarks] == [Normalised.ENCODING]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a\n" * (MOST_LINES + 1), id="行太多"),
        pytest.param(b"a" * (LARGEST_TEXT + 1), id="太大"),
    ],
)
def test_what_no_report_can_be_is_refused(data):
    with pytest.raises(UnreadableReport) as refused:
        read_text(data, "报告.txt")
    assert "报告.txt：文本" in str(refused.value)
