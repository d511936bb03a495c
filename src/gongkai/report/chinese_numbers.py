"""Numbers written in Chinese characters (二十三, 两百零五), as prose counts with them."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}

CHARACTERS = "".join((*_DIGITS, *_SCALES))
"""The characters that ``parse`` reads; 万 and 亿 also follow Arabic figures and are left to the caller."""


def parse(written: str) -> int | None:
    """Return the number below 10,000 that is written, or ``None`` where the characters are not one number.

    Digits without a scale are read by their places (二〇二三), and a scale without a digit counts once (十二, 百余).
    """
    if not written:
        return None
    if not any(character in _SCALES for character in written):
        places = [_DIGITS.get(character) for character in written]
        # 三五件 means a few: two digits in a row are a number only where they are places.
        if None in places or (len(places) > 1 and len(places) != 4):
            return None
        return int("".join(map(str, places)))
    total, digit, least = 0, None, 10_000
    for character in written:
        if character in _SCALES:
            scale = _SCALES[character]
            if scale >= least or digit == 0:
                return None
            total += (1 if digit is None else digit) * scale
            digit, least = None, scale
        elif character in "零〇" and digit is None:
            digit = 0
        elif character in _DIGITS and digit in (None, 0):
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)
