"""`make run`: set the site up for a try on this machine, serve it, and stop everything together."""

import ctypes
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ADDRESS = ("127.0.0.1", int(os.environ.get("GONGKAI_RUN_PORT", "8000")))
DATA = Path(os.environ.get("GONGKAI_DATA") or "var").resolve()
SECRETS = ("GONGKAI_SECRET_KEY", "GONGKAI_AUDIT_SALT")


def main() -> int:
    """Set up, serve until told to stop, and return the exit code."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (DATA / "run.lock").open("w")
    try:
        # The lock goes with the process, however it ends: a killed start hinders no other.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _complain(f"网站已经在运行（数据在 {DATA}）。要重新启动，请先在原来的窗口按 Ctrl-C。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(ADDRESS)
        except OSError:
            return _complain(f"端口 {ADDRESS[1]} 已被占用。请关闭占用它的程序，或者用 GONGKAI_RUN_PORT=8001 make run。")
    os.environ |= _secrets() | {"GONGKAI_DATA": str(DATA), "GONGKAI_PLAIN_HTTP": "1", "GONGKAI_EXAMPLE": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    _prepare()
    return _serve()


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _secrets() -> dict[str, str]:
    """Return the secrets of this try, made once and readable by nobody else."""
    path = DATA / "secrets.env"
    if not path.exists():
        # mkstemp makes the file 0600, and it takes its name only when it is whole.
        handle, part = tempfile.mkstemp(dir=DATA)
        with os.fdopen(handle, "w") as out:
            out.writelines(f"{name}={secrets.token_urlsafe(48)}\n" for name in SECRETS)
        os.replace(part, path)
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, value in pairs if name not in os.environ}


def _prepare() -> None:
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    print("正在准备数据库……", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("example")
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()


def _with_parent() -> None:
    """End with the parent: what a killed start leaves behind would keep the port."""
    pr_set_pdeathsig = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _serve() -> int:
    from gongkai.site.portal.management.commands.example import logins

    here = Path(sys.executable).parent
    commands = {
        "网站": [
            str(here / "gunicorn"), "gongkai.site.wsgi", "--bind", f"{ADDRESS[0]}:{ADDRESS[1]}", "--workers", "1",
            "--worker-class", "gthread", "--threads", "8", "--log-level", "warning", "--no-control-socket",
        ],
        "定时事务": [str(here / "gongkai"), "site", "tick", "--forever"],
        "后台任务": [str(here / "gongkai"), "site", "db_worker", "--verbosity", "0"],
    }  # fmt: skip
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    running = {
        # A session of its own, so that Ctrl-C reaches only this process, which then stops all in order.
        name: subprocess.Popen(command, preexec_fn=_with_parent, start_new_session=True)
        for name, command in commands.items()
    }
    print(f"网站：http://{ADDRESS[0]}:{ADDRESS[1]}/  后台：http://{ADDRESS[0]}:{ADDRESS[1]}/office/")
    print(logins())
    print("按 Ctrl-C 停止。", flush=True)
    ended = ""
    while not stopping and not ended:
        time.sleep(0.2)
        ended = next((name for name, process in running.items() if process.poll() is not None), "")
    for process in running.values():
        process.terminate()
    for process in running.values():
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if ended and not stopping:
        return _complain(f"“{ended}”意外停止（退出码 {running[ended].returncode}），网站已全部停止。")
    print("已停止。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
