"""Damaged text, Markdown and JSON: a reading, or an error in words; nothing else."""

import contextlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gongkai
from gongkai.report import UnreadableReport, check, read
from gongkai.report.writing import render

EXAMPLE = Path(gongkai.__file__).with_name("examples") / "mengjin-commerce-2023.txt"
PIECES = (
    b"|",
    b"\t",
    b"\n",
    b"\0",
    b"\xff",
    "第二十条第（一）项".encode(),
    b"0 ",
    b"---|",
    b'{"',
    b"]",
    b"1" * 40,
    "，".encode(),
)


@cache
def sound(ending: str) -> bytes:
    return EXAMPLE.read_bytes() if ending == ".txt" else render(read(EXAMPLE), ending)


@st.composite
def damaged(draw: st.DrawFn, ending: str) -> bytes:
    data = bytearray(sound(ending))
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 60))
        data[at : at + length] = draw(
            st.just(b"") | st.sampled_from(PIECES) | st.just(bytes(data[at : at + length] * 2)) | st.binary(max_size=8)
        )
    return bytes(data)


@pytest.mark.parametrize("ending", [".txt", ".md", ".json"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_damage_gives_a_reading_or_an_error_in_words(ending: str, data: st.DataObject) -> None:
    with contextlib.suppress(UnreadableReport):
        check(read(data.draw(damaged(ending)), name=f"示例报告{ending}"))
