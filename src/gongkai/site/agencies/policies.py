"""Who may do what, as values: a policy says it of an actor and of the agency to which the matter belongs.

Everything is denied that a policy does not allow. Routes carry a policy (`accounts.guard`), acts name one when they
are registered; tests enumerate both and try every role inside, above, beside and outside the agency.
"""

from dataclasses import dataclass
from typing import Any

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import REVIEWERS, Role
from gongkai.site.audit.acts import Maintenance


def is_person(actor: Any) -> bool:
    """Return whether the actor is somebody who signed in and is not disabled; people are defined further right."""
    return bool(getattr(actor, "is_authenticated", False) and actor.is_active and hasattr(actor, "roles_at"))


@dataclass(frozen=True, slots=True)
class Holding:
    """Whoever holds one of the roles at the agency; maintenance by command where it is said."""

    roles: frozenset[Role]
    by_command: bool = False

    def allows(self, actor: Any, agency: int) -> bool:
        """Return whether ``actor`` may."""
        if isinstance(actor, Maintenance):
            return self.by_command
        if not is_person(actor):
            return False
        home = Agency.objects.filter(pk=agency).first()
        return home is not None and bool(actor.roles_at(home) & self.roles)

    def stood_in_for(self, actor: Any, agency: int) -> int | None:
        """Return whom a deputy stands in for here; None for whoever holds one of the roles themselves."""
        if not is_person(actor):
            return None
        home = Agency.objects.filter(pk=agency).first()
        if home is None or actor.own_roles_at(home) & self.roles:
            return None
        absent = (actor.stands_in_for(home, role) for role in sorted(self.roles))
        return next((each.pk for each in absent if each is not None), None)

    def allows_anywhere(self, actor: Any) -> bool:
        """Return whether ``actor`` may at some agency: for lists, which then show only those agencies."""
        return is_person(actor) and any(each.role in self.roles for each in actor.live_memberships)


class Themselves:
    """Policies of which nobody makes use for somebody else."""

    __slots__ = ()

    def stood_in_for(self, actor: Any, agency: int) -> int | None:
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class Public(Themselves):
    """Anybody, signed in or not."""

    def allows(self, actor: Any, agency: int) -> bool:
        """Return True."""
        return True

    def allows_anywhere(self, actor: Any) -> bool:
        """Return True."""
        return True


@dataclass(frozen=True, slots=True)
class SignedIn(Themselves):
    """Whoever holds any role anywhere, for what concerns only themselves."""

    def allows(self, actor: Any, agency: int) -> bool:
        """Return whether ``actor`` is somebody."""
        return is_person(actor) and bool(actor.live_memberships)

    def allows_anywhere(self, actor: Any) -> bool:
        """Return whether ``actor`` is somebody."""
        return self.allows(actor, 0)


def holding(*roles: Role, by_command: bool = False) -> Holding:
    """Return the policy of whoever holds one of the roles."""
    return Holding(frozenset(roles), by_command)


PUBLIC = Public()
SIGNED_IN = SignedIn()
DRAFTING = holding(Role.DRAFTER, Role.DISCLOSURE_OFFICER)
REVIEWING = holding(*REVIEWERS)
SECRECY_REVIEWING = holding(Role.DISCLOSURE_OFFICER)
PUBLISHING = holding(Role.DISCLOSURE_OFFICER, Role.FINAL_REVIEWER)
APPROVING_EMERGENCIES = holding(Role.FINAL_REVIEWER)
IMPORTING = holding(Role.DISCLOSURE_OFFICER)
# Whoever confirms what of a register becomes public, after somebody else proposed it.
RELEASING = holding(Role.DISCLOSURE_OFFICER)
# Whoever has a hand in a text at its own agency.
HANDLING = holding(Role.DRAFTER, *REVIEWERS, Role.DISCLOSURE_OFFICER)
# Whoever may let through what a check stops, if they did not write the text.
LETTING_THROUGH = holding(*REVIEWERS, Role.DISCLOSURE_OFFICER)
WITHDRAWING = holding(Role.DISCLOSURE_OFFICER, Role.FINAL_REVIEWER, Role.COMPETENT_DEPARTMENT)
# What is public is examined again when lists change: whoever may correct or withdraw it sees what was found.
EXAMINING_AGAIN = holding(Role.DISCLOSURE_OFFICER, Role.COMPETENT_DEPARTMENT)
READING = holding(Role.DRAFTER, *REVIEWERS, Role.DISCLOSURE_OFFICER, Role.COMPETENT_DEPARTMENT)
# Roles that somebody who is away may leave to a deputy.
DELEGABLE = (*REVIEWERS, Role.DISCLOSURE_OFFICER)
DELEGATING = holding(*DELEGABLE)
ENDING_DELEGATIONS = holding(*DELEGABLE, Role.SECURITY_ADMINISTRATOR)
SEEING_DELEGATIONS = holding(Role.DRAFTER, *DELEGABLE, Role.SECURITY_ADMINISTRATOR)
SETTING_UP = holding(Role.SYSTEM_ADMINISTRATOR, by_command=True)
GRANTING = holding(Role.SECURITY_ADMINISTRATOR, by_command=True)
ENDING_SESSIONS = holding(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, by_command=True)
AUDITING = holding(Role.AUDIT_ADMINISTRATOR)
BY_COMMAND = holding(by_command=True)
