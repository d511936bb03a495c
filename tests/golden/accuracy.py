"""How right the readers and the checks are, measured on everything whose true figures are known.

``python -m tests.golden.accuracy`` (``make accuracy``) writes ``docs/accuracy.md``: the golden files and reports with
known errors, and the published reports where ``GONGKAI_CORPUS`` names them.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from tests.golden.forms import FORMS
from tests.golden.layouts import KEEPS_BLANKS, SHAPES
from tests.golden.make import made, model
from tests.known_errors import (
    TABLE_FAMILIES,
    broken_by,
    examples,
    family,
    figures_to_change,
    misstatements,
    one_too_many,
    sound,
)
from tests.published import (
    FOOTING,
    STATED,
    Expected,
    as_list,
    expected_figures,
    index,
    is_as_expected,
    of_complete,
    of_fragments,
    violated,
)

from gongkai.report import check, read
from gongkai.report.findings import Verdict
from gongkai.report.model import AnnualReport, Claim, Period, What
from gongkai.stats.cells import Cell, CellState
from gongkai.stats.editions import EDITIONS, CellId

DOCUMENT = Path(__file__).parents[2] / "docs" / "accuracy.md"
PUBLISHED = "## Published reports\n"
"""The heading from which on the document depends on ``GONGKAI_CORPUS``."""

_HEAD = """# Accuracy

Written by `make accuracy`; nothing here is typed by hand. A cell is *right* if its state and its figure are those
expected: a blank is not a zero, a dash is not a blank. *Unreadable* cells are taken for text, *wrong* ones have
another figure or stand where none should, *absent* ones are not found. A claim is a figure that the prose states:
*missed* if it is not found, *wrong* if what is found is not stated.

"""
_GOLDEN = """## Golden files

Models laid out in every shape in which agencies' pages have been seen, misprints, blanks and torn rows included
(`tests/golden`), and the same models written by our own writers.

"""
_ERRORS = """### Findings on reports with known errors

Into sound reports one error each is put: one too many in a cell of every row and column of tables three and four, a
figure of the prose that differs from the tables, and the failing example of every other rule whose error stands in
the report itself. Each is laid out in each format, in the shapes of the format by turns, read and checked (DOCX: every
second, PDF: every sixth, since they take longest). Found is a broken finding of the rule that the error breaks; false
is any other, a remark included. What only the year before shows is tested with data sets (`tests/corpus`).

"""
_WITHOUT_CORPUS = (
    "Not measured in this run: `GONGKAI_CORPUS` did not name the folder of the published reports, which are not part "
    "of this repository.\n"
)
_CORPUS = """The reports that `GONGKAI_CORPUS` named: complete ones with every cell, and fragments with the rows that
are whole in them. Of the prose, only the kinds of figures are judged that somebody wrote down for a report. Footing
errors are those really present in the complete reports.

"""


@dataclass
class Read:
    """What was read from the files of one format."""

    files: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)


@dataclass
class Found:
    """What the checks found: by rule, how often it should have been and was found, was not, or was wrongly."""

    reports: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def add(self, expected: Iterable[str], found: Iterable[str]) -> None:
        """Count the findings of one report."""
        expected, found = set(expected), set(found)
        self.reports += 1
        self.hits.update(expected & found)
        self.missed.update(expected - found)
        self.false.update(found - expected)

    def row(self, name: str, *, tables: bool) -> list[object]:
        """Return the counts of the rules of the tables, or of the others, as a row."""
        hits, missed, false = (
            sum(count for rule, count in each.items() if rule.startswith(TABLE_FAMILIES) is tables)
            for each in (self.hits, self.missed, self.false)
        )
        return [name, hits + missed, hits, missed, false, _share(hits, hits + false), _share(hits, hits + missed)]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def judged_cells(expected: Mapping[CellId, Cell], found: Mapping[CellId, Cell]) -> Counter[str]:
    """Count cells by what became of them."""
    counts = Counter(wrong=len(found.keys() - expected.keys()))
    for cell, should_be in expected.items():
        counts[_judged(should_be == found.get(cell), found.get(cell), text=should_be.state is CellState.TEXT)] += 1
    return counts


def _judged(right: bool, found: Cell | None, *, text: bool = False) -> str:
    if right:
        return "right"
    if found is None:
        return "absent"
    return "unreadable" if found.state is CellState.TEXT and not text else "wrong"


def judged_claims(expected: Iterable[Claim], found: Iterable[Claim]) -> Counter[str]:
    """Count claims by what became of them: the same figure, unit and period must be stated of the same thing."""
    wanted, there = (
        Counter((each.what, each.value, each.unit, each.approximate, each.period) for each in claims)
        for claims in (expected, found)
    )
    return Counter(right=(wanted & there).total(), missed=(wanted - there).total(), wrong=(there - wanted).total())


def golden() -> dict[str, Read]:
    """Read every golden file, and every model in the formats of our writers."""
    results: dict[str, Read] = defaultdict(Read)
    for path, name, data in made():
        _add(results[path.suffix], model(name), read(data, path.name))
    names = sorted({name for _path, name, _data in made()})
    for ending in FORMS:
        for name in names:
            expected = model(name)
            data = FORMS[ending]["written"](expected)
            _add(results[f"{ending}, as Gongkai writes it"], expected, read(data, f"{name}{ending}"))
    return dict(sorted(results.items()))


def _add(result: Read, expected: AnnualReport, found: AnnualReport) -> None:
    result.files += 1
    result.cells += judged_cells(expected.cells, found.cells)
    result.claims += judged_claims(expected.claims, found.claims)


def reports_with_known_errors() -> Iterator[tuple[AnnualReport, frozenset[str]]]:
    """Yield reports with one error each, and the rules that it breaks."""
    agency = "示例市示例区民政局"
    for edition in EDITIONS:
        year = edition.first_year + 1
        yield sound(agency, year, factor=3), frozenset()
        for cell in figures_to_change(edition):
            if breaks := broken_by(cell).alone:
                yield one_too_many(sound(agency, year, factor=3, stated=False), cell), breaks
        for rule in misstatements(edition):
            yield sound(agency, year, factor=3, wrong=rule), frozenset({rule})
    for rule, report in examples():
        yield report, frozenset({rule.key, *_along_with(rule.key)})


def _along_with(rule: str) -> Iterator[str]:
    # 1 and 1 in two cells for 11: the sum is wrong, too.
    if rule == "cell.split_digits":
        yield "table4.across.reconsideration"


_EVERY = {".docx": 2, ".pdf": 6}


def findings() -> tuple[dict[str, Found], Counter[tuple[str, str, str]]]:
    """Check the reports with known errors in every format; return the counts, and each fault by rule and form."""
    results: dict[str, Found] = {}
    faults: Counter[tuple[str, str, str]] = Counter()
    for ending, forms in FORMS.items():
        turn = cycle(forms)
        result = results[ending] = Found()
        for report, expected in islice(reports_with_known_errors(), None, None, _EVERY.get(ending, 1)):
            name = next(turn)
            while name in SHAPES and name not in KEEPS_BLANKS and _has_a_cell_that_is_no_figure(report):
                name = next(turn)
            found = broken(read(forms[name](report), f"report{ending}"))
            result.add(expected, found)
            faults.update((rule, f"{name}{ending}", "missed") for rule in expected - found)
            faults.update((rule, f"{name}{ending}", "false") for rule in found - expected)
    return results, faults


def _has_a_cell_that_is_no_figure(report: AnnualReport) -> bool:
    return any(cell.number is None for cell in report.cells.values())


def broken(report: AnnualReport) -> frozenset[str]:
    """Return the rules that a report breaks."""
    return frozenset(family(finding.rule) for finding in check(report) if finding.verdict is Verdict.BROKEN)


def published(corpus: Path) -> tuple[dict[str, Read], dict[str, Found]]:
    """Read and check the published reports."""
    results: dict[str, Read] = defaultdict(Read)
    errors: dict[str, Found] = defaultdict(Found)
    for row in index(corpus):
        path = corpus / row["file"]
        if path.parent.name != "complete":
            continue
        expected, report, name = of_complete(path), read(path), f"{path.suffix}, complete"
        figures = dict(expected_figures(expected))
        if row["complete"] != "yes":
            # Table two is known from elsewhere and not in the file.
            figures = {cell: figure for cell, figure in figures.items() if not cell.startswith("table2")}
        result = results[name]
        result.files += 1
        result.cells += _published_cells(figures, report)
        result.cells["wrong"] += len(report.cells.keys() - figures.keys())
        found = {rule for rule in broken(report) if rule.startswith(FOOTING)}
        errors[name].add(violated(expected), found)
    for expected in of_fragments(corpus):
        path = corpus / "partial" / str(expected["file"])
        report, result = read(path), results[f"{path.suffix}, fragments"]
        result.files += 1
        result.cells += _published_cells(dict(expected_figures(expected)), report)
        result.claims += _published_claims(expected, report)
    return dict(sorted(results.items())), dict(sorted(errors.items()))


def _published_cells(figures: Mapping[CellId, int | float | str | None], report: AnnualReport) -> Counter[str]:
    return Counter(
        _judged(is_as_expected(report.cells.get(cell), written), report.cells.get(cell))
        for cell, written in figures.items()
    )


def _published_claims(expected: Expected, report: AnnualReport) -> Counter[str]:
    period = Period.OTHER_YEAR if expected.get("half_year") else Period.YEAR
    stated: dict[What, set[object]] = defaultdict(set)
    for claim in report.claims:
        if claim.period is period:
            stated[claim.what].add(claim.value)
    counts: Counter[str] = Counter()
    for key, what in STATED.items():
        if key in expected:
            counts["right" if expected[key] in stated[what] else "missed"] += 1
            counts["wrong"] += len(stated[what] - {expected[key]})
    for value in [*as_list(expected.get("published")), *as_list(expected.get("published_approx"))]:
        counts["right" if value in stated[What.ITEMS_PUBLISHED] else "missed"] += 1
    anything = {claim.value for claim in report.claims}
    counts["wrong"] += sum(value in anything for value in as_list(expected.get("decoys")))
    return counts


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(head)
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
    lines += [
        "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


_CELLS = ("right", "unreadable", "wrong", "absent")
_CLAIMS = ("right", "missed", "wrong")
_FINDINGS = ("source format", "errors", "found", "missed", "false", "precision", "recall")


def _reading(results: Mapping[str, Read]) -> str:
    rows = [
        [
            name,
            each.files,
            each.cells.total(),
            *(each.cells[key] for key in _CELLS),
            *(each.claims[key] for key in _CLAIMS),
        ]
        for name, each in results.items()
    ]
    heads = [f"cells {key}" for key in _CELLS] + [f"claims {key}" for key in _CLAIMS]
    total = ["all", *(sum(row[at] for row in rows) for at in range(1, len(rows[0])))]
    return _table(("source format", "files", "cells", *heads), [*rows, total])


def golden_part() -> str:
    """Return the document up to the published reports: the same on every machine."""
    results, faults = findings()
    parts = [_HEAD, _GOLDEN, _reading(golden()), "\n", _ERRORS]
    for title, tables in (("Errors in the tables", True), ("Errors in prose and form", False)):
        parts.append(
            f"{title}:\n\n{_table(_FINDINGS, (each.row(name, tables=tables) for name, each in results.items()))}\n"
        )
    if faults:
        parts.append("What was missed, and what was found and is not there:\n\n")
        listed = [(f"`{rule}`", form, what, count) for (rule, form, what), count in sorted(faults.items())]
        parts.append(_table(("rule", "form", "what", "times"), listed) + "\n")
    return "".join(parts)


def published_part(corpus: Path | None) -> str:
    """Return the rest of the document."""
    if corpus is None:
        return PUBLISHED + "\n" + _WITHOUT_CORPUS
    results, errors = published(corpus)
    rows = [each.row(name, tables=True) for name, each in errors.items()]
    return f"{PUBLISHED}\n{_CORPUS}{_reading(results)}\nFooting errors:\n\n{_table(_FINDINGS, rows)}"


def main() -> None:
    """Measure, and write the document."""
    named = os.environ.get("GONGKAI_CORPUS")
    DOCUMENT.write_text(golden_part() + published_part(Path(named) if named else None), encoding="utf-8")
    print(f"Written: {DOCUMENT.relative_to(DOCUMENT.parents[1])}" + ("" if named else " (GONGKAI_CORPUS is not set)"))


if __name__ == "__main__":
    main()
