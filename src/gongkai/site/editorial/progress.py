"""Where records stand (进展), in words; the same number of questions for one record and for a page of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from wagtail.models import WorkflowState

from gongkai.site.editorial.models import Publication, Review, Stage
from gongkai.site.editorial.records import ReviewedRecord, contents_sha256

DRAFT, RETURNED, REVIEWED, PUBLIC, WITHDRAWN, CHANGED = (
    "草稿", "已退回，待修改", "审核完成，待公开", "已公开", "已撤回", "已公开，有未审核的修改",
)  # fmt: skip
# From where a draft can be submitted.
SUBMITTABLE = frozenset({DRAFT, RETURNED, CHANGED, WITHDRAWN})


@dataclass(slots=True)
class _Facts:
    """What tells where a record stands."""

    content: str
    latest: Publication | None = None
    state: WorkflowState | None = None
    approved: list[str] = field(default_factory=list)  # Hashes of what the stages of the newest review approved.


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
    by_state = {each.state.pk: each for each in facts.values() if each.state}
    for review in Review.objects.filter(workflow_state__in=by_state, approved=True).order_by("stage"):
        by_state[review.workflow_state_id].approved.append(review.content_sha256)
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
    if latest and latest.content_sha256 == facts.content:
        return WITHDRAWN if latest.withdrawn else PUBLIC
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return RETURNED
    if state and state.status == WorkflowState.STATUS_APPROVED and facts.approved == [facts.content] * len(Stage):
        return REVIEWED
    return CHANGED if latest and not latest.withdrawn else DRAFT
