from decimal import Decimal

import pytest

from gongkai.stats.cells import BLANK, DASHES, Cell, CellState, number, text


@pytest.mark.parametrize("written", ["", " ", "\n\t", "\u3000"])
def test_nothing_written_is_a_blank(written: str) -> None:
    assert text(written) == BLANK
    assert BLANK.shown == ""


@pytest.mark.parametrize("written", sorted(DASHES))
def test_a_dash_is_a_dash_and_shown_as_it_was_written(written: str) -> None:
    assert text(f" {written} ").state is CellState.DASH
    assert text(f" {written} ").shown == written


@pytest.mark.parametrize("written", ["详见附件", "0", "1-2", "//", "无法统计"])
def test_other_text_stays_text_and_is_never_read_as_a_figure(written: str) -> None:
    assert text(written) == Cell(CellState.TEXT, text=written)
    assert text(written).number is None


def test_zero_blank_dash_and_text_are_four_different_things() -> None:
    assert len({number(0), BLANK, text("/"), text("○")}) == 4


def test_cells_are_equal_when_they_hold_the_same_number_however_it_was_written() -> None:
    assert number(1234, "1,234") == number(1234)
    assert number(Decimal("3.50")) == number(Decimal("3.5"))
    assert number(3) != number(4)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (number(0), "0"),
        (number(1234, "1,234"), "1234"),
        (number(Decimal("12.50"), "12.50万元"), "12.50"),
        (number(Decimal("1E+3")), "1000"),
        (number(-11), "-11"),
    ],
)
def test_a_number_is_shown_plainly(cell: Cell, shown: str) -> None:
    assert cell.shown == shown


def test_a_number_and_its_state_go_together() -> None:
    with pytest.raises(ValueError, match="exactly when"):
        Cell(CellState.NUMBER)
    with pytest.raises(ValueError, match="exactly when"):
        Cell(CellState.BLANK, number=0)
