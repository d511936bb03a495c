"""What every template may know of the site."""

from django.conf import settings
from django.http import HttpRequest


def site(_: HttpRequest) -> dict[str, object]:
    """Return what the foot of a page states, and whether the content is an example."""
    return {
        "example": settings.EXAMPLE,
        "site_code": settings.SITE_CODE,
        "site_icp": settings.SITE_ICP,
        "site_police": settings.SITE_POLICE,
    }
