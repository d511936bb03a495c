"""What waits for somebody, how long, and what is late (待办)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import WorkflowState

from gongkai.law.calendar import national_calendar
from gongkai.law.citations import REGULATION
from gongkai.law.publication_period import DayUnit, PublicationRule, publication_due
from gongkai.site.accounts import reviewers
from gongkai.site.accounts.models import User
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLISHING, SECRECY_REVIEWING
from gongkai.site.agencies.roles import Role
from gongkai.site.editorial.hands import Text, acting, editors, handled_before
from gongkai.site.editorial.models import (
    ImportProposal,
    Outcome,
    Publication,
    PublicationQuerySet,
    Review,
    ReviewState,
    Schedule,
    SecrecyConclusion,
    SecrecyReview,
    Stage,
    Submission,
    Withdrawal,
)  # fmt: skip
from gongkai.site.editorial.progress import awaiting_publication, progress_of
from gongkai.site.editorial.records import ReviewedRecord, contents_sha256, kinds

SOON = timedelta(days=3)
A_FEW = 3  # Working days.


class Errand(StrEnum):
    """Why something waits for somebody."""

    REVIEW = "review"
    SECRECY = "secrecy"
    PUBLISH = "publish"
    REVISE = "revise"
    REVIEW_AFTERWARDS = "review_afterwards"
    NOT_REVIEWED = "not_reviewed"
    IMPORT = "import"
    NOT_PUBLISHED = "not_published"
    REASSESS = "reassess"
    REFERRED = "referred"
    REMEDY = "remedy"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits."""

    errand: Errand
    what: str  # 初审, 保密审查, 公开 …
    record: Any
    since: datetime
    due: date | None
    note: str = ""  # What happened, in a sentence.
    until: datetime | None = None  # Where it is due at a time of its day.
    publication: int | None = None  # Where it concerns one of the record's publications.

    @property
    def late(self) -> bool:
        """Whether its day, or its time, has passed."""
        if self.until is not None:
            return self.until < timezone.now()
        return self.due is not None and self.due < timezone.localdate()

    @property
    def soon(self) -> bool:
        """Whether the last third of its period has come, and no more than three working days are left.

        A stage of two days is so on its last day, and not from its beginning.
        """
        if self.due is None or self.late:
            return False
        left = _working_days(timezone.localdate(), self.due, at_most=A_FEW + 1)
        return left <= min(A_FEW, _working_days(timezone.localdate(self.since), self.due, at_most=3 * A_FEW) // 3)


def _working_days(first: date, last: date, *, at_most: int) -> int:
    """Return how many working days come after a day, up to and with another; counted no farther than is asked."""
    calendar, found, day = national_calendar(), 0, last
    while day > first and found < at_most:
        found += calendar.is_working_day(day)
        day -= timedelta(days=1)
    return found


def stage_due(agency: Agency, since: datetime) -> date | None:
    """Return by when a stage is to be done: the agency's own number of working days, inside those of article 26."""
    rule = PublicationRule(agency.review_working_days, DayUnit.WORKING_DAYS, REGULATION.article(26))
    return publication_due(timezone.localdate(since), rule).due


# What other apps add, each for one person. They plug it in when they load.
SOURCES: list[Callable[[User], Iterable[Waiting]]] = []


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for somebody, by due day; what they may not do themselves is not theirs to wait for."""
    found = [
        *_reviews(user), *_secrecy(user), *_to_publish(user), *_to_revise(user), *_emergencies(user),
        *_overdue_emergencies(user), *_imports(user), *_not_published(user), *_leaks(user),
        *(each for source in SOURCES for each in source(user)),
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.due or date.max, each.since))


def _records(kind: type[ReviewedRecord], ids: Any) -> dict[int, Any]:
    return {each.pk: each for each in kind._default_manager.filter(pk__in=list(ids)).select_related("agency")}


def _under_review() -> Iterator[tuple[type[ReviewedRecord], QuerySet[ReviewState]]]:
    for kind in kinds():
        content_type = ContentType.objects.get_for_model(kind)
        yield (
            kind,
            ReviewState.objects.filter(
                status=ReviewState.STATUS_IN_PROGRESS,
                workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
                workflow_state__base_content_type=content_type,
            ).select_related("workflow_state", "task__reviewstage"),
        )


def _reviews(user: User) -> Iterator[Waiting]:
    for kind, states in _under_review():
        for stage in Stage:
            reviewing = reviewers.Reviewing(user, stage.role)
            if not reviewing.agencies:
                continue
            mine = states.filter(
                task__reviewstage__stage=stage, workflow_state__submission__agency__in=reviewing.agencies
            ).select_related("workflow_state__submission").defer("workflow_state__submission__canonical")  # fmt: skip
            by_id = {state.workflow_state.submission.record_id: state for state in mine}
            submissions = {pk: state.workflow_state.submission for pk, state in by_id.items()}
            handled = handled_before(submissions.values())
            for record, writers in _with_writers(kind, submissions):
                hands = writers | handled[submissions[record.pk].workflow_state_id]
                held = reviewing.under(record.agency, hands)
                if held is not None and not {user.pk, held.user_id} & hands:
                    since = by_id[record.pk].started_at
                    yield Waiting(Errand.REVIEW, stage.label, record, since, stage_due(record.agency, since))


def _with_writers(
    kind: type[ReviewedRecord], submissions: dict[int, Submission]
) -> Iterator[tuple[ReviewedRecord, set[int]]]:
    """Yield the records of submissions, each with those who had a hand in its text."""
    texts = [Text(pk, each.content_sha256) for pk, each in submissions.items()]
    changed = dict(zip(submissions, editors(kind.type_name(), texts), strict=True))
    for pk, record in _records(kind, submissions).items():
        yield record, {record.drafter_id, *changed[pk]}


def _secrecy(user: User) -> Iterator[Waiting]:
    """Texts under review that nobody has reviewed for secrecy, and those that another organ has to decide."""
    agencies = set(user.agencies_by_role(*SECRECY_REVIEWING.roles).values_list("pk", flat=True))
    if not agencies:
        return
    for kind in kinds():
        under_review = Submission.objects.filter(
            record_type=kind.type_name(), agency__in=agencies, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )
        submitted = {each.record_id: each for each in under_review.defer("canonical")}
        current = SecrecyReview.objects.current().filter(record_type=kind.type_name(), record_id__in=submitted)
        reviews = {each.record_id: each for each in current.select_related("answer")}
        for record, writers in _with_writers(kind, submitted):
            if writers & acting(user, record.agency, *SECRECY_REVIEWING.roles):
                continue
            submission, review = submitted[record.pk], reviews.get(record.pk)
            if review is None or review.content_sha256 != submission.content_sha256:
                since = submission.at
                yield Waiting(Errand.SECRECY, "保密审查", record, since, stage_due(record.agency, since))
            elif review.decided == SecrecyConclusion.REFERRED:
                note = f"已报请{review.referred_to}确定，收到答复后请登记。"
                due = referral_due(record.agency, review.at)
                yield Waiting(Errand.REFERRED, "等待保密审查答复", record, review.at, due, note)


def referral_due(agency: Agency, since: datetime) -> date:
    """Return by when the organ to which a text was referred is expected to answer, by the agency's own setting."""
    rule = PublicationRule(agency.secrecy_referral_working_days, DayUnit.WORKING_DAYS, REGULATION.article(17))
    return publication_due(timezone.localdate(since), rule).due


def _to_publish(user: User) -> Iterator[Waiting]:
    agencies = set(user.agencies_by_role(Role.DISCLOSURE_OFFICER, Role.FINAL_REVIEWER).values_list("pk", flat=True))
    if not agencies:
        return
    for kind in kinds():
        planned = Schedule.objects.waiting().filter(record_type=kind.type_name(), record_id=OuterRef("record_id"))
        finals = awaiting_publication(kind).filter(agency__in=agencies).exclude(Exists(planned))
        by_id = {final.record_id: final for final in finals}
        records = _records(kind, by_id)
        for pk, sha256 in contents_sha256(list(records.values())).items():
            record = records[pk]
            if sha256 == by_id[pk].content_sha256:
                since = by_id[pk].at
                due = record.publication_due or stage_due(record.agency, since)
                yield Waiting(Errand.PUBLISH, "公开", record, since, due)


def _not_published(user: User) -> Iterator[Waiting]:
    """Planned publications that were refused when their time came, until somebody did something about them."""
    agencies = set(user.agencies_by_role(*PUBLISHING.roles).values_list("pk", flat=True))
    if not agencies:
        return
    for kind in kinds():
        later = {"record_type": kind.type_name(), "record_id": OuterRef("record_id")}
        refused = (
            Schedule.objects.filter(outcome=Outcome.REFUSED, agency__in=agencies, record_type=kind.type_name())
            .exclude(Exists(Schedule.objects.filter(**later, pk__gt=OuterRef("pk"))))
            .exclude(Exists(Publication.objects.filter(**later, recorded_at__gte=OuterRef("ended_at"))))
            .exclude(Exists(Submission.objects.filter(**later, at__gte=OuterRef("ended_at"))))
        )
        by_id = {each.record_id: each for each in refused}
        for pk, record in _records(kind, by_id).items():
            schedule = by_id[pk]
            due = timezone.localdate(schedule.due_at)
            yield Waiting(Errand.NOT_PUBLISHED, "定时公开未成", record, schedule.ended_at, due, schedule.refusal)


def _leaks(user: User) -> Iterator[Waiting]:
    """What leaked and was withdrawn, until somebody recorded what was done about it."""
    agencies = set(user.agencies_by_role(Role.DISCLOSURE_OFFICER).values_list("pk", flat=True))
    if not agencies:
        return
    for kind in kinds():
        leaked = Withdrawal.objects.filter(
            leak=True, remedial_measures=None, publication__agency__in=agencies,
            publication__record_type=kind.type_name(),
        ).select_related("publication")  # fmt: skip
        by_id = {each.publication.record_id: each for each in leaked.defer("publication__canonical")}
        for pk, record in _records(kind, by_id).items():
            since = by_id[pk].at
            yield Waiting(Errand.REMEDY, "记录补救措施", record, since, stage_due(record.agency, since))


def _to_revise(user: User) -> Iterator[Waiting]:
    for kind in kinds():
        content_type = ContentType.objects.get_for_model(kind)
        returned = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_NEEDS_CHANGES, base_content_type=content_type, requested_by=user
        )
        by_id = {int(each.object_id): each.pk for each in returned}
        reviews = Review.objects.filter(workflow_state__in=by_id.values(), approved=False)
        returned_at = dict(reviews.values_list("workflow_state", "at"))
        for pk, record in _records(kind, by_id).items():
            since = returned_at[by_id[pk]]
            yield Waiting(Errand.REVISE, "退回修改", record, since, stage_due(record.agency, since))


def _emergencies(user: User) -> Iterator[Waiting]:
    agencies = set(user.agencies_by_role(*(stage.role for stage in Stage)).values_list("pk", flat=True))
    if not agencies:
        return
    roles = [stage.role for stage in Stage]
    for kind in kinds():
        waiting = Publication.objects.awaiting_review().filter(record_type=kind.type_name(), agency__in=agencies)
        published = list(_of_emergencies(waiting))
        texts = [Text(each.record_id, each.content_sha256, each.version) for each in published]
        changed = editors(kind.type_name(), texts)
        records = _records(kind, {each.record_id for each in published})
        for each, hands in zip(published, changed, strict=True):
            record = records[each.record_id]
            approvers = {each.emergency_approver_id, each.emergency_approved_for_id}
            secrecy = {each.secrecy_review.reviewer_id, each.secrecy_review.on_behalf_of_id}
            if not acting(user, record.agency, *roles) & {record.drafter_id, *hands, *approvers, *secrecy}:
                until = timezone.localtime(each.emergency_review_due)
                note = f"由{each.emergency_approver}批准应急公开，限 {until:%Y-%m-%d %H:%M} 前补审。"
                yield Waiting(
                    Errand.REVIEW_AFTERWARDS, "应急公开补审", record, each.recorded_at, until.date(), note, until,
                    each.pk,
                )  # fmt: skip


def _of_emergencies(waiting: PublicationQuerySet) -> PublicationQuerySet:
    return waiting.select_related("emergency_approver", "secrecy_review").defer("canonical").order_by("seq")


def _overdue_emergencies(user: User) -> Iterator[Waiting]:
    """What was to be reviewed afterwards by now and was not, for the competent department above to have it done."""
    agencies = set(user.agencies_by_role(Role.COMPETENT_DEPARTMENT).values_list("pk", flat=True))
    if not agencies:
        return
    for kind in kinds():
        waiting = Publication.objects.awaiting_review().filter(record_type=kind.type_name(), agency__in=agencies)
        late = list(_of_emergencies(waiting.filter(emergency_review_due__lt=timezone.now())))
        records = _records(kind, {each.record_id for each in late})
        for each in late:
            until = timezone.localtime(each.emergency_review_due)
            note = f"由{each.emergency_approver}批准应急公开，限 {until:%Y-%m-%d %H:%M} 前补审，请督促。"
            yield Waiting(
                Errand.NOT_REVIEWED, "应急公开逾期未补审", records[each.record_id], each.recorded_at, until.date(),
                note, until, each.pk,
            )  # fmt: skip


def _imports(user: User) -> Iterator[Waiting]:
    agencies = set(user.agencies_by_role(Role.DISCLOSURE_OFFICER).values_list("pk", flat=True))
    if not agencies:
        return
    for kind in kinds():
        entered = Publication.objects.filter(record_type=kind.type_name(), record_id=OuterRef("record_id"))
        proposed = ImportProposal.objects.filter(record_type=kind.type_name(), agency__in=agencies)
        proposed = proposed.exclude(Exists(entered)).order_by("id")
        by_id = {each.record_id: each for each in proposed}
        records = _records(kind, by_id)
        for pk, sha256 in contents_sha256(list(records.values())).items():
            record, proposal = records[pk], by_id[pk]
            proposers = {proposal.by_id, proposal.on_behalf_of_id}
            itself = sha256 == proposal.content_sha256
            if itself and not acting(user, record.agency, Role.DISCLOSURE_OFFICER) & proposers:
                yield Waiting(Errand.IMPORT, "核对历史信息", record, proposal.at, stage_due(record.agency, proposal.at))


def started_by(user: User, limit: int = 20) -> list[tuple[Any, str]]:
    """Return what somebody drafted and what became of it, the newest first."""
    found = []
    for kind in kinds():
        mine = kind._default_manager.filter(drafter=user).select_related("agency").order_by("-changed_at")
        records = list(mine[:limit])
        where = progress_of(records)
        found.extend((each, where[each.pk]) for each in records)
    return sorted(found, key=lambda each: each[0].changed_at, reverse=True)[:limit]
