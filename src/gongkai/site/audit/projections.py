"""Projections (投影): what acts keep beside the records, for reading fast, and what can be made anew from them.

An app registers how each is compared with the records and how it is made anew; `gongkai site rebuild` does both.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Projection:
    """One projection, by what an operator calls it."""

    label: str
    differences: Callable[[], list[str]]  # In words; empty where it is equal to the records.
    rebuild: Callable[[], None]  # In one transaction.


PROJECTIONS: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    """Add a projection."""
    if projection.label in PROJECTIONS:
        raise AssertionError(f"two projections are called {projection.label}")
    PROJECTIONS[projection.label] = projection
