"""What every request and every answer must carry, and what none may."""

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

# Nothing is loaded from elsewhere and nothing runs: there is no script on any page.
POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; "
    "form-action 'self'"
)


class ContentSecurity:
    """Tells browsers that pages load only from here and run nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy."""
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response


class RefuseNul:
    """Refuses NUL in what is asked or filled in: no browser sends one, and PostgreSQL stores none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, words: dict[str, Any]) -> None:
        """Look before the view does."""
        given = chain(*(values for form in (request.GET, request.POST) for _name, values in form.lists()))
        if any("\0" in str(each) for each in chain(given, words.values())):
            raise BadRequest
