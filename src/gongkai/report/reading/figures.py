"""What is written in a cell, as a cell: a number only where a number is plainly meant."""

import re
from decimal import Decimal
from itertools import pairwise

from gongkai.report.model import Normalised
from gongkai.report.reading.normalise import fold_characters, remembered, without_white_space
from gongkai.stats.cells import BLANK, DASHES, Cell, Figure, number, text

Parsed = tuple[Cell, Normalised | None]
"""A cell and what had to be put right to read it."""

_UNITS = "个|件|条|项|宗|起|次|份|人|类|篇|张|笔|家|户|万元|亿元|元|万件|万个|万项"
_FIGURE = re.compile(
    rf"(?P<sign>[+-])?(?P<whole>\d+|\d{{1,3}}(?:,\d{{3}})+)(?P<fraction>\.\d+)?(?P<unit>{_UNITS})?(?P<note>\(.*\))?"
)
_SCALES = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000), "元": Decimal(1)}
# Marks of notes (12①, 12²), which folding would turn into digits of the figure.
_MARK = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]+")
# 1 2 may be 12 or two cells run together.
_TWO_FIGURES = re.compile(r"[\d.,]\s+[\d.,]")
# No agency has ten million million of anything: such a run of digits is two figures run together.
_MOST_DIGITS = 12


@remembered
def plain_cell(written: str) -> Parsed:
    """Return the cell for what is written in a column of counts."""
    return parse_cell(written)


def parse_cell(written: str, *, signed: bool = False, money_in: str = "") -> Parsed:
    """Return the cell for what is written in it.

    ``signed``: the column is a change, where a sign belongs. ``money_in``: the unit of a column of money (万元 or
    元); an amount with another unit is converted, exactly.
    """
    figure, mark, after = written, None, ""
    if not written.isascii() and (mark := _MARK.search(written)):
        figure, after = written[: mark.start()], written[mark.end() :].strip()
    folded = fold_characters(figure)
    if after or _TWO_FIGURES.search(folded):
        return _unreadable(written), None
    folded = without_white_space(folded)
    if not folded:
        return _unreadable(written) if mark else BLANK, None
    if folded in DASHES:
        return text(folded), None
    match = _FIGURE.fullmatch(folded)
    if match is None or len(match["whole"].replace(",", "")) > _MOST_DIGITS:
        return _unreadable(written), None
    amount = Decimal(f"{match['whole'].replace(',', '')}{match['fraction'] or ''}")
    if match["sign"] == "-":
        amount = -amount
    unit, remark = match["unit"] or "", None
    if money_in and unit in _SCALES and unit != money_in:
        amount = amount * _SCALES[unit] / _SCALES[money_in]
    elif unit.startswith(("万", "亿")) and unit != money_in:
        return _unreadable(written), None
    whole = not match["fraction"] and amount == amount.to_integral_value()
    value: Figure = int(amount) if whole else amount
    plain = written.strip()
    if match["note"] or mark:
        remark = Normalised.ANNOTATED
    elif unit:
        remark = Normalised.UNIT_IN_CELL
    elif "," in match["whole"]:
        remark = Normalised.SEPARATORS
    elif match["sign"] == "+" and not signed:
        remark = Normalised.SIGN_IN_CELL
    elif not plain.isascii():
        remark = Normalised.COMPATIBILITY_CHARACTERS
    return number(value, plain if remark or match["sign"] else ""), remark


_OF_FIGURES = frozenset("0123456789.,")


def _unreadable(written: str) -> Cell:
    """Return the cell for text that is not a figure, on one line.

    A narrow cell breaks text over lines; between digits a break may part two figures, and is kept as a space.
    """
    lines = [stripped for line in written.splitlines() if (stripped := line.strip())]
    pieces = lines[:1]
    for above, line in pairwise(lines):
        pieces += (" ", line) if above[-1] in _OF_FIGURES and line[0] in _OF_FIGURES else (line,)
    return text("".join(pieces))


def is_figure(written: str) -> bool:
    """Say whether text is what stands in a cell of figures: a number, in whatever form, or a dash."""
    if written.isascii() and written.isdigit():
        return True
    cell, _remark = plain_cell(written)
    if written.rstrip().endswith("元"):
        # An amount in 万元 is no count, but a figure in its own column.
        cell, _remark = parse_cell(written, money_in="元")
    return cell.number is not None or (cell.text in DASHES and cell is not BLANK)
