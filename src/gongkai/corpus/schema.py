"""The tables of a data set: one Parquet file each, in one folder.

``reports`` has a row for each report and, beside what it says of itself, a column for each figure, so that sums over
a million reports read only the columns that they add. ``cells`` has a row for each cell, with its state and place.

Names of columns are those of cells with each point written as two underscores
(``table3__newly_received__total``), so that no dialect of SQL has to quote them.
"""

from collections.abc import Mapping
from functools import cache

import pyarrow as pa

from gongkai.stats.cells import Cell, Figure
from gongkai.stats.editions import (
    EDITION_2021,
    EDITIONS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition,
    table3_cells,
    table4_cells,
)
from gongkai.stats.identities import prints_item_six_in_one_row
from gongkai.wording import _

VERSION = "gongkai/corpus/2"
"""Stands in the metadata of every file; a file without it is not ours."""

MOST_DECIMALS = 10
_DECIMAL = pa.decimal128(38, MOST_DECIMALS)
_LARGEST = 10**27
"""The first figure that ``DECIMAL(38, 10)`` could not hold beside its decimals; readers stop long before."""
_LARGEST_COUNT = 10**15

MONEY: frozenset[CellId] = frozenset({"table2.administrative_fees_wan_yuan", "table2.government_procurement.amount"})
"""The figures that are money (万元 or as printed) and may have decimals; every other figure is a count."""


def column(cell: CellId) -> str:
    """Return the name of the column that has the figure of a cell."""
    return cell.replace(".", "__")


@cache
def variants() -> Mapping[str, tuple[CellId, ...]]:
    """Return the forms in which the tables are printed, and the cells of each.

    A form is an edition, and for the edition of 2021 also item six of table three (其他处理) printed as one row.
    """
    found = {}
    for each in EDITIONS:
        for one_row in (False, True):
            rows = each.table3_rows_one_row_item_six if one_row else each.table3_rows
            if one_row and rows == each.table3_rows:
                continue
            found[each.key + (_ONE_ROW if one_row else "")] = (
                *(cell for block, row in each.table2_rows() for cell in block.cell_ids(row)),
                *(cell for row in rows for cell in table3_cells(row.key)),
                *(cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)),
            )
    return found


_ONE_ROW = "_one_row"


def variant(edition_: Edition | None, cells: Mapping[CellId, Cell]) -> str | None:
    """Return the form in which the tables of a report are printed; ``None`` for one without tables."""
    if edition_ is None:
        return None
    one_row = not edition_.item_six_is_one_row and prints_item_six_in_one_row(edition_, cells)
    return edition_.key + (_ONE_ROW if one_row else "")


def variant_edition(key: str) -> tuple[Edition, bool]:
    """Return the edition of a form, and whether it prints item six as one row."""
    edition_ = edition(key.removesuffix(_ONE_ROW))
    return edition_, key.endswith(_ONE_ROW) or edition_.item_six_is_one_row


@cache
def all_cells() -> tuple[CellId, ...]:
    """Return every cell of every form, each once, those of the newest edition first."""
    newest_first = sorted(variants(), key=lambda key: not key.startswith(EDITION_2021.key))
    return tuple(dict.fromkeys(cell for key in newest_first for cell in variants()[key]))


def fits(figure: Figure) -> bool:
    """Say whether ``cells`` can hold a figure exactly."""
    return -_LARGEST < figure < _LARGEST and figure == round(figure, MOST_DECIMALS)


def fits_its_column(cell: CellId, figure: Figure) -> bool:
    """Say whether the column of a cell can hold a figure: a count that is no whole number stands in ``cells`` alone."""
    if cell in MONEY:
        return fits(figure)
    return figure == int(figure) and -_LARGEST_COUNT < figure < _LARGEST_COUNT


def _table(*fields: tuple[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in fields], metadata={"gongkai": VERSION})


def _figures() -> tuple[tuple[str, pa.DataType], ...]:
    return tuple((column(cell), _DECIMAL if cell in MONEY else pa.int64()) for cell in all_cells())


_TEXT, _COUNT, _FLAG = pa.string(), pa.int32(), pa.bool_()

REPORTS_AS_READ = _table(
    ("report", _TEXT),  # The beginning of the file's SHA-256 in hexadecimal.
    ("file", _TEXT),
    ("format", _TEXT),
    ("agency", _TEXT),
    ("year", _COUNT),
    ("edition", _TEXT),
    ("variant", _TEXT),
    ("title", _TEXT),
    ("complete", _FLAG),
    ("published_on", pa.date32()),
    ("whole_counts", _FLAG),  # Every number fits its column.
    ("rules_held", _COUNT),
    ("figures_digest", _TEXT),
    ("text_digest", _TEXT),
    *_figures(),
)
"""A report as its file says it; the data set adds what ``REPORTS`` has more."""

WHOSE = (
    ("agency_key", _TEXT),  # NULL: not in the table of agencies.
    ("why_unknown", _TEXT),
    ("code", _TEXT),
    ("kind", _TEXT),
    ("province", _TEXT),
    ("city", _TEXT),
    ("county", _TEXT),
    ("aggregate", _FLAG),
    ("versions", _COUNT),  # How many reports that differ this agency has for this year.
)
REPORTS = _table(*((field.name, field.type) for field in REPORTS_AS_READ), *WHOSE)

CELLS = _table(
    ("report", _TEXT),
    ("cell", _TEXT),
    ("state", _TEXT),
    ("number", _DECIMAL),
    ("text", _TEXT),
    ("written", _TEXT),
    ("page", _COUNT),
    ("sheet", _TEXT),
    # TABLE, ROW and COLUMN are words of SQL.
    ("table_number", _COUNT),
    ("row_number", _COUNT),
    ("column_number", _COUNT),
    ("line_number", _COUNT),
)
CLAIMS = _table(
    ("report", _TEXT),
    ("what", _TEXT),
    ("value", _DECIMAL),
    ("unit", _TEXT),
    ("approximate", _FLAG),
    ("period", _TEXT),
    ("section", _TEXT),
    ("text", _TEXT),
)
FINDINGS = _table(
    ("report", _TEXT),
    ("rule", _TEXT),
    ("severity", _TEXT),
    ("verdict", _TEXT),
    ("cells", pa.list_(_TEXT)),
    ("left_low", _DECIMAL),
    ("left_high", _DECIMAL),
    ("right_low", _DECIMAL),
    ("right_high", _DECIMAL),
    ("message", _TEXT),
    ("source", _TEXT),
)
TEXTS = _table(("report", _TEXT), ("section", _TEXT), ("text", _TEXT))
CLAUSES = _table(
    ("report", _TEXT),
    ("section", _TEXT),
    ("clause", pa.int64()),  # The beginning of a digest of its words.
    ("length", _COUNT),  # How many characters are compared.
)
FILES_AS_READ = _table(
    ("file", _TEXT),
    ("sha256", _TEXT),
    ("bytes", pa.int64()),
    ("outcome", _TEXT),
    ("reason", _TEXT),
)
FILES = _table(*((field.name, field.type) for field in FILES_AS_READ), ("same_as", _TEXT))
AGENCIES = _table(
    ("agency_key", _TEXT),
    ("agency", _TEXT),
    ("code", _TEXT),
    ("kind", _TEXT),
    ("province", _TEXT),
    ("city", _TEXT),
    ("county", _TEXT),
    ("parent_key", _TEXT),
    ("aggregate", _FLAG),
    ("first_year", _COUNT),
    ("last_year", _COUNT),
)
LINEAGE = _table(("agency_key", _TEXT), ("ancestor_key", _TEXT), ("first_year", _COUNT), ("last_year", _COUNT))

AS_READ: Mapping[str, pa.Schema] = {
    "reports": REPORTS_AS_READ,
    "cells": CELLS,
    "claims": CLAIMS,
    "findings": FINDINGS,
    "texts": TEXTS,
    "clauses": CLAUSES,
    "files": FILES_AS_READ,
}
"""What is read from files, batch by batch."""

TABLES: Mapping[str, pa.Schema] = {
    **AS_READ,
    "reports": REPORTS,
    "files": FILES,
    "agencies": AGENCIES,
    "lineage": LINEAGE,
}
"""What a data set consists of."""

OUTCOMES = {
    "report": _("采用"),
    "same_file": _("与另一个文件完全相同"),
    "same_report": _("与另一份报告的机关、年度和数据相同"),
    "unreadable": _("读不出来"),
}
