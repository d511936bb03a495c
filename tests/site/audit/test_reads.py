"""The log of reads of personal data: what is written into it, by whom it is read, and that it is written once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.journeys.pages import NUMBER
from tests.site.conftest import PASSWORD, SETUP, make_draft, pass_secrecy
from tests.site.editorial.test_checks import PICTURE
from tests.site.faults.people import _signed_in

from gongkai.site.accounts.acts import create_user, grant_role
from gongkai.site.agencies.roles import Role
from gongkai.site.audit import reads
from gongkai.site.audit.models import Read
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import (
    attach_file,
    dismiss_remark,
    publish_in_emergency,
    submit_for_review,
    withdraw,
)  # fmt: skip
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Submission
from gongkai.site.editorial.privacy import PERSONAL_DRAFT
from gongkai.site.editorial.remarks import examine
from gongkai.site.editorial.signed_sheets import file_signed_sheet

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
R = Role


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def logged():
    return list(Read.objects.order_by("id").values_list("reader", "subject_type", "subject_id", "what"))


def test_whoever_opens_somebody_elses_account_is_noted_and_ones_own_is_not(region, client):
    administrator, drafter = region.user("government", R.SYSTEM_ADMINISTRATOR), region.user("commerce", R.DRAFTER)
    enter(client, administrator).get(reverse("person", args=[drafter.pk]))
    client.get(reverse("person", args=[administrator.pk]))
    assert logged() == [(administrator.pk, "accounts.user", str(drafter.pk), "account")]
    assert Read.objects.get().agency == region.commerce.pk


def test_whoever_sees_from_where_somebody_is_signed_in_is_noted(region, client):
    security, drafter = region.user("government", R.SECURITY_ADMINISTRATOR), _signed_in(region)
    other = region.user("commerce", R.FIRST_REVIEWER)
    enter(client, security)
    for each in (drafter, other):
        client.get(reverse("role_person", args=[each.pk]))
    assert logged() == [(security.pk, "accounts.user", str(drafter.pk), "sessions")]


@pytest.mark.parametrize("route", ["item", "item_edit", "review", "secrecy", "draft_file"])
def test_whoever_reads_a_draft_with_personal_data_is_noted_but_not_its_drafter(region, client, route):
    clean = make_draft(region)
    submit_for_review(region.user("commerce", R.DRAFTER), clean)
    personal = make_draft(region, title="名单")
    attach_file(region.user("commerce", R.DRAFTER), personal, store("名单.txt", [NUMBER.encode()]), "名单.txt")

    def address(item):
        alone = [item.pk] if route in ("item", "item_edit") else ["item", item.pk]
        return reverse(route, args=[*alone, 1] if route == "draft_file" else alone)

    enter(client, region.user("commerce", R.DRAFTER)).get(address(personal))
    officer = region.user("commerce", R.DISCLOSURE_OFFICER)
    enter(client, officer)
    client.get(address(clean))
    assert logged() == []
    assert client.get(address(personal)).status_code == 200
    assert logged() == [(officer.pk, "catalogue.item", str(personal.pk), PERSONAL_DRAFT)]


MOBILE = "<p>值班手机 13800138000。</p>"


def let_through(region, item):
    (standing,) = examine(item)
    reviewer = region.user("commerce", R.FIRST_REVIEWER)
    dismiss_remark(reviewer, item, fingerprint=standing.remark.fingerprint, reason="值班手机")


def test_whoever_reads_what_was_submitted_with_personal_data_is_noted_though_the_draft_has_none_now(region, client):
    item = make_draft(region, body=MOBILE)
    drafter, officer = (region.user("commerce", role) for role in (R.DRAFTER, R.DISCLOSURE_OFFICER))
    submit_for_review(drafter, item)
    scan = store("签字件.png", [PICTURE])
    signed = file_signed_sheet(officer, item, Submission.objects.get(), file=scan, name="签字件.png")
    save_draft(drafter, item, version=0, body="<p>没有手机号。</p>")
    enter(client, officer)
    for route, more in (("approval_sheet", []), ("signed_sheet", [signed.pk])):
        before = len(logged())
        assert client.get(reverse(route, args=["item", item.pk, *more])).status_code == 200
        assert logged()[before:] == [(officer.pk, "catalogue.item", str(item.pk), PERSONAL_DRAFT)]


def test_whoever_reads_personal_data_of_an_emergency_is_noted_before_and_after_it_was_withdrawn(region, client):
    item = make_draft(region, body=MOBILE)
    attach_file(region.user("commerce", R.DRAFTER), item, store("附表.txt", ["示例附表".encode()]), "附表.txt")
    let_through(region, item)
    pass_secrecy(region, item)
    signer, second = (region.user("commerce", role) for role in (R.FINAL_REVIEWER, R.SECOND_REVIEWER))
    enter(client, signer).get(reverse("publish_in_emergency", args=["item", item.pk]))
    published = publish_in_emergency(signer, item)
    withdraw(signer, item, reason="泄露。", leak=True)
    save_draft(region.user("commerce", R.DRAFTER), item, version=0, body="<p>没有手机号。</p>")
    enter(client, second).get(reverse("review_afterwards", args=["item", item.pk, published.pk]))
    client.get(reverse("emergency_file", args=["item", item.pk, published.pk, 1]))
    assert [(reader, what) for reader, _, _, what in logged()] == [
        (signer.pk, PERSONAL_DRAFT), (second.pk, PERSONAL_DRAFT), (second.pk, PERSONAL_DRAFT),
    ]  # fmt: skip


@pytest.fixture
def auditor(region, client):
    administrator = region.user("government", R.SYSTEM_ADMINISTRATOR)
    for agency in ("commerce", "justice"):
        reads.record(administrator, region.user(agency, R.DRAFTER), "account")
    return enter(client, region.user("government", R.AUDIT_ADMINISTRATOR))


def shown(response):
    return [(each.read.what, each.read.subject_id) for each in response.context["rows"]]


def test_the_audit_administrator_finds_reads_by_agency_reader_kind_and_day(region, auditor):
    of_commerce = [("account", str(region.user("commerce", R.DRAFTER).pk))]
    today = timezone.localdate().isoformat()
    everything = {"agency": region.commerce.pk, "person": "district-system-administrator", "what": "account"}
    assert shown(auditor.get(reverse("reads"), everything | {"from": today, "to": today})) == of_commerce
    for none in ({"what": "sessions"}, {"person": "nobody"}, {"to": "2019-05-15"}, {"from": "2999-01-01"}):
        assert shown(auditor.get(reverse("reads"), everything | none)) == []
    page = auditor.get(reverse("reads")).content.decode()
    assert "示例信息员" in page
    assert "人员账号" in page


def test_an_auditor_of_a_bureau_sees_its_own_reads_alone(region, auditor):
    local = create_user(SETUP, region.commerce, username="local", name="示例局审计员", password=PASSWORD)
    grant_role(SETUP, region.commerce, local, R.AUDIT_ADMINISTRATOR)
    of_commerce = [("account", str(region.user("commerce", R.DRAFTER).pk))]
    for asked in ({}, {"agency": region.justice.pk}, {"agency": 0}):
        assert shown(enter(auditor, local).get(reverse("reads"), asked)) == of_commerce


def test_the_log_is_taken_away_as_a_table_filtered_as_it_is_shown(region, auditor):
    response = auditor.post(reverse("reads_export") + f"?agency={region.commerce.pk}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, row = text.splitlines()
    assert head.split(",")[:3] == ["时间", "查阅人", "登录名"]
    assert "示例信息员" in row


def test_reads_go_by_pages_and_ask_as_often_for_many_as_for_few(region, auditor):
    with CaptureQueriesContext(connection) as few:
        auditor.get(reverse("reads"))
    reader, subject = region.user("government", R.SYSTEM_ADMINISTRATOR), region.user("commerce", R.DRAFTER)
    for _each in range(60):
        reads.record(reader, subject, "account")
    with CaptureQueriesContext(connection) as many:
        first = auditor.get(reverse("reads"))
    assert len(many) == len(few)
    second = auditor.get(reverse("reads"), {"before": first.context["next"]})
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 12)


def test_a_kind_is_registered_before_it_is_logged(region):
    with pytest.raises(KeyError):
        reads.record(region.user("government", R.SYSTEM_ADMINISTRATOR), region.user("commerce", R.DRAFTER), "unknown")
