"""Reports of a data set beside each other (比较): years, agencies, aggregates and their members, and their texts."""

from dataclasses import dataclass, field

import duckdb

from gongkai.corpus.aggregates import aggregates
from gongkai.corpus.checking import Fault, between_years_faults
from gongkai.corpus.copying import copied_between_agencies, copied_between_years
from gongkai.corpus.foreign_names import foreign_names
from gongkai.corpus.jumps import comparable, jumps
from gongkai.corpus.noticed import Noticed
from gongkai.corpus.rulings import Rulings
from gongkai.stats.identities import Severity, Verdict
from gongkai.wording import _


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison noticed, by file; ``compared`` reports have one of the year before beside them.

    Of those ``without_previous`` nothing can be said between the years.
    """

    compared: int
    without_previous: int
    noticed: tuple[Noticed, ...]
    undecided: tuple[Noticed, ...]
    rulings: Rulings = field(default_factory=Rulings)

    @property
    def errors(self) -> int:
        """How many of them are errors that nobody dismissed."""
        return sum(each.severity is Severity.ERROR and not self.rulings.dismissed(each) for each in self.noticed)

    def value(self) -> dict[str, object]:
        """Return everything as plain values, as ``--json`` prints it."""
        dismissed, stale = self.rulings.counts(self.noticed)
        return {
            "compared": self.compared,
            "without_previous": self.without_previous,
            "broken": len(self.noticed) - dismissed,
            "dismissed": dismissed,
            "stale_rulings": stale,
            "undetermined": len(self.undecided),
            "findings": [{**each.value(), **self.rulings.value(each)} for each in (*self.noticed, *self.undecided)],
        }


def compare(connection: duckdb.DuckDBPyConnection, rulings: Rulings | None = None) -> Compared:
    """Compare everything in an opened data set that can be compared."""
    found = [
        *(_between_years(each) for each in between_years_faults(connection)),
        *jumps(connection),
        *aggregates(connection),
        *copied_between_agencies(connection),
        *copied_between_years(connection),
        *foreign_names(connection),
    ]
    found.sort(key=lambda each: (each.whose.file, each.rule, each.subject))
    return Compared(
        *comparable(connection),
        tuple(each for each in found if each.verdict is Verdict.BROKEN),
        tuple(each for each in found if each.verdict is Verdict.UNDETERMINED),
        rulings or Rulings(),
    )


def _between_years(fault: Fault) -> Noticed:
    return Noticed(
        fault.judged.rule,
        fault.severity,
        Verdict(fault.judged.verdict),
        fault.whose,
        fault.subject,
        fault.values,
        _("与上年报告的数据不衔接。")
        if fault.judged.verdict == Verdict.BROKEN
        else _("有的格空白或者不清楚，无法判断与上年报告是否衔接。"),
        fault.source,
    )
