"""Spark says of a data set what DuckDB says, by the same SQL and with the settings that the operations page gives."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.corpus.generated import generate
from tests.known_errors import sound

from gongkai.corpus.building import build
from gongkai.corpus.checking import (
    exact_figure,
    judged_rows,
    verdicts,
    with_the_year_before,
    within_reports,
    within_reports_with_fractions,
)
from gongkai.corpus.folder import opened
from gongkai.corpus.rollup_sql import members_sql, missing_sql, rollup_sql
from gongkai.report.writing import write
from gongkai.stats.cells import BLANK, number
from gongkai.stats.editions import table3_cells

BY = ("province", "year", "kind")
PAGE = Path(__file__).parents[2] / "docs" / "operations" / "spark.md"


def settings() -> dict[str, str]:
    """Return the settings that the page gives."""
    (block,) = re.findall(r"^```properties\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return dict(line.split(" ", 1) for line in block.splitlines())


def summed(rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    """Return groups and sums as values; engines differ in the types of their numbers, not in the numbers."""
    return ([each if isinstance(each, str) else exact_figure(each) for each in row] for row in rows)


@pytest.mark.slow
def test_spark_finds_what_duckdb_finds(tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    generated, data_set = generate(tmp_path, provinces=1, cities=1, counties=1), tmp_path / "set.parquet"
    odd = sound("示例丙省县商务局", 2022, stated=False)
    odd = replace(odd, cells={**odd.cells, "table3.disclosed.enterprise": number(Decimal("1.5"))})
    write(odd, generated.folder / "odd.html")
    for silent in list(generated.folder.glob("*/*民政局*"))[::3]:
        silent.unlink()
    blank = sound("示例丁省县商务局", 2022, stated=False)
    blank = replace(blank, cells={**blank.cells, **dict.fromkeys(table3_cells("newly_received")[2:], BLANK)})
    write(blank, generated.folder / "blank.html")
    build(generated.folder, data_set, agencies=generated.agencies, workers=1)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in settings().items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        for table in ("reports", "cells", "agencies", "lineage"):
            spark.read.parquet(f"file://{data_set}/{table}.parquet").createOrReplaceTempView(table)
        with opened(data_set) as connection:
            for asked in (within_reports(), with_the_year_before(), within_reports_with_fractions()):
                spark.sql(asked.unequal).cache().createOrReplaceTempView("unequal")
                rows = [row for text in (asked.broken, asked.bounded) for row in spark.sql(text).collect()]
                by_duckdb = sorted(map(repr, judged_rows(verdicts(connection, asked))))
                assert sorted(map(repr, judged_rows(rows))) == by_duckdb
                assert by_duckdb
            for text in (rollup_sql(BY), missing_sql(BY), members_sql()):
                by_spark = sorted(map(repr, summed(spark.sql(text).collect())))
                by_duckdb = sorted(map(repr, summed(connection.execute(text).fetchall())))
                assert by_spark == by_duckdb
                assert by_duckdb
    finally:
        spark.stop()
