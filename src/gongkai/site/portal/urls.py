"""Routes that the public uses."""

from django.urls import path

from gongkai.site.portal import feeds, views
from gongkai.site.portal.calculator import calculator

urlpatterns = [
    path("", views.region_home, name="region_home"),
    path("feed.xml", feeds.feed, name="feed"),
    path("search/", views.search, name="search"),
    path("calculator/", calculator, name="calculator"),
    path("info/<int:pk>/", views.item, name="public_item"),
    path("info/<int:pk>/files/<int:position>/<path:name>", views.file, name="public_file"),
    path("<slug:agency>/", views.agency_home, name="agency_home"),
    path("<slug:agency>/feed.xml", feeds.feed, name="agency_feed"),
    path("<slug:agency>/statutory/<int:number>/", views.statutory, name="statutory"),
    path("<slug:agency>/guide/<int:version>/", views.guide_version, name="guide_version"),
    path("<slug:agency>/<slug:part>/", views.column, name="column"),
    path("<slug:agency>/<slug:part>/feed.xml", feeds.feed, name="column_feed"),
]
