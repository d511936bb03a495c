"""Personal data stops a draft until it is masked."""

import pytest
from django.urls import reverse
from tests.site.conftest import FOUNDED, SETUP, fresh, make_draft, pass_stage, publish_fully

from gongkai.privacy.resident_ids import check_digit
from gongkai.site.accounts.acts import grant_role
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial.acts import attach_file, dismiss_remark, submit_for_review, withdraw
from gongkai.site.editorial.files import read, store
from gongkai.site.editorial.models import Stage
from gongkai.site.editorial.privacy import mask_personal_data
from gongkai.site.editorial.remarks import examine

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
# Composed for tests: the region code and serial belong to nobody, the check digit is right.
STEM = "11010119000101001"
NUMBER = STEM + check_digit(STEM)


def test_an_id_number_in_the_text_stops_submission_until_it_is_masked(region):
    drafter = region.user("commerce", Role.DRAFTER)
    draft = make_draft(region, body=f"<p>补贴对象身份证号{NUMBER}。</p>")
    with pytest.raises(Refusal, match="正文"):
        submit_for_review(drafter, draft)
    mask_personal_data(drafter, draft)
    assert NUMBER not in fresh(draft).body
    submit_for_review(drafter, fresh(draft))


def test_an_id_number_in_a_file_stops_submission_until_it_is_masked(region, draft):
    drafter = region.user("commerce", Role.DRAFTER)
    attach_file(drafter, draft, store("名单.txt", [f"示例甲，{NUMBER}".encode()]), "名单.txt")
    with pytest.raises(Refusal, match=r"名单\.txt"):
        submit_for_review(drafter, draft)
    mask_personal_data(drafter, draft)
    attachment = fresh(draft).attachments().get()
    assert NUMBER.encode() not in read(attachment.file)
    submit_for_review(drafter, fresh(draft))


def test_a_mobile_number_is_let_through_by_others_with_a_reason_and_an_id_number_by_nobody(region):
    drafter, reviewer, officer = (
        region.user("commerce", role) for role in (Role.DRAFTER, Role.FIRST_REVIEWER, Role.DISCLOSURE_OFFICER)
    )
    draft = make_draft(region, body=f"<p>联系手机13800001234，证号{NUMBER}</p>")
    attach_file(officer, draft, store("附表.txt", ["示例附表".encode()]), "附表.txt")
    by_kind = {each.remark.kind: each.remark for each in examine(draft)}
    mobile = by_kind["privacy.mobile"].fingerprint
    for who in (drafter, officer):
        with pytest.raises(Refusal, match="不能由拟稿人、改稿人自己搁置"):
            dismiss_remark(who, draft, fingerprint=mobile, reason="工作手机")
    dismiss_remark(reviewer, draft, fingerprint=mobile, reason="工作手机，经负责人同意")
    with pytest.raises(Refusal, match="不能搁置"):
        dismiss_remark(reviewer, draft, fingerprint=by_kind["privacy.resident_id"].fingerprint, reason="无妨")


def test_what_others_have_to_judge_does_not_stop_submission_but_the_stage(region, client):
    draft = make_draft(region, body="<p>联系手机13800001234</p>")
    client.force_login(region.user("commerce", Role.DRAFTER), backend=BACKEND)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "由审核人员核实后搁置" in page
    assert "确认无误，搁置这条提示" not in page
    page = client.post(reverse("submit", args=["item", draft.pk]), follow=True).content.decode()
    assert "有 1 处由审核人员核实" in page
    with pytest.raises(Refusal, match="核实后搁置并写明理由，或者退回"):
        pass_stage(region, draft, Stage.FIRST)
    client.force_login(region.user("commerce", Role.FIRST_REVIEWER), backend=BACKEND)
    assert "确认无误，搁置这条提示" in client.get(reverse("review", args=["item", draft.pk])).content.decode()
    (mobile,) = [each.remark for each in examine(draft) if each.stops]
    dismiss_remark(
        region.user("commerce", Role.FIRST_REVIEWER), draft, fingerprint=mobile.fingerprint, reason="值班电话"
    )
    pass_stage(region, draft, Stage.FIRST)


def test_a_stopped_submission_names_the_worst_first_and_says_how_many(region):
    draft = make_draft(region, title="手机13800001234", body=f"<p>证号{NUMBER}</p>", summary=f"证号{NUMBER}")
    with pytest.raises(Refusal) as refused:
        submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    assert "手机" not in str(refused.value)
    assert "必须改正。须先处理的问题共有 2 处。" in str(refused.value)
    assert [each.remark.may_be_dismissed for each in examine(draft)] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("旧.doc", b"\xd0\xcf", "另存为 .docx"),
        ("宏.docm", b"PK\x03\x04", "宏"),
        ("空.txt", b"", "空文件"),
        ("程序.exe", b"MZ", "不能上传"),
        ("假.pdf", b"<html>", "不符"),
        ("坏.docx", b"PK\x03\x04rubbish", "没有上传"),
    ],
)
def test_a_file_that_cannot_be_examined_is_refused_in_words(db, name, data, says):
    with pytest.raises(Refusal, match=says):
        store(name, [data])


def test_what_stops_a_text_is_let_through_neither_by_a_fellow_drafter_nor_on_their_page(region, client):
    draft = make_draft(region, body="<p>值班手机 13800138000。</p>")
    fellow = region.user("justice", Role.DRAFTER)
    grant_role(SETUP, region.commerce, fellow, Role.DRAFTER, valid_from=FOUNDED)
    fellow = region.user("justice", Role.DRAFTER)
    (standing,) = examine(draft)
    with pytest.raises(Refusal, match="其他信息员"):
        dismiss_remark(fellow, draft, fingerprint=standing.remark.fingerprint, reason="工作手机")
    client.force_login(fellow, backend=BACKEND)
    assert 'name="remark"' not in client.get(draft.get_absolute_url()).content.decode()


def test_what_was_set_aside_before_a_withdrawal_is_looked_at_again(region):
    draft = make_draft(region, body="<p>值班手机 13800138000。</p>")
    reviewer, officer = (region.user("commerce", role) for role in (Role.FIRST_REVIEWER, Role.DISCLOSURE_OFFICER))
    (standing,) = examine(draft)
    given = {"fingerprint": standing.remark.fingerprint, "reason": "工作手机"}
    dismiss_remark(reviewer, draft, **given)
    publish_fully(region, draft)
    assert not examine(draft)[0].stops
    withdraw(officer, draft, reason="是个人手机。", leak=True)
    assert examine(draft)[0].stops
    dismiss_remark(reviewer, draft, **given)
    assert not examine(draft)[0].stops
