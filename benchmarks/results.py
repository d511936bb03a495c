"""What was measured, as values and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from benchmarks.timing import Times

_HEAD = """# Speed and memory

Written by `make bench`, which measures everything anew and takes a few minutes, or, for a million reports
(`docs/bench-corpus.md`), by `python -m benchmarks corpus`; nothing here is typed by hand. What is demanded has a
target and is judged on the median round, whatever else the machine was doing. A ratio is taken round by round against
its own floor.

{targets}

{machine}
"""
HEADS = ("what", "floor", "ours", "ours / floor", "target", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its floor. ``met`` is ``None`` where nothing is demanded."""

    what: str
    ours: str
    floor: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the row as text, in the order of ``HEADS``."""
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        met = "" if self.met is None else "yes" if self.met else "NO"
        return self.what, self.floor, self.ours, ratio, self.target, met


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, and how they were measured."""

    title: str
    how: str
    rows: tuple[Row, ...]


def compared(what: str, ours: Times, floor: Times, floor_name: str, *, at_most: float | None = None) -> Row:
    """Return a row for times that were taken in turns; ``at_most`` is the ratio that is demanded."""
    ratio = ours.over(floor)
    return Row(
        what,
        shown(ours),
        f"{floor_name}: {shown(floor)}",
        ratio,
        "" if at_most is None else f"≤ {at_most:g} × floor",
        None if at_most is None else ratio <= at_most,
    )


def shown(times: Times) -> str:
    """Return the median time of a unit and, in brackets, the shortest."""
    unit, factor = ("s", 1.0) if times.median >= 1 else ("ms", 1e3) if times.median >= 1e-3 else ("µs", 1e6)
    return f"{times.median * factor:.3g} {unit} ({times.minimum * factor:.3g})"


def per_second(times: Times) -> str:
    """Return how many units a second were done, in the median round."""
    return f"{1 / times.median:,.0f}/s"


def megabytes(size: float) -> str:
    """Return bytes as megabytes."""
    return f"{size / 1e6:,.0f} MB"


def as_text(section: Section) -> str:
    """Return a section for a terminal, in columns."""
    lines = [HEADS, *(row.cells() for row in section.rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    rows = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    rows.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join((section.title, "", *rows, ""))


def as_markdown(section: Section) -> str:
    """Return a section for a document."""
    table = [HEADS, ("---",) * len(HEADS), *(row.cells() for row in section.rows)]
    rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in table]
    return "\n".join((f"## {section.title}", "", section.how, "", *rows, ""))


def targets(sections: Sequence[Section]) -> str:
    """Return how many targets there are, and which are not met."""
    judged = [row for section in sections for row in section.rows if row.met is not None]
    missed = [row.what for row in judged if not row.met]
    if not missed:
        return f"All {len(judged)} targets are met."
    return f"{len(judged) - len(missed)} of {len(judged)} targets are met. Not met: {'; '.join(missed)}."


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def document(sections: Sequence[Section], facts: Sequence[tuple[str, str]]) -> str:
    """Return the whole document: verdict, machine, and every section."""
    machine = "\n".join(f"- {name}: {value}" for name, value in facts)
    head = _HEAD.format(targets=targets(sections), machine=machine)
    return "\n".join((head, *map(as_markdown, sections)))
