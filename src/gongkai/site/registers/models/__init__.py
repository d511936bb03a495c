"""Models of the registers, each in the module of its thing."""

from gongkai.site.registers.models.decisions import Decision, MonthlyFigure, PartyKind
from gongkai.site.registers.models.fees import FeeAmount, FeeItem
from gongkai.site.registers.models.releases import PublicEntry, Release, ReleasedRow, ReleaseOutcome, Withdrawal
from gongkai.site.registers.models.rows import DECISIONS, Register, RegisterRow, RowVersion, TableImport
from gongkai.site.registers.models.statements import Ground, NilStatement

__all__ = (
    "DECISIONS",
    "Decision",
    "FeeAmount",
    "FeeItem",
    "Ground",
    "MonthlyFigure",
    "NilStatement",
    "PartyKind",
    "PublicEntry",
    "Register",
    "RegisterRow",
    "Release",
    "ReleaseOutcome",
    "ReleasedRow",
    "RowVersion",
    "TableImport",
    "Withdrawal",
)
