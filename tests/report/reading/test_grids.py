"""Tables in grids: columns are known by the heads above them, however these are broken."""

import pytest

from gongkai.report.reading.document import Grid, GridCell
from gongkai.report.reading.grids import Found, GridTables
from gongkai.stats.editions import TABLE3_CORNER

Slot = str | tuple[str, int, int]
"""A cell by its text, or by its text, the rows and the columns that it covers."""

HEAD: list[list[Slot]] = [
    [(TABLE3_CORNER, 3, 3), ("申请人情况", 1, 7)],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
SEVEN: list[Slot] = ["1", "2", "3", "4", "5", "6", "21"]
NEW: list[Slot] = [("一、本年新收政府信息公开申请数量", 1, 3), *SEVEN]


def grid(rows: list[list[Slot]], number: int = 1) -> Grid:
    """A grid as a browser lays it out."""
    taken: dict[tuple[int, int], GridCell] = {}
    for at, row in enumerate(rows):
        column = 0
        for slot in row:
            text, rowspan, colspan = (slot, 1, 1) if isinstance(slot, str) else slot
            while (at, column) in taken:
                column += 1
            cell = GridCell(text, at, column, rowspan, colspan)
            for down in range(rowspan):
                for right in range(colspan):
                    taken[at + down, column + right] = cell
    width = 1 + max(column for _row, column in taken)
    return Grid(tuple(tuple(taken.get((at, column)) for column in range(width)) for at in range(len(rows))), number)


def read(*grids: Grid) -> tuple[Found, list[bool]]:
    found = Found()
    tables = GridTables(found)
    return found, [tables.read(each) for each in grids]


def table3(*grids: Grid) -> dict[str | None, str | None]:
    found, _statutory = read(*grids)
    return {row.row: row.written and " ".join(each or "_" for each in row.written) for row in found.table3}


def test_the_form_as_it_is_laid_down_is_read():
    rows: list[list[Slot]] = [
        *HEAD,
        NEW,
        [("三、本年度办理结果", 3, 1), ("（一）予以公开", 1, 2), *SEVEN],
        [("（三）不予公开", 2, 1), "1.属于国家秘密", "", "", "", "", "", "", "0"],
        ["2.其他法律行政法规禁止公开", *SEVEN],
    ]
    assert table3(grid(rows)) == {
        "newly_received": "1 2 3 4 5 6 21",
        "disclosed": "1 2 3 4 5 6 21",
        "withheld.state_secret": "_ _ _ _ _ _ 0",
        "withheld.prohibited_by_law": "1 2 3 4 5 6 21",
    }


def test_a_figure_knows_its_place():
    found, _statutory = read(grid([*HEAD, NEW], number=2))
    (row,) = found.table3
    place = row.place(6)
    assert place is not None
    assert (place.table, place.row, place.column) == (2, 4, 10)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            [
                [(TABLE3_CORNER, 3, 3), ("申请人情况", 1, 7)],
                ["自然人", ("法人或其他组织", 1, 5), "总计"],
                ["", *HEAD[2], ""],
            ],
            id="空格代替合并",
        ),
        pytest.param(
            [
                [(TABLE3_CORNER, 4, 3), ("申请人情况", 1, 7)],
                [("自\n然\n人", 3, 1), ("法人或其他组织", 1, 5), ("总\n计", 3, 1)],
                ["商业", "科研", "社会公益", "法律服务", ("其他", 2, 1)],
                ["企业", "机构", "组织", "机构"],
            ],
            id="表头断行",
        ),
        pytest.param(
            [[("项目", 1, 3), "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "合计"]],
            id="一行表头，合计",
        ),
        pytest.param(
            [
                [("（本列数据的钩稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
                *HEAD[1:],
            ],
            id="钩稽",
        ),
    ],
)
def test_columns_are_known_by_heads_in_any_breaking(head):
    assert table3(grid([*head, NEW])) == {"newly_received": "1 2 3 4 5 6 21"}


def test_columns_in_another_order_are_read_by_their_heads():
    head: list[list[Slot]] = [
        [("项目", 1, 3), "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    ]
    row: list[Slot] = [("一、本年新收政府信息公开申请数量", 1, 3), "21", "1", "2", "3", "4", "5", "6"]
    assert table3(grid([*head, row])) == {"newly_received": "1 2 3 4 5 6 21"}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            [HEAD[0], [("自然人", 2, 1), "法人或其他组织", ("总计", 2, 1)], HEAD[2]],
            id="法人或其他组织不再合并",
        ),
        pytest.param([HEAD[0], [("自然人", 2, 1), ("总计", 2, 1)], HEAD[2]], id="法人或其他组织丢失"),
    ],
)
def test_heads_that_have_lost_their_spans_shift_no_figure(head):
    rows = [*head, NEW, ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", *SEVEN]]
    assert table3(grid(rows)) == {"newly_received": "1 2 3 4 5 6 21", "withheld.state_secret": "1 2 3 4 5 6 21"}


def test_a_head_that_stands_over_the_labels_is_no_head_of_figures():
    rows: list[list[Slot]] = [[TABLE3_CORNER, ("申请人情况", 1, 7)], *HEAD[1:], NEW]
    rows.append(["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", *SEVEN])
    found = table3(grid(rows))
    assert set(found.values()) == {"1 2 3 4 5 6 21"}
    assert "newly_received" in found


def test_a_bracket_that_has_lost_its_place_shifts_no_figure():
    rows: list[list[Slot]] = [
        ["", ("（四）无法提供", 2, 1), "1.本机关不掌握相关政府信息", "1", "", "", "", "", "", ""],
        ["2.没有现成信息需要另行制作", "2", "", "", "", "", "", ""],
    ]
    assert table3(grid([NEW]), grid(rows, number=2)) == {
        "newly_received": "1 2 3 4 5 6 21",
        "unable_to_provide.not_held": "1 _ _ _ _ _ _",
        "unable_to_provide.needs_creation": "2 _ _ _ _ _ _",
    }


def test_two_years_side_by_side_are_not_told_apart():
    heads: list[Slot] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows: list[list[Slot]] = [
        [("项目", 2, 1), ("2022年", 1, 7), ("2023年", 1, 7)],
        [*heads, *heads],
        ["一、本年新收政府信息公开申请数量", *SEVEN, *([""] * 7)],
    ]
    assert table3(grid(rows)) == {"newly_received": None}


def test_an_additional_column_makes_no_figure_of_the_form():
    rows: list[list[Slot]] = [
        [(TABLE3_CORNER, 2, 1), "自然人", ("法人或其他组织", 1, 6), "总计"],
        ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", ""],
        ["一、本年新收政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "20", "21"],
    ]
    assert table3(grid(rows)) == {"newly_received": "1 2 3 4 5 6 21"}


def test_a_table_in_two_parts_keeps_its_columns():
    first = grid([*HEAD, NEW])
    second = grid([[("（一）予以公开", 1, 3), "", "", "1", "", "", "", "1"]], number=2)
    assert table3(first, second)["disclosed"] == "_ _ 1 _ _ _ 1"
    found, statutory = read(first, second)
    assert statutory == [True, True]
    assert (place := found.table3[1].place(2)) is not None
    assert place.table == 2


def test_the_second_part_may_have_its_head_again():
    second = grid([*HEAD, [("（一）予以公开", 1, 3), *SEVEN]], number=2)
    assert set(table3(grid([*HEAD, NEW]), second)) == {"newly_received", "disclosed"}


def test_a_part_whose_head_is_lost_is_read_where_its_rows_have_seven_cells():
    rows: list[list[Slot]] = [NEW, [("（一）予以公开", 1, 3), "", "", "", "", "", "", "0"]]
    assert table3(grid(rows)) == {"newly_received": "1 2 3 4 5 6 21", "disclosed": "_ _ _ _ _ _ 0"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([("一、本年新收政府信息公开申请数量", 1, 3), "1", ("", 1, 5), "1"], id="空白合并成一格"),
        pytest.param([("一、本年新收政府信息公开申请数量", 1, 3), *SEVEN[:6]], id="少一格"),
    ],
)
def test_a_row_without_seven_cells_is_not_told(row):
    assert table3(grid([*HEAD, row])) == {"newly_received": None}


def test_a_figure_that_covers_two_rows_is_the_figure_of_neither():
    rows: list[list[Slot]] = [
        *HEAD,
        [("（一）予以公开", 1, 3), *((str(each), 2, 1) for each in SEVEN)],
        [("（二）部分公开", 1, 3)],
        [("1.属于国家秘密", 1, 3), *SEVEN],
    ]
    assert table3(grid(rows)) == {
        "disclosed": None,
        "partially_disclosed": None,
        "withheld.state_secret": "1 2 3 4 5 6 21",
    }


def test_a_label_over_two_lines_of_the_grid_is_one_row():
    rows: list[list[Slot]] = [
        *HEAD,
        [("5.要求行政机关确认或", 1, 3), *((str(each), 2, 1) for each in SEVEN)],
        [("重新出具已获取信息", 1, 3)],
    ]
    assert table3(grid(rows)) == {"not_processed.asks_to_confirm_or_reissue": "1 2 3 4 5 6 21"}


def test_a_row_that_is_none_of_the_form_says_so():
    rows: list[list[Slot]] = [*HEAD, NEW, [("小计", 1, 3), *SEVEN]]
    assert table3(grid(rows)) == {"newly_received": "1 2 3 4 5 6 21", "": "1 2 3 4 5 6 21"}


TABLE2: list[list[Slot]] = [
    [("第二十条第（一）项", 1, 4)],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "3", "", "74"],
    ["行政规范性文件", "564", "984", "4185"],
    [("第二十条第（五）项", 1, 4)],
    ["信息内容", ("本年处理决定数量", 1, 3)],
    ["行政许可", ("11398889", 1, 3)],
]


def test_table_two_is_read_with_its_edition():
    found, statutory = read(grid(TABLE2))
    assert statutory == [True]
    assert [(row.row, list(row.written or ())) for row in found.table2] == [
        ("government_rules", ["3", "", "74"]),
        ("normative_documents", ["564", "984", "4185"]),
        ("administrative_licenses", ["11398889"]),
    ]
    assert set(found.table2_editions) == {"2021"}


FIFTEEN: list[Slot] = [str(number) for number in range(1, 16)]
RESULTS: list[Slot] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
TABLE4: list[list[Slot]] = [
    [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
    [*((str(each), 2, 1) for each in RESULTS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    [*RESULTS, *RESULTS],
]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(FIFTEEN, id="十五个数"),
        pytest.param([*FIFTEEN[:14], ""], id="一格空白"),
        pytest.param([""] * 15, id="全空"),
        pytest.param(["件数", *FIFTEEN], id="前有标签"),
        pytest.param(["/"] * 15, id="斜线"),
    ],
)
def test_table_four_is_read(row):
    found, _statutory = read(grid([*TABLE4, row]))
    assert [list(each.written or ()) for each in found.table4] == [row[-15:]]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["索 引 号", "003512345/2024-00012"], ["发布机构", "示例区商务局"]], id="元数据"),
        pytest.param([["首页", "信息公开", "年报"]], id="网站栏目"),
        pytest.param([["序号", "数量"], ["1", "5"]], id="别的表"),
    ],
)
def test_other_tables_are_none_of_the_statutory_ones(rows):
    found, statutory = read(grid(rows))
    assert statutory == [False]
    assert not found.anything
