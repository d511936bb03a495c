"""The tally (统计): the records of a year counted into tables three and four (表三、表四), each cell naming its own.

What counts is the legal day: received_on of a request (收到申请之日), closed_on of its reply (答复作出之日),
accepted_on and concluded_on of a remedy. When something was keyed in counts for nothing.

The identities of the format (勾稽关系) hold by construction: every request that a year had to handle stands in one of
the first two rows and in one of the others, in the column of its applicant and in 总计.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.errors import GongkaiError
from gongkai.law.applicants import ApplicantKind
from gongkai.law.outcomes import OUTCOMES, Outcome, report_row
from gongkai.stats.cells import Cell, number
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    NEWLY_RECEIVED,
    TABLE4_GROUPS,
    TOTAL,
    CellId,
    Edition,
    edition_of_year,
    table3_cell,
    table3_cells,
    table4_cells,
)
from gongkai.wording import _


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the tally needs to know of a request (政府信息公开申请); ``closed_on`` and ``outcome`` once it is closed.

    A request that waits for its supplement (补正) is open. A 更正 is a case of another kind: no table counts it.
    """

    case_id: str
    received_on: date
    applicant: ApplicantKind
    closed_on: date | None = None
    outcome: Outcome | None = None


class RemedyPath(StrEnum):
    """The way an applicant took (行政复议、行政诉讼); the values are the group keys of table four."""

    RECONSIDERATION = "reconsideration"
    DIRECT_LITIGATION = "direct_litigation"
    LITIGATION_AFTER_RECONSIDERATION = "litigation_after_reconsideration"


class RemedyResult(StrEnum):
    """How it ended; the values are column keys of table four, where what has not ended is 尚未审结."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    OTHER_RESULT = "other_result"


@dataclass(frozen=True, slots=True)
class RemedyFacts:
    """What the tally needs to know of a reconsideration or a suit against the agency's own disclosure work.

    ``concluded_on`` and ``result`` once it has ended.
    """

    remedy_id: str
    path: RemedyPath
    accepted_on: date
    concluded_on: date | None = None
    result: RemedyResult | None = None


@dataclass(frozen=True)
class Tally:
    """Tables three and four of one year, and for each cell the ids of the records that it counts.

    ``cells`` has every cell of both tables. ``records`` has them too: request ids in table three, remedy ids in four.
    """

    year: int
    edition: Edition
    cells: Mapping[CellId, Cell]
    records: Mapping[CellId, tuple[str, ...]]


class UncountableRecords(GongkaiError):
    """Some records cannot be as they are stated; ``faults`` has a sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Say the faults, or the first of very many."""
        self.faults = faults
        shown = "".join(faults[:_SHOWN_FAULTS])
        more = len(faults) - _SHOWN_FAULTS
        if more > 0:
            shown += _("另有{count}条记录有误。").format(count=more)
        super().__init__(_("有的记录不能统计：{faults}请改正后重新统计。").format(faults=shown))


_SHOWN_FAULTS = 20


class NoTablesOfYear(GongkaiError):
    """The annual reports of that year have no national tables."""


def tally(year: int, *, cases: Iterable[CaseFacts], remedies: Iterable[RemedyFacts]) -> Tally:
    """Count the requests and the remedies of an agency into the tables of a year's report, in the edition of that year.

    All of the agency's requests and remedies may be given, of whatever year: each is counted where it belongs in this
    one, or not at all. What is not in the records is not known, so an empty collection states that there was nothing.
    """
    edition = edition_of_year(year)
    if edition is None:
        raise NoTablesOfYear(
            _("{year}年的年度报告没有全国统一的表格，不能统计；2019年及以后的年份可以。").format(year=year)
        )
    cases, remedies = tuple(cases), tuple(remedies)
    faults = (*_case_faults(cases), *_remedy_faults(remedies))
    if faults:
        raise UncountableRecords(faults)
    counted: dict[CellId, list[str]] = {
        cell: []
        for cells in (
            *(table3_cells(row.key) for row in edition.table3_rows),
            *(table4_cells(group.key) for group in TABLE4_GROUPS),
        )
        for cell in cells
    }
    rows = _rows_of_outcomes(edition)
    for case in cases:
        for row in _table3_rows(case, year, rows):
            for column in (case.applicant.value, "total"):
                counted[table3_cell(row, column)].append(case.case_id)
    for remedy in remedies:
        column_key = _table4_column(remedy, year)
        if column_key is not None:
            for column in (column_key, "total"):
                counted[f"table4.{remedy.path}.{column}"].append(remedy.remedy_id)
    return Tally(
        year,
        edition,
        MappingProxyType({cell: number(len(ids)) for cell, ids in counted.items()}),
        MappingProxyType({cell: tuple(ids) for cell, ids in counted.items()}),
    )


def _rows_of_outcomes(edition: Edition) -> dict[Outcome, str]:
    one_row = edition.item_six_is_one_row
    rows = {outcome: report_row(outcome, item_six_in_one_row=one_row) for outcome in Outcome}
    return {outcome: row for outcome, row in rows.items() if row is not None}


def _table3_rows(case: CaseFacts, year: int, rows: Mapping[Outcome, str]) -> tuple[str, ...]:
    """Return the rows that count a request in a year: where it comes from, then where it goes to; or none at all."""
    if case.received_on.year > year or (case.closed_on is not None and case.closed_on.year < year):
        return ()
    came = NEWLY_RECEIVED.key if case.received_on.year == year else CARRIED_IN.key
    if case.outcome is None or case.closed_on is None or case.closed_on.year > year:
        return (came, CARRIED_OUT.key)
    return (came, rows[case.outcome], TOTAL.key)


def _table4_column(remedy: RemedyFacts, year: int) -> str | None:
    """Return the column that counts a remedy in a year: how it ended in it, or 尚未审结 at its end."""
    if remedy.accepted_on.year > year or (remedy.concluded_on is not None and remedy.concluded_on.year < year):
        return None
    if remedy.result is None or remedy.concluded_on is None or remedy.concluded_on.year > year:
        return "pending"
    return remedy.result.value


def _case_faults(cases: Iterable[CaseFacts]) -> Iterable[str]:
    for case in cases:
        if case.closed_on is not None and case.closed_on < case.received_on:
            yield _("申请{id}的办结日期{closed}早于收到申请之日{received}。").format(
                id=case.case_id, closed=case.closed_on, received=case.received_on
            )
        if (case.closed_on is None) is not (case.outcome is None):
            yield _("申请{id}的办结日期和办理结果只填了一项，应当都填或者都不填。").format(id=case.case_id)
        if case.outcome is not None and OUTCOMES[case.outcome].row is None:
            yield _("{id}的办理结果是“{title}”，不是政府信息公开申请，表三不统计，请从申请中移出。").format(
                id=case.case_id, title=OUTCOMES[case.outcome].title
            )
    yield from _repeated(_("申请"), (case.case_id for case in cases))


def _remedy_faults(remedies: Iterable[RemedyFacts]) -> Iterable[str]:
    for remedy in remedies:
        if remedy.concluded_on is not None and remedy.concluded_on < remedy.accepted_on:
            yield _("复议、诉讼案件{id}的审结日期{concluded}早于受理日期{accepted}。").format(
                id=remedy.remedy_id, concluded=remedy.concluded_on, accepted=remedy.accepted_on
            )
        if (remedy.concluded_on is None) is not (remedy.result is None):
            yield _("复议、诉讼案件{id}的审结日期和结果只填了一项，应当都填或者都不填。").format(id=remedy.remedy_id)
    yield from _repeated(_("复议、诉讼案件"), (remedy.remedy_id for remedy in remedies))


def _repeated(what: str, ids: Iterable[str]) -> Iterable[str]:
    for record_id, times in Counter(ids).items():
        if times > 1:
            yield _("{what}{id}出现了{times}次，每件只能统计一次。").format(what=what, id=record_id, times=times)
