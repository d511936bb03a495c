"""The site's routes, and the pages that it shows when something fails."""

from django.urls import include, path

from gongkai.site.portal import views
from gongkai.site.urls import handler404, handler500  # noqa: F401 -- Django looks here for them

urlpatterns = [
    path("failed/", views.failed),
    path("", include("gongkai.site.urls")),
]
