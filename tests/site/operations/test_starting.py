"""The site starts only with its secrets, `make run` says what is in its way, and everything ends together."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

SECRETS = {
    "GONGKAI_SECRET_KEY": "an example, as long and varied as one made by chance 0123",
    "GONGKAI_AUDIT_SALT": "a" * 48,
}


def surroundings(data: Path, **settings: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    return bare | {"GONGKAI_DATA": str(data), **settings}


def run(*command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)


def site(*command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run("-m", "gongkai.cli", "site", *command, env=env)


@pytest.mark.parametrize("missing", SECRETS)
@pytest.mark.parametrize("value", ["", "too short"])
def test_without_a_secret_nothing_starts_and_it_is_named(tmp_path, missing, value):
    done = site("check", env=surroundings(tmp_path, **(SECRETS | {missing: value})))
    assert done.returncode == 2
    assert f"没有设置密钥 {missing}，或者不足 32 个字符，网站不能启动" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_production_site_passes_every_check_of_its_deployment(tmp_path):
    env = surroundings(tmp_path, **SECRETS, GONGKAI_HOSTS="gongkai.example", GONGKAI_ORIGINS="https://gongkai.example")
    (tmp_path / "static").mkdir()
    done = site("check", "--deploy", "--fail-level", "WARNING", env=env)
    assert done.returncode == 0, done.stderr


FOUND = (
    "found", "--name", "示例县人民政府", "--short-name", "示例县", "--slug", "county", "--valid-from", "2019-05-15",
)  # fmt: skip


def test_before_the_tables_are_made_a_command_says_what_to_do(tmp_path):
    done = site(*FOUND, env=surroundings(tmp_path, **SECRETS))
    assert (done.returncode, done.stdout) == (2, "")
    assert "请先运行 gongkai site migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_data_that_is_not_there_is_named(tmp_path):
    done = site(*FOUND, env=surroundings(tmp_path / "none", **SECRETS))
    assert done.returncode == 2
    assert "GONGKAI_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_commands_of_the_site_are_listed_in_chinese(tmp_path):
    listed = site("help", env=surroundings(tmp_path, **SECRETS)).stdout
    assert {"backup", "restore", "verify-audit", "tick", "migrate"} <= {
        line.split()[0] for line in listed.splitlines()[2:]
    }
    assert "createsuperuser" not in listed
    assert all(re.search("[一-鿿]", line) for line in listed.splitlines() if line)


LAUNCH = ("-m", "gongkai.site.portal.management.launch")


def test_a_port_in_use_is_said_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(*LAUNCH, env=surroundings(tmp_path, GONGKAI_RUN_PORT=str(port)))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"端口 {port} 已被占用。")


def test_a_second_start_beside_the_first_is_said_in_a_sentence(tmp_path):
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run(*LAUNCH, env=surroundings(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "网站已经在运行" in done.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def started_and_stopped(env: dict[str, str]) -> str:
    """Start, wait until it serves, press Ctrl-C, and return what it printed."""
    process = subprocess.Popen([sys.executable, *LAUNCH], env=env, stdout=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{env['GONGKAI_RUN_PORT']}/office/sign-in/"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            break
        except OSError:
            assert process.poll() is None
            time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    with pytest.raises(OSError):
        urllib.request.urlopen(address, timeout=2)
    return said


@pytest.mark.slow
def test_a_second_start_changes_nothing_and_each_ends_cleanly(tmp_path):
    env = surroundings(tmp_path, GONGKAI_RUN_PORT=str(free_port()))
    assert started_and_stopped(env).endswith("已停止。\n")
    kept = dict(re.findall(r"(\w+)=(.*)", (tmp_path / "secrets.env").read_text()))
    before = site("rehearse", "--counts", env=env | kept).stdout
    assert '"catalogue.Item": 27' in before
    assert started_and_stopped(env).endswith("已停止。\n")
    assert site("rehearse", "--counts", env=env | kept).stdout == before
