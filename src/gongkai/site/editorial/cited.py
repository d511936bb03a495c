"""Documents that a text cites and that are no longer in force (引用已废止、已失效的文件): advice.

What is cited is found by document number, index number or address. Who knows such documents answers: the ledger
does for everything on this site; another app plugs its own register in with `known_by`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.site.editorial.links import addresses, where_links_lead
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.models import Publication
from gongkai.site.editorial.remarks import Remark, check

ENDED = {"repealed": "已废止", "lapsed": "已失效"}
DOCUMENT_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,30})[〔\[［（(【]((?:19|20)\d{2})[〕\]］）)】]\s*(?:第\s*)?(\d{1,5})\s*号"
)
INDEX_NUMBER = re.compile(r"(?<![A-Za-z0-9_/.-])[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9/_.-]*\d(?![A-Za-z0-9_/-])")
AT_ONCE = 10_000  # Numbers in one question: databases take no more than 32,766 values.
LONGEST_ISSUER = 12  # Characters before the year; what stands before them belongs to the sentence.


@dataclass(frozen=True, slots=True)
class Known:
    """A document that somebody knows, by one of its numbers."""

    number: str
    title: str
    validity: str
    record: tuple[str, int]


Lookup = Callable[[frozenset[str]], Iterable[Known]]
LOOKUPS: list[Lookup] = []


def known_by(lookup: Lookup) -> Lookup:
    """Plug in somebody who knows documents: for numbers, those of them that it knows."""
    LOOKUPS.append(lookup)
    return lookup


@known_by
def in_the_ledger(numbers: frozenset[str]) -> Iterator[Known]:
    """Yield what stands in the ledger under one of the numbers and is no longer in force."""
    ended = Publication.objects.standing().filter(validity__in=ENDED).order_by("seq")
    wanted = sorted(numbers)
    for start in range(0, len(wanted), AT_ONCE):
        for name in ("document_number", "index_number"):
            for each in ended.filter(**{f"{name}__in": wanted[start : start + AT_ONCE]}):
                yield _known(getattr(each, name), each)


def _known(number: str, publication: Publication) -> Known:
    record = (publication.record_type, publication.record_id)
    return Known(number, publication.title, publication.validity, record)


def numbers_in(text: str) -> dict[str, str]:
    """Return the numbers that a text may cite, each with how it is written there.

    Where the issuer's short name (发文机关代字) begins cannot be seen in a sentence, so every beginning is asked for.
    """
    found = {match[0]: match[0] for match in INDEX_NUMBER.finditer(text)}
    for match in DOCUMENT_NUMBER.finditer(text):
        run, year, serial = match.groups()
        written = match[0]
        for length in range(1, min(len(run), LONGEST_ISSUER) + 1):
            found[f"{run[-length:]}〔{year}〕{serial}号"] = written[len(run) - length :]
    return found


@check("cited", version=lambda: "1")
def documents_no_longer_in_force(manuscript: Manuscript) -> Iterator[Remark]:
    """Say which cited documents say of themselves that they are repealed or lapsed."""
    known, linked = manuscript.ask(_known_numbers), manuscript.ask(where_links_lead)
    itself = (manuscript.record_type, manuscript.record_id)
    for passage in manuscript.passages:
        for number, written in numbers_in(passage.text).items():
            for each in known.get(number, ()):
                if each.record != itself:
                    yield _remark(passage.label, written, each)
        for address in addresses(passage):
            publication = linked[address].publication if address in linked else None
            if publication is not None and publication.validity in ENDED:
                each = _known(address, publication)
                if each.record != itself:
                    yield _remark(passage.label, address, each)


def _known_numbers(manuscripts: Sequence[Manuscript]) -> dict[str, list[Known]]:
    """Return the documents that some manuscripts cite by a number and that somebody knows, by that number."""
    numbers = frozenset(
        number for each in manuscripts for passage in each.passages for number in numbers_in(passage.text)
    )
    found: dict[str, list[Known]] = {}
    for lookup in LOOKUPS if numbers else ():
        for each in lookup(numbers):
            found.setdefault(each.number, []).append(each)
    return found


def _remark(label: str, written: str, cited: Known) -> Remark:
    why = f"引用的《{cited.title}》{ENDED[cited.validity]}，请核对是否仍应引用"
    return Remark("cited.no_longer_in_force", label, written, why, False, True)
