"""Tables in lines of text: what is a row, whose row it is, and what cannot be told."""

import pytest

from gongkai.report.model import Place
from gongkai.report.reading.document import Line
from gongkai.report.reading.grids import Found
from gongkai.report.reading.streams import read_table2, read_table3, read_table4, tokens
from gongkai.stats.editions import EDITION_2021

KEYS = {row.key: row.label for row in EDITION_2021.table3_rows}


def lines(text: str) -> list[Line]:
    return [Line(line, Place(line=at)) for at, line in enumerate(text.split("\n"), 1) if line.strip()]


def shown(text: str) -> str:
    """The tokens of a text: labels as they are, figures as they are, _ for a blank cell, ~ for a filler."""
    marks = {"BLANK": "_", "FILLER": "~"}
    return " ".join(marks.get(token.kind.name, token.text.replace(" ", "")) for token in tokens(lines(text)))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param("规章\t0\t1\t2", "规章 0 1 2", id="制表符"),
        pytest.param("规章\t\t0\t1\t2\t", "规章 _ 0 1 2 _", id="制表符，两边空格"),
        pytest.param("规章 | 0 | 1 | 2 |", "规章 0 1 2", id="竖线在格后"),
        pytest.param("规章 | 0 | | 2 |", "规章 0 _ 2", id="竖线在格后，有空格"),
        pytest.param("规章 | 0 | 1 | 2 | | |", "规章 0 1 2 _ _", id="行尾空格"),
        pytest.param("规章 | 0 | 1 | 2 |||", "规章 0 1 2 ~ ~", id="行尾多余竖线"),
        pytest.param("规章 |\n0 |\n1 |\n|\n|||", "规章 0 1 _ ~ ~ ~", id="一格一行"),
        pytest.param("规章\n|\n0\n|\n|\n2\n|", "规章 0 _ 2", id="竖线另起一行"),
        pytest.param("| 规章 | 0 | 1 | 2 |\n|---|---|---|---|", "规章 0 1 2", id="Markdown"),
        pytest.param("| 规章 | 0 | - | -- |\n| :-- | :-: | --: | --- |", "规章 0 - --", id="Markdown，有短横"),
        pytest.param("| | 0 | | 2 |", "_ 0 _ 2", id="Markdown，首格空"),
        pytest.param("规章 0 1 2", "规章 0 1 2", id="空格分开"),
        pytest.param("1. 属于国家 秘密 0 1", "1.属于国家秘密 0 1", id="标签里有空格和编号"),
        pytest.param("规章 — 1 无", "规章 — 1 无", id="横线和无"),
        pytest.param("0 1 2", "0 1 2", id="只有数"),
        pytest.param("规章\n0\n1", "规章 0 1", id="一格一段"),
        pytest.param("商业\n企业 | 科研 |", "商业企业 科研".replace("商业企业", "商业 企业"), id="断行的表头"),
        pytest.param("规章\n|  |  |  |\n|---|---|---|\n| 甲 | 1 |", "规章 _ _ _ 甲 1", id="Markdown，标签在空行之上"),
        pytest.param("2023年12月 5 件", "2023年12月5件", id="句子不是数"),
    ],
)
def test_text_is_labels_and_cells(text, cells):
    assert shown(text) == cells


def table3(text: str) -> list[tuple[str | None, str | None]]:
    """The rows found: the end of the row's key (None where no label is beside it), and its figures."""
    found = Found()
    read_table3(lines(text), found)
    return [
        (
            None if row.row is None else row.row.rpartition(".")[2],
            row.written and " ".join(w or "_" for w in row.written),
        )
        for row in found.table3
    ]


SEVEN = "1 2 3 4 5 6 21"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1.属于国家秘密 1 2 3 4 5 6 21", id="空格"),
        pytest.param("1.属于国家秘密\t1\t2\t3\t4\t5\t6\t21", id="制表符"),
        pytest.param("\t（三）不予公开\t1.属于国家秘密\t1\t2\t3\t4\t5\t6\t21", id="制表符，前有括号行"),
        pytest.param("（三）不予公开 | 1.属于国家秘密 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |", id="竖线"),
        pytest.param("1.属于国家秘密 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |||", id="竖线，行尾多余"),
        pytest.param("1.属于国家秘密\n1\n2\n3\n4\n5\n6\n21", id="一格一段"),
        pytest.param("1.属于国家秘密 |\n1 |\n2 |\n3 |\n4 |\n5 |\n6 |\n21 |\n|||", id="一格一行"),
        pytest.param("1.属于国家秘密\n1 2 3 4 5 6 21", id="标签在上一行"),
        pytest.param("1.属于国家\n秘密 1 2 3 4 5 6 21", id="标签断行"),
        pytest.param("1.\n属于\n国家\n秘密\n1 2 3 4 5 6 21", id="标签断成多行"),
        pytest.param("1.属于国家秘密 1 2 3\n4 5 6 21", id="数断行"),
        pytest.param("（三）\n不予\n公开\n1. 属于国家秘密 1 2 3 4 5 6 21", id="括号断行在前"),
        pytest.param("三\n、\n本\n年\n度\n1.属于国家秘密 1 2 3 4 5 6 21", id="竖排的括号"),
        pytest.param("| 三、 | 1.属于国家秘密 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |", id="Markdown"),
    ],
)
def test_a_row_is_found_with_its_label_in_every_layout(text):
    assert table3(text) == [("state_secret", SEVEN)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1.属于国家秘密 1 2 3 4 5 6", id="少一个数（空白没有痕迹）"),
        pytest.param("1.属于国家秘密\n1\n2\n3\n4\n5\n6", id="少一个数，一格一段"),
        pytest.param("1.属于国家秘密 1 2 3 4 5 6 21 8", id="多一个数"),
        pytest.param("1.属于国家秘密 1 2 1 2 0 0 0 3", id="12被拆成两格"),
        pytest.param("1.属于国家秘密 1 2 3 4 5 6\n4", id="少一个数，下面是页码"),
        pytest.param("1.属于国家秘密\n1 2 3 4 5 6\n4", id="少一个数，下面是页码（二）"),
        pytest.param("1.属于国家秘密\n浏览次数： 25\n1\n2\n3\n4\n5\n6", id="少一个数，中间有网页的计数"),
        pytest.param("1.属于国家秘密 |\n1 |\n2 |\n2 |\n3 |\n4 |\n5 |\n6 |\n21 |\n||", id="一格印了两遍"),
        pytest.param("1.属于国家秘密\n" + "1\n2\n3\n4\n5\n6\n21\n" * 2, id="去年和今年，一格一段"),
        pytest.param("1.属于国家秘密 " + "1 2 3 4 5 6 21 " * 2, id="去年和今年，一行"),
    ],
)
def test_a_row_whose_figures_cannot_be_told_has_none(text):
    assert table3(text) in ([("state_secret", None)], [])


def test_what_a_merged_cell_leaves_does_not_fill_a_row_that_has_its_blanks():
    text = "1.属于国家秘密 |\n1 |\n|\n|\n|\n|\n|\n1 |\n||"
    assert table3(text) == [("state_secret", "1 _ _ _ _ _ 1")]


def test_rows_with_blanks_go_by_the_side_on_which_other_rows_are_filled_up():
    text = "1.属于国家秘密\t\t1\t2\t3\t4\t5\t6\t21\t\n7.属于行政执法案卷\t\t\t\t3\t\t\t\t\t"
    assert table3(text)[1] == ("enforcement_file", "_ _ 3 _ _ _ _")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "（一）予以公开 1 1 1 1 1 1 6\n（二）部分公开\n2 2 2 2 2 2 12\n1.属于国家秘密 3 3 3 3 3 3 18",
            ["disclosed", "partially_disclosed", "state_secret"],
            id="标签在上",
        ),
        pytest.param(
            "（一）予以公开 1 1 1 1 1 1 6\n2 2 2 2 2 2 12\n（二）部分公开\n1.属于国家秘密 3 3 3 3 3 3 18",
            ["disclosed", None, "state_secret"],
            id="标签在下",
        ),
        pytest.param(
            "（一）予以公开 1 1 1 1 1 1 6\n2 2 2 2 2 2 12\n（二）部分公开\n3 3 3 3 3 3 18\n1.属于国家秘密\n"
            "2.其他法律行政法规禁止公开 4 4 4 4 4 4 24",
            ["disclosed", None, None, "prohibited_by_law"],
            id="两行的标签都在下",
        ),
        pytest.param(
            "5.要求行政机关确认 1 1 1 1 1 1 6\n或重新出具已获取信息\n2 2 2 2 2 2 12\n3.其他 3 3 3 3 3 3 18",
            ["asks_to_confirm_or_reissue", None, "other"],
            id="上一行标签的后半",
        ),
        pytest.param(
            "（一）予以公开\n1.属于国家秘密\n1 1 1 1 1 1 6\n2 2 2 2 2 2 12",
            [None, None],
            id="两个标签在前，两行数在后",
        ),
        pytest.param(
            "（一）予以公开 1 1 1 1 1 1 6\n小计 2 2 2 2 2 2 12\n1.属于国家秘密 3 3 3 3 3 3 18",
            ["disclosed", "", "state_secret"],
            id="不是表中的行",
        ),
        pytest.param(
            "1.属于国家秘密\n小计 2 2 2 2 2 2 12\n1 1 1 1 1 1 6",
            ["", None],
            id="标签和数之间有不是表中的行",
        ),
    ],
)
def test_a_label_counts_only_where_it_is_plain_to_which_figures_it_belongs(text, rows):
    assert [row for row, _written in table3(text)] == rows


def test_a_row_with_blanks_stands_below_its_head_where_no_other_row_tells():
    head = "| （本列数据的勾稽关系为…） | | | 申请人情况 |\n| | | | 自然人 | 法人或其他组织 |\n"
    assert table3(head + "| 三、 | 1.属于国家秘密 | | | | | | | / | |") == [("state_secret", "_ _ _ _ _ / _")]


def test_blank_cells_of_the_head_are_no_row():
    head = "(本列数据的勾稽关系为……) | 申请人情况 | ||||||||\n自然人 | 法人或其他组织 | 总计 | |||||||\n"
    head += "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||||\n"
    assert table3(head + "1.属于国家秘密 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | |") == [("state_secret", SEVEN)]


def test_figures_that_have_lost_their_label_are_not_of_the_head_above_them():
    head = "法律服务机构\n其他\n"
    assert table3(head + SEVEN.replace(" ", "\n")) == [(None, SEVEN)]
    assert table3(head.replace("其他", "3.其他") + SEVEN.replace(" ", "\n")) == [("other", SEVEN)]


def test_a_figure_alone_between_rows_is_loose():
    found = Found()
    read_table3(lines("（一）予以公开 1 1 1 1 1 1 6\n5\n（二）部分公开 2 2 2 2 2 2 12"), found)
    assert [row.row for row in found.table3] == ["disclosed", "partially_disclosed"]
    assert [row.written for row in found.loose] == [["5"]]


def table2(text: str) -> list[tuple[str | None, list[str]]]:
    found = Found()
    read_table2(lines(text), found)
    return [(row.row, list(row.written or ())) for row in found.table2]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("规章\n0\n1\n2", [("government_rules", ["0", "1", "2"])], id="一格一段"),
        pytest.param("规章 0 1 2", [("government_rules", ["0", "1", "2"])], id="空格"),
        pytest.param("行政规范\n性文件 0 1 2", [("normative_documents", ["0", "1", "2"])], id="标签断行"),
        pytest.param("规章 |\n|\n|\n|", [("government_rules", ["", "", ""])], id="三格都空"),
        pytest.param("行政许可 |\n9487 |\n||", [("administrative_licenses", ["9487"])], id="合并的格"),
        pytest.param("规章\n行政规范性文件 0 1 2", [("normative_documents", ["0", "1", "2"])], id="一行的数全丢了"),
        pytest.param("信息内容\n本年制发件数\n5", [], id="表头不是行"),
        pytest.param("其中：部门规章 5 6 7", [], id="不是表中的行"),
    ],
)
def test_rows_of_table_two_follow_their_whole_labels(text, rows):
    assert table2(text) == rows


def table4(text: str) -> list[int]:
    found = Found()
    read_table4(lines(text), found)
    return [len(row.written or ()) for row in found.table4]


FIFTEEN = " ".join(map(str, range(1, 16)))


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        pytest.param(FIFTEEN, [15], id="一行"),
        pytest.param(FIFTEEN.replace(" ", "\n"), [15], id="一格一段"),
        pytest.param(FIFTEEN.replace(" ", "\n|\n") + "\n|", [15], id="一格一行，竖线另起"),
        pytest.param(FIFTEEN.replace(" ", " |\n") + " |", [15], id="一格一行"),
        pytest.param("结果维持 结果纠正\n" + FIFTEEN + "\n7", [15], id="下面有页码"),
        pytest.param(FIFTEEN[2:] + "\n7", [14], id="少一个数，下面有页码"),
        pytest.param("其中：网络申请 5\n" + FIFTEEN.replace(" ", "|"), [15], id="上面有别的数"),
        pytest.param("1 2 3 4 5\n复议后起诉 6 7 8 9 10", [5, 5], id="分组"),
        pytest.param("结果维持\n结果纠正", [], id="只有表头"),
    ],
)
def test_table_four_is_a_row_of_fifteen(text, sizes):
    assert table4(text) == sizes
