"""The figures that the prose of a report states (claims), so that they can be compared with its tables."""

from collections.abc import Mapping

from gongkai.report.claims.reading import Breakdown, Reader
from gongkai.report.model import Claim

__all__ = ["Breakdown", "find_breakdowns", "find_claims"]


def find_claims(narrative: Mapping[str, str], year: int | None) -> tuple[Claim, ...]:
    """Return the figures that the prose of a report for ``year`` states, in their order.

    A count of published items that is divided (其中 …) is claimed once, without its parts; a list of channels without
    a total is claimed channel by channel. What is not plainly stated is not claimed.
    """
    reader = Reader(year)
    reader.read(narrative)
    return reader.claims


def find_breakdowns(narrative: Mapping[str, str], year: int | None) -> tuple[Breakdown, ...]:
    """Return the counts of published items that the prose divides into parts, where all parts were understood."""
    reader = Reader(year)
    reader.read(narrative)
    return tuple(reader.breakdowns)
