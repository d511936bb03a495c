"""What all rows of registers share: they are recorded, corrected and struck out by acts, and never deleted."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from gongkai.privacy import Kind as Personal
from gongkai.privacy import scan_text
from gongkai.site.agencies.models import Agency
from gongkai.site.audit.models import AppendOnly
from gongkai.site.audit.sealing import salted


class Register(models.TextChoices):
    """What is registered, by the items of article 20 that name it (条例第二十条)."""

    LICENSES = "licenses", "行政许可"
    PENALTIES = "penalties", "行政处罚"
    COERCION = "coercion", "行政强制"
    FEES = "fees", "行政事业性收费"

    @property
    def article_20(self) -> int:
        """The number of the item of article 20."""
        return {Register.LICENSES: 5, Register.PENALTIES: 6, Register.COERCION: 6, Register.FEES: 8}[self]


DECISIONS = (Register.LICENSES, Register.PENALTIES, Register.COERCION)
DECISION_CHOICES = tuple((each.value, each.label) for each in DECISIONS)

# Numbers by which somebody is known: no register needs them, so none takes them.
NOT_FOR_A_REGISTER = {Personal.RESIDENT_ID, Personal.MOBILE, Personal.BANK_CARD, Personal.PASSPORT}


def refuse_personal_numbers(text: str) -> None:
    """Refuse numbers of people (身份证号 and the like) in what a register keeps."""
    found = [each for each in scan_text(text) if each.kind in NOT_FOR_A_REGISTER]
    if found:
        shown = "、".join(dict.fromkeys(each.value_masked for each in found))
        raise ValidationError(f"含有个人号码（{shown}）。登记簿不需要证件号、手机号和银行卡号，请删去。")


class RegisterRowQuerySet(models.QuerySet["RegisterRow"]):
    """Rows of a register."""

    def live(self) -> "RegisterRowQuerySet":
        """Those that were not struck out: they count."""
        return self.filter(struck_out_at=None)


class RegisterRow(models.Model):
    """A row of a register (登记): what it says may be corrected; what it said before stays in its versions."""

    EDITABLE: ClassVar[tuple[str, ...]] = ()
    KEY: ClassVar[tuple[str, ...]] = ()  # By which an agency tells one row from another, beside itself.

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField("登记时间", editable=False)
    changed_at = models.DateTimeField("改动时间", editable=False)
    struck_out_at = models.DateTimeField("注销时间", null=True, editable=False)
    struck_out_because = models.CharField("注销原因", max_length=200, blank=True, editable=False)

    objects = RegisterRowQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def type_name(cls) -> str:
        """Return what versions and the public ledger call this kind of row."""
        return cls._meta.label_lower

    @property
    def of_register(self) -> Register:
        """The register to which it belongs; each kind of row says it."""
        raise NotImplementedError

    @property
    def struck_out(self) -> bool:
        """Whether it counts no more."""
        return self.struck_out_at is not None

    def years(self) -> range:
        """Return the years whose figures it changes; each kind of row says them."""
        raise NotImplementedError

    def content(self) -> dict[str, Any]:
        """Return what it says, as its versions keep it."""
        return {name: _plain(getattr(self, self._meta.get_field(name).attname)) for name in self.EDITABLE}

    def content_digest(self) -> str:
        """Return the salted digest that the audit chain keeps: a name cannot be guessed from it."""
        return salted({"content": self.content()})

    def shown(self, content: dict[str, Any] | None = None) -> list[tuple[str, str]]:
        """Return what it says, or what one of its versions said, with labels, for people."""
        of = self if content is None else type(self)(agency=self.agency, **self._given(content))
        return [(str(of._meta.get_field(name).verbose_name), of.told(name)) for name in of.EDITABLE]

    def _given(self, content: dict[str, Any]) -> dict[str, Any]:
        fields = [self._meta.get_field(name) for name in self.EDITABLE if name in content]
        return {field.attname: field.to_python(content[field.name]) for field in fields}

    def told(self, name: str) -> str:
        """Return one of its values in words."""
        value = getattr(self, f"get_{name}_display")() if self._meta.get_field(name).choices else getattr(self, name)
        return "" if value is None else str(value)

    def key(self) -> tuple[Any, ...]:
        """Return by what it is told from other rows of its agency."""
        return tuple(getattr(self, self._meta.get_field(name).attname) for name in self.KEY)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)


class TableImport(AppendOnly):
    """One import of a table (导入): how much of it was new, changed and known already."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    table = models.CharField(max_length=20)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField("新登记")
    changed = models.PositiveIntegerField("更正")
    known = models.PositiveIntegerField("没有变化")
    reason = models.CharField("更正原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "登记簿导入"
        indexes = (models.Index(fields=("agency", "table", "-id"), name="table_import_by_agency"),)


class RowVersion(AppendOnly):
    """What a row said from one act to the next (登记历史)."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    content = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    table_import = models.ForeignKey(TableImport, models.PROTECT, null=True, related_name="rows")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_type", "record_id", "version"), name="row_version_once"),
        )
