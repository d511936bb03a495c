"""Publication at a set time (定时公开): whoever may publish sets it, the server publishes when it comes.

The time of publication is always the server's: after downtime it is later than what was set, never earlier.
"""

import logging
from datetime import datetime, timedelta

from gongkai.site.agencies.policies import BY_COMMAND, PUBLISHING
from gongkai.site.audit.acts import Deed, Maintenance, Refusal, act
from gongkai.site.audit.jobs import job
from gongkai.site.editorial.acts import enter, locked, refuse_pointless, reviewed_ground
from gongkai.site.editorial.models import Outcome, Publication, Schedule
from gongkai.site.editorial.records import ReviewedRecord, record_named

BY = Maintenance("tick")
FARTHEST = timedelta(days=366)  # A design rule: what is planned for later is reviewed again by then.


class NotWaiting(Refusal):
    """The plan was carried out, cancelled or replaced in the meantime."""


@act("schedule_publication", "设定公开时间", policy=PUBLISHING)
def schedule_publication(
    deed: Deed, record: ReviewedRecord, *, due_at: datetime, correction_note: str = "", hides_earlier: bool = False
) -> Schedule:
    """Plan to publish what was reviewed at a time to come; a plan that waits is replaced."""
    record = locked(record)
    if due_at <= deed.now:
        raise Refusal("公开时间应在现在之后；现在就公开的，请直接点“公开”。")
    if due_at > deed.now + FARTHEST:
        raise Refusal("公开时间不能在一年以后。")
    reviewed_ground(record)
    content = record.content_sha256()
    refuse_pointless(record, content, correction_note, hides_earlier)
    Schedule.objects.waiting().filter(**record.key).end(Outcome.CANCELLED, deed.now)
    schedule = Schedule.objects.create(
        **record.key, agency=record.agency, content_sha256=content, due_at=due_at,
        correction_note=correction_note.strip(), hides_earlier=hides_earlier, by=deed.actor, at=deed.now,
    )  # fmt: skip
    deed.record(record, {"schedule": schedule.pk, "due": due_at, "content": content})
    return schedule


def _waiting(record: ReviewedRecord, **which: int) -> Schedule:
    """Return the plan of a record that waits for its time."""
    schedule = Schedule.objects.waiting().filter(**record.key, **which).select_for_update().first()
    if schedule is None:
        raise NotWaiting("没有等待公开的定时，可能已经公开、取消或者改了时间，请刷新页面。")
    return schedule


@act("cancel_schedule", "取消定时公开", policy=PUBLISHING)
def cancel_schedule(deed: Deed, record: ReviewedRecord) -> Schedule:
    """Cancel a plan; the reviews stay good, and the text can be published or planned again."""
    record = locked(record)
    schedule = _waiting(record)
    Schedule.objects.filter(pk=schedule.pk).end(Outcome.CANCELLED, deed.now)
    deed.record(record, {"schedule": schedule.pk})
    return schedule


@act("publish_scheduled", "定时公开", policy=BY_COMMAND)
def publish_scheduled(deed: Deed, record: ReviewedRecord, *, schedule: int) -> Publication:
    """Publish what is due on the authority of whoever planned it, if everything still holds now."""
    record = locked(record)
    plan = _waiting(record, pk=schedule)
    if plan.due_at > deed.now:
        raise NotWaiting("还没有到公开的时间。")
    if not PUBLISHING.allows(plan.by, record.agency_id):
        raise Refusal(f"设定时间的{plan.by}已不再负责公开，请由现在的负责人公开。")
    if record.content_sha256() != plan.content_sha256:
        raise Refusal("定时之后内容有改动，应当重新审核。")
    ground = reviewed_ground(record)
    deed.record(record, {"schedule": plan.pk, "scheduled_by": plan.by_id, "due": plan.due_at})
    return enter(
        deed, record, correction_note=plan.correction_note, hides_earlier=plan.hides_earlier, published_by=plan.by,
        **ground,
    )  # fmt: skip


@act("refuse_scheduled", "定时公开未成", policy=BY_COMMAND)
def refuse_scheduled(deed: Deed, record: ReviewedRecord, *, schedule: int, why: str) -> None:
    """Record that a plan could not be carried out, and why; the worklist tells those who may publish."""
    record = locked(record)
    plan = _waiting(record, pk=schedule)
    Schedule.objects.filter(pk=plan.pk).end(Outcome.REFUSED, deed.now, why)
    deed.record(record, {"schedule": plan.pk})


@job("定时公开")
def publish_what_is_due(now: datetime) -> None:
    """Publish everything whose time has come, also what came due while the server was down."""
    failed = []
    for schedule in Schedule.objects.waiting().filter(due_at__lte=now).order_by("due_at"):
        name = f"{schedule.record_type} {schedule.record_id}"
        try:
            record = record_named(schedule.record_type, schedule.record_id)
            name = str(record)
            _publish_or_say_why(record, schedule.pk)
        except Exception:  # One that fails does not hold up the others; the next tick tries again.
            logging.getLogger(__name__).exception("scheduled publication failed: %s", schedule.pk)
            failed.append(name)
    if failed:
        raise RuntimeError("、".join(failed))


def _publish_or_say_why(record: ReviewedRecord, schedule: int) -> None:
    try:
        publish_scheduled(BY, record, schedule=schedule)
    except NotWaiting:
        return
    except Refusal as refusal:
        refuse_scheduled(BY, record, schedule=schedule, why=str(refusal))
