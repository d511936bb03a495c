"""Table two of the compiled report is what the registers count; what is unknown stays blank."""

from decimal import Decimal

import pytest
from tests.site.registers.samples import amount, decision, fee_item, statement

from gongkai.site.portal.compilation import compile_report
from gongkai.site.registers.models import Ground, Register
from gongkai.stats.cells import BLANK, number


def table_2(region, year):
    cells = compile_report(region.commerce, year).cells
    return {cell.removeprefix("table2."): value for cell, value in cells.items() if cell.startswith("table2.")}


def test_cells_come_from_the_registers_and_are_blank_where_nobody_said_anything(region):
    decision(region)
    statement(region, Register.LICENSES)
    amount(region, fee_item(region), "1-12", "12345.60")
    cells = table_2(region, 2023)
    assert cells["administrative_penalties"] == number(1)
    assert cells["administrative_licenses"] == number(0)
    assert cells["administrative_coercion"] == BLANK
    assert cells["administrative_fees_wan_yuan"] == number(Decimal("1.23456"))


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_form_of_2019_takes_the_decisions_and_nothing_that_was_not_registered(region, year):
    for register in Register:
        statement(region, register, Ground.NOTHING, year=year)
    cells = table_2(region, year)
    assert cells["administrative_licenses.decisions"] == number(0)
    assert cells["administrative_licenses.last_year_items"] == cells["administrative_fees.change"] == BLANK
