"""Sound reports of any agency and year, and the errors that are put into them on purpose.

Which rules an error breaks is written down here by hand, from the notes of the format, and not asked of the checks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gongkai.report.checks import RULES, Rule
from gongkai.report.checks.examples import sound_predecessor, sound_report
from gongkai.report.claims import find_claims
from gongkai.report.model import AnnualReport
from gongkai.stats.cells import number
from gongkai.stats.editions import (
    EDITION_2021,
    TABLE3_COLUMNS,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition_of_year,
    table3_cell,
)

TABLE_FAMILIES = ("table2.", "table3.", "table4.", "cell.")
_EXAMPLES = ("示例市示例区商务局", "示例县人民政府")
_COUNTED = re.compile(r"\d+(?=[条件元])")
_IN_FORCE = "table2.normative_documents.in_force"
_FIRST_COUNTED_IN_FORCE = 2021


def sound(agency: str, year: int, *, factor: int = 1, stated: bool = True, wrong: str | None = None) -> AnnualReport:
    """Return a report to which no rule objects, its figures those of the example times a factor.

    It follows from the report of the same agency and factor for the year before. ``stated``: its prose states the
    figures of the tables; ``wrong`` is the claim, by its rule, that it then misstates.
    """
    edition = edition_of_year(year)
    assert edition is not None
    government = agency.endswith("人民政府")
    report = sound_report(edition, year=year, government=government)
    narrative = dict(report.narrative) if stated else _without_figures(report)
    if wrong is not None:
        section, printed, misprinted = MISSTATEMENTS[wrong]
        assert printed in narrative[section]
        narrative[section] = narrative[section].replace(printed, misprinted)
    cells = {
        cell: found if found.number is None else number(found.number * factor) for cell, found in report.cells.items()
    }
    if edition is EDITION_2021:
        # Each year one more is issued than repealed.
        cells[_IN_FORCE] = number((6 + year - _FIRST_COUNTED_IN_FORCE) * factor)
    narrative = {
        key: _COUNTED.sub(lambda figure: str(int(figure[0]) * factor), text) for key, text in narrative.items()
    }
    return renamed(replace(report, narrative=narrative, cells=cells), agency)


def _without_figures(report: AnnualReport) -> dict[str, str]:
    """Return sound prose that states no figure of the tables, so that these can be changed alone."""
    edition, year = report.edition, report.year
    assert edition is not None
    assert year is not None
    narrative = dict(sound_predecessor(edition, year=year + 1).narrative)
    # What only governments report (条例第五十条第五项) stands at the end of the first section.
    narrative["overview"] += report.narrative["overview"].partition("主动接受社会监督。")[2]
    return narrative


def renamed(report: AnnualReport, agency: str) -> AnnualReport:
    """Return an example as the report of another agency; its claims are those that its prose states."""

    def named(text: str) -> str:
        for example in _EXAMPLES:
            text = text.replace(example, agency)
        return text

    narrative = {key: named(text) for key, text in report.narrative.items()}
    return replace(
        report,
        agency=agency,
        title=named(report.title),
        narrative=narrative,
        claims=find_claims(narrative, report.year),
    )


@dataclass(frozen=True, slots=True)
class Breaks:
    """What one wrong figure breaks: in its report alone, with the year before it, and with the year after it."""

    alone: frozenset[str]
    with_previous: frozenset[str] = frozenset()
    with_next: frozenset[str] = frozenset()


def one_too_many(report: AnnualReport, cell: CellId) -> AnnualReport:
    """Return the report with one added to a figure and nothing else adapted to it."""
    figure = report.cells[cell].number
    assert figure is not None
    return replace(report, cells={**report.cells, cell: number(figure + 1)})


_WORKLOAD = ("newly_received", "carried_over_from_last_year", "total", "carried_over_to_next_year")
_NO_OUTCOME = ("newly_received", "carried_over_from_last_year", "carried_over_to_next_year")


def broken_by(cell: CellId) -> Breaks:
    """Return what one more in a cell breaks (年度报告格式：表三、表四的勾稽关系，结转，现行有效件数)."""
    table, _dot, rest = cell.partition(".")
    row, _dot, column = rest.rpartition(".")
    if table == "table4":
        return Breaks(frozenset({f"table4.across.{row}"}))
    if table == "table2":
        assert cell == _IN_FORCE
        between = frozenset({"table2.in_force.normative_documents"})
        return Breaks(frozenset(), between, between)
    alone = {f"table3.across.{row}"}
    if row in _WORKLOAD:
        alone.add(f"table3.workload.{column}")
    if row not in _NO_OUTCOME:
        alone.add(f"table3.outcomes.{column}")
    carried = frozenset({f"table3.carry_over.{column}"})
    return Breaks(
        frozenset(alone),
        carried if row == "carried_over_from_last_year" else frozenset(),
        carried if row == "carried_over_to_next_year" else frozenset(),
    )


def figures_to_change(edition: Edition) -> Iterator[CellId]:
    """Yield cells in which one too many breaks, one after the other, every identity of the edition."""
    columns = [column.key for column in TABLE3_COLUMNS]
    for at, row in enumerate(edition.table3_rows):
        yield table3_cell(row.key, columns[at % len(columns)])
    for row_key in _WORKLOAD:
        for column in columns:
            yield table3_cell(row_key, column)
    for at, group in enumerate(TABLE4_GROUPS):
        yield f"table4.{group.key}.{TABLE4_COLUMNS[at].key}"
    if edition is EDITION_2021:
        yield _IN_FORCE


MISSTATEMENTS: Mapping[str, tuple[str, str, str]] = {
    "prose.items_published": ("overview", "政策文件26条", "政策文件62条"),
    "prose.requests_received": ("overview", "信息公开申请12件", "信息公开申请21件"),
    "prose.requests_carried_in": ("overview", "上年结转2件", "上年结转3件"),
    "prose.requests_processed": ("overview", "办结12件", "办结11件"),
    "prose.requests_disclosed": ("overview", "予以公开5件", "予以公开6件"),
    "prose.requests_partially_disclosed": ("overview", "部分公开1件", "部分公开4件"),
    "prose.requests_withheld": ("overview", "不予公开2件", "不予公开7件"),
    "prose.requests_unable_to_provide": ("overview", "无法提供2件", "无法提供8件"),
    "prose.requests_not_processed": ("overview", "不予处理1件", "不予处理3件"),
    "prose.requests_otherwise_handled": ("overview", "其他处理1件", "其他处理9件"),
    "prose.requests_carried_out": ("overview", "结转下年度继续办理2件", "结转下年度继续办理1件"),
    "prose.reconsiderations": ("remedies", "行政复议2件", "行政复议5件"),
    "prose.litigations": ("remedies", "行政诉讼1件", "行政诉讼4件"),
    "prose.documents_issued": ("overview", "制发行政规范性文件2件", "制发行政规范性文件5件"),
    "prose.documents_repealed": ("overview", "规范性文件2件，", "规范性文件2件，废止行政规范性文件4件，"),
    "prose.documents_in_force": ("overview", "规范性文件2件，", "规范性文件2件，现行有效行政规范性文件90件，"),
    "prose.fee_requests": ("other", "信息处理费1件", "信息处理费20件"),
    "prose.fee_yuan": ("other", "100元", "90000元"),
}
"""By the rule that it breaks: the section, what its prose says, and what it says wrongly; times the factor, both."""

_NOT_IN_2019 = {"prose.documents_repealed", "prose.documents_in_force", "prose.fee_yuan"}
"""What the tables of 2019 do not count."""


def misstatements(edition: Edition) -> list[str]:
    """Return the rules that a wrong figure in the prose breaks."""
    return [rule for rule in MISSTATEMENTS if edition is EDITION_2021 or rule not in _NOT_IN_2019]


def examples() -> Iterator[tuple[Rule, AnnualReport]]:
    """Yield the failing example of every rule whose error stands in the report itself and is not yielded otherwise.

    Left out are errors of how a figure is written or a file was read, and what only the year before shows. Where the
    error is in the tables, the prose states no figures.
    """
    for rule in RULES:
        fails = rule.fails
        if rule.key in MISSTATEMENTS or rule.key.startswith(("table3.", "table4.across", "continuity.")):
            continue
        if rule.key in _NOT_IN_THE_REPORT or fails.before is not None or fails.fields:
            continue
        report = fails.report()
        yield rule, replace(report, narrative=_without_figures(report)) if fails.cells or fails.without else report


_NOT_IN_THE_REPORT = {"table2.decisions", "table2.fee_unit", "cell.separators", "cell.unit"}


def family(rule: str) -> str:
    """Return the key of the rule that a finding belongs to; an identity is told by its own name."""
    if rule.startswith(("table3.", "table4.across.", "table2.in_force.")):
        return rule
    return next(each.key for each in RULES if each.covers(rule))
