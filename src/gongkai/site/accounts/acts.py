"""Acts on people and their roles."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gongkai.site.accounts import reviewers
from gongkai.site.accounts.delegations import end_what_rests_on_nothing
from gongkai.site.accounts.models import Delegation, Membership, SignIn, User
from gongkai.site.accounts.sessions import end
from gongkai.site.accounts.throttling import free, locked_until
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import ENDING_SESSIONS, GRANTING, SETTING_UP, SIGNED_IN
from gongkai.site.agencies.roles import ADMINISTRATORS, REVIEWERS, Role
from gongkai.site.audit.acts import Deed, Denied, Invalid, Refusal, act


def _checked(record: User | Membership) -> None:
    try:
        record.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid(error) from error


def _take_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error
    user.set_password(password)


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _refuse_other_administrators(deed: Deed, user: User) -> None:
    """Refuse a system administrator who would come into the account of one of the other two (三员分立; ours).

    Whoever sets a password could act as its owner; the accounts of the security and the audit administrator are
    therefore looked after by command on the server.
    """
    held = {Role(each.role) for each in user.memberships.between(deed.today, None)}
    others = held & (ADMINISTRATORS - {Role.SYSTEM_ADMINISTRATOR})
    if others and deed.actor.pk is not None:
        raise Refusal(
            f"{user.name}是{next(iter(others)).label}，其账号由运维人员在服务器上用命令维护：三员分立，不得代管。"
        )


@act("create_user", "登记人员", policy=SETTING_UP)
def create_user(deed: Deed, agency: Agency, *, username: str, name: str, password: str, **fields: Any) -> User:
    """Register somebody who will sign in; they hold no role until the security administrator grants one.

    A password that an administrator gave is changed at the first sign-in.
    """
    user = User(
        username=username, name=name, agency=agency, must_change_password=deed.actor.pk is not None, **fields
    )  # fmt: skip
    _checked(user)
    _take_password(user, password)
    user.save()
    deed.record(user, {"agency": agency.pk})
    return user


@act("change_user", "修改人员信息", policy=SETTING_UP)
def change_user(deed: Deed, user: User, *, name: str, email: str, agency: Agency) -> User:
    """Change somebody's name, address or agency; the trail says which, and keeps no personal value."""
    user = _locked(user)
    _refuse_other_administrators(deed, user)
    if not SETTING_UP.allows(deed.actor, agency.pk):
        raise Denied("您没有管理这一机构人员的权限。")
    given = {"name": name, "email": email, "agency": agency}
    changed = sorted(field for field, value in given.items() if getattr(user, field) != value)
    if not changed:
        raise Refusal("没有改动。")
    facts: dict[str, Any] = {"changed": changed}
    if "agency" in changed:
        facts |= {"from": user.agency_id, "to": agency.pk}
    for field in changed:
        setattr(user, field, given[field])
    _checked(user)
    user.save()
    deed.record(user, facts)
    return user


@act("disable_user", "停用账号", policy=SETTING_UP)
def disable_user(deed: Deed, user: User, *, reason: str) -> User:
    """Close somebody's account, at once and in every browser; what they did stays theirs.

    Deputations from and to them end for good: an account that is opened again gets none of them back.
    """
    user = _locked(user)
    _refuse_other_administrators(deed, user)
    if user.pk == deed.actor.pk:
        raise Refusal("不能停用自己的账号。")
    if not user.is_active:
        raise Refusal("这一账号已经停用。")
    if not reason.strip():
        raise Refusal("请写明停用的原因。")
    user.is_active = False
    user.save()
    end(user.sign_ins.all(), deed.now)
    deed.record(user, said={"reason": reason.strip()})
    end_what_rests_on_nothing(deed, user)
    return user


@act("enable_user", "启用账号", policy=SETTING_UP)
def enable_user(deed: Deed, user: User) -> User:
    """Open an account again; roles that still run count again."""
    user = _locked(user)
    _refuse_other_administrators(deed, user)
    if user.is_active:
        raise Refusal("这一账号没有停用。")
    user.is_active = True
    user.save()
    deed.record(user)
    return user


@act("reset_password", "重设密码", policy=SETTING_UP)
def reset_password(deed: Deed, user: User, *, password: str) -> User:
    """Give somebody a new password that they must change at the next sign-in; their open sessions end."""
    user = _locked(user)
    _refuse_other_administrators(deed, user)
    if user.pk == deed.actor.pk:
        raise Refusal("自己的密码请在“修改密码”中修改。")
    _take_password(user, password)
    user.must_change_password = True
    user.save()
    free(user.username)
    end(user.sign_ins.all(), deed.now)
    deed.record(user)
    return user


@act("unlock_user", "解除登录锁定", policy=SETTING_UP)
def unlock_user(deed: Deed, user: User) -> User:
    """Let somebody try again who mistyped the password too often."""
    _refuse_other_administrators(deed, user)
    if locked_until(user.username) is None:
        raise Refusal("这一登录名没有被锁定。")
    free(user.username)
    deed.record(user)
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
    holds nothing besides on any day of it, nor stands in for anybody. A superior may lend a reviewer, until a date.
    Nobody is given a role for days that are past, except by command.
    """
    # Whoever else grants the same person a role waits until this one is held.
    user = _locked(user)
    first = valid_from or deed.today
    if first < deed.today and deed.actor.pk is not None:
        raise Refusal("角色从今天或者以后的日期起授予，不能倒填日期。")
    if not user.is_active:
        raise Refusal(f"{user.name}的账号已停用，不能授予角色。")
    if not agency.exists_on(max(first, deed.today)):
        raise Refusal(f"{agency.name}在 {first.isoformat()} 并不存在，不能授予角色。")
    meanwhile = user.memberships.between(first, valid_to)
    held = {Role(each.role) for each in meanwhile}
    if role in ADMINISTRATORS and held - {role}:
        raise Refusal(f"{user.name}已担任其他角色，不能兼任{role.label}：三员分立，不得兼任。")
    if role in ADMINISTRATORS and (left := Delegation.objects.between(first, valid_to).filter(deputy=user).first()):
        raise Refusal(
            f"{user.name}正代理{left.membership.user}的{left.membership.get_role_display()}（到 {left.valid_to} 止），"
            f"不能担任{role.label}：请先在“代理”页面终止这一代理。"
        )
    if role not in ADMINISTRATORS and held & ADMINISTRATORS:
        raise Refusal(f"{user.name}是{next(iter(held & ADMINISTRATORS)).label}，不能再担任{role.label}。")
    if lent_by is not None:
        _refuse_wrong_lender(agency, user, role, lent_by, valid_to)
    if meanwhile.filter(agency=agency, role=role).exists():
        raise Refusal(f"{user.name}在{agency.name}这段时间已是{role.label}。")
    membership = Membership(user=user, agency=agency, role=role, valid_from=first, valid_to=valid_to, lent_by=lent_by)
    _checked(membership)
    membership.save()
    deed.record(
        membership,
        {"user": user.pk, "role": role.value, "until": valid_to, "lent_by": lent_by.pk if lent_by else None},
        occurred_on=membership.valid_from,
    )
    return membership


def _refuse_wrong_lender(agency: Agency, user: User, role: Role, lent_by: Agency, valid_to: date | None) -> None:
    if role not in REVIEWERS:
        raise Refusal("只有审核人员可以由上级机关派出。")
    if lent_by.pk == agency.pk or (not agency.path.startswith(lent_by.path) and not _beside(lent_by, agency)):
        raise Refusal("派出审核人员的应当是本机关的上级机关或其公开工作主管部门。")
    if user.agency.path.startswith(agency.path):
        raise Refusal(f"{user.name}是{user.agency.name}的人员，不用派出；在本机关任职的，请不填派出机关。")
    if not user.agency.path.startswith(lent_by.path):
        raise Refusal(f"{user.name}不是{lent_by.name}或者它下级的人员，不能由它派出。")
    if valid_to is None:
        raise Refusal("派出的审核人员应有截止日期。")


def _beside(lender: Agency, agency: Agency) -> bool:
    return any(agency.path.startswith(government.path) for government in lender.competent_for.all())


@act("revoke_role", "收回角色", policy=GRANTING)
def revoke_role(deed: Deed, membership: Membership, *, reason: str) -> Membership:
    """Take a role back, now, and with it the deputations that rest on it; what was done under it stays."""
    # Whoever names this person a deputy meanwhile waits until the role is gone.
    user = _locked(membership.user)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.revoked_at is not None:
        raise Refusal("这一角色已经收回。")
    if not reason.strip():
        raise Refusal("请写明收回的原因。")
    membership.revoked_at = deed.now
    membership.save()
    deed.record(
        membership,
        {"user": membership.user_id, "role": membership.role, "was_named": reviewers.forget(membership)},
        said={"reason": reason.strip()},
    )
    end_what_rests_on_nothing(deed, user)
    return membership


class Oneself:
    """What somebody changes of themselves: the act's subject is its actor, so it can be nobody else's."""

    agency_id = 0


@act("end_own_sessions", "结束自己的登录", policy=SIGNED_IN)
def end_own_sessions(deed: Deed, _oneself: Oneself, *, sign_ins: QuerySet[SignIn]) -> int:
    """End some of one's own sessions."""
    ended = end(sign_ins.filter(user=deed.actor), deed.now)
    if not ended:
        raise Refusal("没有可以结束的登录。")
    deed.record(deed.actor, {"ended": ended})
    return ended


@act("end_sessions", "结束人员的登录", policy=ENDING_SESSIONS)
def end_sessions(deed: Deed, user: User) -> int:
    """End every session of somebody; they may sign in again."""
    ended = end(user.sign_ins.all(), deed.now)
    if not ended:
        raise Refusal("其没有正在进行的登录。")
    deed.record(user, {"ended": ended})
    return ended


@act("change_password", "修改密码", policy=SIGNED_IN)
def change_password(deed: Deed, _oneself: Oneself, *, old: str, new: str, keeping: int | None = None) -> User:
    """Change one's own password; all sessions end but the one named."""
    user = _locked(deed.actor)
    if not user.check_password(old):
        raise Refusal("原密码不正确。")
    if old == new:
        raise Refusal("新密码与原密码相同，请换一个。")
    _take_password(user, new)
    user.must_change_password = False
    user.save()
    end(user.sign_ins.exclude(pk=keeping), deed.now)
    deed.record(user)
    return user
