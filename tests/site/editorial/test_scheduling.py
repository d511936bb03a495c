"""Publication at a set time: planned by whoever may publish, carried out by the server, checked once more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import SETUP, fresh, make_draft, pass_secrecy, pass_stage, publish_fully, review_fully

from gongkai.site.accounts.acts import revoke_role
from gongkai.site.accounts.models import Membership
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.jobs import tick
from gongkai.site.audit.models import Event
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial import scheduling
from gongkai.site.editorial.acts import publish, submit_for_review, withdraw
from gongkai.site.editorial.models import Outcome, Publication, Schedule, Stage
from gongkai.site.editorial.progress import REVIEWED, progress
from gongkai.site.editorial.remarks import CHECKS, Remark
from gongkai.site.editorial.scheduling import cancel_schedule, schedule_publication
from gongkai.site.editorial.worklist import Errand, waiting_for

TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def officer(region):
    return region.user("commerce", Role.DISCLOSURE_OFFICER)


@pytest.fixture
def planned(region, draft, officer):
    review_fully(region, draft)
    schedule_publication(officer, draft, due_at=TOMORROW)
    return draft


@pytest.fixture
def later(monkeypatch):
    """The clock two days on: the server was down when the time came."""
    then = TOMORROW + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    return then


def errands(user) -> list[tuple[Errand, str]]:
    return [(each.errand, each.note) for each in waiting_for(user)]


def test_nothing_is_public_before_its_time(region, planned, officer):
    tick(timezone.now())
    assert not Publication.objects.exists()
    assert errands(officer) == []


def test_what_is_due_is_published_at_the_time_of_the_server(region, planned, officer, later):
    assert tick(later) == []
    publication = Publication.objects.standing().get()
    assert publication.published_at == publication.recorded_at == later
    assert publication.published_by == officer
    event = Event.objects.filter(act="publish_scheduled").first()
    assert event.actor is None
    assert event.facts["scheduled_by"] == officer.pk
    assert Schedule.objects.get().outcome == Outcome.PUBLISHED
    tick(later)
    assert Publication.objects.count() == 1


def test_a_correction_keeps_its_note_and_hides_what_was_before(region, draft, officer, monkeypatch):
    publish_fully(region, draft)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="更正后的标题")
    review_fully(region, draft)
    with pytest.raises(Refusal, match="更正说明"):
        schedule_publication(officer, fresh(draft), due_at=TOMORROW)
    schedule_publication(officer, fresh(draft), due_at=TOMORROW, correction_note="标题有误。", hides_earlier=True)
    monkeypatch.setattr("django.utils.timezone.now", lambda: TOMORROW)
    tick(TOMORROW)
    published = Publication.objects.standing().get()
    assert published.correction_note == "标题有误。"
    assert published.hides_earlier


@pytest.mark.parametrize(
    ("days", "says"), [(-1, "应在现在之后"), (400, "一年以后")]
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused(region, draft, officer, days, says):
    review_fully(region, draft)
    with pytest.raises(Refusal, match=says):
        schedule_publication(officer, draft, due_at=timezone.now() + timedelta(days=days))


def test_what_is_not_reviewed_is_not_planned(region, draft, officer):
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    with pytest.raises(Refusal, match="三审三校还没有完成"):
        schedule_publication(officer, draft, due_at=TOMORROW)


def test_a_change_after_the_plan_ends_it_and_says_so_at_once(region, planned, officer, later):
    save_draft(region.user("commerce", Role.DRAFTER), planned, version=0, title="又改了")
    tick(later)
    assert not Publication.objects.exists()
    ((errand, note),) = errands(officer)
    assert errand == Errand.NOT_PUBLISHED
    assert "有改动" in note
    submit_for_review(region.user("commerce", Role.DRAFTER), planned)
    assert Errand.NOT_PUBLISHED not in {errand for errand, _ in errands(officer)}


def test_what_was_approved_before_a_withdrawal_is_neither_planned_nor_published_nor_offered(region, draft, officer):
    publish_fully(region, draft)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="更正后的标题")
    review_fully(region, draft)
    withdraw(officer, draft, reason="含有不应公开的内容。", leak=True)
    assert Errand.PUBLISH not in {errand for errand, _ in errands(officer)}
    assert progress(fresh(draft)) != REVIEWED
    with pytest.raises(Refusal, match="撤回过"):
        publish(officer, fresh(draft))
    with pytest.raises(Refusal, match="撤回过"):
        schedule_publication(officer, fresh(draft), due_at=TOMORROW)
    assert not Publication.objects.standing().exists()
    publish_fully(region, fresh(draft))
    assert Publication.objects.standing().get().title == "更正后的标题"


def test_a_secrecy_review_from_before_a_withdrawal_lets_nothing_out(region, draft, officer):
    publish_fully(region, draft)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="更正后的标题")
    pass_secrecy(region, draft)
    withdraw(officer, draft, reason="有误。")
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    assert Errand.SECRECY in {errand for errand, _ in errands(officer)}
    for stage in (Stage.FIRST, Stage.SECOND):
        pass_stage(region, draft, stage)
    with pytest.raises(Refusal, match="保密审查"):
        pass_stage(region, draft, Stage.FINAL)


def test_the_same_text_comes_back_after_a_withdrawal_by_reviews_of_its_own(region, draft, officer):
    first = publish_fully(region, draft)
    withdraw(officer, draft, reason="误撤。")
    submit_for_review(region.user("commerce", Role.DRAFTER), fresh(draft))
    assert Errand.SECRECY in {errand for errand, _ in errands(officer)}
    pass_secrecy(region, draft)
    for stage in Stage:
        pass_stage(region, draft, stage)
    again = publish(officer, fresh(draft))
    assert again.content_sha256 == first.content_sha256
    assert again.secrecy_review != first.secrecy_review


def test_what_a_newer_check_stops_is_not_published_and_the_worklist_says_why(
    region, planned, officer, later, monkeypatch
):
    stop = Remark("wording.banned", "正文", "", "出现了不应公开的内容", True, False)
    monkeypatch.setitem(CHECKS, "wording", (lambda: "newer", lambda _: [stop]))
    assert tick(later) == []
    assert not Publication.objects.exists()
    assert Schedule.objects.get().outcome == Outcome.REFUSED
    notes = dict(errands(officer))
    assert "出现了不应公开的内容" in notes[Errand.NOT_PUBLISHED]


def test_a_plan_of_somebody_who_may_no_longer_publish_is_not_carried_out(region, planned, officer, later):
    membership = Membership.objects.get(user=officer, agency=region.commerce, role=Role.DISCLOSURE_OFFICER)
    revoke_role(SETUP, membership, reason="调离")
    tick(later)
    assert not Publication.objects.exists()
    notes = dict(errands(region.user("commerce", Role.FINAL_REVIEWER)))
    assert "不再负责公开" in notes[Errand.NOT_PUBLISHED]


def test_publishing_by_hand_ends_the_plan_and_the_errand(region, planned, officer, later, monkeypatch):
    monkeypatch.setattr(scheduling, "reviewed_ground", lambda _: (_ for _ in ()).throw(Refusal("一时不成")))
    tick(later)
    assert [errand for errand, _ in errands(officer)].count(Errand.NOT_PUBLISHED) == 1
    publish(officer, planned)
    assert errands(officer) == []


def test_a_cancelled_plan_is_not_carried_out(region, planned, officer, later):
    cancel_schedule(officer, planned)
    tick(later)
    assert not Publication.objects.exists()
    with pytest.raises(Refusal, match="没有等待公开的定时"):
        cancel_schedule(officer, planned)
    assert [errand for errand, _ in errands(officer)] == [Errand.PUBLISH]


def test_a_new_time_takes_the_place_of_the_old(region, planned, officer, monkeypatch):
    schedule_publication(officer, planned, due_at=TOMORROW + timedelta(days=3))
    monkeypatch.setattr("django.utils.timezone.now", lambda: TOMORROW + timedelta(hours=1))
    tick(TOMORROW + timedelta(hours=1))
    assert not Publication.objects.exists()
    assert Schedule.objects.waiting().count() == 1


def test_a_plan_whose_record_is_gone_does_not_hold_up_the_others(region, planned, officer, later):
    gone = Schedule.objects.get()
    fields = {"record_type": gone.record_type, "agency": gone.agency, "content_sha256": "0" * 64, "by": officer}
    for type_, pk in (("catalogue.item", 0), ("gone.kind", 1)):
        Schedule.objects.create(**fields | {"record_type": type_}, record_id=pk, due_at=gone.due_at, at=gone.at)
    Schedule.objects.filter(pk=gone.pk).update(due_at=gone.due_at + timedelta(minutes=1))
    assert "catalogue.item 0、gone.kind 1" in tick(later)[0]
    assert Publication.objects.standing().exists()


def test_one_that_fails_does_not_hold_up_the_others(region, planned, officer, later, monkeypatch):
    monkeypatch.undo()
    other = make_draft(region, title="另一条")
    review_fully(region, other)
    schedule_publication(officer, other, due_at=TOMORROW + timedelta(minutes=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    original = scheduling.reviewed_ground

    def broken(record):
        if record.pk == planned.pk:
            raise RuntimeError("broken")
        return original(record)

    monkeypatch.setattr(scheduling, "reviewed_ground", broken)
    assert any(str(planned) in each for each in tick(later))
    assert Publication.objects.standing().get().title == "另一条"
    assert Schedule.objects.waiting().get().record_id == planned.pk


def test_the_time_is_set_and_cancelled_on_the_page(region, draft, officer, client):
    review_fully(region, draft)
    client.force_login(officer, backend="gongkai.site.accounts.backend.RoleBackend")
    address = reverse("schedule", args=["item", draft.pk])
    assert reverse("schedule", args=["item", draft.pk]) in client.get(draft.get_absolute_url()).content.decode()
    answer = client.post(address, {"due_at": "下周一"})
    assert answer.status_code == 422
    assert "请按 2024-05-01 09:00 的样子填写" in answer.content.decode()
    assert "下周一" in answer.content.decode()
    due = timezone.localtime(TOMORROW).replace(second=0, microsecond=0)
    client.post(address, {"due_at": f"{due:%Y-%m-%dT%H:%M}"})
    assert Schedule.objects.get().due_at == due
    assert f"定于 {due:%Y-%m-%d %H:%M} 公开" in client.get(draft.get_absolute_url()).content.decode()
    client.post(reverse("cancel_schedule", args=["item", draft.pk]))
    assert Schedule.objects.get().outcome == Outcome.CANCELLED
