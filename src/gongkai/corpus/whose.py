"""Which report something is said of, as people know it."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class Whose:
    """A report by its file, and the agency and year that it names.

    ``agency_key`` is that of the table of agencies, if it has the agency and this is its only report of the year.
    """

    file: str
    agency: str | None
    year: int | None
    agency_key: str | None
    form: str | None

    @property
    def identity(self) -> str:
        """What stays the same when the report is read anew or corrected: agency and year if sure, else the file."""
        return f"{self.agency_key} {self.year}" if self.agency_key else self.file

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.agency or self.file} {self.year or ''}".rstrip()


def whose(connection: duckdb.DuckDBPyConnection, reports: Iterable[str]) -> dict[str, Whose]:
    """Return which reports these are, by their ids."""
    rows = connection.execute(
        "SELECT report, file, agency, year, CASE WHEN versions = 1 THEN agency_key END, variant FROM reports "
        "WHERE report IN (SELECT UNNEST(?::VARCHAR[]))",
        [sorted(set(reports))],
    ).fetchall()
    return {report: Whose(*row) for report, *row in rows}
