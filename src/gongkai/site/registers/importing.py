"""The act by which a whole table enters a register: all of it or nothing, and never twice."""

from collections.abc import Mapping
from hashlib import sha256

from django.core.exceptions import ValidationError

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING
from gongkai.site.agencies.succession import refuse_for_ended
from gongkai.site.audit.acts import Deed, Invalid, Refusal, act
from gongkai.site.registers.acts import keep, locked_agency
from gongkai.site.registers.models import TableImport
from gongkai.site.registers.tables import TABLES, read


@act("import_table", "导入登记表", policy=DRAFTING)
def import_table(
    deed: Deed, agency: Agency, *, table: str, text: str, seen: Mapping[int, int], name: str = "", reason: str = ""
) -> TableImport:  # fmt: skip
    """Register what a table adds and correct what it changes; rows that are registered as they are stay untouched.

    ``seen`` are the versions of the rows to correct that whoever imports has looked at, by their ids: what a colleague
    registered or corrected since is not overwritten.

    The table is read again here, against the registers as they are now: of two who import at once the second finds
    everything registered.
    """
    refuse_for_ended(agency, deed.today)
    agency = locked_agency(agency)
    kind = TABLES[table]
    sheet = read(kind, text, agency)
    if sheet.faults:
        raise Refusal(f"表格有 {len(sheet.faults)} 处错误，没有导入任何一条。请按标出的行和列改正后重新上传。")
    if not sheet.does_something:
        raise Refusal("没有需要导入的内容：表格里的各行都已登记，而且没有变化。")
    if sheet.changed and not reason.strip():
        raise Invalid(ValidationError({"reason": f"表格更正了 {len(sheet.changed)} 条已有的登记，请写明原因。"}))
    overtaken = next((each for each in sheet.changed if seen.get(each.row.pk) != each.row.version), None)
    if overtaken:
        raise Refusal(
            f"第 {overtaken.number} 行的“{overtaken.row}”在预览之后已被他人登记或者更正，没有导入任何一条。"
            "请按最新的登记重新核对后再确认。"
        )
    entered = TableImport.objects.create(
        agency=agency, table=table, name=name[:200], sha256=sha256(text.encode()).hexdigest(), added=len(sheet.new),
        changed=len(sheet.changed), known=sheet.known, reason=reason.strip(), by_id=deed.actor.pk, at=deed.now,
    )  # fmt: skip
    for new in sheet.new:
        new.row.recorded_at = deed.now
        keep(deed, new.row, table_import=entered)
    for changed in sheet.changed:
        row = changed.row
        for field, value in changed.fields.items():
            setattr(row, field, value)
        row.version += 1
        keep(deed, row, reason=reason.strip(), table_import=entered)
    deed.record(entered, {"table": table, "sha256": entered.sha256, "added": entered.added, "changed": entered.changed})
    return entered
