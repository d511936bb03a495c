"""Routes that the public uses, and the style guide."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from gongkai.law.article_20 import ARTICLE_20
from gongkai.site.catalogue.models import ARTICLE_21
from gongkai.site.portal import feeds, reading, sitemaps, views
from gongkai.site.portal.calculator import calculator
from gongkai.site.portal.structure import OF_THE_REGION


class RegionPartConverter(SlugConverter):
    """A part that has a page for the whole region."""

    regex = "|".join(part.value for part in OF_THE_REGION)


class DutyConverter(SlugConverter):
    """An item of article 20 by its number, or a topic of article 21 by its name."""

    regex = "|".join((*(str(each.number) for each in reversed(ARTICLE_20)), *sorted(ARTICLE_21))).replace("_", "-")


register_converter(RegionPartConverter, "region_part")
register_converter(DutyConverter, "duty")

urlpatterns = [
    path("", views.region_home, name="region_home"),
    path("feed.xml", feeds.feed, name="feed"),
    path("search/", views.search, name="search"),
    path("calculator/", calculator, name="calculator"),
    path("reading/", reading.reading, name="reading"),
    path("map/", views.site_map, name="site_map"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/columns.xml", sitemaps.columns, name="sitemap_columns"),
    path("sitemap/<int:block>.xml", sitemaps.items, name="sitemap_items"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("info/<int:pk>/", views.item, name="public_item"),
    path("info/<int:pk>/files/<int:position>/<path:name>", views.file, name="public_file"),
    path("<region_part:part>/", views.region_part, name="region_part"),
    path("<region_part:part>/feed.xml", feeds.feed, name="region_part_feed"),
    path("<slug:agency>/", views.agency_home, name="agency_home"),
    path("<slug:agency>/feed.xml", feeds.feed, name="agency_feed"),
    path("<slug:agency>/statutory/<duty:duty>/", views.statutory, name="statutory"),
    path("<slug:agency>/statutory/<duty:duty>/feed.xml", feeds.feed, name="statutory_feed"),
    path("<slug:agency>/guide/<int:version>/", views.guide_version, name="guide_version"),
    path("<slug:agency>/<slug:part>/", views.column, name="column"),
    path("<slug:agency>/<slug:part>/feed.xml", feeds.feed, name="column_feed"),
]
