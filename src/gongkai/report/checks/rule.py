"""What a rule is, and what it is given to judge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast

from gongkai.report.checks.examples import Example
from gongkai.report.findings import Bounds, Finding, Severity, Verdict
from gongkai.report.model import SECTIONS, AnnualReport
from gongkai.stats.cells import Figure
from gongkai.stats.editions import CellId
from gongkai.stats.identities import prints_item_six_in_one_row
from gongkai.wording import _

Surveyed = TypeVar("Surveyed")


class Subject:
    """A report to be judged, the one of the year before if there is one, and what several rules need of them.

    ``sections`` holds the narrative without white space: line breaks in Chinese text mean nothing. It is not folded
    by NFKC, which costs as much as all rules together; patterns accept both widths of punctuation instead.
    """

    def __init__(self, report: AnnualReport, previous: AnnualReport | None) -> None:
        """Prepare what most rules need."""
        self.report = report
        self.previous = previous
        self.edition = report.edition
        self.cells = report.cells
        self.numbers: dict[CellId, Figure] = {
            cell_id: cell.number for cell_id, cell in report.cells.items() if cell.number is not None
        }
        self._surveyed: dict[Callable[[Subject], Any], object] = {}
        self.item_six_in_one_row = self.edition is not None and prints_item_six_in_one_row(self.edition, self.cells)
        self.sections = {key: "".join(text.split()) for key, text in report.narrative.items()}
        self.all_text = "\n".join(self.sections.values())
        # Reports from JSON or from records may carry no headings: their sections are those that they have a text for.
        self.headed = [key for key in report.headings or report.narrative if key in SECTIONS]
        ends = "other" in report.headings or bool(self.sections.get("other"))
        self.whole = ends and bool(report.cells)
        self.predecessor = (
            previous if previous is not None and report.year is not None and previous.year == report.year - 1 else None
        )

    def once(self, survey: "Callable[[Subject], Surveyed]") -> Surveyed:
        """Return what ``survey`` finds, looked for once for all rules that ask."""
        if survey not in self._surveyed:
            self._surveyed[survey] = survey(self)
        return cast(Surveyed, self._surveyed[survey])

    def text(self, section: str) -> str:
        """Return the text of a section without white space."""
        return self.sections.get(section, "")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: where it is laid down, how it judges, a report that passes it and one that fails only it.

    ``key`` names a family; a finding's rule is the key, or the key with the cell's column, row or section added
    (``table3.workload`` → ``table3.workload.natural_person``). ``severity`` is that of its worst finding.
    ``along_with`` names rules that cannot but break together with it: split digits are seen by the sum they break.
    """

    key: str
    title: str
    severity: Severity
    source: str
    judge: "Callable[[Rule, Subject], Iterable[Finding]]"
    fails: Example
    passes: Example = field(default_factory=Example)
    along_with: tuple[str, ...] = ()

    def covers(self, finding_rule: str) -> bool:
        """Say whether a finding's rule belongs to this family."""
        return finding_rule == self.key or finding_rule.startswith(f"{self.key}.")

    def holds(self, part: str = "", *, cells: tuple[CellId, ...] = ()) -> Finding:
        """Return the finding that all is well."""
        return _held(self, part, cells)

    def broken(
        self,
        message: str,
        part: str = "",
        *,
        severity: Severity | None = None,
        cells: tuple[CellId, ...] = (),
        left: Figure | None = None,
        right: Figure | None = None,
        bounds: tuple[Bounds, Bounds] | None = None,
    ) -> Finding:
        """Return the finding that the rule is broken; ``severity`` where it is not the rule's own."""
        return self._finding(Verdict.BROKEN, part, message, severity, cells, left, right, bounds)

    def undetermined(
        self,
        message: str,
        part: str = "",
        *,
        severity: Severity | None = None,
        cells: tuple[CellId, ...] = (),
        left: Figure | None = None,
        right: Figure | None = None,
        bounds: tuple[Bounds, Bounds] | None = None,
    ) -> Finding:
        """Return the finding that the report does not let the rule be decided."""
        return self._finding(Verdict.UNDETERMINED, part, message, severity, cells, left, right, bounds)

    def _finding(
        self,
        verdict: Verdict,
        part: str,
        message: str,
        severity: Severity | None,
        cells: tuple[CellId, ...],
        left: Figure | None,
        right: Figure | None,
        bounds: tuple[Bounds, Bounds] | None,
    ) -> Finding:
        rule = f"{self.key}.{part}" if part else self.key
        return Finding(rule, severity or self.severity, verdict, message, self.source, cells, left, right, bounds)


# Most findings say that all is well, and a finding is immutable: the same one serves every report.
@lru_cache(maxsize=4096)
def _held(rule: Rule, part: str, cells: tuple[CellId, ...]) -> Finding:
    return Finding(
        f"{rule.key}.{part}" if part else rule.key, rule.severity, Verdict.HOLDS, _("符合要求。"), rule.source, cells
    )
