"""Emergencies and leaks: who let something out, by when it is reviewed, and what was done after a leak."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import pass_secrecy, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial.acts import publish_in_emergency, review_afterwards, withdraw
from gongkai.site.editorial.models import RemedialMeasures
from gongkai.site.editorial.remedial import record_remedial_measures
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
    review_afterwards(reviewer, draft, opinion="属实，内容无误")
    assert Errand.REVIEW_AFTERWARDS not in errands(reviewer)


def test_an_emergency_does_without_neither_secrecy_review_nor_a_second_person(region, draft):
    approver = region.user("commerce", Role.FINAL_REVIEWER)
    with pytest.raises(Refusal, match="保密审查"):
        publish_in_emergency(approver, draft)
    pass_secrecy(region, draft)
    publish_in_emergency(approver, draft)
    with pytest.raises(Refusal, match="批准人和拟稿人以外"):
        review_afterwards(approver, draft, opinion="同意")


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
