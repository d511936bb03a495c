"""People and the roles that they hold, dated."""

from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DELEGABLE
from gongkai.site.agencies.roles import ADMINISTRATORS, REVIEWERS, Role
from gongkai.site.agencies.succession import duties_of

# Whose holders may stand in for somebody of the same agency, and of an agency beneath theirs.
AT_HOME = frozenset({Role.DRAFTER, *DELEGABLE})
IN_THE_POOL = frozenset({*DELEGABLE, Role.COMPETENT_DEPARTMENT})


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do follows from their roles alone."""

    username = models.CharField(
        "登录名", max_length=40, unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", "登录名只能用小写字母、数字和 . _ -。")],
        error_messages={"unique": "已有同名的登录名。"},
    )  # fmt: skip
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    # Whose staff they are, and so whose system administrator looks after their account; it gives no authority.
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff", verbose_name="所属机构")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    objects = BaseUserManager["User"]()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        constraints = (
            # Superusers pass every check of Django and Wagtail; there are none. Maintenance is by command.
            models.CheckConstraint(
                condition=Q(is_superuser=False), name="nobody_is_a_superuser",
                violation_error_message="任何人都不能是超级用户；系统维护由命令进行。",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("agency", "username"), name="user_by_agency"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """What Wagtail shows."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's own admin is not installed."""
        return False

    @cached_property
    def live_memberships(self) -> list["Membership"]:
        """The roles held today, and those of others for whom this person stands in today.

        A deputy uses a role only while a role of their own makes them eligible for it, and an administrator uses none
        but their own, whatever rows there are. Asked once for each request, since each request loads its own user.
        """
        today = timezone.localdate()
        left_to_me = Delegation.objects.live(today).filter(deputy=self).values("membership")
        held = list(
            Membership.objects.live(today)
            .filter(Q(user=self) | Q(pk__in=left_to_me, user__is_active=True))
            .select_related("agency", "user")
        )
        own = [each for each in held if each.user_id == self.pk]
        left = [each for each in held if each.user_id != self.pk]
        if not left or any(each.role in ADMINISTRATORS for each in own):
            return own
        return own + [each for each in left if any(mine.lets_stand_in_at(each.agency) for mine in own)]

    def roles_at(self, agency: Agency) -> frozenset[Role]:
        """Return the roles that reach an agency: held there, from above, at its successor, or left to a deputy."""
        return frozenset(Role(each.role) for each in self.reaching(agency))

    def own_roles_at(self, agency: Agency) -> frozenset[Role]:
        """Return the roles that reach an agency and are this person's own."""
        return frozenset(Role(each.role) for each in self.reaching(agency) if each.user_id == self.pk)

    def stands_in_for(self, agency: Agency, role: Role) -> "User | None":
        """Return whose role this person uses at an agency as a deputy; None where the role is their own."""
        reaching = [each for each in self.reaching(agency) if each.role == role]
        if any(each.user_id == self.pk for each in reaching):
            return None
        return reaching[0].user if reaching else None

    @cached_property
    def duties(self) -> dict[int, set[int]]:
        """The agencies at which roles are held today, each with those whose duties have come to it."""
        return duties_of(each.agency_id for each in self.live_memberships)

    def reaching(self, agency: Agency) -> list["Membership"]:
        """Return the roles that this person may use on what belongs to an agency, those left to them included."""
        return [
            each for each in self.live_memberships
            if agency.pk in self.duties[each.agency_id] or each.reaches(agency)
        ]  # fmt: skip

    def agencies_by_role(self, *roles: Role) -> models.QuerySet[Agency]:
        """Return the agencies at which one of the roles is held, those beneath included where the role reaches.

        Those whose duties passed to one of them are among them; whoever begins something new asks only for those that
        have not ended (`AgencyQuerySet.not_ended`).
        """
        held = [each for each in self.live_memberships if each.role in roles]
        wanted = Q(pk__in={agency for each in held for agency in self.duties[each.agency_id]})
        for each in held:
            for top in each.tops:
                wanted |= Q(path__startswith=top.path)
        return Agency.objects.filter(wanted)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Roles by date."""

    def live(self, day: date) -> "MembershipQuerySet":
        """Those held on a day; a role at an agency ends with the agency."""
        existing = Q(agency__valid_to=None) | Q(agency__valid_to__gte=day)
        return self.between(day, day).filter(existing)

    def between(self, first: date, last: date | None) -> "MembershipQuerySet":
        """Those held on any day from ``first`` to ``last``, or from then on."""
        held = self.filter(revoked_at=None).filter(Q(valid_to=None) | Q(valid_to__gte=first))
        return held if last is None else held.filter(valid_from__lte=last)


class Membership(models.Model):
    """A role held at an agency between two dates.

    ``lent_by`` names the superior whose pool a reviewer comes from, since a bureau has two or three people who
    sign in and three stages need three.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="人员")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name="机构")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    lent_by = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="lent", verbose_name="由上级机关派出"
    )
    revoked_at = models.DateTimeField("收回时间", null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="membership_ends_after_it_begins",
                violation_error_message="截止日期早于起始日期。",
            ),
            models.CheckConstraint(
                condition=Q(lent_by=None) | Q(valid_to__isnull=False), name="membership_lent_only_until_a_date",
                violation_error_message="派出的审核人员应有截止日期。",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("agency", "role"), name="membership_by_role"),
            models.Index(fields=("valid_to",), name="membership_by_end"),
        )

    @cached_property
    def tops(self) -> list[Agency]:
        """Agencies at whose subtree the role reaches: empty for a role that stays where it is held."""
        if self.role == Role.COMPETENT_DEPARTMENT:
            return list(self.agency.competent_for.all())
        return [self.agency] if self.role in ADMINISTRATORS else []

    def reaches(self, agency: Agency) -> bool:
        """Return whether the role may be used on what belongs to ``agency``."""
        if self.agency_id == agency.pk:
            return True
        return any(agency.path.startswith(top.path) for top in self.tops)

    def lets_stand_in_at(self, agency: Agency) -> bool:
        """Return whether its holder may be a deputy at ``agency``: a colleague, or somebody of the superior's pool."""
        if self.agency_id == agency.pk:
            return self.role in AT_HOME
        if self.role not in IN_THE_POOL:
            return False
        above = [self.agency, *self.agency.competent_for.all()]
        return any(agency.path.startswith(each.path) for each in above)

    def runs_throughout(self, first: date, last: date) -> bool:
        """Return whether it is held on every day from ``first`` to ``last``."""
        return self.valid_from <= first and (self.valid_to is None or last <= self.valid_to)


class NamedReviewer(models.Model):
    """Somebody whom an agency names to review at the stage of a role (指定审核人员); see `reviewers`."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="named_reviewers", verbose_name="机构")
    role = models.CharField("审核环节", max_length=24, choices=[(each.value, each.label) for each in REVIEWERS])
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="审核人员")

    class Meta:
        verbose_name = verbose_name_plural = "指定审核人员"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "role", "user"), name="reviewer_named_once",
                violation_error_message="同一环节的同一个人只需要指定一次。",
            ),
        )  # fmt: skip


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by date."""

    def between(self, first: date, last: date | None) -> "DelegationQuerySet":
        """Those that run on any day from ``first`` to ``last``, or from then on."""
        running = self.filter(ended_at=None, valid_to__gte=first)
        return running if last is None else running.filter(valid_from__lte=last)

    def live(self, day: date) -> "DelegationQuerySet":
        """Those that run on a day."""
        return self.between(day, day)


class Delegation(models.Model):
    """Somebody who is away leaves a role to a deputy (代理), from day to day. It ends with the role itself."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="delegations", verbose_name="代理的角色")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputations", verbose_name="代理人")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    ended_at = models.DateTimeField("终止时间", null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代理"
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="delegation_ends_after_it_begins",
                violation_error_message="截止日期早于起始日期。",
            ),
        )
        indexes = (models.Index(fields=("deputy", "valid_to"), name="delegation_by_deputy"),)

    @property
    def agency_id(self) -> int:
        """A delegation belongs to the agency at which the role is held."""
        return int(self.membership.agency_id)


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Sessions by whether they still run."""

    def running(self) -> "SignInQuerySet":
        """Those that nobody ended and whose owner was there within the idle time."""
        since = timezone.now() - timedelta(minutes=settings.IDLE_MINUTES)
        return self.filter(ended_at=None, last_seen__gte=since)


class SignIn(models.Model):
    """Somebody's signing in with one browser, until they leave, are away too long, or it is ended (登录会话).

    Like Django's own sessions it is written by signing in and by the middleware, not by an act; ending other people's
    is one.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins", verbose_name="人员")
    device = models.CharField("设备", max_length=200)
    address = models.GenericIPAddressField("地址", null=True)
    since = models.DateTimeField("登录时间")
    last_seen = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"
        indexes = (
            models.Index(fields=("user", "ended_at", "-last_seen"), name="sign_in_by_user"),
            models.Index(fields=("last_seen",), name="sign_in_by_time"),
        )


class RecoveryCode(models.Model):
    """A code that signs somebody in once who lost the device of their second step; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "digest"), name="recovery_code_once", violation_error_message="恢复码重复。"
            ),
        )
