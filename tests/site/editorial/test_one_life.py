"""One item's whole life: drafted, reviewed three times, published, corrected, withdrawn."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.site.conftest import fresh, make_draft, pass_secrecy, pass_stage, publish_fully, review_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Denied, Invalid, Refusal
from gongkai.site.audit.chain import verify
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import publish, submit_for_review, withdraw
from gongkai.site.editorial.models import Publication, Stage


def test_an_item_lives(region, draft, tmp_path: Path):
    first = publish_fully(region, draft)
    assert Publication.objects.standing().get() == first
    assert fresh(draft).index_number == f"commerce/{first.recorded_at:%Y}-00001"

    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, body="<p>时间改为下周一。</p>")
    assert Publication.objects.standing().get() == first
    with pytest.raises(Refusal, match="更正说明"):
        publish_fully(region, draft)
    second = publish(
        region.user("commerce", Role.DISCLOSURE_OFFICER), draft, correction_note="活动时间有误，现予更正。"
    )
    assert Publication.objects.standing().get() == second
    assert second.published_at == first.published_at
    assert fresh(draft).index_number == second.index_number == first.index_number or second.index_number

    withdraw(region.user("commerce", Role.FINAL_REVIEWER), draft, reason="文件已停止执行。")
    assert not Publication.objects.standing().exists()
    assert verify(tmp_path) == []


def test_a_draft_stays_unpublished_until_all_three_stages_and_the_secrecy_review_are_passed(region, draft):
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    with pytest.raises(Refusal, match="三审三校还没有完成"):
        publish(officer, draft)
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    for stage in (Stage.FIRST, Stage.SECOND):
        pass_stage(region, draft, stage)
        with pytest.raises(Refusal, match="三审三校还没有完成"):
            publish(officer, draft)
    with pytest.raises(Refusal, match="保密审查"):
        pass_stage(region, draft, Stage.FINAL)
    pass_secrecy(region, draft)
    pass_stage(region, draft, Stage.FINAL)
    publish(officer, draft)


def test_any_change_after_a_stage_begins_again_at_the_first(region, draft):
    review_fully(region, draft)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="另一个标题")
    with pytest.raises(Refusal, match="有改动"):
        publish(region.user("commerce", Role.DISCLOSURE_OFFICER), draft)
    publish_fully(region, draft)


def test_the_drafter_and_strangers_review_nothing(region, draft):
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    with pytest.raises(Denied):
        pass_stage(region, draft, Stage.FIRST, "justice")
    with pytest.raises(Refusal, match="已经办结"):
        pass_stage(region, draft, Stage.SECOND)


@pytest.mark.parametrize("table", ["editorial_publication", "editorial_review", "audit_event"])
def test_the_database_itself_refuses_to_change_or_delete_the_ledger(region, draft, table):
    publish_fully(region, draft)
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_draft_that_cannot_be_is_not_submitted_and_the_refusal_says_which_field(region, draft):
    type(draft).objects.filter(pk=draft.pk).update(title="")
    with pytest.raises(Invalid) as refused:
        submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    assert set(refused.value.errors) == {"title"}


def test_two_drafts_are_told_apart(region):
    one, two = make_draft(region), make_draft(region, title="又一份")
    publish_fully(region, one)
    publish_fully(region, two)
    assert sorted(Publication.objects.values_list("seq", flat=True)) == [1, 2]


def test_the_reviewer_of_a_correction_is_shown_what_changed_and_nothing_else(region, draft, client):
    publish_fully(region, draft)
    drafter = region.user("commerce", Role.DRAFTER)
    save_draft(drafter, fresh(draft), version=fresh(draft).version, body="<p>现将有关事项更正如下。</p>")
    submit_for_review(drafter, fresh(draft))
    client.force_login(region.user("commerce", Role.FIRST_REVIEWER))
    shown = client.get(f"/office/review/item/{draft.pk}/").context["changes"]
    assert [each.label for each in shown] == ["正文"]
