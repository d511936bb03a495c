"""The page of an official document (GB/T 9704-2012) and how the statutory tables fit it.

A4 with the type area (版心) of 156 mm by 225 mm, 22 lines a page, 28 characters a line. Lengths are in millimetres,
sizes of type in points.
"""

import unicodedata

from gongkai.report.writing.layout import LaidTable

WIDTH, HEIGHT = 210, 297
TOP, LEFT = 37, 28
TEXT_WIDTH, TEXT_HEIGHT = 156, 225
RIGHT, BOTTOM = WIDTH - LEFT - TEXT_WIDTH, HEIGHT - TOP - TEXT_HEIGHT
LINES, CHARACTERS = 22, 28
FOOT = 7
"""From the type area down to the dashes of the page number (一字线)."""

POINTS = 72 / 25.4
"""Points in a millimetre."""
LINE_PITCH = TEXT_HEIGHT * POINTS / LINES

TITLE_SIZE = 22  # 二号
BODY_SIZE = 16  # 三号
PAGE_NUMBER_SIZE = 14  # 四号

TRACKING = round(TEXT_WIDTH * POINTS / CHARACTERS - BODY_SIZE - 0.01, 2)
"""What is taken from between characters, so that 28 stand on a line that has room for 27.6."""

CELL_PADDING = 0.5


_SUBJECT = "政府信息公开"


def title_lines(title: str) -> tuple[str, ...]:
    """Return the lines of a title: one that is too long for a line breaks between words (词意完整)."""
    em = sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in title)
    agency, subject, rest = title.partition(_SUBJECT)
    if em * TITLE_SIZE <= TEXT_WIDTH * POINTS or not (agency and subject):
        return (title,)
    return (agency, subject + rest)


def column_widths(table: LaidTable) -> tuple[float, ...]:
    """Return the widths of the columns of a table; together, they are the width of the type area."""
    match table.key:
        case "table2":
            first = 48.0
            return (first, *[(TEXT_WIDTH - first) / (table.columns - 1)] * (table.columns - 1))
        case "table3":
            figures = 13.3
            return (5.5, 15.0, TEXT_WIDTH - 20.5 - 7 * figures, *[figures] * 7)
    return (TEXT_WIDTH / table.columns,) * table.columns


def label_size(table: LaidTable) -> float:
    """Return the size of the labels of a table: four characters of a head fit over a column of figures."""
    return {"table2": 12.0, "table3": 8.7}.get(table.key, 9.0)


def figure_size(table: LaidTable, digit: float) -> float:
    """Return the size of the figures of a table: that of the labels, or less if the longest number needs it.

    ``digit`` is the width of a digit of the face, in its size.
    """
    room = (column_widths(table)[-1] - 2 * CELL_PADDING) * POINTS
    return min(label_size(table), round(room / (table.longest_number * digit), 2))
