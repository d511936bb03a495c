"""The report as a JSON file."""

from gongkai.report.json_format import to_json
from gongkai.report.model import AnnualReport


def render(report: AnnualReport) -> bytes:
    """Return the report as JSON (``gongkai/annual-report/1``)."""
    # Half a character, which only a fault elsewhere can have left, is no character in any encoding.
    return to_json(report).encode(errors="replace")
