"""What the checks read (稿件): the texts and files of a draft, or of what stands in the ledger."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.site.editorial import scans
from gongkai.site.editorial.models import FileScan, Publication, PublishedFile, StoredFile
from gongkai.site.editorial.records import Passage, ReviewedRecord, kinds


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file under the name that people see, and what the newest scan of each examiner said of it."""

    name: str
    file: StoredFile
    scans: dict[str, FileScan]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The texts and files of one record."""

    record_type: str
    record_id: int
    passages: tuple[Passage, ...]
    files: tuple[NamedFile, ...]


def of_draft(record: ReviewedRecord) -> Manuscript:
    """Return what a draft says and carries."""
    return _manuscripts([(record, record.passages(record.content()), list(record.attachments()))])[0]


def of_publications(publications: Sequence[Publication]) -> list[Manuscript]:
    """Return what publications say and carry; a constant number of queries for all of them."""
    by_type = {kind.type_name(): kind for kind in kinds()}
    files: dict[int, list[PublishedFile]] = {each.pk: [] for each in publications}
    carried = PublishedFile.objects.filter(publication__in=files).select_related("file").defer("file__text")
    for each in carried.order_by("publication", "position"):
        files[each.publication_id].append(each)
    return _manuscripts(
        (each, by_type[each.record_type].passages(json.loads(each.canonical)), files[each.pk]) for each in publications
    )


def _manuscripts(parts: Iterable[tuple[Any, Iterator[Passage], list[Any]]]) -> list[Manuscript]:
    parts = list(parts)
    found = scans.newest({each.file_id for _, _, files in parts for each in files})
    return [
        Manuscript(
            **_key(subject),
            passages=tuple(passages),
            files=tuple(NamedFile(each.name, each.file, found.get(each.file_id, {})) for each in files),
        )
        for subject, passages, files in parts
    ]


def _key(subject: ReviewedRecord | Publication) -> dict[str, Any]:
    if isinstance(subject, Publication):
        return {"record_type": subject.record_type, "record_id": subject.record_id}
    return subject.key
