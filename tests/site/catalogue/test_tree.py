"""A wrong tree of columns cannot be made, moved or deleted, through Wagtail's own calls either."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from tests.site.conftest import SETUP, column
from wagtail.models import Page

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.article_20 import ARTICLE_20, CITY_AND_COUNTY_TOPICS, TOWNSHIP_TOPICS
from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.models import Agency, Kind
from gongkai.site.agencies.positions import position_of
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.acts import open_columns
from gongkai.site.catalogue.models import TOP, AgencyHome, Column, Part, RegionHome


def refused(action):
    pages = Page.objects.count()
    with pytest.raises((ValidationError, ProtectedError)), transaction.atomic():
        action()
    assert Page.objects.count() == pages
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.fixture
def home(region):
    return AgencyHome.objects.get(agency=region.commerce)


def page(region, kind=Column, agency="commerce", **fields):
    defaults = {"title": "示例", "slug": "example", "agency": getattr(region, agency)}
    return kind(**defaults | fields)


def test_an_agency_has_each_part_once_and_the_fifteen_items_beneath(region):
    for agency in (region.commerce, region.government):
        columns = Column.objects.filter(agency=agency)
        assert sorted(columns.filter(TOP).values_list("part", flat=True)) == sorted(Part.values)
        assert columns.filter(part=Part.STATUTORY).count() == 1 + len(ARTICLE_20)


def topics(agency):
    columns = Column.objects.filter(agency=agency).exclude(article_21="").order_by("path")
    return list(columns.values_list("title", flat=True))


def test_what_article_21_names_is_opened_by_level_and_kind_once_the_level_is_known(region):
    assert topics(region.commerce) == topics(region.office) == []  # Nobody said yet which level the region is of.
    change_agency(SETUP, region.government, region_code="410308")
    for agency in (region.commerce, region.township):
        open_columns(SETUP, fresh_agency(agency))
    assert topics(region.commerce) == [each.text for each in CITY_AND_COUNTY_TOPICS]
    assert topics(region.township) == [each.text for each in TOWNSHIP_TOPICS]
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("kind", "name", "code", "position"),
    [
        (Kind.GOVERNMENT, "示例区人民政府", "410308", (AgencyKind.GOVERNMENT, Level.COUNTY)),
        (Kind.GOVERNMENT, "示例市人民政府", "410300", (AgencyKind.GOVERNMENT, Level.MUNICIPAL)),
        (Kind.GOVERNMENT, "示例省人民政府", "410000", (AgencyKind.GOVERNMENT, Level.PROVINCIAL)),
        (Kind.DEPARTMENT, "示例区商务局", "410308", (AgencyKind.DEPARTMENT, Level.COUNTY)),
        (Kind.TOWNSHIP, "示例镇人民政府", "", (AgencyKind.GOVERNMENT, Level.TOWNSHIP)),
        (Kind.TOWNSHIP, "示例街道办事处", "410308", (AgencyKind.DISPATCHED_ORGAN, Level.COUNTY)),
        (Kind.DISPATCHED, "示例开发区管理委员会", "410308", (AgencyKind.DISPATCHED_ORGAN, Level.COUNTY)),
        (Kind.AUTHORISED, "示例区水务集团", "410308", (AgencyKind.AUTHORIZED_ORGANIZATION, Level.COUNTY)),
        (Kind.DEPARTMENT, "示例区商务局", "", None),
        (Kind.DEPARTMENT, "示例区商务局", "41", None),
        (Kind.DEPARTMENT, "示例区商务局", "示例代码", None),
        (Kind.DEPARTMENT, "示例区商务局", "４１０３０８", None),
    ],
)
def test_a_position_is_told_by_kind_and_code_and_never_guessed(region, kind, name, code, position):
    Agency.objects.filter(pk=region.government.pk).update(region_code=code)
    Agency.objects.filter(pk=region.commerce.pk).update(kind=kind, name=name)
    assert position_of(fresh_agency(region.commerce)) == (Position(*position) if position else None)


def fresh_agency(agency):
    return Agency.objects.get(pk=agency.pk)


@pytest.mark.parametrize("name", ["add_child", "add_sibling"])
def test_a_second_region_is_refused_wherever_it_would_stand(region, home, name):
    root = Page.get_first_root_node()
    places = {"add_child": (root, home), "add_sibling": (RegionHome.objects.get(), home)}[name]
    for place in places:
        made = page(region, RegionHome, "justice")
        where = {} if name == "add_child" else {"pos": "last-sibling"}
        refused(lambda place=place, made=made, where=where: getattr(place, name)(instance=made, **where))


def test_columns_and_homes_stand_only_where_they_belong(region, home):
    root, notices = Page.get_first_root_node(), column(region.commerce, Part.NOTICES)
    item = Column.objects.get(agency=region.commerce, article_20=5)
    statutory = column(region.commerce, Part.STATUTORY)
    for place, made in (
        (root, page(region, part=Part.NEWS)),
        (root, page(region, AgencyHome, "township")),
        (home, page(region, AgencyHome, "township")),
        (notices, page(region, AgencyHome, "township")),
        (notices, page(region, part=Part.NOTICES)),
        (item, page(region, part=Part.STATUTORY, article_20=6)),
        (statutory, page(region, part=Part.NEWS)),
        (home, page(region, agency="township", part=Part.NEWS)),
        (statutory, page(region, agency="township", part=Part.STATUTORY, article_20=5)),
        (home, page(region, part=Part.STATUTORY, article_21="public_order")),
        (item, page(region, part=Part.STATUTORY, article_21="public_order")),
        (statutory, page(region, part=Part.STATUTORY, article_20=1, article_21="public_order")),
    ):
        refused(lambda place=place, made=made: place.specific.add_child(instance=made))


def test_a_part_or_an_item_of_article_20_is_not_opened_twice(region, home):
    statutory = column(region.commerce, Part.STATUTORY)
    for place, made in (
        (home, page(region, part=Part.NEWS)),
        (home, page(region, part=Part.STATUTORY, article_20=5)),
        (statutory, page(region, part=Part.STATUTORY, article_20=5)),
        (statutory, page(region, part=Part.STATUTORY)),
        (RegionHome.objects.get(), page(region, AgencyHome, "commerce")),
    ):
        refused(lambda place=place, made=made: place.add_child(instance=made))
    with pytest.raises(Refusal, match="栏目齐全"):
        open_columns(SETUP, region.commerce)


def test_an_article_20_column_stands_under_the_statutory_part_alone(region):
    home = RegionHome.objects.get()
    refused(lambda: home.add_child(instance=page(region, agency="government", part=Part.STATUTORY, article_20=5)))


def test_no_other_page_is_put_into_the_tree(region, home):
    for place in (
        Page.get_first_root_node(),
        home,
        column(region.commerce, Part.NOTICES),
        Page.objects.get(pk=home.pk),
    ):
        refused(lambda place=place: place.add_child(instance=Page(title="示例", slug="example")))


def test_nothing_is_moved(region, home):
    news, statutory = column(region.commerce, Part.NEWS), column(region.commerce, Part.STATUTORY)
    justice = AgencyHome.objects.get(agency=region.justice)
    for what, where in ((news, justice), (news, statutory), (home, justice), (Page.objects.get(pk=news.pk), justice)):
        refused(lambda what=what, where=where: what.move(where, pos="last-child"))


def test_nothing_is_deleted_with_or_without_items(region, home, draft):
    for what in (
        column(region.commerce, Part.NOTICES), column(region.commerce, Part.NEWS), home, RegionHome.objects.get(),
        Page.objects.get(pk=home.pk), Column.objects.filter(agency=region.commerce), Page.objects.filter(pk=home.pk),
    ):  # fmt: skip
        refused(what.delete)


def test_nothing_is_copied(region, home):
    news = column(region.commerce, Part.NEWS)
    refused(lambda: news.copy(update_attrs={"slug": "again"}))
    refused(lambda: home.copy(update_attrs={"slug": "again"}, recursive=True))


def test_a_column_is_not_handed_to_another_agency_or_part(region):
    news = column(region.commerce, Part.NEWS)
    news.agency = region.justice
    refused(news.save)
    news = column(region.commerce, Part.NEWS)
    news.part = Part.NOTICES
    refused(news.save)
