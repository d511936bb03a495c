"""Readers are written for the format and its variations: no agency, no place, no file has a branch of its own."""

import ast
import csv
import re
from pathlib import Path

import pytest

import gongkai.report.reading

READERS = sorted(Path(gongkai.report.reading.__file__ or "").parent.glob("*.py"))
# A name of a place before a word for an agency; the words alone are what titles are told by.
_AGENCY = re.compile(
    "[\u4e00-\u9fff]{2,}(?:省|市|区|县|镇|乡|街道)(?:人民政府|[\u4e00-\u9fff]{2,8}(?:局|委员会|办公室|办事处))"
)

# Longer strings are lists of common characters, by which encodings are told.
_LONGEST_NAME = 60


def code_strings(path: Path) -> list[str]:
    """Return the strings that code works with: comments and docstrings may show examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.name)
def test_no_agency_is_named(path: Path) -> None:
    assert [text for text in code_strings(path) if len(text) <= _LONGEST_NAME and _AGENCY.search(text)] == []


def test_an_agency_would_be_found() -> None:
    assert _AGENCY.search("示例市示例区商务局")
    assert _AGENCY.search("示例县人民政府")
    assert not _AGENCY.search("政府信息公开工作年度报告")


@pytest.mark.corpus
def test_no_agency_or_file_of_the_published_reports_is_named(corpus: Path) -> None:
    with (corpus / "index.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    names = {row["agency"] for row in rows} | {Path(row["file"]).stem for row in rows}
    strings = [text for path in READERS for text in code_strings(path)]
    assert [name for name in names if any(name in text for text in strings)] == []
