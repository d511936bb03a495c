"""Runs all benchmarks, prints them and writes ``docs/bench.md``."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks import machine
from benchmarks.many_files import many_files
from benchmarks.memory import memory
from benchmarks.reading import reading, writing
from benchmarks.records import records
from benchmarks.results import Section, as_text, document, targets
from benchmarks.start_up import start_up

DOCUMENT = Path(__file__).parents[1] / "docs" / "bench.md"


def measured() -> Iterator[Section]:
    """Measure one section after the other."""
    yield reading(pages=10, rounds=15)
    yield writing(pages=2, rounds=5)
    yield many_files(files=1000, workers=2, rounds=3)
    yield start_up(rounds=15)
    yield memory()
    yield records(requests=100_000, calls=100, rounds=15)


def main() -> None:
    """Measure everything."""
    load, begun = machine.load(), perf_counter()
    sections = []
    for section in measured():
        print(as_text(section), flush=True)
        sections.append(section)
    facts = [*machine.described(load), ("duration", f"{perf_counter() - begun:.0f} s")]
    DOCUMENT.write_text(document(sections, facts), encoding="utf-8")
    print(targets(sections))
    print(f"Written to {DOCUMENT.relative_to(Path.cwd()) if DOCUMENT.is_relative_to(Path.cwd()) else DOCUMENT}.")


if __name__ == "__main__":
    main()
