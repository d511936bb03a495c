"""From rows to cells: repeated tables, item six, torn figures; where two readings are left, none is taken."""

from decimal import Decimal

import pytest

from gongkai.report.model import Normalised, Place
from gongkai.report.reading.grids import Found
from gongkai.report.reading.rows import FigureRow
from gongkai.report.reading.tables import Places, Tables, read_tables
from gongkai.stats.cells import BLANK, CellState, number
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    TABLE4_GROUPS,
    Edition,
    table3_cells,
    table4_cells,
)

ZEROS = ["0"] * 7
OTHER = ["1", "0", "0", "0", "0", "0", "1"]


def row(key: str | None, written: list[str] | None, label: str = "", remark: Normalised | None = None) -> FigureRow:
    return FigureRow(written, key, label, remark, lines=[Place(line=1)])


def read3(*rows: FigureRow, edition: Edition = EDITION_2021, loose: str = "") -> Tables:
    found = Found(table3=list(rows), loose=[FigureRow([each], None) for each in loose])
    return read_tables(found, edition)


def figures(tables: Tables, key: str) -> list[str | None]:
    return [cell and cell.shown for cell in map(tables.cells.get, table3_cells(key))]


def kinds(tables: Tables) -> list[Normalised]:
    return [remark.kind for remark in tables.remarks]


def test_a_table_that_is_printed_twice_is_read_once():
    tables = read3(row("disclosed", OTHER), row("total", ZEROS), row("disclosed", [*OTHER[:6], " 1 "]))
    assert figures(tables, "disclosed") == OTHER
    assert (tables.conflicting, tables.remarks) == ([], [])


def test_two_rows_of_one_name_with_different_figures_are_neither():
    tables = read3(row("disclosed", OTHER), row("total", ZEROS), row("disclosed", ZEROS))
    assert figures(tables, "disclosed") == [None] * 7
    assert figures(tables, "total") == ZEROS
    assert kinds(tables) == [Normalised.ROW_UNREADABLE]
    assert len(tables.conflicting) == 1


def test_a_verbatim_label_goes_before_a_misprinted_one():
    """（三）不予公开 with a subtotal 合计 below it, and （七）总计."""
    tables = read3(row("total", OTHER, "合计", Normalised.LABEL_MISPRINTED), row("total", ZEROS, "（七）总计"))
    assert figures(tables, "total") == ZEROS
    assert kinds(tables) == [Normalised.ROW_UNREADABLE]


def test_a_row_that_is_read_once_and_unreadable_once_is_the_one_that_is_read():
    tables = read3(row("disclosed", None), row("total", ZEROS), row("disclosed", OTHER))
    assert figures(tables, "disclosed") == OTHER
    assert tables.remarks == []


def test_a_row_whose_columns_cannot_be_told_is_left_out_with_a_remark():
    tables = read3(row("disclosed", None, "（一）予以公开"))
    assert figures(tables, "disclosed") == [None] * 7
    (remark,) = tables.remarks
    assert (remark.kind, remark.written, remark.cells) == (
        Normalised.ROW_UNREADABLE,
        "（一）予以公开",
        table3_cells("disclosed"),
    )


def test_a_row_without_a_label_is_placed_with_a_remark():
    tables = read3(row("newly_received", ZEROS), row(None, OTHER), row("disclosed", ZEROS))
    assert figures(tables, "carried_over_from_last_year") == OTHER
    assert kinds(tables) == [Normalised.LABEL_MISSING]


def test_blanks_dashes_and_text_stay_what_they_are():
    tables = read3(row("disclosed", ["", "/", "—", "无", "见附件", "1 2", "0"]))
    cells = [tables.cells[each] for each in table3_cells("disclosed")]
    dash, text = CellState.DASH, CellState.TEXT
    assert [cell.state for cell in cells] == [CellState.BLANK, dash, dash, dash, text, text, CellState.NUMBER]
    assert cells[5].number is None


ITEM_SIX = ["otherwise_handled.supplement_overdue", "otherwise_handled.fee_overdue", "otherwise_handled.other"]


@pytest.mark.parametrize(
    ("keys", "placed"),
    [
        pytest.param(["otherwise_handled", "total"], ["otherwise_handled", "total"], id="一行"),
        pytest.param(["otherwise_handled", None, "carried_over_to_next_year"],
                     ["otherwise_handled", "total", "carried_over_to_next_year"], id="一行，总计的标签丢失"),
        pytest.param([*ITEM_SIX, "total"], [*ITEM_SIX, "total"], id="三行"),
        pytest.param([ITEM_SIX[2], "otherwise_handled", "total"], ["otherwise_handled", "total"], id="别处的其他"),
        pytest.param(["otherwise_handled", *ITEM_SIX[1:], "total"], [*ITEM_SIX, "total"], id="三行，首行的标签是括号"),
        pytest.param(["otherwise_handled", None, None, "total"], [*ITEM_SIX, "total"], id="三行，只剩括号的标签"),
        pytest.param(["otherwise_handled", None, None], [], id="断在第三行，是几行说不清"),
    ],
)  # fmt: skip
def test_item_six_is_one_row_or_three(keys, placed):
    before = "not_processed.asks_to_confirm_or_reissue"
    tables = read3(row(before, ZEROS), *(row(key, [str(at), *ZEROS[1:]]) for at, key in enumerate(keys)))
    names = list(dict.fromkeys(cell.removeprefix("table3.").rpartition(".")[0] for cell in tables.cells))
    assert names == [before, *placed]
    start = len(keys) - len(placed) if placed else 0
    assert [tables.cells[table3_cells(key)[0]].number for key in placed] == list(range(start, len(keys)))[: len(placed)]


def test_item_six_is_one_row_in_the_edition_of_2019():
    tables = read3(row("otherwise_handled", OTHER), row("otherwise_handled.other", ZEROS), edition=EDITION_2019)
    assert figures(tables, "otherwise_handled") == OTHER
    assert len(tables.cells) == 7


@pytest.mark.parametrize(
    ("written", "loose", "value"),
    [
        pytest.param(["1", "0", "0", "0", "0", "0", ""], "1", "1", id="总计缺失，由合计定出"),
        pytest.param(["", "2", "0", "0", "0", "0", "5"], "3", "3", id="自然人缺失，由差数定出"),
        pytest.param(["1", "0", "0", "0", "0", "0", ""], "2", "", id="与合计不符"),
        pytest.param(["1", "0", "0", "0", "0", "0", ""], "11", "", id="两个散落的数"),
        pytest.param(["", "0", "0", "0", "0", "0", ""], "1", "", id="两个空格"),
        pytest.param(["1", "/", "0", "0", "0", "0", ""], "1", "", id="其中一格不是数"),
    ],
)
def test_a_torn_figure_is_put_where_only_one_blank_cell_can_hold_it(written, loose, value):
    tables = read3(row("disclosed", written), loose=loose)
    at = written.index("")
    assert tables.cells[table3_cells("disclosed")[at]].shown == value
    assert (Normalised.FIGURE_TORN in kinds(tables)) is (value != "")


def read2(*rows: tuple[str, list[str]], edition: Edition = EDITION_2021) -> Tables:
    return read_tables(Found(table2=[row(key, written, key) for key, written in rows]), edition)


def shown(tables: Tables) -> dict[str, str]:
    return {cell.removeprefix("table2."): found.shown for cell, found in tables.cells.items()}


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        pytest.param([("administrative_licenses", ["97"])], {"administrative_licenses": "97"}, id="一格"),
        pytest.param([("administrative_licenses", ["97", "", ""])], {"administrative_licenses": "97"}, id="右边空格"),
        pytest.param([("administrative_licenses", ["", "97"])], {"administrative_licenses": "97"}, id="左边空格"),
        pytest.param([("administrative_licenses", ["97", "102"])], {}, id="去年和今年"),
        pytest.param([("government_rules", ["0", "0"])], {}, id="少一格"),
        pytest.param([("government_rules", [])], {}, id="没有数"),
        pytest.param(
            [("government_rules", ["", "", ""])],
            {"government_rules.issued": "", "government_rules.repealed": "", "government_rules.in_force": ""},
            id="三格都空",
        ),
        pytest.param(
            [("government_rules", ["", "1", "2", ""]), ("normative_documents", ["", "3", "4", "5"])],
            {
                "government_rules.issued": "1",
                "government_rules.repealed": "2",
                "government_rules.in_force": "",
                "normative_documents.issued": "3",
                "normative_documents.repealed": "4",
                "normative_documents.in_force": "5",
            },
            id="另一行说左边多一格",
        ),
        pytest.param([("government_rules", ["", "1", "2", ""])], {}, id="左边右边都可能多一格"),
        pytest.param([("administrative_licenses", ["97"]), ("administrative_licenses", ["98"])], {}, id="两种说法"),
        pytest.param([("other_external_services", ["1", "1", "1"])], {}, id="别的版本的行"),
    ],
)
def test_table_two(rows, cells):
    assert shown(read2(*rows)) == cells


def test_fees_are_in_ten_thousand_yuan():
    tables = read2(("administrative_fees", ["251000元"]))
    assert tables.cells == {"table2.administrative_fees_wan_yuan": number(Decimal("25.1"))}
    assert kinds(tables) == [Normalised.UNIT_IN_CELL]


def test_changes_keep_their_sign_and_procurement_its_unit():
    tables = read2(
        ("administrative_licenses", ["22", "+1", "23"]),
        ("government_procurement", ["22", "184719元"]),
        edition=EDITION_2019,
    )
    assert tables.cells["table2.administrative_licenses.change"].written == "+1"
    assert tables.cells["table2.government_procurement.amount"] == number(184719)
    assert tables.procurement_unit == "元"
    assert kinds(tables) == [Normalised.UNIT_IN_CELL]


def test_a_short_label_of_table_two_is_remarked():
    found = Found(table2=[row("normative_documents", ["1", "2", "3"], "规范性文件")])
    assert kinds(read_tables(found, EDITION_2021)) == [Normalised.LABEL_SHORTENED]
    assert kinds(read_tables(found, EDITION_2019)) == []


FIFTEEN = [str(each) for each in range(1, 16)]
TABLE4 = [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
HEADS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3


def read4(*pieces: list[str], labels: list[str] | None = None) -> list[str]:
    rows = [row(None, piece, label) for piece, label in zip(pieces, labels or [""] * len(pieces), strict=True)]
    tables = read_tables(Found(table4=rows), EDITION_2021)
    return [tables.cells[cell].shown for cell in TABLE4 if cell in tables.cells]


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([FIFTEEN], id="一行"),
        pytest.param([FIFTEEN, FIFTEEN], id="印了两遍"),
        pytest.param([FIFTEEN[:5], FIFTEEN[5:10], FIFTEEN[10:]], id="三段"),
        pytest.param([FIFTEEN[:5], FIFTEEN[5:]], id="复议和诉讼"),
        pytest.param([["", *FIFTEEN]], id="前有空格"),
    ],
)
def test_table_four(pieces):
    assert read4(*pieces) == FIFTEEN


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([FIFTEEN[:14]], id="少一格"),
        pytest.param([FIFTEEN[:14], ["7"]], id="少一格，另有一个数"),
        pytest.param([FIFTEEN, ["0"] * 15], id="两种说法"),
        pytest.param([FIFTEEN[:5], FIFTEEN[5:10]], id="少一段"),
        pytest.param([[*FIFTEEN, "16"]], id="多一格"),
        pytest.param([[each] for each in FIFTEEN], id="散落的数"),
    ],
)
def test_table_four_that_cannot_be_told_is_left_out(pieces):
    assert read4(*pieces) == []


def test_table_four_set_upright_is_read_by_its_heads():
    assert read4(*([each] for each in FIFTEEN), labels=HEADS) == FIFTEEN
    assert read4(*([each] for each in FIFTEEN), labels=[*HEADS[4:], *HEADS[:4]]) == []


def test_every_cell_knows_where_it_was_found():
    tables = read3(FigureRow(ZEROS, "disclosed", lines=[Place(line=at) for at in range(10, 17)]))
    places = Places(tables.rows)
    assert [places[cell].line for cell in table3_cells("disclosed")] == list(range(10, 17))
    assert tables.cells[table3_cells("disclosed")[0]] != BLANK
