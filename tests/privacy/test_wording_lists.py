"""Near misses of protected wording: errors that were published are found, correct wording is not."""

from pathlib import Path

import pytest

import gongkai
from gongkai.privacy import near_misses
from gongkai.privacy.wording_lists import WordingListInvalid, bundled_lists, load_lists


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("示例市人民攻府", "攻府", "政府"),
        ("中华人民共合国", "中华人民共合国", "中华人民共和国"),
        ("中共人民共和国", "中共人民共和国", "中华人民共和国"),
        ("中华人民大和国", "中华人民大和国", "中华人民共和国"),
        ("开展扫黑险恶工作", "扫黑险恶", "扫黑除恶"),
        ("成立领导小姐", "领导小姐", "领导小组"),
        ("向最高人民法员提出", "最高人民法员", "最高人民法院"),
        ("最高民法院", "最高民法院", "最高人民法院"),
        ("全国人民表代大会", "全国人民表代大会", "全国人民代表大会"),
        ("政府信息公开条列", "政府信息公开条列", "政府信息公开条例"),
        ("中华人民共和和国", "中华人民共和和国", "中华人民共和国"),
    ],
)
def test_errors_are_found(text: str, written: str, meant: str) -> None:
    (found,) = near_misses(text)
    assert (found.written, found.meant) == (written, meant)
    assert text[slice(*found.span)] == written
    assert "2026" in found.source


@pytest.mark.parametrize(
    "text",
    [
        "中华人民共和国政府信息公开条例",
        "示例市人民政府",
        "市、县人民代表大会及其常务委员会",
        "中国共产党党员、共产主义",
        "国务院办公厅、国务院办公室",
        "行政复议案件、行政诉讼情况",
        "最高人民法院、高级人民法院、人民法院",
        "政府信息公开工作年度报告",
        "领导小组办公室",
    ],
)
def test_correct_wording_is_not(text: str) -> None:
    assert near_misses(text) == []


def test_no_protected_term_is_its_own_near_miss() -> None:
    (ours,) = bundled_lists()
    assert near_misses("，".join(sorted(ours.terms))) == []
    assert near_misses("".join(sorted(ours.terms))) == []


@pytest.mark.corpus
def test_published_reports_have_none(corpus: Path) -> None:
    texts = [
        path.read_text("utf-8", "replace") for path in corpus.rglob("*") if path.suffix in {".txt", ".md", ".html"}
    ]
    assert [each.written for text in texts for each in near_misses(text)] == []


def test_the_words_of_this_program_have_none() -> None:
    """The law as data, labels of tables, messages: some 100,000 characters of official Chinese."""
    sources = [path for path in Path(gongkai.__file__).parent.rglob("*.py") if path.name != "wording_lists.py"]
    assert [each.written for path in sources for each in near_misses(path.read_text("utf-8"))] == []


def test_an_agency_can_have_its_own_list(tmp_path: Path) -> None:
    path = tmp_path / "示例.toml"
    path.write_text(
        'version = "1"\ndate = 2026-01-01\nsource = "示例"\nterms = ["示例开发区管委会"]\n'
        '[confusions]\n"示列" = "示例"\n',
        "utf-8",
    )
    found = near_misses("示例开发区管委会、示例开发区官委会、示列", load_lists(path))
    assert [(each.written, each.source) for each in found] == [("示例开发区官委会", "示例（1）"), ("示列", "示例（1）")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "terms = [",
        'version = "1"\ndate = 2026-01-01\nsource = ""\nterms = ["政府"]',
        'version="1"\ndate="昨天"\nsource=""\nterms=[]',
    ],
)
def test_lists_in_another_form_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "坏.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(WordingListInvalid, match=r"坏\.toml"):
        load_lists(path)
    with pytest.raises(WordingListInvalid):
        load_lists(tmp_path / "没有.toml")
