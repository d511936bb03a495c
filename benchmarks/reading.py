"""Bytes to a checked report, against parsing the same bytes."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import floors
from benchmarks.results import Row, Section, compared, per_second, shown
from benchmarks.timing import in_turns, the_same
from benchmarks.variants import as_files, in_batches, of_many_sites, variants
from gongkai.report import AnnualReport, check, read, write
from gongkai.report.findings import Severity, Verdict

Floor = tuple[str, Callable[[bytes], object]]
"""What it is, and the call."""

LXML_RATE = 3
"""At least one third of lxml's rate is demanded, checks included."""
SMALLEST_REAL = "hangzhou-2025.html"

_OTHERS: Sequence[tuple[str, str, Sequence[Floor]]] = (
    ("plain text", ".txt", (("decode, splitlines", floors.split_lines),)),
    ("Markdown", ".md", (("decode, splitlines", floors.split_lines),)),
    ("DOCX", ".docx", (("unzip, lxml", floors.parse_docx),)),
    ("XLSX", ".xlsx", (("unzip, lxml", floors.parse_xlsx),)),
    ("PDF", ".pdf", (("pypdfium2 text", floors.pdfium_text), ("pdfplumber text", floors.pdfplumber_text))),
    ("JSON", ".json", (("json.loads", json.loads),)),
)


def checked(data: bytes, name: str) -> object:
    """Return what all checks say about a report, from its bytes."""
    return check(read(data, name=name))


def sound_reports(pages: Sequence[bytes]) -> list[AnnualReport]:
    """Return the reports of pages, all of which have all rows and no sum that does not hold."""
    reports = [read(page, name="report.html") for page in pages]
    for report in reports:
        broken = [finding for finding in check(report) if finding.verdict is Verdict.BROKEN]
        wrong = [finding.rule for finding in broken if finding.severity is Severity.ERROR]
        if not report.complete or wrong:
            raise ValueError(f"A page to measure on is not read as it was made: {report.title} {wrong}")
    return reports


def reading(*, pages: int, rounds: int) -> Section:
    """Measure every format that is read."""
    html = variants(pages * (rounds + 1))
    reports = sound_reports(html)
    with TemporaryDirectory() as folder:
        rows = [*_html(html, pages), *_smallest_real(pages, rounds)]
        for what, ending, bare in _OTHERS:
            # A PDF takes as long as some dozens of the others, and needs fewer to be told from noise.
            size = min(pages, 2) if ending == ".pdf" else pages
            files = as_files(reports[: size * (min(rounds, 7) + 1)], ending, Path(folder))
            rows += _other(what, ending, bare, in_batches(files, size))
    return Section(
        "Bytes to a checked report",
        f"`read` and `check`, taken in turns with the floor over the same bytes in one process. {pages} reports a "
        f"round, {rounds} rounds (fewer for what is not HTML), no report twice but where it says so. Times are for one "
        "report: the median round and, in brackets, the fastest. HTML is a page of ordinary size: site chrome, prose, "
        "tables pasted from Word; the other formats are the same reports as our writers write them.",
        tuple(rows),
    )


def _html(pages: Sequence[bytes], size: int) -> Iterator[Row]:
    """Yield the rows of one site's pages, of pages of many sites, and of one page."""
    batches = in_batches(pages, size)
    kilobytes = f"HTML, {len(pages[0]) / 1000:.0f} KB"
    for what, measured in (
        ("pages of one site", batches),
        ("each page of another site", in_batches(of_many_sites(pages), size)),
        ("one page again and again", the_same(pages[0], times=size, rounds=len(batches) - 1)),
    ):
        floor, ours = in_turns((floors.parse_html, partial(checked, name="report.html")), measured)
        yield compared(f"{kilobytes}, {what}", ours, floor, "lxml", at_most=LXML_RATE)
        if measured is batches:
            yield Row("… reports", per_second(ours), f"lxml: {per_second(floor)}")


def _smallest_real(pages: int, rounds: int) -> Iterator[Row]:
    what = "HTML, smallest published"
    corpus = os.environ.get("GONGKAI_CORPUS")
    if corpus is None:
        yield Row(what, "left out: GONGKAI_CORPUS is not set")
        return
    page = (Path(corpus) / "complete" / SMALLEST_REAL).read_bytes()
    floor, ours = in_turns(
        (floors.parse_html, partial(checked, name=SMALLEST_REAL)), the_same(page, times=pages, rounds=rounds)
    )
    yield compared(f"{what}, {len(page) / 1000:.1f} KB, again and again", ours, floor, "lxml")


def _other(what: str, ending: str, bare: Sequence[Floor], batches: Sequence[Sequence[bytes]]) -> Iterator[Row]:
    ours, *lower = in_turns((partial(checked, name=f"report{ending}"), *(floor for _name, floor in bare)), batches)
    for (name, _floor), times in zip(bare, lower, strict=True):
        yield compared(f"{what}, {len(batches[0][0]) / 1000:.0f} KB", ours, times, name)


def writing(*, pages: int, rounds: int) -> Section:
    """Measure every format that is written, to a file."""
    reports = sound_reports(variants(pages * (rounds + 1)))
    batches = [reports[at : at + pages] for at in range(0, len(reports), pages)]
    endings = (".json", ".txt", ".md", ".html", ".docx", ".xlsx", ".pdf")
    with TemporaryDirectory() as folder:
        taken = in_turns([partial(write, path=Path(folder) / f"report{ending}") for ending in endings], batches)
    return Section(
        "A report to a file",
        "`write`, until the file is safely on the disk. There is no floor but the libraries themselves.",
        tuple(Row(ending, shown(times)) for ending, times in zip(endings, taken, strict=True)),
    )
