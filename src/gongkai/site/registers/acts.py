"""Acts on the rows of registers: recorded, corrected, struck out, restored. No row is ever deleted."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, WITHDRAWING
from gongkai.site.agencies.succession import refuse_for_ended
from gongkai.site.audit.acts import Deed, Invalid, Refusal, act
from gongkai.site.registers.models import FeeAmount, NilStatement, RegisterRow, RowVersion, TableImport
from gongkai.site.registers.releasing import standing_entry, take_back
from gongkai.site.registers.tables import has_rows, statements_against

Row = TypeVar("Row", bound=RegisterRow)


def locked_agency(agency: Agency) -> Agency:
    """Return an agency whose registers nobody else changes until the act is done."""
    return Agency.objects.select_for_update().get(pk=agency.pk)


def locked(row: Row) -> Row:
    """Return a row as it is now, alone to whoever asks; its agency's registers wait."""
    locked_agency(row.agency)
    return type(row).objects.select_for_update().get(pk=row.pk)


def checked(row: RegisterRow) -> None:
    """Refuse what a row cannot be, or what would contradict or double another."""
    try:
        row.full_clean(exclude=["recorded_at", "changed_at"])
        if isinstance(row, FeeAmount):
            row.refuse_overlap()
    except ValidationError as error:
        raise Invalid(error) from error
    refuse_contradiction(row)


def refuse_contradiction(row: RegisterRow) -> None:
    """Refuse a row of a year of which the agency said that there is nothing, and such a word where there are rows."""
    if isinstance(row, NilStatement):
        year = next((year for year in row.years() if has_rows(row.agency, row.of_register, year)), None)
        if year is not None:
            raise Refusal(f"{year} 年的{row.of_register.label}已有登记，不能声明没有。请先核对、注销有误的登记。")
    elif against := statements_against(row, NilStatement.objects.live().filter(agency=row.agency)):
        raise Refusal(f"本机关已声明“{against}”（{against.first_year} 年起），请先注销这一声明。")


def keep(
    deed: Deed, row: Row, *, reason: str = "", table_import: TableImport | None = None, **facts: Any
) -> Row:  # fmt: skip
    """Save a row with the version that it has now, and record the event."""
    row.changed_at = deed.now
    row.save()
    RowVersion.objects.create(
        record_type=row.type_name(), record_id=row.pk, version=row.version, act=deed.act, content=row.content(),
        reason=reason, table_import=table_import, by_id=deed.actor.pk, at=deed.now,
    )  # fmt: skip
    said = {"reason": reason} if reason else None
    deed.record(row, {"content": row.content_digest(), "version": row.version} | facts, said=said)
    return row


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise Invalid(ValidationError({"reason": "请写明原因。"}))
    return reason.strip()


@act("record_row", "登记", policy=DRAFTING)
def record_row(deed: Deed, agency: Agency, *, model: type[Row], **fields: Any) -> Row:
    """Enter a row into a register."""
    refuse_for_ended(agency, deed.today)
    row = model(agency=locked_agency(agency), recorded_at=deed.now, **fields)
    checked(row)
    return keep(deed, row)


@act("correct_row", "更正登记", policy=DRAFTING)
def correct_row(deed: Deed, row: Row, *, version: int, reason: str, **fields: Any) -> Row:
    """Correct what a row says, with the reason; what it said before stays in its history.

    ``version`` is the one that the editor began from: of two who correct at once the second is told. What is public of
    the row stays as it is until the corrected row is released. Of an agency that ended its successors correct what is
    public, and nothing else.
    """
    reason = _reasoned(reason)
    row = locked(row)
    if standing_entry(row) is None:
        refuse_for_ended(row.agency, deed.today)
    if row.struck_out:
        raise Refusal("这条登记已经注销，请先恢复再更正。")
    if row.version != version:
        raise Refusal("这条登记在您填写时已被他人更正。您填写的内容还在下面，请对照最新内容后再保存。")
    unknown = sorted(set(fields) - set(row.EDITABLE))
    if unknown:
        raise TypeError(f"not editable: {unknown}")
    before = row.content()
    for name, value in fields.items():
        setattr(row, name, value)
    checked(row)
    if row.content() == before:
        raise Refusal("没有改动。")
    row.version += 1
    return keep(deed, row, reason=reason)


@act("strike_out_row", "注销登记", policy=DRAFTING)
def strike_out_row(deed: Deed, row: Row, *, reason: str) -> Row:
    """Strike a row out: it counts no more, and what is public of it is withdrawn at once, with the same reason.

    What is public is taken away only by whoever may withdraw it.
    """
    reason = _reasoned(reason)
    row = locked(row)
    if row.struck_out:
        raise Refusal("这条登记已经注销。")
    if standing_entry(row) and not WITHDRAWING.allows(deed.actor, row.agency_id):
        raise Refusal(
            "这条登记已对外公开。请先由政府信息公开工作人员撤回公开，再注销；也可以由政府信息公开工作人员直接注销。"
        )
    _refuse_orphans(row)
    row.struck_out_at, row.struck_out_because = deed.now, reason
    row.version += 1
    withdrawal = take_back(deed, row, reason)
    return keep(deed, row, reason=reason, withdrawal=withdrawal.pk if withdrawal else None)


def _refuse_orphans(row: RegisterRow) -> None:
    if row.type_name() == "registers.feeitem" and FeeAmount.objects.live().filter(item=row.pk).exists():
        raise Refusal("这个收费项目还有登记的金额。停止收费的，请更正“停止收费日期”；登记有误的，请先注销各期金额。")


@act("restore_row", "恢复登记", policy=DRAFTING)
def restore_row(deed: Deed, row: Row, *, reason: str) -> Row:
    """Let a row that was struck out by mistake count again; it becomes public only by a release."""
    reason = _reasoned(reason)
    row = locked(row)
    refuse_for_ended(row.agency, deed.today)
    if not row.struck_out:
        raise Refusal("这条登记没有注销。")
    row.struck_out_at, row.struck_out_because = None, ""
    checked(row)
    row.version += 1
    return keep(deed, row, reason=reason)
