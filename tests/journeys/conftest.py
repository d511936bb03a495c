"""The site as `make run` serves it, with data of its own, and a browser."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server with an environment without our own settings, and stop it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], env=kept | environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(30)


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        if ready():
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.5)
    raise AssertionError(log.read_text())


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5)
    except (urllib.error.URLError, OSError):
        return False
    return True


@dataclass(frozen=True)
class Served:
    """Where the example region is, and the environment in which its commands run."""

    site: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the example region as `make run` does; on the database that `GONGKAI_DATABASE` names, if it names one."""
    data, port = tmp_path_factory.mktemp("site"), free_port()
    address, log = f"http://127.0.0.1:{port}", data / "log"
    own = {"GONGKAI_DATA": str(data), "GONGKAI_RUN_PORT": str(port), "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"}
    # Beside a PostgreSQL of the tests (`make test-postgres`) the region is kept in that.
    own |= {name: os.environ[name] for name in ("GONGKAI_DATABASE",) if name in os.environ}
    with running(["gongkai.site.portal.management.launch"], log, **own) as process:
        wait_for(lambda: answers(f"{address}/health/"), process, log)
        secrets = (data / "secrets.env").read_text(encoding="utf-8").splitlines()
        yield Served(address, own | dict(line.split("=", 1) for line in secrets))


@dataclass(frozen=True)
class Filled:
    """Where the filled site is, and what is in it."""

    site: str
    told: dict[str, Any]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Serve a region with pages in every state."""
    folder, port = tmp_path_factory.mktemp("filled"), free_port()
    told, log = folder / "told.json", folder / "log"
    with running(["tests.journeys.filled_site", str(told), str(port)], log) as process:
        wait_for(told.exists, process, log)
        yield Filled(f"http://127.0.0.1:{port}", json.loads(told.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium of the system, in Chinese as the readers of the manual have it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM, env=os.environ | {"LANGUAGE": "zh_CN"}
        )
        yield chromium
        chromium.close()
