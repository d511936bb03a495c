"""What the templates of the back office know of whoever signed in."""

from typing import Any

from django.http import HttpRequest

from gongkai.site.accounts import menu


def office(request: HttpRequest) -> dict[str, Any]:
    """Return the menu, and the roles by agency."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"office_menu": []}
    return {"office_menu": menu.entries_for(user), "office_roles": user.live_memberships}
