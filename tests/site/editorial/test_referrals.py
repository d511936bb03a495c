"""A doubtful secrecy review waits for the organ to which it was referred, and goes on with its answer."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import SETUP, fresh, noon, pass_secrecy, pass_stage

from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.models import Event
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import publish, review_secrecy, submit_for_review
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Publication, SecrecyAnswer, SecrecyConclusion, Stage
from gongkai.site.editorial.referrals import record_secrecy_answer
from gongkai.site.editorial.worklist import Errand, referral_due, waiting_for

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
ORGAN = "示例区保密行政管理部门"


@pytest.fixture
def officer(region):
    return region.user("commerce", Role.DISCLOSURE_OFFICER)


@pytest.fixture
def referred(region, draft, officer):
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    review_secrecy(
        officer, draft, conclusion=SecrecyConclusion.REFERRED, content_sha256=fresh(draft).content_sha256(),
        summary="促消费活动安排", way="网站", scope="全社会", timing="审核通过后", reason="涉及未公布的统计数据",
        referred_to=ORGAN,
    )  # fmt: skip
    return draft


def answer(officer, record, conclusion=SecrecyConclusion.PUBLISHABLE, **given):
    given = {
        "organ": ORGAN, "answered_on": timezone.localdate(), "document_number": "示保函〔2024〕3号",
        "evidence": store("复函.txt", ["同意公开".encode()]), "evidence_name": "复函.txt",
    } | given  # fmt: skip
    return record_secrecy_answer(officer, record, conclusion=conclusion, **given)


def test_the_text_waits_for_the_organ_and_goes_on_with_its_answer(region, referred, officer):
    for stage in (Stage.FIRST, Stage.SECOND):
        pass_stage(region, referred, stage)
    with pytest.raises(Refusal, match="保密审查结论"):
        pass_stage(region, referred, Stage.FINAL)
    (waiting,) = waiting_for(officer)
    assert waiting.errand == Errand.REFERRED
    assert ORGAN in waiting.note
    answer(officer, referred)
    assert waiting_for(officer) == []
    pass_stage(region, referred, Stage.FINAL)
    publish(officer, referred)
    publication = Publication.objects.standing().get()
    assert publication.secrecy_review.answer.document_number == "示保函〔2024〕3号"
    assert Event.objects.get(act="record_secrecy_answer").occurred_on == timezone.localdate()


def test_an_answer_against_publication_holds(region, referred, officer):
    for stage in (Stage.FIRST, Stage.SECOND):
        pass_stage(region, referred, stage)
    answer(officer, referred, SecrecyConclusion.NOT_PUBLISHABLE)
    assert waiting_for(officer) == []
    with pytest.raises(Refusal, match="保密审查结论"):
        pass_stage(region, referred, Stage.FINAL)
    with pytest.raises(Refusal, match="应按答复办理"):
        pass_secrecy(region, referred)


def test_nobody_decides_in_the_place_of_the_organ(region, referred):
    with pytest.raises(Refusal, match="不能自行改作结论"):
        pass_secrecy(region, referred)


def test_another_text_is_reviewed_anew(region, referred, officer):
    save_draft(region.user("commerce", Role.DRAFTER), referred, version=0, title="删去统计数据后的通知")
    with pytest.raises(Refusal, match="没有等待答复"):
        answer(officer, referred)
    submit_for_review(region.user("commerce", Role.DRAFTER), referred)
    pass_secrecy(region, referred)


@pytest.mark.parametrize("days", [-1, 1])
def test_the_answer_is_not_before_the_question_nor_in_the_future(referred, officer, days):
    with pytest.raises(Refusal, match="答复日期应在报请之日"):
        answer(officer, referred, answered_on=timezone.localdate() + timedelta(days=days))


def test_an_answer_decides(referred, officer):
    with pytest.raises(Refusal, match="应当是可以公开或者不予公开"):
        answer(officer, referred, SecrecyConclusion.REFERRED)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        pytest.param(None, date(2024, 5, 20), id="五一放假不计，调休上班日计入"),
        pytest.param(5, date(2024, 5, 7), id="本机关设定"),
    ],
)
def test_the_organ_has_the_working_days_that_the_agency_sets(region, days, due):
    agency = region.commerce
    if days is not None:
        agency = change_agency(SETUP, agency, secrecy_referral_working_days=days)
    assert referral_due(agency, noon(date(2024, 4, 26))) == due


def test_the_wait_is_late_after_its_last_day(region, referred, officer, monkeypatch):
    (waiting,) = waiting_for(officer)
    assert not waiting.late
    last = noon(waiting.due)
    monkeypatch.setattr("django.utils.timezone.now", lambda: last)
    assert not waiting.late
    monkeypatch.setattr("django.utils.timezone.now", lambda: last + timedelta(days=1))
    assert waiting.late


def test_the_answer_is_recorded_on_its_page_and_its_evidence_is_for_readers_only(region, referred, officer, client):
    client.force_login(officer, backend=BACKEND)
    address = reverse("secrecy_answer", args=["item", referred.pk])
    assert address in client.get(reverse("worklist")).content.decode()
    page = client.post(address, {"organ": ORGAN, "note": "内容可以公开"})
    assert page.status_code == 422
    assert "内容可以公开" in page.content.decode()
    given = {
        "organ": ORGAN, "answered_on": f"{timezone.localdate()}", "conclusion": "publishable",
        "evidence": SimpleUploadedFile("复函.txt", "同意".encode()),
    }  # fmt: skip
    shown = client.post(address, given, follow=True).content.decode()
    assert "复函.txt" in shown
    assert client.get(address).status_code == 404
    evidence = reverse("secrecy_evidence", args=["item", referred.pk, SecrecyAnswer.objects.get().pk])
    assert client.get(evidence).status_code == 200
    client.force_login(region.user("justice", Role.DISCLOSURE_OFFICER), backend=BACKEND)
    assert client.get(evidence).status_code == 404
