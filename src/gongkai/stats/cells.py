"""A cell of a statutory table: a number, a blank, a dash, or text that is not a figure. Four different things.

A blank is not zero and a dash is not a blank: in statistics, turning one into another is a false statement.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Figure = int | Decimal
"""A count is an ``int``; money, and anything printed with decimals, is a ``Decimal``."""

DASHES = frozenset({"/", "\\", "-", "--", "—", "——", "–", "−", "─", "∕", "无"})
"""What agencies write where they mean "nothing to state" (after NFKC)."""


class CellState(StrEnum):
    """What stands in a cell."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Two cells are equal when they have the same state and the same number or text.

    ``written`` is what the source shows where that differs from the plain number (``1,234``, ``+173``, ``12件``);
    it is evidence for a person and takes no part in equality.
    """

    state: CellState
    number: Figure | None = None
    text: str = ""
    written: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse a number without its state and the state without a number."""
        if (self.state is CellState.NUMBER) != (self.number is not None):
            raise ValueError("A cell has a number exactly when its state is NUMBER.")

    @property
    def shown(self) -> str:
        """The cell as a plain report prints it: the number, nothing, or the text that was written."""
        if isinstance(self.number, Decimal):
            return format(self.number, "f")
        return self.text if self.number is None else str(self.number)


BLANK = Cell(CellState.BLANK)


def number(value: Figure, written: str = "") -> Cell:
    """Return a cell that holds a number."""
    return Cell(CellState.NUMBER, number=value, written=written)


def text(written: str) -> Cell:
    """Return the cell for what was written there: blank, dash, or text that is not a figure.

    Numbers are not parsed here; reading figures from text is the work of ``report.reading``.
    """
    stripped = written.strip()
    if not stripped:
        return BLANK
    state = CellState.DASH if stripped in DASHES else CellState.TEXT
    return Cell(state, text=stripped)
