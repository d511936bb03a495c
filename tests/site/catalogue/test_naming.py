"""One item among very many is chosen by a name that people have for it."""

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import column, fresh, make_draft, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.acts import create_item, save_draft
from gongkai.site.catalogue.models import Part
from gongkai.site.catalogue.naming import ItemNamed


@pytest.fixture
def field(region):
    made = ItemNamed(required=False)
    made.agency = region.commerce
    return made


def test_an_item_is_named_in_four_ways(region, draft, field):
    publish_fully(region, draft)
    item = fresh(draft)
    for name in (
        item.index_number,
        " 示商(2024)5号 ",
        item.title,
        f"/info/{item.pk}/",
        f"https://example.org/info/{item.pk}",
    ):
        assert field.clean(name) == item, name
    assert field.clean("") is None
    assert field.clean(field.prepare_value(item.pk)) == item


def test_of_other_agencies_only_what_is_public_is_found(region, field):
    theirs = create_item(
        region.user("justice", Role.DRAFTER), region.justice, column=column(region.justice, Part.NOTICES),
        title="示例司法通知", formed_on=timezone.localdate(),
    )  # fmt: skip
    with pytest.raises(forms.ValidationError, match="没有找到"):
        field.clean("示例司法通知")
    publish_fully(region, theirs, agency="justice")
    assert field.clean("示例司法通知") == theirs
    justice = region.user("justice", Role.DRAFTER)
    save_draft(justice, fresh(theirs), version=fresh(theirs).version, title="还没有公开的新标题")
    with pytest.raises(forms.ValidationError, match="没有找到"):
        field.clean("还没有公开的新标题")
    assert field.clean("示例司法通知") == theirs
    mine = make_draft(region, title="政策解读", interprets=fresh(theirs), document_number="")
    assert ("所解读的文件", "示例司法通知") in mine.shown(mine.content())


def test_one_of_several_is_named_by_its_address(region, field):
    two = [make_draft(region, title="同名的通知", document_number="") for _ in range(2)]
    with pytest.raises(forms.ValidationError, match=f"/info/{two[0].pk}/") as refused:
        field.clean("同名的通知")
    assert "不止一件" in refused.value.messages[0]


@pytest.mark.parametrize("name", ["没有这样的文件", "/info/999999/", "/info/" + "9" * 30, "示商〔2099〕1号"])
def test_a_name_that_means_nothing_is_told(field, name):
    with pytest.raises(forms.ValidationError, match="没有找到"):
        field.clean(name)


def test_the_form_takes_the_name_and_shows_it_again(region, client, draft):
    other = make_draft(region, title="政策解读", document_number="")
    client.force_login(region.user("commerce", Role.DRAFTER))
    address = reverse("item_edit", args=[other.pk])
    page = client.get(address).content.decode()
    assert draft.title not in page  # No list of all there is.
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"version": other.version}
    wrong = client.post(address, data | {"interprets": "没有这样的文件"})
    assert wrong.status_code == 422
    assert "没有找到" in wrong.content.decode()
    assert client.post(address, data | {"interprets": draft.document_number}).status_code == 302
    assert fresh(other).interprets == draft
    assert f'value="/info/{draft.pk}/"' in client.get(address).content.decode()
