"""Personal data stops a draft until it is masked."""

import pytest
from tests.site.conftest import fresh, make_draft

from gongkai.privacy.resident_ids import check_digit
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial.acts import attach_file, dismiss_remark, submit_for_review
from gongkai.site.editorial.files import read, store
from gongkai.site.editorial.privacy import mask_personal_data
from gongkai.site.editorial.remarks import examine

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


def test_a_mobile_number_may_be_let_through_with_a_reason_and_an_id_number_may_not(region):
    drafter = region.user("commerce", Role.DRAFTER)
    draft = make_draft(region, body=f"<p>联系手机13800001234，证号{NUMBER}</p>")
    by_kind = {each.remark.kind: each.remark for each in examine(draft)}
    dismiss_remark(drafter, draft, fingerprint=by_kind["privacy.mobile"].fingerprint, reason="工作手机，经负责人同意")
    with pytest.raises(Refusal, match="不能搁置"):
        dismiss_remark(drafter, draft, fingerprint=by_kind["privacy.resident_id"].fingerprint, reason="无妨")


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
