"""What the checks say of a draft: slips in protected terms, dead links, cited documents, pictures, impossible days."""

from pathlib import Path

import pytest
from django.urls import reverse
from tests.site.conftest import fresh, make_draft, publish_fully
from tests.site.test_authority import routes

from gongkai.site.accounts.guard import policy_of
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.agencies.roles import Role
from gongkai.site.editorial import links
from gongkai.site.editorial.acts import attach_file, dismiss_remark, submit_for_review, withdraw
from gongkai.site.editorial.files import store
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.pictures import alternative_text, says_nothing
from gongkai.site.editorial.records import Passage
from gongkai.site.editorial.remarks import Remark, examine, remarks_sha256
from gongkai.site.editorial.wording import lists, version

OWN_LIST = """
version = "{version}"
date = 2026-01-05
source = "示例区自定用语"
terms = []
[confusions]
"{wrong}" = "示例湖"
"""
PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\1\0\0\5\0\1"
    b"\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
)


def of_kind(record, kind: str) -> list[Remark]:
    return [each.remark for each in examine(fresh(record)) if each.remark.kind == kind]


@pytest.fixture
def own_lists(settings, tmp_path: Path) -> Path:
    settings.WORDING_LISTS = tmp_path
    return tmp_path


def write_list(folder: Path, name: str, *, version: str = "1", wrong: str = "示列湖") -> None:
    (folder / name).write_text(OWN_LIST.format(version=version, wrong=wrong), "utf-8")


def test_a_slip_in_a_protected_term_is_advice_that_names_the_list(region):
    draft = make_draft(region, body="<p>成立领导小姐，由示例区人民政府牵头。</p>")
    (remark,) = of_kind(draft, "wording.near_miss")
    assert (remark.where, remark.shown, remark.blocks) == ("正文", "领导小姐", False)
    assert "领导小组" in remark.why
    assert remark.source == f"protected_terms {lists()[0].version}"
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)


def test_advice_is_set_aside_with_a_reason(region):
    draft = make_draft(region, title="领导小姐写法辨析")
    (remark,) = of_kind(draft, "wording.near_miss")
    dismiss_remark(region.user("commerce", Role.DRAFTER), draft, fingerprint=remark.fingerprint, reason="辨析原文如此")
    (standing,) = [each for each in examine(fresh(draft)) if each.remark.kind == "wording.near_miss"]
    assert standing.reason == "辨析原文如此"


def test_a_slip_in_a_file_is_found_too(region, draft):
    drafter = region.user("commerce", Role.DRAFTER)
    attach_file(drafter, draft, store("方案.txt", ["成立领导小姐办公室".encode()]), "方案.txt")
    (remark,) = of_kind(draft, "wording.near_miss")
    assert (remark.where, remark.shown) == ("附件“方案.txt”", "领导小姐")


def test_a_list_of_the_installation_adds_to_ours(region, own_lists):
    draft = make_draft(region, body="<p>示列湖畔，领导小姐。</p>")
    assert [each.shown for each in of_kind(draft, "wording.near_miss")] == ["领导小姐"]
    write_list(own_lists, "places.toml")
    assert {each.shown for each in of_kind(draft, "wording.near_miss")} == {"领导小姐", "示列湖"}


def test_a_list_under_our_name_stands_in_for_ours(region, own_lists):
    draft = make_draft(region, body="<p>示列湖畔，领导小姐。</p>")
    write_list(own_lists, "protected_terms.toml")
    assert [each.shown for each in of_kind(draft, "wording.near_miss")] == ["示列湖"]


def test_what_the_checks_said_has_another_hash_by_another_version_of_the_list(region, own_lists):
    draft = make_draft(region, body="<p>示列湖畔。</p>")
    write_list(own_lists, "places.toml", version="1")
    (first,), by_first, was = of_kind(draft, "wording.near_miss"), remarks_sha256(examine(draft)), version()
    write_list(own_lists, "places.toml", version="2.0")
    (second,) = of_kind(draft, "wording.near_miss")
    assert (first.source, second.source) == ("places 1", "places 2.0")
    assert remarks_sha256(examine(draft)) != by_first
    assert version() != was
    # Whoever set the slip aside need not do so again.
    assert first.fingerprint == second.fingerprint


def test_a_list_that_cannot_be_read_stops_a_draft_until_somebody_takes_it_upon_themselves(region, draft, own_lists):
    (own_lists / "broken.toml").write_text("terms = [", "utf-8")
    (remark,) = of_kind(draft, "wording.not_examined")
    assert "broken.toml" in remark.why
    assert remark.blocks
    assert remark.may_be_dismissed


def test_a_link_to_what_is_not_public_is_dead(region):
    other = make_draft(region, title="尚未公开")
    here = reverse("public_item", args=[other.pk])
    linking = make_draft(
        region, body=f'<p><a href="{here}">见此</a> <a href="http://elsewhere.invalid{here}">外站</a></p>'
    )
    (remark,) = of_kind(linking, "links.dead")
    assert (remark.where, remark.shown, remark.blocks) == ("正文", here, False)
    publish_fully(region, other)
    assert of_kind(linking, "links.dead") == []
    withdraw(region.user("commerce", Role.DISCLOSURE_OFFICER), other, reason="文件已停止执行。")
    assert [each.shown for each in of_kind(linking, "links.dead")] == [here]


@pytest.mark.parametrize(
    ("address", "dead"),
    [
        ("/", False),
        ("/search/?q=%E8%A1%A5%E8%B4%B4", False),
        ("/commerce/", False),
        ("/commerce/notices/", False),
        ("/commerce/notices/feed.xml", False),
        ("/commerce/statutory/5/", False),
        ("http://localhost/commerce/notices/", False),
        ("http://localhost", False),
        ("#part-2", False),
        ("mailto:office@example.invalid", False),
        ("http://[broken", False),
        ("/nobody/", True),
        ("/commerce/nothing/", True),
        ("/commerce/statutory/99/", True),
        ("http://localhost/no-such-page", True),
        ("../attachments/1.doc", True),
        ("/office/items/1/", True),
        ("/info/999999/", True),
        (f"/info/{'9' * 20}/", True),
        ("/info/999999/files/1/a.pdf", True),
    ],
)
def test_links_are_followed_in_the_ledger_and_not_over_the_network(region, settings, address, dead):
    settings.ALLOWED_HOSTS = ["localhost"]
    draft = make_draft(region, body=f'<p><a href="{address}">链接</a></p>')
    assert bool(of_kind(draft, "links.dead")) is dead


def test_a_link_to_a_file_is_alive_while_its_item_carries_it(region, draft):
    attach_file(region.user("commerce", Role.DRAFTER), draft, store("附表.txt", ["一".encode()]), "附表.txt")
    publish_fully(region, draft)
    one, two = (reverse("public_file", args=[draft.pk, position, "附表.txt"]) for position in (1, 2))
    linking = make_draft(region, body=f'<p><a href="{one}">一</a><a href="{two}">二</a></p>')
    # The address is written percent-encoded in the text, as reverse() gives it.
    assert [each.shown for each in of_kind(linking, "links.dead")] == [two]


def test_every_public_address_with_words_in_it_is_somebodys():
    public = {each.name for each in routes() if policy_of(each.callback) is PUBLIC and each.pattern.converters}
    assert public == set(links.LOOKUPS)


def test_links_are_asked_for_together(region, django_assert_num_queries):
    def ask(n: int) -> None:
        passage = Passage("正文", "".join(f'<a href="/info/{pk}/">链接</a>' for pk in range(1, n + 1)), rich=True)
        assert len(list(links.dead_links(Manuscript("catalogue.item", 0, (passage,), ())))) == n

    for n in (3, 30):
        with django_assert_num_queries(1):
            ask(n)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("根据示商〔2019〕7号文件规定", "示商〔2019〕7号"),
        ("依照《办法》（示商[2019]7号）", "示商[2019]7号"),
        ("按示商（2019）7号执行", "示商（2019）7号"),
        ("按示商〔2019〕8号执行", None),
    ],
)
def test_a_cited_document_that_says_it_is_repealed_is_pointed_out(region, text, written):
    old = make_draft(
        region, title="示例办法", document_number="示商〔2019〕7号", validity="repealed", ended_on="2024-01-01"
    )
    citing = make_draft(region, body=f"<p>{text}。</p>", document_number="示商〔2024〕9号")
    assert of_kind(citing, "cited.no_longer_in_force") == []
    publish_fully(region, old)
    found = [(each.shown, each.blocks) for each in of_kind(citing, "cited.no_longer_in_force")]
    assert found == ([] if written is None else [(written, False)])


def test_a_cited_document_is_known_by_index_number_and_address_too(region):
    old = make_draft(region, title="示例办法", validity="lapsed", ended_on="2024-01-01")
    number = publish_fully(region, old).index_number
    citing = make_draft(
        region, body=f'<p>见索引号{number}，<a href="/info/{old.pk}/">原文</a>。</p>', document_number=""
    )
    assert {each.shown for each in of_kind(citing, "cited.no_longer_in_force")} == {number, f"/info/{old.pk}/"}
    assert of_kind(old, "cited.no_longer_in_force") == []


@pytest.mark.parametrize("name", ["IMG_2024.jpg", "微信图片_20240501.png", "1.png", "图片1", "扫描件(2)", ""])
def test_these_names_say_nothing_of_a_picture(name):
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["促消费活动现场照片", "2024年预算公开表", "Logo of the fair", "图片说明：签约现场"])
def test_these_names_say_something(name):
    assert not says_nothing(name)


def test_a_picture_without_a_text_that_stands_for_it_is_pointed_out(region, draft):
    markup = '<p><img src="a.png"><img src="b.png" alt="b.png 1"><img src="c.png" alt="签约现场"></p>'
    text = Manuscript("catalogue.item", 0, (Passage("正文", markup, rich=True),), ())
    assert [each.where for each in alternative_text(text)] == ["正文第1幅图片"]
    for name in ("IMG_1.png", "签约现场.png"):
        attach_file(region.user("commerce", Role.DRAFTER), draft, store(name, [PICTURE]), name)
    assert [each.where for each in of_kind(draft, "pictures.alternative_text")] == ["附件“IMG_1.png”"]


def test_a_day_that_does_not_exist_is_pointed_out(region):
    draft = make_draft(region, body="<p>自2024年2月29日起，至2023年2月29日止。</p>")
    assert [each.shown for each in of_kind(draft, "dates.impossible")] == ["2023年2月29日"]
