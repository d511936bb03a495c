"""From a folder of generated reports to a data set: the command line finds the errors put in, and no others."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.known_errors import TABLE_FAMILIES, family

from gongkai.cli import BROKEN, SOUND, main
from gongkai.corpus.checking import Summary, summarized
from gongkai.corpus.folder import opened

from .generated import YEARS, Generated, generate


def built(at: Path, **size: int) -> tuple[Generated, Path]:
    generated, out = generate(at, **size), at / "集.parquet"
    assert main(["corpus", "build", str(generated.folder), str(out), "--agencies", str(generated.agencies)]) == SOUND
    return generated, out


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> tuple[Generated, Path]:
    return built(tmp_path_factory.mktemp("some"), provinces=1, cities=2, counties=2)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> tuple[Generated, Path]:
    return built(tmp_path_factory.mktemp("thousand"), provinces=2, cities=4, counties=5)


def checked(out: Path) -> Summary:
    with opened(out) as connection:
        return summarized(connection)


def found_in_tables(out: Path) -> dict[str, frozenset[str]]:
    """Return what a check of the data set and the findings of its files say together, by file."""
    found: dict[str, set[str]] = {}
    for fault in checked(out).faults:
        found.setdefault(fault.whose.file, set()).add(family(fault.judged.rule))
    for file, rules in found_when_read(out).items():
        found.setdefault(file, set()).update(rule for rule in rules if rule.startswith(TABLE_FAMILIES))
    return {file: frozenset(rules) for file, rules in found.items() if rules}


def found_when_read(out: Path) -> dict[str, frozenset[str]]:
    """Return the rules that each file alone breaks."""
    files = {row["report"]: row["file"] for row in pq.read_table(out / "reports.parquet").to_pylist()}
    found: dict[str, set[str]] = {file: set() for file in files.values()}
    for row in pq.read_table(out / "findings.parquet", columns=["report", "rule", "verdict"]).to_pylist():
        if row["verdict"] == "broken":
            found[files[row["report"]]].add(family(row["rule"]))
    return {file: frozenset(rules) for file, rules in found.items()}


def about(broken: Mapping[str, frozenset[str]], *, tables: bool) -> dict[str, frozenset[str]]:
    """Return only the rules of the tables, or only those of prose and form."""
    chosen = {
        file: frozenset(rule for rule in rules if rule.startswith(TABLE_FAMILIES) is tables)
        for file, rules in broken.items()
    }
    return {file: rules for file, rules in chosen.items() if rules}


def test_every_error_of_the_tables_is_found_and_no_other(some: tuple[Generated, Path]) -> None:
    generated, out = some
    assert found_in_tables(out) == about(generated.broken, tables=True)


def test_every_error_of_prose_and_form_is_found_and_no_other(some: tuple[Generated, Path]) -> None:
    """Generated prose is plain: on published prose docs/accuracy.md says how many claims are missed."""
    generated, out = some
    assert about(found_when_read(out), tables=False) == about(generated.broken, tables=False)


def test_what_sql_says_of_single_reports_is_what_was_said_when_they_were_read(some: tuple[Generated, Path]) -> None:
    _generated, out = some
    sums = ("table3.workload.", "table3.outcomes.", "table3.across.", "table4.across.")
    by_sql = {(fault.whose.file, fault.judged.rule) for fault in checked(out).faults}
    when_read = {(file, rule) for file, rules in found_when_read(out).items() for rule in rules}
    assert {each for each in by_sql if each[1].startswith(sums)} == {
        each for each in when_read if each[1].startswith(sums)
    }


def test_the_command_line_says_how_many_are_broken(
    some: tuple[Generated, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    generated, out = some
    assert main(["corpus", "check", str(out)]) == BROKEN
    sums = ("table3.", "table4.across.", "table2.in_force.")
    broken = sum(rule.startswith(sums) for rules in generated.broken.values() for rule in rules)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"{len(generated.broken)} 份报告（其中没有表格的 0 份）：不成立 {broken}，")


@pytest.mark.slow
def test_a_thousand_reports_have_the_errors_put_in_and_no_others(thousand: tuple[Generated, Path]) -> None:
    generated, out = thousand
    assert len(generated.offices) * len(YEARS) == 1000
    assert found_in_tables(out) == about(generated.broken, tables=True)
    assert about(found_when_read(out), tables=False) == about(generated.broken, tables=False)
    kinds = {rule for rules in generated.broken.values() for rule in rules}
    assert len({rule for rule in kinds if rule.startswith(("table3.across", "table3.workload"))}) == 26 + 7
