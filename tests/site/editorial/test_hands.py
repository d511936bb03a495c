"""Whoever changed a text, or stood in for who did, reviews it in no way, and is not asked to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import (
    FOUNDED,
    SETUP,
    fresh,
    make_draft,
    noon,
    pass_secrecy,
    pass_stage,
    publish_fully,
    review_fully,
)

from gongkai.site.accounts.acts import grant_role
from gongkai.site.accounts.delegations import name_deputy
from gongkai.site.accounts.models import Membership, User
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import (
    attach_file,
    import_history,
    propose_import,
    publish_in_emergency,
    remove_attachment,
    review_afterwards,
    submit_for_review,
    withdraw,
)
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Edit, Stage
from gongkai.site.editorial.privacy import mask_personal_data
from gongkai.site.editorial.worklist import Errand, waiting_for

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
MOBILE = "<p>联系人示例，手机 13800138000。</p>"


def edit(user, item):
    save_draft(user, item, version=fresh(item).version, body="<p>改过的正文。</p>")


def attach(user, item):
    attach_file(user, item, store("附表.txt", ["示例附表。".encode()]), "附表.txt")


def detach(user, item):
    remove_attachment(user, item, item.attachments().get())


def mask(user, item):
    mask_personal_data(user, item)


def with_file(region):
    item = make_draft(region)
    attach(region.user("commerce", Role.DRAFTER), item)
    return item


CHANGES: list[tuple[Callable, Callable]] = [
    (edit, make_draft),
    (attach, make_draft),
    (detach, with_file),
    (mask, lambda region: make_draft(region, body=MOBILE)),
]


def also_drafts(region, role: Role) -> User:
    """Return whoever holds a role, who now may draft too."""
    user = region.user("commerce", role)
    grant_role(SETUP, region.commerce, user, Role.DRAFTER, valid_from=FOUNDED)
    return User.objects.get(pk=user.pk)


def leave(region, role: Role, deputy: User) -> User:
    """Let somebody leave a role at commerce to a deputy from today on; return the deputy afresh."""
    away = region.user("commerce", role)
    today = timezone.localdate()
    membership = Membership.objects.get(user=away, role=role, agency=region.commerce)
    name_deputy(away, membership, deputy, valid_from=today, valid_to=today + timedelta(days=9))
    return User.objects.get(pk=deputy.pk)


def errands(user: User) -> list[Errand]:
    return [each.errand for each in waiting_for(User.objects.get(pk=user.pk))]


@pytest.mark.parametrize(("change", "begin"), CHANGES, ids=["text", "file", "file removed", "masked"])
def test_whoever_changed_the_text_of_another_reviews_it_at_no_stage(region, change, begin):
    item = begin(region)
    reviewer = also_drafts(region, Role.FIRST_REVIEWER)
    change(reviewer, item)
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    assert errands(reviewer) == []
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_stage(region, item, Stage.FIRST)


@pytest.mark.parametrize(("change", "begin"), CHANGES, ids=["text", "file", "file removed", "masked"])
def test_whoever_changed_the_text_of_another_does_not_review_its_secrecy(region, change, begin):
    item = begin(region)
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    change(officer, item)
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    assert Errand.SECRECY not in errands(officer)
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_secrecy(region, item)


def test_whoever_changed_the_text_neither_lets_it_out_in_an_emergency_nor_reviews_that(region):
    item = make_draft(region)
    signer, reviewer = also_drafts(region, Role.FINAL_REVIEWER), also_drafts(region, Role.SECOND_REVIEWER)
    edit(reviewer, item)
    pass_secrecy(region, item)
    publication = publish_in_emergency(signer, item)
    assert Errand.REVIEW_AFTERWARDS not in errands(reviewer)
    with pytest.raises(Refusal, match="您改过这一稿"):
        review_afterwards(reviewer, item, publication=publication.pk, opinion="同意")
    other = make_draft(region, title="另一条")
    attach(signer, other)
    pass_secrecy(region, other)
    with pytest.raises(Refusal, match="您改过这一稿"):
        publish_in_emergency(signer, other)


def test_a_deputy_and_whom_they_stood_in_for_while_editing_are_both_kept(region):
    deputy = leave(region, Role.DISCLOSURE_OFFICER, region.user("commerce", Role.SECOND_REVIEWER))
    item = make_draft(region)
    edit(deputy, item)
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    assert (Edit.objects.last().by, Edit.objects.last().on_behalf_of) == (deputy, officer)
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_secrecy(region, item)
    pass_stage(region, item, Stage.FIRST)
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_stage(region, item, Stage.SECOND)
    assert Errand.SECRECY not in errands(officer)
    assert Errand.REVIEW not in errands(deputy)


def test_a_deputy_of_whoever_changed_the_text_does_not_review_it_either(region):
    item = make_draft(region)
    edit(also_drafts(region, Role.FIRST_REVIEWER), item)
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    deputy = leave(region, Role.FIRST_REVIEWER, region.user("commerce", Role.FINAL_REVIEWER))
    region.people = {**region.people, ("commerce", Role.FIRST_REVIEWER): deputy}
    assert errands(deputy) == []
    with pytest.raises(Refusal, match="您代理的示例初审人员改过这一稿"):
        pass_stage(region, item, Stage.FIRST)


def test_a_deputy_of_the_drafter_does_not_review_secrecy_and_is_not_asked_to(region):
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    item = make_draft(region)
    type(item).objects.filter(pk=item.pk).update(drafter=officer)
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    deputy = leave(region, Role.DISCLOSURE_OFFICER, region.user("commerce", Role.SECOND_REVIEWER))
    region.people = {**region.people, ("commerce", Role.DISCLOSURE_OFFICER): deputy}
    assert errands(deputy) == []
    with pytest.raises(Refusal, match="您代理的示例政府信息公开工作人员是拟稿人"):
        pass_secrecy(region, item)


def test_whom_a_deputy_submitted_for_passes_no_stage(region):
    """The deputy of the officer submits; the officer, who reviews too, is as if they had done so."""
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    grant_role(SETUP, region.commerce, officer, Role.FIRST_REVIEWER, valid_from=FOUNDED)
    deputy = leave(region, Role.DISCLOSURE_OFFICER, region.user("commerce", Role.FINAL_REVIEWER))
    item = make_draft(region)
    submit_for_review(deputy, item)
    region.people = {**region.people, ("commerce", Role.FIRST_REVIEWER): officer}
    assert Errand.REVIEW not in errands(officer)
    with pytest.raises(Refusal, match="送审"):
        pass_stage(region, item, Stage.FIRST)


def test_who_changed_what_is_public_by_now_may_review_the_next_correction(region):
    item = make_draft(region)
    reviewer = also_drafts(region, Role.FIRST_REVIEWER)
    edit(reviewer, item)
    other = region.user("justice", Role.FIRST_REVIEWER)
    grant_role(SETUP, region.commerce, other, Role.FIRST_REVIEWER, valid_from=FOUNDED)
    own = region.people
    region.people = {**own, ("commerce", Role.FIRST_REVIEWER): other}
    publish_fully(region, item)
    region.people = own
    save_draft(region.user("commerce", Role.DRAFTER), item, version=fresh(item).version, title="更正")
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    assert errands(reviewer) == [Errand.REVIEW]
    pass_stage(region, item, Stage.FIRST)


def correct(region, item):
    drafter = region.user("commerce", Role.DRAFTER)
    save_draft(drafter, item, version=fresh(item).version, title="更正")
    submit_for_review(drafter, item)


def test_whose_text_went_out_in_an_emergency_reviews_its_correction_only_after_somebody_reviewed_it(region):
    item = make_draft(region)
    reviewer = also_drafts(region, Role.FIRST_REVIEWER)
    edit(reviewer, item)
    pass_secrecy(region, item)
    publication = publish_in_emergency(region.user("commerce", Role.FINAL_REVIEWER), item)
    correct(region, item)
    assert Errand.REVIEW not in errands(reviewer)
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_stage(region, item, Stage.FIRST)
    second = region.user("commerce", Role.SECOND_REVIEWER)
    review_afterwards(second, item, publication=publication.pk, opinion="同意")
    assert Errand.REVIEW in errands(reviewer)
    pass_stage(region, item, Stage.FIRST)


def test_whose_text_came_by_an_import_does_not_review_its_correction(region):
    item = make_draft(region)
    reviewer = also_drafts(region, Role.FIRST_REVIEWER)
    edit(reviewer, item)
    long_ago = noon(FOUNDED)
    propose_import(reviewer, item, source="示例旧网站", published_at=long_ago)
    import_history(region.user("commerce", Role.DISCLOSURE_OFFICER), item)
    correct(region, item)
    assert errands(reviewer) == []
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_stage(region, item, Stage.FIRST)


def test_what_was_withdrawn_and_comes_back_is_still_theirs_who_wrote_it(region):
    item = make_draft(region)
    reviewer = also_drafts(region, Role.SECOND_REVIEWER)
    publish_fully(region, item)
    save_draft(reviewer, item, version=fresh(item).version, title="改错了的标题")
    signer = region.user("commerce", Role.FINAL_REVIEWER)
    pass_secrecy(region, item)
    publish_in_emergency(signer, item, correction_note="更正")
    withdraw(signer, item, reason="有误。")
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    pass_stage(region, item, Stage.FIRST)
    with pytest.raises(Refusal, match="您改过这一稿"):
        pass_stage(region, item, Stage.SECOND)


def test_the_pages_say_why_somebody_may_not_review_and_offer_no_form(region, client):
    item = make_draft(region)
    reviewer = also_drafts(region, Role.FIRST_REVIEWER)
    edit(reviewer, item)
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    client.force_login(reviewer, backend=BACKEND)
    shown = client.get(reverse("review", args=["item", item.pk])).content.decode()
    assert "您改过这一稿" in shown
    assert 'id="decide"' not in shown
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    edit_again = make_draft(region, title="公开工作人员改过的")
    edit(officer, edit_again)
    client.force_login(officer, backend=BACKEND)
    shown = client.get(reverse("secrecy", args=["item", edit_again.pk])).content.decode()
    assert "您改过这一稿" in shown
    assert "记录审查结论" not in shown
    assert "作保密审查" not in client.get(reverse("review", args=["item", edit_again.pk])).content.decode()


def test_a_review_by_others_goes_on_as_before(region):
    item = make_draft(region)
    edit(region.user("commerce", Role.DRAFTER), item)
    review_fully(region, item)
