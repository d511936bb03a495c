"""The tree of columns cannot be made wrong, whichever way somebody tries (国办公开办函〔2019〕61号)."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from tests.site.conftest import FOUNDED, SETUP, column, make_draft
from wagtail.models import Page

from gongkai.law.article_20 import ARTICLE_20
from gongkai.site.agencies.acts import create_agency
from gongkai.site.agencies.models import Kind
from gongkai.site.catalogue.models import AgencyHome, Column, Part, RegionHome


def root(_region=None):
    return Page.get_first_root_node()


def new(region):
    """An agency whose columns nobody has opened yet."""
    return create_agency(
        SETUP, region.government, name="示例区财政局", short_name="财政局", slug="finance", kind=Kind.DEPARTMENT,
        valid_from=FOUNDED,
    )  # fmt: skip


def home(agency):
    return AgencyHome.objects.get(agency=agency)


def a_column(agency, part=Part.NEWS, **fields):
    return Column(title="又一个栏目", slug="one-more", part=part, agency=agency, **fields)


def test_every_agency_has_every_part_and_every_item_of_article_20_once(region):
    for agency in (region.government, region.commerce):
        found = Column.objects.filter(agency=agency)
        assert sorted(found.filter(article_20=None).values_list("part", flat=True)) == sorted(Part.values)
        numbers = found.exclude(article_20=None).order_by("article_20").values_list("article_20", flat=True)
        assert list(numbers) == [each.number for each in ARTICLE_20]


@pytest.mark.parametrize(
    ("where", "page"),
    [
        pytest.param(
            root,
            lambda r: RegionHome(title="又一个", slug="second", agency=new(r)),
            id="a second region",
        ),
        pytest.param(
            lambda r: home(r.commerce),
            lambda r: AgencyHome(title="下级", slug="beneath", agency=new(r)),
            id="an agency beneath another",
        ),
        pytest.param(
            root,
            lambda r: AgencyHome(title="根下", slug="at-the-root", agency=new(r)),
            id="an agency outside the region",
        ),
        pytest.param(root, lambda r: a_column(r.commerce), id="a column at the root"),
        pytest.param(lambda r: home(r.commerce), lambda r: a_column(r.commerce), id="a part twice"),
        pytest.param(lambda r: home(r.commerce), lambda r: a_column(new(r)), id="another agency's column"),
        pytest.param(
            lambda r: column(r.commerce, Part.NEWS), lambda r: a_column(r.commerce), id="a column beneath the news"
        ),
        pytest.param(
            lambda r: column(r.commerce, Part.STATUTORY),
            lambda r: a_column(r.commerce, Part.STATUTORY, article_20=1),
            id="an item of article 20 twice",
        ),
        pytest.param(
            lambda r: column(r.commerce, Part.STATUTORY),
            lambda r: a_column(r.commerce, Part.NEWS),
            id="news among the statutory content",
        ),
        pytest.param(
            lambda r: Column.objects.get(agency=r.commerce, article_20=1),
            lambda r: a_column(r.commerce, Part.STATUTORY, article_20=2),
            id="a third level",
        ),
    ],
)
def test_a_page_is_not_put_where_it_does_not_belong(region, where, page):
    before = Page.objects.count()
    with pytest.raises(ValidationError):
        where(region).add_child(instance=page(region))
    assert Page.objects.count() == before


@pytest.mark.parametrize(
    ("what", "where"),
    [
        pytest.param(
            lambda r: column(r.commerce, Part.NEWS), lambda r: home(r.justice), id="a column to another agency"
        ),
        pytest.param(
            lambda r: Column.objects.get(agency=r.commerce, article_20=1),
            lambda r: column(r.commerce, Part.NEWS),
            id="an item of article 20 beneath the news",
        ),
        pytest.param(lambda r: home(r.commerce), root, id="an agency to the root"),
    ],
)
def test_a_page_is_not_moved_where_it_does_not_belong(region, what, where):
    page = what(region)
    with pytest.raises(ValidationError):
        page.move(where(region), pos="last-child")
    assert type(page).objects.get(pk=page.pk).path == page.path


def test_the_order_of_columns_can_change(region):
    news, notices = column(region.commerce, Part.NEWS), column(region.commerce, Part.NOTICES)
    news.move(notices, pos="left")
    parts = (
        Column.objects.filter(agency=region.commerce, article_20=None).order_by("path").values_list("part", flat=True)
    )
    assert list(parts)[-2:] == [Part.NEWS, Part.NOTICES]


@pytest.mark.parametrize("of", ["column", "agency"])
def test_what_holds_items_is_not_deleted(region, of):
    item = make_draft(region)
    page = item.column if of == "column" else home(region.commerce)
    with pytest.raises((ProtectedError, ValidationError)):
        page.delete()
    item.refresh_from_db()
    assert Page.objects.filter(pk=page.pk).exists()
