"""Whatever the shape of the tables, the figures read are those that were laid out; none is invented.

The law of all of these: a cell that is read is the one that was laid out, or it is absent or unreadable. Never is it
another number, and never is a blank a zero.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden.layouts import KEEPS_BLANKS, SHAPES, whole
from tests.golden.pages import PAGES

from gongkai.report.model import AnnualReport, complete
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.files import read
from gongkai.stats.cells import BLANK, Cell, CellState, number, text
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    OTHERWISE_ONE_ROW,
    TABLE4_GROUPS,
    CellId,
    Edition,
    table3_cells,
    table4_cells,
)

COUNTS = [number(count) for count in (0, 0, 0, 1, 2, 7, 23, 104, 13612)]
DASHES = [text(dash) for dash in ("/", "—", "-", "无")]
NARRATIVE = {
    "opening": "本报告依照条例编制，数据统计期限为全年。",
    "overview": "工作平稳推进。\n各项制度得到落实。",
    "problems": "主要问题是更新不够及时。下一步将加强检查。",
    "other": "没有收取信息处理费。",
}
ALL_SHAPES = [*SHAPES, *PAGES]
EVERY_SHAPE = pytest.mark.parametrize("shape", ALL_SHAPES)


def tables(edition: Edition, seed: int, others: Sequence[Cell] = ()) -> dict[CellId, Cell]:
    """The cells of a report: counts, and by and by other cells among them."""
    chance = Random(seed)
    share = chance.choice([0.08, 0.2, 0.5]) if others else 0
    one_row = edition is EDITION_2021 and chance.random() < 0.5
    rows = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    ids = [cell for block, row in edition.table2_rows() for cell in block.cell_ids(row)]
    ids += [cell for row in rows for cell in table3_cells(row.key)]
    ids += [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
    return {cell: chance.choice(others if chance.random() < share else COUNTS) for cell in ids}


@st.composite
def reports(draw: st.DrawFn, others: Sequence[Cell] = ()) -> AnnualReport:
    """Reports by a seed: their two hundred cells are not worth shrinking."""
    edition = draw(st.sampled_from([EDITION_2019, EDITION_2021]))
    return report(edition, tables(edition, draw(st.integers(0, 10**6)), others))


def report(edition: Edition, cells: dict[CellId, Cell]) -> AnnualReport:
    year = edition.first_year + 1
    title = f"示例区商务局{year}年政府信息公开工作年度报告"
    return AnnualReport(
        "示例区商务局", year, edition.key, title, NARRATIVE, (), cells, complete=complete(edition, cells)
    )


def rows_of(laid_out: AnnualReport) -> list[tuple[CellId, ...]]:
    """The cells of the rows of table three, row by row."""
    rows = [table3_cells(row.key) for row in (*EDITION_2021.table3_rows, OTHERWISE_ONE_ROW)]
    return [ids for ids in rows if ids[0] in laid_out.cells]


def laid_out_in(shape: str, laid_out: AnnualReport) -> str:
    return (
        whole(laid_out, SHAPES[shape])
        if shape in SHAPES
        else PAGES[shape](laid_out).decode("gb18030" if shape == "word_paste" else "utf-8")
    )


def name_of(shape: str) -> str:
    return f"示例报告.{'html' if shape in PAGES else 'md' if 'markdown' in shape else 'txt'}"


def read_back(laid_out: AnnualReport, shape: str, spoil: Callable[[str], str] = lambda text: text) -> AnnualReport:
    return read(spoil(laid_out_in(shape, laid_out)).encode(), name_of(shape))


def assert_nothing_is_invented(found: AnnualReport, laid_out: AnnualReport, *, lost: bool = False) -> None:
    """Where a line was ``lost`` and left the mark of its cell, that reads as a blank."""
    for cell_id, read_cell in found.cells.items():
        if read_cell.state is not CellState.TEXT and not (lost and read_cell == BLANK):
            assert read_cell == laid_out.cells.get(cell_id), cell_id


@EVERY_SHAPE
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_report_without_blanks_is_read_whole(shape: str, data: st.DataObject) -> None:
    laid_out = data.draw(reports())
    found = read_back(laid_out, shape)
    assert dict(found.cells) == dict(laid_out.cells)
    assert (found.title, found.agency, found.year, found.edition_key) == (
        laid_out.title,
        laid_out.agency,
        laid_out.year,
        laid_out.edition_key,
    )
    assert found.complete
    assert {key: text for key, text in found.narrative.items() if text} == NARRATIVE


@EVERY_SHAPE
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_cells_are_blank(shape: str, data: st.DataObject) -> None:
    laid_out = data.draw(reports([BLANK]))
    found = read_back(laid_out, shape)
    assert_nothing_is_invented(found, laid_out)
    if shape in PAGES:
        assert found.cells == laid_out.cells
    elif shape in KEEPS_BLANKS:
        known = [each for each in laid_out.cells if laid_out.cells[each].number is not None]
        assert sum(each in found.cells for each in known) >= len(known) * 0.5


@EVERY_SHAPE
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_dashes_are_kept_apart_from_blanks_and_figures(shape: str, data: st.DataObject) -> None:
    laid_out = data.draw(reports(DASHES))
    found = read_back(laid_out, shape)
    assert_nothing_is_invented(found, laid_out)
    assert found.cells == laid_out.cells


@EVERY_SHAPE
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_all_kinds_of_cells_are_mixed(shape: str, data: st.DataObject) -> None:
    laid_out = data.draw(reports([BLANK, *DASHES]))
    assert_nothing_is_invented(read_back(laid_out, shape), laid_out)


# Noise

CHROME = [
    "打印本页",
    "浏览次数： 325",
    "示例区商务局2022年政府信息公开工作年度报告",
    "2024/1/20 10:12",
    "http://www.example.cn/2024/01/a.html",
    "— 4 —",
    "- 4 -",
    "第 4 页 共 9 页",
    "分享到：微信 微博",
    "（续表）",
    "单位：件",
    "其中：网络申请 5",
    "注：本表由各科室填报",
]
A_LINE = st.floats(0, 1, exclude_max=True)


def inserted(noise: str, where: float) -> Callable[[str], str]:
    def spoil(text: str) -> str:
        lines = text.split("\n")
        at = 1 + int(where * len(lines))
        return "\n".join([*lines[:at], noise, *lines[at:]])

    return spoil


def dropped(where: float) -> Callable[[str], str]:
    def spoil(text: str) -> str:
        lines = text.split("\n")
        at = int(where * len(lines))
        return "\n".join([*lines[:at], *lines[at + 1 :]])

    return spoil


def doubled(where: float) -> Callable[[str], str]:
    def spoil(text: str) -> str:
        lines = text.split("\n")
        at = int(where * len(lines))
        return "\n".join([*lines[: at + 1], *lines[at:]])

    return spoil


def misprinted(where: float, character: str) -> Callable[[str], str]:
    """One Chinese character of the text, which stands in a label or the prose, lost or replaced."""

    def spoil(text: str) -> str:
        places = [at for at, each in enumerate(text) if "\u4e00" <= each <= "\u9fff" and each != "无"]
        at = places[int(where * len(places))]
        return text[:at] + character + text[at + 1 :]

    return spoil


SPOILT = st.one_of(
    st.builds(inserted, st.sampled_from(CHROME), A_LINE),
    st.builds(dropped, A_LINE),
    st.builds(doubled, A_LINE),
    st.builds(misprinted, A_LINE, st.sampled_from(["", "公", "信", "请", "三", "其", "不", "政", "□"])),
)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_one_line_is_spoilt(shape: str, data: st.DataObject) -> None:
    """A line of the site between rows, a line lost or printed twice, a misprint."""
    laid_out = data.draw(reports())
    try:
        found = read_back(laid_out, shape, data.draw(SPOILT))
    except UnreadableReport:
        return
    assert_nothing_is_invented(found, laid_out, lost=True)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape in KEEPS_BLANKS])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_cells_are_blank_and_a_line_is_spoilt(shape: str, data: st.DataObject) -> None:
    laid_out = data.draw(reports([BLANK, *DASHES]))
    spoil = st.one_of(
        st.builds(inserted, st.sampled_from(CHROME), A_LINE),
        st.builds(misprinted, A_LINE, st.sampled_from(["", "公", "信", "请", "三", "其", "不", "政", "□"])),
    )
    try:
        found = read_back(laid_out, shape, data.draw(spoil))
    except UnreadableReport:
        return
    assert_nothing_is_invented(found, laid_out)


@pytest.mark.parametrize("shape", ALL_SHAPES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_rows_are_missing(shape: str, data: st.DataObject) -> None:
    whole_report = data.draw(reports())
    lost = {cell for ids in data.draw(st.lists(st.sampled_from(rows_of(whole_report)), max_size=4)) for cell in ids}
    cells = {cell: figure for cell, figure in whole_report.cells.items() if cell not in lost}
    laid_out = replace(whole_report, cells=cells)
    assert_nothing_is_invented(read_back(laid_out, shape), laid_out)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "torn_markdown"])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_rows_in_another_order_are_read_by_their_labels(shape: str, data: st.DataObject) -> None:
    ordered = data.draw(reports())
    cells = {cell: figure for cell, figure in ordered.cells.items() if not cell.startswith("table3")}
    for ids in data.draw(st.permutations(rows_of(ordered))):
        cells |= {cell: ordered.cells[cell] for cell in ids}
    laid_out = replace(ordered, cells=cells)
    found = read_back(laid_out, shape)
    assert_nothing_is_invented(found, laid_out)
    assert len(found.cells) > len(cells) * 0.8


# Pages whose markup is wrong

FOREIGN_ROWS = [
    '<tr><td colspan="10">注：本表由各科室填报</td></tr>',
    f'<tr><td colspan="3">小计</td>{"<td>9</td>" * 7}</tr>',
    f'<tr><td colspan="3">其中：网络申请</td>{"<td>8</td>" * 7}</tr>',
    f"<tr><td>合计</td>{'<td>8</td>' * 7}</tr>",
    f"<tr>{'<td></td>' * 10}</tr>",
    "<tr><td></td></tr>",
    "</table><p>（续表）</p><table>",
]


def replaced(pattern: str, replacement: str, where: float) -> Callable[[str], str]:
    """One of the places that match, replaced."""

    def spoil(text: str) -> str:
        places = list(re.finditer(pattern, text))
        match = places[int(where * len(places))]
        return text[: match.start()] + match.expand(replacement) + text[match.end() :]

    return spoil


SPOILT_PAGE = st.one_of(
    st.builds(replaced, st.just("</tr>"), st.sampled_from([rf"\g<0>{row}" for row in FOREIGN_ROWS]), A_LINE),
    st.builds(replaced, st.just(r' (?:row|col)span="\d+"'), st.just(""), A_LINE),
    st.builds(replaced, st.just(r'(?<=span=")\d+'), st.sampled_from(["1", "2", "3", "9"]), A_LINE),
    st.builds(replaced, st.just("<td[^>]*>[^<]*</td>"), st.sampled_from(["", r"\g<0>\g<0>"]), A_LINE),
    st.builds(replaced, st.just("</?t[rd][^>]*>"), st.just(""), A_LINE),
    st.builds(misprinted, A_LINE, st.sampled_from(["", "公", "信", "请", "三", "其", "不", "政", "□"])),
)


@pytest.mark.parametrize("shape", [shape for shape in PAGES if shape != "word_paste"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_a_page_is_spoilt(shape: str, data: st.DataObject) -> None:
    """A foreign row, a span or a cell or a tag lost or wrong, a misprint."""
    laid_out = data.draw(reports())
    try:
        found = read_back(laid_out, shape, data.draw(SPOILT_PAGE))
    except UnreadableReport:
        return
    assert_nothing_is_invented(found, laid_out, lost=True)
