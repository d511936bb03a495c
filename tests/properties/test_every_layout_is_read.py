"""Whatever the shape of the tables, the figures read are those that were laid out; none is invented."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.model import AnnualReport, complete
from gongkai.report.reading.files import read
from gongkai.stats.cells import BLANK, Cell, number
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    TABLE4_GROUPS,
    CellId,
    Edition,
    table3_cells,
    table4_cells,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "golden"))
from layouts import KEEPS_BLANKS, SHAPES, whole

COUNTS = st.sampled_from([0, 0, 0, 1, 2, 7, 23, 104, 13612]).map(number)
NARRATIVE = {
    "opening": "本报告依照条例编制，数据统计期限为全年。",
    "overview": "工作平稳推进。\n各项制度得到落实。",
    "problems": "主要问题是更新不够及时。下一步将加强检查。",
    "other": "没有收取信息处理费。",
}


@st.composite
def tables(draw: st.DrawFn, edition: Edition, cell: st.SearchStrategy[Cell]) -> dict[CellId, Cell]:
    one_row = edition is EDITION_2021 and draw(st.booleans())
    rows = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    cells: dict[CellId, Cell] = {}
    for block, row in edition.table2_rows():
        cells |= {cell_id: draw(cell) for cell_id in block.cell_ids(row)}
    for row in rows:
        cells |= {cell_id: draw(cell) for cell_id in table3_cells(row.key)}
    for group in TABLE4_GROUPS:
        cells |= {cell_id: draw(cell) for cell_id in table4_cells(group.key)}
    return cells


def report(edition: Edition, cells: dict[CellId, Cell]) -> AnnualReport:
    year = edition.first_year + 1
    title = f"示例区商务局{year}年政府信息公开工作年度报告"
    return AnnualReport(
        "示例区商务局", year, edition.key, title, NARRATIVE, (), cells, complete=complete(edition, cells)
    )


def read_back(laid_out: AnnualReport, shape: str) -> AnnualReport:
    ending = ".md" if "markdown" in shape else ".txt"
    return read(whole(laid_out, SHAPES[shape]).encode(), f"示例报告{ending}")


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_report_without_blanks_is_read_whole(shape: str, data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from([EDITION_2019, EDITION_2021]))
    laid_out = report(edition, data.draw(tables(edition, COUNTS)))
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


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_figure_is_invented_where_cells_are_blank(shape: str, data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from([EDITION_2019, EDITION_2021]))
    cell = st.integers(0, data.draw(st.integers(1, 12))).flatmap(lambda chance: COUNTS if chance else st.just(BLANK))
    laid_out = report(edition, data.draw(tables(edition, cell)))
    found = read_back(laid_out, shape)
    for cell_id, read_cell in found.cells.items():
        assert read_cell == laid_out.cells.get(cell_id), cell_id
    if shape in KEEPS_BLANKS:
        known = [each for each in laid_out.cells if laid_out.cells[each].number is not None]
        assert sum(each in found.cells for each in known) >= len(known) * 0.5
