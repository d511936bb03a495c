"""Whatever happens to the bytes of a PDF, it is read or refused: nothing but the project's own error comes out."""

from contextlib import suppress
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.report.reading.pdf_files import drawn_pdf, encrypted_pdf, figures_of, report, ruled, shown, typst_pdf

from gongkai.report.reading.document import Grid
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.pdf import read_pdf
from gongkai.stats.editions import EDITION_2021

XS, YS = (100, 200, 300), (700, 680, 660)
TABLE = shown(110, 686, "信息内容") + shown(210, 686, "本年制发件数") + shown(110, 666, "规章") + shown(245, 666, "12")


@cache
def sound_files() -> tuple[bytes, ...]:
    return (
        drawn_pdf(TABLE + ruled(XS, YS), TABLE),
        encrypted_pdf(TABLE + ruled(XS, YS), user_password=b""),
        typst_pdf(report(EDITION_2021, figures_of(EDITION_2021)), height=420, margin=50),
    )


NUMBERS = st.sampled_from([b"0", b"-1", b"99999999999", b"2147483648", b"1e30", b".", b"-.5", b"3 0 R", b"null", b"<<"])
DAMAGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 60),
        st.one_of(NUMBERS, st.binary(max_size=8), st.just(b"")),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(which=st.integers(0, 2), damages=DAMAGES, kept=st.one_of(st.just(1.0), st.floats(0, 1)))
def test_a_damaged_file_is_read_or_refused(which: int, damages: list[tuple[float, int, bytes]], kept: float) -> None:
    data = bytearray(sound_files()[which])
    for where, length, instead in damages:
        at = int(where * len(data))
        data[at : at + length] = instead
    try:
        document = read_pdf(bytes(data[: int(kept * len(data))]), "年度报告.pdf")
    except UnreadableReport:
        return
    for block in document.blocks:
        if isinstance(block, Grid):
            assert len({len(row) for row in block.rows}) == 1
            assert all(cell is not None for row in block.rows for cell in row)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 .-mlcvhreSfBqQWnGgkcmBTETTfTdTjDo/FA<>[]()\n", max_size=400))
def test_any_operators_are_read_or_refused(content: str) -> None:
    with suppress(UnreadableReport):
        read_pdf(drawn_pdf(TABLE + content + ruled(XS, YS)), "年度报告.pdf")
