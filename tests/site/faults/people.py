"""Scenarios of the acts on accounts: people, sessions, deputies, the second step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from axes.models import AccessAttempt
from django.utils import timezone
from django_otp.oath import totp
from tests.site.conftest import PASSWORD, SETUP, Region

from gongkai.site.accounts import acts
from gongkai.site.accounts.acts import Oneself
from gongkai.site.accounts.delegations import end_delegation, name_deputy
from gongkai.site.accounts.models import Delegation, SignIn, User
from gongkai.site.accounts.reviewers import name_reviewers
from gongkai.site.accounts.second_factor import disable_second_factor, enrol_second_factor, reset_second_factor
from gongkai.site.agencies.roles import Role

Call = Callable[[], Any]
KEY = "00" * 20


def _drafter(region: Region) -> User:
    return region.user("commerce", Role.DRAFTER)


def _final_reviewer(region: Region) -> User:
    return region.user("commerce", Role.FINAL_REVIEWER)


def _signed_in(region: Region) -> User:
    user, now = _drafter(region), timezone.now()
    SignIn.objects.create(user=user, device="示例浏览器", since=now, last_seen=now)
    return user


def _enrolled(region: Region) -> User:
    user = _drafter(region)
    enrol_second_factor(user, Oneself(), key=KEY, code=_code())
    return user


def _code() -> str:
    return f"{totp(bytes.fromhex(KEY)):06d}"


def _delegate(region: Region) -> partial[Delegation]:
    away, today = region.user("commerce", Role.FIRST_REVIEWER), timezone.localdate()
    return partial(
        name_deputy, away, away.memberships.get(), _drafter(region), valid_from=today, valid_to=today
    )  # fmt: skip


def _end_delegation(region: Region) -> Call:
    return partial(end_delegation, region.user("commerce", Role.FIRST_REVIEWER), _delegate(region)())


def _enable(region: Region) -> Call:
    acts.disable_user(SETUP, _drafter(region), reason="调离")
    return partial(acts.enable_user, SETUP, _drafter(region))


def _unlock(region: Region) -> Call:
    user = _drafter(region)
    AccessAttempt.objects.create(
        username=user.username,
        ip_address="127.0.0.1",
        user_agent="",
        failures_since_start=5,
        attempt_time=timezone.now(),
    )
    return partial(acts.unlock_user, SETUP, user)


def _end_own_sessions(region: Region) -> Call:
    return partial(acts.end_own_sessions, _signed_in(region), Oneself(), sign_ins=SignIn.objects.all())


PEOPLE: dict[str, Callable[[Region], Call]] = {
    "change_user": lambda region: partial(
        acts.change_user, SETUP, _drafter(region), name="示例改名人", email="", agency=region.justice
    ),
    "disable_user": lambda region: partial(acts.disable_user, SETUP, _signed_in(region), reason="调离"),
    "enable_user": _enable,
    "reset_password": lambda region: partial(acts.reset_password, SETUP, _signed_in(region), password=PASSWORD + "-2"),
    "unlock_user": _unlock,
    "end_own_sessions": _end_own_sessions,
    "end_sessions": lambda region: partial(acts.end_sessions, SETUP, _signed_in(region)),
    "name_deputy": _delegate,
    "end_delegation": _end_delegation,
    "name_reviewers": lambda region: partial(
        name_reviewers, SETUP, region.commerce, named={Role.FINAL_REVIEWER: [_final_reviewer(region)]}
    ),
    "enrol_second_factor": lambda region: partial(
        enrol_second_factor, _drafter(region), Oneself(), key=KEY, code=_code()
    ),
    "disable_second_factor": lambda region: partial(
        disable_second_factor, _enrolled(region), Oneself(), password=PASSWORD
    ),
    "reset_second_factor": lambda region: partial(reset_second_factor, SETUP, _enrolled(region)),
}
