"""Where the figures of a row begin among blank cells, and which row a row without a label is."""

import pytest

from gongkai.report.model import Place
from gongkai.report.reading.document import Grid, GridCell
from gongkai.report.reading.rows import FigureRow, Windows, place_by_order

FULL = "1234567"


def cells(text: str) -> list[str]:
    """A row as cells: a dot is a blank one."""
    return [each.replace(".", "") for each in text]


@pytest.mark.parametrize(
    ("learned", "row", "start"),
    [
        pytest.param([], "1234567", 0, id="正好七格"),
        pytest.param([], "......7", 0, id="正好七格，前六格空白"),
        pytest.param([], ".1234567", 1, id="左边多一格"),
        pytest.param([], "1234567..", 0, id="右边多两格"),
        pytest.param([], "..1234567.", 2, id="两边都多"),
        pytest.param([], "1.....7.", 0, id="首尾有数，中间空白"),
        pytest.param([], "........", 0, id="全空，从哪里算起都一样"),
        pytest.param([], "123456", None, id="少一格"),
        pytest.param([], "", None, id="没有格"),
        pytest.param([], "12345678", None, id="八个数"),
        pytest.param([], "1......8", None, id="首尾都有数，却隔八格"),
        pytest.param([], ".123456.", None, id="可能是左边多，也可能是右边多"),
        pytest.param(["1234567."], ".123456.", 0, id="别的行说右边多"),
        pytest.param([".1234567"], ".123456.", 1, id="别的行说左边多"),
        pytest.param([".1234567", "1234567."], ".123456.", None, id="别的行说法不一"),
        pytest.param(["1234567."], "..34567..", 0, id="别的行总是从第一格起"),
        pytest.param([".1234567"], "..12345..", 2, id="别的行总是到最后一格止"),
        pytest.param([".1234567."], "..12345..", 1, id="两边都多，别的行已说明"),
        pytest.param(["1234567."], ".2345678", 1, id="与别的行不同，但只有一种可能"),
        pytest.param(["1234567"], ".123456.", None, id="没有多余格的行说明不了什么"),
    ],
)
def test_figures_begin_where_only_one_reading_is_possible(learned, row, start):
    windows = Windows(7)
    for each in learned:
        windows.learn(cells(each))
    assert windows.find(cells(row)) == start


LABELS = ["甲", "乙", "丙", "丁", "戊"]


def rows(text: str) -> list[FigureRow]:
    """Rows by the labels beside them: ? where there is none, 其 for one that is none of the table's."""
    return [FigureRow(FULL, {"?": None, "其": "其他表的行"}.get(each, each)) for each in text]


@pytest.mark.parametrize(
    ("found", "placed"),
    [
        pytest.param("甲乙丙丁戊", "甲乙丙丁戊", id="都有标签"),
        pytest.param("甲?丙丁戊", "甲乙丙丁戊", id="缺一个标签"),
        pytest.param("?????", "甲乙丙丁戊", id="没有标签，行数正好"),
        pytest.param("?乙丙丁?", "甲乙丙丁戊", id="首尾没有标签"),
        pytest.param("甲??丁戊", "甲乙丙丁戊", id="缺两个标签"),
        pytest.param("甲?丁戊", "甲?丁戊", id="缺一行，不知道是哪一行"),
        pytest.param("甲乙?丙丁戊", "甲乙?丙丁戊", id="多一行"),
        pytest.param("甲???戊乙", "甲???戊乙", id="其中一行在后面另有标签"),
        pytest.param("????", "????", id="没有标签，行数不够"),
        pytest.param("丁?丙", "丁?丙", id="次序颠倒"),
        pytest.param("甲其丙丁戊", "甲?丙丁戊", id="旁边的标签不是表中的"),
        pytest.param("甲?其丁戊", "甲??丁戊", id="不是表中的行在缺标签的行之后"),
        pytest.param("甲乙甲?丙", "甲乙甲?丙", id="前面一行重复"),
    ],
)
def test_a_row_without_a_label_is_known_only_where_exactly_it_is_missing(found, placed):
    keys = place_by_order(rows(found), LABELS)
    assert "".join(key or "?" for key in keys) == placed


@pytest.mark.parametrize(
    ("label", "placed"),
    [("（一）予以公升", True), ("小计", False), ("其中：网络申请", False)],
)
def test_a_label_that_is_none_of_the_tables_must_resemble_the_missing_one(label, placed):
    labels = ["newly_received", "disclosed", "partially_disclosed"]
    found = [FigureRow(FULL, labels[0]), FigureRow(FULL, "", label), FigureRow(FULL, labels[2])]
    assert (place_by_order(found, labels)[1] == "disclosed") is placed


def test_a_row_says_where_each_figure_was_found():
    grid = Grid(((GridCell("甲", 0, 0), GridCell("1", 0, 1), GridCell("2", 0, 2)),), number=3, page=2)
    row = FigureRow(["1", "2"], "甲", grid=grid, columns=[1, 2])
    assert row.place(1) == Place(page=2, table=3, row=1, column=3)
    row.start_at(1, 1)
    assert (list(row.written or ()), row.place(0)) == (["2"], Place(page=2, table=3, row=1, column=3))
    in_lines = FigureRow(["1", "2"], "甲", lines=[Place(line=4), Place(line=5)])
    assert [in_lines.place(0), in_lines.place(1), in_lines.place(9)] == [Place(line=4), Place(line=5), Place(line=5)]
    assert FigureRow(None, None).place(0) is None
