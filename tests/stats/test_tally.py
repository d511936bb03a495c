from datetime import date

import pytest

from gongkai.law.applicants import ApplicantKind
from gongkai.law.outcomes import Outcome
from gongkai.stats.cells import number
from gongkai.stats.editions import EDITION_2019, EDITION_2021, TABLE4_GROUPS, table3_cells, table4_cells
from gongkai.stats.tally import (
    CaseFacts,
    NoTablesOfYear,
    RemedyFacts,
    RemedyPath,
    RemedyResult,
    UncountableRecords,
    tally,
)

PERSON, ENTERPRISE, LAW_FIRM = ApplicantKind.NATURAL_PERSON, ApplicantKind.ENTERPRISE, ApplicantKind.LEGAL_SERVICES

CASES = (
    CaseFacts("2022-9", date(2022, 12, 20), PERSON, date(2023, 1, 9), Outcome.ALREADY_PUBLIC),
    CaseFacts("2023-1", date(2023, 1, 1), PERSON, date(2023, 1, 31), Outcome.INFORMATION_PROVIDED),
    CaseFacts("2023-2", date(2023, 3, 1), ENTERPRISE, date(2023, 12, 31), Outcome.WITHDRAWN),
    CaseFacts("2023-3", date(2023, 12, 31), LAW_FIRM, date(2024, 1, 1), Outcome.STATE_SECRET),
    CaseFacts("2023-4", date(2023, 12, 1), PERSON),
    CaseFacts("2024-1", date(2024, 1, 1), PERSON, date(2024, 1, 1), Outcome.PARTIALLY_DISCLOSED),
)
REMEDIES = (
    RemedyFacts("复议-1", RemedyPath.RECONSIDERATION, date(2022, 11, 1), date(2023, 2, 1), RemedyResult.OVERTURNED),
    RemedyFacts("复议-2", RemedyPath.RECONSIDERATION, date(2023, 12, 1), date(2024, 1, 20), RemedyResult.UPHELD),
    RemedyFacts("诉讼-1", RemedyPath.DIRECT_LITIGATION, date(2023, 5, 1)),
    RemedyFacts("诉讼-2", RemedyPath.LITIGATION_AFTER_RECONSIDERATION, date(2024, 1, 2)),
)


def counted(year: int) -> dict[str, tuple[str, ...]]:
    """Return the records of every cell that counts any, leaving out 总计 columns."""
    records = tally(year, cases=CASES, remedies=REMEDIES).records
    return {cell: ids for cell, ids in records.items() if ids and not cell.endswith(".total")}


def test_a_year_counts_what_came_in_what_was_decided_and_what_stays_open_by_the_legal_day() -> None:
    assert counted(2023) == {
        "table3.newly_received.natural_person": ("2023-1", "2023-4"),
        "table3.newly_received.enterprise": ("2023-2",),
        "table3.newly_received.legal_services": ("2023-3",),
        "table3.carried_over_from_last_year.natural_person": ("2022-9",),
        "table3.disclosed.natural_person": ("2022-9", "2023-1"),
        "table3.otherwise_handled.other.enterprise": ("2023-2",),
        "table3.total.natural_person": ("2022-9", "2023-1"),
        "table3.total.enterprise": ("2023-2",),
        "table3.carried_over_to_next_year.natural_person": ("2023-4",),
        "table3.carried_over_to_next_year.legal_services": ("2023-3",),
        "table4.reconsideration.overturned": ("复议-1",),
        "table4.reconsideration.pending": ("复议-2",),
        "table4.direct_litigation.pending": ("诉讼-1",),
    }


def test_the_next_year_begins_with_what_was_carried_over() -> None:
    assert counted(2024) == {
        "table3.newly_received.natural_person": ("2024-1",),
        "table3.carried_over_from_last_year.natural_person": ("2023-4",),
        "table3.carried_over_from_last_year.legal_services": ("2023-3",),
        "table3.partially_disclosed.natural_person": ("2024-1",),
        "table3.withheld.state_secret.legal_services": ("2023-3",),
        "table3.total.natural_person": ("2024-1",),
        "table3.total.legal_services": ("2023-3",),
        "table3.carried_over_to_next_year.natural_person": ("2023-4",),
        "table4.reconsideration.upheld": ("复议-2",),
        "table4.direct_litigation.pending": ("诉讼-1",),
        "table4.litigation_after_reconsideration.pending": ("诉讼-2",),
    }


def test_totals_name_every_record_of_their_row() -> None:
    result = tally(2023, cases=CASES, remedies=REMEDIES)
    assert result.records["table3.newly_received.total"] == ("2023-1", "2023-2", "2023-3", "2023-4")
    assert result.records["table3.total.total"] == ("2022-9", "2023-1", "2023-2")
    assert result.records["table4.reconsideration.total"] == ("复议-1", "复议-2")
    assert result.cells["table3.newly_received.total"] == number(4)


@pytest.mark.parametrize(("year", "edition"), [(2019, EDITION_2019), (2020, EDITION_2019), (2021, EDITION_2021)])
def test_both_tables_are_whole_in_the_edition_of_the_year_with_zeros_where_nothing_counts(
    year: int, edition: object
) -> None:
    result = tally(year, cases=(), remedies=())
    assert result.edition is edition
    addresses = [cell for row in result.edition.table3_rows for cell in table3_cells(row.key)]
    addresses += [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
    assert list(result.cells) == list(result.records) == addresses
    assert set(result.cells.values()) == {number(0)}


def test_the_2019_edition_counts_item_six_in_one_row() -> None:
    cases = [
        CaseFacts(outcome.value, date(2020, 3, 1), PERSON, date(2020, 4, 1), outcome)
        for outcome in (Outcome.SUPPLEMENT_OVERDUE, Outcome.WITHDRAWN, Outcome.NOT_GOVERNMENT_INFORMATION)
    ]
    result = tally(2020, cases=cases, remedies=())
    assert result.records["table3.otherwise_handled.natural_person"] == (
        "supplement_overdue",
        "withdrawn",
        "not_government_information",
    )
    assert "table3.otherwise_handled.other.natural_person" not in result.cells


def test_a_year_without_national_tables_is_refused() -> None:
    with pytest.raises(NoTablesOfYear, match="2018年的年度报告没有全国统一的表格"):
        tally(2018, cases=(), remedies=())


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        (
            CaseFacts("甲", date(2023, 3, 2), PERSON, date(2023, 3, 1), Outcome.WITHDRAWN),
            "申请甲的办结日期2023-03-01早于收到申请之日2023-03-02。",
        ),
        (
            CaseFacts("甲", date(2023, 3, 2), PERSON, date(2023, 3, 9)),
            "申请甲的办结日期和办理结果只填了一项，应当都填或者都不填。",
        ),
        (
            CaseFacts("甲", date(2023, 3, 2), PERSON, None, Outcome.WITHDRAWN),
            "申请甲的办结日期和办理结果只填了一项，应当都填或者都不填。",
        ),
        (
            CaseFacts("甲", date(2023, 3, 2), PERSON, date(2023, 3, 9), Outcome.RECTIFICATION),
            "甲的办理结果是“更正（记录不准确）”，不是政府信息公开申请，表三不统计，请从申请中移出。",
        ),
    ],
)
def test_a_request_that_cannot_be_as_stated_is_refused(case: CaseFacts, fault: str) -> None:
    with pytest.raises(UncountableRecords) as refusal:
        tally(2023, cases=[case], remedies=())
    assert refusal.value.faults == (fault,)
    assert str(refusal.value) == f"有的记录不能统计：{fault}请改正后重新统计。"


@pytest.mark.parametrize(
    ("remedy", "fault"),
    [
        (
            RemedyFacts("乙", RemedyPath.RECONSIDERATION, date(2023, 3, 2), date(2023, 3, 1), RemedyResult.UPHELD),
            "复议、诉讼案件乙的审结日期2023-03-01早于受理日期2023-03-02。",
        ),
        (
            RemedyFacts("乙", RemedyPath.RECONSIDERATION, date(2023, 3, 2), date(2023, 5, 1)),
            "复议、诉讼案件乙的审结日期和结果只填了一项，应当都填或者都不填。",
        ),
    ],
)
def test_a_remedy_that_cannot_be_as_stated_is_refused(remedy: RemedyFacts, fault: str) -> None:
    with pytest.raises(UncountableRecords) as refusal:
        tally(2023, cases=(), remedies=[remedy])
    assert refusal.value.faults == (fault,)


def test_a_record_given_twice_is_refused_and_all_faults_are_said_at_once() -> None:
    backwards = CaseFacts("甲", date(2023, 3, 2), PERSON, date(2023, 3, 1), Outcome.WITHDRAWN)
    with pytest.raises(UncountableRecords) as refusal:
        tally(2023, cases=[CASES[0], CASES[0], backwards], remedies=[REMEDIES[0]] * 3)
    assert refusal.value.faults == (
        "申请甲的办结日期2023-03-01早于收到申请之日2023-03-02。",
        "申请2022-9出现了2次，每件只能统计一次。",
        "复议、诉讼案件复议-1出现了3次，每件只能统计一次。",
    )


def test_of_very_many_faults_the_first_are_said_and_the_others_counted() -> None:
    broken = [CaseFacts(f"案{n}", date(2023, 3, 2), PERSON, date(2023, 3, 9)) for n in range(1000)]
    with pytest.raises(UncountableRecords, match="另有980条记录有误") as refusal:
        tally(2023, cases=broken, remedies=())
    assert len(refusal.value.faults) == 1000
    assert len(str(refusal.value)) < 2000
