"""What somebody waits who types a command."""

import os
import subprocess
import sys
from pathlib import Path

import gongkai
from benchmarks.results import Row, Section, compared, shown
from benchmarks.timing import in_turns, the_same

EXAMPLE = Path(gongkai.__file__).parent / "examples" / "mengjin-commerce-2023.txt"
COMMAND = ("-c", "import sys; from gongkai.cli import main; sys.exit(main())")
DUE_SECONDS = 0.2


def run(*arguments: str, allowed: tuple[int, ...] = (0,)) -> None:
    """Run Python with these arguments, as a user's shell would."""
    # Without compiled modules on the disk every start would compile them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, timeout=60)
    if done.returncode not in allowed:
        raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")


def start_up(*, rounds: int) -> Section:
    """Measure commands from the shell's point of view."""
    floor, due, fee, check = in_turns(
        (
            lambda _: run("-c", "pass"),
            lambda _: run(*COMMAND, "due", "--received", "2024-04-26"),
            lambda _: run(*COMMAND, "fee", "--items", "12"),
            lambda _: run(*COMMAND, "check", str(EXAMPLE), allowed=(0, 1)),
        ),
        the_same(None, times=1, rounds=rounds),
    )
    demanded = Row(
        "gongkai due, whole",
        shown(due),
        target=f"< {DUE_SECONDS:g} s",
        met=due.median < DUE_SECONDS,
    )
    return Section(
        "Start of the command",
        "New processes, taken in turns with a Python that does nothing; compiled modules are on the disk.",
        (
            demanded,
            compared("gongkai due --received 2024-04-26", due, floor, "python -c pass"),
            compared("gongkai fee --items 12", fee, floor, "python -c pass"),
            compared("gongkai check of the example", check, floor, "python -c pass"),
        ),
    )
