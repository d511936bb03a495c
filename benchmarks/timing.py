"""Times of calls that are compared: taken in turns in one process, so that both meet the same machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

_Input = TypeVar("_Input")


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that each round took, a round doing so many units of work."""

    rounds: tuple[float, ...]
    units: int = 1

    @property
    def minimum(self) -> float:
        """Seconds for a unit in the fastest round."""
        return min(self.rounds) / self.units

    @property
    def median(self) -> float:
        """Seconds for a unit in the median round."""
        return median(self.rounds) / self.units

    def over(self, floor: "Times") -> float:
        """Return how many times as long as the floor it took: the median over the rounds, each against its own."""
        return median(ours / theirs for ours, theirs in zip(self.rounds, floor.rounds, strict=True))


def in_turns(calls: Sequence[Callable[[_Input], object]], batches: Sequence[Sequence[_Input]]) -> tuple[Times, ...]:
    """Time each call with every input of a batch, one batch a round; the first batch only warms up.

    Each round begins with another call.
    """
    warm_up, *counted = batches
    taken: list[list[float]] = [[] for _ in calls]
    for call in calls:
        _seconds(call, warm_up)
    for turn, batch in enumerate(counted):
        for place in range(len(calls)):
            which = (place + turn) % len(calls)
            taken[which].append(_seconds(calls[which], batch))
    return tuple(Times(tuple(seconds), len(counted[0])) for seconds in taken)


def the_same(value: _Input, *, times: int, rounds: int) -> list[list[_Input]]:
    """Return batches that are nothing but one value, where nothing is remembered of it."""
    return [[value] * times] * (rounds + 1)


def _seconds(call: Callable[[_Input], object], batch: Sequence[_Input]) -> float:
    begun = perf_counter()
    for one in batch:
        call(one)
    return perf_counter() - begun
