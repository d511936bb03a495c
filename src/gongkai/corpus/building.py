"""From a folder of files to a data set: in parallel, resumable, and never half there.

Files are read in batches. Each batch becomes a folder of its own beside the data set, written under another name and
renamed when it is whole; a build that is started again takes over the batches of files that have not changed. The data
set itself is put together last, beside its place, and renamed into it.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai import __version__
from gongkai.corpus.agencies import AgencyTable, read_agencies
from gongkai.corpus.assembling import assembled
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.folder import is_data_set
from gongkai.corpus.rows import Rows, add_file, empty_rows
from gongkai.corpus.schema import AS_READ, VERSION
from gongkai.wording import _

BATCH = 200
"""Files of a batch: seconds of work, so that little is lost with a killed build."""

_WAITING_A_WORKER = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    done: int
    files: int
    taken_over: int


@dataclass(frozen=True, slots=True)
class Unused:
    """A file that is not in the data set, and why."""

    file: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build."""

    folder: Path
    files: int
    reports: int
    taken_over: int
    unused: tuple[Unused, ...]
    unknown: int
    """Reports whose agency is not in the table of agencies."""
    ambiguous: tuple[str, ...]
    """Names in the table of agencies that several agencies have."""


def build(
    folder: Path,
    out: Path,
    *,
    agencies: Path | None = None,
    workers: int | None = None,
    batch: int = BATCH,
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Read every file of a folder and its folders into the data set ``out``; what was there is replaced at the end."""
    table = AgencyTable() if agencies is None else read_agencies(agencies)
    _refuse_what_is_not_ours(folder, out)
    files = _files_in(folder, leave_out=[out, agencies])
    if not files:
        raise CorpusError(_("文件夹 {folder} 里没有文件。").format(folder=folder))
    parts = out.with_name(f"{out.name}.part")
    try:
        parts.mkdir(parents=True, exist_ok=True)
        taken_over = _read_all(folder, files, parts, workers or os.cpu_count() or 1, batch, progress)
        whole = parts / "whole"
        shutil.rmtree(whole, ignore_errors=True)
        batches = sorted(path for path in parts.iterdir() if path.name.startswith(_BATCH_NAME))
        assembled(batches, whole, table)
        _put_in_place(whole, out)
    except OSError as error:
        raise CorpusError(
            _(
                "无法写入 {out}：{reason}。已读完的批次保留在 {parts}，腾出空间或者取得权限后再运行一次，会接着做。"
            ).format(out=out, reason=error.strerror or error, parts=parts)
        ) from error
    shutil.rmtree(parts, ignore_errors=True)
    return _built(out, len(files), taken_over, table)


def _refuse_what_is_not_ours(folder: Path, out: Path) -> None:
    if not folder.is_dir():
        raise CorpusError(_("没有 {folder} 这个文件夹。").format(folder=folder))
    if out.exists() and not is_data_set(out):
        raise CorpusError(_("{out} 已经存在，但不是本程序写出的数据集，没有覆盖。请换一个名字。").format(out=out))


def _files_in(folder: Path, *, leave_out: Sequence[Path | None]) -> list[str]:
    """Return the files of a folder and its folders by their paths inside it, but for hidden ones and our own."""
    ours = {path.resolve() for path in leave_out if path is not None}
    found = []
    for at, folders, names in os.walk(folder):
        here = Path(at)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _is_of_a_data_set(here / name, ours)
        )
        found += [
            (here / name).relative_to(folder).as_posix()
            for name in names
            if not name.startswith(".") and (here / name).resolve() not in ours and (here / name).is_file()
        ]
    return sorted(found)


def _is_of_a_data_set(path: Path, ours: set[Path]) -> bool:
    return path.resolve() in ours or is_data_set(path) or path.name.endswith(".parquet.part")


_BATCH_NAME = "batch-"


def _read_all(
    folder: Path,
    files: Sequence[str],
    parts: Path,
    workers: int,
    size: int,
    progress: Callable[[Progress], None] | None,
) -> int:
    """Read what has not been read yet, batch by batch, and return how many files an earlier build had read."""
    wanted = {_batch_name(folder, names): names for names in _in_batches(files, size)}
    for path in parts.iterdir():
        if path.name not in wanted or not _is_whole(path):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    there = {path.name for path in parts.iterdir()}
    taken_over = sum(len(names) for name, names in wanted.items() if name in there)
    done = taken_over

    def say(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(Progress(done, len(files), taken_over))

    say(0)
    left = [(parts / name, names) for name, names in wanted.items() if name not in there]
    for finished in _in_processes(folder, left, min(workers, max(1, len(left)))):
        say(finished)
    return taken_over


def _in_batches(files: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(files[start : start + size]) for start in range(0, len(files), size))


def _batch_name(folder: Path, names: Sequence[str]) -> str:
    """Return a name that is another one when a file of the batch, the program or the tables have changed."""
    digest = hashlib.sha256(f"{VERSION} {__version__}\n".encode())
    for name in names:
        try:
            stat = (folder / name).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        except OSError:
            digest.update(f"{name}\0gone\n".encode("utf-8", "surrogateescape"))
    return _BATCH_NAME + digest.hexdigest()[:24]


def _is_whole(part: Path) -> bool:
    try:
        return all(pq.read_schema(part / f"{table}.parquet").equals(schema) for table, schema in AS_READ.items())
    except (OSError, pa.ArrowException):
        return False


def _in_processes(folder: Path, batches: Sequence[tuple[Path, Sequence[str]]], workers: int) -> Iterator[int]:
    """Read batches in processes and yield the size of each one that is done.

    A process that dies takes the pool with it. What it had is then read file by file, each in a process of its own,
    until the file that kills is known; it is listed like any other that cannot be read.
    """
    waiting = list(reversed(batches))
    while waiting:
        running: dict[Future[int], tuple[Path, Sequence[str]]] = {}
        try:
            with _processes(workers) as pool:
                while waiting or running:
                    while waiting and len(running) < workers * _WAITING_A_WORKER:
                        task = waiting[-1]
                        # A pool that has broken meanwhile refuses the task, which then still waits.
                        running[pool.submit(_read_batch, folder, *task)] = task
                        waiting.pop()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        count = future.result()
                        del running[future]
                        yield count
        except BrokenProcessPool:
            _refuse_if_no_process_can_run()
            for part, names in running.values():
                if not part.is_dir():
                    _read_one_by_one(folder, part, names)
                yield len(names)


def _processes(workers: int) -> ProcessPoolExecutor:
    # Forking a process that has threads (Arrow has) can deadlock.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_the_build)


def _end_with_the_build() -> None:
    """Let this process end when the build is killed: it would wait for work for ever, or write beside the next one."""
    build_ = parent_process()

    def end() -> None:
        if build_ is not None:
            build_.join()
            os._exit(1)

    Thread(target=end, daemon=True).start()


def _read_batch(folder: Path, part: Path, names: Sequence[str]) -> int:
    rows = empty_rows()
    for name in names:
        add_file(rows, folder / name, _shown(name))
    _write_batch(rows, part)
    return len(names)


def _read_one(folder: Path, name: str) -> Rows:
    rows = empty_rows()
    add_file(rows, folder / name, _shown(name))
    return rows


def _read_one_by_one(folder: Path, part: Path, names: Sequence[str]) -> None:
    rows = empty_rows()
    for name in names:
        try:
            with _processes(1) as pool:
                found = pool.submit(_read_one, folder, name).result()
        except BrokenProcessPool:
            reason = _("读取时进程意外退出（内存不足，或者文件损坏），请单独检查这个文件。")
            rows["files"].append({"file": _shown(name), "outcome": "unreadable", "reason": reason})
            continue
        for table, more in found.items():
            rows[table] += more
    _write_batch(rows, part)


def _refuse_if_no_process_can_run() -> None:
    """Blame no file where processes end whatever they read: a build of nothing would replace a good data set."""
    try:
        with _processes(1) as pool:
            pool.submit(os.getpid).result()
    except BrokenProcessPool:
        raise CorpusError(
            _("读取文件的进程无法运行，什么也没有写。请检查内存和系统对进程的限制，再运行一次，会接着做。")
        ) from None


def _shown(name: str) -> str:
    r"""Return the name of a file as text, a byte that is no UTF-8 as ``\xff``: Parquet holds text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _write_batch(rows: Rows, part: Path) -> None:
    unfinished = part.with_name(f"unfinished-{part.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for table, schema in AS_READ.items():
        columns = [pa.array([row.get(name) for row in rows[table]], schema.field(name).type) for name in schema.names]
        with (unfinished / f"{table}.parquet").open("wb") as file:
            pq.write_table(pa.Table.from_arrays(columns, schema=schema), file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
    unfinished.rename(part)


def _put_in_place(whole: Path, out: Path) -> None:
    """Rename the new data set into place; the old one goes only when the new one is there."""
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        whole.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _built(out: Path, files: int, taken_over: int, table: AgencyTable) -> Built:
    listed = pq.read_table(out / "files.parquet").to_pylist()
    unused = tuple(
        Unused(row["file"], row["outcome"], row["reason"] or row["same_as"] or "")
        for row in listed
        if row["outcome"] != "report"
    )
    keys = pq.read_table(out / "reports.parquet", columns=["agency_key"]).column("agency_key")
    return Built(out, files, len(keys), taken_over, unused, keys.null_count, table.ambiguous)
