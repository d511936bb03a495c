"""Every setting that the code reads from the environment is on one page, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"GONGKAI_[A-Z_]+[A-Z]")


def test_the_page_and_the_code_name_the_same_settings() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    read = {name for path in files if path != Path(__file__) for name in NAME.findall(path.read_text("utf-8"))}
    page = (ROOT / "docs/operations/settings.md").read_text("utf-8")
    listed = {name for line in page.splitlines() if line.startswith("|") for name in NAME.findall(line.split("|")[1])}
    assert read == listed
