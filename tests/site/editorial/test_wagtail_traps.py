"""The ways around three-stage review that stock Wagtail leaves open, each tried from the inside."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.site.conftest import SETUP, column, fresh, make_draft, pass_secrecy, pass_stage, review_fully

from gongkai.site.accounts.acts import grant_role
from gongkai.site.accounts.models import User
from gongkai.site.agencies.roles import REVIEWERS, Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.catalogue.models import Item, Part
from gongkai.site.editorial.acts import publish, submit_for_review
from gongkai.site.editorial.models import Publication, Review, Stage


def submitted(region):
    draft = make_draft(region)
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    return fresh(draft)


def task_state(item):
    return item.current_workflow_state.current_task_state.specific


def test_one_person_who_holds_all_three_roles_passes_one_stage_only(region):
    item = submitted(region)
    one = region.user("commerce", Role.FIRST_REVIEWER)
    for role in set(REVIEWERS) - {Role.FIRST_REVIEWER}:
        grant_role(SETUP, region.commerce, one, role)
    region.people = {**region.people, **{("commerce", role): one for role in REVIEWERS}}
    pass_stage(region, item, Stage.FIRST)
    with pytest.raises(Refusal, match="三个人"):
        pass_stage(region, item, Stage.SECOND)


def test_the_drafter_passes_no_stage_whatever_roles_they_hold(region):
    item = submitted(region)
    drafter = region.user("commerce", Role.DRAFTER)
    grant_role(SETUP, region.commerce, drafter, Role.FIRST_REVIEWER)
    region.people = {**region.people, ("commerce", Role.FIRST_REVIEWER): drafter}
    with pytest.raises(Refusal, match="拟稿人不能审核自己的稿件"):
        pass_stage(region, item, Stage.FIRST)


def test_nobody_is_made_a_superuser_and_a_pretended_one_passes_nothing(region):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=region.user("commerce", Role.DRAFTER).pk).update(is_superuser=True)
    item = submitted(region)
    pretended = region.user("commerce", Role.DRAFTER)
    pretended.is_superuser = True
    stage = task_state(item).task.specific
    assert not stage.user_can_access_editor(item, pretended)
    assert stage.locked_for_user(item, pretended)
    assert stage.get_actions(item, pretended) == []
    with pytest.raises(Refusal):
        stage.on_action(task_state(item), pretended, "approve")
    assert not Review.objects.exists()


@pytest.mark.parametrize("method", ["approve", "reject"])
def test_a_stage_moves_in_no_way_but_by_its_act(region, method):
    item = submitted(region)
    state = task_state(item)
    with pytest.raises(Refusal, match="待我审核"):
        getattr(state, method)(user=region.user("commerce", Role.FIRST_REVIEWER))
    assert task_state(fresh(item)).pk == state.pk
    assert not Review.objects.exists()


def test_a_workflow_that_wagtail_is_told_is_finished_publishes_nothing(region):
    item = submitted(region)
    item.current_workflow_state.finish(user=region.user("commerce", Role.FINAL_REVIEWER))
    with pytest.raises(Refusal, match="三审三校还没有完成"):
        publish(region.user("commerce", Role.DISCLOSURE_OFFICER), item)
    assert not Publication.objects.exists()


def test_membership_of_wagtails_groups_gives_nothing(region):
    item = submitted(region)
    drafter = region.user("commerce", Role.DRAFTER)
    drafter.groups.set(Group.objects.all())
    drafter = region.user("commerce", Role.DRAFTER)
    assert not drafter.has_perm("catalogue.change_item")
    assert not drafter.has_perm("catalogue.publish_item")
    assert not item.current_workflow_state.current_task_state.specific.task.specific.user_can_unlock(item, drafter)


def test_the_last_approval_publishes_nothing_and_needs_no_right_to_publish(region):
    item = make_draft(region)
    review_fully(region, item)
    assert not fresh(item).live
    assert not Publication.objects.exists()


def test_an_edit_after_two_stages_keeps_neither(region):
    item = submitted(region)
    pass_secrecy(region, item)
    pass_stage(region, item, Stage.FIRST)
    pass_stage(region, item, Stage.SECOND)
    save_draft(region.user("commerce", Role.DRAFTER), item, version=fresh(item).version, title="改过的标题")
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    with pytest.raises(Refusal, match="已经办结"):
        pass_stage(region, item, Stage.FINAL)
    assert task_state(fresh(item)).task.specific.stage == Stage.FIRST


def test_wagtails_own_publishing_reaches_nobody(region, client):
    item = submitted(region)
    item.go_live_at = timezone.now() - timedelta(hours=1)
    revision = item.save_revision(changed=False)
    revision.approved_go_live_at = item.go_live_at
    revision.save()
    call_command("publish_scheduled")
    fresh(item).get_latest_revision().publish()
    assert Item.objects.get(pk=item.pk).live
    assert client.get(reverse("public_item", args=[item.pk])).status_code == 404
    assert not Publication.objects.exists()


def names(resolver: URLResolver) -> list[str]:
    found = []
    for each in resolver.url_patterns:
        found += names(each) if isinstance(each, URLResolver) else [callback(each)]
    return found


def callback(pattern: URLPattern) -> str:
    view = pattern.callback
    return getattr(view, "view_class", view).__module__


def test_no_address_of_wagtail_is_mounted(client, region):
    """Its admin, its documents and images, its preview and its page serving answer nobody."""
    assert [each for each in names(get_resolver()) if each.startswith("wagtail")] == []
    for address in ("/admin/", "/cms/", "/documents/1/a.pdf", "/images/1/", "/_util/authenticate_with_password/1/1/"):
        assert client.get(address).status_code == 404, address


def test_a_page_of_wagtails_tree_shows_no_draft(region, client):
    made = make_draft(region, title="关于龘龘的通知")
    assert column(region.commerce, Part.NOTICES).live
    assert made.title not in client.get("/commerce/notices/").content.decode()
