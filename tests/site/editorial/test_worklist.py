"""What waits for whom, how long, by when; and lists that ask no question for each row."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import fresh, make_draft, noon, pass_secrecy, pass_stage, publish_fully, review_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import (
    attach_file,
    publish_in_emergency,
    return_to_drafter,
    review_secrecy,
    submit_for_review,
    withdraw,
)
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import SecrecyConclusion, Stage
from gongkai.site.editorial.progress import CHANGED, DRAFT, PUBLIC, RETURNED, REVIEWED, WITHDRAWN, progress
from gongkai.site.editorial.records import ReviewedRecord, contents_sha256, kinds
from gongkai.site.editorial.worklist import Errand, Waiting, stage_due, waiting_for

BACKEND = "gongkai.site.accounts.backend.RoleBackend"


def errands(user) -> dict[Errand, list]:
    found: dict[Errand, list] = {}
    for each in waiting_for(user):
        found.setdefault(each.errand, []).append(each)
    return found


def returned(region, item) -> None:
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    return_to_drafter(
        region.user("commerce", Role.FIRST_REVIEWER), item, stage=Stage.FIRST, opinion="请补充依据",
        content_sha256=fresh(item).content_sha256(),
    )  # fmt: skip


def referred(region, item) -> None:
    submit_for_review(region.user("commerce", Role.DRAFTER), item)
    review_secrecy(
        region.user("commerce", Role.DISCLOSURE_OFFICER), item, conclusion=SecrecyConclusion.REFERRED,
        content_sha256=fresh(item).content_sha256(), summary="一", way="网站", scope="全社会", timing="审核通过后",
        reason="不能确定", referred_to="示例区保密行政管理部门",
    )  # fmt: skip


def in_emergency(region, item) -> None:
    pass_secrecy(region, item)
    publish_in_emergency(region.user("commerce", Role.FINAL_REVIEWER), item)


def submitted(region, item) -> None:
    submit_for_review(region.user("commerce", Role.DRAFTER), item)


def leaked(region, item) -> None:
    publish_fully(region, item)
    withdraw(region.user("commerce", Role.DISCLOSURE_OFFICER), item, reason="含有不应公开的内容。", leak=True)


EVERYTHING: tuple[Callable, ...] = (submitted, returned, referred, review_fully, in_emergency, leaked)


def test_each_errand_is_its_own_persons(region):
    for prepare in EVERYTHING:
        prepare(region, make_draft(region, title=prepare.__name__))
    drafter, officer, first, second = (
        errands(region.user("commerce", role))
        for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER)
    )
    assert set(drafter) == {Errand.REVISE}
    assert set(officer) == {Errand.SECRECY, Errand.REFERRED, Errand.PUBLISH, Errand.REMEDY}
    assert [str(each.record) for each in officer[Errand.SECRECY]] == ["submitted"]
    assert set(first) == {Errand.REVIEW, Errand.REVIEW_AFTERWARDS}
    assert set(second) == {Errand.REVIEW_AFTERWARDS}


@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("worklist", Role.DRAFTER),
        ("worklist", Role.DISCLOSURE_OFFICER),
        ("worklist", Role.FIRST_REVIEWER),
        ("items", Role.DRAFTER),
    ],
)
def test_a_page_asks_as_many_questions_for_thirty_rows_as_for_three(region, client, page, role):
    # Twenty are on a page of items; of each kind of errand there are five at least.
    for prepare in EVERYTHING:
        prepare(region, make_draft(region, title=prepare.__name__))
    client.force_login(region.user("commerce", role), backend=BACKEND)
    client.get(reverse(page))  # Content types are asked for once in a process, sessions marked as seen now and then.
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(page)).status_code == 200
        few = len(asked)  # What was asked is forgotten with the next request.
    for prepare in EVERYTHING * 4:
        prepare(region, make_draft(region, title=prepare.__name__))
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as many:
        assert client.get(reverse(page)).status_code == 200
    assert len(many) == few, [each["sql"][:150] for each in many]


def test_the_review_page_asks_as_many_questions_for_many_files_as_for_one(region, client):
    drafter = region.user("commerce", Role.DRAFTER)
    small, large = make_draft(region), make_draft(region, title="附件很多")
    for item, count in ((small, 1), (large, 8)):
        for n in range(count):
            attach_file(drafter, item, store(f"{n}.txt", [f"第{n}份".encode()]), f"{n}.txt")
        submit_for_review(drafter, item)
    client.force_login(region.user("commerce", Role.FIRST_REVIEWER), backend=BACKEND)
    counts = []
    for item in (small, small, large):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("review", args=["item", item.pk])).status_code == 200
            counts.append(len(asked))
    assert counts[1] == counts[2]


def test_a_record_says_where_it_stands(region, draft):
    drafter = region.user("commerce", Role.DRAFTER)

    def stands() -> str:
        return progress(fresh(draft))

    assert stands() == DRAFT
    submit_for_review(drafter, draft)
    assert stands() == "待初审"
    pass_secrecy(region, draft)
    pass_stage(region, draft, Stage.FIRST)
    assert stands() == "待复审"
    return_to_drafter(
        region.user("commerce", Role.SECOND_REVIEWER), draft, stage=Stage.SECOND, opinion="请核对",
        content_sha256=fresh(draft).content_sha256(),
    )  # fmt: skip
    assert stands() == RETURNED
    submit_for_review(drafter, draft)
    for stage in Stage:
        pass_stage(region, draft, stage)
    assert stands() == REVIEWED
    publish_fully(region, draft)
    assert stands() == PUBLIC
    save_draft(drafter, draft, version=0, title="改了")
    assert stands() == CHANGED
    publish_fully(region, fresh(draft), note="标题有误。")
    withdraw(region.user("commerce", Role.DISCLOSURE_OFFICER), draft, reason="停止执行。")
    assert stands() == WITHDRAWN


def test_a_secrecy_review_waits_since_submission_and_not_since_the_last_stage(region, draft, monkeypatch):
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    (before,) = errands(region.user("commerce", Role.DISCLOSURE_OFFICER))[Errand.SECRECY]
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    pass_stage(region, draft, Stage.FIRST)
    (after,) = errands(region.user("commerce", Role.DISCLOSURE_OFFICER))[Errand.SECRECY]
    assert after.since == before.since
    (second,) = errands(region.user("commerce", Role.SECOND_REVIEWER))[Errand.REVIEW]
    assert second.since == later
    assert second.due == stage_due(region.commerce, later)


def test_a_stage_is_late_after_its_last_day(region, draft, monkeypatch):
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    (waiting,) = errands(region.user("commerce", Role.FIRST_REVIEWER))[Errand.REVIEW]
    days = (waiting.due - timezone.localdate()).days
    for passed, late in ((days, False), (days + 1, True)):
        then = waiting.since + timedelta(days=passed)
        monkeypatch.setattr("django.utils.timezone.now", lambda then=then: then)
        assert waiting.late is late
        assert waiting.soon is not late


def test_the_content_of_many_records_is_that_of_each(region, draft):
    """Also of what another channel published, whose content is drawn from more rows."""
    drafter = region.user("commerce", Role.DRAFTER)
    attach_file(drafter, draft, store("一.txt", ["一".encode()]), "一.txt")
    elsewhere = [
        make_draft(
            region, channel="wechat", address=f"https://example.com/s/{n}", published_elsewhere_on=draft.formed_on,
            capture=store(f"截图{n}.txt", [f"{n}".encode()]), capture_name=f"截图{n}.txt",
        )
        for n in range(3)
    ]  # fmt: skip
    records = [fresh(each) for each in (draft, *elsewhere)]
    with CaptureQueriesContext(connection) as asked:
        found = contents_sha256(records)
    assert found == {each.pk: fresh(each).content_sha256() for each in records}
    assert len(asked) == 2


def test_no_kind_of_record_has_one_content_for_itself_and_another_among_many():
    assert [kind for kind in kinds() if kind.content is not ReviewedRecord.content] == []


@pytest.mark.parametrize(
    ("since", "due", "soon_from"),
    [
        pytest.param(date(2024, 5, 6), date(2024, 5, 8), date(2024, 5, 8), id="两个工作日：只有最后一天"),
        pytest.param(date(2024, 5, 9), date(2024, 5, 13), date(2024, 5, 11), id="三个工作日含调休：剩一天"),
        pytest.param(date(2024, 5, 6), date(2024, 5, 13), date(2024, 5, 10), id="六个工作日含调休：剩两天"),
        pytest.param(date(2024, 4, 26), date(2024, 5, 27), date(2024, 5, 22), id="二十个工作日：剩三天"),
        pytest.param(date(2024, 5, 6), date(2024, 5, 7), date(2024, 5, 7), id="一个工作日"),
    ],
)
def test_a_thing_is_due_soon_by_how_long_its_period_is(monkeypatch, since, due, soon_from):
    waiting = Waiting(Errand.REVIEW, "初审", None, noon(since), due)
    day = since
    while day <= due:
        monkeypatch.setattr("django.utils.timezone.now", lambda day=day: noon(day))
        assert waiting.soon is (day >= soon_from), day
        day += timedelta(days=1)
