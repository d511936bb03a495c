"""Every route is closed until it names the policy that opens it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.site.accounts.sessions import drop_form_sent_again, keep_form
from gongkai.site.agencies.policies import Holding, Public, SignedIn

View = TypeVar("View", bound=Callable[..., Any])
AnyPolicy = Holding | Public | SignedIn


def guarded(policy: AnyPolicy) -> Callable[[View], View]:
    """Name the policy of a view: who may reach it at all. What it shows is filtered by agency besides."""

    def name_it(view: View) -> View:
        view.policy = policy
        return view

    return name_it


def policy_of(view: Any) -> AnyPolicy | None:
    """Return the policy of a view, or None if it has none and so is closed."""
    return getattr(view, "policy", None)


class DenyByDefault:
    """Answers 404 for a route without a policy, and asks whoever may sign in to do so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """Open, ask to sign in, or close; whoever must change a password does nothing else before."""
        policy = policy_of(view)
        if policy is None:
            raise Http404
        if isinstance(policy, Public):
            return None
        if not request.user.is_authenticated:
            if keep_form(request):
                return redirect_to_login(reverse("kept_form"))
            return redirect_to_login(
                request.get_full_path() if request.method in ("GET", "HEAD") else reverse("worklist")
            )
        if not policy.allows_anywhere(request.user):
            raise Http404
        drop_form_sent_again(request)
        if request.user.must_change_password and request.resolver_match.url_name != "password":
            messages.warning(request, _("这是系统管理员设的临时密码，请先改成自己的密码。"))
            return redirect("password")
        return None
