"""居民身份证号 (GB 11643): told by province, birth date and check digit, and by nothing that changes with the years.

The county of the first six digits is not looked up: counties are renamed and dissolved, their people keep the number.
"""

from datetime import date

# 91 to 98: residence permits of foreigners since 2023 begin with a 9 before the province, and codes 81 to 83 belong to
# the residence permits of people from Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    {
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
        *range(91, 99),
    }
)
_CHECK_DIGITS = "10X98765432"
_EARLIEST, _LATEST = 1880, 2099


def check_digit(first_seventeen: str) -> str:
    """Return the eighteenth character (ISO 7064 mod 11-2)."""
    return _CHECK_DIGITS[sum(int(digit) * (2 ** (17 - n) % 11) for n, digit in enumerate(first_seventeen)) % 11]


def is_resident_id(number: str) -> bool:
    """Say whether eighteen characters are a resident ID; a last ``x`` may be small."""
    return looks_like_resident_id(number) and check_digit(number[:17]) == number[17].upper()


def looks_like_resident_id(number: str) -> bool:
    """Say whether eighteen characters have the province and the birth date of a resident ID, whatever their last."""
    return (
        len(number) == 18
        and number[:17].isdecimal()
        and _has_province(number)
        and _is_date(number[6:10], number[10:12], number[12:14])
    )


def is_old_resident_id(number: str) -> bool:
    """Say whether fifteen digits can be a resident ID of the form before 1999, which had no check digit."""
    return (
        len(number) == 15
        and number.isdecimal()
        and _has_province(number)
        and _is_date(f"19{number[6:8]}", number[8:10], number[10:12])
    )


def _has_province(number: str) -> bool:
    return int(number[:2]) in _PROVINCES


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return _EARLIEST <= date(int(year), int(month), int(day)).year <= _LATEST
    except ValueError:
        return False
