"""Sums over agencies equal an independent calculation, whatever is blank, missing, there twice or in an aggregate."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.cli import FAILED, SOUND, main
from gongkai.corpus.agencies import Agency, AgencyTable, Kind
from gongkai.corpus.folder import opened
from gongkai.corpus.rollup import RolledUp, dimensions, rollup
from gongkai.corpus.rollup_sql import DIMENSIONS, members_sql, rollup_sql
from gongkai.corpus.schema import variant, variants
from gongkai.stats.cells import BLANK, Cell, number, text
from gongkai.stats.editions import CellId, edition_of_year

from .data_sets import report_of, written

COUNTED: tuple[CellId, ...] = (
    "table2.administrative_licenses",
    "table2.administrative_licenses.change",
    "table2.administrative_fees_wan_yuan",
    "table3.newly_received.total",
    "table3.otherwise_handled.total",
    "table3.otherwise_handled.other.total",
    "table4.reconsideration.total",
)
YEARS = (2020, 2021, 2022)


def _agency(code: str, kind: Kind, name: str, parent: str | None, first: int = 2004, last: int = 2999) -> Agency:
    key = f"{code}/government" if kind is Kind.GOVERNMENT else f"{code}/{name}"
    return Agency(key, name, code, kind, parent, first, last, 0)


TREE = AgencyTable(
    (
        _agency("320000", Kind.GOVERNMENT, "示例省人民政府", None),
        _agency("320000", Kind.DEPARTMENT, "示例省教育局", "320000/government"),
        _agency("320100", Kind.GOVERNMENT, "示例市人民政府", "320000/government"),
        _agency("320100", Kind.DEPARTMENT, "示例市教育局", "320100/government"),
        _agency("320102", Kind.GOVERNMENT, "甲区人民政府", "320100/government"),
        _agency("320102", Kind.DEPARTMENT, "甲区教育局", "320102/government"),
        _agency("320102", Kind.DEPARTMENT, "甲区商务局", "320102/government", 2021, 2999),
        _agency("320104", Kind.GOVERNMENT, "乙区人民政府", "320100/government"),
        # It was the city's until 2020, the district's after.
        _agency("320104", Kind.DEPARTMENT, "乙区教育局", "320100/government", 2004, 2020),
        _agency("320104", Kind.DEPARTMENT, "乙区教育局", "320104/government", 2021, 2999),
    )
)


@dataclass(frozen=True)
class Filed:
    agency: str | None
    year: int
    one_row: bool
    cells: Mapping[CellId, Cell]

    @property
    def form(self) -> str:
        found = variant(edition_of_year(self.year), self.cells)
        assert found is not None
        return found


@st.composite
def filed(draw: st.DrawFn) -> list[Filed]:
    reports = []
    for year in YEARS:
        keys: list[str | None] = sorted({each.key for each in TREE.agencies if each.is_valid(year)})
        for agency in [*keys, None]:
            for _copy in range(draw(st.sampled_from([1, 1, 1, 0, 2]))):
                one_row = draw(st.booleans())
                form = "2019" if year < 2021 else "2021_one_row" if one_row else "2021"
                values = st.sampled_from(
                    [number(3), number(5), number(0), number(10**13), BLANK, text("/"), number(Decimal("2.5"))]
                )
                cells = {cell: draw(values) for cell in COUNTED if cell in variants()[form]}
                reports.append(Filed(agency, year, one_row, cells))
    return reports


def versions(reports: Sequence[Filed]) -> list[int]:
    return [
        1 if each.agency is None else sum((o.agency, o.year) == (each.agency, each.year) for o in reports)
        for each in reports
    ]


def place(agency: Agency, year: int, by: Sequence[str]) -> tuple[object, ...]:
    known = {**agency.place, "kind": agency.kind.value, "year": year}
    return tuple(known[name] for name in by)


def above(agency: Agency, year: int) -> list[Agency]:
    valid = {each.key: each for each in TREE.agencies if each.is_valid(year)}
    found = []
    while agency.parent_key is not None:
        agency = valid[agency.parent_key]
        found.append(agency)
    return found


def figure(copies: Sequence[Filed], cell: CellId) -> object:
    """Return the number that all copies agree on, ``None`` if it is not known, ``...`` where the form has no such."""
    form = min(each.form for each in copies)
    if cell not in variants()[form]:
        return ...
    found = set()
    for each in copies:
        held = each.cells.get(cell)
        value = None if held is None else held.number
        if value is not None and cell != "table2.administrative_fees_wan_yuan" and value != int(value):
            value = None
        found.add(value if cell in variants()[each.form] else None)
    return found.pop() if len(found) == 1 else None


def calculated(reports: Sequence[Filed], by: Sequence[str]) -> dict[object, dict[CellId, object]]:
    """Add everything up by hand: by walking the tree for each agency, without SQL."""
    copies: dict[tuple[str | None, int], list[Filed]] = defaultdict(list)
    for each in reports:
        copies[each.agency, each.year].append(each)
    members: dict[object, list[list[Filed] | int]] = defaultdict(list)
    for year in sorted({each.year for each in reports if each.agency is not None}):
        valid = [each for each in TREE.agencies if each.is_valid(year)]
        under = {each.key: [other for other in valid if each in above(other, year)] for each in valid}

        def fits(aggregate: Agency, year: int = year, under: Mapping[str, list[Agency]] = under) -> bool:
            return all(place(o, year, by) == place(aggregate, year, by) for o in under[aggregate.key])

        for agency in valid:
            own = copies.get((agency.key, year))
            if any(fits(each) and (each.key, year) in copies for each in above(agency, year)):
                continue
            if under[agency.key] and not fits(agency):
                continue
            members[True, place(agency, year, by)].append(own if own is not None else year)
    for each in reports:
        if each.agency is None:
            members[False, tuple(each.year if name == "year" else None for name in by)].append([each])
    return {group: dict(sums(found)) for group, found in members.items()}


def sums(found: Sequence[list[Filed] | int]) -> dict[CellId, object]:
    result: dict[CellId, object] = {}
    for cell in COUNTED:
        forms = {form for form, cells in variants().items() if cell in cells}
        editions = {form.partition("_")[0] for form in forms}
        total, numbers, unknown, shown = Decimal(0), 0, 0, False
        for member in found:
            if isinstance(member, int):
                of_year = edition_of_year(member)
                assert of_year is not None
                unknown += of_year.key in editions
                shown |= of_year.key in forms
                continue
            value = figure(member, cell)
            if value is ...:
                continue
            shown = True
            if isinstance(value, int | Decimal):
                total, numbers = total + value, numbers + 1
            else:
                unknown += 1
        if shown:
            low = None if unknown and cell.endswith(".change") else total
            result[cell] = (low, None if unknown else total, numbers, unknown)
    return result


def said(found: RolledUp) -> dict[object, dict[CellId, object]]:
    return {
        (group.known, group.key): {
            cell: (each.low, each.high, each.numbers, each.unknown)
            for cell, each in group.sums.items()
            if cell in COUNTED
        }
        for group in found.groups
    }


def data_set(at: Path, reports: Sequence[Filed]) -> Path:
    return written(
        at,
        [report_of(f"示例{n}", each.year, each.form.partition("_")[0], each.cells) for n, each in enumerate(reports)],
        agency_keys=[each.agency for each in reports],
        agencies=TREE,
        versions=versions(reports),
    )


@settings(max_examples=5, deadline=None)
@given(filed(), st.permutations(DIMENSIONS), st.integers(1, len(DIMENSIONS)))
def test_sums_are_those_of_an_independent_calculation(
    tmp_path_factory: pytest.TempPathFactory, reports: list[Filed], order: list[str], length: int
) -> None:
    with opened(data_set(tmp_path_factory.mktemp("set") / "集.parquet", reports)) as connection:
        for by in (order[:length], ["year"]):
            assert said(rollup(connection, by)) == calculated(reports, by), by


def everybody(value: int = 1) -> list[Filed]:
    """Return a report of everybody for 2021, every figure of an aggregate the sum of its members'."""
    valid = [each for each in TREE.agencies if each.is_valid(2021)]
    leaves = {each.key: sum(each in above(other, 2021) for other in valid) for each in valid}
    added = {
        each.key: value * (sum(leaves[o.key] == 0 for o in valid if each in above(o, 2021)) or 1) for each in valid
    }
    return [Filed(each.key, 2021, False, {"table3.newly_received.total": number(added[each.key])}) for each in valid]


@pytest.mark.parametrize("by", [*((each,) for each in DIMENSIONS), ("city", "kind"), ("province", "county")])
def test_the_sums_of_all_groups_are_the_sum_of_the_whole(tmp_path: Path, by: tuple[str, ...]) -> None:
    with opened(data_set(tmp_path / "集.parquet", everybody())) as connection:
        groups = rollup(connection, by).groups
    assert sum(group.sums["table3.newly_received.total"].exact or 0 for group in groups) == 5


def test_an_aggregate_stands_for_members_that_are_missing(tmp_path: Path) -> None:
    reports = [each for each in everybody() if each.agency != "320102/甲区商务局"]
    with opened(data_set(tmp_path / "集.parquet", reports)) as connection:
        (whole,) = rollup(connection, ["year"]).groups
        by_kind = {group.key[0]: group for group in rollup(connection, ["kind"]).groups}
    assert (whole.present, whole.missing) == (1, ())
    assert whole.sums["table3.newly_received.total"].exact == 5
    # Among departments alone there is no aggregate: one is missing, and the sum is at least that of the others.
    department = by_kind["department"]
    assert [(each.agency, each.year) for each in department.missing] == [("甲区商务局", 2021)]
    sum_ = department.sums["table3.newly_received.total"]
    assert (sum_.low, sum_.high, sum_.exact, department.present) == (4, None, None, 4)


def test_without_its_aggregate_a_sum_is_a_lower_bound(tmp_path: Path) -> None:
    """What a government did itself is in none of its members' reports."""
    reports = [each for each in everybody() if each.agency != "320000/government"]
    with opened(data_set(tmp_path / "集.parquet", reports)) as connection:
        (whole,) = rollup(connection, ["year"]).groups
    assert [(each.agency, each.year) for each in whole.missing] == [("示例省人民政府", 2021)]
    sum_ = whole.sums["table3.newly_received.total"]
    assert (sum_.low, sum_.high, sum_.unknown) == (5, None, 1)


def test_the_text_is_plain() -> None:
    for text_ in (rollup_sql(DIMENSIONS), members_sql()):
        assert '"' not in text_
        assert "::" not in text_
        assert not any(word in text_ for word in ("QUALIFY", "GROUP BY ALL", "list_", "FILTER", "EXCLUDE"))


def test_the_command_prints_csv_for_people_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [*everybody(), Filed(None, 2021, False, {"table3.newly_received.total": number(7)})]
    out = str(data_set(tmp_path / "集.parquet", [each for each in reports if each.agency != "320102/甲区商务局"]))
    assert main(["corpus", "rollup", out, "--by", "kind,province"]) == SOUND
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    newly = [row for row in rows if row["格"] == "table3.newly_received.total"]
    assert [(row["机关类型"], row["省"], row["缺少"], row["合计"], row["不小于"]) for row in newly] == [
        ("部门", "江苏省", "1", "", "4"),
        ("不在机关表中", "不在机关表中", "", "7", ""),
    ]
    assert newly[0]["名称"] == "表三“一、本年新收政府信息公开申请数量”行“总计”列"
    assert main(["corpus", "rollup", out, "--by", "year", "--json"]) == SOUND
    document = json.loads(capsys.readouterr().out)
    assert document["by"] == ["year"]
    assert [(group["year"], group["in_agencies_table"], group["missing"]) for group in document["groups"]] == [
        (2021, True, 0),
        (2021, False, None),
    ]
    assert document["groups"][0]["cells"]["table3.newly_received.total"] == {
        "low": 5,
        "high": 5,
        "numbers": 1,
        "unknown": 0,
    }


@pytest.mark.parametrize(("by", "complaint"), [("town", "不能按“town”"), ("year,year", "只能写一次"), ("", "不能按")])
def test_what_cannot_be_grouped_by_is_refused(by: str, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "rollup", "nowhere.parquet", "--by", by]) == FAILED
    assert complaint in capsys.readouterr().err


def test_dimensions_keep_their_order() -> None:
    assert dimensions("year, province") == ("year", "province")


def test_an_empty_data_set_has_no_groups(tmp_path: Path) -> None:
    with opened(written(tmp_path / "集.parquet", [])) as connection:
        assert rollup(connection, ["province", "year"]).groups == ()
