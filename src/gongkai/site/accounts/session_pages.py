"""Pages of sessions: those of mine, and the form that was being filled in when one ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import acts, sessions
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import User
from gongkai.site.accounts.office import find, perform
from gongkai.site.agencies.policies import ENDING_SESSIONS, SIGNED_IN


@guarded(SIGNED_IN)
def my_sessions(request: HttpRequest) -> HttpResponse:
    """My open sessions: with what, from where, since when."""
    return render(
        request, "office/my_sessions.html",
        {
            "sign_ins": request.user.sign_ins.running().order_by("-last_seen")[:50],
            "this": request.session.get(sessions.KEY),
        },
    )  # fmt: skip


@require_POST
@guarded(SIGNED_IN)
def session_end(request: HttpRequest, sign_in: int) -> HttpResponse:
    """End one of my other sessions."""
    which = request.user.sign_ins.filter(pk=sign_in).exclude(pk=request.session.get(sessions.KEY))
    perform(request, acts.end_own_sessions, acts.Oneself(), done=_("已结束这次登录。"), sign_ins=which)
    return redirect("my_sessions")


@require_POST
@guarded(SIGNED_IN)
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End all of my sessions but this one."""
    others = request.user.sign_ins.exclude(pk=request.session.get(sessions.KEY))
    perform(request, acts.end_own_sessions, acts.Oneself(), done=_("已结束其他登录。"), sign_ins=others)
    return redirect("my_sessions")


@require_POST
@guarded(ENDING_SESSIONS)
def person_sessions(request: HttpRequest, person: int) -> HttpResponse:
    """End all sessions of somebody."""
    found = find(request, User.objects.all(), ENDING_SESSIONS, pk=person)
    perform(request, acts.end_sessions, found, done=_("已结束其所有登录。"))
    return redirect("person" if "person" in request.POST else "role_person", person)


@guarded(SIGNED_IN)
def kept_form(request: HttpRequest) -> HttpResponse:
    """What was being filled in when the session ended, to be sent again or thrown away."""
    if request.method == "POST":
        sessions.drop_form(request)
        return redirect("worklist")
    kept = sessions.kept_form(request)
    if kept is None:
        return redirect("worklist")
    return render(request, "office/kept_form.html", {"kept": kept, "shown": sessions.shown_fields(kept)})
