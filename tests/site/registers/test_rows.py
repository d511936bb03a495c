"""The life of a row: recorded, corrected with a reason, struck out, restored; nothing is deleted or forgotten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.site.conftest import SETUP
from tests.site.registers.samples import (
    DECISION,
    PERSON,
    amount,
    decision,
    fee_item,
    figure,
    released,
    statement,
)

from gongkai.site.agencies.acts import end_agency
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Denied, Invalid, Refusal
from gongkai.site.audit.models import Event, Words
from gongkai.site.registers.acts import correct_row, record_row, restore_row, strike_out_row
from gongkai.site.registers.models import Decision, FeeAmount, Ground, PublicEntry, Register, RowVersion
from gongkai.site.registers.views import history_of


@pytest.fixture
def drafter(region):
    return region.user("commerce", Role.DRAFTER)


def test_a_row_keeps_what_it_said_before_each_correction(region, drafter):
    row = decision(region)
    correct_row(drafter, row, version=1, reason="文号有误", number="示商罚[2023]3号")
    strike_out_row(drafter, row, reason="重复登记")
    restore_row(drafter, row, reason="误注销")
    row = Decision.objects.get()
    assert (row.number, row.version, row.struck_out) == ("示商罚〔2023〕3号", 4, False)
    told = history_of(row)
    assert [each.act for each in told] == ["恢复登记", "注销登记", "更正登记", "登记"]
    assert told[2].changes == (("决定书文号", "示商罚〔2023〕1号", "示商罚〔2023〕3号"),)
    assert [each.version.reason for each in told] == ["误注销", "重复登记", "文号有误", ""]


def test_events_hold_no_name_and_no_reason(region, drafter):
    row = decision(region, **PERSON)
    strike_out_row(drafter, row, reason="欧阳小明申请更正")
    facts = str(list(Event.objects.values_list("facts", flat=True)))
    assert "欧阳" not in facts
    assert "欧阳小明申请更正" in str(list(Words.objects.values_list("said", flat=True)))


def test_an_agency_that_ended_registers_nothing_more(region, drafter):
    yesterday = timezone.localdate() - timedelta(days=1)
    end_agency(SETUP, region.commerce, on=yesterday, successors=[region.justice], basis="示例机构改革方案")
    with pytest.raises(Refusal):
        record_row(drafter, Agency.objects.get(slug="commerce"), model=Decision, **DECISION)


def test_the_database_itself_keeps_the_history(region):
    decision(region)
    for change in (RowVersion.objects.all().delete, lambda: RowVersion.objects.update(reason="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"number": ""}, "number", "必填"),
        ({"decided_on": date(2007, 1, 1)}, "decided_on", "早于"),
        ({"decided_on": date(2999, 1, 1)}, "decided_on", "今天之后"),
        ({"register": "fees"}, "register", "有效选项"),
        ({"subject": "张某 110101199003070038 无照经营"}, "subject", "个人号码"),
        ({"party": "示例公司 13800001234"}, "party", "个人号码"),
        ({"party": "张小明"}, "party", "像是自然人"),
        ({"party": "张小明（个体工商户）"}, "party", "像是自然人"),
        ({"number": "示商罚[2023]1号"}, "", "已经登记过"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(region, fields, field, message):
    decision(region)
    with pytest.raises(Invalid) as said:
        decision(region, **{"number": "示商罚〔2023〕9号"} | fields)
    assert any(message in each or "不能为空" in each for each in said.value.errors[field]), said.value.errors
    assert Decision.objects.count() == 1


def test_a_correction_needs_a_reason_a_change_and_the_version_that_is(region, drafter):
    row = decision(region)
    with pytest.raises(Invalid, match="原因"):
        correct_row(drafter, row, version=1, reason=" ", subject="改")
    with pytest.raises(Refusal, match="没有改动"):
        correct_row(drafter, row, version=1, reason="无", subject=row.subject)
    correct_row(drafter, row, version=1, reason="有误", subject="改")
    with pytest.raises(Refusal, match="已被他人更正"):
        correct_row(drafter, row, version=1, reason="有误", subject="再改")
    strike_out_row(drafter, row, reason="重复")
    with pytest.raises(Refusal, match="已经注销"):
        strike_out_row(drafter, row, reason="重复")
    with pytest.raises(Refusal, match="恢复"):
        correct_row(drafter, row, version=3, reason="有误", subject="再改")


def test_other_agencies_and_other_roles_write_nothing(region):
    row = decision(region)
    for who in (region.user("justice", Role.DRAFTER), region.user("office", Role.COMPETENT_DEPARTMENT),
                region.user("commerce", Role.FINAL_REVIEWER)):  # fmt: skip
        with pytest.raises(Denied):
            strike_out_row(who, row, reason="越权")
        with pytest.raises(Denied):
            record_row(who, region.commerce, model=Decision, **DECISION | {"number": "示商罚〔2023〕8号"})


@pytest.mark.parametrize("register", [(decision, "number"), (fee_item, "name"), (fee_item, "basis")])
def test_numbers_of_people_stand_in_nothing_that_becomes_public(region, register):
    make, field = register
    with pytest.raises(Invalid, match="个人号码") as refused:
        make(region, **{field: "示例13800138000"})
    assert field in refused.value.errors


def test_what_is_struck_out_is_public_no_more(region, drafter):
    row = decision(region)
    released(region, row)
    assert PublicEntry.objects.standing().count() == 1
    with pytest.raises(Refusal, match="先由政府信息公开工作人员撤回"):
        strike_out_row(drafter, row, reason="登记有误")
    strike_out_row(region.user("commerce", Role.DISCLOSURE_OFFICER), row, reason="登记有误")
    assert not PublicEntry.objects.standing().exists()
    restore_row(drafter, row, reason="误注销")
    assert not PublicEntry.objects.standing().exists()


def test_amounts_of_one_fee_do_not_overlap(region, drafter):
    item = fee_item(region)
    quarter = amount(region, item, "1-3", "100.00")
    for period in ("1-3", "3-3", "1-12"):
        with pytest.raises(Invalid):
            amount(region, item, period, "5")
    amount(region, item, "4-4", "5")
    amount(region, item, "1-3", "5", year=2022)
    strike_out_row(drafter, quarter, reason="改为逐月")
    amount(region, item, "3-3", "5")
    with pytest.raises(Invalid, match="重叠"):
        restore_row(drafter, quarter, reason="误注销")


def test_an_amount_is_of_a_time_in_which_the_fee_was_collected(region):
    item = fee_item(region, ended_on=date(2023, 6, 30))
    with pytest.raises(Invalid, match="起止日期"):
        amount(region, item, "7-7", "5")
    with pytest.raises(Invalid):
        amount(region, item, "1-1", "-5")
    with pytest.raises(Invalid):
        amount(region, item, "1-1", "5.001")
    with pytest.raises(Invalid):
        amount(region, item, "甲", "5")
    assert not FeeAmount.objects.exists()


def test_a_fee_with_amounts_is_ended_and_not_struck_out(region, drafter):
    item = fee_item(region)
    amount(region, item, "1-1", "5")
    with pytest.raises(Refusal, match="停止收费日期"):
        strike_out_row(drafter, item, reason="停征")


def test_a_month_that_has_not_come_is_refused(region):
    later = timezone.localdate() + timedelta(days=40)
    with pytest.raises(Invalid, match="还没有到"):
        figure(region, later.month, 3, year=later.year)


def test_rows_and_the_word_that_there_are_none_exclude_each_other(region, drafter):
    row = decision(region)
    for register, year in ((Register.PENALTIES, 2023),):
        with pytest.raises(Refusal, match="已有登记"):
            statement(region, register, year=year)
    with pytest.raises(Refusal, match="已有登记"):
        statement(region, Register.PENALTIES, Ground.NO_POWER, year=2020)
    strike_out_row(drafter, row, reason="误登记")
    said = statement(region, Register.PENALTIES)
    assert said.last_year == 2023
    with pytest.raises(Refusal, match="已声明"):
        decision(region, number="示商罚〔2023〕7号")
    with pytest.raises(Refusal, match="已声明"):
        restore_row(drafter, row, reason="误注销")
    decision(region, number="示商罚〔2024〕7号", decided_on=date(2024, 1, 2))
    decision(region, number="示商许〔2023〕7号", register=Register.LICENSES)
