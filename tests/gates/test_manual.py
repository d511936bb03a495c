"""The manual is whole: each picture is there, is shown, is small, and says in words what it shows."""

import re
from pathlib import Path

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")


def shown() -> list[tuple[str, str]]:
    return [found for page in MANUAL.glob("*.md") for found in PICTURE.findall(page.read_text(encoding="utf-8"))]


def test_every_picture_is_there_and_is_shown():
    assert {name for _words, name in shown()} == {each.name for each in (MANUAL / "pictures").iterdir()}


def test_every_picture_is_described():
    assert [name for words, name in shown() if len(words) < 4] == []


def test_pictures_are_small():
    sizes = {each.name: each.stat().st_size for each in (MANUAL / "pictures").iterdir()}
    assert [name for name, size in sizes.items() if size > 150_000] == []
    assert sum(sizes.values()) < 2_000_000


def test_links_between_chapters_lead_somewhere():
    for page in MANUAL.glob("*.md"):
        for address in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / address).exists(), (page.name, address)
