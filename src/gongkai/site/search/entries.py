"""What is put into the index: plain values of one publication."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.site.search.folding import fold
from gongkai.site.search.tokens import Kind, facet, of_entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication as search sees it; a hit names it by `seq`, `record_type`, `record_id` and `agency`."""

    seq: int  # The dense publication number: unique, and the newest is the greatest.
    record_type: str
    record_id: str
    agency: int
    column: str
    year: int
    validity: str
    title: str
    numbers: tuple[str, ...] = ()  # 索引号, 文号
    body: str = ""

    def indexed(self) -> "Indexed":
        """Return the entry as the index keeps it."""
        return Indexed(
            self.seq,
            self.record_type,
            str(self.record_id),
            self.agency,
            str(self.column),
            self.year,
            self.validity,
            fold(self.title),
            # No word has a line break: what is found is within one number.
            "\n".join(filter(None, map(fold, self.numbers))),
            fold(self.body),
        )


@dataclass(frozen=True, slots=True)
class Indexed:
    """An entry with its texts folded: a row of the ordinary table, in the order of its columns."""

    seq: int
    record_type: str
    record_id: str
    agency: int
    column: str
    year: int
    validity: str
    title: str
    numbers: str
    body: str

    def row(self) -> tuple[int | str, ...]:
        """Return the values in the order of COLUMNS."""
        return tuple(getattr(self, name) for name in COLUMNS)

    def tokens(self) -> set[int]:
        """Return what the index has to hold for this entry."""
        return of_entry((self.title, *self.numbers.split("\n")), self.body, self._facets())

    def _facets(self) -> Iterator[int]:
        yield facet(Kind.AGENCY, self.agency)
        yield facet(Kind.COLUMN, self.column)
        yield facet(Kind.YEAR, self.year)
        yield facet(Kind.VALIDITY, self.validity)
        yield facet(Kind.RECORD_TYPE, self.record_type)


COLUMNS = tuple(Indexed.__dataclass_fields__)
