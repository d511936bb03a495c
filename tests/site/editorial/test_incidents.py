"""Emergencies and leaks: who let something out, by when it is reviewed, and what was done after a leak."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import FOUNDED, SETUP, make_draft, pass_secrecy, publish_fully, review_fully

from gongkai.site.accounts.acts import grant_role
from gongkai.site.accounts.delegations import name_deputy
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import attach_file, publish_in_emergency, review_afterwards, withdraw
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Publication, RemedialMeasures
from gongkai.site.editorial.remedial import record_remedial_measures
from gongkai.site.editorial.templatetags.editorial import where_to
from gongkai.site.editorial.worklist import Errand, waiting_for

BACKEND = "gongkai.site.accounts.backend.RoleBackend"


@pytest.fixture
def officer(region):
    return region.user("commerce", Role.DISCLOSURE_OFFICER)


def errands(user) -> dict:
    return {each.errand: each for each in waiting_for(user)}


def test_an_emergency_names_its_approver_and_its_review_is_late_after_its_hour(region, draft, client, monkeypatch):
    approver, reviewer = (region.user("commerce", role) for role in (Role.FINAL_REVIEWER, Role.SECOND_REVIEWER))
    pass_secrecy(region, draft)
    published = publish_in_emergency(approver, draft)
    assert published.emergency_review_due == published.recorded_at + timedelta(hours=24)
    assert Errand.REVIEW_AFTERWARDS not in errands(approver)
    waiting = errands(reviewer)[Errand.REVIEW_AFTERWARDS]
    due = timezone.localtime(published.emergency_review_due)
    assert f"由{approver}批准应急公开，限 {due:%Y-%m-%d %H:%M} 前补审" in waiting.note
    assert not waiting.late
    client.force_login(reviewer, backend=BACKEND)
    assert f"由{approver}批准应急公开" in client.get(draft.get_absolute_url()).content.decode()

    monkeypatch.setattr("django.utils.timezone.now", lambda: due + timedelta(minutes=1))
    assert errands(reviewer)[Errand.REVIEW_AFTERWARDS].late
    review_afterwards(reviewer, draft, publication=published.pk, opinion="属实，内容无误")
    assert Errand.REVIEW_AFTERWARDS not in errands(reviewer)


def test_an_emergency_does_without_neither_secrecy_review_nor_a_second_person(region, draft):
    approver = region.user("commerce", Role.FINAL_REVIEWER)
    with pytest.raises(Refusal, match="保密审查"):
        publish_in_emergency(approver, draft)
    pass_secrecy(region, draft)
    published = publish_in_emergency(approver, draft)
    with pytest.raises(Refusal, match="批准人和拟稿人以外"):
        review_afterwards(approver, draft, publication=published.pk, opinion="同意")


def test_whoever_reviewed_the_secrecy_does_not_let_it_out_in_an_emergency(region, draft):
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    grant_role(SETUP, region.commerce, officer, Role.FINAL_REVIEWER, valid_from=FOUNDED)
    pass_secrecy(region, draft)
    with pytest.raises(Refusal, match="两个人把关"):
        publish_in_emergency(region.user("commerce", Role.DISCLOSURE_OFFICER), draft)
    deputy = deputy_of(region, Role.DISCLOSURE_OFFICER, Role.SECOND_REVIEWER)
    other = make_draft(region, title="另一条")
    region.people = {**region.people, ("commerce", Role.DISCLOSURE_OFFICER): deputy}
    review = pass_secrecy(region, other)
    assert (review.reviewer, review.on_behalf_of) == (deputy, officer)
    with pytest.raises(Refusal, match="两个人把关"):
        publish_in_emergency(officer, other)


def deputy_of(region, role: Role, deputy: Role):
    away, today = region.user("commerce", role), timezone.localdate()
    name_deputy(
        away, away.memberships.get(role=role), region.user("commerce", deputy), valid_from=today, valid_to=today
    )
    return region.user("commerce", deputy)


def test_whom_a_deputy_approved_an_emergency_for_does_not_review_it(region, draft):
    signer = region.user("commerce", Role.FINAL_REVIEWER)
    deputy = deputy_of(region, Role.FINAL_REVIEWER, Role.SECOND_REVIEWER)
    pass_secrecy(region, draft)
    published = publish_in_emergency(deputy, draft)
    assert (published.emergency_approver, published.emergency_approved_for) == (deputy, signer)
    assert Errand.REVIEW_AFTERWARDS not in errands(signer)
    with pytest.raises(Refusal, match="批准人"):
        review_afterwards(signer, draft, publication=published.pk, opinion="同意")
    review = review_afterwards(
        region.user("commerce", Role.FIRST_REVIEWER), draft, publication=published.pk, opinion="同意"
    )
    assert review.content_sha256 == published.content_sha256


def test_each_emergency_has_a_review_of_its_own_also_when_it_stands_no_more(region, draft, client):
    drafter, approver, reviewer = (
        region.user("commerce", role) for role in (Role.DRAFTER, Role.FINAL_REVIEWER, Role.SECOND_REVIEWER)
    )
    pass_secrecy(region, draft)
    first = publish_in_emergency(approver, draft)
    save_draft(drafter, draft, version=0, title="更正后的标题")
    pass_secrecy(region, draft)
    second = publish_in_emergency(approver, draft, correction_note="标题有误。")
    withdraw(approver, draft, reason="情况有变。")
    waiting = [each.publication for each in waiting_for(reviewer) if each.errand == Errand.REVIEW_AFTERWARDS]
    assert waiting == [first.pk, second.pk]
    client.force_login(reviewer, backend=BACKEND)
    addresses = [reverse("review_afterwards", args=["item", draft.pk, each.pk]) for each in (first, second)]
    shown, item = client.get(reverse("worklist")).content.decode(), client.get(draft.get_absolute_url())
    assert all(each in shown and each in item.content.decode() for each in addresses)
    assert "关于开展促消费活动的通知" in client.get(addresses[0]).content.decode()
    assert "已经撤回，仍要补审" in client.get(addresses[1]).content.decode()
    assert client.post(addresses[0], {"opinion": " "}).status_code == 422
    assert client.post(addresses[0], {"opinion": "属实"}).status_code == 302
    assert [each.publication for each in waiting_for(reviewer)] == [second.pk]
    with pytest.raises(Refusal, match="没有等待补审"):
        review_afterwards(reviewer, draft, publication=first.pk, opinion="再审")
    assert "属实" in client.get(addresses[0]).content.decode()
    client.force_login(approver, backend=BACKEND)
    assert "补审应由批准人" in client.get(addresses[1]).content.decode()


def test_files_of_an_emergency_are_there_for_its_reviewer_after_the_withdrawal(region, draft, client):
    attach_file(region.user("commerce", Role.DRAFTER), draft, store("附表.txt", ["示例附表".encode()]), "附表.txt")
    pass_secrecy(region, draft)
    published = publish_in_emergency(region.user("commerce", Role.FINAL_REVIEWER), draft)
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), draft, reason="情况有变。")
    address = reverse("emergency_file", args=["item", draft.pk, published.pk, 1])
    client.force_login(region.user("commerce", Role.FIRST_REVIEWER), backend=BACKEND)
    assert b"".join(client.get(address).streaming_content) == "示例附表".encode()
    client.force_login(region.user("justice", Role.FIRST_REVIEWER), backend=BACKEND)
    assert client.get(address).status_code == 404


def test_an_emergency_is_begun_on_its_page(region, draft, client):
    signer = region.user("commerce", Role.FINAL_REVIEWER)
    client.force_login(signer, backend=BACKEND)
    address = reverse("publish_in_emergency", args=["item", draft.pk])
    assert address in client.get(draft.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert "先作保密审查" in page
    assert "批准应急公开" not in page
    assert client.post(address).status_code == 422
    pass_secrecy(region, draft)
    assert "批准应急公开" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Publication.objects.standing().get().emergency_approver == signer
    assert f'"{address}"' not in client.get(draft.get_absolute_url()).content.decode()
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="更正后的标题")
    pass_secrecy(region, draft)
    assert client.post(address, {"correction_note": ""}).status_code == 422
    assert client.post(address, {"correction_note": "标题有误。"}).status_code == 302


def test_a_leak_stays_in_the_worklist_until_what_was_done_is_recorded(region, draft, officer, client):
    publish_fully(region, draft)
    withdraw(officer, draft, reason="含有不应公开的内容。", leak=True)
    assert Errand.REMEDY in errands(officer)
    client.force_login(officer, backend=BACKEND)
    address = reverse("remedial_measures", args=["item", draft.pk])
    assert address in client.get(reverse("worklist")).content.decode()
    page = client.post(address, {"taken_on": f"{timezone.localdate()}", "measures": "已通知平台删除缓存"})
    assert page.status_code == 422
    assert "已通知平台删除缓存" in page.content.decode()
    given = {
        "taken_on": f"{timezone.localdate()}", "measures": "已通知平台删除缓存", "notified": "集约化平台、当事人"
    }  # fmt: skip
    history = client.post(address, given, follow=True).content.decode()
    assert "已通知平台删除缓存" in history
    assert "集约化平台、当事人" in history
    assert "记录补救措施" in history
    assert Errand.REMEDY not in errands(officer)
    assert address in history


def test_measures_are_added_to_and_are_of_a_leak_alone(region, draft, officer):
    publish_fully(region, draft)
    today = timezone.localdate()
    with pytest.raises(Refusal, match="没有因泄露撤回过"):
        record_remedial_measures(officer, draft, taken_on=today, measures="一", notified="二")
    withdraw(officer, draft, reason="含有不应公开的内容。", leak=True)
    for days in (-1, 1):
        with pytest.raises(Refusal, match="撤回之日"):
            record_remedial_measures(
                officer, draft, taken_on=today + timedelta(days=days), measures="一", notified="二"
            )
    with pytest.raises(Refusal, match="请写明"):
        record_remedial_measures(officer, draft, taken_on=today, measures="一", notified=" ")
    for measures in ("删除缓存", "通知转载网站"):
        record_remedial_measures(officer, draft, taken_on=today, measures=measures, notified="集约化平台")
    assert RemedialMeasures.objects.count() == 2


def test_what_was_done_about_a_leak_is_not_public(region, draft, officer, client):
    publish_fully(region, draft)
    withdraw(officer, draft, reason="含有不应公开的内容。", leak=True)
    record_remedial_measures(officer, draft, taken_on=timezone.localdate(), measures="删除缓存", notified="集约化平台")
    shown = client.get(reverse("public_item", args=[draft.pk])).content.decode()
    assert "删除缓存" not in shown
    assert "集约化平台" not in shown


LEAKING = "误登了张三的手机号 13800138000。"


def test_words_to_the_public_hold_nothing_that_must_not_become_public(region, draft, officer, client):
    client.force_login(officer, backend=BACKEND)
    publish_fully(region, draft)
    page = client.post(reverse("withdraw", args=["item", draft.pk]), {"reason": LEAKING, "leak": "on"})
    assert page.status_code == 422
    assert "138****8000" in page.context["form"].errors["reason"][0]
    assert LEAKING in page.content.decode()
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="更正后的标题")
    review_fully(region, draft)
    later = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    for route, given in (("publish", {}), ("schedule", {"due_at": later})):
        page = client.post(reverse(route, args=["item", draft.pk]), {"correction_note": LEAKING, **given})
        assert page.status_code == 422
        assert "138****8000" in page.context["form"].errors["correction_note"][0]
    client.force_login(region.user("commerce", Role.FINAL_REVIEWER), backend=BACKEND)
    page = client.post(reverse("publish_in_emergency", args=["item", draft.pk]), {"correction_note": LEAKING})
    assert "138****8000" in page.context["form"].errors["correction_note"][0]
    assert Publication.objects.count() == 1


def test_a_correction_in_an_emergency_may_hide_what_was_before(region, draft, client):
    signer = region.user("commerce", Role.FINAL_REVIEWER)
    pass_secrecy(region, draft)
    with pytest.raises(Refusal, match="没有旧版"):
        publish_in_emergency(signer, draft, hides_earlier=True)
    publish_in_emergency(signer, draft)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="更正后的标题")
    pass_secrecy(region, draft)
    client.force_login(signer, backend=BACKEND)
    address = reverse("publish_in_emergency", args=["item", draft.pk])
    assert 'name="hides_earlier"' in client.get(address).content.decode()
    assert client.post(address, {"correction_note": "删去误写的内容。", "hides_earlier": "on"}).status_code == 302
    assert Publication.objects.standing().get().hides_earlier


def test_whoever_reviewed_the_secrecy_of_an_emergency_does_not_review_it_afterwards(region, draft, officer):
    grant_role(SETUP, region.commerce, officer, Role.FIRST_REVIEWER, valid_from=FOUNDED)
    pass_secrecy(region, draft)
    published = publish_in_emergency(region.user("commerce", Role.FINAL_REVIEWER), draft)
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    assert Errand.REVIEW_AFTERWARDS not in errands(officer)
    with pytest.raises(Refusal, match="保密审查"):
        review_afterwards(officer, draft, publication=published.pk, opinion="同意")


def test_the_competent_department_is_told_of_a_review_afterwards_that_is_late(region, draft, client, monkeypatch):
    pass_secrecy(region, draft)
    published = publish_in_emergency(region.user("commerce", Role.FINAL_REVIEWER), draft)
    department = region.user("office", Role.COMPETENT_DEPARTMENT)
    assert errands(department) == {}
    late = published.emergency_review_due + timedelta(minutes=1)
    with monkeypatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: late)
        waiting = errands(region.user("office", Role.COMPETENT_DEPARTMENT))[Errand.NOT_REVIEWED]
        assert waiting.late
    assert "请督促" in waiting.note
    client.force_login(department, backend=BACKEND)
    assert client.get(where_to(waiting)).status_code == 200
    review_afterwards(region.user("commerce", Role.FIRST_REVIEWER), draft, publication=published.pk, opinion="属实")
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert errands(region.user("office", Role.COMPETENT_DEPARTMENT)) == {}
