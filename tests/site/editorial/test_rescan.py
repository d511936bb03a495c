"""Everything public is examined again when lists and finders change."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.site.conftest import SETUP, column, fresh, make_draft, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import create_item, save_draft
from gongkai.site.catalogue.models import Part
from gongkai.site.editorial import examinations, files
from gongkai.site.editorial.acts import attach_file, dismiss_remark, withdraw
from gongkai.site.editorial.examinations import Stock, begin_rescan, examine_stock, finish_rescan
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Examination, FileScan
from gongkai.site.editorial.remarks import CHECKS

LIST = """
version = "2026-2"
date = 2026-02-01
source = "示例区自定用语"
terms = []
[confusions]
"示列湖" = "示例湖"
"""


@pytest.fixture
def lists_folder(settings, tmp_path: Path) -> Path:
    settings.WORDING_LISTS = tmp_path
    return tmp_path


def rescan(*options: str) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("rescan", *options)
    return ended.value.code


def page(client, region, role: Role = Role.DISCLOSURE_OFFICER, place: str = "commerce", **query: str) -> str:
    client.force_login(region.user(place, role), backend="gongkai.site.accounts.backend.RoleBackend")
    return client.get(reverse("rescan"), query).content.decode()


def test_a_new_list_finds_a_slip_in_an_old_publication(region, client, lists_folder):
    old = make_draft(region, title="示列湖畔促消费")
    publish_fully(region, old)
    assert rescan() == 0
    assert "没有发现问题" in page(client, region)

    (lists_folder / "places.toml").write_text(LIST, "utf-8")
    assert "请系统管理员运行" in page(client, region)
    assert rescan() == 0
    shown = page(client, region)
    assert "示列湖畔促消费" in shown
    assert "places 2026-2" in shown
    assert old.get_absolute_url() in shown
    assert reverse("withdraw", args=["item", old.pk]) in shown


def test_what_present_checks_have_seen_is_not_examined_again_unless_asked_for(region, monkeypatch):
    for n in range(3):
        publish_fully(region, make_draft(region, title=f"第{n}条"))
    rescan()
    seen: list[int] = []
    version, original = CHECKS["wording"]
    monkeypatch.setitem(CHECKS, "wording", (version, lambda each: seen.append(each.record_id) or original(each)))
    rescan()
    assert seen == []
    rescan("--all")
    assert len(seen) == 3
    monkeypatch.setitem(CHECKS, "wording", (lambda: "newer", CHECKS["wording"][1]))
    rescan()
    assert len(seen) == 6


@pytest.mark.parametrize("options", [(), ("--all",)])
def test_a_run_that_was_stopped_goes_on_where_it_stopped(region, monkeypatch, options):
    for n in range(5):
        publish_fully(region, make_draft(region, title=f"第{n}条"))
    rescan()
    monkeypatch.setattr(examinations, "A_BATCH", 2)
    seen: list[int] = []
    original = CHECKS["wording"][1]

    def stopped_at_the_third(manuscript):
        if len(seen) == 3 and manuscript.record_id not in seen:
            raise KeyboardInterrupt
        seen.append(manuscript.record_id)
        return original(manuscript)

    monkeypatch.setitem(CHECKS, "wording", (lambda: "newer", stopped_at_the_third))
    with pytest.raises(KeyboardInterrupt):
        call_command("rescan", *options)
    monkeypatch.setitem(
        CHECKS, "wording", (lambda: "newer", lambda each: seen.append(each.record_id) or original(each))
    )
    assert rescan(*options) == 0
    # The first batch was kept; of the second nothing was.
    assert len(seen) == 3 + 3
    assert len(set(seen)) == 5


def test_what_cannot_be_examined_is_told_and_tried_again(region, monkeypatch, capsys):
    publish_fully(region, make_draft(region, title="查不了的"))
    publish_fully(region, make_draft(region, title="查得了的"))
    version, original = CHECKS["wording"]

    def broken(manuscript):
        if manuscript.passages[0].text == "查不了的":
            raise RuntimeError("broken")
        return original(manuscript)

    monkeypatch.setitem(CHECKS, "wording", (version, broken))
    assert rescan() == 2
    assert "有 1 条没有查成" in capsys.readouterr().err
    assert Examination.objects.count() == 1
    monkeypatch.setitem(CHECKS, "wording", (version, original))
    assert rescan() == 0
    assert Examination.objects.count() == 2


def test_a_list_that_cannot_be_read_ends_the_run_before_it_begins(region, lists_folder):
    (lists_folder / "broken.toml").write_text("terms = [", "utf-8")
    with pytest.raises(Exception, match=r"broken\.toml") as ended:
        call_command("rescan")
    assert ended.value.returncode == 2
    assert not Examination.objects.exists()


def test_newer_finders_look_at_published_files_again_and_each_file_once(region, draft, client, monkeypatch):
    drafter = region.user("commerce", Role.DRAFTER)
    file = store("名单.txt", ["示例甲，领取补贴".encode()])
    attach_file(drafter, draft, file, "名单.txt")
    other = make_draft(region, title="同一附件")
    attach_file(drafter, other, file, "同一份.txt")
    publish_fully(region, draft)
    publish_fully(region, other)
    assert rescan() == 0
    assert FileScan.objects.filter(examiner="privacy").count() == 1

    looked: list[str] = []

    def newer(each):
        looked.append(each.pk)
        return [{"kind": "resident_id", "severity": "block", "shown": "35*", "where": "第1行", "why": "有身份证号。"}]

    monkeypatch.setitem(examinations.scans.EXAMINERS, "privacy", (lambda: "newer", newer))
    monkeypatch.setitem(CHECKS, "privacy", (lambda: "newer", CHECKS["privacy"][1]))
    assert rescan() == 1
    assert looked == [file.pk]
    shown = page(client, region, only="blocking")
    assert "附件“名单.txt”第1行" in shown
    assert "附件“同一份.txt”第1行" in shown


def test_a_file_that_is_gone_from_the_store_is_found(region, draft, monkeypatch):
    file = store("名单.txt", ["示例甲".encode()])
    attach_file(region.user("commerce", Role.DRAFTER), draft, file, "名单.txt")
    publish_fully(region, draft)
    files.path_of(file.pk).unlink()
    monkeypatch.setitem(examinations.scans.EXAMINERS, "privacy", (lambda: "newer", files._examine))
    monkeypatch.setitem(CHECKS, "privacy", (lambda: "newer", CHECKS["privacy"][1]))
    assert rescan() == 1
    assert "没有这个文件" in Examination.objects.get().remarks[0]["why"]


def test_what_was_set_aside_corrected_or_withdrawn_is_not_listed(region, client):
    drafter, officer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    aside, corrected, withdrawn = (
        make_draft(region, title=f"{what}的领导小姐", document_number="") for what in ("搁置", "更正", "撤回")
    )  # fmt: skip
    for each in (aside, corrected, withdrawn):
        publish_fully(region, each)
    rescan()
    shown = page(client, region)
    assert all(f"{what}的领导小姐" in shown for what in ("搁置", "更正", "撤回"))

    fingerprint = Examination.objects.get(publication__record_id=aside.pk).remarks[0]["fingerprint"]
    dismiss_remark(drafter, aside, fingerprint=fingerprint, reason="原文如此")
    save_draft(drafter, corrected, version=0, title="更正的领导小组")
    publish_fully(region, fresh(corrected), note="标题有误。")
    withdraw(officer, withdrawn, reason="标题有误。")
    assert "领导小姐" not in page(client, region)


def test_officers_see_their_agency_and_the_competent_department_its_subtree(region, client):
    publish_fully(region, make_draft(region, title="商务局领导小姐"))
    drafter = region.user("justice", Role.DRAFTER)
    item = create_item(
        drafter, region.justice, column=column(region.justice, Part.NOTICES), title="司法局领导小姐", body="<p>一</p>",
        formed_on=make_draft(region).formed_on,
    )  # fmt: skip
    publish_fully(region, item, agency="justice")
    rescan()
    shown = page(client, region)
    assert "商务局领导小姐" in shown
    assert "司法局领导小姐" not in shown
    shown = page(client, region, Role.COMPETENT_DEPARTMENT, "office")
    assert "商务局领导小姐" in shown
    assert "司法局领导小姐" in shown
    assert "商务局领导小姐" not in page(
        client, region, Role.COMPETENT_DEPARTMENT, "office", agency=str(region.justice.pk)
    )


def test_examining_and_listing_ask_the_same_number_of_questions_for_more_rows(
    region, client, django_assert_num_queries
):
    def publish(n: int) -> None:
        for _ in range(n):
            item = make_draft(region, title="领导小姐", body="<p>示商〔2019〕1号</p>", document_number="")
            publish_fully(region, item)

    publish(2)
    rescan()
    client.force_login(
        region.user("commerce", Role.DISCLOSURE_OFFICER), backend="gongkai.site.accounts.backend.RoleBackend"
    )
    client.get(reverse("rescan"))  # Now and then a session is marked as seen, which is no matter of rows.
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("rescan")).status_code == 200
        few = len(asked)
    publish(10)
    rescan()
    client.get(reverse("rescan"))
    with django_assert_num_queries(few):
        assert client.get(reverse("rescan")).status_code == 200


def test_a_batch_is_examined_by_the_same_number_of_questions_for_more_publications(region, settings):
    """Also of what each check asks for: numbers, links, cited documents, the guide, evidence."""
    settings.ALLOWED_HOSTS = ["localhost"]
    drafter = region.user("commerce", Role.DRAFTER)

    def publish(n: int) -> None:
        for number in range(n):
            item = make_draft(region, title="领导小姐", body='<p>示商〔2019〕1号 <a href="/info/999999/">见此</a></p>')
            attach_file(drafter, item, store("一.txt", [f"{item.pk}".encode()]), "一.txt")
            publish_fully(region, item)
            elsewhere = make_draft(
                region, channel="wechat", address=f"https://example.com/s/{item.pk}-{number}",
                published_elsewhere_on=item.formed_on, capture=store("截图.txt", [f"图{item.pk}".encode()]),
                capture_name="截图.txt",
            )  # fmt: skip
            publish_fully(region, elsewhere)
            guide = make_draft(region, title="示例街道政府信息公开指南")
            publish_fully(region, guide)

    def asked() -> int:
        run = begin_rescan(SETUP, Stock(), everything=True)
        with CaptureQueriesContext(connection) as questions:
            (progress,) = examine_stock(run)
        assert progress.failed == 0
        finish_rescan(SETUP, run)
        return len(questions)

    publish(2)
    asked()
    few = asked()
    publish(5)
    assert asked() == few


def test_the_published_text_is_judged_and_not_the_draft_beside_it(region):
    item = make_draft(
        region, channel="wechat", address="https://example.com/s/1", published_elsewhere_on=make_draft(region).formed_on
    )
    publish_fully(region, item)
    proof = store("截图.txt", ["示例截图".encode()])
    save_draft(region.user("commerce", Role.DRAFTER), item, version=0, capture=proof, capture_name="截图.txt")
    rescan()
    said = Examination.objects.get(publication__record_id=item.pk).remarks
    assert "catalogue.capture" in {each["kind"] for each in said}
