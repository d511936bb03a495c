"""Routes of the site. Wagtail's own back office, documents and images are not mounted: they go around the acts."""

from django.urls import URLPattern, URLResolver, include, path

from gongkai.site.portal.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("office/", include("gongkai.site.accounts.urls")),
    path("office/", include("gongkai.site.editorial.urls")),
    path("office/items/", include("gongkai.site.catalogue.urls")),
    path("office/registers/", include("gongkai.site.registers.urls")),
    # Last, since an agency may be called anything.
    path("", include("gongkai.site.portal.urls")),
]
handler400 = "gongkai.site.portal.errors.bad_request"
handler403 = "gongkai.site.portal.errors.forbidden"
handler404 = "gongkai.site.portal.errors.not_found"
handler500 = "gongkai.site.portal.errors.failed"
