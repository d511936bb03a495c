"""A grid that is laid out as one before, with other figures in it, is read as it would be by itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden.pages import PAGES
from tests.properties.test_every_layout_is_read import DASHES, SPOILT_PAGE, laid_out_in, reports

from gongkai.report.model import AnnualReport
from gongkai.report.reading.document import Grid
from gongkai.report.reading.grids import Found, GridTables
from gongkai.report.reading.html import read_html
from gongkai.report.reading.rows import FigureRow

PAGES_OF_MARKUP = [shape for shape in PAGES if shape != "word_paste"]
SHORT, LONG = ("0", "7", "23"), ("104", "13612", "123456789", "1234567890123")


def grids_of(page: str) -> list[Grid]:
    return [block for block in read_html(page.encode(), "示例.html").blocks if isinstance(block, Grid)]


def with_other_figures(page: str, seed: int) -> str:
    chance = Random(seed)
    return re.sub(r"(?<=>)\d+(?=<)", lambda figure: chance.choice(SHORT if len(figure[0]) < 3 else LONG), page)


def told(rows: Sequence[FigureRow]) -> list[tuple[object, ...]]:
    return [
        (
            None if row.written is None else list(row.written),
            row.row,
            row.label,
            row.remark,
            row.grid_row,
            list(row.columns),
        )
        for row in rows
    ]


def read_in(grids: Sequence[Grid]) -> tuple[object, ...]:
    found = Found()
    tables = GridTables(found)
    statutory = [tables.read(grid) for grid in grids]
    return statutory, told(found.table2), told(found.table3), told(found.table4), found.table2_editions


def assert_read_as_by_themselves(grids: Sequence[Grid]) -> None:
    assert read_in(grids) == read_in([replace(grid, outline=None) for grid in grids])


@pytest.mark.parametrize("shape", PAGES_OF_MARKUP)
@settings(max_examples=20, deadline=None)
@given(report=reports(DASHES), seed=st.integers(0, 10**6))
def test_other_figures_are_read_in_their_places(shape: str, report: AnnualReport, seed: int) -> None:
    page = laid_out_in(shape, report)
    for read in (page, page, with_other_figures(page, seed)):
        assert_read_as_by_themselves(grids_of(read))


@pytest.mark.parametrize("shape", PAGES_OF_MARKUP)
@settings(max_examples=40, deadline=None)
@given(report=reports(), spoil=SPOILT_PAGE, seed=st.integers(0, 10**6))
def test_other_figures_are_read_in_their_places_where_a_page_is_spoilt(
    shape: str, report: AnnualReport, spoil: Callable[[str], str], seed: int
) -> None:
    page = spoil(laid_out_in(shape, report))
    for read in (page, page, with_other_figures(page, seed)):
        assert_read_as_by_themselves(grids_of(read))


def test_pages_of_one_layout_have_one_outline_and_other_layouts_another() -> None:
    row = "<tr><td rowspan=2>规章</td><td>{}</td></tr><tr><td>{}</td></tr>"
    of = {figures: grids_of(f"<table>{row.format(*figures)}</table>")[0].outline for figures in FIGURES}
    keys = {figures: outline.key for figures, outline in of.items() if outline is not None}
    assert keys["1", "22"] == keys["0", "7"]
    assert len({keys[figures] for figures in FIGURES}) == len(FIGURES) - 1


FIGURES = [("1", "22"), ("0", "7"), ("1", "222"), ("1", ""), ("1", "/"), ("22", "规章")]
