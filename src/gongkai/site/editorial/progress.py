"""Where records stand (进展), in words; the same number of questions for one record and for a page of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import WorkflowState

from gongkai.site.editorial.models import Edit, Publication, Review, Stage, Submission, Withdrawal
from gongkai.site.editorial.records import ReviewedRecord, contents_sha256

DRAFT, RETURNED, REVIEWED, PUBLIC, WITHDRAWN, CHANGED, CHANGED_AFTER_WITHDRAWAL = (
    "草稿", "已退回，待修改", "审核完成，待公开", "已公开", "已撤回", "已公开，有未审核的修改",
    "已撤回，有未审核的修改",
)  # fmt: skip
# From where a draft can be submitted.
SUBMITTABLE = frozenset({DRAFT, RETURNED, CHANGED, WITHDRAWN, CHANGED_AFTER_WITHDRAWAL})


def awaiting_publication(kind: type[ReviewedRecord]) -> QuerySet[Review]:
    """Return the final reviews after which nothing happened to their records: what they approved may be published."""
    of_the_record = {"record_type": OuterRef("record_type"), "record_id": OuterRef("record_id")}
    withdrawn = Withdrawal.objects.of_record(OuterRef("record_type"), OuterRef("record_id"))
    return (
        Review.objects.filter(record_type=kind.type_name(), stage=Stage.FINAL, approved=True)
        .exclude(Exists(Submission.objects.filter(**of_the_record, at__gt=OuterRef("at"))))
        .exclude(Exists(Edit.objects.filter(**of_the_record, at__gt=OuterRef("at"))))
        .exclude(Exists(Publication.objects.filter(**of_the_record, recorded_at__gte=OuterRef("at"))))
        .exclude(Exists(withdrawn.filter(at__gte=OuterRef("at"))))
    )


@dataclass(slots=True)
class _Facts:
    """What tells where a record stands."""

    content: str
    latest: Publication | None = None
    state: WorkflowState | None = None
    approved: str = ""  # The hash of what may be published by the newest review.


def progress(record: ReviewedRecord) -> str:
    """Return where a record stands."""
    return progress_of([record])[record.pk]


def progress_of(records: Sequence[ReviewedRecord]) -> dict[int, str]:
    """Return where records of one kind stand, by their keys."""
    if not records:
        return {}
    kind = type(records[0])
    facts = {pk: _Facts(sha256) for pk, sha256 in contents_sha256(records).items()}
    newest = Publication.objects.filter(record_type=kind.type_name(), record_id__in=facts, superseded_by=None)
    for publication in newest.select_related("withdrawal").defer("canonical"):
        facts[publication.record_id].latest = publication
    for state in _states(kind, facts):
        facts[int(state.object_id)].state = state
    approved = awaiting_publication(kind).filter(record_id__in=facts)
    for pk, sha256 in approved.values_list("record_id", "content_sha256"):
        facts[pk].approved = sha256
    return {pk: _in_words(each) for pk, each in facts.items()}


def _states(kind: type[ReviewedRecord], ids: Iterable[int]) -> Iterable[WorkflowState]:
    """Return the reviews of records, the newest of each last."""
    return (
        WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(kind), object_id__in=[str(pk) for pk in ids]
        )
        .select_related("current_task_state__task__reviewstage").order_by("id")
    )  # fmt: skip


def _in_words(facts: _Facts) -> str:
    state, latest = facts.state, facts.latest
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS and state.current_task_state:
        return f"待{Stage(state.current_task_state.task.reviewstage.stage).label}"
    if latest and latest.content_sha256 == facts.content and not latest.withdrawn:
        return PUBLIC
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return RETURNED
    if facts.approved == facts.content:
        return REVIEWED
    if latest and latest.content_sha256 == facts.content:
        return WITHDRAWN
    if latest:
        return CHANGED_AFTER_WITHDRAWAL if latest.withdrawn else CHANGED
    return DRAFT
