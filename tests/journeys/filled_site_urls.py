"""The site's routes, and the pages that it shows when something fails."""

from django.urls import include, path

from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.portal import errors
from gongkai.site.urls import handler400, handler403, handler404, handler500  # noqa: F401 -- Django looks here for them

urlpatterns = [
    path("failed/", guarded(PUBLIC)(errors.failed)),
    path("", include("gongkai.site.urls")),
]
