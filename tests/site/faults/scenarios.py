"""For each act, how it comes about: what is prepared, and the call that then succeeds.

A new act gets a line here; without one the test of faults fails.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from tests.site.catalogue.test_register_csv import GOOD, OTHER
from tests.site.catalogue.test_register_csv import table as register_table
from tests.site.conftest import (
    FOUNDED,
    PASSWORD,
    SETUP,
    Region,
    column,
    fresh,
    make_draft,
    pass_secrecy,
    pass_stage,
    publish_fully,
    review_fully,
)
from tests.site.editorial.test_checks import PICTURE
from tests.site.faults.people import PEOPLE
from tests.site.registers.samples import DECISION, decision, released
from tests.site.registers.samples import proposed as proposed_rows
from tests.site.registers.test_importing import text as table_text

from gongkai.site.accounts.acts import (
    Oneself,
    change_password,
    create_user,
    grant_role,
    revoke_role,
)
from gongkai.site.accounts.models import Membership
from gongkai.site.agencies.acts import (
    Root,
    change_agency,
    create_agency,
    end_agency,
    found_region,
    name_competent_department,
)
from gongkai.site.agencies.models import Kind
from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import create_item, open_columns, reassess, register_elsewhere, save_draft
from gongkai.site.catalogue.models import Attribute, Item, Part
from gongkai.site.editorial.acts import (
    approve_stage,
    attach_file,
    dismiss_remark,
    import_history,
    propose_import,
    publish,
    publish_in_emergency,
    remove_attachment,
    return_to_drafter,
    review_afterwards,
    review_secrecy,
    submit_for_review,
    withdraw,
)
from gongkai.site.editorial.examinations import Stock, begin_rescan, finish_rescan
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Gate, Schedule, SecrecyConclusion, Stage, Submission
from gongkai.site.editorial.privacy import mask_personal_data
from gongkai.site.editorial.referrals import record_secrecy_answer
from gongkai.site.editorial.remarks import examine
from gongkai.site.editorial.remedial import record_remedial_measures
from gongkai.site.editorial.scheduling import (
    cancel_schedule,
    publish_scheduled,
    refuse_scheduled,
    schedule_publication,
)
from gongkai.site.editorial.signed_sheets import file_signed_sheet
from gongkai.site.registers.acts import correct_row, record_row, restore_row, strike_out_row
from gongkai.site.registers.importing import import_table
from gongkai.site.registers.models import Decision, Register
from gongkai.site.registers.releasing import confirm_release, decline_release, propose_release, withdraw_row

Call = Callable[[], Any]
Scenario = Callable[[Region], Call]
MOBILE = "<p>联系人示例，手机 13800138000。</p>"
RESIDENT_ID = "<p>申请人示例，身份证号 11010519491231002X。</p>"


def drafter(region: Region) -> Any:
    return region.user("commerce", Role.DRAFTER)


def officer(region: Region) -> Any:
    return region.user("commerce", Role.DISCLOSURE_OFFICER)


def signer(region: Region) -> Any:
    return region.user("commerce", Role.FINAL_REVIEWER)


def security(region: Region) -> Any:
    return region.user("government", Role.SECURITY_ADMINISTRATOR)


def submitted(region: Region) -> Item:
    item = make_draft(region)
    submit_for_review(drafter(region), item)
    return item


def with_file(region: Region) -> Item:
    item = make_draft(region)
    attach_file(drafter(region), item, store("附件.txt", ["示例附件。".encode()]), "附件.txt")
    return item


def _review_afterwards(region: Region) -> Call:
    item = make_draft(region)
    pass_secrecy(region, item)
    published = publish_in_emergency(signer(region), item)
    return partial(
        review_afterwards, region.user("commerce", Role.FIRST_REVIEWER), item, publication=published.pk, opinion="同意"
    )


def _grant(region: Region) -> Call:
    newcomer = create_user(SETUP, region.commerce, username="newcomer", name="示例新人", password=PASSWORD)
    return partial(grant_role, security(region), region.commerce, newcomer, Role.DRAFTER)


def _revoke(region: Region) -> Call:
    held = Membership.objects.get(user=drafter(region), role=Role.DRAFTER)
    return partial(revoke_role, security(region), held, reason="调离")


def _change_password(region: Region) -> Call:
    return partial(change_password, drafter(region), Oneself(), old=PASSWORD, new="another-for-tests-2")


def _open_columns(region: Region) -> Call:
    return partial(open_columns, SETUP, region.township)


def _create_agency(region: Region) -> Call:
    return partial(
        create_agency, SETUP, region.government, name="示例区财政局", short_name="财政局", slug="finance",
        kind=Kind.DEPARTMENT, valid_from=FOUNDED,
    )  # fmt: skip


def _end_agency(region: Region) -> Call:
    return partial(
        end_agency, SETUP, region.justice, on=date(2024, 1, 1), successors=[region.commerce], basis="示例机构改革方案"
    )


def _create_item(region: Region) -> Call:
    return partial(
        create_item, drafter(region), region.commerce, column=column(region.commerce, Part.NOTICES), title="新的一份",
        body="<p>正文</p>", formed_on=timezone.localdate(),
    )  # fmt: skip


def _reassess(region: Region) -> Call:
    later = timezone.localdate() + timedelta(days=200)
    item = make_draft(
        region, attribute=Attribute.UPON_REQUEST, attribute_reason="涉及第三方", reassess_on=later
    )  # fmt: skip
    return partial(reassess, drafter(region), item, on=later + timedelta(days=200), note="仍不宜公开")


def _attach(region: Region) -> Call:
    file = store("附件.txt", ["又一份示例附件。".encode()])
    return partial(attach_file, drafter(region), submitted(region), file, "附件.txt")


def _remove_attachment(region: Region) -> Call:
    item = with_file(region)
    return partial(remove_attachment, drafter(region), item, item.attachments().get())


def _approve(region: Region) -> Call:
    item = submitted(region)
    return partial(
        approve_stage, region.user("commerce", Role.FIRST_REVIEWER), item, stage=Stage.FIRST,
        content_sha256=fresh(item).content_sha256(), gates=[gate.value for gate in Gate], proofread=True, opinion="",
    )  # fmt: skip


def _return(region: Region) -> Call:
    item = submitted(region)
    pass_stage(region, item, Stage.FIRST)
    return partial(
        return_to_drafter, region.user("commerce", Role.SECOND_REVIEWER), item, stage=Stage.SECOND,
        content_sha256=fresh(item).content_sha256(), opinion="请补充依据",
    )  # fmt: skip


def _dismiss(region: Region) -> Call:
    item = make_draft(region, body=MOBILE)
    standing = next(each for each in examine(item) if each.remark.may_be_dismissed)
    return partial(
        dismiss_remark, signer(region), item, fingerprint=standing.remark.fingerprint, reason="对外公布的值班电话"
    )


def _secrecy(region: Region) -> Call:
    item = make_draft(region)
    return partial(
        review_secrecy, officer(region), item, conclusion=SecrecyConclusion.PUBLISHABLE,
        content_sha256=item.content_sha256(), summary="摘要", way="网站", scope="全社会", timing="审核通过后",
    )  # fmt: skip


def _publish(region: Region) -> Call:
    item = with_file(region)
    review_fully(region, item)
    return partial(publish, officer(region), item)


def _emergency(region: Region) -> Call:
    item = make_draft(region)
    pass_secrecy(region, item)
    return partial(publish_in_emergency, signer(region), item)


def _withdraw(region: Region) -> Call:
    item = with_file(region)
    publish_fully(region, item)
    return partial(withdraw, signer(region), item, reason="不再执行。")


def proposed(region: Region) -> Item:
    item = make_draft(region)
    propose_import(drafter(region), item, source="原网站", published_at=timezone.now() - timedelta(days=400))
    return item


def _propose(region: Region) -> Call:
    then = timezone.now() - timedelta(days=400)
    return partial(propose_import, drafter(region), make_draft(region), source="原网站", published_at=then)


def _register(region: Region) -> Call:
    return partial(
        register_elsewhere, drafter(region), region.commerce, text=register_table(GOOD, OTHER), source="原网站"
    )  # fmt: skip


def reviewed(region: Region) -> Item:
    item = make_draft(region)
    review_fully(region, item)
    return item


def _schedule(region: Region) -> Call:
    tomorrow = timezone.now() + timedelta(days=1)
    return partial(schedule_publication, officer(region), reviewed(region), due_at=tomorrow)


def scheduled(region: Region) -> Schedule:
    """Return a plan that is due by now."""
    item = reviewed(region)
    plan = schedule_publication(officer(region), item, due_at=timezone.now() + timedelta(days=1))
    Schedule.objects.filter(pk=plan.pk).update(due_at=timezone.now())
    return plan


def _of(plan: Schedule) -> Item:
    return Item.objects.get(pk=plan.record_id)


def _cancel(region: Region) -> Call:
    return partial(cancel_schedule, officer(region), _of(scheduled(region)))


def _publish_scheduled(region: Region) -> Call:
    plan = scheduled(region)
    return partial(publish_scheduled, SETUP, _of(plan), schedule=plan.pk)


def _refuse_scheduled(region: Region) -> Call:
    plan = scheduled(region)
    return partial(refuse_scheduled, SETUP, _of(plan), schedule=plan.pk, why="内容有改动")


def _sign(region: Region) -> Call:
    item = reviewed(region)
    signed = store("审批单.png", [PICTURE])
    submission = Submission.objects.get(record_type=item.type_name(), record_id=item.pk)
    return partial(file_signed_sheet, drafter(region), item, submission, file=signed, name="审批单.png")


def referred(region: Region) -> Item:
    item = submitted(region)
    review_secrecy(
        officer(region), item, conclusion=SecrecyConclusion.REFERRED, content_sha256=fresh(item).content_sha256(),
        summary="摘要", way="网站", scope="全社会", timing="审核通过后", reason="涉及未公布的统计数据",
        referred_to="示例区保密行政管理部门",
    )  # fmt: skip
    return item


def _answer(region: Region) -> Call:
    return partial(
        record_secrecy_answer, officer(region), referred(region), organ="示例区保密行政管理部门",
        answered_on=timezone.localdate(), conclusion=SecrecyConclusion.PUBLISHABLE,
        evidence=store("复函.txt", ["同意公开".encode()]), evidence_name="复函.txt",
    )  # fmt: skip


def _remedy(region: Region) -> Call:
    item = make_draft(region)
    publish_fully(region, item)
    withdraw(signer(region), item, reason="含有不应公开的内容。", leak=True)
    return partial(
        record_remedial_measures, officer(region), item, taken_on=timezone.localdate(), measures="删除缓存",
        notified="集约化平台",
    )  # fmt: skip


def _import_table(region: Region) -> Call:
    row = decision(region)
    text = table_text("decisions", {}, {"决定书文号": "示商罚〔2023〕1号", "事项": "改过的事项"})
    return partial(
        import_table,
        drafter(region),
        region.commerce,
        table="decisions",
        text=text,
        name="处罚.csv",
        reason="核对",
        seen={row.pk: row.version},
    )


def _restore_row(region: Region) -> Call:
    row = decision(region)
    strike_out_row(drafter(region), row, reason="误登记")
    return partial(restore_row, drafter(region), row, reason="误注销")


def _strike_out_row(region: Region) -> Call:
    row = decision(region)
    released(region, row)
    return partial(strike_out_row, officer(region), row, reason="误登记")


def _withdraw_row(region: Region) -> Call:
    row = decision(region)
    released(region, row)
    return partial(withdraw_row, signer(region), row, reason="决定已撤销")


REGISTERS: dict[str, Scenario] = {
    "record_row": lambda region: partial(record_row, drafter(region), region.commerce, model=Decision, **DECISION),
    "correct_row": lambda region: partial(
        correct_row, drafter(region), decision(region), version=1, reason="有误", subject="改过的事项"
    ),
    "strike_out_row": _strike_out_row,
    "restore_row": _restore_row,
    "import_table": _import_table,
    "propose_release": lambda region: partial(
        propose_release, drafter(region), region.commerce, register=Register.PENALTIES, rows=[decision(region).pk]
    ),
    "confirm_release": lambda region: partial(
        confirm_release, officer(region), proposed_rows(region, decision(region)), reviewed=True
    ),
    "decline_release": lambda region: partial(
        decline_release, officer(region), proposed_rows(region, decision(region)), reason="请核对"
    ),
    "withdraw_row": _withdraw_row,
}
SCENARIOS: dict[str, Scenario] = {
    **REGISTERS,
    "record_secrecy_answer": _answer,
    "record_remedial_measures": _remedy,
    "found_region": lambda _: partial(
        found_region, SETUP, Root(), name="另一示例区人民政府", short_name="另一区", slug="another", valid_from=FOUNDED
    ),
    "create_agency": _create_agency,
    "change_agency": lambda region: partial(change_agency, SETUP, region.commerce, leader="示例负责人"),
    "name_competent_department": lambda region: partial(
        name_competent_department, SETUP, region.government, region.justice
    ),
    "end_agency": _end_agency,
    "create_user": lambda region: partial(
        create_user, SETUP, region.commerce, username="newcomer", name="示例新人", password=PASSWORD
    ),
    "grant_role": _grant,
    "revoke_role": _revoke,
    "change_password": _change_password,
    **PEOPLE,
    "open_columns": _open_columns,
    "create_item": _create_item,
    "save_draft": lambda region: partial(save_draft, drafter(region), submitted(region), version=0, title="改了的标题"),
    "reassess": _reassess,
    "attach_file": _attach,
    "remove_attachment": _remove_attachment,
    "mask_personal_data": lambda region: partial(
        mask_personal_data, drafter(region), make_draft(region, body=RESIDENT_ID)
    ),
    "submit_for_review": lambda region: partial(submit_for_review, drafter(region), make_draft(region)),
    "approve_stage": _approve,
    "return_to_drafter": _return,
    "dismiss_remark": _dismiss,
    "review_secrecy": _secrecy,
    "publish": _publish,
    "publish_in_emergency": _emergency,
    "review_afterwards": _review_afterwards,
    "propose_import": _propose,
    "import_history": lambda region: partial(import_history, officer(region), proposed(region)),
    "register_elsewhere": _register,
    "schedule_publication": _schedule,
    "cancel_schedule": _cancel,
    "publish_scheduled": _publish_scheduled,
    "refuse_scheduled": _refuse_scheduled,
    "file_signed_sheet": _sign,
    "begin_rescan": lambda _: partial(begin_rescan, SETUP, Stock()),
    "finish_rescan": lambda _: partial(finish_rescan, SETUP, begin_rescan(SETUP, Stock())),
    "withdraw": _withdraw,
}
