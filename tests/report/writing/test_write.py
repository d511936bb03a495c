"""Writing a file: by its ending, whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.report.strategies import annual_reports, with_cells

from gongkai.errors import GongkaiError
from gongkai.report.model import AnnualReport
from gongkai.report.writing import ENDINGS, UnwritableReport, render, write
from gongkai.report.writing.fonts import lacking
from gongkai.report.writing.layout import lay_out
from gongkai.stats.cells import number
from gongkai.stats.editions import table3_cells

REPORT = with_cells(table3_cells("newly_received"), number(3))


@pytest.mark.parametrize("ending", ENDINGS)
def test_format_is_chosen_by_the_ending(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"报告{ending.upper()}"
    write(REPORT, path)
    assert path.read_bytes() == render(REPORT, ending)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["报告.doc", "报告", "报告.", ".html"])
def test_unknown_ending_is_refused_with_the_list(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnwritableReport, match=r"\.html \.docx \.xlsx \.pdf \.md \.txt \.json"):
        write(REPORT, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=25, deadline=None)
@given(annual_reports())
def test_any_report_is_written_the_same_each_time_or_refused_in_words(report: AnnualReport) -> None:
    for ending in ENDINGS:
        if ending == ".pdf" and lacking(lay_out(report).texts()):
            with pytest.raises(UnwritableReport, match="字体没有这些字"):
                render(report, ending)
        else:
            assert render(report, ending) == render(report, ending)


def test_new_file_has_the_rights_that_other_new_files_have(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write(REPORT, tmp_path / "a.txt")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write(REPORT, tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == render(REPORT, ".txt")


@pytest.mark.parametrize(
    ("step", "fault", "words"),
    [
        pytest.param("fsync", errno.ENOSPC, "磁盘空间不足", id="磁盘满"),
        pytest.param("fsync", errno.EIO, "文件写不进去", id="磁盘坏"),
        pytest.param("replace", errno.EACCES, "没有写入权限", id="文件被占用"),
        pytest.param("replace", errno.EROFS, "没有写入权限", id="只读"),
        pytest.param("replace", errno.EISDIR, "同名的文件夹已经存在", id="文件夹"),
    ],
)
def test_failure_leaves_what_was_there_and_nothing_else(
    step: str, fault: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("上一份")

    def fail(*_arguments: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(GongkaiError, match=words) as caught:
        write(REPORT, path)
    assert str(path) in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["报告.txt"]
    assert path.read_text() == "上一份"


def test_interruption_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(REPORT, tmp_path / "报告.txt")
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnwritableReport, match="文件夹不存在。请先建立文件夹"):
        write(REPORT, tmp_path / "没有" / "报告.txt")


def test_folder_in_the_place_of_the_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").mkdir()
    with pytest.raises(UnwritableReport, match="同名的文件夹"):
        write(REPORT, tmp_path / "报告.txt")
    assert (tmp_path / "报告.txt").is_dir()
    assert len(list(tmp_path.iterdir())) == 1


def test_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnwritableReport, match="文件名太长"):
        write(REPORT, tmp_path / ("报" * 200 + ".txt"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_row_with_holes_is_refused_since_a_hole_would_read_as_a_blank(ending: str, tmp_path: Path) -> None:
    report = with_cells(table3_cells("total")[:6], number(1))
    with pytest.raises(UnwritableReport, match=rf"报告\{ending}：报告缺少单元格：table3\.total\.total。请补全"):
        write(report, tmp_path / f"报告{ending}")
    assert list(tmp_path.iterdir()) == []


def test_writers_load_their_libraries_when_they_are_used() -> None:
    """`gongkai due` starts in less time than one of these libraries takes to load."""
    heavy = {"docx", "typst", "xlsxwriter", "lxml", "simplejson"}
    code = f"import sys, gongkai.report.writing; print(*{heavy} & {{*sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded == "\n"
