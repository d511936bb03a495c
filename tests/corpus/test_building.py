"""A folder of files becomes a data set: each report once, whole or not at all, and the same if a build was killed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongkai.cli import BROKEN, FAILED, SOUND, main
from gongkai.corpus.building import Built, Progress, build
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.rows import published_on
from gongkai.corpus.schema import TABLES
from gongkai.report import read
from gongkai.report.json_format import to_json

GOLDEN = Path(__file__).parents[1] / "golden" / "files"
FILES = (
    "ceshi-2025.tabs.txt",
    "hongze-2024.one_table.html",
    "kewei-2024.markdown.md",
    "shili-2020.tabs.txt",
    "suqian-2023.tabs.txt",
    "suqian-2024.row_pipes.txt",
)


def folder_of(tmp_path: Path, names: Sequence[str] = FILES) -> Path:
    folder = tmp_path / "in"
    for number, name in enumerate(names):
        below = folder / str(number % 2)
        below.mkdir(parents=True, exist_ok=True)
        shutil.copy(GOLDEN / name, below / name)
    return folder


def tables(out: Path) -> dict[str, list[str]]:
    return {table: sorted(map(str, pq.read_table(out / f"{table}.parquet").to_pylist())) for table in TABLES}


def run_python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Built]:
    at = tmp_path_factory.mktemp("undisturbed")
    folder = folder_of(at)
    return folder, at / "out.parquet", build(folder, at / "out.parquet", workers=2, batch=2)


def test_every_table_is_there_and_every_report_in_it(undisturbed: tuple[Path, Path, Built]) -> None:
    _folder, out, built = undisturbed
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{table}.parquet" for table in TABLES)
    assert (built.files, built.reports, built.unused) == (6, 6, ())
    cells = pq.read_table(out / "cells.parquet")
    assert set(cells.column("report").to_pylist()) == set(
        pq.read_table(out / "reports.parquet").column("report").to_pylist()
    )
    assert not list(out.parent.glob("*.part"))


def test_the_command_lists_what_it_did_not_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(tmp_path)
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    shutil.copy(GOLDEN / "ceshi-2025.tabs.txt", folder / "副本.txt")
    shutil.copy(GOLDEN / "hongze-2024.cell_lines.txt", folder / "另一格式.txt")
    code = main(["corpus", "build", str(folder), str(tmp_path / "out.parquet")])
    output = capsys.readouterr()
    assert code == FAILED
    assert "9 个文件，6 份报告" in output.out
    assert "副本.txt：0/ceshi-2025.tabs.txt" in output.out
    assert "另一格式.txt：1/hongze-2024.one_table.html" in output.out
    (bad,) = (line for line in output.out.splitlines() if "坏.pdf：" in line)
    assert len(bad) > len("  坏.pdf：") + 5
    assert "已读 9/9 个文件" in output.err
    listed = {row["file"]: row for row in pq.read_table(tmp_path / "out.parquet" / "files.parquet").to_pylist()}
    assert {name: listed[name]["outcome"] for name in ("坏.pdf", "副本.txt", "另一格式.txt")} == {
        "坏.pdf": "unreadable",
        "副本.txt": "same_file",
        "另一格式.txt": "same_report",
    }


def test_check_says_which_identity_of_which_report_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = folder_of(tmp_path, ["suqian-2023.tabs.txt"]), str(tmp_path / "out.parquet")
    assert main(["corpus", "build", str(folder), out]) == SOUND
    capsys.readouterr()
    assert main(["corpus", "check", out]) == SOUND
    assert "1 份报告" in capsys.readouterr().out
    shutil.copy(GOLDEN / "shili-2020.tabs.txt", folder)
    assert main(["corpus", "build", str(folder), out]) == SOUND
    capsys.readouterr()
    assert main(["corpus", "check", out]) == BROKEN
    shown = capsys.readouterr().out
    assert "shili-2020.tabs.txt" in shown
    assert "[错误] table3.outcomes.total：7 ≠ 205　国办公开办函〔2019〕60号" in shown
    assert "格之和" in shown

    assert main(["corpus", "check", out, "--json"]) == BROKEN
    document = json.loads(capsys.readouterr().out)
    assert (document["reports"], document["without_tables"]) == (2, 0)
    (file,) = document["files"]
    assert (file["file"], file["year"], file["edition"]) == ("shili-2020.tabs.txt", 2020, "2019")
    assert document["broken"] + document["undetermined"] == len(file["findings"])
    found = {each["rule"]: each for each in file["findings"]}["table3.outcomes.total"]
    assert (found["left"], found["right"], found["bounds"], found["severity"]) == (7, 205, None, "error")
    assert found["cells"][:2] == ["table3.total.total", "table3.disclosed.total"]


KILLED = """
import multiprocessing, os, signal, sys
from pathlib import Path
from gongkai.corpus.building import build
def progress(now):
    if now.done >= 2:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
build(Path(sys.argv[1]), Path(sys.argv[2]), workers=1, batch=1, progress=progress)
"""


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_killed_build_goes_on_where_it_was(tmp_path: Path, undisturbed: tuple[Path, Path, Built]) -> None:
    folder, whole, _built = undisturbed
    out = tmp_path / "out.parquet"
    killed = run_python(KILLED, folder, out)
    assert killed.returncode < 0, killed.stderr
    assert not out.exists()
    workers = list(map(int, killed.stdout.split()))
    assert workers
    until = time.monotonic() + 20
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, workers))
    built = build(folder, out, workers=1, batch=1)
    assert built.taken_over >= 2
    assert tables(out) == tables(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_an_interrupted_build_leaves_the_old_data_set(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path), tmp_path / "out.parquet"
    build(folder, out, workers=1, batch=1)
    before = tables(out)
    (folder / "0" / FILES[0]).unlink()

    def stop(now: Progress) -> None:
        if now.done >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder, out, workers=1, batch=1, progress=stop)
    assert tables(out) == before
    built = build(folder, out, workers=1, batch=1)
    assert built.taken_over >= 3
    assert built.reports == 5


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path), tmp_path / "out.parquet"

    def stop(now: Progress) -> None:
        if now.done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder, out, workers=1, batch=1, progress=stop)
    changed = folder / "0" / FILES[0]
    changed.write_text("什么也不是", encoding="utf-8")
    built = build(folder, out, workers=1, batch=1)
    assert built.taken_over == 5
    assert [each.file for each in built.unused] == [f"0/{FILES[0]}"]


BUILD = """
import resource, sys
from pathlib import Path
from gongkai.corpus.building import build
from gongkai.corpus.errors import CorpusError
def progress(now):
    if sys.argv[3] == "putting together" and now.done == now.files:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
if sys.argv[3] == "reading":
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]), workers=1, batch=1, progress=progress)
except CorpusError as error:
    print(error)
    sys.exit(2)
"""


@pytest.mark.parametrize("where", ["reading", "putting together"])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, undisturbed: tuple[Path, Path, Built], where: str
) -> None:
    folder, whole, _built = undisturbed
    out = tmp_path / "out.parquet"
    full = run_python(BUILD, folder, out, where)
    assert full.returncode == 2, full.stderr
    assert "再运行一次，会接着做" in full.stdout
    assert "Traceback" not in full.stderr
    assert not out.exists()
    again = build(folder, out, workers=1, batch=1)
    assert (again.taken_over == 6) == (where == "putting together")
    assert tables(out) == tables(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


DYING = """
import os, signal, sys
from pathlib import Path
from gongkai.corpus import rows
from gongkai.corpus.building import build
from gongkai.corpus.errors import CorpusError
read = rows.read
def die(data, name):
    if sys.argv[3] in name:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(data, name)
rows.read = die
if __name__ == "__main__":
    try:
        built = build(Path(sys.argv[1]), Path(sys.argv[2]), workers=1, batch=3)
    except CorpusError as error:
        print(error)
        sys.exit(2)
    for each in built.unused:
        print(each.file, each.outcome, each.reason)
"""


def run_script(at: Path, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run code from a file, which processes that it starts run, too."""
    script = at / "script.py"
    script.write_text(code, encoding="utf-8")
    return subprocess.run([sys.executable, script, *map(str, arguments)], capture_output=True, text=True, timeout=240)


def test_a_file_on_which_processes_die_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path, FILES[:4]), tmp_path / "out.parquet"
    done = run_script(tmp_path, DYING, folder, out, "kewei")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0/kewei-2024.markdown.md unreadable 读取时进程意外退出")
    assert len(done.stdout.splitlines()) == 1
    assert len(pq.read_table(out / "reports.parquet", columns=["report"])) == 3


class DeadPool(ProcessPoolExecutor):
    """Processes that have all ended."""

    def submit(self, *_arguments: object, **_named: object) -> NoReturn:
        raise BrokenProcessPool


def test_where_no_process_can_run_no_file_is_blamed_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = folder_of(tmp_path, FILES[:2]), tmp_path / "out.parquet"
    monkeypatch.setattr("gongkai.corpus.building._processes", DeadPool)
    with pytest.raises(CorpusError, match="读取文件的进程无法运行"):
        build(folder, out, workers=1)
    assert not out.exists()


def test_one_file_with_a_million_rows_is_one_file(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path, FILES[:1]), tmp_path / "out.parquet"
    (folder / "长.txt").write_text("自然人 1 2 3 4 5 6 7\n" * 1_000_000, encoding="utf-8")
    built = build(folder, out, workers=1)
    listed = {row["file"]: row["outcome"] for row in pq.read_table(out / "files.parquet").to_pylist()}
    assert built.files == 2
    assert listed[f"0/{FILES[0]}"] == "report"
    assert listed["长.txt"] in {"report", "unreadable"}


def test_a_folder_in_which_nothing_is_a_report_gives_a_data_set_without_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", str(tmp_path / "out.parquet")
    folder.mkdir()
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert main(["corpus", "build", str(folder), out]) == FAILED
    for command in (["check", out], ["compare", out], ["rollup", out, "--by", "year"]):
        capsys.readouterr()
        assert main(["corpus", *command]) == SOUND
        assert capsys.readouterr().out.strip()


def copied(undisturbed: tuple[Path, Path, Built], tmp_path: Path) -> Path:
    return Path(shutil.copytree(undisturbed[1], tmp_path / "out.parquet"))


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["corpus", *map(str, arguments)]) == FAILED
    return capsys.readouterr().err


def test_a_damaged_data_set_is_named(
    tmp_path: Path, undisturbed: tuple[Path, Path, Built], capsys: pytest.CaptureFixture[str]
) -> None:
    out = copied(undisturbed, tmp_path)
    file = out / "reports.parquet"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    assert "reports.parquet 已经损坏" in complaint(capsys, "check", out)
    file.write_bytes(data[:4] + os.urandom(len(data) // 2) + data[4 + len(data) // 2 :])
    assert "请重新运行 gongkai corpus build" in complaint(capsys, "check", out)
    file.unlink()
    assert "没有 reports.parquet" in complaint(capsys, "check", out)
    # What is damaged may be built anew under its name.
    assert build(undisturbed[0], out, workers=1).reports == 6


def test_what_another_version_wrote_is_built_anew_before_anything_is_counted_in_it(
    tmp_path: Path, undisturbed: tuple[Path, Path, Built], capsys: pytest.CaptureFixture[str]
) -> None:
    out = copied(undisturbed, tmp_path)
    reports = pq.read_table(out / "reports.parquet")
    pq.write_table(reports.replace_schema_metadata({"gongkai": "gongkai/corpus/1"}), out / "reports.parquet")
    assert "reports.parquet 是本程序另一版写出的" in complaint(capsys, "check", out)
    assert build(undisturbed[0], out, workers=1).reports == 6


def test_foreign_parquet_is_neither_read_nor_replaced(
    tmp_path: Path, undisturbed: tuple[Path, Path, Built], capsys: pytest.CaptureFixture[str]
) -> None:
    out = copied(undisturbed, tmp_path)
    foreign = pa.table({"report": ["x"], "year": ["2023"]})
    for table in TABLES:
        pq.write_table(foreign, out / f"{table}.parquet")
    assert "不是本程序这一版写出的" in complaint(capsys, "check", out)
    assert "没有覆盖" in complaint(capsys, "build", undisturbed[0], out)
    assert pq.read_table(out / "reports.parquet").equals(foreign)
    single = tmp_path / "single.parquet"
    pq.write_table(foreign, single)
    assert "是一个文件" in complaint(capsys, "check", single)
    assert "没有覆盖" in complaint(capsys, "build", undisturbed[0], single)
    assert "没有" in complaint(capsys, "check", tmp_path / "nowhere")


def test_a_folder_that_is_not_there_or_empty_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"没有 .* 这个文件夹"):
        build(tmp_path / "nowhere", tmp_path / "out.parquet")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="没有文件"):
        build(tmp_path / "empty", tmp_path / "out.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_names_and_texts_that_are_no_utf8_stop_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["suqian-2023.tabs.txt"])
    try:
        shutil.copy(GOLDEN / "ceshi-2025.tabs.txt", folder / os.fsdecode(b"\xff.txt"))
    except OSError:
        pytest.skip("this file system has names in UTF-8 alone")
    value = json.loads(to_json(read(GOLDEN / "hongze-2024.one_table.html")))
    value["narrative"]["overview"] = "\ud800" + value["narrative"]["overview"]
    (folder / "surrogate.json").write_text(json.dumps(value), encoding="utf-8")
    built = build(folder, tmp_path / "out.parquet", workers=1)
    assert [each.file for each in built.unused] == ["surrogate.json"]
    assert "代理码位" in built.unused[0].reason
    files = pq.read_table(tmp_path / "out.parquet" / "reports.parquet").column("file").to_pylist()
    assert files == ["0/suqian-2023.tabs.txt", "\\xff.txt"]


@pytest.mark.parametrize(
    ("tag", "day"),
    [
        ('<meta name="PubDate" content="2024-01-15 10:30">', "2024-01-15"),
        ("<META content='2024/1/5' name='pubdate' >", "2024-01-05"),
        ('<meta name="PubDate" content="2024-13-45">', None),
        ('<meta name="ColumnName" content="2024-01-15">', None),
    ],
)
def test_the_day_of_publication_is_read_from_where_the_rules_want_it(tag: str, day: str | None) -> None:
    """政府网站发展指引"""
    found = published_on(tag.encode())
    assert (found and found.isoformat()) == day
