"""Any table of merged cells comes back from DOCX and XLSX with every text at its positions."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.reading.office_files import docx, grid_texts, grids, merged_table, workbook_of
from tests.report.reading.pdf_files import Slot, Table, texts

from gongkai.report.reading.docx import read_docx
from gongkai.report.reading.xlsx import read_xlsx


@st.composite
def merged_tables(draw: st.DrawFn) -> Table:
    """Cover a grid with cells, each as large as what is still free allows; every position has a text."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(row, column) for row in range(height) for column in range(width)}
    rows = []
    for row in range(height):
        slots = []
        for column in range(width):
            if (row, column) not in free:
                continue
            across = draw(st.integers(1, 3))
            while any((row, column + step) not in free for step in range(across)):
                across -= 1
            down = min(draw(st.integers(1, 3)), height - row)
            free -= {(row + y, column + x) for y in range(down) for x in range(across)}
            slots.append(Slot(f"格{row}.{column}", down, across))
        rows.append(tuple(slots))
    return tuple(rows)


@settings(max_examples=100, deadline=None)
@given(merged_tables())
def test_docx_gives_every_position_its_cell(table: Table) -> None:
    read = [grid_texts(grid) for grid in grids(read_docx(docx(merged_table(table)), "表.docx").blocks)]
    assert [_narrowed(grid) for grid in read] == [_narrowed(texts(table))]


def _narrowed(rows: list[list[str]]) -> list[list[str]]:
    """Leave out columns that no cell's edge falls on: a document does not have them."""
    columns = range(len(rows[0]))
    kept = [at for at in columns if at == 0 or any(row[at] != row[at - 1] for row in rows)]
    return [[row[at] for at in kept] for row in rows]


@settings(max_examples=60, deadline=None)
@given(merged_tables(), st.booleans())
def test_xlsx_gives_every_position_its_cell(table: Table, ruled: bool) -> None:
    # A second column of texts, so that no row is a line of text.
    framed = tuple((Slot(f"头{number}"), *row, Slot(f"尾{number}")) for number, row in enumerate(table))
    read = [grid_texts(grid) for grid in grids(read_xlsx(workbook_of([framed], ruled=ruled), "表.xlsx").blocks)]
    assert read == [texts(framed)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-(10**14), 10**14), st.decimals(0, 10**9, places=2), st.text("甲乙丙丁 1。", max_size=8)),
        min_size=1,
        max_size=5,
    )
)
def test_values_that_openpyxl_writes_come_back_as_they_were(rows: list[tuple[int, object, str]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for count, money, text in rows:
        sheet.append(["行", count, float(str(money)), text])
    made = BytesIO()
    book.save(made)
    (grid,) = grids(read_xlsx(made.getvalue(), "表.xlsx").blocks)
    for (count, money, text), cells in zip(rows, grid.rows, strict=True):
        written = [each.text for each in cells if each is not None]
        assert written[1] == str(count)
        assert float(written[2]) == float(str(money))
        assert len(written[2].partition(".")[2]) <= 2
        assert "".join(written[3:]) == text.strip()
