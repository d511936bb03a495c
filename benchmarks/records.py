"""Clocks, tallies and comparisons: what has no file."""

from collections import Counter
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice, pairwise

from benchmarks.results import Row, Section, compared, shown
from benchmarks.timing import in_turns, the_same
from benchmarks.variants import variants
from gongkai.law import OUTCOMES, ApplicantKind, Consultation, Extension, Supplement, reply_due
from gongkai.report import check, compare, read
from gongkai.stats.tally import CaseFacts, tally

_YEAR = 2024
_RECEIVED = date(_YEAR, 4, 26)
_NATIONAL_DAYS_OFF = frozenset(date(_YEAR, 5, day) for day in range(1, 6))
_MAKE_UP_DAYS = frozenset((date(_YEAR, 4, 28), date(_YEAR, 5, 11)))


def counted_by_hand(received: date) -> date:
    """Count twenty working days as bare as it can be done, with no explanation."""
    day, left = received, 20
    while left:
        day += timedelta(days=1)
        left -= day in _MAKE_UP_DAYS or (day.weekday() < 5 and day not in _NATIONAL_DAYS_OFF)
    return day


def cases(count: int) -> list[CaseFacts]:
    """Return so many requests of all kinds, received over the year and the one before, one in ten of them open."""
    outcomes = [outcome for outcome, facts in OUTCOMES.items() if facts.row is not None]
    kinds = zip(cycle(ApplicantKind), cycle(outcomes), strict=False)
    first = date(_YEAR - 1, 12, 1)
    facts = []
    for number, (applicant, outcome) in enumerate(islice(kinds, count)):
        received = first + timedelta(days=number % 365)
        closed = None if number % 10 == 0 else received + timedelta(days=25)
        facts.append(CaseFacts(str(number), received, applicant, closed, outcome if closed else None))
    return facts


def records(*, requests: int, calls: int, rounds: int) -> Section:
    """Measure clocks, the tally of a year, checks and comparison."""
    return Section(
        "Clocks, tallies, comparison",
        "Values in, values out, no file. A reply period comes with a reason for each of its days; its floor counts the "
        "working days and nothing else. The floor of the tally counts the same records into one `Counter`.",
        (*_clocks(calls, rounds), *_tally(requests, rounds), *_reports(max(1, calls // 10), rounds)),
    )


def _clocks(calls: int, rounds: int) -> tuple[Row, ...]:
    if (explained := reply_due(_RECEIVED).due) != counted_by_hand(_RECEIVED):
        raise ValueError(f"The reply period ends on {explained} or on {counted_by_hand(_RECEIVED)}.")
    eventful = partial(
        reply_due,
        supplement=Supplement(date(_YEAR, 5, 8), date(_YEAR, 5, 20)),
        consultations=[Consultation(date(_YEAR, 5, 24), date(_YEAR, 6, 14))],
        extension=Extension(),
    )
    floor, plain, full = in_turns(
        (counted_by_hand, reply_due, eventful), the_same(_RECEIVED, times=calls, rounds=rounds)
    )
    return (
        compared("reply_due", plain, floor, "twenty days counted"),
        compared("reply_due, supplement, consultation, extension", full, floor, "twenty days counted"),
    )


def _tally(requests: int, rounds: int) -> tuple[Row, ...]:
    facts = cases(requests)
    floor, ours = in_turns(
        (
            lambda cases: Counter((case.applicant, case.outcome) for case in cases),
            lambda cases: tally(_YEAR, cases=cases, remedies=()),
        ),
        the_same(facts, times=1, rounds=max(1, rounds // 3)),
    )
    return (compared(f"tally of {requests:,} requests", ours, floor, "Counter"),)


def _reports(calls: int, rounds: int) -> tuple[Row, ...]:
    reports = [read(page, name="report.html") for page in variants(calls * (rounds + 1) + 1)]
    # Each with the one before it.
    pairs = list(pairwise(reports))
    alone, both, sides = in_turns(
        (
            lambda pair: check(pair[1]),
            lambda pair: check(pair[1], previous=pair[0]),
            lambda pair: compare(*pair),
        ),
        [pairs[at : at + calls] for at in range(0, len(pairs), calls)],
    )
    return (
        Row("check", shown(alone)),
        Row("check with the report of the year before", shown(both)),
        Row("compare", shown(sides)),
    )
