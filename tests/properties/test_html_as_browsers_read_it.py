"""Whatever the markup, the cells of tables are those that a browser makes of it: the parser lexbor is the witness."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.report.reading.html_markup import tokens
from gongkai.report.reading.html_tree import Cell, Group, Items, Table, read_tree

TAGS = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=2>", "<td >", "<td title='a>b<td>'>"),
    *("<tbody>", "</tbody>", "<thead>", "</thead>", "<tfoot>", "<form>", "</form>", "<p>", "</p>", "<p class='x'>"),
    *("<div>", "</div>", "<span>", "</span>", "<b>", "</b>", "<a href=x>", "</a>", "<br>", "<img>", "<ul>", "</ul>"),
    *("<li>", "<h1>", "</h1>", "<!-- <td> -->", "<script>'<td>'</script>", "<TD>", "</TR>", " ", "\n", "</x>"),
)
TEXTS = ("甲", "12", "规章 ", "0", "a&nbsp;b", "&lt;", "一、")
Rows = list[list[str]]


def _folded(text: str) -> str:
    # Within a cell, small tables are set apart by bars.
    return "".join(text.replace("|", "").split())


def _tables(items: Items) -> Iterator[Table]:
    for item in items:
        if isinstance(item, Group):
            yield from _tables(item.items)
        elif isinstance(item, Table):
            yield item


def _text(items: Items) -> str:
    return "".join(
        item
        if isinstance(item, str)
        else _text(item.items)
        if isinstance(item, Group)
        else "".join(_cell_text(cell) for row in item.rows for cell in row.cells)
        for item in items
    )


def _cell_text(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return _folded(cell)
    return _folded(_text([cell.content] if cell.content else [cell.text]))


def tables_read(page: str) -> list[Rows]:
    body = read_tree(tokens(page)).body
    return [
        [[_cell_text(cell) for cell in row.cells] for row in sorted(table.rows, key=lambda row: row.place)]
        for table in _tables(body.items)
    ]


def tables_of_a_browser(page: str) -> list[Rows]:
    document = LexborHTMLParser(page)
    for script in document.css("script"):
        script.decompose()
    return [_rows(table) for table in document.css("table") if not _within_table(table)]


def _within_table(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent is not None


def _rows(table: LexborNode) -> Rows:
    shown: dict[str, list[Rows]] = {"thead": [], "tbody": [], "tfoot": []}
    for group in table.iter():
        if group.tag in shown:
            rows = [_cells(row) for row in group.iter() if row.tag == "tr"]
            # Only the first head and the first foot are shown out of order.
            shown["tbody" if shown[group.tag] else group.tag].append(rows)
    return [row for groups in shown.values() for rows in groups for row in rows]


def _cells(row: LexborNode) -> list[str]:
    return [_folded(cell.text()) for cell in row.iter() if cell.tag == "td"]


def _with_text(tables: list[Rows]) -> list[Rows]:
    return [rows for rows in tables if any(cell for row in rows for cell in row)]


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(TAGS) | st.sampled_from(TEXTS), min_size=1, max_size=40).map("".join))
def test_the_cells_of_any_markup_are_those_of_a_browser(markup: str) -> None:
    page = "<table>" + markup
    assert _with_text(tables_read(page)) == _with_text(tables_of_a_browser(page))
