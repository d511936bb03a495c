"""Files that were damaged on the way: a scan ends in findings or in the project's own error, never in another one."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.privacy.made import clean_document, pdf, saved, typeset, workbook, write, zipped
from tests.privacy.people import ID, MOBILE
from tests.privacy.test_other_files import picture

from gongkai.errors import GongkaiError
from gongkai.privacy import mask_file, scan_file


@cache
def sound(kind: str) -> bytes:
    document: Any = clean_document()
    document.add_paragraph(ID)
    document.add_table(2, 2).cell(1, 1).text = MOBILE
    book = workbook(lambda book: book.add_worksheet("名单").write_row(0, 0, [ID, int(MOBILE), 1.5]))
    return {
        "docx": saved(document),
        "xlsx": book,
        "zip": zipped({"a.xlsx": book, f"{MOBILE}.txt": ID}),
        "pdf": pdf(
            write(MOBILE) + "0 0 0 rg 60 690 300 30 re f\n", page="/Annots[<</Type/Annot/Subtype/Text/Contents(x)>>]"
        ),
        "typst": typeset(f"= Example\n{MOBILE}"),
        "jpg": picture(gps=True, exif={0x010F: "Example"}),
        "html": f"<html><body><table><tr><td style='color:#fff'>{MOBILE}<!-- {ID} --></td></tr></table>".encode(),
        "csv": f'姓名,手机\n"张某某",{MOBILE}\n'.encode("gb18030"),
    }[kind]


KINDS = ("docx", "xlsx", "zip", "pdf", "typst", "jpg", "html", "csv")
EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 8)), min_size=1, max_size=6)


def harmed(data: bytes, edits: list[tuple[int, bytes, int]]) -> bytes:
    for at, new, removed in edits:
        at %= len(data) or 1
        data = data[:at] + new + data[at + removed :]
    return data


def judge(data: bytes, name: str) -> None:
    for act in (scan_file, mask_file):
        try:
            act(data, name)
        except GongkaiError as error:
            # A message for people, not a slip of the program.
            if not str(error).endswith("。"):
                raise AssertionError(str(error)) from error


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(edits=EDITS)
def test_only_our_own_error_comes_out_of_damaged_files(kind: str, edits: list[tuple[int, bytes, int]]) -> None:
    judge(harmed(sound(kind), edits), f"a.{kind}")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=1500)
@given(edits=EDITS)
def test_only_our_own_error_comes_out_at_length(kind: str, edits: list[tuple[int, bytes, int]]) -> None:
    judge(harmed(sound(kind), edits), f"a.{kind}")


@given(st.text(st.sampled_from("<>/!-&#;\"'= ab1380000td table script p"), max_size=80))
def test_any_markup_is_scanned_and_masked(text: str) -> None:
    judge(f"<html>{text}{MOBILE}".encode(), "a.html")


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a ",
        "<a b=",
        '<a b="',
        "<!--",
        "<script>",
        "<td>",
        "<p>",
        "<div hidden>",
        "</p>",
        "&#",
        "<table>",
        "a='b\" ",
    ],
)
def test_pages_of_one_piece_of_markup_take_linear_time(unit: str) -> None:
    from time import perf_counter

    def seconds(size: int) -> float:
        data = b"<html>" + (unit * (size // len(unit))).encode()
        begun = perf_counter()
        scan_file(data, "a.html")
        return perf_counter() - begun

    small, large = seconds(100_000), seconds(1_000_000)
    assert large < 10 * small * 3 + 1
