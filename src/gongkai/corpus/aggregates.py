"""An aggregate report (汇总) against the sum of its members' reports, cell by cell.

It cannot be less than what its members report. It can be more: where a member is missing or a cell is not known that is
undecided, and where everything is known the difference is either the aggregate's own work, which then wants a row of
its own in the table of agencies, or an error.
"""

from collections.abc import Iterator, Mapping

import duckdb

from gongkai.corpus.checking import exact_figure
from gongkai.corpus.noticed import Noticed
from gongkai.corpus.rollup import Sum, sum_of
from gongkai.corpus.rollup_sql import forms_of, members_sql
from gongkai.corpus.schema import all_cells, column, variant_edition
from gongkai.corpus.whose import Whose
from gongkai.report.checks.labels import cell_labels
from gongkai.stats.cells import Figure
from gongkai.stats.editions import CellId
from gongkai.stats.identities import Severity, Verdict
from gongkai.wording import _

RULE = "aggregate.members"
_SOURCE = "年度报告格式：政府汇总年度报告的数据为所属机关之和；机关表的 parent"


def aggregates(connection: duckdb.DuckDBPyConnection) -> Iterator[Noticed]:
    """Yield every cell of an aggregate report that its members' do not add up to, or that they leave open."""
    cursor = connection.execute(members_sql())
    names = [each[0] for each in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    known = _reports(connection)
    for row in rows:
        whose = known.get((row["agency_key"], row["year"]))
        if whose is not None:
            yield from _compared(row, whose)


def _reports(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], Whose]:
    found = connection.execute(
        "SELECT file, agency, year, agency_key, variant FROM reports "
        "WHERE versions = 1 AND variant IS NOT NULL AND agency_key IN (SELECT parent_key FROM agencies)"
    ).fetchall()
    return {(row[3], row[2]): Whose(*row) for row in found}


def _compared(row: Mapping[str, object], whose: Whose) -> Iterator[Noticed]:
    members, present = int(str(row["members"])), int(str(row["present"]))
    for cell in all_cells():
        stated = exact_figure(row[column(cell)])
        if row["variant"] not in forms_of(cell) or stated is None:
            continue
        numbers = int(str(row[f"n__{column(cell)}"]))
        sum_ = sum_of(cell, exact_figure(row[f"sum__{column(cell)}"]), numbers, members - numbers)
        found = _verdict(stated, sum_)
        if found is not None:
            yield _noticed(whose, cell, stated, sum_, *found, members=members, present=present)


def _verdict(stated: Figure, sum_: Sum) -> tuple[Verdict, Severity] | None:
    if sum_.low is not None and stated < sum_.low:
        return Verdict.BROKEN, Severity.ERROR
    if sum_.unknown:
        return Verdict.UNDETERMINED, Severity.WARNING
    return None if stated == sum_.exact else (Verdict.BROKEN, Severity.ERROR if sum_.low is None else Severity.WARNING)


def _noticed(
    whose: Whose,
    cell: CellId,
    stated: Figure,
    sum_: Sum,
    verdict: Verdict,
    severity: Severity,
    *,
    members: int,
    present: int,
) -> Noticed:
    label = cell_labels(variant_edition(str(whose.form))[0].key)[cell]
    if sum_.exact is not None:
        added = str(sum_.exact)
    else:
        added = _("不确定") if sum_.low is None else _("不小于 {low}").format(low=sum_.low)
    message = _(
        "{cell}：汇总报告 {stated}，所属机关之和 {added}（应有 {members} 个机关，有报告的 {present} 个）。"
    ).format(cell=label, stated=stated, added=added, members=members, present=present)
    if verdict is Verdict.BROKEN and severity is Severity.WARNING:
        message += _("多出的如果是本级自己办理的，请在机关表中给它单列一行。")
    return Noticed(
        f"{RULE}.{cell}",
        severity,
        verdict,
        whose,
        cell,
        {
            "cells": [cell],
            "left": stated,
            "right": sum_.exact,
            "bounds": None if sum_.exact is not None else [[stated, stated], [sum_.low, sum_.high]],
            "members": members,
            "present": present,
        },
        message,
        _SOURCE,
    )
