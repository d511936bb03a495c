"""The site as `make run` serves it, with data of its own, and a browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def served(tmp_path_factory: Any) -> Iterator[str]:
    """Serve the example region and yield its address."""
    data: Path = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    own = {"GONGKAI_DATA": str(data), "GONGKAI_RUN_PORT": str(port), "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    with (data / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai.site.portal.management.launch"], env=kept | own, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"{address}/health/", timeout=5)
                    break
                except (urllib.error.URLError, OSError):
                    assert process.poll() is None, (data / "log").read_text()
                    time.sleep(0.5)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium of the system."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()
