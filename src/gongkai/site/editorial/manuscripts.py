"""What the checks read (稿件): the texts and files of a draft, or of what stands in the ledger."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gongkai.site.editorial import scans
from gongkai.site.editorial.models import FileScan, Publication, PublishedFile, StoredFile, Submission
from gongkai.site.editorial.records import Passage, ReviewedRecord, kinds


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file under the name that people see, and what the newest scan of each examiner said of it."""

    name: str
    file: StoredFile
    scans: dict[str, FileScan]


T = TypeVar("T")
Question = Callable[[Sequence["Manuscript"]], T]


class Batch:
    """Manuscripts that are examined together: what a check has to ask the database, it asks once for all of them."""

    def __init__(self) -> None:
        self.manuscripts: list[Manuscript] = []
        self._answers: dict[Question[Any], Any] = {}

    def ask(self, question: Question[T]) -> T:
        """Return the answer to a question about all of them."""
        if question not in self._answers:
            self._answers[question] = question(self.manuscripts)
        answer: T = self._answers[question]
        return answer


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The texts and files of one record, and the content from which they are taken."""

    record_type: str
    record_id: int
    passages: tuple[Passage, ...]
    files: tuple[NamedFile, ...]
    agency_id: int = 0
    content: dict[str, Any] = field(default_factory=dict, compare=False)
    batch: Batch | None = field(default=None, compare=False, repr=False)

    def ask(self, question: Question[T]) -> T:
        """Return the answer to a question about this manuscript and those examined with it."""
        return question([self]) if self.batch is None else self.batch.ask(question)


def of_draft(record: ReviewedRecord) -> Manuscript:
    """Return what a draft says and carries."""
    return _manuscripts([(record, record.content(), list(record.attachments()))])[0]


def of_submission(submission: Submission) -> Manuscript:
    """Return what was submitted, whatever became of the draft since."""
    content = json.loads(submission.canonical)
    named = [(each["name"], each["sha256"]) for each in content.get("attachments", ())]
    stored = StoredFile.objects.defer("text").in_bulk({sha256 for _, sha256 in named})
    return _manuscripts([(submission, content, [NamedFile(name, stored[sha256], {}) for name, sha256 in named])])[0]


def of_publications(publications: Sequence[Publication]) -> list[Manuscript]:
    """Return what publications say and carry; a constant number of queries for all of them."""
    files: dict[int, list[PublishedFile]] = {each.pk: [] for each in publications}
    carried = PublishedFile.objects.filter(publication__in=files).select_related("file").defer("file__text")
    for each in carried.order_by("publication", "position"):
        files[each.publication_id].append(each)
    return _manuscripts([(each, json.loads(each.canonical), files[each.pk]) for each in publications])


Subject = ReviewedRecord | Submission | Publication


def _manuscripts(parts: Sequence[tuple[Subject, dict[str, Any], list[Any]]]) -> list[Manuscript]:
    by_type = {kind.type_name(): kind for kind in kinds()}
    found = scans.newest({each.file.pk for _, _, files in parts for each in files})
    batch = Batch()
    for subject, content, files in parts:
        key = _key(subject)
        batch.manuscripts.append(
            Manuscript(
                **key, agency_id=subject.agency_id, content=content, batch=batch,
                passages=tuple(by_type[key["record_type"]].passages(content)),
                files=tuple(NamedFile(each.name, each.file, found.get(each.file.pk, {})) for each in files),
            )
        )  # fmt: skip
    return batch.manuscripts


def _key(subject: Subject) -> dict[str, Any]:
    if isinstance(subject, Submission | Publication):
        return {"record_type": subject.record_type, "record_id": subject.record_id}
    return subject.key
