"""How somebody wants to read: as usual, larger (长辈版), or with the strongest contrast (无障碍阅读).

The choice is a cookie of the reader's own browser. Pages stay the same; the style sheet reads `data-view`. Large type,
large targets and no distraction are what 国办公开办函〔2021〕28号 asks for, without a second site that falls behind.
"""

from collections.abc import Callable

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.policies import PUBLIC

COOKIE = "view"
A_YEAR = 365 * 24 * 3600


class View(TextChoices):
    """What a reader may choose beside the usual."""

    ELDER = "elder", _("长辈版")
    CONTRAST = "contrast", _("无障碍阅读")


def view_of(request: HttpRequest) -> str:
    """Return what the reader chose; empty where nothing that there is."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in View.values else ""


def entries(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Return the entries at the top of each page: a label, where it leads, and whether it leads back to the usual."""
    here = request.get_full_path() if request.method == "GET" else request.path
    chosen = view_of(request)
    found = []
    for view in View:
        wanted = "" if view == chosen else view.value
        label = _("退出{view}").format(view=view.label) if view == chosen else view.label
        found.append((label, f"{reverse('reading')}?{urlencode({'view': wanted, 'from': here})}", view == chosen))
    return found


@guarded(PUBLIC)
def reading(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back to where it was made."""
    back = request.GET.get("from", "")
    here = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if here else reverse("region_home"))
    wanted = request.GET.get("view", "")
    if wanted in View.values:
        response.set_cookie(
            COOKIE, wanted, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


class VariesByView:
    """Tells caches that a page differs by what its reader chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add it to pages; files, feeds and tables are the same for everybody."""
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))
        return response
