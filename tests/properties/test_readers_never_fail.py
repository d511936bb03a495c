"""Whatever is done to a report, it is read or refused in words, and soon: nothing else comes out.

Time is bounded by a generous limit on a process of its own: what would take minutes if something were done for every
pair of lines or cells is done in seconds.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.golden.make import FOLDER

import gongkai
from gongkai.report.model import AnnualReport
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.files import read
from gongkai.stats.editions import (
    EDITIONS,
    OTHERWISE_ONE_ROW,
    TABLE3_CORNER,
    TABLE4_GROUPS,
    table3_cells,
    table4_cells,
)

GOLDEN = sorted(path.name for path in FOLDER.iterdir())
ADDRESSES = frozenset(
    (
        *(cell for edition in EDITIONS for block, row in edition.table2_rows() for cell in block.cell_ids(row)),
        *(
            cell
            for edition in EDITIONS
            for row in (*edition.table3_rows, OTHERWISE_ONE_ROW)
            for cell in table3_cells(row.key)
        ),
        *(cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)),
    )
)
PIECES = [
    *(b"|", b"\t", b"\n", b"\0", b"\xff\xfe", b"\x1b", b" ", b"0\n", b"1 2 3 4 5 6 21\n", b"|---|", b"- 4 -\n", b"\f"),
    *(b"<table><tr>", b"</td>", b"</table>", b"<td rowspan=99 colspan=99>", b"<!--", b"<script>", b"&#55555555;"),
    *(
        text.encode()
        for text in (
            *(
                "第二十条第（一）项\n",
                "自然人\n",
                "行政复议\n",
                "总计",
                "一、总体情况\n",
                "六、其他需要报告的事项\n",
                "１２",
                "⼀",
                "報",
            ),
            *(
                "（一）予以公开\n",
                "1.属于国家秘密 0 0 0 0 0 0 0\n",
                "规章 1 2 3\n",
                "示例区商务局2022年政府信息公开工作年度报告\n",
                "無(wú)",
            ),
        )
    ),
]


def read_or_refused(data: bytes, name: str) -> None:
    try:
        found = read(data, name)
    except UnreadableReport as refused:
        message = str(refused)
    else:
        assert_whole(found)
        return
    assert message.startswith(name)
    assert message.endswith("。")


def assert_whole(found: AnnualReport) -> None:
    """What is read is a report, in whatever state: known addresses, every figure with its place."""
    assert found.cells.keys() <= ADDRESSES
    assert set(found.places) == set(found.cells)
    assert all(remark.cells == () or set(remark.cells) <= ADDRESSES for remark in found.remarks)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with slices cut, doubled, swapped, overwritten, and things put in."""
    data = bytearray(whole)
    for _change in range(draw(st.integers(1, 5))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 400))
        slice_ = bytes(data[at : at + length])
        match draw(st.sampled_from(["cut", "end", "double", "swap", "put", "flip"])):
            case "cut":
                del data[at : at + length]
            case "end":
                del data[at:]
            case "double":
                data[at:at] = slice_
            case "swap":
                to = draw(st.integers(0, len(data)))
                del data[at : at + length]
                data[to:to] = slice_
            case "put":
                data[at:at] = draw(st.sampled_from(PIECES)) * draw(st.sampled_from([1, 1, 1, 8, 200]))
            case "flip":
                for place in range(at, min(at + draw(st.integers(1, 4)), len(data))):
                    data[place] ^= draw(st.integers(1, 255))
    return bytes(data)


@pytest.mark.parametrize("file", GOLDEN)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(file: str, data: st.DataObject) -> None:
    read_or_refused(data.draw(damaged((FOLDER / file).read_bytes())), file)


@pytest.mark.parametrize("file", [file for file in GOLDEN if not file.endswith(".html")])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_lines_in_another_order_are_read_or_refused(file: str, data: st.DataObject) -> None:
    lines = (FOLDER / file).read_bytes().split(b"\n")
    start = data.draw(st.integers(0, len(lines) - 2))
    end = data.draw(st.integers(start + 1, min(len(lines), start + 30)))
    lines[start:end] = data.draw(st.permutations(lines[start:end]))
    read_or_refused(b"\n".join(lines), file)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["报告.txt", "报告.md", "报告.html"]))
def test_pieces_of_reports_in_any_order_are_read_or_refused(pieces: list[bytes], name: str) -> None:
    read_or_refused(b"".join(pieces), name)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["报告.txt", "报告.md", "报告.html", "报告.docx", "报告"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    read_or_refused(data, name)


# Time

HEAD = "示例区商务局2023年政府信息公开工作年度报告\n一、总体情况\n"
TABLE2 = f"{HEAD}二、主动公开政府信息情况\n第二十条第（一）项\n"
TABLE3 = f"{HEAD}三、收到和处理政府信息公开申请情况\n{TABLE3_CORNER}\n申请人情况\n"
TABLE4 = f"{HEAD}四、政府信息公开行政复议、行政诉讼情况\n行政复议\n"
SIZE = 100_000
"""Characters: three times a large report, and enough for a second power to take minutes."""


def many(text: str) -> str:
    return text * (SIZE // len(text))


def varied(row: str) -> str:
    """Labels that nobody has seen, each another."""
    words = cycle("申请公开信息政府机关处理办理结果其他数量")
    return "".join(row.format("".join(islice(words, 7 + at % 5)), at) for at in range(SIZE // (len(row) + 10)))


ADVERSE: dict[str, Callable[[], str]] = {
    "一行字": lambda: HEAD + many("公"),
    "一行数字": lambda: TABLE3 + many("1"),
    "一行竖线": lambda: TABLE3 + many("|"),
    "一行制表符": lambda: f"{TABLE3}甲{many(chr(9))}|乙",
    "一行空格": lambda: f"{TABLE3}甲{many(' ')}乙|",
    "一行标签": lambda: TABLE3 + many("1.属于国家秘密"),
    "一行短横": lambda: f"{TABLE3}{many('-')}甲|",
    "短横和空格": lambda: f"{TABLE3}--{many(' ')}甲|",
    "一行括号": lambda: TABLE3 + many("1（"),
    "一行星号": lambda: HEAD + many("**甲 "),
    "一行年份": lambda: HEAD + many("2023年"),
    "一行句子": lambda: HEAD + many("本年公开政府信息12条，收到申请3件。"),
    "没有标点的句子": lambda: HEAD + many("公开政府信息12条收到申请3件"),
    "许多数": lambda: TABLE3 + many("1\n"),
    "许多数（表二）": lambda: f"{TABLE2}规章\n{many('1' + chr(10))}",
    "许多数（表四）": lambda: TABLE4 + many("1\n"),
    "许多行": lambda: TABLE3 + many("（一）予以公开 1 2 3 4 5 6 21\n"),
    "许多不同的行": lambda: TABLE3 + varied("{0} 1 2 3 4 5 6 {1}\n"),
    "许多不同的标签": lambda: TABLE3 + varied("{0}{1}\n1 2 3 4 5 6 7\n"),
    "许多缺标签的行": lambda: (
        TABLE3 + many("（一）予以公开 1 2 3 4 5 6 7\n1 2 3 4 5 6 7\n1.属于国家秘密 1 2 3 4 5 6 7\n")
    ),
    "许多标签在下的行": lambda: TABLE3 + many("1 2 3 4 5 6 7\n（二）部分公开\n（一）予以公开 1 2 3 4 5 6 7\n"),
    "很宽的行": lambda: f"{TABLE3}一、本年新收政府信息公开申请数量|{many(' |')}1|2|3|4|5|6|21|",
    "许多标题": lambda: HEAD + many("一、总体情况\n"),
    "许多目录": lambda: HEAD + many("一、总体情况\n二、主动公开政府信息情况\n"),
    "许多变体标题": lambda: HEAD + many("五、存在问题\n字\n六、其他事项\n"),
    "许多表头": lambda: HEAD + many("第二十条第（一）项\n"),
    "许多报告名": lambda: many("示例区商务局2023年政府信息公开工作年度报告\n"),
    "许多繁体字": lambda: TABLE3 + many("報(a"),
    "许多空行": lambda: HEAD + many("\r\n") + "公开",
}
LIMIT = 40
"""Seconds for one process and all of its inputs; measured, on two busy cores: 7."""


def as_page(text: str) -> bytes:
    return f"<html><body><p>{text.replace(chr(10), '</p><p>')}</p></body></html>".encode()


def as_table(text: str) -> bytes:
    rows = "".join(f"<tr><td>{'</td><td>'.join(line.split())}</td></tr>" for line in text.split("\n"))
    return f"<html><body><table>{rows}</table></body></html>".encode()


FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "文本": ("报告.txt", str.encode),
    "Markdown": ("报告.md", str.encode),
    "网页": ("报告.html", as_page),
    "网页的表": ("报告.html", as_table),
}


def read_all(form: str) -> None:
    name, formed = FORMS[form]
    for make in ADVERSE.values():
        read_or_refused(formed(make()), name)


@pytest.mark.parametrize("form", FORMS)
def test_no_input_takes_more_than_its_size_deserves(form: str) -> None:
    root = Path(__file__).parents[2]
    program = f"from tests.properties.test_readers_never_fail import read_all; read_all({form!r})"
    # However this test found the package, the new process shall find the same one.
    environment = {**os.environ, "PYTHONPATH": str(Path(gongkai.__file__).parents[1])}
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True, timeout=LIMIT, env=environment)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param((HEAD + "公" * 20_000_000).encode(), id="六十兆字节的文本"),
        pytest.param((HEAD + "甲\n" * 20_000_000).encode(), id="两千万行"),
        pytest.param((TABLE3 + "1 " * 20_000_000).encode(), id="四十兆字节的数"),
    ],
)
def test_a_text_that_no_report_can_be_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableReport):
        read(data, "报告.txt")
