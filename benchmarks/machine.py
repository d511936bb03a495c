"""Where and when it was measured."""

import os
import platform
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = (
    "duckdb",
    "lxml",
    "openpyxl",
    "pdfplumber",
    "pyarrow",
    "pypdfium2",
    "python-docx",
    "selectolax",
    "simplejson",
    "typst",
    "xlsxwriter",
)


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """Return the name of the processor."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def load() -> float:
    """Return how many processes wanted a core over the last minute, these benchmarks among them."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def described(load_before: float) -> Iterator[tuple[str, str]]:
    """Yield what a reader needs to know to compare the figures with others."""
    yield "date", datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
    yield "processor", f"{processor()}, {cores()} cores"
    yield "system", f"{platform.system()} {platform.machine()}"
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})"
    yield "libraries", ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield "load", f"{load_before:.2f} before the run, {load():.2f} after it (1-minute averages)"
