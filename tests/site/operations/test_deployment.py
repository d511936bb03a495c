"""The files of `deploy/` work: nginx sends what is public and nothing else, and systemd understands its units."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from configparser import ConfigParser
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection
from tests.site.committing import environment
from tests.site.conftest import make_draft, publish_fully
from tests.site.operations.test_starting import SECRETS, free_port

from gongkai.site.agencies.roles import Role
from gongkai.site.editorial.acts import attach_file, withdraw
from gongkai.site.editorial.files import store

DEPLOY = Path(__file__).parents[3] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
PROGRAMS = Path(sys.executable).parent
AROUND = """
user nobody {group};
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    include {place}/site.conf;
}}
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that another user may enter, as nginx's workers do in production."""
    with tempfile.TemporaryDirectory(prefix="gongkai-nginx-") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def configured(place: Path, *, http: int = 8080, https: int = 8443, site: int = 8000) -> list[str]:
    """Lay out nginx's configuration with this machine's ports and folders; return the command that reads it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=gongkai.example",
         "-keyout", place / "site.key", "-out", place / "site.crt"], check=True, capture_output=True,
    )  # fmt: skip
    text = (DEPLOY / "nginx.conf").read_text()
    for of_production, here in (
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{https} ssl;"),
        ("/etc/ssl/gongkai/", f"{place}/"),
        ("/var/lib/gongkai/", f"{place}/data/"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{site}"),
    ):
        assert of_production in text
        text = text.replace(of_production, here)
    (place / "site.conf").write_text(text)
    group = Path(place).group()
    (place / "nginx.conf").write_text(AROUND.format(place=place, group=group))
    return ["nginx", "-p", str(place), "-c", str(place / "nginx.conf")]


def test_nginx_reads_its_configuration(place):
    done = subprocess.run([*configured(place), "-t"], capture_output=True, text=True, check=False)
    assert "test is successful" in done.stderr, done.stderr


def answer(address: str) -> tuple[int, bytes]:
    unverified = ssl._create_unverified_context()
    try:
        with urllib.request.urlopen(address, context=unverified, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


@pytest.mark.django_db(transaction=True)
def test_nginx_sends_what_is_public_and_refuses_the_rest(region, place, settings):
    settings.FILES_ROOT = place / "data" / "files"
    items, files = {}, {}
    for name in ("公开", "撤回", "草稿"):
        items[name] = make_draft(region, title=f"{name}的一份")
        files[name] = store(f"{name}.txt", [f"{name}的附件".encode()])
        attach_file(region.user("commerce", Role.DRAFTER), items[name], files[name], f"{name}.txt")
    publish_fully(region, items["公开"])
    publish_fully(region, items["撤回"])
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), items["撤回"], reason="不再执行。")
    connection.close()

    http, https, site = free_port(), free_port(), free_port()
    nginx = configured(place, http=http, https=https, site=site)
    there = environment() | SECRETS | {
        "GONGKAI_DATA": str(place / "data"), "GONGKAI_HEADS": str(place / "heads"), "GONGKAI_FILES_BY_NGINX": "1",
        "GONGKAI_HOSTS": "127.0.0.1",
    }  # fmt: skip
    served = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "site", "collectstatic", "--noinput", "--verbosity", "0"], env=there,
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert served.returncode == 0, served.stderr
    command = [PROGRAMS / "gunicorn", "gongkai.site.wsgi", "--bind", f"127.0.0.1:{site}", "--no-control-socket"]
    processes = [
        subprocess.Popen(command, env=there, stderr=subprocess.DEVNULL),
        subprocess.Popen([*nginx, "-g", "daemon off;"], stderr=subprocess.DEVNULL),
    ]
    try:
        wait_for(site)
        wait_for(https)
        at = f"https://127.0.0.1:{https}"

        def file_of(name: str) -> str:
            return f"{at}/info/{items[name].pk}/files/1/{urllib.parse.quote(name)}.txt"

        assert answer(file_of("公开")) == (200, "公开的附件".encode())
        for name in ("撤回", "草稿"):
            status, body = answer(file_of(name))
            assert status in (404, 410)
            assert "的附件".encode() not in body
        for file in files.values():
            for folder in ("internal-files", "files", "static/../files"):
                status, body = answer(f"{at}/{folder}/{file.pk[:2]}/{file.pk[2:]}")
                assert status in (400, 404)
                assert "的附件".encode() not in body
        assert answer(f"{at}/info/{items['公开'].pk}/")[0] == 200
        assert answer(f"{at}/info/{items['撤回'].pk}/")[0] == 410
        assert answer(f"{at}/static/gongkai/site.css")[0] == 200
        plain = HTTPConnection("127.0.0.1", http, timeout=60)
        plain.request("GET", "/health/")
        assert plain.getresponse().getheader("Location") == "https://127.0.0.1/health/"
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(60)


def unit(path: Path) -> ConfigParser:
    parsed = ConfigParser(interpolation=None, strict=True)
    parsed.optionxform = str
    parsed.read(path)
    return parsed


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_a_program_that_is_there_as_somebody_unprivileged(path, place):
    parsed = unit(path)
    assert parsed.sections() == ["Unit", "Service", "Install"]
    service = parsed["Service"]
    program, *arguments = service["ExecStart"].split()
    assert (PROGRAMS / Path(program).name).is_file()
    assert service["User"] == "gongkai"
    assert service["EnvironmentFile"] == "/etc/gongkai/environment"
    hardened = ("NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "ReadWritePaths")
    assert [service[each] for each in hardened] == ["yes", "strict", "yes", "yes", "/var/lib/gongkai"]
    command = arguments[:2] if arguments[0] == "site" else []
    asked = subprocess.run(
        [PROGRAMS / Path(program).name, *command, "--help"], capture_output=True, text=True, check=False,
        env=os.environ | SECRETS | {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings"},
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    options = [each for each in arguments if each.startswith("--")]
    assert all(each in asked.stdout for each in options), options
    if verify := shutil.which("systemd-analyze"):
        copy = place / path.name
        copy.write_text(path.read_text().replace("/opt/gongkai/.venv/bin", str(PROGRAMS)))
        done = subprocess.run([verify, "verify", copy], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_site_believes_nginx_and_nginx_believes_nobody():
    assert unit(DEPLOY / "gongkai.service")["Service"]["Environment"] == "GONGKAI_PROXIES=127.0.0.1"
    text = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_pass http://127.0.0.1:8000;" in text
    # Set, not added to: what a client sent is gone.
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
