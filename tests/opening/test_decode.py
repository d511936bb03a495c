import codecs

import pytest

from gongkai.opening.decode import Decoded, decode
from gongkai.report.reading.errors import UnreadableReport

SIMPLIFIED = "示例区商务局2024年政府信息公开工作年度报告，全年收到申请3件。\n一、总体情况\n"
TRADITIONAL = "示例區商務局2024年政府信息公開工作年度報告，全年收到申請3件。\n一、總體情況\n"


def page(declared: str, text: str = SIMPLIFIED) -> str:
    return f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>\n'


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        ("\ufeff".encode("gb18030"), "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + SIMPLIFIED.encode(encoding)) == Decoded(SIMPLIFIED, encoding)


@pytest.mark.parametrize(
    ("declared", "written", "read_as", "mismatched"),
    [
        ("utf-8", "utf-8", "utf-8", False),
        ("gb2312", "gb18030", "gb18030", False),
        ("GBK", "gb18030", "gb18030", False),
        ("x-gbk", "gb18030", "gb18030", False),
        ("big5", "gb18030", "gb18030", True),
        ("gb2312", "utf-8", "utf-8", True),
        ("utf-8", "gb18030", "gb18030", True),
        ("iso-8859-1", "gb18030", "gb18030", True),
        ("utf-16", "gb18030", "gb18030", False),  # A page of bytes cannot be in it, so it says nothing.
        ("no-such-encoding", "utf-8", "utf-8", False),
        ("zip", "gb18030", "gb18030", False),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(
    declared: str, written: str, read_as: str, mismatched: bool
) -> None:
    text = page(declared)
    assert decode(text.encode(written)) == Decoded(text, read_as, mismatched)


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
        "<META CHARSET = GB2312 >",
        '<?xml version="1.0" encoding="gb2312"?>',
    ],
)
def test_every_form_of_declaration_is_understood(head: str) -> None:
    assert decode((head + SIMPLIFIED).encode()).mismatched


def test_what_is_known_from_elsewhere_comes_before_what_the_page_declares() -> None:
    assert not decode(page("gb2312").encode(), "utf-8").mismatched


def test_a_page_of_ascii_characters_agrees_with_every_declaration() -> None:
    assert not decode(page("gb2312", "2024").encode()).mismatched


def test_rare_characters_of_gb_18030_are_read_where_gb_2312_is_declared() -> None:
    text = page("gb2312", SIMPLIFIED + "𠮷㙟镕喆")
    assert decode(text.encode("gb18030")) == Decoded(text, "gb18030")


@pytest.mark.parametrize(
    ("encoding", "text"), [("gb18030", SIMPLIFIED), ("big5", TRADITIONAL), ("gb18030", TRADITIONAL)]
)
def test_without_declaration_the_encoding_is_the_one_that_makes_sense(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert not decoded.mismatched


def test_a_declared_big5_page_is_read() -> None:
    text = page("big5", TRADITIONAL)
    assert decode(text.encode("big5")) == Decoded(text, "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == Decoded(SIMPLIFIED, encoding)


def test_a_few_bad_bytes_are_shown_as_such_and_the_rest_is_read() -> None:
    data = page("utf-8", SIMPLIFIED * 3).encode()
    bad = data.replace("收到".encode(), "收到".encode()[:-1] + b"\xff", 1)
    assert decode(bad) == Decoded(page("utf-8", SIMPLIFIED * 3).replace("收到", "收\ufffd\ufffd", 1), "utf-8", True)


def test_a_page_put_together_from_two_encodings_is_read_in_both() -> None:
    head = page("utf-8", "示例区人民政府门户网站\n")
    decoded = decode(head.encode() + (SIMPLIFIED * 3).encode("gb18030"))
    assert decoded == Decoded(head + SIMPLIFIED * 3, "gb18030", True)


def test_a_page_in_gbk_with_bad_bytes_is_not_taken_for_utf_8_where_a_line_happens_to_be_valid() -> None:
    text = SIMPLIFIED * 3 + "模\n"
    assert decode("模".encode("gb18030")).encoding == "utf-8", "These bytes are valid in both."
    assert decode(text.encode("gb18030") + b"\xff\n").text == text + "\ufffd\n"


def test_stray_null_bytes_are_left_out() -> None:
    assert decode((SIMPLIFIED * 9).encode() + b"\0").text == SIMPLIFIED * 9


def test_a_code_that_pages_of_gb_2312_use_for_a_space_is_one() -> None:
    assert decode(b"\xa3\xa0" + SIMPLIFIED.encode("gb18030")).text == "\u3000" + SIMPLIFIED


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + bytes(range(1, 255)),
        b"\xff\xff\xff\xff",
        b"Rar!\x1a\x07\x01\x00\x33\x92\xb5\xe5" + b"\x8f\xee\x01\x90\xff" * 40,
        codecs.BOM_UTF16_LE + b"\x00\xdc" * 50,
    ],
)
def test_what_is_not_text_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnreadableReport) as refused:
        decode(data, name="报告.txt")
    assert refused.value.name == "报告.txt"
    assert refused.value.todo
