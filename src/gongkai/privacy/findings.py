"""What a scan says: findings, each with its place, its severity and what to do; never the whole value."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from gongkai.wording import _


class Kind(StrEnum):
    """What was found. The list is closed: ``gongkai scan --json`` prints these values."""

    RESIDENT_ID = "resident_id"  # 居民身份证号, and what tells as much of a named person: birth date, illness
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    PASSPORT = "passport"  # 护照 and every other personal document that is known by its number
    ADDRESS = "address"
    USCC = "uscc"  # 统一社会信用代码
    SECURITY_MARKING = "security_marking"
    HIDDEN_DATA = "hidden_data"
    METADATA = "metadata"


class Severity(StrEnum):
    """What a finding asks of the one who wants to publish."""

    BLOCK = "block"  # not to be published so
    WARN = "warn"  # for a person to look at
    INFO = "info"  # good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in one place.

    ``rule`` is a stable key that is finer than the kind (``mobile``, ``mobile.thinly_masked``, ``table.list``).
    ``value_masked`` shows as much as the profile lets be seen. ``where`` is the place in words; ``span`` where the
    value stands in the text that was searched, ``None`` if it is not a piece of text. ``maskable`` says whether
    ``mask_text`` covers it.
    """

    kind: Kind
    severity: Severity
    rule: str
    value_masked: str
    why: str
    todo: str
    where: str = ""
    span: tuple[int, int] | None = None
    maskable: bool = False

    def at(self, where: str) -> "Finding":
        """Return the finding with its place in a file."""
        return replace(self, where=where)

    def value(self) -> dict[str, object]:
        """Return the finding as plain values, as ``gongkai scan --json`` prints it."""
        return {
            "kind": self.kind.value,
            "value_masked": self.value_masked,
            "where": self.where,
            "severity": self.severity.value,
            "why": f"{self.why}{self.todo}",
        }


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan of one file found, and what it could not look at.

    ``examined`` is the text that was searched, piece by piece with its place, hidden text included. ``not_examined``
    names in words what nobody has looked at: where it is not empty, a scan without findings does not say "clean".
    """

    name: str
    findings: tuple[Finding, ...]
    examined: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    not_examined: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the file must not be published as it is."""
        return any(each.severity is Severity.BLOCK for each in self.findings)


def label(finding: Finding) -> str:
    """Return what a finding is about, for people: the kind, but where the rule says it better."""
    if finding.rule in (by_rule := {"table.sensitive": _("敏感个人信息"), "not_examined": _("没有检查")}):
        return by_rule[finding.rule]
    return {
        Kind.RESIDENT_ID: _("身份证号"),
        Kind.MOBILE: _("手机号"),
        Kind.LANDLINE: _("固定电话"),
        Kind.BANK_CARD: _("银行卡号"),
        Kind.PASSPORT: _("护照等证件号"),
        Kind.ADDRESS: _("家庭住址"),
        Kind.USCC: _("统一社会信用代码"),
        Kind.SECURITY_MARKING: _("密级或者内部标志"),
        Kind.HIDDEN_DATA: _("隐藏内容"),
        Kind.METADATA: _("文件属性"),
    }[finding.kind]
