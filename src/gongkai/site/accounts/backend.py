"""Signing in. Roles give authority; Django's permissions give nobody anything but the door of the back office."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from gongkai.site.accounts.models import User
from gongkai.site.accounts.throttling import spelled


class RoleBackend(BaseBackend):
    """Names and passwords; one permission, to enter the back office, for whoever holds a role today."""

    def authenticate(
        self, _: HttpRequest | None, username: str | None = None, password: str | None = None, **__: Any
    ) -> User | None:
        """Return the user, or None; an unknown name takes as long as a wrong password."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username=spelled(username)).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return an active user; a session of somebody who was disabled ends at once."""
        return User.objects.filter(pk=user_id, is_active=True).first()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Grant entry to the back office alone."""
        return (
            perm == "wagtailadmin.access_admin"
            and user_obj.is_active
            and user_obj.is_authenticated
            and bool(user_obj.live_memberships)
        )
