"""Two reports side by side: two years of one agency, or two agencies (报告比对).

Every cell, what changed, what broke, and how much of the prose is the same.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

import simplejson

from gongkai.report.checks import check
from gongkai.report.checks.agencies import may_be_called
from gongkai.report.checks.labels import cell_labels, plain
from gongkai.report.findings import Finding, Verdict
from gongkai.report.json_format import cell_value
from gongkai.report.model import NARRATIVE_KEYS, AnnualReport
from gongkai.report.similarity import containment, similarity, substance
from gongkai.stats.cells import Cell, CellState, Figure
from gongkai.stats.editions import (
    OTHERWISE_ONE_ROW,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition,
    table3_cells,
    table4_cells,
)
from gongkai.wording import _

SCHEMA = "gongkai/comparison/1"


@dataclass(frozen=True, slots=True)
class Side:
    """Which report stands on one side."""

    agency: str | None
    year: int | None
    edition_key: str | None
    title: str


@dataclass(frozen=True, slots=True)
class CellComparison:
    """One cell in both reports; ``None`` where a report does not have it.

    ``change`` is new − old where both are figures; ``percent`` is that of the old figure, where that is more than zero.
    """

    cell: CellId
    old: Cell | None
    new: Cell | None
    change: Figure | None = None
    percent: Decimal | None = None

    @property
    def differs(self) -> bool:
        """Whether the two reports have different things there."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class TextDifference:
    """Sentences that only the old report has, and those that stand in their place in the new one."""

    removed: str
    added: str


@dataclass(frozen=True, slots=True)
class TextComparison:
    """One section's text in both reports.

    ``same`` is the Jaccard similarity of the two texts, ``kept`` the share of the new text that the old one has too;
    both leave out digits and punctuation and are ``None`` where a side has no words.
    """

    section: str
    old_characters: int
    new_characters: int
    same: float | None
    kept: float | None
    differences: tuple[TextDifference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports compared.

    ``broke`` are findings broken in the new report whose rule the old one did not break, ``mended`` the reverse.
    ``continuity`` is what the rules between years say, where the reports are consecutive years of one agency.
    """

    old: Side
    new: Side
    same_agency: bool | None
    consecutive: bool
    cells: tuple[CellComparison, ...]
    texts: tuple[TextComparison, ...]
    broke: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    continuity: tuple[Finding, ...]

    @property
    def changed(self) -> tuple[CellComparison, ...]:
        """The cells of both reports in which they differ."""
        return tuple(each for each in self.cells if each.old is not None and each.new is not None and each.differs)

    @property
    def only_old(self) -> tuple[str, ...]:
        """The rows that only the old report has."""
        return self._rows_of_one_side(old=True)

    @property
    def only_new(self) -> tuple[str, ...]:
        """The rows that only the new report has."""
        return self._rows_of_one_side(old=False)

    def _rows_of_one_side(self, *, old: bool) -> tuple[str, ...]:
        in_both = {_row(each.cell) for each in self.cells if each.old is not None and each.new is not None}
        missing = (each.cell for each in self.cells if (each.new if old else each.old) is None)
        return tuple(dict.fromkeys(row for row in map(_row, missing) if row not in in_both))

    def table(self, *, changed_only: bool = True) -> tuple[tuple[str, ...], ...]:
        """Return heads and rows of words for a table that people read: 项目, both sides, change, percent."""
        rows = [(_("项目"), _name(self.old), _name(self.new), _("增减"), _("增减比例"))]
        labels: dict[CellId, str] = {}
        for side in (self.old, self.new):
            labels |= cell_labels(side.edition_key) if side.edition_key is not None else {}
        for each in self.cells:
            if each.differs or not changed_only:
                rows.append(
                    (
                        labels.get(each.cell, each.cell),
                        _shown(each.old),
                        _shown(each.new),
                        "" if each.change is None else _signed(each.change),
                        "" if each.percent is None else f"{_signed(each.percent)}%",
                    )
                )
        return tuple(rows)

    def to_json(self) -> str:
        """Return the comparison as one JSON document."""
        return simplejson.dumps(self.value(), use_decimal=True, ensure_ascii=False, indent=1) + "\n"

    def value(self) -> dict[str, object]:
        """Return the comparison as plain values."""
        return {
            "schema": SCHEMA,
            "old": _side_value(self.old),
            "new": _side_value(self.new),
            "same_agency": self.same_agency,
            "consecutive": self.consecutive,
            "cells": [
                {
                    "cell": each.cell,
                    "old": cell_value(each.old),
                    "new": cell_value(each.new),
                    "change": each.change,
                    "percent": each.percent,
                }
                for each in self.cells
                if each.old is not None and each.new is not None
            ],
            "only_old": {row: self._row_values(row, old=True) for row in self.only_old},
            "only_new": {row: self._row_values(row, old=False) for row in self.only_new},
            "texts": [
                {
                    "section": each.section,
                    "old_characters": each.old_characters,
                    "new_characters": each.new_characters,
                    "same": each.same,
                    "kept": each.kept,
                    "differences": [
                        {"removed": difference.removed, "added": difference.added} for difference in each.differences
                    ],
                }
                for each in self.texts
            ],
            "broke": [finding.value() for finding in self.broke],
            "mended": [finding.value() for finding in self.mended],
            "continuity": [finding.value() for finding in self.continuity],
        }

    def _row_values(self, row: str, *, old: bool) -> list[Figure | str | None]:
        cells = ((each.old if old else each.new) for each in self.cells if _row(each.cell) == row)
        return [cell_value(cell) for cell in cells if cell is not None]


def compare(old: AnnualReport, new: AnnualReport) -> Comparison:
    """Compare two reports, cell by cell and text by text."""
    same_agency = _same_agency(old, new)
    consecutive = same_agency is not False and old.year is not None and new.year == old.year + 1
    of_old, of_new = check(old), check(new)
    between = check(new, old) if consecutive else ()
    broken_before, broken_after = _broken(of_old), _broken(of_new)
    alone = frozenset(of_new)
    return Comparison(
        old=_side(old),
        new=_side(new),
        same_agency=same_agency,
        consecutive=consecutive,
        cells=tuple(_compared(cell_id, old.cells.get(cell_id), new.cells.get(cell_id)) for cell_id in _order(old, new)),
        texts=tuple(_texts(old.narrative, new.narrative)),
        broke=tuple(finding for rule, finding in broken_after.items() if rule not in broken_before),
        mended=tuple(finding for rule, finding in broken_before.items() if rule not in broken_after),
        continuity=tuple(finding for finding in between if finding not in alone),
    )


def _same_agency(old: AnnualReport, new: AnnualReport) -> bool | None:
    """Say whether both are of one agency; ``None`` where a name is missing."""
    if not old.agency or not new.agency:
        return None
    return may_be_called(old.agency, new.agency)


def _side(report: AnnualReport) -> Side:
    return Side(report.agency, report.year, report.edition_key, report.title)


def _broken(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings if finding.verdict is Verdict.BROKEN}


def _order(old: AnnualReport, new: AnnualReport) -> Iterator[CellId]:
    """Yield the addresses of all cells of both reports in the order of the tables, the new report's edition first."""
    keys = [key for key in dict.fromkeys((new.edition_key, old.edition_key)) if key is not None]
    addresses = dict.fromkeys(cell_id for key in keys for cell_id in _addresses(edition(key)))
    addresses |= dict.fromkeys((*new.cells, *old.cells))
    return (cell_id for cell_id in addresses if cell_id in old.cells or cell_id in new.cells)


def _addresses(edition_: Edition) -> Iterator[CellId]:
    for block, row in edition_.table2_rows():
        yield from block.cell_ids(row)
    *rows, total, carried_out = edition_.table3_rows
    for row in (*rows, OTHERWISE_ONE_ROW, total, carried_out):
        yield from table3_cells(row.key)
    for group in TABLE4_GROUPS:
        yield from table4_cells(group.key)


def _compared(cell_id: CellId, old: Cell | None, new: Cell | None) -> CellComparison:
    before = None if old is None else old.number
    after = None if new is None else new.number
    if before is None or after is None:
        return CellComparison(cell_id, old, new)
    change = after - before
    percent = (Decimal(change) * 100 / Decimal(before)).quantize(_TENTH) if before > 0 else None
    return CellComparison(cell_id, old, new, change, percent)


_TENTH = Decimal("0.1")
_MOST_SENTENCES = 2_000
"""Aligning sentences takes time that grows with their number squared; beyond this only their sets are compared."""
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")


def _texts(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[TextComparison]:
    for key in NARRATIVE_KEYS:
        before, after = ("".join(side.get(key, "").split()) for side in (old, new))
        if not before and not after:
            continue
        worded = bool(substance(before) and substance(after))
        yield TextComparison(
            key,
            len(before),
            len(after),
            round(similarity(before, after), 3) if worded else None,
            round(containment(after, before), 3) if worded else None,
            tuple(_differences(before, after)),
        )


def _differences(before: str, after: str) -> Iterator[TextDifference]:
    old, new = (_SENTENCE.findall(text) for text in (before, after))
    if max(len(old), len(new)) > _MOST_SENTENCES:
        in_old, in_new = frozenset(old), frozenset(new)
        removed = "".join(sentence for sentence in old if sentence not in in_new)
        added = "".join(sentence for sentence in new if sentence not in in_old)
        if removed or added:
            yield TextDifference(removed, added)
        return
    for operation, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if operation != "equal":
            yield TextDifference("".join(old[old_start:old_end]), "".join(new[new_start:new_end]))


def _row(cell_id: CellId) -> str:
    """Return the row of a cell; a row of table two with one figure is addressed like its cell."""
    if cell_id.startswith("table2."):
        return ".".join(cell_id.split(".")[:2])
    return cell_id.rpartition(".")[0]


def _name(side: Side) -> str:
    year = "" if side.year is None else _("{year} 年").format(year=side.year)
    return f"{side.agency or _('（机关不明）')} {year}".strip()


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return _("（无此项）")
    return _("（空白）") if cell.state is CellState.BLANK else cell.shown


def _signed(figure: Figure) -> str:
    return f"+{plain(figure)}" if figure > 0 else plain(figure)


def _side_value(side: Side) -> dict[str, object]:
    return {"agency": side.agency, "year": side.year, "edition": side.edition_key, "title": side.title}
