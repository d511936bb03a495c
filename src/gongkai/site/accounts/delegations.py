"""Acts by which somebody who is away leaves a role to a deputy (代理), and takes it back.

Who may leave what to whom is a design rule of ours; no text lays it down:

- a reviewer or disclosure officer leaves their own role, at one agency, from day to day, and never one that they
  use as a deputy themselves: there is no chain of deputies;
- to somebody who on each of those days holds a role of the work at the same agency, or who reviews or handles
  disclosure at an agency above it or at its competent department (the superior's pool);
- never to an administrator, and never to somebody who is away at the same time.

A deputation ends with what it rests on: the role that was left, the deputy's own roles, and both accounts. The act that
takes one of these away ends it and records that (`end_what_rests_on_nothing`); where a role only runs out, the reading
of roles (`User.live_memberships`) gives nothing from that day on.

The deputy is another person: that drafter and reviewers are all different holds for whoever acts and for whoever they
stand in for (`editorial.acts`). Every event of a deputy names whom they stood in for.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from gongkai.site.accounts.models import Delegation, Membership, User
from gongkai.site.agencies.policies import DELEGABLE, DELEGATING, ENDING_DELEGATIONS
from gongkai.site.agencies.roles import ADMINISTRATORS, Role
from gongkai.site.audit.acts import Deed, Invalid, Refusal, act


@act("name_deputy", "指定代理人", policy=DELEGATING)
def name_deputy(
    deed: Deed, membership: Membership, deputy: User, *, valid_from: date, valid_to: date
) -> Delegation:  # fmt: skip
    """Leave one's own role to a deputy."""
    # Whoever else grants or takes a role of the deputy waits until this is done.
    deputy = User.objects.select_for_update().get(pk=deputy.pk)
    membership = Membership.objects.select_for_update().select_related("agency").get(pk=membership.pk)
    if membership.user_id != deed.actor.pk or membership.role not in DELEGABLE:
        raise Refusal("只能把自己的审核或者公开工作角色交给他人代理，代理得来的角色不能再转给别人。")
    if valid_from < deed.today:
        raise Refusal("代理从今天或者以后的日期起，不能倒填日期。")
    if membership.revoked_at or (membership.valid_to and membership.valid_to < valid_to):
        raise Refusal("代理的截止日期晚于这一角色本身的截止日期。")
    delegation = Delegation(membership=membership, deputy=deputy, valid_from=valid_from, valid_to=valid_to)
    try:
        delegation.full_clean()
    except ValidationError as error:
        raise Invalid(error) from error
    if membership.delegations.between(valid_from, valid_to).exists():
        raise Refusal("这段时间已经指定了代理人，请先终止原来的代理。")
    _refuse_wrong_deputy(membership, deputy, valid_from, valid_to)
    delegation.save()
    deed.record(
        delegation,
        {"role": membership.role, "of": membership.user_id, "deputy": deputy.pk, "until": valid_to},
        occurred_on=valid_from,
    )
    return delegation


def _refuse_wrong_deputy(membership: Membership, deputy: User, first: date, last: date) -> None:
    agency = membership.agency
    if deputy.pk == membership.user_id:
        raise Refusal("代理人应是另一个人。")
    if not deputy.is_active:
        raise Refusal(f"{deputy.name}的账号已停用，不能代理。")
    held = list(deputy.memberships.between(first, last).select_related("agency"))
    if any(each.role in ADMINISTRATORS for each in held):
        raise Refusal(f"{deputy.name}是管理员，三员不得代理其他角色。")
    eligible = [each for each in held if each.lets_stand_in_at(agency)]
    if not eligible:
        raise Refusal(
            f"{deputy.name}不在{agency.name}办理公开工作，也不在其上级机关或者主管部门的审核人员之中，不能代理。"
        )
    if not any(each.runs_throughout(first, last) for each in eligible):
        raise Refusal(f"{deputy.name}自己的角色没有覆盖整个代理期限，请缩短代理期限，或者另选代理人。")
    if Delegation.objects.between(first, last).filter(membership__user=deputy).exists():
        raise Refusal(f"{deputy.name}在这段时间也由他人代理，不能再代理别人。")
    if Delegation.objects.between(first, last).filter(deputy=membership.user_id).exists():
        raise Refusal("您在这段时间正代理他人，请先终止那一代理，再指定自己的代理人。")


def end_what_rests_on_nothing(deed: Deed, user: User) -> None:
    """End the delegations from and to somebody that have lost their ground, as part of the act that took it away."""
    running = Delegation.objects.between(deed.today, None).filter(Q(membership__user=user) | Q(deputy=user))
    for delegation in running.select_related("membership__agency", "membership__user", "deputy"):
        if not _rests_on_something(delegation):
            _end(deed, delegation)


def _rests_on_something(delegation: Delegation) -> bool:
    whose = delegation.membership
    if whose.revoked_at or not (whose.user.is_active and delegation.deputy.is_active):
        return False
    own = delegation.deputy.memberships.between(delegation.valid_from, delegation.valid_to).select_related("agency")
    return any(each.lets_stand_in_at(whose.agency) for each in own)


def _end(deed: Deed, delegation: Delegation) -> None:
    whose = delegation.membership
    delegation.ended_at = deed.now
    delegation.save()
    deed.record(delegation, {"role": whose.role, "of": whose.user_id, "deputy": delegation.deputy_id})


@act("end_delegation", "终止代理", policy=ENDING_DELEGATIONS)
def end_delegation(deed: Deed, delegation: Delegation) -> Delegation:
    """Take a role back from a deputy, now: by whoever left it, or by the security administrator."""
    delegation = Delegation.objects.select_for_update().select_related("membership__agency").get(pk=delegation.pk)
    whose = delegation.membership
    security = Role.SECURITY_ADMINISTRATOR in deed.actor.own_roles_at(whose.agency)
    if whose.user_id != deed.actor.pk and not security:
        raise Refusal("只有本人或者安全保密管理员可以终止代理。")
    if delegation.ended_at is not None or delegation.valid_to < deed.today:
        raise Refusal("这一代理已经结束。")
    _end(deed, delegation)
    return delegation
