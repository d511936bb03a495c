"""What the checks say about a report."""

from dataclasses import dataclass

from gongkai.stats.cells import Figure
from gongkai.stats.identities import Bounds, Severity, Verdict

__all__ = ["Bounds", "Finding", "Severity", "Verdict"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one report.

    ``rule`` is a stable key (``table3.workload.natural_person``), ``cells`` the addresses that took part, ``left`` and
    ``right`` the two sides of a comparison (``None`` where a side has no single value), ``bounds`` what each side can
    be where a cell has no number. ``message`` is for people, ``source`` says where the rule is laid down.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    message: str
    source: str
    cells: tuple[str, ...] = ()
    left: Figure | None = None
    right: Figure | None = None
    bounds: tuple[Bounds, Bounds] | None = None

    def value(self) -> dict[str, object]:
        """Return the finding as plain values, as ``gongkai check --json`` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "verdict": self.verdict.value,
            "cells": list(self.cells),
            "left": self.left,
            "right": self.right,
            "bounds": None if self.bounds is None else [[side.low, side.high] for side in self.bounds],
            "message": self.message,
            "source": self.source,
        }
