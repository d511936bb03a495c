"""What can be reviewed and published: the interface that items, register entries and reports share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, Workflow, WorkflowMixin

from gongkai.site.agencies.models import Agency
from gongkai.site.audit.canonical import canonical, digest
from gongkai.site.editorial.changes import readable
from gongkai.site.editorial.models import Attachment, Channel, Publication, ReviewStage

WORKFLOW = "三审三校"


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What the ledger keeps in columns of its own, for lists; everything else is in the canonical text."""

    column: int
    title: str
    document_number: str
    index_number: str
    formed_on: date | None
    validity: str
    channel: Channel = Channel.SITE
    published_at: datetime | None = None  # Said by what another channel published.


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a record, under the label that people know it by."""

    label: str
    written: str  # With its markup, where it has any.
    rich: bool

    @property
    def text(self) -> str:
        """The text without markup."""
        return readable(self.written) if self.rich else self.written


class ReviewedRecord(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A record that reaches the public through three reviews. Its row is always its latest draft."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="%(class)ss", verbose_name="公开机关")
    drafter = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="拟稿人")
    created_at = models.DateTimeField("创建时间")
    changed_at = models.DateTimeField("修改时间")
    # Acts compare it, so that of two people who edit at once the second is told.
    version = models.PositiveIntegerField(default=0, editable=False)

    # The fields that hashes cover, in the order in which a printed approval shows them.
    DECLARED: ClassVar[tuple[str, ...]]
    # Those of them that hold markup.
    RICH: ClassVar[tuple[str, ...]] = ()
    # Other rows from which the content comes, asked for together where many records are.
    DRAWN_FROM: ClassVar[tuple[models.Prefetch, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def type_name(cls) -> str:
        """How reviews, files, search and the audit know records of this kind."""
        return cls._meta.label_lower

    @property
    def key(self) -> dict[str, Any]:
        """What selects rows about this record."""
        return {"record_type": self.type_name(), "record_id": self.pk}

    def attachments(self) -> models.QuerySet[Attachment]:
        """The files of the draft, in their order; the text in them, which may be long, is fetched when asked for."""
        return Attachment.objects.filter(**self.key).select_related("file").defer("file__text").order_by("position")

    def content(self) -> dict[str, Any]:
        """Return the declared fields and files of the draft: what is reviewed, hashed and published."""
        return self.content_with(self.attachments())

    def content_with(self, attachments: Iterable[Attachment]) -> dict[str, Any]:
        """Return the content of the draft, whose files somebody has asked for already; kinds of record override it."""
        content = {name: getattr(self, name) for name in self.DECLARED}
        content["attachments"] = [
            {"name": each.name, "sha256": each.file_id, "size": each.file.size, "media_type": each.file.media_type}
            for each in attachments
        ]
        return content

    def canonical_text(self) -> str:
        """Return the one spelling of the content."""
        return canonical(self.content())

    def content_sha256(self) -> str:
        """Return the hash of the content, files included."""
        return digest(self.content())

    @property
    def publication_due(self) -> date | None:
        """By when it is to be public (条例第二十六条), or None if no clock runs."""
        return None

    @property
    def began_here(self) -> datetime | None:
        """When its agency began to publish here; only what was public before that day is history. None: not yet."""
        return None

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Return the declared fields by what people call them, files last."""
        names = {name: str(cls._meta.get_field(name.removesuffix("_id")).verbose_name) for name in cls.DECLARED}
        return {**names, "attachments": "附件"}

    @classmethod
    def passages(cls, content: dict[str, Any]) -> Iterator[Passage]:
        """Yield what somebody wrote into a content: its texts, but no choices, dates and numbers of other records."""
        for name, label in cls.labels().items():
            value = content.get(name)
            if name == "attachments" or not isinstance(value, str) or not value:
                continue
            field = cls._meta.get_field(name)
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                yield Passage(label, value, name in cls.RICH)

    def shown(self, content: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return what the reviewer reads of a content, by label; what is empty is left out."""
        return [(label, content[name]) for name, label in self.labels().items() if content.get(name)]

    def get_absolute_url(self) -> str:
        """Return its page in the back office; each kind of record has its own."""
        raise NotImplementedError

    def prepare_publication(self, deed: Any, *, first: bool) -> None:
        """Give the record what it gets when it becomes public: an index number, the first time."""

    def public_facts(self) -> PublicFacts:
        """Return what lists show; each kind of record says it."""
        raise NotImplementedError

    def publications(self) -> models.QuerySet[Publication]:
        """The rows of the ledger about this record, the newest first."""
        return Publication.objects.filter(**self.key).order_by("-version")

    @cached_property
    def latest_publication(self) -> Publication | None:
        """The newest row of the ledger about this record, standing or withdrawn."""
        return self.publications().select_related("withdrawal").first()

    @property
    def standing_publication(self) -> Publication | None:
        """The publication of this record that the public sees, or None."""
        latest = self.latest_publication
        return None if latest is None or latest.withdrawn else latest

    def get_workflow(self) -> Workflow:
        """Every record goes through the same three stages."""
        return three_stages()


def contents_sha256(records: Sequence[ReviewedRecord]) -> dict[int, str]:
    """Return the hashes of the contents of records of one kind, by their keys; a constant number of questions."""
    files: dict[int, list[Attachment]] = {each.pk: [] for each in records}
    if files:
        models.prefetch_related_objects(records, *records[0].DRAWN_FROM)
        carried = Attachment.objects.filter(record_type=records[0].type_name(), record_id__in=files)
        for each in carried.select_related("file").defer("file__text").order_by("position"):
            files[each.record_id].append(each)
    return {each.pk: digest(each.content_with(files[each.pk])) for each in records}


def kinds() -> list[type[ReviewedRecord]]:
    """Return every kind of record that goes through review."""
    return [model for model in apps.get_models() if issubclass(model, ReviewedRecord)]


def record_named(record_type: str, record_id: int) -> ReviewedRecord:
    """Return the record that rows of reviews, plans and the ledger name."""
    kind = next(each for each in kinds() if each.type_name() == record_type)
    return kind._default_manager.select_related("agency").get(pk=record_id)


def three_stages() -> Workflow:
    """Return Wagtail's workflow of the three stages; a migration makes it."""
    return Workflow.objects.get(name=WORKFLOW, active=True)


def stage_of(record: ReviewedRecord) -> ReviewStage | None:
    """Return the stage at which a record waits, or None if it is not under review."""
    state = record.current_workflow_state
    task_state = state.current_task_state if state and state.status == state.STATUS_IN_PROGRESS else None
    return task_state.task.specific if task_state else None
