"""Administrative fees (行政事业性收费): items with their basis and standard, and what was collected."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.site.registers.models.decisions import YEAR
from gongkai.site.registers.models.rows import Register, RegisterRow, refuse_personal_numbers

# The months of a year that an amount may be of: one, a quarter, or all twelve.
PERIODS = (
    *((f"{month}-{month}", f"{month} 月") for month in range(1, 13)),
    *((f"{first}-{first + 2}", f"第{name}季度") for first, name in zip((1, 4, 7, 10), "一二三四", strict=True)),
    ("1-12", "全年"),
)


class FeeItem(RegisterRow):
    """One fee that an agency collects (收费项目), with its basis and standard (条例第二十条第八项)."""

    EDITABLE = ("name", "basis", "standard", "begins_on", "ended_on")
    KEY = ("name",)

    name = models.CharField("收费项目", max_length=100, validators=[refuse_personal_numbers])
    basis = models.TextField(
        "收费依据", max_length=500, help_text="设立和定价的文件名称、文号", validators=[refuse_personal_numbers]
    )
    standard = models.TextField(
        "收费标准", max_length=500, help_text="对谁、按什么单位、收多少元", validators=[refuse_personal_numbers]
    )
    begins_on = models.DateField("开始收费日期")
    ended_on = models.DateField("停止收费日期", null=True, blank=True)

    class Meta:
        verbose_name = "收费项目"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "name"),
                name="fee_item_once",
                violation_error_message="这个收费项目已经登记过，请在原登记上更正。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begins_on")),
                name="fee_item_ends_after_it_begins",
                violation_error_message="停止收费日期早于开始收费日期。",
            ),
        )
        indexes = (models.Index(fields=("agency", "-begins_on", "-id"), name="fee_item_newest"),)

    def __str__(self) -> str:
        return self.name

    @property
    def of_register(self) -> Register:
        """Fees."""
        return Register.FEES

    def years(self) -> range:
        """Return the years in which it is collected, up to this one."""
        return range(self.begins_on.year, (self.ended_on or timezone.localdate()).year + 1)

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        self.name = self.name.strip()
        if self.begins_on and self.ended_on and self.ended_on < self.begins_on:
            raise ValidationError({"ended_on": "停止收费日期早于开始收费日期。"})

    def public_content(self) -> dict[str, Any]:
        """Return what the public may see of it: all."""
        return {"register": Register.FEES.value} | self.content()

    def months_in(self, year: int) -> set[int]:
        """Return the months of a year in which it is collected."""
        first, last = (self.begins_on.year, self.begins_on.month), (9999, 12)
        if self.ended_on:
            last = (self.ended_on.year, self.ended_on.month)
        return {month for month in range(1, 13) if first <= (year, month) <= last}


class FeeAmount(RegisterRow):
    """What one fee brought in a month, a quarter or a year (收费金额), in yuan."""

    EDITABLE = ("item", "year", "period", "yuan")
    KEY = ("item", "year", "period")

    item = models.ForeignKey(FeeItem, models.PROTECT, related_name="amounts", verbose_name="收费项目")
    year = models.PositiveSmallIntegerField("年份", validators=YEAR)
    period = models.CharField("期间", max_length=5, choices=PERIODS)
    yuan = models.DecimalField(
        "收费金额（元）", max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))],
        help_text="以元为单位，最多两位小数；年度报告自动换算成万元。没有收费的填 0",
    )  # fmt: skip

    class Meta:
        verbose_name = "收费金额"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "item", "year", "period"),
                name="fee_amount_once",
                violation_error_message="这一项目这一期间的金额已经登记过，请在原登记上更正。",
            ),
            models.CheckConstraint(condition=Q(yuan__gte=0), name="fee_amount_not_negative"),
        )
        indexes = (models.Index(fields=("agency", "-year", "-id"), name="fee_amount_newest"),)

    def __str__(self) -> str:
        return f"{self.item} {self.year} 年{self.get_period_display()}"

    @property
    def of_register(self) -> Register:
        """Fees."""
        return Register.FEES

    @property
    def months(self) -> set[int]:
        """The months that it is of."""
        first, last = map(int, self.period.split("-"))
        return set(range(first, last + 1))

    @property
    def outside_its_item(self) -> bool:
        """Whether it is of a time in which its fee was not collected, or of a fee that counts no more."""
        return self.item.struck_out or not self.months & self.item.months_in(self.year)

    def years(self) -> range:
        """Return its year."""
        return range(self.year, self.year + 1)

    def clean(self) -> None:
        """Refuse a time that has not come, or without the fee, and an item that is another agency's or struck out."""
        super().clean()
        if not (self.item_id and self.year and self.period in dict(PERIODS)):
            return
        if self.item.agency_id != self.agency_id:
            raise ValidationError({"item": "收费项目应是本机关的。"})
        today = timezone.localdate()
        if (self.year, min(self.months)) > (today.year, today.month):
            raise ValidationError({"period": "这一期间还没有开始。"})
        if self.item.struck_out:
            raise ValidationError({"item": "这个收费项目已经注销，请先恢复项目。"})
        if self.outside_its_item:
            raise ValidationError({"period": "这一期间不在该项目的收费起止日期之内。"})

    def refuse_overlap(self) -> None:
        """Refuse a period that shares a month with another: it would be counted twice."""
        others = FeeAmount.objects.live().filter(item=self.item_id, year=self.year).exclude(pk=self.pk)
        for other in others:
            if other.months & self.months:
                said = f"与已登记的“{other.year} 年{other.get_period_display()}”重叠，会重复计数。"
                raise ValidationError({"period": f"{said}请更正或者注销原来的一条。"})
