"""Constructed people: their numbers have valid check digits and invented serials, and belong to nobody we know of."""

from stdnum import luhn

from gongkai.privacy.resident_ids import check_digit


def resident_id(region: str = "110101", born: str = "19900307", serial: str = "123") -> str:
    first = f"{region}{born}{serial}"
    return first + check_digit(first)


def bank_card(first: str = "622202123456789012") -> str:
    return first + luhn.calc_check_digit(first)


ID = resident_id()
ID_X = next(number for n in range(100, 999) if (number := resident_id("350121", "19850101", str(n))).endswith("X"))
OLD_ID = "350121850101123"
MOBILE = "13800001234"
CARD = bank_card()
USCC = "91350100M000100Y43"  # the example of GB 32100-2015
