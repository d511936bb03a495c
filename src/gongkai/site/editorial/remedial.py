"""What is done after something leaked (补救措施；个人信息保护法第五十七条): recorded beside the withdrawal."""

from datetime import date

from django.utils import timezone

from gongkai.site.agencies.policies import WITHDRAWING
from gongkai.site.audit.acts import Deed, Refusal, act
from gongkai.site.editorial.acts import locked
from gongkai.site.editorial.models import RemedialMeasures, Withdrawal
from gongkai.site.editorial.records import ReviewedRecord


def newest_leak(record: ReviewedRecord) -> Withdrawal | None:
    """Return the newest withdrawal of a record that took back something leaked."""
    return (
        Withdrawal.objects.filter(
            leak=True, publication__record_type=record.type_name(), publication__record_id=record.pk
        )
        .select_related("by").order_by("-id").first()
    )  # fmt: skip


@act("record_remedial_measures", "记录补救措施", policy=WITHDRAWING)
def record_remedial_measures(
    deed: Deed, record: ReviewedRecord, *, taken_on: date, measures: str, notified: str
) -> RemedialMeasures:
    """Record what was done about a leak and who was told; more can be added later."""
    record = locked(record)
    withdrawal = newest_leak(record)
    if withdrawal is None:
        raise Refusal("这条信息没有因泄露撤回过；请先撤回，并勾选“泄露”。")
    if not measures.strip() or not notified.strip():
        raise Refusal("请写明采取的补救措施和通知的人员、部门；没有通知的，写明原因。")
    withdrawn_on = timezone.localdate(withdrawal.at)
    if not withdrawn_on <= taken_on <= deed.today:
        raise Refusal(f"采取措施的日期应在撤回之日（{withdrawn_on}）和今天之间。")
    taken = RemedialMeasures(
        withdrawal=withdrawal, taken_on=taken_on, measures=measures.strip(), notified=notified.strip(),
        by=deed.actor, at=deed.now,
    )  # fmt: skip
    taken.save()
    deed.record(record, {"withdrawal": withdrawal.pk, "measures": taken.pk}, occurred_on=taken_on)
    return taken
