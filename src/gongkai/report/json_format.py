"""The report as JSON (``gongkai/annual-report/1``): one document, exact in both directions.

A cell is a number, ``null`` where it is blank, or the string that was written there. A row that the report does not
have is absent, so that a fragment does not read as a row of blanks.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import simplejson

from gongkai.report.model import NARRATIVE_KEYS, AnnualReport, Claim, Period, Place, What, complete
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.writing.layout import whole_row
from gongkai.stats.cells import BLANK, Cell, CellState, Figure, number
from gongkai.stats.cells import text as cell_of_text
from gongkai.stats.editions import (
    EDITIONS,
    OTHERWISE_ONE_ROW,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition,
    table3_cells,
    table4_cells,
)
from gongkai.stats.identities import prints_item_six_in_one_row
from gongkai.wording import _

SCHEMA = "gongkai/annual-report/1"

_PROCUREMENT = "government_procurement"
_TABLES = ("table2", "table3", "table4")
_REQUIRED = ("schema", "agency", "year", "edition", "title")
_KNOWN = frozenset({*_REQUIRED, "complete", "narrative", "claims", "where", *_TABLES})
_PLACE_COUNTS = ("page", "table", "row", "column", "line")

# No count of a report comes near: what is larger is a fault of the file, and not every format could hold it exactly.
_LARGEST_EXPONENT = 14
_LARGEST = 10 ** (_LARGEST_EXPONENT + 1)
_MOST_DECIMALS = 10


# Writing


def to_json(report: AnnualReport, *, where: bool = False) -> str:
    """Return the report as JSON text; with ``where``, also the place at which each figure was found."""
    value = _report_value(report)
    if where:
        value["where"] = {cell: _place_value(place) for cell, place in report.places.items() if cell in report.cells}
    return _laid_out(value) + "\n"


def _report_value(report: AnnualReport) -> dict[str, object]:
    value: dict[str, object] = {
        "schema": SCHEMA,
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition_key,
        "complete": report.complete,
        "title": report.title,
        "narrative": {key: report.narrative[key] for key in NARRATIVE_KEYS if key in report.narrative},
        "claims": [
            {
                "what": claim.what.value,
                "value": _plain(claim.value),
                "unit": claim.unit,
                "approximate": claim.approximate,
                "period": claim.period.value,
                "text": claim.text,
            }
            for claim in report.claims
        ],
    }
    if report.edition is not None:
        one_row = prints_item_six_in_one_row(report.edition, report.cells)
        rows = report.edition.table3_rows_one_row_item_six if one_row else report.edition.table3_rows
        value["table2"] = dict(_table2_value(report, report.edition))
        value["table3"] = dict(_arrays(report.cells, {row.key: table3_cells(row.key) for row in rows}))
        value["table4"] = dict(_arrays(report.cells, {group.key: table4_cells(group.key) for group in TABLE4_GROUPS}))
    return value


def _table2_value(report: AnnualReport, edition_: Edition) -> Iterator[tuple[str, object]]:
    for block, row in edition_.table2_rows():
        found = whole_row(report.cells, block.cell_ids(row))
        if not found:
            continue
        cells = {column.key: cell_value(cell) for column, cell in zip(block.columns, found.values(), strict=True)}
        if len(block.columns) == 1:
            yield row.key, next(iter(cells.values()))
        elif row.key == _PROCUREMENT:
            yield row.key, {**cells, "unit": report.procurement_unit}
        else:
            yield row.key, cells


def _arrays(cells: Mapping[CellId, Cell], rows: Mapping[str, tuple[CellId, ...]]) -> Iterator[tuple[str, object]]:
    for key, ids in rows.items():
        if found := whole_row(cells, ids):
            yield key, [cell_value(cell) for cell in found.values()]


def cell_value(cell: Cell) -> Figure | str | None:
    """Return what JSON holds for a cell: its number, null for a blank, or what is written there."""
    if cell.number is not None:
        return _plain(cell.number)
    return None if cell.state is CellState.BLANK else cell.text


def _plain(figure: Figure) -> Figure:
    """Return a decimal that prints without an exponent."""
    return Decimal(format(figure, "f")) if isinstance(figure, Decimal) else figure


def _place_value(place: Place) -> dict[str, object]:
    return {key: value for key, value in asdict(place).items() if value is not None}


def _laid_out(document: Mapping[str, object]) -> str:
    """Return JSON with one row of a table, one section and one claim on a line: a person may look into the file."""
    lines = []
    for key, value in document.items():
        if isinstance(value, dict) and value:
            inner = ",\n".join(f"  {_compact(name)}: {_compact(each)}" for name, each in value.items())
            shown = f"{{\n{inner}\n }}"
        elif isinstance(value, list) and value:
            inner = ",\n".join(f"  {_compact(each)}" for each in value)
            shown = f"[\n{inner}\n ]"
        else:
            shown = _compact(value)
        lines.append(f" {_compact(key)}: {shown}")
    return "{\n" + ",\n".join(lines) + "\n}"


def _compact(value: object) -> str:
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)


# Reading

_Closed = TypeVar("_Closed", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the document with its path, so that a fault can be named by its place."""

    name: str
    path: str
    value: object

    def fault(self, what: str) -> UnreadableReport:
        return UnreadableReport(
            self.name, what, where=self.path, todo=_("请按 {schema} 的写法改正这一处").format(schema=SCHEMA)
        )

    def members(self, known: Callable[[str], bool]) -> dict[str, "_Value"]:
        """Return the members of an object; one whose key is unknown is a fault, or a figure would be lost silently."""
        if not isinstance(self.value, dict):
            raise self.fault(_("这里应是一个对象（花括号），实际是{kind}").format(kind=_kind(self.value)))
        for key in self.value:
            if not known(key):
                raise self.fault(_("不认识的名称“{key}”").format(key=_quoted(key)))
        return {key: _Value(self.name, f"{self.path}.{key}", value) for key, value in self.value.items()}

    def elements(self) -> list["_Value"]:
        if not isinstance(self.value, list):
            raise self.fault(_("这里应是一个数组（方括号），实际是{kind}").format(kind=_kind(self.value)))
        return [_Value(self.name, f"{self.path}[{index}]", value) for index, value in enumerate(self.value)]

    def string(self) -> str:
        if not isinstance(self.value, str):
            raise self.fault(_("这里应是文字（加引号），实际是{kind}").format(kind=_kind(self.value)))
        if any("\ud800" <= character <= "\udfff" for character in self.value):
            raise self.fault(_("文字里有不成对的代理码位，不是合法的字符"))
        return self.value

    def string_or_none(self) -> str | None:
        return None if self.value is None else self.string()

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fault(_("这里应是 true 或 false，实际是{kind}").format(kind=_kind(self.value)))
        return self.value

    def count(self) -> int:
        """Return a whole number from one up: a year, or what a place counts."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not 0 < self.value < _LARGEST:
            raise self.fault(_("这里应是正整数，实际是{kind}").format(kind=_kind(self.value)))
        return self.value

    def figure(self) -> Figure:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.fault(_("这里应是数，实际是{kind}").format(kind=_kind(value)))
        if (value.adjusted() > _LARGEST_EXPONENT) if isinstance(value, Decimal) else (abs(value) >= _LARGEST):
            raise self.fault(_("这个数太大，不可能是年度报告里的数"))
        if isinstance(value, Decimal) and int(value.as_tuple().exponent) < -_MOST_DECIMALS:
            raise self.fault(_("这个数的小数位太多"))
        return value

    def cell(self) -> Cell:
        if self.value is None:
            return BLANK
        if isinstance(self.value, str):
            return cell_of_text(self.string())
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise self.fault(_("单元格应是数、null 或文字，实际是{kind}").format(kind=_kind(self.value)))
        return number(self.figure())

    def one_of(self, closed: type[_Closed]) -> _Closed:
        value = self.string()
        try:
            return closed(value)
        except ValueError:
            choices = "、".join(closed)
            raise self.fault(
                _("“{value}”不在可用的值之内：{choices}").format(value=_quoted(value), choices=choices)
            ) from None


def _quoted(written: str) -> str:
    """Return what a file says so that it can stand in a message: short, and printable everywhere."""
    return written[:40].encode("utf-8", "replace").decode("utf-8")


def _kind(value: object) -> str:
    """Return what a JSON value is, for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    names = {str: _("文字"), dict: _("对象"), list: _("数组"), int: _("整数"), Decimal: _("小数")}
    return names[type(value)]


def from_json(text: str, name: str) -> AnnualReport:
    """Return the report that JSON text holds; ``name`` is the file's, for messages.

    The whole document is validated: what does not belong, is missing or contradicts itself is refused with its path,
    since a figure that is dropped or guessed would be a false statement.
    """
    root = _parsed(text, name)
    if isinstance(root.value, dict) and root.value.get("schema") != SCHEMA:
        raise UnreadableReport(
            name,
            _("这份 JSON 不是年度报告：schema 不是 {schema}").format(schema=SCHEMA),
            where="$.schema",
            todo=_("请给出由 gongkai 写出的 JSON，或按该格式补上 schema"),
        )
    members = root.members(_KNOWN.__contains__)
    for key in _REQUIRED:
        if key not in members:
            raise root.fault(_("缺少“{key}”").format(key=key))
    year = None if members["year"].value is None else members["year"].count()
    if year is not None and year > 9999:
        raise members["year"].fault(_("年份应是四位数"))
    edition_ = _edition(members["edition"])
    cells: dict[CellId, Cell] = {}
    unit = None
    for table in _TABLES:
        if table not in members:
            continue
        if edition_ is None:
            raise members[table].fault(_("edition 是 null 的报告没有表格"))
        if table == "table2":
            found, unit = _table2_cells(members[table], edition_)
        else:
            found = _array_cells(members[table], edition_)
        cells.update(found)
    narrative = _narrative(members["narrative"]) if "narrative" in members else {}
    return AnnualReport(
        agency=members["agency"].string_or_none(),
        year=year,
        edition_key=None if edition_ is None else edition_.key,
        title=members["title"].string(),
        narrative=narrative,
        claims=_claims(members["claims"], narrative) if "claims" in members else (),
        cells=cells,
        procurement_unit=unit,
        complete=_complete(members.get("complete"), edition_, cells),
        places=_places(members["where"], cells) if "where" in members else {},
        source_name=name,
    )


def _complete(stated: _Value | None, edition_: Edition | None, cells: Mapping[CellId, Cell]) -> bool:
    found = complete(edition_, cells)
    if stated is None:
        return found
    if stated.boolean() and not found:
        raise stated.fault(_("写的是完整报告（true），但三张表缺少行"))
    return stated.boolean()


def _parsed(text: str, name: str) -> _Value:
    def object_without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _value in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise UnreadableReport(
                name, _("名称“{key}”在同一个对象里出现两次").format(key=_quoted(twice)), todo=_("请删去多余的一个")
            )
        return found

    try:
        value = simplejson.loads(text, use_decimal=True, object_pairs_hook=object_without_duplicates)
    except simplejson.JSONDecodeError as fault:
        raise UnreadableReport(
            name,
            _("不是合法的 JSON"),
            where=_("第 {line} 行第 {column} 列").format(line=fault.lineno, column=fault.colno),
            todo=_("请检查文件是否完整，或重新导出"),
        ) from None
    except (RecursionError, ValueError, ArithmeticError):
        # Nesting without end, or a number of thousands of digits.
        raise UnreadableReport(name, _("JSON 嵌套过深或数字过长"), todo=_("请检查文件是否完整，或重新导出")) from None
    return _Value(name, "$", value)


def _edition(value: _Value) -> Edition | None:
    if value.value is None:
        return None
    keys = [each.key for each in EDITIONS]
    if value.value not in keys:
        raise value.fault(_("edition 应是 {keys} 或 null").format(keys="、".join(f'"{key}"' for key in keys)))
    return edition(value.string())


def _narrative(value: _Value) -> dict[str, str]:
    return {key: member.string() for key, member in value.members(NARRATIVE_KEYS.__contains__).items()}


def _claims(value: _Value, narrative: Mapping[str, str]) -> tuple[Claim, ...]:
    return tuple(_claim(element, narrative) for element in value.elements())


_CLAIM_KEYS = ("what", "value", "unit", "approximate", "period", "text")


def _claim(value: _Value, narrative: Mapping[str, str]) -> Claim:
    members = value.members(_CLAIM_KEYS.__contains__)
    for key in _CLAIM_KEYS:
        if key not in members:
            raise value.fault(_("缺少“{key}”").format(key=key))
    clause = members["text"].string()
    return Claim(
        what=members["what"].one_of(What),
        value=members["value"].figure(),
        unit=members["unit"].string(),
        approximate=members["approximate"].boolean(),
        period=members["period"].one_of(Period),
        text=clause,
        # The format does not say where a claim stands, but its clause does.
        section=next((key for key in NARRATIVE_KEYS if clause and clause in narrative.get(key, "")), ""),
    )


def _table2_cells(value: _Value, edition_: Edition) -> tuple[dict[CellId, Cell], str | None]:
    blocks = {row.key: (block, row) for block, row in edition_.table2_rows()}
    cells: dict[CellId, Cell] = {}
    unit = None
    for key, member in value.members(blocks.__contains__).items():
        block, row = blocks[key]
        ids = block.cell_ids(row)
        if len(ids) == 1:
            cells[ids[0]] = member.cell()
            continue
        by_column = dict(zip((column.key for column in block.columns), ids, strict=True))
        extra = {"unit"} if key == _PROCUREMENT else set()
        columns = member.members((by_column.keys() | extra).__contains__)
        for column, cell in columns.items():
            if column in by_column:
                cells[by_column[column]] = cell.cell()
            else:
                unit = cell.string_or_none()
        if missing := by_column.keys() - columns.keys():
            raise member.fault(_("这一行缺少“{key}”").format(key="、".join(sorted(missing))))
    return cells, unit


def _array_cells(value: _Value, edition_: Edition) -> dict[CellId, Cell]:
    if value.path == "$.table3":
        ids = {row.key: table3_cells(row.key) for row in (*edition_.table3_rows, OTHERWISE_ONE_ROW)}
    else:
        ids = {group.key: table4_cells(group.key) for group in TABLE4_GROUPS}
    cells: dict[CellId, Cell] = {}
    rows = value.members(ids.__contains__)
    for key, row in rows.items():
        elements = row.elements()
        if len(elements) != len(ids[key]):
            raise row.fault(
                _("这一行应有 {expected} 个单元格，实际是 {found} 个").format(
                    expected=len(ids[key]), found=len(elements)
                )
            )
        cells.update(zip(ids[key], (element.cell() for element in elements), strict=True))
    if OTHERWISE_ONE_ROW.key in rows:
        for key in rows:
            if key.startswith(f"{OTHERWISE_ONE_ROW.key}."):
                raise rows[key].fault(_("（六）其他处理已写成一行，不能再分三行"))
    return cells


def _places(value: _Value, cells: Mapping[CellId, Cell]) -> dict[CellId, Place]:
    return {cell: _place(member) for cell, member in value.members(cells.__contains__).items()}


def _place(value: _Value) -> Place:
    members = value.members({*_PLACE_COUNTS, "sheet"}.__contains__)
    counts = {key: members[key].count() for key in _PLACE_COUNTS if key in members}
    return Place(**counts, sheet=members["sheet"].string_or_none() if "sheet" in members else None)
