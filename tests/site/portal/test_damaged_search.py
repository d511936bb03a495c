"""A damaged search index stops no act, is no empty answer, and is made anew from the ledger."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from tests.site.conftest import make_draft, publish_fully
from tests.site.search.damage import DAMAGE, damage

from gongkai.site import search
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.chain import verify
from gongkai.site.audit.jobs import tick
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def found(word: str) -> list[str]:
    return [hit.record_id for hit in search.find(search.Query(word)).hits]


def rebuild(*options: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("rebuild", *options, stdout=out, stderr=out)
    except SystemExit as ended:
        return int(ended.code), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def published(region):
    items = [make_draft(region, title=f"关于{word}的通知") for word in ("采砂", "封山", "禁渔")]
    for each in items:
        publish_fully(region, each)
    return items


@pytest.fixture(params=DAMAGE)
def damaged(request, published):
    damage(request.param)
    # What a connection read before, it goes on with: the next request has another.
    connection.close()
    return published


def test_publishing_correcting_and_withdrawing_go_on(region, damaged, tmp_path: Path):
    corrected, withdrawn, _ = damaged
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), withdrawn, reason="不再执行。")
    save_draft(region.user("commerce", Role.DRAFTER), corrected, version=0, title="关于清淤的通知")
    publish_fully(region, corrected, "标题有误。")
    new = make_draft(region, title="关于植树的通知")
    publish_fully(region, new)
    assert verify(tmp_path) == []

    code, said = rebuild("--check")
    assert (code, "检索索引：" in said and "机构层级：与记录一致。" in said) == (1, True)
    assert rebuild()[0] == 0
    assert rebuild("--check")[0] == 0
    assert found("清淤") == [str(corrected.pk)]
    assert found("植树") == [str(new.pk)]
    assert found("采砂") == found("封山") == []


def test_the_public_and_the_monitoring_are_told_until_the_tick_has_repaired_it(client, damaged, settings, tmp_path):
    settings.HEADS_ROOT = tmp_path
    # Whatever part is damaged, an act meets it and leaves the mark.
    search.put(search.Entry(9, "catalogue.item", "9", 1, "1", 2024, "", "甲"))
    told = client.get("/search/", {"q": "采砂"})
    assert told.status_code == 503
    assert "正在修复" in told.content.decode()
    health = client.get("/health/")
    assert (health.status_code, health.json()["search"], health.json()["database"]) == (503, False, True)

    assert tick(timezone.now()) == []
    answered = client.get("/search/", {"q": "采砂"})
    assert answered.status_code == 200
    assert "<mark>采砂</mark>" in answered.content.decode()
    assert client.get("/health/").json()["well"]


def test_what_is_wrong_is_named_and_made_right(region, published):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry WHERE seq = 1")
        cursor.execute("UPDATE search_entry SET body = '别的' WHERE seq = 2")
    Agency.objects.filter(pk=region.justice.pk).update(path="/999/")
    code, said = rebuild("--check")
    assert code == 1
    assert "公开账第 1 号没有编入索引" in said
    assert "公开账第 2 号索引里的内容不是现行内容" in said
    assert f"机构 {region.justice.pk} 应在 /{region.government.pk}/{region.justice.pk}/" in said
    assert rebuild()[0] == 0
    kept = ("检索索引", "栏目条数", "政策解读", "机构层级")
    assert rebuild("--check") == (0, "".join(f"{each}：与记录一致。\n" for each in kept))
