"""The benchmarks run, on tiny sizes, and measure what they say. How long anything takes is no matter here."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from benchmarks.corpus import auditing, building
from benchmarks.many_files import many_files
from benchmarks.memory import memory
from benchmarks.one_reading import READ
from benchmarks.reading import reading, sound_reports, writing
from benchmarks.records import records
from benchmarks.results import HEADS, Row, Section, as_text, compared, document, shown, targets
from benchmarks.site_search import search
from benchmarks.start_up import start_up
from benchmarks.timing import Times, in_turns
from benchmarks.variants import CELLS, NESTED, PROSE, dense_page, large_page, large_text, of_many_sites, variants


def test_a_ratio_is_the_median_of_the_rounds_and_no_single_slow_round_counts() -> None:
    floor, ours = Times((1.0, 1.0, 2.0), 10), Times((3.0, 4.0, 90.0), 10)
    assert ours.over(floor) == 4
    assert (ours.minimum, ours.median) == (0.3, 0.4)


def test_calls_take_turns_on_every_batch_and_the_first_batch_is_not_timed() -> None:
    made: list[tuple[str, int]] = []

    def call(name: str, value: int) -> None:
        made.append((name, value))

    one, other = in_turns((partial(call, "one"), partial(call, "other")), [[0], [1, 2], [3, 4]])
    assert made[:2] == [("one", 0), ("other", 0)]
    assert made[2:6] == [("one", 1), ("one", 2), ("other", 1), ("other", 2)]
    assert made[6:] == [("other", 3), ("other", 4), ("one", 3), ("one", 4)]
    assert (len(one.rounds), one.units, len(other.rounds)) == (2, 2, 2)


def test_variants_are_sound_reports_that_differ_in_agency_and_figures() -> None:
    pages = variants(12)
    reports = sound_reports(pages)
    assert len(set(pages)) == len({report.agency for report in reports}) == 12
    received = [report.cells["table3.newly_received.total"].number for report in reports]
    assert received[:3] == [14069, 2 * 14069, 3 * 14069]
    assert variants(2, start=10) == pages[10:]


def test_pages_of_many_sites_say_the_same_in_markup_that_none_shares() -> None:
    pages = variants(3)
    elsewhere = of_many_sites(pages)
    assert [report.cells for report in sound_reports(elsewhere)] == [report.cells for report in sound_reports(pages)]
    tags = [set(re.findall(rb"<(?:p|td|table|a|div) [^>]+>", page)) for page in elsewhere]
    assert not tags[0] & tags[1]
    assert not tags[1] & tags[2]


@pytest.mark.parametrize("shape", [PROSE, CELLS, NESTED])
def test_large_pages_have_the_size_that_they_are_named_for(shape: str) -> None:
    assert 0.99e6 < len(large_page(10**6, shape)) <= 10**6
    dense = dense_page(5000, shape)
    assert 4900 < dense.count(b"<") + dense.count(b"\n") <= 5000


def test_large_texts_are_still_the_report() -> None:
    text = "一、总体情况\n六、其他需要报告的事项\n无。\n".encode()
    swollen = large_text(10_000, text)
    assert 9000 < len(swollen) <= 10_000
    assert swollen.startswith("一、".encode())
    assert swollen.endswith("\n六、其他需要报告的事项\n无。\n".encode())


@pytest.mark.parametrize(
    "measure",
    [
        pytest.param(lambda: reading(pages=1, rounds=1), id="reading"),
        pytest.param(lambda: writing(pages=1, rounds=1), id="writing"),
        pytest.param(lambda: many_files(files=4, workers=2, rounds=1), id="many files"),
        pytest.param(lambda: start_up(rounds=1), id="start-up"),
        pytest.param(lambda: building(files=2, rounds=1), id="building a data set"),
        pytest.param(lambda: auditing(sizes=(200,), rounds=1), id="auditing a data set"),
        pytest.param(lambda: records(requests=100, calls=2, rounds=1), id="records"),
        pytest.param(lambda: search(counts=(40,), databases=("sqlite",)), id="search on the site"),
    ],
)
def test_every_section_has_figures_and_is_shown_whole(measure: Callable[[], Section]) -> None:
    section = measure()
    assert section.rows
    assert all(row.ours for row in section.rows)
    assert all(row.what in as_text(section) for row in section.rows)


def test_large_files_are_read_in_a_process_of_their_own_that_says_its_peak() -> None:
    section = memory(sizes=(0.1, 0.2), tags=3000, lines=100)
    whole = [row for row in section.rows if row.what.endswith("of prose, .html")]
    assert [row.ours.startswith(f"{READ}, ") for row in whole] == [True, True]
    assert all(" MB" in row.ours for row in whole)


def test_the_document_says_what_is_not_met_and_on_which_machine() -> None:
    fast, slow = Times((1e-3,)), Times((5e-3,))
    rows = (compared("quick", fast, fast, "floor", at_most=3), compared("slow", slow, fast, "floor", at_most=3))
    section = Section("Something", "How it was done.", (*rows, Row("left out", "left out: nothing there")))
    text = document([section], [("processor", "an example, 2 cores")])
    assert "1 of 2 targets are met. Not met: slow." in text
    assert "- processor: an example, 2 cores" in text
    assert "| slow | floor: 1 ms (1) | 5 ms (5) | 5 | ≤ 3 × floor | NO |" in text
    assert text.count("| " + " | ".join(HEADS) + " |") == 1
    assert targets([Section("", "", rows[:1])]) == "All 1 targets are met."


def test_times_are_shown_in_the_unit_that_fits() -> None:
    assert [shown(Times((seconds,))) for seconds in (2.0, 0.002, 2e-6)] == ["2 s (2)", "2 ms (2)", "2 µs (2)"]
