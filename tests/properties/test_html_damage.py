"""However a page is damaged: it is read, or refused with the project's own error, and what is read is well formed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document, Grid, GridCell, Line, text_at
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.html import read_html
from gongkai.stats.editions import EDITION_2021, TABLE3_COLUMNS, TABLE3_CORNER

_STYLE = 'style="border:1px solid windowtext;mso-para-margin:.0001pt"'
_HEADS = "".join(f"<td {_STYLE}><p>{column.label}</p></td>" for column in TABLE3_COLUMNS)
_ROWS = "".join(
    f"<tr><td rowspan=1>{row.group}</td><td colspan=2>{row.label}</td>{'<td><p>0&nbsp;</p></td>' * 7}</tr>\n"
    for row in EDITION_2021.table3_rows
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>示例区2024年年度报告</title>
<script>if (1 < 2) {{}}</script></head>
<body><div class="nav"><ul><li><a href="/">首页</a></ul></div><div id=content><h1>示例区2024年年度报告</h1>
<!-- 正文 --><p>一、总体情况</p><p>全年收到申请3件。<span style="display:none">旧稿</span></p>
<p>三、收到和处理政府信息公开申请情况</p>
<table><thead><tr><td rowspan="2" colspan="3">{TABLE3_CORNER}</td></tr><tr>{_HEADS}</tr></thead>{_ROWS}</table>
<pre>六、其他需要报告的事项
无</pre></div></body></html>""".encode()

PIECES = (
    *(b"<table>", b"</table>", b"<tr>", b"</tr>", b"<td>", b"</td>", b"<td colspan=999>", b"<td rowspan=0>", b"<td "),
    *(
        b"<",
        b">",
        b'"',
        b"'",
        b"=",
        b"&",
        b"&#",
        b";",
        b"/",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"\0",
        b"\xff",
        b"\xfe\xff",
    ),
    *(
        b"<script>",
        b"</script>",
        b"<style>",
        b"<title>",
        b"<div hidden>",
        b"<caption>",
        b"<pre>",
        b"<svg/>",
        b"<tfoot>",
    ),
    *(b"\x81\x30\x81\x30", b"\xd2\xbb", b"\r", b"\n", b"\x1b", b"<meta charset=big5>", b"&#x110000;", b"&nbsp"),
)


@st.composite
def damaged_pages(draw: st.DrawFn) -> bytes:
    page = draw(st.sampled_from((PAGE, PAGE.decode().encode("gb18030"), PAGE.decode().encode("utf-16-le"))))
    for _damage in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(page)))
        end = at + draw(st.integers(0, 40) | st.integers(0, 3000))
        page = page[:at] + draw(st.sampled_from(PIECES) | st.binary(max_size=8)) + page[end:]
    return page


def assert_well_formed(document: Document) -> None:
    for block in document.blocks:
        if isinstance(block, Line):
            assert block.text
            assert block.text == block.text.strip()
        else:
            assert_every_cell_is_where_it_says(block)


def assert_every_cell_is_where_it_says(grid: Grid) -> None:
    assert any(text_at(cell) for row in grid.rows for cell in row)
    for at, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            # A plain text is a cell of its own place alone.
            if isinstance(cell, GridCell):
                assert cell.row <= at < cell.row + cell.rowspan <= len(grid.rows)
                assert cell.column <= column < cell.column + cell.colspan
                assert cell.row == at or grid.rows[cell.row][cell.column] is not None


def read_or_refuse(page: bytes) -> Document | None:
    """Read a page; whatever else than the project's own error comes out fails the test."""
    try:
        return read_html(page, "报告.html")
    except UnreadableReport:
        return None


@settings(max_examples=400, deadline=None)
@given(damaged_pages())
def test_a_damaged_page_is_read_or_refused(page: bytes) -> None:
    if (document := read_or_refuse(page)) is not None:
        assert_well_formed(document)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
def test_any_bytes_are_read_or_refused(page: bytes) -> None:
    if (document := read_or_refuse(page)) is not None:
        assert_well_formed(document)


@given(st.integers(0, len(PAGE)))
@settings(max_examples=60, deadline=None)
def test_of_a_page_that_breaks_off_what_was_there_is_read(end: int) -> None:
    whole, part = read_html(PAGE, "a.html"), read_html(PAGE[:end], "a.html")
    assert_well_formed(part)
    figures = [len(grid.rows) for grid in part.blocks if isinstance(grid, Grid)]
    assert figures <= [len(grid.rows) for grid in whole.blocks if isinstance(grid, Grid)]
