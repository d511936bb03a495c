"""The approval sheet as it was signed is filed with what it approves, and shown to readers of the draft alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.site.conftest import fresh, publish_fully, review_fully
from tests.site.editorial.test_checks import PICTURE

from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import publish, submit_for_review, withdraw
from gongkai.site.editorial.models import PublishedFile, SignedSheet

BACKEND = "gongkai.site.accounts.backend.RoleBackend"


@pytest.fixture
def drafter(region, client):
    user = region.user("commerce", Role.DRAFTER)
    client.force_login(user, backend=BACKEND)
    return user


def upload(client, item, name: str, data: bytes) -> str:
    address = reverse("file_signed_sheet", args=["item", item.pk])
    given = {"file": SimpleUploadedFile(name, data)} if name else {}
    return client.post(address, given, follow=True).content.decode()


def test_a_scan_is_filed_listed_and_downloaded_by_readers_only(region, draft, drafter, client):
    review_fully(region, draft)
    assert "审批单.png" in upload(client, draft, "审批单.png", PICTURE)
    signed = SignedSheet.objects.get()
    address = reverse("signed_sheet", args=["item", draft.pk, signed.pk])
    assert b"".join(client.get(address).streaming_content) == PICTURE
    for place, role, status in (
        ("commerce", Role.FINAL_REVIEWER, 200),
        ("office", Role.COMPETENT_DEPARTMENT, 200),
        ("justice", Role.DRAFTER, 404),
        ("government", Role.SYSTEM_ADMINISTRATOR, 404),
    ):
        client.force_login(region.user(place, role), backend=BACKEND)
        assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 302


def test_it_never_becomes_public_with_the_item(region, draft, drafter, client):
    review_fully(region, draft)
    upload(client, draft, "审批单.png", PICTURE)
    publish(region.user("commerce", Role.DISCLOSURE_OFFICER), draft)
    assert not PublishedFile.objects.exists()
    client.logout()
    assert client.get(reverse("public_file", args=[draft.pk, 1, "审批单.png"])).status_code == 404


def test_it_is_added_to_and_stays_with_its_own_round(region, draft, drafter, client):
    publish_fully(region, draft)
    upload(client, draft, "第一稿.png", PICTURE)
    assert "不必重复上传" in upload(client, draft, "第一稿.png", PICTURE)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, title="改了")
    review_fully(region, fresh(draft))
    page = upload(client, draft, "第二稿.png", PICTURE + b"\0")
    assert "第一稿.png" in page
    assert "第二稿.png" in page
    assert SignedSheet.objects.values("submission").distinct().count() == 2


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("审批单.docx", b"PK\x03\x04", "应是 PDF、JPG 或者 PNG"),
        ("审批单.pdf", b"<html>", "不符"),
        ("审批单.jpg", b"\xff\xd8\xff broken", "图片已损坏"),
        ("", b"x", "请先选择"),
    ],
)
def test_what_is_no_scan_is_refused_in_words(region, draft, drafter, client, name, data, says):
    review_fully(region, draft)
    assert says in upload(client, draft, name, data)
    assert not SignedSheet.objects.exists()


def test_what_was_never_submitted_has_no_sheet(region, draft, drafter, client):
    assert client.post(reverse("file_signed_sheet", args=["item", draft.pk])).status_code == 404


def test_the_sheet_of_another_round_does_not_show_what_came_of_the_one_before(region, draft, client):
    """The same text, withdrawn and submitted again: neither reviewed for secrecy again nor published."""
    publish_fully(region, draft)
    drafter = region.user("commerce", Role.DRAFTER)
    client.force_login(drafter, backend="gongkai.site.accounts.backend.RoleBackend")
    address = reverse("approval_sheet", args=["item", draft.pk])
    before = client.get(address).content.decode()
    assert "（未公开）" not in before
    assert "（未审查）" not in before
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), draft, reason="误撤。")
    assert "（未公开）" not in client.get(address).content.decode()
    submit_for_review(drafter, fresh(draft))
    again = client.get(address).content.decode()
    assert "（未公开）" in again
    assert "（未审查）" in again
