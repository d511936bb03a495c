"""Every rule of the checks has a page, a report that passes it and one that fails only it."""

import re
from pathlib import Path

import pytest

from gongkai.report.checks import RULES, Rule, check
from gongkai.report.findings import Finding, Severity, Verdict

PAGES = Path(__file__).parents[2] / "docs" / "rules"
CHECKS_OF_THE_FORMAT = range(1, 37)
RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)


def _broken(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict is Verdict.BROKEN]


def _failing(rule: Rule) -> list[Finding]:
    return [
        finding for finding in _broken(check(rule.fails.report(), rule.fails.previous())) if rule.covers(finding.rule)
    ]


def test_rule_keys_are_unique_and_none_is_the_beginning_of_another():
    keys = [rule.key for rule in RULES]
    assert len(set(keys)) == len(keys)
    assert not [(one, other) for one in keys for other in keys if other.startswith(f"{one}.")]


@every_rule
def test_passing_example_breaks_nothing_and_is_judged_by_the_rule(rule):
    findings = check(rule.passes.report(), rule.passes.previous())
    assert not _broken(findings)
    assert any(rule.covers(finding.rule) and finding.verdict is Verdict.HOLDS for finding in findings)


@every_rule
def test_failing_example_breaks_that_rule_and_no_other(rule):
    """Of whatever severity; only what a rule explains (split digits) breaks along with it."""
    broken = _broken(check(rule.fails.report(), rule.fails.previous()))
    assert any(rule.covers(finding.rule) for finding in broken)
    others = [finding.rule for finding in broken if not rule.covers(finding.rule)]
    assert not [other for other in others if not other.startswith(tuple(f"{key}." for key in rule.along_with))]


@every_rule
def test_findings_are_never_graver_than_their_rule(rule):
    assert all(RANK[finding.severity] <= RANK[rule.severity] for finding in _failing(rule))


@every_rule
def test_messages_are_whole_sentences_that_say_what_to_do(rule):
    for finding in _failing(rule):
        assert finding.message.endswith("。")
        assert "请" in finding.message
        assert not re.search(r"[{}]|None|table\d", finding.message)


@every_rule
def test_rule_has_a_page_with_its_title_source_severity_and_message(rule):
    page = PAGES / f"{rule.key}.md"
    assert page.is_file(), f"docs/rules/{page.name} is missing"
    text = page.read_text(encoding="utf-8")
    for said in (f"# {rule.key}", rule.title, rule.source, f"`{rule.severity.value}`", _failing(rule)[0].message):
        assert said in text, f"docs/rules/{page.name} does not say: {said}"


def test_every_page_is_of_a_rule():
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert pages == {rule.key for rule in RULES}


def test_every_check_of_the_format_is_a_rule_or_says_why_not():
    """The list has the 36 numbers of the checks, and every rule stands in it."""
    lines = (PAGES / "README.md").read_text(encoding="utf-8").splitlines()
    rows = {int(match[1]): line for line in lines if (match := re.match(r"\| (\d+) \|", line))}
    assert sorted(rows) == list(CHECKS_OF_THE_FORMAT)
    named = {key for line in lines for key in re.findall(r"\[`([a-z0-9_.]+)`\]\(", line)}
    assert named == {rule.key for rule in RULES}
    for number, line in rows.items():
        assert "](" in line or "not " in line, f"number {number} has neither a rule nor a reason"
