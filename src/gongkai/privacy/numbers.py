"""Numbers that belong to people: resident IDs, bank cards, mobiles, passports; and those of offices and companies.

Every finder reads folded text. Patterns take a bounded number of characters, so all of them are linear. A number is
classed once, by the first finder that knows it: a resident ID is no bank card, and neither is a part of a credit code.
"""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import uscc

from gongkai.privacy.findings import Kind, Severity
from gongkai.privacy.masking import MaskProfile
from gongkai.privacy.matches import Match, before, digits_of, is_flanked, is_in_token, stretches
from gongkai.privacy.resident_ids import is_old_resident_id, is_resident_id

_GAP = r"(?:[ -]{0,3}|\r?\n)"
_FEW_GROUPS = 6
_NATURAL_GROUPS = 4  # 350121 850101 123


def _spaced(*digits: str) -> str:
    """Return a pattern for digits with separators between any two of them."""
    return _GAP.join(digits)


_D = "[0-9]"
_MONTH_DAY = (
    f"(?:0{_GAP}[1-9]|1{_GAP}[0-2])",
    f"(?:0{_GAP}[1-9]|[12]{_GAP}{_D}|3{_GAP}[01])",
)
_RESIDENT_ID = re.compile(
    "(?<![0-9])(?=("
    + _spaced("[1-9]", *[_D] * 5, f"(?:1{_GAP}[89]|2{_GAP}0)", _D, _D, *_MONTH_DAY, _D, _D, _D, "[0-9Xx]")
    + ")(?![0-9]))"
)
_OLD_RESIDENT_ID = re.compile("(?<![0-9])(?=(" + _spaced("[1-9]", *[_D] * 7, *_MONTH_DAY, *[_D] * 3) + ")(?![0-9]))")
_GROUPS = re.compile("[0-9]+")
_DIGIT_BEFORE = re.compile("(?<![0-9])[0-9][ -]$")
_DIGIT_AFTER = re.compile("[ -][0-9](?![0-9])")

_ID_LABEL = re.compile("身份证|身份号|公民身份|证件号|证号|社会保障号|社保号|ID", re.IGNORECASE)
_CODE_LABEL = re.compile("信用代码|机构代码|注册号|识别号|税号|登记号")
_SERIAL_LABEL = re.compile(
    "(?:订单|流水|序列|项目|发票|运单|快递|单据|合同|许可|备案|注册|登记|批准|受理|立案|案件|索引|文件|条形?|统一|交易|凭证|产品|标准|资产|设备"
    "|宗地|不动产|地块|单元|采购|招标|标段|事项|业务|办件)[^，。,：:]{0,6}(?:号|代码|编码|编号|码)|编号|编码|代码|文号|单号|税号|识别号|追溯码|IMEI|ISBN|ISSN",
    re.IGNORECASE,
)


def resident_ids(text: str, label: str = "") -> Iterator[Match]:
    """Find 居民身份证号 of eighteen characters, with whatever separators between the digits."""
    for start, end, written in stretches(_RESIDENT_ID, text):
        number = digits_of(written)
        if not is_resident_id(number) or _is_torn_together(text, start, end, written):
            continue
        # Some resident IDs also have the check digit of a credit code: only what stands before can tell.
        if _CODE_LABEL.search(label or before(text, start)) and uscc.is_valid(number):
            continue
        yield Match(Kind.RESIDENT_ID, Severity.BLOCK, "resident_id", start, end)


def old_resident_ids(text: str, label: str = "") -> Iterator[Match]:
    """Find 居民身份证号 of fifteen digits. One random number in eighty looks like one, so its label counts."""
    for start, end, written in stretches(_OLD_RESIDENT_ID, text):
        number = digits_of(written)
        if not is_old_resident_id(number) or _is_torn_together(text, start, end, written):
            continue
        said = label or before(text, start)
        named = _ID_LABEL.search(said) is not None
        if not named and (_SERIAL_LABEL.search(said) or is_in_token(text, start, end) or _is_decimal(text, start, end)):
            continue
        certain = named or len(written) == len(number)
        if not certain and (is_flanked(text, start, end) or len(_GROUPS.findall(written)) > _NATURAL_GROUPS):
            continue
        yield Match(Kind.RESIDENT_ID, Severity.BLOCK if certain else Severity.WARN, "resident_id.fifteen", start, end)


def _is_torn_together(text: str, start: int, end: int, written: str) -> bool:
    """Say whether separate numbers, side by side or line by line, only look like one."""
    groups = len(_GROUPS.findall(written))
    if groups == 1:
        return False
    if written.count("\n") > 1:
        return True
    if groups == len(digits_of(written)):
        # Digit by digit: a neighbour of several digits is another number, a single digit another cell.
        return _DIGIT_BEFORE.search(text, max(0, start - 3), start) is not None or bool(_DIGIT_AFTER.match(text, end))
    return groups > _FEW_GROUPS and is_flanked(text, start, end)


def _is_decimal(text: str, start: int, end: int) -> bool:
    """Say whether digits are a part of a number with a decimal point, or an amount."""
    return (text[max(0, start - 1) : start] == "." and text[max(0, start - 2) : start - 1].isdigit()) or bool(
        _AMOUNT.match(text, end, end + 4)
    )


_AMOUNT = re.compile(r"\.[0-9]| ?(?:元|万|亿|吨|千|平方|立方|公里|米|%|％|美元|人次)")

_MOBILE = re.compile(
    r"(?<![0-9])(?:\(?\+?(?:00)?86\)?[ -]{0,2})?"
    r"(1[3-9][0-9](?:[0-9]{8}|([ -])[0-9]{4}\2[0-9]{4}|[ -][0-9]{8}|[0-9]{4}[ -][0-9]{4}|[0-9][ -][0-9]{3}[ -][0-9]{4}"
    r"|[0-9]{2}[ -][0-9]{6}))(?![0-9])"
)
_PHONE_LABEL = re.compile("电话|手机|联系|热线|传真|咨询|举报|微信|tel|mobile|phone|fax", re.IGNORECASE)
_ADDRESS_OF_PAGE = re.compile(r"\.[a-z]{2,5}\b|/", re.IGNORECASE)


def mobiles(text: str, label: str = "") -> Iterator[Match]:
    """Find 手机号, with or without +86, in one piece or in the usual groups."""
    for found in _MOBILE.finditer(text):
        start, end = found.span(1)
        written = found[1]
        if is_in_token(text, start, end) or _is_decimal(text, start, end):
            continue
        if text[max(0, start - 1) : start] in {"_", "/"} and _ADDRESS_OF_PAGE.match(text, end, end + 8):
            continue
        said = label or before(text, start)
        phone = _PHONE_LABEL.search(said) is not None
        if not phone and (_SERIAL_LABEL.search(said) or (len(written) > 11 and is_flanked(text, found.start(), end))):
            continue
        yield Match(Kind.MOBILE, Severity.BLOCK, "mobile", start, end)


_CARD = re.compile(
    r"(?<![0-9])([1-9](?:[0-9]{15,18}|[0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?|[0-9]{5}[ -][0-9]{10,13}))"
    "(?![0-9])"
)
_NO_CARD_HAS = 18  # digits, outside UnionPay; documents have
_CARD_LABEL = re.compile("卡号|账号|帐号|账户|帐户|银行|开户|一卡通|存折|打卡|card", re.IGNORECASE)
# 62 and 60 are UnionPay's; the others are debit cards that Chinese banks gave out before it.
_CHINESE_CARD = re.compile("62|60|9558|6858|103000|436742|456351|427[0-9]{3}0|53[0-9]{2}|518[0-9]|5453")


def bank_cards(text: str, label: str = "") -> Iterator[Match]:
    """Find 银行卡号. One random number in ten has the check digit (Luhn), so issuer or label are asked for, too."""
    for start, end, written in stretches(_CARD, text):
        number = digits_of(written)
        if not luhn.is_valid(number) or is_in_token(text, start, end) or _is_decimal(text, start, end):
            continue
        said = label or before(text, start)
        named = _CARD_LABEL.search(said) is not None
        if not named and (is_flanked(text, start, end) or _SERIAL_LABEL.search(said) or len(set(number)) < 4):
            continue
        if named or _CHINESE_CARD.match(number):
            yield Match(Kind.BANK_CARD, Severity.BLOCK, "bank_card", start, end)
        elif not is_flanked(text, start, end) and len(number) != _NO_CARD_HAS:
            yield Match(Kind.BANK_CARD, Severity.WARN, "bank_card.perhaps", start, end)


_CREDIT_CODE = re.compile(
    "(?<![0-9A-Za-z])([1-9A-GNYa-gny][1-9][0-9]{6}[0-9A-HJ-NP-RTUW-Ya-hj-np-rtuw-y]{10})(?![0-9A-Za-z])"
)


def credit_codes(text: str) -> Iterator[Match]:
    """Find 统一社会信用代码 by its check character. Codes of 个体工商户 begin with 92."""
    for start, end, written in stretches(_CREDIT_CODE, text):
        if uscc.is_valid(written):
            rule = "uscc.sole_proprietor" if written.startswith("92") else "uscc"
            yield Match(Kind.USCC, Severity.INFO, rule, start, end)


_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z/])(\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2}[2-8][0-9]{2,3}[ -]?[0-9]{4}"
    r"|[48]00[ -]?[0-9]{3}[ -]?[0-9]{4})(?![0-9])"
)
_SHORT_LANDLINE = re.compile("(?<![0-9A-Za-z/.-])([2-8][0-9]{6,7})(?![0-9A-Za-z/.])")
_OFFICE_LABEL = re.compile("(?:电话|传真|热线|座机|tel|fax)[^，。;；0-9]{0,6}$", re.IGNORECASE)


def landlines(text: str) -> Iterator[Match]:
    """Find 固定电话. Those of offices are for everybody, so a finding is no more than a hint."""
    for start, end, _written in stretches(_LANDLINE, text):
        yield Match(Kind.LANDLINE, Severity.INFO, "landline", start, end)
    for start, end, _written in stretches(_SHORT_LANDLINE, text):
        if _OFFICE_LABEL.search(before(text, start, 14)):
            yield Match(Kind.LANDLINE, Severity.INFO, "landline", start, end)


_DOCUMENTS = (
    ("passport", "护照|passport", r"(?:[DEGHKMPS][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|1[45][0-9]{7})"),
    (
        "passport.permit",
        "通行证|回乡证|台胞证|港澳|台湾居民|居留",
        r"(?:[A-Z][0-9]{8}(?:[0-9]{2})?|[A-Z]{3}[0-9]{12}|[0-9]{8}(?:[0-9]{2})?)",
    ),
    (
        "passport.other",
        "社会?保(?:障|险)?卡?号|医保(?:卡|号|编号)|学号|学籍号|准考证|残疾人?证|军官证|士兵证|警官证|驾驶证|驾照|低保证",
        "[A-Z]{0,2}[0-9]{6,20}[A-Z]?",
    ),
)
_DOCUMENT = [
    (
        rule,
        re.compile(f"(?:{label})(?:号码?|编号|证)?[^0-9A-Za-z\n。；，,]{{0,8}}$", re.IGNORECASE),
        re.compile(f"(?<![0-9A-Za-z])({number})(?![0-9A-Za-z])", re.IGNORECASE),
    )
    for rule, label, number in _DOCUMENTS
]
_DOCUMENT_LABEL = re.compile("|".join(label for _rule, label, _number in _DOCUMENTS), re.IGNORECASE)


def personal_documents(text: str, label: str = "") -> Iterator[Match]:
    """Find numbers of passports (护照), permits and other personal documents that a label before them names."""
    if _DOCUMENT_LABEL.search(label) is None and _DOCUMENT_LABEL.search(text) is None:
        return
    for rule, said, pattern in _DOCUMENT:
        for start, end, _written in stretches(pattern, text):
            if said.search(label or before(text, start)):
                yield Match(Kind.PASSPORT, Severity.WARN, rule, start, end)


_MASK = "*×✕●■█"
_HALF_MASKED = re.compile(
    f"(?<![0-9A-Za-z{_MASK}])([0-9{_MASK}][0-9xX{_MASK}]{{9,17}}[0-9xX{_MASK}])(?![0-9A-Za-z{_MASK}])"
)
_ANY_MASK = re.compile(f"[{_MASK}]|[xX]{{3}}")
_FEWEST_HIDDEN = 4
"""Fewer hidden digits than this can be tried out one after another."""
_FEWEST_SEEN = {Kind.MOBILE: 5, Kind.RESIDENT_ID: 7, Kind.BANK_CARD: 8}


def thinly_masked(text: str, profile: MaskProfile, label: str = "") -> Iterator[Match]:
    """Find values whose mask lets more be seen than the profile does."""
    for start, end, written in stretches(_HALF_MASKED, text):
        if _ANY_MASK.search(written) is None:
            continue
        kind = _kind_of_masked(written, label or before(text, start))
        if kind is None or not profile.masks(kind):
            continue
        seen = [n for n, each in enumerate(written) if each.isdigit() or (n == 17 and each in "xX")]
        needed = profile.hidden(kind, len(written))
        if len(seen) >= _FEWEST_SEEN[kind] and any(n in needed for n in seen):
            few = len(written) - len(seen) < _FEWEST_HIDDEN
            yield Match(kind, Severity.BLOCK if few else Severity.WARN, f"{kind.value}.thinly_masked", start, end)


def _kind_of_masked(written: str, said: str) -> Kind | None:
    if len(written) == 11 and written[0] == "1" and (written[1] in "3456789" or not written[1].isdigit()):
        return Kind.MOBILE
    if len(written) == 18 and _CARD_LABEL.search(said) is None and not written.startswith(("0", "62")):
        return Kind.RESIDENT_ID
    if 16 <= len(written) <= 19 and (_CARD_LABEL.search(said) or written.startswith("62")):
        return Kind.BANK_CARD
    return None
