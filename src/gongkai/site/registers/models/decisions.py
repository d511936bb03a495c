"""Decisions (处理决定): a row for each, or a figure for a month of one source."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.site.catalogue.models import normal_document_number
from gongkai.site.registers.models.parties import left_over, masked, names_in, names_people_alone
from gongkai.site.registers.models.rows import DECISION_CHOICES, Register, RegisterRow, refuse_personal_numbers

FIRST_YEAR = 2008  # The Regulation came into force.
YEAR = (MinValueValidator(FIRST_YEAR), MaxValueValidator(2199))


class PartyKind(models.TextChoices):
    """Whom a decision is addressed to (当事人)."""

    ORGANIZATION = "organization", "法人或者其他组织"
    NATURAL_PERSON = "natural_person", "自然人"


class Decision(RegisterRow):
    """One decision on a licence, a penalty or coercion (行政许可、行政处罚、行政强制处理决定)."""

    EDITABLE = ("register", "number", "decided_on", "subject", "party_kind", "party", "source")
    KEY = ("register", "number")

    register = models.CharField("类别", max_length=10, choices=DECISION_CHOICES)
    number = models.CharField("决定书文号", max_length=80, validators=[refuse_personal_numbers])
    decided_on = models.DateField("决定日期")
    subject = models.CharField("事项", max_length=200, validators=[refuse_personal_numbers])
    party_kind = models.CharField("当事人类型", max_length=16, choices=PartyKind.choices)
    party = models.CharField(
        "当事人", max_length=120, validators=[refuse_personal_numbers],
        help_text="组织填全称；自然人填姓名，对外公开时自动隐去名字，只留姓氏",
    )  # fmt: skip
    source = models.CharField(
        "数据来源", max_length=60, blank=True, help_text="从哪个系统来的填系统名称，例如“行政审批系统”；手工登记的留空"
    )

    class Meta:
        verbose_name = "处理决定"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "register", "number"),
                name="decision_once",
                violation_error_message="这一类别的这个文号已经登记过，请在原登记上更正。",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "register", "-decided_on", "-id"), name="decision_newest"),
            models.Index(fields=("agency", "-decided_on", "-id"), name="decision_newest_of_all"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def of_register(self) -> Register:
        """Its kind."""
        return Register(self.register)

    def years(self) -> range:
        """Return its year."""
        return range(self.decided_on.year, self.decided_on.year + 1)

    def clean(self) -> None:
        """Write the number as it is written, and refuse what cannot be."""
        super().clean()
        self.number = normal_document_number(self.number)
        self.source = self.source.strip()
        faults: dict[str, str] = {}
        if self.decided_on and not self.decided_on.year >= FIRST_YEAR:
            faults["decided_on"] = f"日期早于 {FIRST_YEAR} 年，请核对。"
        elif self.decided_on and self.decided_on > timezone.localdate():
            faults["decided_on"] = "决定日期不能在今天之后。"
        if self.party_kind == PartyKind.ORGANIZATION and names_people_alone(self.party):
            faults["party"] = "像是自然人的姓名。是自然人的，当事人类型请填“自然人”；是组织的，请填全称。"
        if faults:
            raise ValidationError(faults)

    @property
    def is_of_a_person(self) -> bool:
        """Whether it names a natural person."""
        return self.party_kind == PartyKind.NATURAL_PERSON

    @property
    def names(self) -> list[str]:
        """The names of natural persons that the public does not read."""
        return names_in(self.party) if self.is_of_a_person else []

    def public_content(self) -> dict[str, Any]:
        """Return what the public may see of it: of natural persons the surname alone, also within the subject."""
        names = self.names
        return {
            "register": self.register, "number": self.number, "decided_on": self.decided_on.isoformat(),
            "subject": masked(self.subject, names), "party_kind": self.party_kind, "party": masked(self.party, names),
        }  # fmt: skip

    def names_let_out(self, note: str) -> list[str]:
        """Return the names that its public content or what is said of its correction would still tell."""
        content = self.public_content()
        return left_over(" ".join((content["number"], content["subject"], content["party"], note)), self.names)


class MonthlyFigure(RegisterRow):
    """How many decisions of a kind one source counted in a month (月度汇总)."""

    EDITABLE = ("register", "source", "year", "month", "count")
    KEY = ("register", "source", "year", "month")

    register = models.CharField("类别", max_length=10, choices=DECISION_CHOICES)
    source = models.CharField("数据来源", max_length=60, help_text="出数的系统或者单位，例如“行政审批系统”")
    year = models.PositiveSmallIntegerField("年份", validators=YEAR)
    month = models.PositiveSmallIntegerField("月份", validators=[MinValueValidator(1), MaxValueValidator(12)])
    count = models.PositiveIntegerField(
        "决定数量", validators=[MaxValueValidator(99_999_999)], help_text="这一来源当月全部处理决定的件数；没有的填 0"
    )

    class Meta:
        verbose_name = "月度汇总"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "register", "source", "year", "month"),
                name="monthly_figure_once",
                violation_error_message="这一来源当月的数量已经登记过，请在原登记上更正。",
            ),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="monthly_figure_of_a_month"),
        )
        indexes = (models.Index(fields=("agency", "-year", "-id"), name="monthly_figure_newest"),)

    def __str__(self) -> str:
        return f"{self.source} {self.year} 年 {self.month} 月"

    @property
    def of_register(self) -> Register:
        """Its kind."""
        return Register(self.register)

    def years(self) -> range:
        """Return its year."""
        return range(self.year, self.year + 1)

    def clean(self) -> None:
        """Refuse a month that has not begun."""
        super().clean()
        self.source = self.source.strip()
        today = timezone.localdate()
        if self.year and self.year > today.year:
            raise ValidationError({"year": "这一年还没有到。"})
        if self.year == today.year and self.month and self.month > today.month:
            raise ValidationError({"month": "这个月还没有到。"})
