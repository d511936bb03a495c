"""Runs all benchmarks, prints them and writes ``docs/bench.md``.

``python -m benchmarks corpus`` runs those of many reports at full size, up to a million, and writes
``docs/bench-corpus.md``; it takes a quarter of an hour or more.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import perf_counter

from benchmarks import machine
from benchmarks.corpus import auditing, building
from benchmarks.many_files import many_files
from benchmarks.memory import memory
from benchmarks.reading import reading, writing
from benchmarks.records import records
from benchmarks.results import Section, as_text, document, targets
from benchmarks.site_search import search
from benchmarks.start_up import start_up

DOCS = Path(__file__).parents[1] / "docs"


def measured() -> Iterator[Section]:
    """Measure one section after the other."""
    yield reading(pages=10, rounds=15)
    yield writing(pages=2, rounds=5)
    yield many_files(files=1000, workers=2, rounds=3)
    yield start_up(rounds=15)
    yield memory()
    yield records(requests=100_000, calls=100, rounds=15)
    yield building(files=500, rounds=3)
    yield auditing(sizes=(10_000, 100_000), rounds=3)


def measured_at_full_size() -> Iterator[Section]:
    """Measure what is done with many reports, with as many as a country has."""
    yield building(files=10_000, rounds=1)
    yield auditing(sizes=(10_000, 100_000, 1_000_000), rounds=3)
    yield search(counts=(10_000,))


WHOLE: Mapping[str, tuple[Callable[[], Iterable[Section]], str]] = {
    "": (measured, "bench.md"),
    "corpus": (measured_at_full_size, "bench-corpus.md"),
}
"""By the argument of the command: what is measured, and the document it is written to."""


def main(which: str = "") -> None:
    """Measure everything, or what is named."""
    sections_of, name = WHOLE[which]
    load, begun = machine.load(), perf_counter()
    sections = []
    for section in sections_of():
        print(as_text(section), flush=True)
        sections.append(section)
    facts = [*machine.described(load), ("duration", f"{perf_counter() - begun:.0f} s")]
    (DOCS / name).write_text(document(sections, facts), encoding="utf-8")
    print(targets(sections))
    print(f"Written: docs/{name}.")


if __name__ == "__main__":
    main(*sys.argv[1:2])
