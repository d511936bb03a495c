"""Agencies (行政机关) and what is set for each."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from stdnum.cn import uscc as credit_code

from gongkai.privacy import STRICT, MaskProfile
from gongkai.privacy import Kind as Finding
from gongkai.site.agencies.patterns import validate_index_pattern, validate_regular_expression


def validate_credit_code(value: str) -> None:
    """Refuse a 统一社会信用代码 whose characters or check digit are wrong (GB 32100)."""
    if not credit_code.is_valid(value):
        raise ValidationError("统一社会信用代码应为 18 位，请核对有无错漏（校验位不符）。")


# Addresses of the site itself: an agency of that name could not be reached.
TAKEN = frozenset(
    {
        "admin", "calculator", "health", "info", "map", "news", "notices", "office", "open", "reading", "reports",
        "requests", "search", "sitemap", "static", "styleguide",
    }
)  # fmt: skip


def validate_slug_is_free(value: str) -> None:
    """Refuse an address that the site needs for itself."""
    if value in TAKEN:
        raise ValidationError(f"“{value}”是网站自己的地址，请换一个标识。")


class Kind(models.TextChoices):
    """What an agency is (派出机构见条例第十条，法律法规授权的组织见第五十四条)."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府工作部门"
    DISPATCHED = "dispatched", "派出机构"
    TOWNSHIP = "township", "乡镇人民政府、街道办事处"
    AUTHORISED = "authorised", "法律法规授权的组织"


class Masking(models.TextChoices):
    """How much of a personal value stays to be seen (脱敏方式): the usual, or less."""

    USUAL = "usual", "保留首尾几位（如 138****1234）"
    WHOLE = "whole", "全部隐去"

    @property
    def profile(self) -> MaskProfile:
        """What masking by it does."""
        return STRICT if self == Masking.USUAL else MaskProfile(dict.fromkeys(MASKED, (0, 0)))


MASKED = (Finding.MOBILE, Finding.RESIDENT_ID, Finding.BANK_CARD, Finding.PASSPORT)


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies by tree and by date."""

    def on(self, day: date) -> "AgencyQuerySet":
        """Those that exist on a day."""
        return self.not_ended(day).filter(valid_from__lte=day)

    def not_ended(self, day: date) -> "AgencyQuerySet":
        """Those that exist on a day or begin later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def under(self, agency: "Agency") -> "AgencyQuerySet":
        """An agency and everything beneath it."""
        return self.filter(path__startswith=agency.path)


class Agency(models.Model):
    """An agency that discloses (公开主体), with the data that its guide must give (条例第十二条)."""

    name = models.CharField("全称", max_length=100, help_text="规范全称，不用简称")
    short_name = models.CharField("简称", max_length=40)
    slug = models.SlugField(
        "网址标识", max_length=40, unique=True, validators=[validate_slug_is_free],
        help_text="小写字母、数字和连字符，例如 commerce",
    )  # fmt: skip
    kind = models.CharField("性质", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级机关"
    )
    # "/1/4/": the ids from the root down to this one, so that a subtree is one range of an index.
    path = models.CharField(max_length=200, editable=False, db_index=True)
    competent_department = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="competent_for",
        verbose_name="政府信息公开工作主管部门", help_text="条例第三条：县级以上地方人民政府办公厅（室）",
    )  # fmt: skip
    uscc = models.CharField(
        "统一社会信用代码", max_length=18, null=True, blank=True, unique=True, validators=[validate_credit_code]
    )
    region_code = models.CharField("行政区划代码", max_length=6, blank=True)
    valid_from = models.DateField("设立日期")
    valid_to = models.DateField("撤销日期", null=True, blank=True)

    leader = models.CharField("分管负责人", max_length=40, blank=True)
    office_name = models.CharField("政府信息公开工作机构", max_length=100, blank=True)
    office_address = models.CharField("办公地址", max_length=200, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    office_phone = models.CharField("联系电话", max_length=60, blank=True)
    office_fax = models.CharField("传真号码", max_length=60, blank=True)
    office_contact = models.CharField("互联网联系方式", max_length=200, blank=True)

    index_pattern = models.CharField(
        "索引号格式", max_length=80, default="{code}/{year}-{serial:05d}",
        validators=[validate_index_pattern],
        help_text="可用 {code}（信用代码或标识）、{year}、{month}、{serial}；例如 {code}/{year}-{serial:05d}",
    )  # fmt: skip
    document_number_pattern = models.CharField(
        "文号格式", max_length=80, blank=True, validators=[validate_regular_expression],
        help_text="正则表达式；留空则不核对。例如 ^孟商〔\\d{4}〕\\d+号$",
    )  # fmt: skip
    masking = models.CharField("脱敏方式", max_length=8, choices=Masking.choices, default=Masking.USUAL)
    publication_working_days = models.PositiveSmallIntegerField(
        "主动公开期限（工作日）", default=20, validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="条例第二十六条：20 个工作日；可以更严，不能更宽",
    )  # fmt: skip
    review_working_days = models.PositiveSmallIntegerField(
        "每一审核环节期限（工作日）", default=2, validators=[MinValueValidator(1), MaxValueValidator(15)]
    )

    # A design rule: no national text sets a time; places that set one give 15 working days.
    secrecy_referral_working_days = models.PositiveSmallIntegerField(
        "保密审查报请确定的答复期限（工作日）", default=15, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
                violation_error_message="撤销日期早于设立日期。",
            ),
            models.CheckConstraint(
                condition=Q(publication_working_days__range=(1, 20)),
                name="agency_period_not_beyond_the_law",
                violation_error_message="主动公开期限最长为 20 个工作日（条例第二十六条），可以更短，不能更长。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def agency_id(self) -> int:
        """An agency belongs to itself."""
        return int(self.pk)

    @property
    def code(self) -> str:
        """What stands for ``{code}`` in index numbers."""
        return self.uscc or self.slug

    def exists_on(self, day: date) -> bool:
        """Return whether the agency exists on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def ended_by(self, day: date) -> bool:
        """Return whether the agency had ended before a day."""
        return self.valid_to is not None and self.valid_to < day

    def clean(self) -> None:
        """Refuse a tree that no law knows."""
        super().clean()
        if self.parent_id and self.pk and self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "上级机关不能是本机关自己或者它的下级。"})
        if self.parent is None and self.kind != Kind.GOVERNMENT:
            raise ValidationError({"parent": "除人民政府外，每个机关都应有上级机关。"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the paths of everything beneath in step."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            old, self.path = self.path, path
            Agency.objects.filter(pk=self.pk).update(path=path)
            if old:
                for below in Agency.objects.filter(path__startswith=old).exclude(pk=self.pk):
                    Agency.objects.filter(pk=below.pk).update(path=path + below.path[len(old) :])


class Succession(models.Model):
    """One agency takes over from another (职权承继): merger, division, renaming."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions_out", verbose_name="原机关")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="successions_in", verbose_name="承继机关")
    on = models.DateField("承继日期")
    basis = models.CharField("依据", max_length=200, help_text="机构改革方案或者批复的名称、文号")

    class Meta:
        verbose_name = verbose_name_plural = "职权承继"
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor"),
                name="succession_once",
                violation_error_message="这一承继关系已经登记。",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_between_two",
                violation_error_message="机关不能承继它自己。",
            ),
        )

    @property
    def agency_id(self) -> int:
        """A succession is recorded in the chain of the agency that ends."""
        return int(self.predecessor_id)
