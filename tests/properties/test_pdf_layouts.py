"""Whatever figures a report has and however its pages are set, each figure is read in its row and column."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.report.reading.pdf_files import figures_of, report, texts, typst_pdf

from gongkai.report.model import folded
from gongkai.report.reading.document import Grid
from gongkai.report.reading.pdf import read_pdf
from gongkai.stats.editions import EDITIONS, Edition

FIGURES = st.one_of(st.sampled_from(["", "0", "/", "-", "—"]), st.integers(0, 99_999).map(str))
PAGES = st.fixed_dictionaries(
    {
        "width": st.sampled_from([595, 842]),
        "height": st.integers(350, 900),
        "margin": st.integers(30, 70),
        "size": st.sampled_from([8, 9, 10, 10.5]),
        "stroke": st.sampled_from([0.3, 0.5, 1, 2]),
        "inset": st.integers(1, 6),
        "numbering": st.sampled_from([None, "- 1 -", "第 1 页 共 1 页", "1"]),
        "repeat": st.booleans(),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edition=st.sampled_from(EDITIONS), page=PAGES, vertical=st.booleans(), data=st.data())
def test_every_figure_is_read_where_it_was_set(
    edition: Edition, page: dict[str, Any], vertical: bool, data: st.DataObject
) -> None:
    cells = list(figures_of(edition))
    values = data.draw(st.lists(FIGURES, min_size=len(cells), max_size=len(cells)))
    pieces = report(edition, dict(zip(cells, values, strict=True)), vertical=vertical)
    document = read_pdf(typst_pdf(pieces, **page), "年度报告.pdf")
    found = [
        [[folded(cell.text) if cell else "?" for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Grid)
    ]
    assert found == [
        [[folded(text) for text in row] for row in texts(piece)] for piece in pieces if not isinstance(piece, str)
    ]
    assert [folded(line.text) for line in document.lines()] == [
        folded(piece) for piece in pieces if isinstance(piece, str)
    ]
