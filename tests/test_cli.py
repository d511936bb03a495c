"""The command line: what it prints, its exit codes, and how it speaks of what is wrong."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gongkai
from gongkai.cli import BROKEN, FAILED, SOUND, main

EXAMPLE = str(Path(gongkai.__file__).with_name("examples") / "mengjin-commerce-2023.txt")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    output = capsys.readouterr()
    return code, output.out, output.err


def broken_report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    text = Path(EXAMPLE).read_text(encoding="utf-8")
    path.write_text(text.replace("(七) 总计\t0\t", "(七) 总计\t5\t"), encoding="utf-8")
    return path


def test_due_answers_in_the_fixed_form(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "due", "--received", "2024-04-26", "--json")
    answer = json.loads(out)
    assert code == SOUND
    assert (answer["due"], answer["provisional"]) == ("2024-05-27", False)
    assert set(answer) == {"due", "provisional", "days"}
    assert all(set(day) == {"date", "counted", "n", "reason"} for day in answer["days"])


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (["--extended"], "2024-06-25"),
        (["--extended", "5"], "2024-06-03"),
        (["--supplement", "2024-04-30:2024-05-10"], "2024-06-06"),
        (["--consult", "2024-04-28:2024-04-30"], "2024-05-29"),
        (["--consult", "2024-04-28:2024-04-30", "--consult", "2024-04-29:2024-04-30"], "2024-05-29"),
        (["--fee", "2024-05-06:2024-05-10"], "2024-06-06"),
    ],
)
def test_due_counts_what_happened(capsys: pytest.CaptureFixture[str], arguments: list[str], due: str) -> None:
    """条例第三十、三十三条；信息处理费办法第六条"""
    _code, out, _err = run(capsys, "due", "--received", "2024-04-26", *arguments, "--json")
    assert json.loads(out)["due"] == due


def test_due_explains_itself_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "due", "--received", "2026-12-20")
    assert code == SOUND
    assert "期限届满之日" in out
    assert "暂定" in out


def test_fee_answers_in_the_fixed_form(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "fee", "--items", "31", "--json")
    fee = json.loads(out)
    assert (code, fee["yuan"]) == (SOUND, 2200)
    assert [set(line) for line in fee["lines"]] == [{"from", "to", "units", "rate", "yuan"}] * 3
    _code, out, _err = run(capsys, "fee", "--items", "2", "--before", "30", "--json")
    assert json.loads(out)["yuan"] == 400
    _code, out, _err = run(capsys, "fee", "--pages", "250", "--json")
    assert json.loads(out)["yuan"] == 4700


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数"),
        (["no-such"], "不能是"),
        (["due"], "缺少参数：--received"),
        (["due", "--received", "2024-13-01"], "不是日期"),
        (["due", "--received", "2024-04-26", "--consult", "2024-05-06"], "应当是两个日期"),
        (["due", "--received", "2024-04-26", "--extended", "21"], "不能延期21个工作日"),
        (["due", "--received", "2024-04-26", "--supplement", "2024-04-01:2024-05-06"], "早于"),
        (["due", "--received", "2018-04-26"], "施行"),
        (["due", "--received", "9999-12-01"], "节假日"),
        (["due", "--received", "2024-04-26", *(["--fee", "2024-05-06:2024-05-10"] * 2)], "--fee 只能写一次"),
        (["convert", EXAMPLE, EXAMPLE], "要转换的文件本身"),
        (["fee"], "需要其中一个参数"),
        (["fee", "--items", "3", "--pages", "3"], "不能与"),
        (["fee", "--items", "-1"], "整数"),
        (["fee", "--pages", "3", "--before", "2"], "只用于按件计收"),
        (["read", "no-such-file.html"], "没有这个文件"),
        (["read", EXAMPLE, "--where"], "--json"),
        (["read", EXAMPLE, "--nonsense"], "不认识的参数"),
        (["convert", EXAMPLE, "out.odt"], ".docx"),
    ],
)
def test_a_wrong_call_says_in_chinese_what_to_do(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    code, _out, err = run(capsys, *arguments)
    assert code == FAILED
    assert said in err
    assert "Traceback" not in err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "check", "--help")
    assert code == SOUND
    assert out.startswith("用法：gongkai check")
    assert "选项" in out
    assert "optional" not in out


def test_read_prints_the_tables_or_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "read", EXAMPLE)
    assert code == SOUND
    assert "孟津区商务局" in out
    assert "本年新收" in out
    _code, out, _err = run(capsys, "read", EXAMPLE, "--json", "--where")
    value = json.loads(out)
    assert value["schema"] == "gongkai/annual-report/1"
    assert value["table3"]["newly_received"] == [0] * 7


def test_check_says_by_its_exit_code_whether_something_is_broken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(capsys, "check", EXAMPLE)[0] == SOUND
    code, out, _err = run(capsys, "check", str(broken_report(tmp_path)))
    assert code == BROKEN
    assert "table3.workload.natural_person" in out


def test_check_reports_the_other_files_of_the_call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = tmp_path / "空.html"
    empty.write_bytes(b"")
    broken = broken_report(tmp_path)
    code, out, _err = run(capsys, "check", str(empty), EXAMPLE, str(broken), "--json")
    assert code == FAILED
    files = json.loads(out)["files"]
    assert [file["file"] for file in files] == [str(empty), EXAMPLE, str(broken)]
    assert set(files[0]) == {"file", "error"}
    assert str(empty) in files[0]["error"]
    assert set(files[1]) == {"file", "agency", "year", "edition", "findings"}
    keys = {"rule", "severity", "verdict", "cells", "left", "right", "bounds", "message", "source"}
    assert all(set(finding) == keys for file in files[1:] for finding in file["findings"])
    assert not any(finding["verdict"] == "holds" for finding in files[1]["findings"])
    code, out, err = run(capsys, "check", str(empty), EXAMPLE)
    assert code == FAILED
    assert str(empty) in err
    assert "孟津区商务局" in out


def test_check_lists_what_holds_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "check", EXAMPLE, "--all", "--json")
    findings = json.loads(out)["files"][0]["findings"]
    assert any(finding["verdict"] == "holds" for finding in findings)


def test_check_compares_with_the_year_before(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = tmp_path / "2022.txt"
    text = Path(EXAMPLE).read_text(encoding="utf-8").replace("2023", "2022")
    row = "四、结转下年度继续办理\t\t0\t0\t0\t0\t0\t0\t0\t"
    assert row in text
    before.write_text(text.replace(row, row.replace("\t0", "\t2", 1)), encoding="utf-8")
    code, out, _err = run(capsys, "check", EXAMPLE, "--previous", str(before))
    assert code == BROKEN
    assert "table3.carry_over.natural_person" in out


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "pdf", "md", "txt", "json"])
def test_what_is_converted_reads_back_equal(capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"报告.{ending}"
    code, said, _err = run(capsys, "convert", EXAMPLE, str(out))
    assert code == SOUND
    assert str(out) in said
    values = []
    for file in (EXAMPLE, str(out)):
        _code, printed, _err = run(capsys, "read", file, "--json")
        value = json.loads(printed)
        values.append({key: value[key] for key in ("agency", "year", "edition", "table2", "table3", "table4")})
    assert values[0] == values[1]


def test_compare_shows_what_changed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    new = broken_report(tmp_path)
    code, out, _err = run(capsys, "compare", EXAMPLE, str(new))
    assert code == SOUND
    assert "总计" in out
    _code, out, _err = run(capsys, "compare", EXAMPLE, str(new), "--json")
    changed = [cell for cell in json.loads(out)["cells"] if cell["old"] != cell["new"]]
    assert [cell["cell"] for cell in changed] == ["table3.total.natural_person"]


def test_reports_are_checked_though_the_year_before_is_unreadable(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", EXAMPLE, "--previous", "no-such-file.html", "--json")
    assert code == FAILED
    assert "没有这个文件" in err
    assert json.loads(out)["files"][0]["findings"]


SCAN_EXAMPLE = str(Path(EXAMPLE).with_name("constructed-subsidy-list.csv"))


def test_scan_answers_in_the_fixed_form(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "scan", SCAN_EXAMPLE, EXAMPLE, "no-such-file.docx", "--json")
    files = json.loads(out)["files"]
    assert code == FAILED
    assert [set(file) for file in files] == [{"file", "findings"}, {"file", "findings"}, {"file", "error"}]
    findings = [each for file in files[:2] for each in file["findings"]]
    assert all(set(each) == {"kind", "value_masked", "where", "severity", "why"} for each in findings)
    assert {each["severity"] for each in findings} <= {"block", "warn", "info"}
    assert "resident_id" in {each["kind"] for each in findings}


@pytest.mark.parametrize(
    ("files", "code"), [([EXAMPLE], SOUND), ([SCAN_EXAMPLE], BROKEN), ([EXAMPLE, SCAN_EXAMPLE], BROKEN)]
)
def test_scan_tells_by_its_exit_code_what_blocks(
    capsys: pytest.CaptureFixture[str], files: list[str], code: int
) -> None:
    assert run(capsys, "scan", *files)[0] == code


def test_scan_never_shows_a_value_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    named = tmp_path / "张某某13800001234.txt"
    named.write_text(Path(SCAN_EXAMPLE).read_text(encoding="utf-8"), encoding="utf-8")
    _code, out, _err = run(capsys, "scan", str(named))
    assert "文件名　138****1234" in out
    assert not re.search("[0-9]{11}", out)


def test_scan_says_what_is_wrong_and_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    code, out, err = run(capsys, "scan", SCAN_EXAMPLE, str(tmp_path / "旧.doc"))
    assert code == FAILED
    assert "[不得公开]" in out
    assert "请遮盖后再公开" in out
    assert "另存为 .docx" in err


def test_a_full_disk_is_said_in_words() -> None:
    command = f"{sys.executable} -m gongkai.cli read '{EXAMPLE}' > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == FAILED
    assert "无法写出结果" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_fault() -> None:
    command = f"{sys.executable} -m gongkai.cli read '{EXAMPLE}' --json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_the_command_of_clocks_loads_no_reader() -> None:
    script = (
        "import sys, io, contextlib\nfrom gongkai.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(['due', '--received', '2024-04-26', '--json'])\n"
        "heavy = {'lxml', 'selectolax', 'pypdfium2', 'openpyxl', 'docx', 'typst', 'opencc'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
