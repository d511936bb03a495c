"""Renews what the documents show of real output, or says where they are out of date.

In a document, a fenced block of kind ``console`` holds commands, each on a line that begins with ``$ gongkai``, and
below each what it printed. ``python -m docs.renew`` runs them again and puts in what they print now; with ``--check``
it changes nothing and fails where the two differ.
"""

import contextlib
import io
import os
import re
import shlex
import sys
from pathlib import Path

from gongkai.cli import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "README.zh-CN.md", "docs/manual/命令行.md", "docs/manual/研究者.md")
_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_LONGEST = 40


def printed(command: str) -> str:
    """Return what a command prints, run in the root of the project."""
    output = io.StringIO()
    arguments = shlex.split(command.removeprefix("$ gongkai"))
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), contextlib.suppress(SystemExit):
        main(arguments)
    lines = output.getvalue().rstrip("\n").splitlines()
    if len(lines) > _LONGEST:
        lines = [*lines[: _LONGEST - 2], "…", lines[-1]]
    return "\n".join(line.rstrip() for line in lines)


def renewed(text: str) -> str:
    """Return a document with what its commands print now."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ gongkai")]
        return "".join(f"{command}\n{printed(command)}\n" for command in commands)

    return _BLOCK.sub(block, text)


def run(arguments: list[str]) -> int:
    """Renew the documents, or with ``--check`` say which are out of date."""
    os.chdir(ROOT)
    stale = []
    for name in DOCUMENTS:
        path = ROOT / name
        before = path.read_text(encoding="utf-8")
        after = renewed(before)
        if before != after:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(after, encoding="utf-8")
    if stale:
        print(("Out of date: " if "--check" in arguments else "Renewed: ") + ", ".join(stale))
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
