"""What people wrote stands in rows of its own; the chain holds a salted digest of it, and ids."""

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.site.committing import without_triggers
from tests.site.faults.scenarios import SCENARIOS

from gongkai.site.accounts.acts import disable_user
from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.canonical import digest
from gongkai.site.audit.chain import export, verify
from gongkai.site.audit.models import Event, Words
from gongkai.site.audit.verifier import verify_export

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
# Ids, codes of closed lists, names of fields, days and times, digests.
PLAIN = re.compile(r"[a-z0-9_.]{1,64}|\d{4}-\d\d-\d\d([T ][\d:.+]+Z?)?")


def values(facts):
    if isinstance(facts, dict):
        return [value for name, each in facts.items() if name != "command" for value in values(each)]
    return [value for each in facts for value in values(each)] if isinstance(facts, list) else [facts]


def administrator(region):
    return region.user("government", Role.SYSTEM_ADMINISTRATOR)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_no_act_chains_what_somebody_wrote_and_the_chain_is_true_of_what_it_did(region, tmp_path, name):
    SCENARIOS[name](region)()
    assert verify(tmp_path) == []
    chained = [value for facts in Event.objects.values_list("facts", flat=True) for value in values(facts)]
    assert [value for value in chained if isinstance(value, str) and not PLAIN.fullmatch(value)] == []


def test_a_reason_stands_in_its_row_and_on_the_page(region, client):
    drafter = region.user("commerce", Role.DRAFTER)
    disable_user(administrator(region), drafter, reason="调离岗位，电话 13800138000")
    event = Event.objects.get(act="disable_user")
    assert "13800138000" not in str(event.facts)
    assert event.words.said == {"reason": "调离岗位，电话 13800138000"}
    client.force_login(administrator(region), backend=BACKEND)
    assert "调离岗位，电话 13800138000" in client.get(reverse("person", args=[drafter.pk])).content.decode()
    client.force_login(region.user("government", Role.AUDIT_ADMINISTRATOR), backend=BACKEND)
    assert "调离岗位，电话 13800138000" in client.get(reverse("audit"), {"act": "disable_user"}).content.decode()


def test_what_was_changed_of_an_agency_is_told_and_not_chained(region, client):
    change_agency(administrator(region), region.commerce, leader="示例负责人", office_phone="示例电话一")
    event = Event.objects.get(act="change_agency")
    assert event.facts["changed"] == ["leader", "office_phone"]
    assert "示例" not in str(event.facts)
    client.force_login(administrator(region), backend=BACKEND)
    page = client.get(reverse("agency", args=[region.commerce.pk])).content.decode()
    assert "<del>—</del> → <ins>示例负责人</ins>" in page


def test_the_digest_is_salted_and_of_this_event_alone(region, settings):
    for role in (Role.DRAFTER, Role.FIRST_REVIEWER):
        disable_user(administrator(region), region.user("commerce", role), reason="调离")
    one, other = Event.objects.filter(act="disable_user")
    assert one.facts["words"] != other.facts["words"]
    assert digest(one.words.said) not in str(one.facts)
    settings.AUDIT_SALT = "another salt of no worth anywhere else"
    assert "摘要不符" in verify(settings.HEADS_ROOT)[0].what


@pytest.mark.parametrize("attack", ["changed", "removed", "added"])
def test_words_that_were_tampered_with_are_found(region, settings, tmp_path, attack):
    disable_user(administrator(region), region.user("commerce", Role.DRAFTER), reason="调离")
    event = Event.objects.get(act="disable_user")
    assert verify(tmp_path) == []
    with without_triggers():
        if attack == "changed":
            Words.objects.filter(event=event).update(said={"reason": "违纪"})
        elif attack == "removed":
            Words.objects.filter(event=event).delete()
        else:
            event = Event.objects.filter(words=None).first()
            Words(event=event, said={"reason": "补写的"}).save()
    (found,) = verify(tmp_path)
    assert (found.agency, found.seq) == (event.agency, event.seq)


def test_an_export_verifies_alone_and_carries_no_words(region, tmp_path):
    disable_user(administrator(region), region.user("commerce", Role.DRAFTER), reason="调离")
    to = tmp_path / date(2026, 1, 2).isoformat()
    export(to, tmp_path / "heads")
    assert verify_export(to) == []
    assert all("调离" not in path.read_text("utf-8") for path in to.iterdir())
