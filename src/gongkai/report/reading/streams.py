"""Figures of the statutory tables in lines of text, where cells are told by tabs, pipes, spaces or nothing.

Text is read as a stream of labels and cells. Every layout seen is one of these: a row a line, cells separated by
tabs or ended by pipes; a cell a line, ended by a pipe or by a pipe on a line of its own; a cell a line and nothing
else; the text layer of a PDF, where labels are cut over lines and figures are separated by spaces.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from gongkai.report.model import Place
from gongkai.report.reading.document import Line
from gongkai.report.reading.figures import is_figure
from gongkai.report.reading.grids import TABLE3_WIDTH, TABLE4_WIDTH, Found
from gongkai.report.reading.labels import (
    TABLE3_HEADS,
    RowLabel,
    is_piece_of_label,
    is_table4_head,
    table2_edition,
    table2_row,
    table3_row,
    table3_rows_in,
)
from gongkai.report.reading.normalise import label_key, without_white_space
from gongkai.report.reading.rows import FigureRow, Windows

# |---|:-:| is a rule; a dash alone in a cell is what somebody wrote there.
_NOT_MARKDOWN_RULE = re.compile(r"[^|:\-\s]|(?<![-:])-(?![-:])")
_ONLY_PIPES = re.compile(r"\|{2,}")
# A label is at most cut over so many lines (one character a line is the head of a column, never a row).
_LONGEST_CUT = 8
_FIRST = TABLE3_HEADS[0]


class Kind(Enum):
    """What a piece of a table in text is."""

    LABEL = auto()
    FIGURE = auto()
    BLANK = auto()  # A cell that is there and empty.
    FILLER = auto()  # Left over from a merged cell: the row has it, the table does not.


class Token(NamedTuple):
    """A piece of a table: its text and its line; ``bare``, if it is a figure and that line has nothing else.

    ``column`` counts the cells before it where cells are ``separated`` by something other than space.
    """

    kind: Kind
    text: str
    line: int
    place: Place
    bare: bool = False
    column: int = 0
    separated: bool = False


def tokens(lines: Sequence[Line]) -> Iterator[Token]:
    """Yield the labels and cells of the lines of a table."""
    pending = ""
    # A row of Markdown begins with a pipe; elsewhere a pipe ends a cell, and one at the beginning an empty cell.
    piped = [stripped for line in lines if "|" in line.text and (stripped := line.text.strip()).strip("| ")]
    markdown = bool(piped) and all(text.startswith("|") for text in piped)
    for at, line in enumerate(lines):
        text = line.text
        if "|" not in text:
            if pending:
                yield from _unseparated(pending, at - 1, lines[at - 1].place)
                pending = ""
            following = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
            if "\t" in text:
                yield from _row(text.split("\t"), at, line.place)
            elif not markdown and following.startswith("|") and not following.strip("| "):
                pending = text  # The pipe that ends this cell stands on the next line.
            else:
                yield from _unseparated(text, at, line.place)
            continue
        if "-" in text and not _NOT_MARKDOWN_RULE.search(text):
            continue
        stripped = text.strip()
        if markdown and stripped.strip("|"):
            yield from _row(stripped.removeprefix("|").removesuffix("|").split("|"), at, line.place)
            continue
        if _ONLY_PIPES.fullmatch(stripped) and not pending:
            for _ in stripped:
                yield Token(Kind.FILLER, "", at, line.place)
            continue
        *ended, rest = stripped.split("|")
        real = len(ended)
        while real > 1 and not ended[real - 1]:
            real -= 1
        ended[0] = pending + ended[0]
        pending = ""
        yield from _row([*ended[:real], *([rest] if rest.strip() else [])], at, line.place)
        for _ in ended[real:]:
            yield Token(Kind.FILLER, "", at, line.place)
    if pending:
        yield from _unseparated(pending, len(lines) - 1, lines[-1].place)


def _row(cells: Sequence[str], at: int, place: Place) -> list[Token]:
    """Return the cells of a line: what stands after the label of a row are its figures, whatever is written there."""
    row: list[Token] = []
    labels: list[int] = []
    for column, cell in enumerate(cells):
        if not (text := cell.strip()):
            kind = Kind.BLANK
        elif is_figure(text):
            kind = Kind.FIGURE
        else:
            kind = Kind.LABEL
            labels.append(column)
        row.append(Token(kind, text, at, place, False, column, True))
    figures_from = len(row)
    # A head has nothing but labels; 总计, the label of a row, is one of them.
    if len(labels) > 1 and sum(is_table4_head(row[number].text) for number in labels) < 2:
        rows = [number for number in labels if table3_row(row[number].text) or table2_row(row[number].text)]
        figures_from = rows[-1] + 1 if rows else len(row)
    if len(row) == TABLE4_WIDTH > len(labels) and not any(is_table4_head(row[number].text) for number in labels):
        figures_from = 0
    for number in labels:
        if number >= figures_from:
            row[number] = row[number]._replace(kind=Kind.FIGURE)
    return row


def _unseparated(text: str, at: int, place: Place) -> Iterator[Token]:
    """Yield the label at the start of a line and the figures at its end."""
    words = text.split()
    first = len(words)
    while first and is_figure(words[first - 1]):
        first -= 1
    if first:
        yield Token(Kind.LABEL, " ".join(words[:first]), at, place)
    for word in words[first:]:
        yield Token(Kind.FIGURE, word, at, place, bare=len(words) == 1)


@dataclass(slots=True)
class _Run:
    """Cells that follow each other without a label between, and the pieces of label before them."""

    labels: list[Token] = field(default_factory=list)
    cells: list[Token] = field(default_factory=list)
    beside: bool = False


def _runs(pieces: Iterable[Token]) -> Iterator[_Run]:
    run = _Run()
    for token in pieces:
        if token.kind is Kind.LABEL:
            if run.cells:
                run.beside = _is_beside(run)
                yield run
                run = _Run()
            run.labels.append(token)
        else:
            run.cells.append(token)
    run.beside = _is_beside(run)
    yield run


def _is_beside(run: _Run) -> bool:
    """Say whether the last label stands beside the first cell: on its line, or where each cell has a line."""
    if not run.labels or not run.cells:
        return False
    if run.labels[-1].line == run.cells[0].line:
        return True
    lines = [cell.line for cell in run.cells if cell.kind is not Kind.FILLER]
    return len(lines) == len(set(lines)) > 1


def _joined(labels: Sequence[Token]) -> str:
    return "".join(label.text for label in labels)


def read_table2(lines: Sequence[Line], found: Found) -> None:
    """Read the rows of table two in the lines of its zone."""
    for run in _runs(tokens(lines)):
        found.table2_editions += filter(None, (table2_edition(label.text) for label in run.labels))
        if not run.cells or not run.labels:
            continue
        for pieces in range(1, min(4, len(run.labels)) + 1):
            label = _joined(run.labels[-pieces:])
            if (row := table2_row(label)) is not None:
                own, _others = _of_one_kind([cell for cell in run.cells if cell.kind is not Kind.FILLER] or run.cells)
                found.table2.append(
                    FigureRow([cell.text for cell in own], row, label, lines=[cell.place for cell in own])
                )
                break


def read_table3(lines: Sequence[Line], found: Found) -> None:
    """Read the rows of table three in the lines of its zone."""
    rows: list[tuple[FigureRow, list[Token]]] = []
    stretch = _Stretch()
    head = 0
    for run in _runs(tokens(lines)):
        head = head or next((each.column for each in run.labels if each.column and label_key(each.text) == _FIRST), 0)
        whole, loose = _split(run.cells)
        found.loose += [FigureRow([cell.text], None, lines=[cell.place]) for cell in loose]
        labelled = [_labelled(run) if not number else FigureRow(None, None) for number in range(len(whole))]
        stretch.add(run, labelled)
        rows += zip(labelled, whole, strict=True)
    windows = Windows(TABLE3_WIDTH)
    for _row, cells in rows:
        windows.learn([cell.text for cell in cells])
    for row, cells in rows:
        texts = [cell.text for cell in cells]
        if not found.table3 and without_white_space(row.label) in TABLE3_HEADS:
            row.row = None  # 其他 and 总计, without their numbers, are heads of columns.
        if not any(texts) and (not row.row or len(texts) < TABLE3_WIDTH):
            continue  # Cells of the head.
        first = windows.find(texts, head - cells[0].column)
        if first is None and not row.row:
            continue
        row.written = None if first is None else texts[first : first + TABLE3_WIDTH]
        row.lines = [cell.place for cell in cells][first:]
        found.table3.append(row)


@dataclass(slots=True)
class _Stretch:
    """Rows of figures on lines of their own, between rows whose label stands on their line.

    Labels stand above their figures, as a rule. Where a stretch begins with figures that have no label above them and
    ends with a label that has no figures below it, they stand below, and what was told by the label above is wrong.
    """

    rows: list[FigureRow] = field(default_factory=list)
    begins_unlabelled: bool = False
    last_beside: str | None = None

    def add(self, run: _Run, labelled: Sequence[FigureRow]) -> None:
        """Take the rows of one run into the stretch, or end it."""
        beside = run.beside
        above = table3_rows_in(_joined((run.labels[:-1] if beside else run.labels)[-_LONGEST_CUT:]))
        if beside or not run.cells:
            if self.begins_unlabelled and above:
                for row in self.rows:
                    row.row = None
            self.rows, self.begins_unlabelled = [], False
        for number, row in enumerate(labelled):
            if not number and beside:
                self.last_beside = row.row
                continue
            if row.row == self.last_beside:
                row.row = None  # The end of the label of the row before.
            if not self.rows and not row.row:
                self.begins_unlabelled = True
            self.rows.append(row)


def _labelled(run: _Run) -> FigureRow:
    """Return a row with what the text before its figures says of its label."""
    if not run.labels:
        return FigureRow(None, None)
    last = run.labels[-1]
    if run.beside and (label := table3_row(last.text)):
        if label.remark is None:
            return FigureRow(None, label.row, last.text)
        for pieces in range(2, min(_LONGEST_CUT, len(run.labels)) + 1):
            text = _joined(run.labels[-pieces:])
            if table3_row(text) == RowLabel(label.row, None):
                return FigureRow(None, label.row, text)
        return FigureRow(None, label.row, last.text, label.remark)
    if run.beside and not is_piece_of_label(last.text):
        return FigureRow(None, "", last.text)
    text = _joined(run.labels[-_LONGEST_CUT:])
    near = table3_rows_in(text)
    if len(near) > 1:
        return FigureRow(None, None, text)
    named: FigureRow | None = None
    for pieces in range(1, min(_LONGEST_CUT, len(run.labels)) + 1):
        text = _joined(run.labels[-pieces:])
        if (label := table3_row(text)) is None or (near and label.row != near[0]):
            continue
        if label.remark is None:
            return FigureRow(None, label.row, text)
        # A label cut over lines is whole with one more piece; a misprinted one stays so whatever is added.
        named = named or FigureRow(None, label.row, text, label.remark)
    return named or FigureRow(None, None, text)


def _split(cells: Sequence[Token]) -> tuple[list[list[Token]], list[Token]]:
    """Return the rows in a run of cells, and the figures that stand alone between rows."""
    own, loose = _of_one_kind([cell for cell in cells if cell.kind is not Kind.FILLER])
    lines = _lines(own)
    if len(lines) == len(own) > 1:
        return [own], loose
    rows = []
    short: list[Token] = []
    for line in lines:
        if len(line) >= TABLE3_WIDTH or len(lines) == 1:
            rows += [short] if short else []
            short = []
            rows.append(_padded([cell for cell in cells if cell.line == line[0].line]))
        else:
            short += line
            if len(short) == TABLE3_WIDTH:
                rows.append(short)
                short = []
    return rows + ([short] if short else []), loose


def _of_one_kind(cells: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return the cells that are set as cells of one table are, and those between them that are not.

    A figure that no pipe or tab separates, among others that are separated, is something of the page; so is a figure
    on a line of its own among others that stand in rows: the number of a page.
    """
    if any(cell.separated for cell in cells):
        return [cell for cell in cells if cell.separated], [cell for cell in cells if not cell.separated]
    if all(cell.bare for cell in cells):
        return list(cells), []
    return [cell for cell in cells if not cell.bare], [cell for cell in cells if cell.bare]


def _lines(cells: Sequence[Token]) -> list[list[Token]]:
    lines: dict[int, list[Token]] = {}
    for cell in cells:
        lines.setdefault(cell.line, []).append(cell)
    return list(lines.values())


def _padded(cells: Sequence[Token]) -> list[Token]:
    """Return the cells of a row without fillers, or with as many as it takes to have the width of the table."""
    own = [cell for cell in cells if cell.kind is not Kind.FILLER]
    fillers = (cell for cell in cells if cell.kind is Kind.FILLER)
    while len(own) < TABLE3_WIDTH and (filler := next(fillers, None)):
        own.append(filler)
    return own


def read_table4(lines: Sequence[Line], found: Found) -> None:
    """Read the fifteen figures of table four in the lines of its zone."""
    for run in _runs(tokens(lines)):
        own, _others = _of_one_kind([cell for cell in run.cells if cell.kind is not Kind.FILLER])
        label = run.labels[-1].text if run.labels else ""
        for row in [line for line in _lines(own) if len(line) >= TABLE4_WIDTH] or [own]:
            if any(cell.kind is Kind.FIGURE for cell in row) or len(row) == TABLE4_WIDTH:
                written = [cell.text for cell in row]
                found.table4.append(FigureRow(written, None, label, lines=[cell.place for cell in row]))
