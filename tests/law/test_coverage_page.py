"""docs/law/coverage.md says the truth about what exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "law" / "coverage.md").read_text(encoding="utf-8")
PATHS = set(re.findall(r"`([\w/]+\.py)`", PAGE))


def test_every_article_of_the_regulation_has_its_row() -> None:
    regulation = PAGE.split("\n## ")[1]
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", regulation, re.MULTILINE)] == list(range(1, 57))


def test_every_path_exists() -> None:
    missing = [
        path for path in sorted(PATHS) if not any((base / path).is_file() for base in (ROOT, ROOT / "src/gongkai"))
    ]
    assert missing == []


def test_every_module_of_the_law_room_and_its_tests_are_named() -> None:
    modules = {f"law/{path.name}" for path in (ROOT / "src/gongkai/law").glob("*.py")} - {"law/__init__.py"}
    assert modules <= PATHS


def test_what_is_implemented_is_tested() -> None:
    rows = [line.split(" | ") for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]
    for row in rows:
        implemented, tested = row[2], row[3]
        assert (".py`" in implemented) is (".py`" in tested), row[0]
