"""Tables that are sent to be opened in a spreadsheet (CSV)."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.utils import timezone

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


class _Echo:
    """What a writer writes to, giving each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def lines_of(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield the lines of a table, as Excel opens it without asking for an encoding; no row is kept."""
    writer = csv.writer(_Echo())
    return chain(["\ufeff"], (writer.writerow([inert(cell) for cell in row]) for row in rows))


def as_file(rows: Iterable[list[str]]) -> bytes:
    """Return a short table as a file."""
    return "".join(lines_of(rows)).encode()


def sent_as_table(name: str, rows: Iterable[list[str]]) -> StreamingHttpResponse:
    """Send rows, head first, under a name with today's date."""
    response = StreamingHttpResponse(lines_of(rows), content_type="text/csv; charset=utf-8")
    whole = quote(f"{name}{timezone.localdate():%Y%m%d}.csv")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{whole}"
    return response
