"""The summary of a data set: every figure is what an independent count gives, and leads to what it counts."""

import re
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from tests.golden.pages import PAGES
from tests.known_errors import sound

from gongkai.cli import FAILED, SOUND, main
from gongkai.corpus.building import build
from gongkai.corpus.folder import opened
from gongkai.corpus.overview import LISTED, Cell, Figure, Overview, Section, Share, overview
from gongkai.corpus.overview_writing import render

from .generated import YEARS, Generated, generate


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> tuple[Generated, set[str], Path]:
    """Reports of a tree, of which some are missing and one cannot be read; return also the files that are missing."""
    at = tmp_path_factory.mktemp("some")
    generated = generate(at, provinces=1, cities=2, counties=1)
    missing = {file for number, file in enumerate(sorted(generated.broken)) if number % 6 == 5 and "单份" not in file}
    for file in missing:
        (generated.folder / file).unlink()
    (generated.folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    build(generated.folder, at / "集.parquet", agencies=generated.agencies, workers=1)
    return generated, missing, at / "集.parquet"


def asked_anew(data_set: Path) -> Overview:
    with opened(data_set) as connection:
        return overview(connection, data_set.name)


asked = cache(asked_anew)


def section(found: Overview, key: str) -> Section:
    return next(each for each in found.sections if each.key == key)


def values(row: tuple[Cell, ...]) -> list[object]:
    return [cell if isinstance(cell, str) else cell.value for cell in row]


def year_of(file: str) -> int:
    return int(re.findall(r"(\d{4})\.", file)[0])


def test_every_agency_and_year_of_the_table_is_there_or_missing(some: tuple[Generated, set[str], Path]) -> None:
    generated, missing, data_set = some
    by_year, by_kind, by_place = section(asked(data_set), "completeness").parts
    offices = len(generated.offices)
    lost = Counter(map(year_of, missing))
    assert [values(row)[:4] for row in by_year.rows] == [
        [str(year), offices, offices - lost[year], lost[year]] for year in YEARS
    ]
    governments = sum(office.is_government for office in generated.offices)
    assert [values(row)[:2] for row in by_kind.rows] == [
        ["部门", (offices - governments) * len(YEARS)],
        ["人民政府", governments * len(YEARS)],
    ]
    assert [values(row)[0] for row in by_place.rows] == ["示例甲省子市", "示例甲省丑市", "本级"]
    assert {row[3].listed[0].file for row in by_year.rows if isinstance(row[3], Figure) and row[3].listed} == {""}


def test_a_report_counts_once_under_each_rule_that_it_breaks(some: tuple[Generated, set[str], Path]) -> None:
    """An identity and its column are one rule: 表三每行总计等于各类申请人之和."""
    generated, missing, data_set = some
    by_rule = section(asked(data_set), "faults").parts[1]
    left = {file: rules for file, rules in generated.broken.items() if file not in missing}
    for rule in ("table3.across", "table3.outcomes", "table4.across", "prose.requests_received", "cell.dash"):
        expected = sum(any(each == rule or each.startswith(f"{rule}.") for each in rules) for rules in left.values())
        assert expected
        assert [row[3].value for row in by_rule.rows if row[1] == rule and isinstance(row[3], Figure)] == [expected], (
            rule
        )


def test_years_are_sorted_by_their_gravest_fault(some: tuple[Generated, set[str], Path]) -> None:
    _generated, _missing, data_set = some
    by_gravity, by_rule = section(asked(data_set), "faults").parts
    (reports, *_others) = section(asked(data_set), "contents").parts[0].rows
    counted = [sum(cell.value for cell in row if isinstance(cell, Figure)) for row in by_gravity.rows]
    assert sum(counted) == values(reports)[1]
    grave = [row[3].value for row in by_rule.rows if row[2] == "错误" and isinstance(row[3], Figure)]
    with_errors = [row[1].value for row in by_gravity.rows if isinstance(row[1], Figure)]
    assert max(grave) <= sum(with_errors) <= sum(grave)


def test_what_was_not_used_is_listed_with_its_reason(some: tuple[Generated, set[str], Path]) -> None:
    generated, missing, data_set = some
    rows = {str(row[0]): row[1] for row in section(asked(data_set), "contents").parts[0].rows}
    unreadable, unknown = rows["没有采用的文件：读不出来"], rows["其中不知道属于哪个机关的"]
    assert isinstance(unreadable, Figure)
    assert isinstance(unknown, Figure)
    ((bad,), singles) = (unreadable.listed, [file for file in generated.broken if "单份" in file])
    assert (bad.name, "PDF" in bad.why) == ("坏.pdf", True)
    assert (unknown.value, unknown.listed[0].why) == (len(singles), "不在机关表中")
    reports = rows["报告"]
    assert isinstance(reports, Figure)
    assert reports.value == reports.of == len(generated.broken) - len(missing)


def dated(folder: Path, agency: str, year: int, day: str | None) -> None:
    page = PAGES["clean_spans"](sound(agency, year))
    meta = f'<meta name="PubDate" content="{day}">'.encode() if day else b""
    (folder / f"{agency}{year}.html").write_bytes(page.replace(b"<head>", b"<head>" + meta, 1))


def test_a_report_is_in_time_or_late_only_where_its_page_says_when_it_came_out(tmp_path: Path) -> None:
    """条例第四十九条：部门 1 月 31 日前，地方人民政府 3 月 31 日前"""
    folder = tmp_path / "in"
    folder.mkdir()
    dated(folder, "示例县商务局", 2022, "2023-01-31")
    dated(folder, "示例县民政局", 2022, "2023-02-01 09:00")
    dated(folder, "示例县教育局", 2022, None)
    dated(folder, "示例县人民政府", 2022, "2023-03-31")
    dated(folder, "示例县卫生局", 2022, "2023-01-05")
    table = tmp_path / "机关表.csv"
    rows = "".join(f",示例县{name},320101,department,320101,,\n" for name in ("商务局", "民政局", "教育局"))
    table.write_text(
        "file,agency,code,kind,parent,valid_from,valid_to\n,示例县人民政府,320101,government,,,\n" + rows,
        encoding="utf-8",
    )
    build(folder, tmp_path / "集.parquet", agencies=table, workers=1)
    (part,) = section(asked(tmp_path / "集.parquet"), "punctuality").parts
    assert part.head[1:] == ("按期", "逾期", "没有写明公布日期", "没有可比的期限")
    assert [values(row) for row in part.rows] == [["2022", 2, 1, 1, 1]]
    late = part.rows[0][2]
    assert isinstance(late, Figure)
    assert [(each.name, each.why) for each in late.listed] == [("示例县民政局 2022", "2023-02-01")]


def test_every_figure_of_the_page_leads_to_its_list_and_back(some: tuple[Generated, set[str], Path]) -> None:
    found = asked(some[2])
    page = html.fromstring(render(found, ".html").decode())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [link.removeprefix("#") for link in page.xpath("//a/@href")]
    assert targets
    assert set(targets) <= set(ids)
    links = page.xpath("//td/a")
    figures = [
        cell
        for each in found.sections
        for part in each.parts
        for row in part.rows
        for cell in row
        if isinstance(cell, Figure)
    ]
    for link, figure in zip(links, [figure for figure in figures if figure.listed], strict=True):
        assert link.text == str(figure)
        listed = page.get_element_by_id(link.get("href").removeprefix("#")).getnext()
        more = listed.getnext()
        left = int(re.findall(r"\d+", more.text)[0]) if more is not None and more.get("class") == "more" else 0
        assert len(listed) + left == figure.of
        assert len(listed) == min(figure.of, LISTED)


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(some: tuple[Generated, set[str], Path]) -> None:
    text = render(asked(some[2]), ".html").decode()
    assert "<script" not in text
    assert not re.search(r"\son\w+=", text)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"url\(|@import|<link|<img", text)


def test_every_chart_has_a_name_its_figures_in_words_and_a_table_beside_it(
    some: tuple[Generated, set[str], Path],
) -> None:
    found = asked(some[2])
    page = html.fromstring(render(found, ".html").decode())
    charts = [part.chart for each in found.sections for part in each.parts if part.chart is not None]
    drawn = page.xpath("//figure/*")
    assert len(drawn) == len(charts) >= 3
    for picture, chart in zip(drawn, charts, strict=True):
        name, words = (page.get_element_by_id(key).text for key in picture.get("aria-labelledby").split())
        assert name
        assert words == chart.described()
        assert all(str(value) in words for _series, figures in chart.series for value in figures)
        assert picture.getparent().getnext().xpath("./table")


def test_the_workbook_has_the_same_figures_as_numbers_and_links_to_their_lists(
    some: tuple[Generated, set[str], Path],
) -> None:
    found = asked(some[2])
    book = openpyxl.load_workbook(BytesIO(render(found, ".xlsx")))
    assert book.sheetnames == [*(each.title for each in found.sections), "名单"]
    lists = book["名单"]
    for each in found.sections:
        sheet = book[each.title]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        figures = [cell for part in each.parts for row in part.rows for cell in row if isinstance(cell, Figure)]
        shares = [cell for part in each.parts for row in part.rows for cell in row if isinstance(cell, Share)]
        numbers = [cell for cell in cells if cell.data_type == "n"]
        assert Counter(round(cell.value, 9) for cell in numbers) == Counter(
            [each.value for each in figures] + [round(each.value, 9) for each in shares if each.value is not None]
        )
        assert len(sheet._charts) == sum(part.chart is not None for part in each.parts)
        for cell in numbers:
            if cell.hyperlink is not None:
                row = int(cell.hyperlink.location.rpartition("A")[2])
                assert lists.cell(row, 1).value.endswith(f"{cell.value:,}")
    assert lists.max_row > 100


def test_sums_are_what_the_governments_report_of_all_under_them_and_at_least_that_where_one_is_missing(
    some: tuple[Generated, set[str], Path],
) -> None:
    """A government's figures are those of its members together, so the top one's are everybody's."""
    generated, missing, data_set = some
    (outcomes,), (trends,) = (section(asked(data_set), key).parts for key in ("outcomes", "trends"))
    top = generated.offices[0]
    assert top.parent is None
    for year, disclosed, received in zip(YEARS, outcomes.rows, trends.rows, strict=True):
        (file,) = (file for file in generated.broken if f"/{top.name}{year}." in file)
        if file in missing:
            continue
        expected = {"予以公开": 5 * top.reported_factor, "本年新收": 12 * top.reported_factor}
        for head, row, name in ((outcomes.head, disclosed, "予以公开"), (trends.head, received, "本年新收")):
            figure = row[head.index(name)]
            assert isinstance(figure, Figure)
            # One of its reports may have one too many in just this cell.
            assert figure.value - expected[name] in {0, 1}
            assert (figure.at_least, figure.of) == (False, 1)
            assert figure.listed[0].file == file


def test_the_same_data_set_gives_the_same_files(some: tuple[Generated, set[str], Path]) -> None:
    for ending in (".html", ".xlsx"):
        assert render(asked_anew(some[2]), ending) == render(asked(some[2]), ending)


@pytest.mark.parametrize("ending", [".html", ".xlsx"])
def test_a_data_set_without_any_report_says_what_is_not_there(tmp_path: Path, ending: str) -> None:
    folder, out = tmp_path / "in", tmp_path / f"汇总{ending}"
    folder.mkdir()
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    build(folder, tmp_path / "集.parquet", workers=1)
    assert main(["corpus", "report", str(tmp_path / "集.parquet"), str(out)]) == SOUND
    found = asked(tmp_path / "集.parquet")
    assert found.span == "没有读到年度"
    assert all(part.rows or part.empty for each in found.sections for part in each.parts)
    assert not [part.chart for each in found.sections for part in each.parts if part.chart]


def test_without_a_table_of_agencies_nobody_is_said_to_be_missing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    dated(folder, "示例县商务局", 2022, "2023-01-31")
    build(folder, tmp_path / "集.parquet", workers=1)
    found = asked(tmp_path / "集.parquet")
    completeness, (punctuality,) = section(found, "completeness"), section(found, "punctuality").parts
    assert "没有给出机关表" in completeness.notes[0]
    assert [values(row) for row in completeness.parts[0].rows] == [["2022", 1]]
    assert [values(row) for row in punctuality.rows] == [["2022", 0, 0, 0, 1]]
    assert found.span == "2022 年度"


def test_a_wrong_ending_or_a_folder_that_is_not_there_is_said_and_leaves_nothing(
    some: tuple[Generated, set[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, words in (("汇总.pdf", "可以写成 .html .xlsx"), ("没有/汇总.html", "文件夹不存在")):
        assert main(["corpus", "report", str(some[2]), str(tmp_path / name)]) == FAILED
        assert words in capsys.readouterr().err
    assert main(["corpus", "report", str(tmp_path / "没有.parquet"), str(tmp_path / "汇总.html")]) == FAILED
    assert list(tmp_path.iterdir()) == []
