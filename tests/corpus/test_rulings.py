"""What a person rules on a finding is kept beside the data, and holds until the values under the finding change."""

import json
import os
import re
import resource
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.known_errors import sound

from gongkai.cli import BROKEN, FAILED, SOUND, main
from gongkai.corpus.building import build
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.folder import opened
from gongkai.corpus.overview import overview
from gongkai.corpus.rulings import HEADER, Rulings, read_rulings, rulings_file
from gongkai.report.json_format import to_json
from gongkai.stats.cells import number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "报告"
    folder.mkdir()
    wrong(folder, 90)
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("built")
    (at / "报告").mkdir()
    wrong(at / "报告", 90)
    return build(at / "报告", at / "集.parquet", workers=1).folder


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "集.parquet"))


def wrong(folder: Path, reconsiderations: int) -> None:
    """Write a report that is sound but for the total of its reconsiderations."""
    report = sound("示例区商务局", 2022, stated=False)
    cells = {**report.cells, "table4.reconsideration.total": number(reconsiderations)}
    (folder / "示例.json").write_text(to_json(replace(report, cells=cells)), encoding="utf-8")


def checked(out: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["corpus", "check", str(out), "--json"])
    return code, json.loads(capsys.readouterr().out)


def ruled(out: Path, *arguments: str) -> int:
    return main(["corpus", "verdict", str(out), *arguments])


def the_broken(document: dict[str, Any]) -> dict[str, Any]:
    (broken,) = (each for file in document["files"] for each in file["findings"] if each["verdict"] == "broken")
    return dict(broken)


def test_a_ruling_survives_a_new_build_and_is_stale_when_the_values_change(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "集.parquet"
    build(folder, out, workers=1)
    code, document = checked(out, capsys)
    finding = the_broken(document)
    assert (code, document["broken"], finding["ruling"]) == (BROKEN, 1, None)
    assert ruled(out, finding["id"], "--dismiss", "--reason", "补正说明已经\n收到") == SOUND
    assert "排除" in capsys.readouterr().out

    build(folder, out, workers=1)
    code, document = checked(out, capsys)
    assert (code, document["broken"], document["dismissed"]) == (SOUND, 0, 1)
    assert the_broken(document)["ruling"] == {"decision": "dismiss", "reason": "补正说明已经 收到", "stale": False}
    assert main(["corpus", "check", str(out)]) == SOUND
    shown = capsys.readouterr().out
    assert f"#{finding['id']}（排除：补正说明已经 收到）" in shown
    assert "不成立 0" in shown
    assert "已排除 1" in shown

    wrong(folder, 91)
    build(folder, out, workers=1)
    code, document = checked(out, capsys)
    assert (code, document["broken"], document["dismissed"], document["stale_rulings"]) == (BROKEN, 1, 0, 1)
    assert the_broken(document)["id"] == finding["id"]
    assert the_broken(document)["ruling"]["stale"] is True
    assert main(["corpus", "check", str(out)]) == BROKEN
    assert "数据已变，请重新判断" in capsys.readouterr().out


def test_the_summary_counts_what_was_ruled(out: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "汇总.html"
    assert main(["corpus", "report", str(out), str(page)]) == SOUND
    assert "按人工判断" not in page.read_text(encoding="utf-8")
    finding = the_broken(checked(out, capsys)[1])
    assert ruled(out, finding["id"], "--dismiss", "--reason", "已经补正") == SOUND
    with opened(out) as connection:
        faults = next(each for each in overview(connection, "集", read_rulings(out)).sections if each.key == "faults")
    by_ruling = {str(row[0]): str(row[1]) for row in faults.parts[-1].rows}
    assert (by_ruling["排除"], by_ruling["属实"], by_ruling["判断之后数据已变"]) == ("1", "0", "0")
    assert main(["corpus", "report", str(out), str(page)]) == SOUND
    assert "已经补正" in page.read_text(encoding="utf-8")


def test_an_accepted_finding_still_counts_and_a_new_ruling_replaces_the_old(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["corpus", "check", str(out)])
    found = re.search(r"#([0-9a-f]{12})", capsys.readouterr().out)
    assert found is not None
    assert ruled(out, found[0], "--dismiss", "--reason", "误报") == SOUND
    assert ruled(out, found[1], "--accept", "--reason", "确有差错") == SOUND
    assert [each.reason for each in read_rulings(out).by_finding.values()] == ["确有差错"]
    code, document = checked(out, capsys)
    assert (code, document["broken"]) == (BROKEN, 1)


def test_the_file_can_be_edited_by_hand(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    finding = the_broken(checked(out, capsys)[1])
    row = {"finding": finding["id"], "decision": "dismiss", "reason": "手工", "fingerprint": finding["fingerprint"]}
    line = ",".join(row.get(name, "") for name in HEADER)
    rulings_file(out).write_text(f"{','.join(HEADER)}\r\n{line}\r\n", encoding="utf-8")
    assert checked(out, capsys)[0] == SOUND


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("finding,decision\n", "第一行应当是"),
        (f"{','.join(HEADER)}\nabc,perhaps,因为,,,,,,\n", "第 2 行：decision“perhaps”"),
        (f"{','.join(HEADER)}\nabc,accept,,,,,,,\n", "没有写理由"),
        (f"{','.join(HEADER)}\nabc,accept\n", "应当有 9 列"),
        (f"{','.join(HEADER)}\n,accept,因为,,,,,,\n", "没有写问题的编号"),
        (f"{','.join(HEADER)}\n" + "abc,accept,因为,,,,,,\n" * 2, "第 3 行：问题 abc 前面已经有一行"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
    ],
)
def test_a_damaged_file_is_named_with_its_line_and_left_as_it_is(
    out: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, complaint: str
) -> None:
    finding = the_broken(checked(out, capsys)[1])
    data = text if isinstance(text, bytes) else text.encode()
    rulings_file(out).write_bytes(data)
    for command in (["check", str(out)], ["compare", str(out)], ["verdict", str(out), finding["id"], "--accept"]):
        reason = ["--reason", "x"] if command[0] == "verdict" else []
        capsys.readouterr()
        assert main(["corpus", *command, *reason]) == FAILED
        assert complaint in capsys.readouterr().err
    assert rulings_file(out).read_bytes() == data


def test_a_finding_that_is_not_there_or_a_ruling_without_reason_is_refused(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ruled(out, "0" * 12, "--accept", "--reason", "x") == FAILED
    assert "没有编号为 000000000000 的问题" in capsys.readouterr().err
    finding = the_broken(checked(out, capsys)[1])["id"]
    assert ruled(out, finding, "--accept", "--reason", " ") == FAILED
    assert "请写明理由" in capsys.readouterr().err
    assert read_rulings(out) == Rulings()


def test_a_full_disk_leaves_the_old_file(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    finding = the_broken(checked(out, capsys)[1])["id"]
    assert ruled(out, finding, "--accept", "--reason", "先") == SOUND
    before = rulings_file(out).read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        assert ruled(out, finding, "--dismiss", "--reason", "后") == FAILED
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "原来的文件没有改变" in capsys.readouterr().err
    assert rulings_file(out).read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_may_not_be_read_is_said_to_be(tmp_path: Path) -> None:
    rulings_file(tmp_path / "集.parquet").mkdir()
    with pytest.raises(CorpusError, match="无法读取"):
        read_rulings(tmp_path / "集.parquet")
    assert os.path.basename(rulings_file(tmp_path / "集.parquet")) == "集.parquet.verdicts.csv"
