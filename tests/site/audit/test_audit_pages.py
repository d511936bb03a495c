"""The audit administrator's pages: what is seen of the trail, verified and taken away."""

import io
import subprocess
import sys
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.site.committing import without_triggers
from tests.site.conftest import PASSWORD, SETUP, make_draft, publish_fully

from gongkai.site.accounts.acts import create_user, grant_role
from gongkai.site.accounts.audit_pages import acts_by_room
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import REGISTRY
from gongkai.site.audit.models import WHOLE_SITE, Event
from gongkai.site.editorial.examinations import Stock, begin_rescan

BACKEND = "gongkai.site.accounts.backend.RoleBackend"


@pytest.fixture
def auditor(region, client):
    client.force_login(region.user("government", Role.AUDIT_ADMINISTRATOR), backend=BACKEND)
    return client


def shown(response):
    return [told.event for told, _agency in response.context["rows"]]


def test_the_log_is_filtered_by_agency_act_person_record_and_day(region, auditor):
    publish_fully(region, make_draft(region))
    today = timezone.localdate().isoformat()
    everything = {"agency": region.commerce.pk, "act": "publish", "person": "commerce-disclosure-officer"}
    assert [each.act for each in shown(auditor.get(reverse("audit"), everything | {"from": today, "to": today}))] == [
        "publish"
    ]
    assert shown(auditor.get(reverse("audit"), everything | {"to": "2019-05-15"})) == []
    assert shown(auditor.get(reverse("audit"), {"agency": region.justice.pk, "act": "publish"})) == []
    event = Event.objects.get(act="publish")
    record = shown(auditor.get(reverse("audit"), {"record": f"{event.subject_type}:{event.subject_id}"}))
    assert {each.subject_id for each in record} == {event.subject_id}
    assert "create_item" in {each.act for each in record}
    assert auditor.get(reverse("audit"), {"from": "2024-02-31", "before": "x", "agency": "-1"}).status_code == 200


def test_pages_go_on_to_the_first_event_without_one_twice(region, auditor):
    seen, address = [], {}
    while True:
        page = auditor.get(reverse("audit"), address)
        seen += [each.pk for each in shown(page)]
        if page.context["next"] is None:
            break
        address = {"before": page.context["next"]}
    assert seen == list(Event.objects.order_by("-id").values_list("pk", flat=True))


def test_the_log_asks_as_often_for_many_events_as_for_few(region, auditor):
    with CaptureQueriesContext(connection) as few:
        auditor.get(reverse("audit"), {"act": "open_columns"})
    with CaptureQueriesContext(connection) as many:
        auditor.get(reverse("audit"))
    assert len(many) == len(few)


def test_a_changed_event_is_found_from_the_page(region, auditor):
    whole = auditor.post(reverse("audit_verify"), {"agency": region.commerce.pk}, follow=True)
    assert "审计链完整" in whole.content.decode()
    victim = Event.objects.filter(agency=region.commerce.pk).first()
    with without_triggers():
        Event.objects.filter(pk=victim.pk).update(facts={"forged": True})
        broken = auditor.post(reverse("audit_verify"), {"agency": region.commerce.pk}, follow=True)
    assert f"第 {victim.seq} 号" in broken.content.decode()
    assert "请先选择机构" in auditor.post(reverse("audit_verify"), follow=True).content.decode()


def test_the_export_verifies_without_the_site(region, auditor, tmp_path):
    response = auditor.post(reverse("audit_export"), {"agency": region.commerce.pk})
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    run = subprocess.run(
        [sys.executable, str(folder / "verifier.py"), str(folder)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert (folder / "events.jsonl").read_text("utf-8").count("\n") == Event.objects.filter(
        agency=region.commerce.pk
    ).count()  # fmt: skip


def test_the_chain_of_the_whole_site_is_read_verified_and_taken_away_by_those_of_the_region(region, client, auditor):
    begin_rescan(SETUP, Stock())
    assert "begin_rescan" in {each.act for each in shown(auditor.get(reverse("audit")))}
    assert {each.act for each in shown(auditor.get(reverse("audit"), {"agency": WHOLE_SITE}))} == {"begin_rescan"}
    whole = auditor.post(reverse("audit_verify"), {"agency": WHOLE_SITE}, follow=True)
    assert "全站的审计链完整" in whole.content.decode()
    response = auditor.post(reverse("audit_export"), {"agency": WHOLE_SITE})
    assert "audit-site-" in response["Content-Disposition"]
    local = create_user(SETUP, region.commerce, username="local", name="示例局审计员", password=PASSWORD)
    grant_role(SETUP, region.commerce, local, Role.AUDIT_ADMINISTRATOR)
    client.force_login(local, backend=BACKEND)
    assert {each.agency for each in shown(client.get(reverse("audit"), {"agency": WHOLE_SITE}))} == {region.commerce.pk}
    refused = client.post(reverse("audit_verify"), {"agency": WHOLE_SITE}, follow=True)
    assert "请先选择机构" in refused.content.decode()


def test_acts_to_choose_from_stand_by_room_in_the_order_of_the_work():
    rooms = dict(acts_by_room())
    assert list(rooms) == ["机构", "人员", "审核发布", "公开目录", "登记簿"]
    assert {name for acts in rooms.values() for name, _label in acts} == set(REGISTRY)
    order = [name for name, _label in rooms["审核发布"]]
    assert order.index("submit_for_review") < order.index("approve_stage") < order.index("publish")
