"""Two reports side by side."""

from decimal import Decimal

import simplejson

from gongkai.report.checks.examples import Example
from gongkai.report.comparison import Comparison, compare
from gongkai.report.findings import Verdict
from gongkai.report.model import NARRATIVE_KEYS, AnnualReport
from gongkai.stats.editions import EDITION_2019

NEW = "table3.newly_received.total"


def years(example: Example | None = None) -> Comparison:
    example = example or Example()
    previous = example.previous()
    assert previous is not None
    return compare(previous, example.report())


def cell(comparison: Comparison, address: str):
    (found,) = [each for each in comparison.cells if each.cell == address]
    return found


def test_every_cell_of_both_reports_is_compared_once():
    comparison = years()
    addresses = [each.cell for each in comparison.cells]
    assert len(addresses) == len(set(addresses))
    assert set(addresses) == set(Example().report().cells)
    assert [address.split(".")[0] for address in addresses] == sorted(address.split(".")[0] for address in addresses)


def test_change_is_new_minus_old_and_percent_of_the_old():
    found = cell(years(Example(cells={NEW: 15})), NEW)
    assert (found.change, found.percent) == (3, Decimal("25.0"))


def test_percent_of_zero_means_nothing():
    found = cell(years(Example(cells={"table2.administrative_coercion": 4})), "table2.administrative_coercion")
    assert (found.change, found.percent) == (4, None)


def test_money_keeps_its_decimals():
    address = "table2.administrative_fees_wan_yuan"
    found = cell(years(Example(cells={address: Decimal("3.35")})), address)
    assert (found.change, found.percent) == (Decimal("0.15"), Decimal("4.7"))


def test_blank_is_a_change_without_an_amount():
    comparison = years(Example(cells={NEW: None}))
    found = cell(comparison, NEW)
    assert found.differs
    assert (found.change, found.percent) == (None, None)
    assert found in comparison.changed


def test_rows_of_one_edition_only_are_listed_apart():
    comparison = compare(Example(edition=EDITION_2019).report(), Example().report())
    assert "table3.otherwise_handled" in comparison.only_old
    assert "table2.government_procurement" in comparison.only_old
    assert comparison.only_new[-3:] == (
        "table3.otherwise_handled.supplement_overdue",
        "table3.otherwise_handled.fee_overdue",
        "table3.otherwise_handled.other",
    )
    assert "table3.disclosed" not in comparison.only_old + comparison.only_new


def test_what_broke_and_what_was_mended():
    broken = {"table4.reconsideration.total": 5}
    assert [finding.rule for finding in years(Example(cells=broken)).broke] == [
        "table4.across.reconsideration",
        "prose.reconsiderations",
    ]
    mended = years(Example(before=Example(cells=broken))).mended
    assert [finding.rule for finding in mended] == ["table4.across.reconsideration"]


def test_consecutive_years_of_one_agency_are_judged_together():
    comparison = years(Example(before=Example(cells={"table3.carried_over_to_next_year.total": 9})))
    assert comparison.same_agency
    assert comparison.consecutive
    broken = [finding.rule for finding in comparison.continuity if finding.verdict is Verdict.BROKEN]
    assert broken == ["table3.carry_over.total"]


def test_two_agencies_are_not_judged_as_years_of_one():
    other = Example(fields={"agency": "示例区教育局"}).report()
    comparison = compare(other, Example().report())
    assert (comparison.same_agency, comparison.consecutive, comparison.continuity) == (False, False, ())


def test_texts_say_how_much_is_the_same_and_which_sentences_differ():
    before = "工作平稳。公开信息71条。人员参加培训。"
    after = "工作平稳。公开信息86条。新增检索。人员参加培训。"
    comparison = years(Example(narrative={"overview": after}, before=Example(narrative={"overview": before})))
    (text,) = [each for each in comparison.texts if each.section == "overview"]
    assert (text.old_characters, text.new_characters) == (len(before), len(after))
    assert text.same is not None
    assert 0 < text.same < 1
    assert [(each.removed, each.added) for each in text.differences] == [("公开信息71条。", "公开信息86条。新增检索。")]


def test_very_long_texts_are_compared_without_alignment():
    sentences = [f"第{'甲乙丙丁'[number % 4]}句{number}。" for number in range(3000)]
    before, after = "".join(sentences), "".join(sentences[1:]) + "新的一句。"
    comparison = years(Example(narrative={"overview": after}, before=Example(narrative={"overview": before})))
    (text,) = [each for each in comparison.texts if each.section == "overview"]
    assert [(each.removed, each.added) for each in text.differences] == [(sentences[0], "新的一句。")]


def test_line_breaks_are_no_difference():
    comparison = years(
        Example(narrative={"other": "未收取\n信息处理费。"}, before=Example(narrative={"other": "未收取信息 处理费。"}))
    )
    (text,) = [each for each in comparison.texts if each.section == "other"]
    assert text.differences == ()
    assert (text.same, text.kept) == (1.0, 1.0)


def test_table_for_people_has_labels_and_signs():
    comparison = years(Example(cells={NEW: 15, "table2.administrative_coercion": None}))
    head, *rows = comparison.table()
    assert head == ("项目", "示例市示例区商务局 2021 年", "示例市示例区商务局 2022 年", "增减", "增减比例")
    assert ("表三“一、本年新收政府信息公开申请数量”行“总计”列", "12", "15", "+3", "+25.0%") in rows
    assert ("表二“行政强制”", "0", "（空白）", "", "") in rows
    assert len(comparison.table(changed_only=False)) == len(comparison.cells) + 1


def test_json_has_every_cell_findings_and_texts():
    comparison = years(Example(cells={NEW: None}))
    document = simplejson.loads(comparison.to_json(), use_decimal=True)
    assert document["schema"] == "gongkai/comparison/1"
    assert {"cell": NEW, "old": 12, "new": None, "change": None, "percent": None} in document["cells"]
    assert [finding["rule"] for finding in document["broke"]] == ["cell.blank"]
    assert document["old"] == {
        "agency": "示例市示例区商务局",
        "year": 2021,
        "edition": "2021",
        "title": "示例市示例区商务局2021年政府信息公开工作年度报告",
    }
    assert {text["section"] for text in document["texts"]} <= set(NARRATIVE_KEYS)


def test_reports_without_tables_compare_by_their_text():
    old, new = (
        AnnualReport(
            "示例县商务局", year, None, f"示例县商务局{year}年年报", {"overview": f"{year}年公开信息{year}条。"}
        )
        for year in (2016, 2017)
    )
    comparison = compare(old, new)
    assert comparison.cells == ()
    assert comparison.texts[0].same == 1.0
    assert comparison.table() == (("项目", "示例县商务局 2016 年", "示例县商务局 2017 年", "增减", "增减比例"),)


def test_report_compared_with_itself_differs_in_nothing():
    report = Example().report()
    comparison = compare(report, report)
    assert comparison.changed == comparison.only_old == comparison.only_new == ()
    assert not [text for text in comparison.texts if text.differences]
    assert comparison.broke == comparison.mended == comparison.continuity == ()
