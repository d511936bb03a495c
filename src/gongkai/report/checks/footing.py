"""Footing identities (勾稽关系) as findings: sums within a report, and what is carried from year to year.

The identities are declared in ``gongkai.stats.identities``. An ordinary report has a number in every cell, and then
plain sums decide; wherever a number is missing the whole declaration is evaluated with bounds.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter

from gongkai.report.checks.examples import Example
from gongkai.report.checks.labels import plain, row_label
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Bounds, Finding, Severity, Verdict
from gongkai.report.model import What
from gongkai.stats.cells import CellState, Figure
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    EDITION_2021,
    NEWLY_RECEIVED,
    OTHERWISE_ONE_ROW,
    TABLE3_COLUMNS,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    TOTAL,
    CellId,
    edition,
)
from gongkai.stats.identities import (
    FootingIdentity,
    Term,
    evaluate,
    identities,
    identities_with_previous_year,
)
from gongkai.wording import _

_PREVIOUS = "previous."


Getter = Callable[[Mapping[str, Figure]], tuple[Figure, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    """An identity made ready for adding: the names of its terms instead of the terms."""

    identity: FootingIdentity
    family: str
    left: Getter
    right: Getter
    cells: tuple[str, ...]


def _ready(declared: Iterable[FootingIdentity]) -> tuple[_Sum, ...]:
    sums = []
    for identity in declared:
        left, right = tuple(map(str, identity.left)), tuple(map(str, identity.right))
        # table3.workload.total belongs to table3.workload; a row's own key may have points of its own.
        family = ".".join(identity.rule.split(".", 2)[:2])
        sums.append(_Sum(identity, family, _getter(left), _getter(right), left + right))
    return tuple(sums)


def _getter(names: tuple[str, ...]) -> Getter:
    """Return what fetches the figures of a side in one call; for one name ``itemgetter`` returns no tuple."""
    if len(names) == 1:
        (name,) = names
        return lambda figures: (figures[name],)
    return itemgetter(*names)


@cache
def _sums_within(edition_key: str, one_row: bool) -> tuple[_Sum, ...]:
    return _ready(identities(edition(edition_key), item_six_in_one_row=one_row))


@cache
def _sums_between(edition_key: str, previous_key: str) -> tuple[_Sum, ...]:
    return _ready(identities_with_previous_year(edition(edition_key), edition(previous_key)))


def sums_within(subject: Subject) -> Mapping[str, Sequence[Finding]]:
    """Return what the identities inside one report say, by rule."""
    if subject.edition is None:
        return {}
    sums = _sums_within(subject.edition.key, subject.item_six_in_one_row)
    try:
        return _added(sums, subject.numbers, subject)
    except KeyError:
        return _bounded(sums, tuple(each.identity for each in sums), subject)


def _sums_with_predecessor(subject: Subject) -> Mapping[str, Sequence[Finding]]:
    edition_, predecessor = subject.edition, subject.predecessor
    if edition_ is None or predecessor is None or predecessor.edition is None:
        return {}
    sums = _sums_between(edition_.key, predecessor.edition.key)
    numbers = {
        f"{_PREVIOUS}{cell_id}": cell.number for cell_id, cell in predecessor.cells.items() if cell.number is not None
    }
    try:
        return _added(sums, {**subject.numbers, **numbers}, subject)
    except KeyError:
        within = _sums_within(edition_.key, subject.item_six_in_one_row)
        # What a report's own sums say of its blanks bounds them here too.
        return _bounded(sums, tuple(each.identity for each in (*within, *sums)), subject)


def _within(rule: Rule, subject: Subject) -> Iterable[Finding]:
    return subject.once(sums_within).get(rule.key, ())


def _between(rule: Rule, subject: Subject) -> Iterable[Finding]:
    return subject.once(_sums_with_predecessor).get(rule.key, ())


def _added(sums: Iterable[_Sum], numbers: Mapping[str, Figure], subject: Subject) -> dict[str, list[Finding]]:
    """Decide sums whose every term has a number; a ``KeyError`` says that one has none."""
    findings: dict[str, list[Finding]] = {}
    for each in sums:
        left, right = sum(each.left(numbers)), sum(each.right(numbers))
        if left == right:
            finding = _agreed(each, left)
        else:
            finding = _broken(each, Bounds(left, left), Bounds(right, right), subject)
        findings.setdefault(each.family, []).append(finding)
    return findings


# The same few small sums hold in most reports of a nation; a finding is immutable, so they can share it.
@lru_cache(maxsize=8192)
def _agreed(each: _Sum, value: Figure) -> Finding:
    return Finding(
        each.identity.rule,
        each.identity.severity,
        Verdict.HOLDS,
        _("两边相等。"),
        each.identity.source,
        each.cells,
        value,
        value,
    )


def _bounded(
    sums: tuple[_Sum, ...], declared: tuple[FootingIdentity, ...], subject: Subject
) -> dict[str, list[Finding]]:
    previous = None if subject.predecessor is None else subject.predecessor.cells
    by_rule = {each.identity.rule: each for each in sums}
    findings: dict[str, list[Finding]] = {}
    for evaluation in evaluate(declared, subject.cells, previous):
        each = by_rule.get(evaluation.identity.rule)
        if each is None:
            continue
        left, right = evaluation.left, evaluation.right
        if evaluation.verdict is Verdict.HOLDS:
            finding = _agreed(each, left.low)
        elif evaluation.verdict is Verdict.BROKEN:
            finding = _broken(each, left, right, subject)
        elif _has_any(each.identity.left, subject) and _has_any(each.identity.right, subject):
            finding = _undetermined(each, left, right, subject)
        else:
            # A side that the source does not have at all says nothing; frame.rows says that it is missing.
            continue
        findings.setdefault(each.family, []).append(finding)
    return findings


def _broken(each: _Sum, left: Bounds, right: Bounds, subject: Subject) -> Finding:
    if left.exact is not None and right.exact is not None:
        said = _("{left}，{right}，相差 {difference}").format(
            left=_side(each, each.identity.left, left.exact, subject),
            right=_side(each, each.identity.right, right.exact, subject),
            difference=plain(max(left.exact, right.exact) - min(left.exact, right.exact)),
        )
    else:
        said = _("{sides}，空白处填任何数都不能相等").format(sides=_open_sides(each, left, right, subject))
    message = _("{where}：{said}。{todo}。").format(where=_where(each), said=said, todo=_todo(each))
    return _finding(each, Verdict.BROKEN, message, left, right)


def _undetermined(each: _Sum, left: Bounds, right: Bounds, subject: Subject) -> Finding:
    message = _("{where}：{sides}。有的格空白、没有或者不是数字，无法判断两边是否相等，请补齐。").format(
        where=_where(each), sides=_open_sides(each, left, right, subject)
    )
    return _finding(each, Verdict.UNDETERMINED, message, left, right)


def _finding(each: _Sum, verdict: Verdict, message: str, left: Bounds, right: Bounds) -> Finding:
    identity = each.identity
    both_known = left.exact is not None and right.exact is not None
    return Finding(
        identity.rule,
        identity.severity,
        verdict,
        message,
        identity.source,
        each.cells,
        left.exact,
        right.exact,
        None if both_known else (left, right),
    )


def _open_sides(each: _Sum, left: Bounds, right: Bounds, subject: Subject) -> str:
    return _("{left}，{left_range}；{right}，{right_range}").format(
        left=_addends(each, each.identity.left, subject),
        left_range=_range(left),
        right=_addends(each, each.identity.right, subject),
        right_range=_range(right),
    )


def _range(bounds: Bounds) -> str:
    if bounds.exact is not None:
        return _("合计 {sum}").format(sum=plain(bounds.exact))
    if bounds.high is None:
        return _("合计至少 {low}").format(low=plain(bounds.low))
    return _("合计在 {low} 至 {high} 之间").format(low=plain(bounds.low), high=plain(bounds.high))


def _side(each: _Sum, terms: tuple[Term, ...], value: Figure, subject: Subject) -> str:
    addends = _addends(each, terms, subject)
    return addends if len(terms) == 1 else _("{addends} = {sum}").format(addends=addends, sum=plain(value))


def _addends(each: _Sum, terms: tuple[Term, ...], subject: Subject) -> str:
    """Show every figure of a side; zeros of a long sum and cells that are not there are only counted."""
    shown: list[str] = []
    zeros = absent = 0
    for term in terms:
        figure = _shown(term, subject)
        if figure is None:
            absent += 1
        elif figure == "0" and len(terms) > _ALL_SHOWN:
            zeros += 1
        else:
            shown.append(f"{_name(each, term)} {figure}")
    counted = [
        words.format(count=count)
        for words, count in ((_("{count} 项为 0"), zeros), (_("{count} 项没有读到"), absent))
        if count > 0
    ]
    if not counted:
        return " + ".join(shown)
    rest = "、".join(counted)
    return (
        _("{addends}（另有 {rest}）").format(addends=" + ".join(shown), rest=rest)
        if shown
        else _("共 {rest}").format(rest=rest)
    )


def _has_any(terms: tuple[Term, ...], subject: Subject) -> bool:
    return any(_shown(term, subject) is not None for term in terms)


def _shown(term: Term, subject: Subject) -> str | None:
    cells = subject.predecessor.cells if term.previous and subject.predecessor else subject.cells
    cell = cells.get(term.cell)
    if cell is None:
        return None
    if cell.state is CellState.BLANK:
        return _("（空白）")
    return plain(cell.number) if cell.number is not None else f"（“{cell.text}”）"


def _name(each: _Sum, term: Term) -> str:
    """Name a term by its row where the sum runs down a column, by its column where it runs across."""
    __, row, column = _parts(term.cell)
    if each.identity.rule.startswith(("table3.across.", "table4.across.", "table2.")):
        name = _column_names()[column]
    else:
        name = _row_names()[row]
    return _("上年报告的{name}").format(name=name) if term.previous else name


def _parts(cell_id: CellId) -> tuple[str, str, str]:
    table, __, rest = cell_id.partition(".")
    row, __, column = rest.rpartition(".")
    return table, row, column


@cache
def _column_names() -> dict[str, str]:
    in_force = {"issued": _("本年制发"), "repealed": _("本年废止"), "in_force": _("现行有效")}
    return {column.key: column.label for column in (*TABLE3_COLUMNS, *TABLE4_COLUMNS)} | in_force


# A leading number would read as part of the sum.
_NUMBER = re.compile(r"^\d\.")


@cache
def _row_names() -> dict[str, str]:
    labels = {
        row.key: _NUMBER.sub("", row_label(row).removeprefix(row.group))
        for row in (*EDITION_2021.table3_rows, OTHERWISE_ONE_ROW)
    }
    return labels | {
        "otherwise_handled.other": _("其他处理中的其他"),
        NEWLY_RECEIVED.key: _("本年新收"),
        CARRIED_IN.key: _("上年结转"),
        TOTAL.key: _("办理结果总计"),
        CARRIED_OUT.key: _("结转下年度"),
    }


def _where(each: _Sum) -> str:
    """Name the column, row or group that a sum is about."""
    table, kind, key = each.identity.rule.split(".", 2)
    if table == "table2":
        return _("表二“{row}”").format(row=_table2_rows()[key])
    if table == "table4":
        return _("表四“{group}”").format(group=_groups()[key])
    if kind == "across":
        return _("表三“{row}”行").format(row=_row_names()[key])
    return _("表三“{column}”列").format(column=_column_names()[key])


@cache
def _table2_rows() -> dict[str, str]:
    return {row.key: row.label for __, row in EDITION_2021.table2_rows()}


@cache
def _groups() -> dict[str, str]:
    return {group.key: group.label for group in TABLE4_GROUPS}


_COUNT_WORDS = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七"}
_ALL_SHOWN = len(_COUNT_WORDS)


def _todo(each: _Sum) -> str:
    count = len(each.cells)
    todo = _("请核对这{count}个数").format(count=_COUNT_WORDS.get(count, f" {count} "))
    if each.identity.severity is Severity.WARNING:
        todo += _("；有到期失效、机构合并或者集中清理的，请在报告中说明")
    return todo


_TABLE3 = "年度报告格式（2021、2019）表三"

RULES = (
    Rule(
        "table2.in_force",
        _("现行有效件数与上年报告、本年制发和废止件数衔接"),
        Severity.WARNING,
        "年度报告格式（2021）表二",
        _between,
        Example(before=Example(cells={"table2.normative_documents.in_force": 4})),
    ),
    Rule(
        "table3.workload",
        _("本年新收与上年结转之和等于办理结果总计与结转下年度之和"),
        Severity.ERROR,
        _TABLE3,
        _within,
        Example(
            cells={"table3.newly_received.natural_person": 10, "table3.newly_received.total": 13},
            claims={What.REQUESTS_RECEIVED: 13},
        ),
    ),
    Rule(
        "table3.outcomes",
        _("办理结果总计等于各项办理结果之和"),
        Severity.ERROR,
        _TABLE3,
        _within,
        Example(
            cells={"table3.disclosed.natural_person": 5, "table3.disclosed.total": 6},
            claims={What.REQUESTS_DISCLOSED: 6},
        ),
    ),
    Rule(
        "table3.across",
        _("表三每行总计等于各类申请人之和"),
        Severity.ERROR,
        _TABLE3,
        _within,
        Example(
            cells={
                "table3.newly_received.enterprise": 3,
                "table3.carried_over_from_last_year.enterprise": 0,
            },
            alone=True,
        ),
    ),
    Rule(
        "table3.carry_over",
        _("上年结转等于上年报告的结转下年度"),
        Severity.ERROR,
        _TABLE3,
        _between,
        Example(
            before=Example(
                cells={
                    "table3.carried_over_to_next_year.natural_person": 2,
                    "table3.carried_over_to_next_year.total": 3,
                }
            )
        ),
    ),
    Rule(
        "table4.across",
        _("表四每组总计等于四种结果之和"),
        Severity.ERROR,
        "年度报告格式（2021、2019）表四",
        _within,
        Example(cells={"table4.reconsideration.total": 3}, claims={What.RECONSIDERATIONS: 3}),
    ),
)
