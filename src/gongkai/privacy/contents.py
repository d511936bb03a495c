"""What a reader finds in a file, before anybody judges it: pieces of text, tables, and what is hidden or left over."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gongkai.privacy.explanations import explanations
from gongkai.privacy.findings import Finding, Kind, Severity
from gongkai.privacy.masking import MaskProfile
from gongkai.privacy.people import is_name
from gongkai.privacy.tables import cell_labels, people_table
from gongkai.privacy.text import find, mask_text, table_findings
from gongkai.wording import _

_SHOWN_CHARACTERS = 20
_FEWEST_BOXES = 11
"""So many cells of one character in a row are a number that is written digit by digit into boxes."""
_PERSONAL = frozenset({Kind.RESIDENT_ID, Kind.MOBILE, Kind.BANK_CARD, Kind.PASSPORT})


def shortened(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[: _SHOWN_CHARACTERS - 1]}…"


@dataclass
class Contents:
    """Gathers findings while a reader goes through a file. Equal findings in one place are reported once."""

    profile: MaskProfile
    findings: dict[Finding, None] = field(default_factory=dict)
    examined: list[tuple[str, str]] = field(default_factory=list)
    not_examined: dict[str, None] = field(default_factory=dict)

    def add_text(self, text: str, where: str, *, label: str = "") -> list[Finding]:
        """Search a piece of text."""
        if not text.strip():
            return []
        self.examined.append((where, text))
        found = [each.at(where) for each in find(text, self.profile, label=label)]
        self.findings.update(dict.fromkeys(found))
        return found

    def add_table(self, rows: Sequence[Sequence[str]], place: Callable[[int, int | None], str]) -> None:
        """Search the cells of a table, and judge the table; ``place`` names a cell, or a row without its column."""
        labels = cell_labels(rows)
        kinds: list[Kind] = []
        identified: list[int] = []
        for number, row in enumerate(rows):
            found = []
            for column, cell in enumerate(row):
                if cell:
                    found += self.add_text(cell, place(number, column), label=labels[number][column])
            found += self._boxes(row, place(number, None))
            personal = [each.kind for each in found if each.kind in _PERSONAL]
            kinds += personal
            if personal:
                identified.append(number)
        judged = people_table(rows, identified)
        for each in table_findings(judged, kinds, place(judged.header_row, None), place(0, None)):
            self.findings[each] = None

    def _boxes(self, row: Sequence[str], where: str) -> list[Finding]:
        found: list[Finding] = []
        boxes = ""
        for cell in (*row, ""):
            if len(cell) == 1 and cell.isalnum():
                boxes += cell
                continue
            if len(boxes) >= _FEWEST_BOXES:
                found += [each for each in self.add_text(boxes, where) if each.severity is not Severity.INFO]
            boxes = ""
        return found

    def report(self, rule: str, shown: str, where: str, severity: Severity = Severity.BLOCK) -> None:
        """Report something hidden or left over; what is shown of it is masked."""
        why, todo = explanations()[rule]
        kind = Kind.METADATA if rule.startswith("metadata") else Kind.HIDDEN_DATA
        self.findings[Finding(kind, severity, rule, mask_text(shortened(shown), self.profile), why, todo, where)] = None

    def report_resident_id_torn(self, digits: str, where: str) -> None:
        """Report a resident ID that a workbook keeps as a number, which has lost its last digits."""
        why, todo = explanations()["resident_id.torn"]
        shown = self.profile.masked(Kind.RESIDENT_ID, digits)
        self.findings[Finding(Kind.RESIDENT_ID, Severity.BLOCK, "resident_id.torn", shown, why, todo, where)] = None

    def add_property(self, name: str, value: str) -> None:
        """Search a property of the file; one that names its maker is reported."""
        value = value.strip()
        if not value:
            return
        where = _("文件属性“{name}”").format(name=name)
        self.add_text(value, where)
        if name.lower() in _MAKERS and value.lower() not in _PROGRAMS and not _PROGRAM.search(value):
            person = is_name(value)
            shown = f"{value[0]}{'*' * (len(value) - 1)}" if person else value
            self.report("metadata", shown, where, Severity.WARN if person else Severity.INFO)

    def skip(self, what: str, severity: Severity = Severity.INFO) -> None:
        """Say that something was not looked at: who sees no finding of it must not think that it is clean."""
        self.not_examined[what] = None
        why, todo = explanations()["not_examined"]
        self.findings[Finding(Kind.HIDDEN_DATA, severity, "not_examined", "", why, todo, what)] = None


_MAKERS = frozenset(
    [
        "creator",
        "lastmodifiedby",
        "author",
        "company",
        "manager",
        "owner",
        "artist",
        "copyright",
        "xpauthor",
        "by-line",
        "credit",
        "作者",
        "单位",
        "经理",
    ]
)
_PROGRAMS = frozenset(
    {"python-docx", "openpyxl", "xlsxwriter", "microsoft", "administrator", "admin", "user", "wps office", "gongkai"}
)
_PROGRAM = re.compile("Acrobat|Word|Excel|WPS|LibreOffice|Chrom|PDF|Typst|Apache", re.IGNORECASE)
