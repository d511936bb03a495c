"""The tree of agencies: what is refused, and what goes on."""

from datetime import date

import pytest
from tests.site.conftest import FOUNDED, SETUP

from gongkai.site.agencies.acts import change_agency, create_agency, end_agency, name_competent_department
from gongkai.site.agencies.models import Agency, Kind, Succession
from gongkai.site.audit.acts import Refusal


def make(region, **fields):
    fields = {
        "name": "示例区文化局", "short_name": "文化局", "slug": "culture", "kind": Kind.DEPARTMENT,
        "valid_from": FOUNDED,
    } | fields  # fmt: skip
    return create_agency(SETUP, region.government, **fields)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"slug": "search"}, "网站自己的地址"),
        ({"slug": "commerce"}, "网址标识"),
        ({"uscc": "91350100M000100Y42"}, "统一社会信用代码"),
        ({"publication_working_days": 21}, "20"),
        ({"valid_to": date(2019, 1, 1)}, "撤销日期早于设立日期"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(region, fields, says):
    before = Agency.objects.count()
    with pytest.raises(Refusal, match=says):
        make(region, **fields)
    assert Agency.objects.count() == before


def test_a_subtree_is_found_by_its_path(region):
    below = create_agency(
        SETUP,
        region.township,
        name="示例村站",
        short_name="村站",
        slug="station",
        kind=Kind.DISPATCHED,
        valid_from=FOUNDED,
    )
    assert below in Agency.objects.under(region.government)
    assert below in Agency.objects.under(region.township)
    assert below not in Agency.objects.under(region.commerce)


def test_an_agency_ends_with_a_successor(region):
    with pytest.raises(Refusal, match="承继"):
        end_agency(SETUP, region.justice, on=date(2025, 1, 1), successors=[], basis="示例方案")
    end_agency(SETUP, region.justice, on=date(2025, 1, 1), successors=[region.commerce], basis="示例方案")
    assert not Agency.objects.get(pk=region.justice.pk).exists_on(date(2025, 1, 2))
    assert Succession.objects.get().successor == region.commerce


def test_settings_keep_inside_the_law(region):
    with pytest.raises(Refusal):
        change_agency(SETUP, region.commerce, publication_working_days=25)
    change_agency(SETUP, region.commerce, publication_working_days=10)
    assert Agency.objects.get(pk=region.commerce.pk).publication_working_days == 10


def test_the_competent_department_is_that_of_article_3(region):
    """条例第三条第三款：县级以上地方人民政府办公厅（室）；第四条是各机关的工作机构。"""
    assert "条例第三条" in Agency._meta.get_field("competent_department").help_text
    with pytest.raises(Refusal, match="条例第三条"):
        name_competent_department(SETUP, region.commerce, region.justice)
