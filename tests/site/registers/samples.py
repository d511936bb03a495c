"""Rows of registers for tests; every name is invented."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.site.conftest import Region

from gongkai.site.agencies.roles import Role
from gongkai.site.registers.acts import record_row
from gongkai.site.registers.models import (
    Decision,
    FeeAmount,
    FeeItem,
    Ground,
    MonthlyFigure,
    NilStatement,
    PublicEntry,
    Register,
    RegisterRow,
    Release,
)
from gongkai.site.registers.releasing import confirm_release, propose_release

DECISION = {
    "register": Register.PENALTIES, "number": "示商罚〔2023〕1号", "decided_on": date(2023, 5, 6), "source": "",
    "subject": "未按规定备案", "party_kind": "organization", "party": "示例超市有限公司",
}  # fmt: skip
PERSON = {
    "party_kind": "natural_person", "party": "欧阳小明", "subject": "欧阳小明无照经营", "number": "示商罚〔2023〕2号",
}  # fmt: skip


def keep(region: Region, model: type[RegisterRow], agency: str = "commerce", **fields: Any) -> Any:
    return record_row(region.user(agency, Role.DRAFTER), getattr(region, agency), model=model, **fields)


def decision(region: Region, agency: str = "commerce", **fields: Any) -> Decision:
    return keep(region, Decision, agency, **DECISION | fields)


def figure(region: Region, month: int, count: int, **fields: Any) -> MonthlyFigure:
    usual = {"register": Register.LICENSES, "source": "审批系统", "year": 2023, "month": month, "count": count}
    return keep(region, MonthlyFigure, **usual | fields)


def fee_item(region: Region, **fields: Any) -> FeeItem:
    usual = {
        "name": "示例证照工本费", "basis": "示发改〔2020〕1号", "standard": "每证 10 元", "begins_on": date(2020, 1, 1),
        "ended_on": None,
    }  # fmt: skip
    return keep(region, FeeItem, **usual | fields)


def amount(region: Region, item: FeeItem, period: str, yuan: str, year: int = 2023) -> FeeAmount:
    return keep(region, FeeAmount, item=item, year=year, period=period, yuan=Decimal(yuan))


def statement(region: Region, register: Register, ground: Ground = Ground.NOTHING, year: int = 2023) -> NilStatement:
    return keep(region, NilStatement, register=register, ground=ground, first_year=year, last_year=None)


def proposed(region: Region, *rows: RegisterRow, note: str = "") -> Release:
    drafter = region.user("commerce", Role.DRAFTER)
    return propose_release(
        drafter, region.commerce, register=rows[0].of_register, rows=[row.pk for row in rows], note=note
    )


def released(region: Region, *rows: RegisterRow, note: str = "") -> list[PublicEntry]:
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    return confirm_release(officer, proposed(region, *rows, note=note), reviewed=True)
