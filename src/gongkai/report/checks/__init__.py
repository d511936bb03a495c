"""Checks: everything that a report alone, or a report and its predecessor, can show (年度报告核查).

A rule is a value in ``RULES``; ``docs/rules`` has a page for each. ``check`` returns every finding whatever its
verdict, so that "nothing was found" can be told from "nothing was looked at".
"""

from gongkai.report.checks import cells, continuity, footing, frame, plausibility, prose, text_quality
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Finding
from gongkai.report.model import AnnualReport

__all__ = ["RULES", "Rule", "check"]

RULES: tuple[Rule, ...] = (
    *frame.RULES,
    *cells.RULES,
    *footing.RULES,
    *plausibility.RULES,
    *prose.RULES,
    *text_quality.RULES,
    *continuity.RULES,
)


def check(report: AnnualReport, previous: AnnualReport | None = None) -> tuple[Finding, ...]:
    """Return what every rule says about a report, given the one of the year before if there is one."""
    subject = Subject(report, previous)
    return tuple(finding for rule in RULES for finding in rule.judge(rule, subject))
