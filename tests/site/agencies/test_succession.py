"""What an agency that ended may still do, and who answers for what it published (职权承继)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import (
    FOUNDED,
    PASSWORD,
    SETUP,
    column,
    fresh,
    make_draft,
    pass_secrecy,
    pass_stage,
    publish_fully,
    review_fully,
)

from gongkai.site.accounts.acts import create_user, grant_role
from gongkai.site.accounts.models import User
from gongkai.site.agencies.acts import create_agency, end_agency
from gongkai.site.agencies.models import Kind
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Denied, Refusal
from gongkai.site.audit.models import Event
from gongkai.site.catalogue.acts import create_item, register_elsewhere, save_draft
from gongkai.site.catalogue.models import Part
from gongkai.site.editorial.acts import propose_import, publish, review_secrecy, submit_for_review, withdraw
from gongkai.site.editorial.models import SecrecyConclusion, Stage
from gongkai.site.editorial.scheduling import schedule_publication
from gongkai.site.editorial.worklist import waiting_for

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
R = Role


def days(count):
    return timezone.localdate() + timedelta(days=count)


def end(agency, *successors, on=-1):
    agency.refresh_from_db()
    return end_agency(SETUP, agency, on=days(on), successors=list(successors), basis="示例机构改革方案")


@pytest.fixture
def public(region):
    item = make_draft(region)
    publish_fully(region, item)
    return item


def test_on_its_last_day_everything_goes_on_and_on_the_next_nothing(region):
    item = make_draft(region)
    end(region.commerce, region.justice, on=0)
    submit_for_review(region.user("commerce", R.DRAFTER), item)


@pytest.mark.parametrize("role", [R.DRAFTER, R.FIRST_REVIEWER, R.DISCLOSURE_OFFICER])
def test_roles_at_an_agency_end_with_it(region, client, role):
    end(region.commerce, region.justice)
    user = region.user("commerce", role)
    assert not user.live_memberships
    client.force_login(user, backend=BACKEND)
    assert client.get(reverse("items")).status_code == 404


def test_nobody_drafts_submits_imports_or_publishes_in_its_name(region):
    draft, reviewed = make_draft(region), make_draft(region, title="审核完成的一份")
    review_fully(region, reviewed)
    end(region.commerce, region.justice)
    drafter, officer = region.user("justice", R.DRAFTER), region.user("justice", R.DISCLOSURE_OFFICER)
    attempts = [
        lambda: create_item(
            drafter, region.commerce, column=column(region.commerce, Part.NOTICES), title="新的一份", formed_on=days(0)
        ),
        lambda: register_elsewhere(drafter, region.commerce, text="标题\n"),
        lambda: save_draft(drafter, fresh(draft), version=0, title="改了"),
        lambda: submit_for_review(drafter, fresh(draft)),
        lambda: propose_import(
            drafter, fresh(draft), source="原网站", published_at=timezone.now() - timedelta(days=400)
        ),
        lambda: publish(officer, fresh(reviewed)),
        lambda: schedule_publication(officer, fresh(reviewed), due_at=timezone.now() + timedelta(days=1)),
    ]
    for attempt in attempts:
        region.commerce.refresh_from_db()
        with pytest.raises(Refusal, match=r"已于.*撤销.*承继"):
            attempt()


def test_the_successor_withdraws_what_it_published(region, public):
    with pytest.raises(Denied):
        withdraw(region.user("justice", R.DISCLOSURE_OFFICER), fresh(public), reason="已失效。")
    end(region.commerce, region.justice)
    withdraw(region.user("justice", R.DISCLOSURE_OFFICER), fresh(public), reason="已失效。")
    assert fresh(public).standing_publication is None
    assert Event.objects.get(act="withdraw").agency == region.commerce.pk


def correct(region, item):
    """Correct something as people of the bureau of justice do."""
    drafter = region.user("justice", R.DRAFTER)
    save_draft(drafter, fresh(item), version=fresh(item).version, body="<p>电话有误，已改正。</p>")
    submit_for_review(drafter, fresh(item))
    pass_secrecy(region, item, "justice")
    for stage in Stage:
        pass_stage(region, item, stage, "justice")
    return publish(region.user("justice", R.DISCLOSURE_OFFICER), fresh(item), correction_note="改正电话。")


def test_the_successor_corrects_what_it_published_by_its_own_three_reviews(region, public):
    end(region.commerce, region.justice)
    assert correct(region, public).agency == region.commerce


def test_what_was_withdrawn_is_not_published_again_in_its_name(region, public):
    withdraw(region.user("commerce", R.DISCLOSURE_OFFICER), public, reason="已失效。")
    end(region.commerce, region.justice)
    drafter = region.user("justice", R.DRAFTER)
    with pytest.raises(Refusal, match="撤销"):
        save_draft(drafter, fresh(public), version=fresh(public).version, body="<p>再公开。</p>")


def test_the_successor_sees_its_items_and_what_waits_for_review(region, client, public):
    drafter = region.user("commerce", R.DRAFTER)
    save_draft(drafter, fresh(public), version=fresh(public).version, body="<p>更正。</p>")
    submit_for_review(drafter, fresh(public))
    reviewer = region.user("justice", R.FIRST_REVIEWER)
    assert waiting_for(reviewer) == []
    end(region.commerce, region.justice)
    assert [each.record for each in waiting_for(region.user("justice", R.FIRST_REVIEWER))] == [public]
    client.force_login(region.user("justice", R.DRAFTER), backend=BACKEND)
    assert client.get(reverse("item", args=[public.pk])).status_code == 200
    offered = client.get(reverse("item_new")).context["agencies"]
    assert list(offered) == [region.justice]


def test_duties_go_on_to_the_successor_of_the_successor(region, public):
    merged = create_agency(
        SETUP, region.government, name="示例区市场局", short_name="市场局", slug="market", kind=Kind.DEPARTMENT,
        valid_from=FOUNDED,
    )  # fmt: skip
    officer = create_user(SETUP, merged, username="market-officer", name="示例市场局公开员", password=PASSWORD)
    grant_role(SETUP, merged, officer, R.DISCLOSURE_OFFICER)
    end(region.commerce, region.justice, on=-2)
    end(region.justice, merged)
    withdraw(User.objects.get(pk=officer.pk), fresh(public), reason="已失效。")
    with pytest.raises(Denied):
        withdraw(region.user("justice", R.DISCLOSURE_OFFICER), fresh(public), reason="已失效。")


def test_administrators_and_the_competent_department_go_on_reaching_it(region, client, public):
    end(region.commerce, region.justice)
    client.force_login(region.user("government", R.SYSTEM_ADMINISTRATOR), backend=BACKEND)
    assert client.get(reverse("agency", args=[region.commerce.pk])).status_code == 200
    withdraw(region.user("office", R.COMPETENT_DEPARTMENT), fresh(public), reason="已失效。")


def test_another_bureau_gets_nothing(region, public):
    end(region.commerce, region.township)
    with pytest.raises(Denied):
        review_secrecy(
            region.user("justice", R.DISCLOSURE_OFFICER), fresh(public), conclusion=SecrecyConclusion.PUBLISHABLE,
            content_sha256="", summary="", way="", scope="", timing="",
        )  # fmt: skip


def test_a_competent_department_does_not_end_before_another_is_named(region):
    with pytest.raises(Refusal, match="请先另行指定"):
        end(region.office, region.justice)
