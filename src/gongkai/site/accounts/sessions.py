"""Sessions: when somebody was last there, ending them, and keeping the form that was being filled in.

A session that ended in the middle of a form: the posted fields are put into the new, empty session of the same
browser, on the server, for an hour, and shown again only to the person whose session it was, once they have signed in
(`kept_form`). Passwords, codes and files are not kept.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.site.accounts.addresses import client_address
from gongkai.site.accounts.models import SignIn, User
from gongkai.site.audit.jobs import job

KEY = "sign_in"
KEPT = "kept_form"
KEPT_FOR = timedelta(hours=1)
WRITTEN_EVERY = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=180)
CODE = re.compile(r"[a-z0-9_.:-]*")
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "old", "new", "again", "password", "code"})

# The order matters: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Return what a person would call the browser."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("其他浏览器"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), _("其他设备"))
    return f"{browser}（{system}）"


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note that somebody signed in, and with what."""
    now = timezone.now()
    sign_in = SignIn.objects.create(
        user=user, device=device_of(request.META.get("HTTP_USER_AGENT", "")),
        address=client_address(request), since=now, last_seen=now,
    )  # fmt: skip
    request.session[KEY] = sign_in.pk


@receiver(user_logged_out)
def leave(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """Note that somebody signed out."""
    if user is not None:
        end(SignIn.objects.filter(pk=request.session.get(KEY), user=user), timezone.now())


def end(sign_ins: Any, now: datetime) -> int:
    """End sessions; the next request of each finds itself signed out."""
    return int(sign_ins.filter(ended_at=None).update(ended_at=now))


class EndIdleSessions:
    """Signs out whoever was away too long or whose session was ended, and notes now and then that somebody is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look before the request is answered."""
        # Without the cookie nobody signed in, and an answer that looks at no session may be kept by a cache.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        now = timezone.now()
        sign_in = SignIn.objects.filter(pk=request.session.get(KEY), user=request.user, ended_at=None).first()
        if sign_in is None:
            self._sign_out(request, _("这次登录已经结束，请重新登录。"))
        elif now - sign_in.last_seen > timedelta(minutes=settings.IDLE_MINUTES):
            said = _("您已超过 {minutes} 分钟没有操作，请重新登录。").format(minutes=settings.IDLE_MINUTES)
            self._sign_out(request, said)
        elif now - sign_in.last_seen >= WRITTEN_EVERY:
            SignIn.objects.filter(pk=sign_in.pk).update(last_seen=now)
            request.session.modified = True  # The cookie's own limit moves along.

    def _sign_out(self, request: HttpRequest, said: str) -> None:
        whose = request.user.pk
        logout(request)
        request.lapsed_user = whose
        messages.warning(request, said)


def keep_form(request: HttpRequest) -> bool:
    """Keep what somebody posted whose session had just ended; return whether there was anything to keep."""
    whose = getattr(request, "lapsed_user", None)
    if request.method != "POST" or whose is None:
        return False
    fields = [[name, value] for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT]
    if not any(value.strip() for _name, value in fields):
        return False
    request.session[KEPT] = {
        "user": whose, "path": request.get_full_path(), "fields": fields, "files": bool(request.FILES),
        "at": timezone.now().isoformat(),
    }  # fmt: skip
    return True


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was kept for whoever signed in; what is another's, or older than an hour, is thrown away."""
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    if kept["user"] != request.user.pk or timezone.now() - datetime.fromisoformat(kept["at"]) > KEPT_FOR:
        drop_form(request)
        return None
    return dict(kept)


def drop_form(request: HttpRequest) -> None:
    """Forget what was kept."""
    request.session.pop(KEPT, None)


def drop_form_sent_again(request: HttpRequest) -> None:
    """Forget what was kept once it comes again: from here on the page that it is for looks after it."""
    if request.method == "POST" and request.session.get(KEPT, {}).get("path") == request.get_full_path():
        drop_form(request)


@job("清理过期会话")
def forget(now: datetime) -> None:
    """Delete what nobody can use any more: expired sessions, and what is known of those of half a year ago."""
    Session.objects.filter(expire_date__lt=now).delete()
    SignIn.objects.filter(last_seen__lt=now - FORGOTTEN_AFTER).delete()


def shown_fields(kept: dict[str, Any]) -> Iterable[str]:
    """Return what a person typed, for them to see: no ticks, days, and codes of what was chosen."""
    return [value for _name, value in kept["fields"] if not CODE.fullmatch(value.strip())]
