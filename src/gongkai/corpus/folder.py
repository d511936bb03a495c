"""A data set on the disk: whether a folder is one, and its tables as views of DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.schema import TABLES, VERSION
from gongkai.wording import _


def is_data_set(path: Path) -> bool:
    """Say whether some table in a folder says that we wrote it, the others whole or not: a new one may replace it."""
    return path.is_dir() and any(_is_ours(path / f"{table}.parquet") for table in TABLES)


def _is_ours(file: Path) -> bool:
    try:
        return b"gongkai" in (pq.read_metadata(file).metadata or {})
    except (OSError, pa.ArrowException):
        return False


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a data set for asking: its tables are views. Nothing is written into it, and nothing is downloaded."""
    _refuse_what_is_wrong(path)
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        for table in TABLES:
            file = str(path / f"{table}.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{file}')")
        yield connection
    except duckdb.Error as error:
        raise CorpusError(
            _("数据集 {path} 无法查询：{reason}。文件可能已经损坏，请重新运行 gongkai corpus build。").format(
                path=path, reason=str(error).splitlines()[0][:300]
            )
        ) from error
    finally:
        connection.close()


def _refuse_what_is_wrong(path: Path) -> None:
    if not path.exists():
        raise CorpusError(_("没有 {path} 这个数据集。请先运行 gongkai corpus build。").format(path=path))
    if not path.is_dir():
        raise CorpusError(_("{path} 是一个文件；数据集是 gongkai corpus build 写出的文件夹。").format(path=path))
    for table, schema in TABLES.items():
        file = path / f"{table}.parquet"
        if not file.is_file():
            raise CorpusError(
                _("数据集 {path} 里没有 {file}，它不完整或者不是本程序写出的。").format(path=path, file=file.name)
            )
        try:
            found = pq.read_schema(file)
        except (OSError, pa.ArrowException) as error:
            raise CorpusError(
                _("{file} 已经损坏，不是完整的 Parquet 文件。请重新运行 gongkai corpus build。").format(file=file)
            ) from error
        missing = [
            name
            for name in schema.names
            if name not in found.names or found.field(name).type != schema.field(name).type
        ]
        if missing:
            raise CorpusError(
                _(
                    "{file} 不是本程序这一版写出的：缺少 {names}，或者类型不同。请重新运行 gongkai corpus build。"
                ).format(file=file, names="、".join(missing[:5]))
            )
        if (found.metadata or {}).get(b"gongkai") != VERSION.encode():
            raise CorpusError(
                _("{file} 是本程序另一版写出的，其中的数字可能重复计算。请重新运行 gongkai corpus build。").format(
                    file=file
                )
            )
