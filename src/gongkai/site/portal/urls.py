"""Routes that the public uses, and the style guide."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from gongkai.law.article_20 import ARTICLE_20
from gongkai.site.catalogue.models import ARTICLE_21
from gongkai.site.portal import feeds, open_views, reading, registers, sitemaps, views
from gongkai.site.portal.calculator import calculator
from gongkai.site.portal.open_data import DATASETS
from gongkai.site.portal.structure import OF_THE_REGION
from gongkai.site.registers.models import Register


class RegionPartConverter(SlugConverter):
    """A part that has a page for the whole region."""

    regex = "|".join(part.value for part in OF_THE_REGION)


class DutyConverter(SlugConverter):
    """An item of article 20 by its number, or a topic of article 21 by its name."""

    regex = "|".join((*(str(each.number) for each in reversed(ARTICLE_20)), *sorted(ARTICLE_21))).replace("_", "-")


class RegisterConverter(SlugConverter):
    """A register with a public page."""

    regex = "|".join(Register.values)


class DatasetConverter(SlugConverter):
    """A set of open data."""

    regex = "|".join(DATASETS)


register_converter(RegionPartConverter, "region_part")
register_converter(RegisterConverter, "register")
register_converter(DatasetConverter, "dataset")
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
    path("open/openapi.json", open_views.openapi, name="open_api"),
    path("open/<dataset:dataset>.schema.json", open_views.schema, name="open_schema"),
    path("open/<slug:agency>/", open_views.sets, name="open_data"),
    path("open/<slug:agency>/<dataset:dataset>.csv", open_views.as_csv, name="open_csv"),
    path("open/<slug:agency>/<dataset:dataset>.json", open_views.as_json, name="open_json"),
    path("info/<int:pk>/", views.item, name="public_item"),
    path("info/<int:pk>/files/<int:position>/<path:name>", views.file, name="public_file"),
    path("<region_part:part>/", views.region_part, name="region_part"),
    path("<region_part:part>/feed.xml", feeds.feed, name="region_part_feed"),
    path("<slug:agency>/", views.agency_home, name="agency_home"),
    path("<slug:agency>/feed.xml", feeds.feed, name="agency_feed"),
    path("<slug:agency>/statutory/<duty:duty>/", views.statutory, name="statutory"),
    path("<slug:agency>/statutory/<duty:duty>/feed.xml", feeds.feed, name="statutory_feed"),
    path("<slug:agency>/guide/<int:version>/", views.guide_version, name="guide_version"),
    path("<slug:agency>/registers/", registers.registers, name="public_registers"),
    path("<slug:agency>/registers/<register:register>/", registers.register, name="public_register"),
    path("<slug:agency>/registers/<register:register>/<int:row>/", registers.entry, name="public_register_row"),
    path("<slug:agency>/<slug:part>/", views.column, name="column"),
    path("<slug:agency>/<slug:part>/feed.xml", feeds.feed, name="column_feed"),
]
