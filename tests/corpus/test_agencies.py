"""The table of agencies: what it says is believed, what it leaves open is not guessed, contradictions are refused."""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gongkai.cli import FAILED, SOUND, main
from gongkai.corpus.agencies import Descent, read_agencies
from gongkai.corpus.building import build
from gongkai.corpus.checking import judge
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.folder import opened
from gongkai.report import check, read

HEADER = "file,agency,code,kind,parent,valid_from,valid_to\n"
EXAMPLES = Path(__file__).parents[1] / "golden" / "files"


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "AGENCIES.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_places_parents_and_spans_are_what_the_table_says(tmp_path: Path) -> None:
    agencies = read_agencies(
        table(
            tmp_path,
            ",江苏省人民政府,320000,government,,,",
            ",宿迁市人民政府,321300,人民政府,320000,,",
            ",宿迁市教育局,321300,部门,宿迁市人民政府,2020-01-01,2023-06-30",
        )
    )
    bureau = agencies.whose("any.html", "宿迁市教育局", 2022).agency
    assert bureau is not None
    assert (bureau.place["province"], bureau.place["city"], bureau.place["county"]) == ("320000", "321300", None)
    # On the last day of 2023 it was no longer valid.
    assert agencies.whose("any.html", "宿迁市教育局", 2023).why_unknown == "机关表中该机关在这一年无效"
    assert agencies.whose("any.html", "教育局", 2022).why_unknown == "不在机关表中"
    assert agencies.whose("any.html", "宿迁市教育局", None).why_unknown == "没有读到年度"
    assert set(agencies.lineage()) == {
        Descent("321300/government", "320000/government", 2004, 2999),
        Descent("321300/宿迁市教育局", "321300/government", 2020, 2022),
        Descent("321300/宿迁市教育局", "320000/government", 2020, 2022),
    }


def test_names_that_collide_are_not_guessed(tmp_path: Path) -> None:
    agencies = read_agencies(
        table(
            tmp_path,
            ",鼓楼区人民政府,320106,government,,,",
            ",鼓楼区人民政府,320302,government,,,",
            "福州.html,鼓楼区人民政府,350102,government,,,",
        )
    )
    assert agencies.ambiguous == ("鼓楼区人民政府",)
    assert agencies.whose("开封.html", "鼓楼区人民政府", 2023).why_unknown == "同名的机关不止一个，要在机关表中写明文件"
    by_file = agencies.whose("福州.html", "鼓楼区人民政府", 2023).agency
    assert by_file is not None
    assert by_file.code == "350102"


def test_one_name_in_the_table_is_believed_for_that_name_alone(tmp_path: Path) -> None:
    agencies = read_agencies(table(tmp_path, ",南京市鼓楼区人民政府,320106,government,,,"))
    assert agencies.whose("x.html", "鼓楼区人民政府", 2023).agency is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a.html,甲局,320106,部门,,,", "a.html,乙局,320106,部门,,,"], "第 3 行：文件“a.html”在第 2 行属于另一个机关"),
        ([",甲局,320106,部门,,,", ",甲局,320106,organization,,,"], "第 3 行：“甲局”（320106）的 kind 与第 2 行不同"),
        ([",甲局,320106,部门,,,", ",乙局,320106,部门,320106,,"], "第 3 行：parent“320106”在表中没有"),
        ([",甲局,320106,部门,丙局,,"], "第 2 行：parent“丙局”不在表中"),
        ([",甲局,320106,部门,甲局,,"], "第 2 行：parent 是它自己"),
        ([",甲局,320106,部门,乙局,,", ",乙局,320106,部门,甲局,,"], "上级关系成了圈"),
        ([",甲局,990106,部门,,,"], "第 2 行：code“990106”的前两位"),
        ([",甲局,32010,部门,,,"], "第 2 行：code“32010”不是 6 位"),
        ([",甲局,320106,衙门,,,"], "第 2 行：kind“衙门”"),
        ([",,320106,部门,,,"], "第 2 行：file 和 agency 至少要填一个"),
        ([",甲局,320106,部门,,2024-02-30,"], "第 2 行：valid_from“2024-02-30”不是日期"),
        ([",甲局,320106,部门,,2024-02-01,2023-01-01"], "第 2 行：valid_from 2024-02-01 晚于"),
        ([",甲局,320106"], "第 2 行：应当有 7 列"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_by_line(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(CorpusError) as refused:
        read_agencies(table(tmp_path, *rows))
    assert said in str(refused.value)


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as refused:
        read_agencies(table(tmp_path, *[",甲局,1,部门,,,"] * 25))
    assert "第 2 行" in str(refused.value)
    assert "另有 5 处" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"file,agency\n", "第一行应当是"),
        ((HEADER + ",甲局,320106,部门,,,\n").encode("gb18030"), "不是 UTF-8"),
        (b"", "第一行应当是"),
    ],
)
def test_what_is_no_table_of_agencies_is_said_to_be_none(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "AGENCIES.csv"
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=said):
        read_agencies(path)


def test_a_build_writes_whose_each_report_is_and_why_that_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("suqian-2023.tabs.txt", "hongze-2024.one_table.html"):
        shutil.copy(EXAMPLES / name, folder)
    path = table(tmp_path, "suqian-2023.tabs.txt,,321300,government,,,")
    out = tmp_path / "out.parquet"
    assert main(["corpus", "build", str(folder), str(out), "--agencies", str(path)]) == SOUND
    assert "不知道属于哪个机关的报告：1 份" in capsys.readouterr().out
    rows = {row["file"]: row for row in pq.read_table(out / "reports.parquet").to_pylist()}
    known, unknown = rows["suqian-2023.tabs.txt"], rows["hongze-2024.one_table.html"]
    assert (known["agency_key"], known["city"], known["why_unknown"]) == ("321300/government", "321300", None)
    assert (unknown["agency_key"], unknown["code"], unknown["why_unknown"]) == (None, None, "不在机关表中")


def test_a_wrong_table_stops_the_build_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, ",甲局,1,部门,,,")
    arguments = ["corpus", "build", str(EXAMPLES), str(tmp_path / "out.parquet"), "--agencies", str(path)]
    assert main(arguments) == FAILED
    assert "第 2 行" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["AGENCIES.csv"]


BETWEEN_YEARS = ("table3.carry_over.", "table2.in_force.")


@pytest.mark.parametrize("known", [True, False])
def test_years_are_compared_for_agencies_of_the_table_alone(tmp_path: Path, known: bool) -> None:
    names = ("shili-2019.plain_lines.txt", "shili-2020.tabs.txt")
    folder, out = tmp_path / "in", tmp_path / "out.parquet"
    folder.mkdir()
    for name in names:
        shutil.copy(EXAMPLES / name, folder)
    before, report = (read(folder / name) for name in names)
    path = table(tmp_path, *(f"{name if known else 'another.txt'},,320813,government,,," for name in names))
    build(folder, out, agencies=path, workers=1)
    with opened(out) as connection:
        judged = {(each.rule, each.verdict) for each in judge(connection) if each.rule.startswith(BETWEEN_YEARS)}
    expected = {
        (each.rule, each.verdict.value)
        for each in check(report, before)
        if each.rule.startswith(BETWEEN_YEARS) and each.verdict.value != "holds"
    }
    assert expected
    assert judged == (expected if known else set())
