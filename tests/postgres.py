"""Runs a command beside a PostgreSQL server of its own: ``python -m tests.postgres pytest tests/site``.

``GONGKAI_DATABASE`` names it to the command. It keeps its data in a temporary folder, listens on a Unix socket in that
and on no port, and is gone afterwards, however the command ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

# Debian and Ubuntu, Fedora and RHEL, Homebrew; elsewhere they are on PATH.
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
MISSING = """PostgreSQL's server programs (initdb, pg_ctl) were not found, neither in {places} nor on PATH.
Install them and run this again:
    Debian, Ubuntu    apt-get install postgresql
    Fedora, RHEL      dnf install postgresql-server
    macOS             brew install postgresql"""
# What a crash could lose is thrown away anyhow.
UNSAFE_AND_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"


def programs() -> Path:
    """Return the folder of the newest PostgreSQL on this machine, or end with how to install one."""
    folders = [folder for place in PLACES for folder in Path("/").glob(place[1:]) if (folder / "initdb").exists()]
    if folders:
        return max(
            folders,
            key=lambda folder: [
                int(part)
                for part in "".join(character if character.isdigit() else " " for character in str(folder)).split()
            ],
        )
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    sys.exit(MISSING.format(places=", ".join(PLACES)))


def unprivileged() -> dict[str, object]:
    """Return as whom the server runs, as arguments for `subprocess`: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    sys.exit(
        "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody: run as another."
    )


@contextmanager
def server() -> Iterator[str]:
    """Start a server, give the address of its database, stop it, and remove what it wrote."""
    at, person = programs(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))

    def run(program: str, *arguments: str) -> None:
        log = folder / "commands.log"
        with log.open("a") as output:
            done = subprocess.run(
                [at / program, *arguments], cwd=folder, stdout=output, stderr=output, check=False, **person
            )
        if done.returncode:
            logs = "\n".join(each.read_text() for each in (log, folder / "server.log") if each.exists())
            sys.exit(f"{program} failed:\n{logs[-3000:]}")

    try:
        if person:
            os.chown(folder, person["user"], person["group"])
        data = str(folder / "data")
        run("initdb", "-D", data, "-U", "gongkai", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        options = f"{UNSAFE_AND_FAST} -c listen_addresses='' -c unix_socket_directories='{folder}'"
        run("pg_ctl", "-D", data, "-l", str(folder / "server.log"), "-w", "-o", options, "start")
        try:
            yield f"postgresql://gongkai@{quote(str(folder), safe='')}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command beside a server and return its exit status."""

    def interrupted(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    # A signal unwinds the stack, so that the server is stopped and its folder removed.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    with server() as address:
        child = subprocess.Popen(command, env=os.environ | {"GONGKAI_DATABASE": address})
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
