"""Who is to review at each stage (指定审核人员), as an agency sets it; where nobody is named, anybody with the role.

Naming only narrows: it gives nobody a role. Those count who hold the role at the agency now, of its own staff or lent
by a superior; their deputies review in their place. Where none of those named is left, or none may review a text since
they had a hand in it, anybody with the role reviews, so that nothing waits for nobody. For what an agency took over
from one that ended its own names hold.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gongkai.site.accounts.models import Membership, NamedReviewer, User
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import SETTING_UP
from gongkai.site.agencies.roles import REVIEWERS, Role
from gongkai.site.audit.acts import Deed, Refusal, act


def named_at(agencies: Iterable[int], role: Role) -> dict[int, set[int]]:
    """Return who is named for a stage, by agency, of those who hold its role there now; ids of both."""
    holding = Membership.objects.live(timezone.localdate()).filter(
        agency=OuterRef("agency"), role=OuterRef("role"), user=OuterRef("user"), user__is_active=True
    )
    found: dict[int, set[int]] = {}
    rows = NamedReviewer.objects.filter(agency__in=set(agencies), role=role).filter(Exists(holding))
    for agency, user in rows.values_list("agency", "user"):
        found.setdefault(agency, set()).add(user)
    return found


class Reviewing:
    """How somebody reviews a stage, given who is named where they hold its role; asked once for many texts.

    ``hands`` are those who cannot review a text, since they wrote it, submitted it or reviewed it before: it waits for
    none of them, and where nobody else is named, for anybody with the role.
    """

    def __init__(self, user: User, role: Role) -> None:
        self._user = user
        self._held = [each for each in user.live_memberships if each.role == role]
        self._named = named_at((each.agency_id for each in self._held), role)

    @property
    def agencies(self) -> set[int]:
        """The ids of the agencies at which they hold the role, those whose duties have come to these included."""
        return {agency for each in self._held for agency in self._user.duties[each.agency_id]}

    def under(self, agency: Agency, hands: Collection[int]) -> Membership | None:
        """Return the membership under which they review a text of an agency: their own, else of whom they stand in
        for; None if the text waits for others.
        """
        used = [
            each for each in self._reaching(agency)
            if each.user_id in (self._named.get(each.agency_id, set()).difference(hands) or {each.user_id})
        ]  # fmt: skip
        return min(used, key=lambda each: each.user_id != self._user.pk, default=None)

    def named_instead(self, agency: Agency, hands: Collection[int]) -> QuerySet[User]:
        """Return those for whom a text of an agency waits, to be told to whoever else would review it."""
        named = set().union(*(self._named.get(each.agency_id, set()) for each in self._reaching(agency)))
        return User.objects.filter(pk__in=named.difference(hands)).order_by("name")

    def _reaching(self, agency: Agency) -> list[Membership]:
        reaching = {each.pk for each in self._user.reaching(agency)}
        return [each for each in self._held if each.pk in reaching]


def candidates(agency: Agency, role: Role) -> QuerySet[Membership]:
    """Return the roles, of now and later, whose holders an agency may name for a stage."""
    held = Membership.objects.between(timezone.localdate(), None).filter(agency=agency, role=role)
    return held.select_related("user", "lent_by").order_by("user__name", "pk")


@act("name_reviewers", "指定审核人员", policy=SETTING_UP)
def name_reviewers(deed: Deed, agency: Agency, *, named: Mapping[Role, Sequence[User]]) -> Agency:
    """Name who is to review at each stage of an agency; where nobody is named, anybody with the role."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    before = {(each.role, each.user_id) for each in NamedReviewer.objects.filter(agency=agency)}
    after = {(role.value, user.pk) for role, users in named.items() for user in users}
    if before == after:
        raise Refusal("没有改动。")
    for role, users in named.items():
        holders = {each.user_id for each in candidates(agency, role)}
        for user in users:
            if user.pk not in holders:
                raise Refusal(f"{user.name}在{agency.name}没有担任{role.label}，请先由安全保密管理员授予角色。")
    chosen = [{user.pk for user in users} for users in named.values() if users]
    if chosen and not any(len(set(people)) == len(people) for people in product(*chosen)):
        raise Refusal("三审应由三个不同的人分别进行，这样指定凑不齐不同的人，请在某一环节多指定一位或者不指定。")
    NamedReviewer.objects.filter(agency=agency).delete()
    NamedReviewer.objects.bulk_create(
        NamedReviewer(agency=agency, role=role, user_id=user) for role, user in sorted(after)
    )
    deed.record(agency, {role.value: sorted(user for of, user in after if of == role) for role in REVIEWERS})
    return agency


def forget(membership: Membership) -> bool:
    """Take somebody off the names as their role is taken back; return whether they were named."""
    named = NamedReviewer.objects.filter(agency=membership.agency_id, role=membership.role, user=membership.user_id)
    return bool(named.delete()[0])
