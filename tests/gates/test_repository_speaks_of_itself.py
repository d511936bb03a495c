"""Nothing committed names an index host or a path of somebody's machine; documents show what commands really print."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in pieces, since this file is committed, too.
_INDEX_HOSTS = re.compile(
    rb"(?:py" rb"pi\.org|python" rb"hosted|registry\.npm" rb"js|deb\.deb" rb"ian|mirrors\.|/sim" rb"ple/)"
)
_PATHS = re.compile(rb"(?<![\w.])/(?:wo" rb"rk|ro" rb"ot|ho" rb"me|fa" rb"rm)/\w")


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.split(b"\0") if name and (path := ROOT / name.decode()).is_file()]


def test_no_index_host_is_named() -> None:
    assert [str(path) for path in committed() if _INDEX_HOSTS.search(path.read_bytes())] == []


def test_no_path_of_a_machine_is_named() -> None:
    assert [str(path) for path in committed() if _PATHS.search(path.read_bytes())] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_a_hash_for_everything_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^[a-z0-9][\w.-]*==[^\s;]+", text, re.MULTILINE)
    assert len(pinned) >= 8
    assert text.count("    --hash=sha256:") >= len(pinned)
    assert "://" not in text
    assert "-e " not in text


def test_documents_show_real_output() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.renew", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_links_between_documents_lead_somewhere() -> None:
    dead = []
    for path in committed():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                dead.append(f"{path.relative_to(ROOT)}: {target}")
    assert dead == []
