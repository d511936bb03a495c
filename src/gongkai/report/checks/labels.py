"""How messages name the cells of a report: by the labels of its own edition."""

from functools import cache

from gongkai.stats.cells import Figure
from gongkai.stats.editions import (
    OTHERWISE_ONE_ROW,
    TABLE3_COLUMNS,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Row,
    table3_cell,
    table4_cells,
)
from gongkai.stats.editions import edition as edition_of_key
from gongkai.wording import _

LISTED_CELLS = 6
"""How many cells a message names before it only counts the rest."""


def row_label(row: Row) -> str:
    """Return how a message calls a row: with its bracket, without the remark on what it counts.

    A message puts the label in quotation marks, so those of the label become the inner ones.
    """
    return f"{row.group}{row.label}".partition("（区分")[0].replace("“", "‘").replace("”", "’")


@cache
def cell_labels(edition_key: str) -> dict[CellId, str]:
    """Return how each cell of an edition is called in a message."""
    # By key: an edition is a value, and hashing it would read every label of it.
    edition = edition_of_key(edition_key)
    labels = {}
    for block, row in edition.table2_rows():
        cell_ids = block.cell_ids(row)
        for column, cell_id in zip(block.columns, cell_ids, strict=True):
            if len(cell_ids) == 1:
                labels[cell_id] = _("表二“{row}”").format(row=row.label)
            else:
                labels[cell_id] = _("表二“{row}”的“{column}”").format(row=row.label, column=column.label)
    for row in (*edition.table3_rows, OTHERWISE_ONE_ROW):
        for column in TABLE3_COLUMNS:
            labels[table3_cell(row.key, column.key)] = _("表三“{row}”行“{column}”列").format(
                row=row_label(row), column=column.label
            )
    for group in TABLE4_GROUPS:
        for column, cell_id in zip(TABLE4_COLUMNS, table4_cells(group.key), strict=True):
            labels[cell_id] = _("表四“{group}”的“{column}”").format(group=group.label, column=column.label)
    return labels


def listed(parts: list[str], *, mark: str = "、") -> str:
    """Join what a message lists, and count what would make it too long."""
    if len(parts) <= LISTED_CELLS:
        return mark.join(parts)
    return _("{first}等 {count} 处").format(first=mark.join(parts[:LISTED_CELLS]), count=len(parts))


def plain(figure: Figure) -> str:
    """Return a figure as people write it, without an exponent."""
    return format(figure, "f") if not isinstance(figure, int) else str(figure)
