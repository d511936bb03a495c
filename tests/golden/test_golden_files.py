"""Reports in every shape seen: each is read as the model that it was laid out from."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.golden.layouts import SHAPES
from tests.golden.make import FILES, FOLDER, MODELS, made, model
from tests.golden.pages import PAGES

from gongkai.report.model import Normalised, folded
from gongkai.report.reading.files import read
from gongkai.report.reading.normalise import fold_characters

GOLDEN = {path.name: (path, name, data) for path, name, data in made()}
EVERY_FILE = pytest.mark.parametrize("file", GOLDEN)


@EVERY_FILE
def test_a_golden_file_is_the_one_that_its_model_makes(file: str):
    """After a change of a layout: python -m tests.golden.make"""
    path, _name, data = GOLDEN[file]
    assert path.read_bytes() == data


def test_no_golden_file_or_model_is_left_over():
    assert {path.name for path in FOLDER.iterdir()} == set(GOLDEN)
    assert {path.stem for path in MODELS.iterdir()} == {name for name, *_others in FILES}


def test_every_layout_has_a_golden_file():
    assert {layout for _name, layout, *_others in FILES} == {*SHAPES, *PAGES}


def plain(text: str) -> str:
    return folded(fold_characters(text))


@EVERY_FILE
def test_a_golden_file_is_read_as_its_model(file: str):
    path, name, _data = GOLDEN[file]
    expected, found = model(name), read(path)
    assert dict(found.cells) == dict(expected.cells)
    assert (found.agency, found.year, found.edition_key) == (expected.agency, expected.year, expected.edition_key)
    assert (found.complete, found.procurement_unit) == (expected.complete, expected.procurement_unit)
    assert plain(found.title) == plain(expected.title)
    assert told(found.narrative) == told(expected.narrative)


def told(narrative: Mapping[str, str]) -> dict[str, str]:
    return {key: plain(text) for key, text in narrative.items() if text}


@EVERY_FILE
def test_every_figure_of_a_golden_file_has_a_place(file: str):
    found = read(GOLDEN[file][0])
    assert set(found.places) == set(found.cells)
    for place in found.places.values():
        assert (place.line is None) == file.endswith(".html")
        assert place.line or (place.table and place.row and place.column)


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("hongze-2023.pdf_text.txt", {Normalised.LABEL_MISPRINTED}),
        ("hongze-2023.kangxi.txt", {Normalised.LABEL_MISPRINTED, Normalised.COMPATIBILITY_CHARACTERS}),
        ("kewei-2024.markdown.md", {Normalised.ANNOTATED}),
        (
            "kewei-2024.torn_markdown.md",
            {Normalised.ANNOTATED, Normalised.LABEL_MISSING, Normalised.FIGURE_TORN, Normalised.LABEL_SHORTENED},
        ),
        ("kewei-2024.row_pipes.txt", {Normalised.LABEL_MISPRINTED, Normalised.LABEL_SHORTENED}),
        ("ceshi-2025.plain_lines.txt", {Normalised.COMPATIBILITY_CHARACTERS}),
        ("ceshi-2025.clean_spans.html", {Normalised.TRADITIONAL_CHARACTERS}),
        ("shili-2020.row_pipes.txt", {Normalised.TRADITIONAL_CHARACTERS}),
        ("hongze-2023.word_paste.html", set()),
        ("shili-blanks-2023.row_pipes.txt", set()),
    ],
)
def test_what_had_to_be_put_right_is_remarked(file: str, kinds: set[Normalised]):
    assert {remark.kind for remark in read(GOLDEN[file][0]).remarks} - {Normalised.UNIT_IN_CELL} == kinds


def test_files_are_read_by_path_or_by_bytes(tmp_path: Path):
    path, _name, data = GOLDEN["hongze-2024.cell_lines.txt"]
    copy = tmp_path / "报告"
    copy.write_bytes(data)
    assert read(copy).cells == read(data, "报告").cells == read(path).cells
