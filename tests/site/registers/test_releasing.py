"""What of a register is public: only what two people let out, with the names of people masked, and not for longer."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.site.conftest import SETUP
from tests.site.registers.samples import DECISION, PERSON, decision, fee_item, proposed, released

from gongkai.privacy.people import masked_name
from gongkai.site.accounts.delegations import name_deputy
from gongkai.site.agencies.acts import end_agency
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Denied, Invalid, Refusal
from gongkai.site.registers.acts import correct_row, restore_row, strike_out_row
from gongkai.site.registers.errands import releases
from gongkai.site.registers.models import Decision, PublicEntry, Register, Withdrawal
from gongkai.site.registers.releasing import (
    awaiting_release,
    confirm_release,
    decline_release,
    propose_release,
    withdraw_row,
)

BACKEND = "gongkai.site.accounts.backend.RoleBackend"


@pytest.fixture
def officer(region):
    return region.user("commerce", Role.DISCLOSURE_OFFICER)


@pytest.fixture
def drafter(region):
    return region.user("commerce", Role.DRAFTER)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张某"),
        ("张小明", "张某某"),
        ("欧阳小明", "欧阳某某"),
        ("欧阳", "欧某"),
        ("阿卜杜·热合曼", "阿某某"),
        ("李 四", "李某"),
    ],
)
def test_of_a_person_the_surname_stays(name, shown):
    assert masked_name(name) == shown


def test_a_natural_person_is_not_named_in_what_is_public(region):
    (entry,) = released(region, decision(region, **PERSON))
    assert entry.content["party"] == "欧阳某某"
    assert entry.content["subject"] == "欧阳某某无照经营"
    assert "欧阳小明" not in entry.canonical


def test_one_person_proposes_and_another_confirms(region, officer, drafter):
    own = propose_release(officer, region.commerce, register=Register.PENALTIES, rows=[decision(region).pk])
    with pytest.raises(Refusal, match="两个人"):
        confirm_release(officer, own, reviewed=True)
    with pytest.raises(Denied):
        confirm_release(drafter, own, reviewed=True)
    with pytest.raises(Denied):
        confirm_release(region.user("justice", Role.DISCLOSURE_OFFICER), own, reviewed=True)
    assert not PublicEntry.objects.exists()


def test_a_deputy_and_whom_they_stand_in_for_are_one_person(region, officer, client):
    second, today = region.user("commerce", Role.SECOND_REVIEWER), timezone.localdate()
    name_deputy(officer, officer.memberships.get(), second, valid_from=today, valid_to=today)
    deputy = region.user("commerce", Role.SECOND_REVIEWER)
    row, other = decision(region), decision(region, number="示商罚〔2023〕5号")
    by_deputy = propose_release(deputy, region.commerce, register=Register.PENALTIES, rows=[row.pk])
    by_officer = propose_release(officer, region.commerce, register=Register.PENALTIES, rows=[other.pk])
    assert by_deputy.on_behalf_of == officer
    for who, release in ((officer, by_deputy), (deputy, by_officer), (deputy, by_deputy)):
        with pytest.raises(Refusal, match="两个人"):
            confirm_release(who, release, reviewed=True)
        assert release not in {each.record for each in releases(who)}
        client.force_login(who, backend=BACKEND)
        assert not client.get(release.get_absolute_url()).context["may_answer"]
    assert not PublicEntry.objects.exists()


def test_the_database_refuses_one_person_for_both(region, officer):
    release = proposed(region, decision(region))
    fields = {
        "release": release, "agency": region.commerce, "register": "penalties", "record_type": "registers.decision",
        "record_id": 1, "version": 1, "day": DECISION["decided_on"], "canonical": "{}", "content_sha256": "",
        "at": release.at,
    }  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicEntry.objects.create(**fields, proposed_by=officer, confirmed_by=officer)


def test_a_release_is_reviewed_and_answered_once(region, officer):
    release = proposed(region, decision(region))
    with pytest.raises(Invalid, match="核对并勾选"):
        confirm_release(officer, release, reviewed=False)
    with pytest.raises(Invalid, match="原因"):
        decline_release(officer, release, reason="")
    confirm_release(officer, release, reviewed=True)
    for again in (lambda: confirm_release(officer, release, reviewed=True),
                  lambda: decline_release(officer, release, reason="晚了")):  # fmt: skip
        with pytest.raises(Refusal, match="已经办结"):
            again()


def test_what_changed_after_it_was_proposed_is_proposed_again(region, officer, drafter):
    row, other = decision(region), decision(region, number="示商罚〔2023〕5号")
    release = proposed(region, row, other)
    correct_row(drafter, row, version=1, reason="有误", subject="改过的事项")
    with pytest.raises(Refusal, match="1 条登记在提请之后又有改动"):
        confirm_release(officer, release, reviewed=True)
    assert not PublicEntry.objects.exists()
    decline_release(officer, release, reason="重新提请")
    assert awaiting_release(Register.PENALTIES, region.commerce.pk).count() == 2


def test_what_is_proposed_or_public_is_not_proposed_again(region, drafter):
    row = decision(region)
    proposed(region, row)
    with pytest.raises(Refusal, match="没有可以提请"):
        proposed(region, row)
    fees = fee_item(region)
    released(region, fees)
    with pytest.raises(Refusal, match="没有可以提请"):
        proposed(region, fees)


def test_a_correction_shows_when_it_is_released_with_its_note(region, drafter):
    row = decision(region)
    released(region, row)
    row = correct_row(drafter, row, version=1, reason="笔误", subject="改过的事项")
    assert PublicEntry.objects.standing().get().content["subject"] == "未按规定备案"
    with pytest.raises(Invalid, match="更正说明"):
        released(region, row)
    released(region, row, note="事项名称有误，现予更正。")
    entry = PublicEntry.objects.standing().get()
    assert (entry.content["subject"], entry.correction_note) == ("改过的事项", "事项名称有误，现予更正。")


def test_a_withdrawal_is_at_once_and_stays(region, officer, drafter):
    row = decision(region)
    released(region, row)
    with pytest.raises(Denied):
        withdraw_row(drafter, row, reason="决定已撤销")
    withdraw_row(region.user("office", Role.COMPETENT_DEPARTMENT), row, reason="决定已撤销")
    assert not PublicEntry.objects.standing().exists()
    assert not Decision.objects.get().struck_out
    with pytest.raises(Refusal, match="不需要撤回"):
        withdraw_row(officer, row, reason="决定已撤销")
    assert not awaiting_release(Register.PENALTIES, region.commerce.pk).exists()


@pytest.mark.parametrize("take_away", [withdraw_row, strike_out_row])
def test_what_is_taken_back_does_not_return_by_what_was_proposed_before(region, officer, drafter, take_away):
    row, other = decision(region), decision(region, number="示商罚〔2023〕5号")
    released(region, row)
    row = correct_row(drafter, row, version=1, reason="笔误", subject="改过的事项")
    pending = proposed(region, row, other, note="事项名称有误，现予更正。")
    take_away(officer, row, reason="决定已撤销")
    with pytest.raises(Refusal, match="已经办结"):
        confirm_release(officer, pending, reviewed=True)
    assert not PublicEntry.objects.standing().exists()
    assert other in awaiting_release(Register.PENALTIES, region.commerce.pk)


def test_a_release_older_than_a_withdrawal_is_not_confirmed(region, officer, drafter):
    row = decision(region)
    (entry,) = released(region, row)
    row = correct_row(drafter, row, version=1, reason="笔误", subject="改过的事项")
    pending = proposed(region, row, note="事项名称有误，现予更正。")
    Withdrawal.objects.create(entry=entry, reason="决定已撤销", by=officer, at=timezone.now())
    with pytest.raises(Refusal, match="在提请之后已撤回公开"):
        confirm_release(officer, pending, reviewed=True)
    decline_release(officer, pending, reason="重新提请")
    released(region, row)
    assert PublicEntry.objects.standing().get().version == 2


def test_of_an_agency_that_ended_what_stands_is_corrected_and_withdrawn_and_nothing_else(region, drafter):
    row, hidden, waiting, struck = (decision(region, number=f"示商罚〔2023〕{n}号") for n in range(4))
    released(region, row)
    pending = proposed(region, waiting)
    strike_out_row(drafter, struck, reason="误登记")
    yesterday = timezone.localdate() - timedelta(days=1)
    end_agency(SETUP, region.commerce, on=yesterday, successors=[region.justice], basis="示例机构改革方案")
    ended = Agency.objects.get(slug="commerce")
    clerk, chief = (region.user("justice", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    penalties = {"register": Register.PENALTIES}
    for new in (
        lambda: confirm_release(chief, pending, reviewed=True),
        lambda: propose_release(clerk, ended, rows=[row.pk, hidden.pk], **penalties),
        lambda: correct_row(clerk, Decision.objects.get(pk=hidden.pk), version=1, reason="笔误", subject="改"),
        lambda: restore_row(clerk, Decision.objects.get(pk=struck.pk), reason="误注销"),
    ):
        with pytest.raises(Refusal, match="承继机关"):
            new()
    row = correct_row(clerk, Decision.objects.get(pk=row.pk), version=1, reason="笔误", subject="改过的事项")
    correction = propose_release(clerk, ended, rows=[row.pk], note="事项名称有误，现予更正。", **penalties)
    confirm_release(chief, correction, reviewed=True)
    assert PublicEntry.objects.standing().get().content["subject"] == "改过的事项"
    withdraw_row(chief, row, reason="决定已撤销")
    assert not PublicEntry.objects.standing().exists()


@pytest.mark.parametrize("words", ["欧阳 小明申请撤回", "当事人电话13800138000"])
def test_what_the_public_reads_of_a_withdrawal_or_correction_names_nobody(region, officer, drafter, words):
    row = decision(region, **PERSON)
    released(region, row)
    for take_away in (withdraw_row, strike_out_row):
        with pytest.raises(Invalid, match="不宜公开的内容") as refused:
            take_away(officer, row, reason=words)
        assert "reason" in refused.value.errors
    row = correct_row(drafter, row, version=1, reason="笔误", subject="改过的事项")
    with pytest.raises(Refusal, match=r"不宜公开的内容|自然人姓名"):
        proposed(region, row, note=words)
    assert PublicEntry.objects.standing().count() == 1


def test_no_flag_of_a_row_makes_it_public(region):
    decision(region)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registers_decision SET version = 99, struck_out_because = 'x'")
    assert not PublicEntry.objects.exists()
    assert json.loads(json.dumps(Decision.objects.get().public_content()))
