"""Peak memory, and what very large files cost."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.one_reading import OUT_OF_MEMORY, READ
from benchmarks.results import Row, Section, megabytes
from benchmarks.samples import ordinary_html
from benchmarks.variants import (
    CELLS,
    MOST_LINES,
    MOST_TAGS,
    NESTED,
    PROSE,
    SHAPES,
    dense_page,
    dense_text,
    large_page,
    large_text,
)
from gongkai.report import read, write

MOST_SECONDS = 10.0
MOST_BYTES = 500e6
LINEAR = 2.0
"""So many times as much may a megabyte of the largest file cost as one of the smallest, and still be called linear."""
SIZES = (1, 5, 20, 50)
"""Megabytes."""
_OF_THE_SMALL = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading and checking one file in a process of its own took."""

    outcome: str
    seconds: float
    before: int
    peak: int

    def __str__(self) -> str:
        """Say it for a cell of a table."""
        return f"{self.outcome}, {self.seconds:.3g} s, {megabytes(self.peak)}"


def reading_of(path: Path, *arguments: str) -> Reading:
    """Read and check a file in a new process."""
    command = [sys.executable, "-m", "benchmarks.one_reading", str(path), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(f"Reading {path.name} failed: {done.stderr.decode(errors='replace')}")
    return Reading(**json.loads(done.stdout))


def memory(*, sizes: Sequence[float] = SIZES, tags: int = MOST_TAGS, lines: int = MOST_LINES) -> Section:
    """Measure peaks of memory, and the cost of a megabyte in files of several sizes."""
    with TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        report = read(ordinary_html(), name="report.html")
        for ending in (".html", ".txt", ".pdf", ".docx", ".xlsx"):
            write(report, folder / f"ordinary{ending}")
        (folder / "ordinary.html").write_bytes(ordinary_html())
        rows = [*_ordinary(folder), *_largest(folder, max(sizes)), *_densest(folder, tags, lines)]
        rows += _linear(folder, ".html", sizes)
        rows += _linear(folder, ".txt", sizes)
    return Section(
        "Memory and large files",
        "Each file is read and checked in a process of its own that has read an ordinary one before. Memory is the "
        "peak of the whole process, the interpreter and all libraries included; MB are millions of bytes. The large "
        "files are an ordinary report with more of one thing in it; what is refused is refused with a message that "
        "says why. lxml gives up on what is nested more than 256 deep, so it has no time for that.",
        tuple(rows),
    )


def _ordinary(folder: Path) -> Iterator[Row]:
    bare = reading_of(folder / "ordinary.html", "lxml")
    floor = f"lxml: {megabytes(bare.peak)}"
    for ending in (".html", ".txt", ".docx", ".xlsx", ".pdf"):
        ours = reading_of(folder / f"ordinary{ending}")
        what = f"ordinary {ending}: peak of the process"
        if ending == ".html":
            yield Row(what, megabytes(ours.peak), floor, ours.peak / bare.peak)
        else:
            yield Row(what, megabytes(ours.peak))


def _largest(folder: Path, size: float) -> Iterator[Row]:
    for shape in SHAPES:
        path = folder / "large.html"
        path.write_bytes(large_page(int(size * 1e6), shape))
        yield _bounded(f"{size:g} MB of HTML, {shape}", path, floor=shape != NESTED)


def _densest(folder: Path, tags: int, lines: int) -> Iterator[Row]:
    for shape in (CELLS, NESTED):
        path = folder / "dense.html"
        path.write_bytes(dense_page(tags, shape))
        size = path.stat().st_size / 1e6
        yield _bounded(f"{tags:,} tags and lines, {size:.1f} MB of HTML, {shape}", path, floor=shape != NESTED)
    path = folder / "dense.txt"
    path.write_bytes(dense_text(lines, (folder / "ordinary.txt").read_bytes()))
    yield _bounded(f"{lines:,} lines of figures, {path.stat().st_size / 1e6:.1f} MB of text", path, floor=False)


def _bounded(what: str, path: Path, *, floor: bool) -> Row:
    ours = reading_of(path)
    bare = reading_of(path, "lxml") if floor else None
    return Row(
        what,
        str(ours),
        "" if bare is None else f"lxml: {bare.seconds:.3g} s, {megabytes(bare.peak)}",
        None if bare is None or ours.outcome != READ else ours.seconds / bare.seconds,
        f"≤ {MOST_SECONDS:g} s, ≤ {megabytes(MOST_BYTES)}",
        ours.outcome != OUT_OF_MEMORY and ours.seconds <= MOST_SECONDS and ours.peak <= MOST_BYTES,
    )


def _linear(folder: Path, ending: str, sizes: Sequence[float]) -> Iterator[Row]:
    """Yield a row for each size, and one that compares the largest that is read with the smallest."""
    text = (folder / "ordinary.txt").read_bytes()
    costs: list[float] = []
    for size in sizes:
        path = folder / f"large{ending}"
        path.write_bytes(large_page(int(size * 1e6), PROSE) if ending == ".html" else large_text(int(size * 1e6), text))
        megabyte = path.stat().st_size / 1e6
        readings = [reading_of(path) for _ in range(_OF_THE_SMALL if size <= 5 else 1)]
        best = min(readings, key=lambda reading: reading.seconds)
        per_megabyte = ""
        if best.outcome == READ:
            costs.append(best.seconds / megabyte)
            per_megabyte = f": {1e3 * costs[-1]:.0f} ms a MB"
        yield Row(f"{size:g} MB of prose, {ending}", f"{best}{per_megabyte}")
    if len(costs) > 1:
        ratio = costs[-1] / costs[0]
        yield Row(
            f"a MB of the largest {ending} that is read",
            f"{1e3 * costs[-1]:.0f} ms",
            f"a MB of the smallest: {1e3 * costs[0]:.0f} ms",
            ratio,
            f"≤ {LINEAR:g} × floor",
            ratio <= LINEAR,
        )
