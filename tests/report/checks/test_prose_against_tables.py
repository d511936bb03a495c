"""文表一致: what the prose states equals the tables, and itself."""

from decimal import Decimal

import pytest

from gongkai.report.checks import check
from gongkai.report.checks.examples import Example, sound_report
from gongkai.report.findings import Finding, Severity, Verdict
from gongkai.report.model import AnnualReport, Claim, Period, What
from gongkai.stats.editions import EDITION_2019, EDITION_2021

NEW = "table3.newly_received.total"


def about(what: What, *claims: Claim, example: Example | None = None) -> list[Finding]:
    """Return what is said of one kind of claim in a report that has only these claims."""
    example = example or Example()
    report = Example(
        edition=example.edition, cells=example.cells, without=example.without, fields={"claims": claims}
    ).report()
    return [finding for finding in check(report) if finding.rule == f"prose.{what.value}"]


def received(value, **more) -> Claim:
    return Claim(What.REQUESTS_RECEIVED, value, "件", **more)


def verdicts(findings: list[Finding]) -> list[Verdict]:
    return [finding.verdict for finding in findings]


def test_claim_that_equals_its_cell_holds():
    (finding,) = about(What.REQUESTS_RECEIVED, received(12))
    assert (finding.verdict, finding.cells) == (Verdict.HOLDS, (NEW,))


def test_claim_that_differs_quotes_the_clause_and_both_figures():
    (finding,) = about(What.REQUESTS_RECEIVED, received(13, text="全年收到申请13件"))
    assert (finding.verdict, finding.left, finding.right) == (Verdict.BROKEN, 13, 12)
    assert finding.message == ("正文“全年收到申请13件”是 13，表三“本年新收”总计是 12，两者不一致。请核对正文和表格。")


def test_no_requests_in_the_prose_but_some_in_the_table():
    """第17项：文称未收到申请而表中有"""
    (finding,) = about(What.REQUESTS_RECEIVED, received(0, text="全年未收到申请"))
    assert finding.verdict is Verdict.BROKEN
    assert finding.severity is Severity.ERROR


def test_handled_may_include_what_was_carried_in():
    """受理14件 = 新收12件 + 上年结转2件"""
    assert verdicts(about(What.REQUESTS_RECEIVED, received(14))) == [Verdict.HOLDS]


@pytest.mark.parametrize(
    ("text", "value", "table", "verdict"),
    [
        pytest.param("100余件", 100, 100, Verdict.HOLDS, id="余从本数起"),
        pytest.param("100余件", 100, 199, Verdict.HOLDS, id="余不到下一个整数"),
        pytest.param("100余件", 100, 200, Verdict.BROKEN, id="余到了下一个整数"),
        pytest.param("100余件", 100, 99, Verdict.BROKEN, id="余不少于本数"),
        pytest.param("230余件", 230, 239, Verdict.HOLDS, id="二百三十余"),
        pytest.param("230余件", 230, 240, Verdict.BROKEN, id="二百四十不是二百三十余"),
        pytest.param("近100件", 100, 97, Verdict.HOLDS, id="近不到本数"),
        pytest.param("近100件", 100, 103, Verdict.BROKEN, id="近不超过本数"),
        pytest.param("约100件", 100, 103, Verdict.HOLDS, id="约可多"),
        pytest.param("约100件", 100, 97, Verdict.HOLDS, id="约可少"),
    ],
)
def test_approximate_claims_are_ranges(text, value, table, verdict):
    claim = Claim(What.RECONSIDERATIONS, value, "件", approximate=True, text=text)
    findings = about(What.RECONSIDERATIONS, claim, example=Example(cells={"table4.reconsideration.total": table}))
    assert verdicts(findings) == [verdict]


@pytest.mark.parametrize(("table", "verdict"), [(14069, Verdict.HOLDS), (15200, Verdict.BROKEN)])
def test_counts_in_ten_thousands_are_rounded(table, verdict):
    claim = received(14000, text="收到申请1.4万件")
    assert verdicts(about(What.REQUESTS_RECEIVED, claim, example=Example(cells={NEW: table}))) == [verdict]


@pytest.mark.parametrize("cell", [None, "/", "若干"])
def test_claim_against_a_cell_without_a_figure_is_undetermined(cell):
    assert verdicts(about(What.REQUESTS_RECEIVED, received(13), example=Example(cells={NEW: cell}))) == [
        Verdict.UNDETERMINED
    ]


def test_claim_less_than_the_known_part_of_a_sum_is_broken_whatever_the_blank():
    example = Example(cells={"table3.withheld.state_secret.total": None})
    claim = Claim(What.REQUESTS_WITHHELD, 1, "件")
    (finding,) = about(What.REQUESTS_WITHHELD, claim, example=example)
    assert finding.verdict is Verdict.BROKEN
    assert "已填的数合计已有 2" in finding.message
    assert verdicts(about(What.REQUESTS_WITHHELD, Claim(What.REQUESTS_WITHHELD, 5, "件"), example=example)) == [
        Verdict.UNDETERMINED
    ]


def test_claims_of_other_times_are_not_compared():
    other_year = received(99, period=Period.OTHER_YEAR)
    cumulative = received(990, period=Period.CUMULATIVE)
    assert about(What.REQUESTS_RECEIVED, other_year, cumulative) == []


def test_items_published_have_no_cell_and_add_by_channel():
    claims = (Claim(What.ITEMS_PUBLISHED, 23, "条"), Claim(What.ITEMS_PUBLISHED, 4, "条"))
    assert verdicts(about(What.ITEMS_PUBLISHED, *claims)) == [Verdict.HOLDS]


def test_claims_that_contradict_each_other_are_broken_where_the_tables_do_not_decide():
    findings = about(
        What.REQUESTS_RECEIVED,
        received(5, text="收到申请5件"),
        received(6, text="共收到6件"),
        example=Example(without=("table",)),
    )
    assert verdicts(findings) == [Verdict.BROKEN]
    assert findings[0].message == "正文前后不一致：“收到申请5件”是 5；“共收到6件”是 6。请统一。"


def test_claims_contradict_each_other_in_reports_without_tables_too():
    report = AnnualReport(
        "示例县商务局", 2017, None, "示例县商务局2017年政府信息公开工作年度报告", claims=(received(5), received(6))
    )
    (finding,) = [each for each in check(report) if each.rule.startswith("prose.")]
    assert finding.verdict is Verdict.BROKEN


def test_parts_of_a_claim_do_not_contradict_it():
    """收到12件，其中网上9件、信函3件"""
    assert verdicts(about(What.REQUESTS_RECEIVED, received(12), received(9), received(3))) == [Verdict.HOLDS]
    open_ = about(What.REQUESTS_RECEIVED, received(12), received(9), received(3), example=Example(without=("table",)))
    assert verdicts(open_) == [Verdict.UNDETERMINED]


def test_new_and_new_with_carried_in_do_not_contradict_each_other():
    claims = (received(12), received(14), Claim(What.REQUESTS_CARRIED_IN, 2, "件"))
    assert verdicts(about(What.REQUESTS_RECEIVED, *claims, example=Example(without=("table",)))) == [
        Verdict.UNDETERMINED
    ]


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        pytest.param("行政诉讼3件", 3, Verdict.HOLDS, id="两项之和"),
        pytest.param("未经复议直接起诉1件", 1, Verdict.HOLDS, id="直接起诉"),
        pytest.param("复议后起诉2件", 2, Verdict.HOLDS, id="复议后起诉"),
        pytest.param("行政诉讼1件", 1, Verdict.BROKEN, id="只写一项不是总数"),
    ],
)
def test_litigations_are_both_kinds_unless_the_clause_names_one(text, value, verdict):
    example = Example(
        cells={
            "table4.litigation_after_reconsideration.upheld": 2,
            "table4.litigation_after_reconsideration.total": 2,
        }
    )
    assert verdicts(about(What.LITIGATIONS, Claim(What.LITIGATIONS, value, "件", text=text), example=example)) == [
        verdict
    ]


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("制发行政规范性文件2件", 2, Verdict.HOLDS),
        ("制定规章1件", 1, Verdict.HOLDS),
        ("制定规章2件", 2, Verdict.BROKEN),
        ("制定规章、行政规范性文件3件", 3, Verdict.HOLDS),
        ("制发文件4件", 4, Verdict.BROKEN),
    ],
)
def test_documents_are_normative_documents_unless_the_clause_names_rules(text, value, verdict):
    example = Example(cells={"table2.government_rules.issued": 1})
    claim = Claim(What.DOCUMENTS_ISSUED, value, "件", text=text)
    assert verdicts(about(What.DOCUMENTS_ISSUED, claim, example=example)) == [verdict]


def test_2019_edition_does_not_ask_what_is_in_force():
    example = Example(edition=EDITION_2019)
    assert verdicts(about(What.DOCUMENTS_IN_FORCE, Claim(What.DOCUMENTS_IN_FORCE, 9, "件"), example=example)) == [
        Verdict.HOLDS
    ]


def test_item_six_in_one_row_is_what_the_prose_calls_otherwise_handled():
    example = Example(edition=EDITION_2019)
    claim = Claim(What.REQUESTS_OTHERWISE_HANDLED, 1, "件")
    (finding,) = about(What.REQUESTS_OTHERWISE_HANDLED, claim, example=example)
    assert finding.cells == ("table3.otherwise_handled.total",)


def test_fee_income_must_fit_into_the_administrative_fees():
    """信息处理费是行政事业性收费"""
    fees = "table2.administrative_fees_wan_yuan"
    claim = Claim(What.FEE_YUAN, 400, "元")
    assert verdicts(about(What.FEE_YUAN, claim, example=Example(cells={fees: Decimal("0.04")}))) == [Verdict.HOLDS]
    assert verdicts(about(What.FEE_YUAN, claim, example=Example(cells={fees: 0}))) == [Verdict.HOLDS], "rounded to 万元"
    (finding,) = about(What.FEE_YUAN, claim, example=Example(cells={fees: Decimal("0.00")}))
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, Severity.WARNING)


def test_fee_income_without_a_fee_request_contradicts_itself():
    claims = (Claim(What.FEE_YUAN, 400, "元"), Claim(What.FEE_REQUESTS, 0, "件"))
    (finding,) = about(What.FEE_YUAN, *claims)
    assert (finding.verdict, finding.severity) == (Verdict.BROKEN, Severity.ERROR)


@pytest.mark.parametrize("edition", [EDITION_2019, EDITION_2021], ids=lambda edition: edition.key)
def test_every_claim_of_a_sound_report_holds(edition):
    findings = [finding for finding in check(sound_report(edition)) if finding.rule.startswith("prose.")]
    assert {finding.verdict for finding in findings} == {Verdict.HOLDS}
    assert len(findings) >= len(sound_report(edition).claims) - 1


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        pytest.param("公开政府信息66条，其中政策24条、动态42条。", Verdict.HOLDS, id="分项之和等于总数"),
        pytest.param("公开政府信息66条，其中政策24条。", Verdict.HOLDS, id="没有列全"),
        pytest.param("公开政府信息66条，其中政策34条、动态42条。", Verdict.BROKEN, id="分项多于总数"),
        pytest.param("公开政府信息66条，其中政策34条、阅读量800次。", Verdict.HOLDS, id="单位不同"),
    ],
)
def test_parts_of_what_was_published_are_at_most_the_whole(text, verdict):
    findings = check(Example(narrative={"overview": f"2022年，我局依法公开。{text}"}).report())
    assert [each.verdict for each in findings if each.rule == "prose.items_published"] == [verdict]
