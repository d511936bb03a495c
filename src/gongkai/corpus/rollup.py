"""Sums over agencies (汇总): every figure of tables two to four by place, year or kind, with what is not known of it.

A sum is a number only if every member reported and every one of its cells is a number. Otherwise it has bounds: counts
that are not known are zero or more, so a sum is at least what its numbers come to. What may be negative, the increase
or decrease of the edition of 2019, has no bound then.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from gongkai.corpus.checking import exact_figure
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.rollup_sql import DIMENSIONS, editions, forms_of, missing_sql, rollup_sql
from gongkai.corpus.schema import all_cells, column, variant_edition, variants
from gongkai.stats.cells import Figure
from gongkai.stats.editions import CellId
from gongkai.wording import _


@dataclass(frozen=True, slots=True)
class Sum:
    """What a cell adds up to over a group: from ``low`` to ``high``, ``None`` where there is no limit.

    ``numbers`` are the reports that have a number there, ``unknown`` the reports and missing members that have none.
    """

    low: Figure | None
    high: Figure | None
    numbers: int
    unknown: int

    @property
    def exact(self) -> Figure | None:
        """The sum, if everything that it adds is known."""
        return self.low if self.unknown == 0 else None

    def value(self) -> dict[str, object]:
        """Return it as plain values."""
        return {"low": self.low, "high": self.high, "numbers": self.numbers, "unknown": self.unknown}


@dataclass(frozen=True, slots=True)
class Missing:
    """A member that was to report on a year, by the table of agencies, and whose report is not there."""

    agency: str
    year: int


@dataclass(frozen=True, slots=True)
class Group:
    """The sums of a group.

    ``known`` is false for reports of agencies that are not in the table of agencies: who is missing among them, and
    whether one of them adds others up, cannot be said.
    """

    key: tuple[str | int | None, ...]
    known: bool
    present: int
    missing: tuple[Missing, ...]
    sums: Mapping[CellId, Sum]


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Every group of a data set."""

    by: tuple[str, ...]
    groups: tuple[Group, ...]

    def value(self) -> dict[str, object]:
        """Return everything as plain values, as ``--json`` prints it."""
        return {
            "by": list(self.by),
            "groups": [
                {
                    **dict(zip(self.by, group.key, strict=True)),
                    "in_agencies_table": group.known,
                    "present": group.present,
                    "missing": len(group.missing) if group.known else None,
                    "missing_members": [{"agency": each.agency, "year": each.year} for each in group.missing],
                    "cells": {cell: each.value() for cell, each in group.sums.items()},
                }
                for group in self.groups
            ],
        }


def dimensions(text: str) -> tuple[str, ...]:
    """Return what ``--by`` says, in its order."""
    by = tuple(part.strip() for part in text.split(","))
    if wrong := [name for name in by if name not in DIMENSIONS]:
        raise CorpusError(
            _("不能按“{names}”汇总，可用的有：{all}，用英文逗号隔开。").format(
                names="、".join(wrong), all=",".join(DIMENSIONS)
            )
        )
    if len(set(by)) < len(by):
        raise CorpusError(_("--by 中的每一项只能写一次。"))
    return by


def rollup(connection: duckdb.DuckDBPyConnection, by: Sequence[str]) -> RolledUp:
    """Add up every figure of an opened data set by groups."""
    by = tuple(by)
    (most_versions,) = connection.execute("SELECT MAX(versions) FROM reports").fetchone() or (None,)
    cursor = connection.execute(rollup_sql(by, some_differ=(most_versions or 1) > 1))
    names = [column_[0] for column_ in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    missing = _missing(connection, by) if any(_absent(row) for row in rows if row["known"]) else {}
    groups = (_group(row, by, missing) for row in rows)
    return RolledUp(by, tuple(sorted(groups, key=_place_in_order)))


def _place_in_order(group: Group) -> tuple[object, ...]:
    return (not group.known, *((part is not None, part) for part in group.key))


def _missing(connection: duckdb.DuckDBPyConnection, by: Sequence[str]) -> Mapping[tuple[object, ...], list[Missing]]:
    found: dict[tuple[object, ...], list[Missing]] = defaultdict(list)
    for year, agency, _key, *places in connection.execute(missing_sql(by)).fetchall():
        named = dict(zip((name for name in by if name != "year"), places, strict=True), year=year)
        found[tuple(named[name] for name in by)].append(Missing(agency, year))
    return found


def _absent(row: Mapping[str, object]) -> int:
    return sum(_int(row[f"absent_{edition}"]) for edition in editions())


def _group(
    row: Mapping[str, object], by: Sequence[str], missing: Mapping[tuple[object, ...], Sequence[Missing]]
) -> Group:
    key = tuple(_key(row[name]) for name in by)
    known = bool(row["known"])
    return Group(
        key,
        known,
        sum(_int(row[f"form_{form}"]) for form in variants()),
        tuple(missing.get(key, ())) if known else (),
        dict(_sums(row)),
    )


def _sums(row: Mapping[str, object]) -> Iterator[tuple[CellId, Sum]]:
    """Yield the sums of the cells that the tables of some member have, or should have had."""
    absent = {edition: _int(row[f"absent_{edition}"]) for edition in editions()}
    for cell in all_cells():
        forms = forms_of(cell)
        printed = sum(_int(row[f"form_{form}"]) for form in forms)
        if printed or any(absent.get(form) for form in forms):
            # Item six may be printed in one row: who did not report may have done so.
            not_there = sum(absent[edition] for edition in {variant_edition(form)[0].key for form in forms})
            numbers = _int(row[f"n__{column(cell)}"] or 0)
            known = exact_figure(row[f"sum__{column(cell)}"])
            yield cell, sum_of(cell, known, numbers, printed + not_there - numbers)


def sum_of(cell: CellId, known: Figure | None, numbers: int, unknown: int) -> Sum:
    """Return the bounds of a sum whose numbers come to ``known``, with so many that are not known."""
    low: Figure | None = known or 0
    high = low if unknown == 0 else None
    if unknown and may_be_negative(cell):
        low = None
    return Sum(low, high, numbers, unknown)


def may_be_negative(cell: CellId) -> bool:
    """Say whether a figure has a sign: the increase or decrease (本年增/减) of the edition of 2019."""
    return cell.endswith(".change")


def _key(value: object) -> str | int | None:
    return value if value is None or isinstance(value, int) else str(value)


def _int(value: object) -> int:
    return int(str(value))
