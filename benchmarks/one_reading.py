"""One reading of one file in a process of its own, whose peak of memory is that reading's.

``python -m benchmarks.one_reading FILE [lxml]`` prints JSON: what came of it, seconds, and the peak before and after.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

READ = "read"
OUT_OF_MEMORY = "out of memory"
MOST_MEMORY = 4 * 1024**3
"""Bytes. A reading that wants more is stopped rather than the machine."""


def peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # The other count is handed down by the process that started this one.
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def ours(data: bytes, name: str) -> str:
    """Read and check a file; say what came of it."""
    from gongkai.report import UnreadableReport, check, read

    try:
        check(read(data, name=name))
    except UnreadableReport as error:
        return f"refused: {error.what}"
    except MemoryError:
        return OUT_OF_MEMORY
    return READ


def bare(data: bytes, _name: str) -> str:
    """Parse a page with lxml and do nothing with it."""
    from lxml.html import document_fromstring

    document_fromstring(data)
    return READ


def measured(path: Path, call: Callable[[bytes, str], str]) -> dict[str, object]:
    """Make a call with a file, and say what that took."""
    # Modules are loaded by the first reading of anything.
    call(path.with_name(f"ordinary{path.suffix}").read_bytes(), path.name)
    before = peak()
    begun = perf_counter()
    outcome = call(path.read_bytes(), path.name)
    return {"outcome": outcome, "seconds": perf_counter() - begun, "before": before, "peak": peak()}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    print(json.dumps(measured(Path(sys.argv[1]), bare if sys.argv[2:] == ["lxml"] else ours), ensure_ascii=False))
