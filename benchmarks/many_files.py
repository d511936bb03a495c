"""A folder of reports, in one process and in a pool."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.floors import parse_html
from benchmarks.results import Row, Section, compared, per_second
from benchmarks.timing import in_turns
from benchmarks.variants import variants
from gongkai.report import check, read
from gongkai.report.findings import Verdict

_CHUNK = 25


def broken_in(path: Path) -> int:
    """Return how many findings of a file are broken."""
    return sum(finding.verdict is Verdict.BROKEN for finding in check(read(path)))


def in_one_process(paths: Sequence[Path]) -> list[int]:
    """Check files one after the other."""
    return list(map(broken_in, paths))


def in_a_pool(paths: Sequence[Path], workers: int) -> list[int]:
    """Check files in several processes, whose start is part of the work."""
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(broken_in, paths, chunksize=min(_CHUNK, -(-len(paths) // workers))))


def many_files(*, files: int, workers: int, rounds: int) -> Section:
    """Measure how many files a second are read from the disk and checked."""
    with TemporaryDirectory() as folder:
        batches = [_written(files, turn, Path(folder)) for turn in range(rounds)]
        some = batches[0][: max(1, files // 10)]
        if in_one_process(some) != in_a_pool(some, workers):
            raise ValueError("The pool and the one process find different things.")
        floor, one, pool = in_turns(
            (_parsed_by_lxml, in_one_process, partial(in_a_pool, workers=workers)),
            [[some], *([batch] for batch in batches)],
        )
    floor, one, pool = (replace(times, units=files) for times in (floor, one, pool))
    return Section(
        f"{files:,} files",
        f"Pages of ordinary size, all different, read from the disk and checked: in one process, and by "
        f"`concurrent.futures.ProcessPoolExecutor` with {workers} workers, whose start is counted, on "
        f"{machine.cores()} cores. {rounds} rounds.",
        (
            compared("one process", one, floor, "lxml, one process"),
            compared(f"pool of {workers}", pool, one, "one process"),
            Row("reports, one process", per_second(one), f"lxml: {per_second(floor)}"),
            Row(f"reports, pool of {workers}", per_second(pool)),
        ),
    )


def _written(files: int, turn: int, folder: Path) -> list[Path]:
    paths = [folder / f"{turn}-{number}.html" for number in range(files)]
    for path, page in zip(paths, variants(files, start=turn * files), strict=True):
        path.write_bytes(page)
    return paths


def _parsed_by_lxml(paths: Sequence[Path]) -> None:
    for path in paths:
        parse_html(path.read_bytes())
