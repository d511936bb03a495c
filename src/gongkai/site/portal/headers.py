"""Headers of every answer."""

from collections.abc import Callable

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
