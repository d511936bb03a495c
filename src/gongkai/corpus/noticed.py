"""What a comparison of many reports notices in one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.corpus.whose import Whose
from gongkai.stats.identities import Severity, Verdict


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing about one report, with the values that it rests on.

    ``subject`` tells apart what one rule says of one report several times: a cell, a section, another report.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    whose: Whose
    subject: str
    values: Mapping[str, object]
    message: str
    source: str

    def value(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "verdict": self.verdict.value,
            "file": self.whose.file,
            "agency": self.whose.agency,
            "year": self.whose.year,
            "subject": self.subject,
            **self.values,
            "message": self.message,
            "source": self.source,
        }
