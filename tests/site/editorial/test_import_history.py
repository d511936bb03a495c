"""What was public before the site came is entered by two people, examined like everything else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import fresh, make_draft, noon, publish_fully

from gongkai.site.accounts.delegations import name_deputy
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import import_history, propose_import
from gongkai.site.editorial.models import Publication
from gongkai.site.editorial.worklist import Errand, waiting_for

THEN = noon(date(2023, 3, 1))


def test_one_person_alone_imports_nothing(region):
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    old = make_draft(region)
    with pytest.raises(Refusal, match="没有等待核对的导入"):
        import_history(officer, old)
    propose_import(officer, old, source="区政府网站旧版", published_at=THEN)
    with pytest.raises(Refusal, match="两个人"):
        import_history(officer, old)
    assert not Publication.objects.exists()


def test_a_deputy_and_whom_they_stand_in_for_are_one_person(region):
    """Also where the deputy proposed and the officer is back, or stands beside another deputy."""
    officer, second = (region.user("commerce", role) for role in (Role.DISCLOSURE_OFFICER, Role.SECOND_REVIEWER))
    today = timezone.localdate()
    name_deputy(officer, officer.memberships.get(), second, valid_from=today, valid_to=today)
    deputy = region.user("commerce", Role.SECOND_REVIEWER)
    by_deputy, by_officer = make_draft(region), make_draft(region, title="另一条")
    propose_import(deputy, by_deputy, source="区政府网站旧版", published_at=THEN)
    propose_import(officer, by_officer, source="区政府网站旧版", published_at=THEN)
    assert by_deputy.pk not in {each.record.pk for each in waiting_for(officer)}
    assert by_officer.pk not in {each.record.pk for each in waiting_for(region.user("commerce", Role.SECOND_REVIEWER))}
    for who, item in ((officer, by_deputy), (deputy, by_officer)):
        with pytest.raises(Refusal, match="两个人"):
            import_history(who, item)


def test_the_ledger_keeps_both_people_the_source_and_the_time(region):
    drafter, officer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    old = make_draft(region)
    propose_import(drafter, old, source=" 区政府网站旧版 ", published_at=THEN)
    entered = import_history(officer, old)
    assert (entered.published_by, entered.import_confirmed_by) == (drafter, officer)
    assert (entered.import_source, entered.published_at) == ("区政府网站旧版", THEN)


def test_what_changed_after_it_was_proposed_is_proposed_again(region):
    drafter, officer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    old = make_draft(region)
    propose_import(drafter, old, source="区政府网站旧版", published_at=THEN)
    save_draft(drafter, old, version=fresh(old).version, title="改过的标题")
    with pytest.raises(Refusal, match="改动"):
        import_history(officer, old)


def test_history_that_leaks_is_not_imported(region):
    old = make_draft(region, body="<p>联系人示例某，身份证号 11010519491231002X。</p>")
    with pytest.raises(Refusal, match="身份证"):
        propose_import(region.user("commerce", Role.DRAFTER), old, source="旧版", published_at=THEN)


@pytest.mark.parametrize(
    ("source", "published_at", "says"),
    [
        pytest.param("  ", THEN, "来源", id="no source"),
        pytest.param("旧版", timezone.now() + timedelta(days=400), "将来", id="in the future"),
        pytest.param("旧版", timezone.now() - timedelta(minutes=1), "三审三校", id="while the agency publishes here"),
    ],
)
def test_what_cannot_be_is_refused(region, source, published_at, says):
    with pytest.raises(Refusal, match=says):
        propose_import(
            region.user("commerce", Role.DRAFTER), make_draft(region), source=source, published_at=published_at
        )


def test_what_was_public_here_is_no_history(region):
    item = make_draft(region)
    publish_fully(region, item)
    with pytest.raises(Refusal, match="三审三校"):
        propose_import(region.user("commerce", Role.DRAFTER), fresh(item), source="旧版", published_at=THEN)


def test_the_second_person_finds_it_among_what_waits(region, client):
    drafter, officer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    old = make_draft(region)
    client.force_login(drafter)
    answer = client.post(reverse("propose_import", args=["item", old.pk]), {"source": "旧版", "published_at": "昨天"})
    assert answer.status_code == 422
    assert "2023-03-01" in answer.content.decode()
    client.post(reverse("propose_import", args=["item", old.pk]), {"source": "旧版", "published_at": "2023-03-01"})
    assert [each.errand for each in waiting_for(officer)] == [Errand.IMPORT]
    client.force_login(officer)
    assert "核对无误" in client.get(reverse("item", args=[old.pk])).content.decode()
    client.post(reverse("import_history", args=["item", old.pk]))
    assert Publication.objects.standing().get().published_at.date() == date(2023, 2, 28)  # In UTC.
    assert waiting_for(officer) == []
