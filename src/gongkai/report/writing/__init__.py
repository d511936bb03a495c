"""Writers: an annual report as a file, in the statutory layout, in any of seven formats."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from gongkai.report.model import AnnualReport
from gongkai.report.writing.errors import UnwritableReport
from gongkai.wording import _

__all__ = ["ENDINGS", "UnwritableReport", "put", "render", "write"]

ENDINGS = (".html", ".docx", ".xlsx", ".pdf", ".md", ".txt", ".json")


def write(report: AnnualReport, path: str | os.PathLike[str]) -> None:
    """Write the report to a file in the format that its ending names.

    The file appears whole or not at all, and one that stood there before stays until then.
    """
    try:
        data = render(report, Path(path).suffix)
    except UnwritableReport as fault:
        raise UnwritableReport(fault.what, todo=fault.todo, name=str(path)) from fault
    put(data, path)


def put(data: bytes, path: str | os.PathLike[str]) -> None:
    """Write bytes to a file, whole or not at all; one that stood there before stays until then."""
    try:
        # A link stays a link: what it points to is replaced.
        _put_in_place(data, Path(os.path.realpath(path)))
    except OSError as fault:
        what, todo = _why(fault)
        raise UnwritableReport(what, todo=todo, name=str(path)) from fault


def render(report: AnnualReport, ending: str) -> bytes:
    """Return the report as the bytes of a file with this ending; the same report gives the same bytes."""
    # Each format is imported where it is used: their libraries take longer to load than most reports to write.
    match ending.lower():
        case ".html":
            from gongkai.report.writing import html

            return html.render(report)
        case ".docx":
            from gongkai.report.writing import docx

            return docx.render(report)
        case ".xlsx":
            from gongkai.report.writing import xlsx

            return xlsx.render(report)
        case ".pdf":
            from gongkai.report.writing import pdf

            return pdf.render(report)
        case ".md":
            from gongkai.report.writing import markdown

            return markdown.render(report)
        case ".txt":
            from gongkai.report.writing import text

            return text.render(report)
        case ".json":
            from gongkai.report.writing import json

            return json.render(report)
    raise UnwritableReport(
        _("不能写成“{ending}”文件").format(ending=ending) if ending else _("文件名没有扩展名，不知道写成什么格式"),
        todo=_("请用这些扩展名之一：{endings}").format(endings=" ".join(ENDINGS)),
    )


def _put_in_place(data: bytes, target: Path) -> None:
    draft = target.with_name(f".gongkai-{os.urandom(8).hex()}.tmp")
    try:
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _why(fault: OSError) -> tuple[str, str]:
    """Return what went wrong with the file system, and what to do."""
    match fault.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return _("文件夹不存在"), _("请先建立文件夹，或换一个位置")
        case errno.EISDIR:
            return _("同名的文件夹已经存在"), _("请换一个文件名")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _("没有写入权限"), _("请检查文件夹的权限、文件是否正被占用，或换一个位置")
        case errno.ENOSPC | errno.EDQUOT:
            return _("磁盘空间不足"), _("请清理磁盘后重试，或换一个位置")
        case errno.ENAMETOOLONG:
            return _("文件名太长"), _("请换一个较短的文件名")
    return _("文件写不进去（{reason}）").format(reason=fault.strerror or fault), _("请检查磁盘，或换一个位置")
