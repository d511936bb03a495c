"""Acts on people and their roles."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from gongkai.site.accounts.models import Membership, User
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import GRANTING, SETTING_UP, SIGNED_IN
from gongkai.site.agencies.roles import ADMINISTRATORS, REVIEWERS, Role
from gongkai.site.audit.acts import Deed, Refusal, act


@act("create_user", "登记人员", policy=SETTING_UP)
def create_user(deed: Deed, agency: Agency, *, username: str, name: str, password: str, **fields: Any) -> User:
    """Register somebody who will sign in; they hold no role until the security administrator grants one."""
    user = User(username=username, name=name, **fields)
    try:
        validate_password(password, user)
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error
    user.set_password(password)
    user.save()
    deed.record(user, {"agency": agency.pk}, under=agency)
    return user


@act("grant_role", "授予角色", policy=GRANTING)
def grant_role(
    deed: Deed,
    agency: Agency,
    user: User,
    role: Role,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    lent_by: Agency | None = None,
) -> Membership:
    """Grant a role at an agency.

    The three administrators cannot act as each other, nor as anybody else: whoever holds one of the three roles
    holds nothing besides. A superior may lend a reviewer, until a date.
    """
    held = {Role(each.role) for each in user.memberships.live(deed.today)}
    if role in ADMINISTRATORS and held - {role}:
        raise Refusal(f"{user.name}已担任其他角色，不能兼任{role.label}：三员分立，不得兼任。")
    if role not in ADMINISTRATORS and held & ADMINISTRATORS:
        raise Refusal(f"{user.name}是{next(iter(held & ADMINISTRATORS)).label}，不能再担任{role.label}。")
    if lent_by is not None:
        if role not in REVIEWERS:
            raise Refusal("只有审核人员可以由上级机关派出。")
        if lent_by.pk == agency.pk or (not agency.path.startswith(lent_by.path) and not _beside(lent_by, agency)):
            raise Refusal("派出审核人员的应当是本机关的上级机关或其公开工作主管部门。")
        if valid_to is None:
            raise Refusal("派出的审核人员应有截止日期。")
    if user.memberships.live(deed.today).filter(agency=agency, role=role).exists():
        raise Refusal(f"{user.name}在{agency.name}已是{role.label}。")
    membership = Membership(
        user=user, agency=agency, role=role, valid_from=valid_from or deed.today, valid_to=valid_to, lent_by=lent_by
    )
    try:
        membership.full_clean()
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error
    membership.save()
    deed.record(
        membership,
        {"user": user.pk, "role": role.value, "until": valid_to, "lent_by": lent_by.pk if lent_by else None},
        occurred_on=membership.valid_from,
    )
    return membership


def _beside(lender: Agency, agency: Agency) -> bool:
    return any(agency.path.startswith(government.path) for government in lender.competent_for.all())


@act("revoke_role", "收回角色", policy=GRANTING)
def revoke_role(deed: Deed, membership: Membership, *, reason: str) -> Membership:
    """Take a role back, now; what was done under it stays."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.revoked_at is not None:
        raise Refusal("这一角色已经收回。")
    membership.revoked_at = deed.now
    membership.save()
    deed.record(membership, {"user": membership.user_id, "role": membership.role, "reason": reason})
    return membership


class Oneself:
    """What somebody changes of themselves: it belongs to the chain of the whole site."""

    agency_id = 0


@act("change_password", "修改密码", policy=SIGNED_IN)
def change_password(deed: Deed, _oneself: Oneself, *, old: str, new: str) -> User:
    """Change one's own password."""
    user = User.objects.select_for_update().get(pk=deed.actor.pk)
    if not user.check_password(old):
        raise Refusal("原密码不正确。")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error
    user.set_password(new)
    user.must_change_password = False
    user.save()
    deed.record(user, under=_oneself)
    return user
