"""Statements (声明) that there is nothing to register: a nought that somebody said, never one that was guessed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.site.registers.models.decisions import YEAR
from gongkai.site.registers.models.rows import Register, RegisterRow


class Ground(models.TextChoices):
    """Why there is nothing."""

    NO_POWER = "no_power", "本机关无此类职权"
    NOTHING = "nothing", "本年没有发生"


class NilStatement(RegisterRow):
    """The agency's word that a register has nothing (零报告): for a year, or as long as it has no such power."""

    EDITABLE = ("register", "ground", "first_year", "last_year")
    KEY = ("register", "ground", "first_year")

    register = models.CharField("登记簿", max_length=10, choices=Register.choices)
    ground = models.CharField("声明", max_length=10, choices=Ground.choices)
    first_year = models.PositiveSmallIntegerField("起始年份", validators=YEAR)
    last_year = models.PositiveSmallIntegerField(
        "截止年份", null=True, blank=True, validators=YEAR,
        help_text="“本年没有发生”只管一年，可以留空；“本机关无此类职权”留空表示一直有效",
    )  # fmt: skip

    class Meta:
        verbose_name = "零报告声明"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "register", "ground", "first_year"),
                name="nil_statement_once",
                violation_error_message="这一声明已经登记过，请在原登记上更正。",
            ),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="nil_statement_ends_after_it_begins",
                violation_error_message="截止年份早于起始年份。",
            ),
        )
        indexes = (models.Index(fields=("agency", "-first_year", "-id"), name="nil_statement_newest"),)

    def __str__(self) -> str:
        return f"{self.get_register_display()}：{self.get_ground_display()}"

    @property
    def of_register(self) -> Register:
        """The register of which it speaks."""
        return Register(self.register)

    def covers(self, year: int) -> bool:
        """Return whether it speaks of a year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def years(self) -> range:
        """Return the years of which it speaks, up to this one."""
        return range(self.first_year, (self.last_year or max(self.first_year, timezone.localdate().year)) + 1)

    def clean(self) -> None:
        """Let what is said of one year end with it."""
        super().clean()
        if self.ground == Ground.NOTHING:
            if self.last_year not in (None, self.first_year):
                raise ValidationError({"last_year": "“本年没有发生”只管一年。请逐年声明。"})
            self.last_year = self.first_year
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": "截止年份早于起始年份。"})
        if self.first_year and self.first_year > timezone.localdate().year:
            raise ValidationError({"first_year": "这一年还没有到。"})
