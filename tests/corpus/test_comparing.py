"""What years, agencies, aggregates and texts say beside each other: all that was planted is found, and nothing else."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from gongkai.cli import BROKEN, SOUND, main
from gongkai.corpus.agencies import Agency, AgencyTable, Kind
from gongkai.corpus.comparing import Compared, compare
from gongkai.corpus.folder import opened
from gongkai.corpus.jumps import jumps_sql
from gongkai.report.model import AnnualReport
from gongkai.stats.cells import BLANK, Cell, number
from gongkai.stats.editions import CellId

from .data_sets import report_of, written

RECEIVED = "table3.newly_received.total"
STATUTORY = (
    "深入贯彻落实中华人民共和国政府信息公开条例",
    "坚持以公开为常态不公开为例外的基本原则",
    "不断提高政府信息公开工作的质量和水平",
    "公开的内容与人民群众的需求还有一定差距",
)
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x5E00)]


def prose(random: Random, sentences: int = 12) -> str:
    """Return a text of its own, with the phrases that everybody has in between."""
    own = ["".join(random.choices(_CHARACTERS, k=random.randint(9, 24))) for _sentence in range(sentences)]
    parts = [*own, *STATUTORY]
    random.shuffle(parts)
    return "，".join(parts) + f"，全年公开{random.randint(1, 999)}条。"


def compared(out: Path) -> Compared:
    with opened(out) as connection:
        return compare(connection)


def found(value: Compared, rule: str) -> set[tuple[str | None, str]]:
    return {(each.whose.agency, each.subject) for each in value.noticed if each.rule == rule}


def bureau(n: int, year: int, text: str = "", cells: Mapping[CellId, Cell] | None = None) -> AnnualReport:
    return report_of(f"示例{n}区商务局", year, "2021", cells or {}, narrative={"problems": text, "overview": ""})


def keys(reports: Sequence[AnnualReport]) -> list[str]:
    return [f"{100000 + int((each.agency or '').strip('示例区商务局'))}/商务局" for each in reports]


@pytest.mark.parametrize("seed", range(3))
def test_copies_among_many_innocents_are_found_and_no_innocent_is_blamed(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    texts = [prose(random) for _report in range(150)]
    planted = {}
    for copy, source in ((40, 3), (80, 3), (120, 77), (149, 10)):
        parts = texts[source].split("，")
        # Who copies changes the name and the figures, and one sentence in five.
        for n in range(0, len(parts), 5):
            parts[n] = "".join(random.choices(_CHARACTERS, k=15))
        texts[copy] = f"示例{copy}区商务局" + "，".join(parts).replace("1", "8")
        planted[copy] = source
    reports = [bureau(n, 2022, text) for n, text in enumerate(texts)]
    value = compared(written(tmp_path / "集.parquet", reports, agency_keys=keys(reports)))
    # Of two reports of one year nobody knows who copied: the later one by its id is named, with the other.
    pairs = {frozenset((f"示例{copy}区商务局", f"示例{source}区商务局")) for copy, source in planted.items()}
    named = {
        frozenset((each.whose.agency, each.values["other_file"].removesuffix("2022.json")))  # type: ignore[attr-defined]
        for each in value.noticed
        if each.rule == "text.copied_from_other"
    }
    assert pairs <= named
    # Two copies of one source are copies of each other, too.
    assert named - pairs <= {frozenset(("示例40区商务局", "示例80区商务局"))}
    assert len(value.noticed) == len(named)


def test_a_text_handed_down_for_years_is_no_copy_from_others(tmp_path: Path) -> None:
    random = Random(9)
    texts = [prose(random) for _agency in range(20)]
    reports = [bureau(n, year, text) for n, text in enumerate(texts) for year in (2021, 2022)]
    value = compared(written(tmp_path / "集.parquet", reports, agency_keys=keys(reports)))
    assert {each.rule for each in value.noticed} == {"continuity.copied"}
    assert {each.whose.year for each in value.noticed} == {2022}
    assert len(value.noticed) == 20
    assert (value.compared, value.without_previous) == (20, 20)


def growing(n: int, year: int, figure: int) -> AnnualReport:
    return bureau(n, year, cells={RECEIVED: number(figure)})


def test_a_figure_that_leaves_the_common_trend_is_a_jump(tmp_path: Path) -> None:
    random = Random(1)
    reports = []
    for n in range(30):
        before = random.randint(30, 90)
        # Everybody's figures treble in 2022, which is no jump of anybody's.
        after = before * 3 + random.randint(-5, 5)
        reports += [growing(n, 2021, before), growing(n, 2022, 60 if n == 7 else after)]
    reports += [growing(30, 2021, 40), growing(30, 2022, 4_000), growing(31, 2022, 9_999)]
    reports += [
        growing(32, 2021, 1),
        growing(32, 2022, 19),
        bureau(33, 2021, cells={RECEIVED: BLANK}),
        growing(33, 2022, 5000),
    ]
    value = compared(written(tmp_path / "集.parquet", reports, agency_keys=keys(reports)))
    assert found(value, "years.jump") == {("示例30区商务局", RECEIVED)}
    (jump,) = (each for each in value.noticed if each.rule == "years.jump")
    assert (jump.values["left"], jump.values["right"]) == (4000, 40)
    assert "32 个机关这项数据的变化，中位数是 2.96 倍" in jump.message


def test_where_few_can_be_compared_a_jump_says_so(tmp_path: Path) -> None:
    reports = [growing(1, 2021, 10), growing(1, 2022, 90), growing(2, 2021, 10), growing(2, 2022, 40)]
    value = compared(written(tmp_path / "集.parquet", reports, agency_keys=keys(reports)))
    assert found(value, "years.jump") == {("示例1区商务局", RECEIVED)}
    assert "可比的机关只有 2 个" in value.noticed[0].message


def test_the_text_of_jumps_is_plain() -> None:
    assert '"' not in jumps_sql()
    assert not any(word in jumps_sql() for word in ("::", "QUALIFY", "MEDIAN(", "list_", "FILTER"))


def place(code: str, name: str, parent: str | None, kind: Kind = Kind.GOVERNMENT) -> Agency:
    key = f"{code}/government" if kind is Kind.GOVERNMENT else f"{code}/{name}"
    return Agency(key, name, code, kind, parent, 2004, 2999, 0)


CITY = AgencyTable(
    (
        place("320100", "示例市人民政府", None),
        place("320102", "甲一区人民政府", "320100/government"),
        place("320104", "鼓楼区人民政府", "320100/government"),
        place("320102", "甲一区教育局", "320102/government", Kind.DEPARTMENT),
        place("320102", "甲一区商务局", "320102/government", Kind.DEPARTMENT),
        place("330102", "外省丙区人民政府", None),
        place("330200", "鼓楼区人民政府", None),
    )
)
CELLS = {"table3.newly_received.total": 0, "table4.reconsideration.total": 0}


def tabled(key: str, received: Cell, **changes: object) -> tuple[str, AnnualReport]:
    agency = next(each for each in CITY.agencies if each.key == key)
    cells = {RECEIVED: received, "table4.reconsideration.total": number(0)}
    return key, report_of(agency.name, 2022, "2021", cells, **changes)


def city(tmp_path: Path, *reports: tuple[str, AnnualReport]) -> Path:
    return written(
        tmp_path / "集.parquet",
        [report for _key, report in reports],
        agency_keys=[key for key, _report in reports],
        agencies=CITY,
    )


def about(value: Compared, agency: str) -> dict[str, tuple[object, ...]]:
    return {
        each.subject: (each.verdict.value, each.severity.value, each.values["left"], each.values["right"])
        for each in (*value.noticed, *value.undecided)
        if each.rule.startswith("aggregate.members.") and each.whose.agency == agency
    }


def test_an_aggregate_is_compared_with_the_sum_of_its_members(tmp_path: Path) -> None:
    value = compared(
        city(
            tmp_path,
            tabled("320102/甲一区教育局", number(4)),
            tabled("320102/甲一区商务局", number(5)),
            tabled("320102/government", number(8)),
            tabled("320104/government", number(2)),
            tabled("320100/government", number(11)),
        )
    )
    assert about(value, "甲一区人民政府") == {RECEIVED: ("broken", "error", 8, 9)}
    assert about(value, "示例市人民政府") == {RECEIVED: ("broken", "warning", 11, 10)}
    assert "应有 2 个机关，有报告的 2 个" in value.noticed[0].message


@pytest.mark.parametrize(
    ("missing", "stated", "verdict"), [(True, 8, "undetermined"), (True, 3, "broken"), (False, 3, "broken")]
)
def test_missing_members_and_blanks_leave_only_bounds(tmp_path: Path, missing: bool, stated: int, verdict: str) -> None:
    reports = [tabled("320102/甲一区教育局", number(4)), tabled("320102/government", number(stated))]
    if not missing:
        reports.append(tabled("320102/甲一区商务局", BLANK))
    value = compared(city(tmp_path, *reports))
    assert about(value, "甲一区人民政府")[RECEIVED][0] == verdict


def test_another_places_name_is_noticed_and_good_reasons_for_one_are_not(tmp_path: Path) -> None:
    text = (
        "甲一区教育局按照示例市人民政府的要求，指导外省丙区群众申请公开。鼓楼区的做法值得推广。"
        "赴外省丙区学习。《鼓楼区人民政府公报》。"
    )
    value = compared(
        city(tmp_path, tabled("320102/甲一区教育局", number(4), narrative={"overview": text, "problems": "外省丙区。"}))
    )
    assert found(value, "text.other_place") == {("甲一区教育局", "外省丙区"), ("甲一区教育局", "鼓楼区")}
    (first, *_rest) = (each for each in value.noticed if each.subject == "外省丙区")
    assert "指导外省丙区群众申请公开" in str(first.values["around"])


def test_a_name_that_several_places_have_is_legitimate_if_one_is_near(tmp_path: Path) -> None:
    text = "鼓楼区人民政府指导甲一区、外省丙区。"
    value = compared(city(tmp_path, tabled("320100/government", number(0), narrative={"overview": text})))
    assert found(value, "text.other_place") == {("示例市人民政府", "外省丙区")}


def test_the_command_prints_what_it_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = bureau(1, 2021, cells={"table3.carried_over_to_next_year.total": number(3)})
    after = bureau(1, 2022, cells={"table3.carried_over_from_last_year.total": number(4)})
    out = str(written(tmp_path / "集.parquet", [before, after], agency_keys=keys([before, after])))
    assert main(["corpus", "compare", out]) == BROKEN
    shown = capsys.readouterr().out
    assert "[错误] 与上年报告的数据不衔接" in shown
    assert "table3.carry_over.total" in shown
    assert main(["corpus", "compare", out, "--json"]) == BROKEN
    document = json.loads(capsys.readouterr().out)
    broken = [each for each in document["findings"] if each["verdict"] == "broken"]
    assert [(each["rule"], each["left"], each["right"]) for each in broken] == [("table3.carry_over.total", 4, 3)]
    assert (document["compared"], document["without_previous"]) == (1, 1)
    empty = str(written(tmp_path / "空.parquet", []))
    assert main(["corpus", "compare", empty]) == SOUND
    assert "与上年比较的报告 0 份" in capsys.readouterr().out
