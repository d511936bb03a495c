"""Figures that foot and still cannot well be right: units, powers, remedies without a cause."""

from collections.abc import Iterator
from functools import cache

from gongkai.report.checks.agencies import has_no_decisions, makes_rules
from gongkai.report.checks.examples import Example
from gongkai.report.checks.labels import cell_labels, listed, plain
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Finding, Severity
from gongkai.report.model import What
from gongkai.stats.cells import Figure
from gongkai.stats.editions import EDITION_2021, TABLE4_COLUMNS, TABLE4_GROUPS, TOTAL, CellId, table3_cell
from gongkai.stats.editions import edition as edition_of_key
from gongkai.wording import _

_FEES = "table2.administrative_fees_wan_yuan"
_USUAL_CHANGE = 10
_UNIT_MIXED_UP = 1000
"""Beyond this factor two years' fees differ by a unit (1 万元 = 10,000 元) and by nothing else."""

_DECISIONS = (
    ("administrative_licenses", "行政许可"),
    ("administrative_penalties", "行政处罚"),
    ("administrative_coercion", "行政强制"),
)


def _fee_unit(rule: Rule, subject: Subject) -> Iterator[Finding]:
    fees = subject.numbers.get(_FEES)
    if fees is None or subject.predecessor is None:
        return
    cell = subject.predecessor.cells.get(_FEES)
    before = None if cell is None else cell.number
    if before is None:
        return
    more, less = max(fees, before), min(fees, before)
    if less <= 0 or more <= less * _USUAL_CHANGE:
        yield rule.holds(cells=(_FEES,))
        return
    yield rule.broken(
        _(
            "表二“行政事业性收费”本年 {fees} 万元，上年报告 {before} 万元，相差十倍以上。请核对是否把元填成了万元。"
        ).format(fees=plain(fees), before=plain(before)),
        severity=Severity.ERROR if more >= less * _UNIT_MIXED_UP else Severity.WARNING,
        cells=(_FEES, f"previous.{_FEES}"),
        left=fees,
        right=before,
    )


def _rule_making(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition = subject.edition
    if edition is None:
        return
    block = edition.table2[0]
    cell_ids = block.cell_ids(block.rows[0])
    stated = [cell_id for cell_id in cell_ids if subject.numbers.get(cell_id)]
    if not stated:
        if all(cell_id in subject.numbers for cell_id in cell_ids):
            yield rule.holds(cells=cell_ids)
        return
    agency = subject.report.agency or ""
    power = makes_rules(agency) if agency else None
    figures = listed([f"{cell_labels(edition.key)[cell_id]} {plain(subject.numbers[cell_id])}" for cell_id in stated])
    if power:
        yield rule.holds(cells=cell_ids)
    elif power is None:
        message = _("{figures}。从机关名称看不出是否有规章制定权，请确认填的不是行政规范性文件。")
        yield rule.undetermined(message.format(figures=figures), cells=tuple(stated))
    else:
        message = _(
            "{figures}，但“{agency}”没有规章制定权。规章只由国务院部门和省、"
            "设区的市、自治州的人民政府制定，请核对是否应填入行政规范性文件。"
        )
        yield rule.broken(message.format(figures=figures, agency=agency), cells=tuple(stated))


def _decisions(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition = subject.edition
    if edition is None:
        return
    without_power = has_no_decisions(subject.report.agency or "")
    for key, label in _DECISIONS:
        cell_id = f"table2.{key}" if edition is EDITION_2021 else f"table2.{key}.decisions"
        decided = subject.numbers.get(cell_id)
        if decided is None:
            continue
        before = _previous(subject, cell_id)
        if decided and without_power:
            message = _("表二“{label}”填了 {decided} 件，但从名称看“{agency}”没有作出这类决定的职权，请核对。")
            yield rule.broken(
                message.format(label=label, decided=plain(decided), agency=subject.report.agency),
                key,
                cells=(cell_id,),
                left=decided,
                right=0,
            )
        elif not decided and before:
            message = _("表二“{label}”本年为 0，上年报告是 {before} 件。请核对是否漏填；职权划转的，请在报告中说明。")
            yield rule.broken(
                message.format(label=label, before=plain(before)),
                key,
                cells=(cell_id, f"previous.{cell_id}"),
                left=decided,
                right=before,
            )
        else:
            yield rule.holds(key, cells=(cell_id,))


def _previous(subject: Subject, cell_id: CellId) -> Figure | None:
    cell = None if subject.predecessor is None else subject.predecessor.cells.get(cell_id)
    return None if cell is None else cell.number


_TOTALS4 = tuple(f"table4.{group.key}.total" for group in TABLE4_GROUPS)


@cache
def _refusals(edition_key: str, one_row: bool) -> tuple[tuple[CellId, ...], tuple[CellId, ...]]:
    """Return the totals of what was withheld in whole or part, and of everything that was not wholly disclosed."""
    edition = edition_of_key(edition_key)
    rows = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    refused = tuple(table3_cell(row.key, TOTAL.key) for row in rows[3:-2])
    return tuple(cell_id for cell_id in refused if "partially_disclosed" in cell_id or "withheld." in cell_id), refused


def _remedies_have_a_cause(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Look for remedies in a year in which nobody was refused anything."""
    if subject.edition is None:
        return
    numbers = subject.numbers
    withheld_ids, refused_ids = _refusals(subject.edition.key, subject.item_six_in_one_row)
    try:
        remedies = sum(map(numbers.__getitem__, _TOTALS4))
        withheld = sum(map(numbers.__getitem__, withheld_ids))
        refused = sum(map(numbers.__getitem__, refused_ids))
    except KeyError:
        return
    if not remedies or withheld:
        yield rule.holds(cells=_TOTALS4)
    elif refused:
        message = _(
            "表四共有 {remedies} 件复议、诉讼，而表三没有不予公开和部分公开。"
            "请核对；如果是对无法提供、不予处理等答复不服，不需修改。"
        )
        yield rule.broken(
            message.format(remedies=plain(remedies)), severity=Severity.INFO, cells=_TOTALS4, left=remedies, right=0
        )
    else:
        message = _(
            "表四共有 {remedies} 件复议、诉讼，而表三的申请全部予以公开或者没有办结的申请。请核对表三、表四是否漏填。"
        )
        yield rule.broken(message.format(remedies=plain(remedies)), cells=_TOTALS4, left=remedies, right=0)


def _pending_reappears(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """I7: what was 尚未审结 last year is settled or pending this year; table four has no row that carries it."""
    if subject.edition is None or subject.predecessor is None:
        return
    pending = TABLE4_COLUMNS[3].key
    for group in TABLE4_GROUPS:
        total_id, pending_id = f"table4.{group.key}.total", f"table4.{group.key}.{pending}"
        total, before = subject.numbers.get(total_id), _previous(subject, pending_id)
        if total is None or before is None:
            continue
        if before <= total:
            yield rule.holds(group.key, cells=(total_id, f"previous.{pending_id}"))
        else:
            message = _(
                "表四“{group}”上年报告有 {before} 件尚未审结，"
                "本年总计只有 {total} 件。请核对上年未结的案件是否已经计入。"
            )
            yield rule.broken(
                message.format(group=group.label, before=plain(before), total=plain(total)),
                group.key,
                cells=(total_id, f"previous.{pending_id}"),
                left=total,
                right=before,
            )


RULES = (
    Rule(
        "table2.fee_unit",
        _("行政事业性收费以万元为单位"),
        Severity.ERROR,
        "年度报告格式（2021）表二：本年收费金额（单位：万元）；十倍为本项目的界限",
        _fee_unit,
        Example(cells={_FEES: 28500}),
    ),
    Rule(
        "table2.rule_making",
        _("没有规章制定权的机关不填规章"),
        Severity.WARNING,
        "立法法关于规章制定权的规定",
        _rule_making,
        Example(cells={"table2.government_rules.in_force": 1}, alone=True),
    ),
    Rule(
        "table2.decisions",
        _("行政许可、处罚、强制的数量与职权和上年相称"),
        Severity.WARNING,
        "本项目：与上年报告和机关名称比较",
        _decisions,
        Example(cells={"table2.administrative_penalties": 0}),
    ),
    Rule(
        "table4.cause",
        _("复议、诉讼有相应的申请"),
        Severity.WARNING,
        "本项目：表三与表四比较",
        _remedies_have_a_cause,
        Example(
            cells={
                table3_cell(row.key, column): figure
                for row in EDITION_2021.outcome_rows
                for column, figure in zip(
                    ("natural_person", "enterprise", "legal_services", "total"),
                    (9, 2, 1, 12) if row.key == "disclosed" else (0, 0, 0, 0),
                    strict=True,
                )
            },
            claims={
                What.REQUESTS_DISCLOSED: 12,
                What.REQUESTS_PARTIALLY_DISCLOSED: 0,
                What.REQUESTS_WITHHELD: 0,
                What.REQUESTS_UNABLE_TO_PROVIDE: 0,
                What.REQUESTS_NOT_PROCESSED: 0,
                What.REQUESTS_OTHERWISE_HANDLED: 0,
            },
        ),
    ),
    Rule(
        "table4.pending",
        _("上年尚未审结的案件在本年有下落"),
        Severity.INFO,
        "本项目：表四与上年报告比较",
        _pending_reappears,
        Example(before=Example(cells={"table4.reconsideration.pending": 3, "table4.reconsideration.total": 4})),
    ),
)
