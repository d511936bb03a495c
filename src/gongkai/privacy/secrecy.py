"""密级标志 and what else says that a text is not for the public.

A marking stands for itself: with its star, after a label, in brackets, alone on a line. Prose that speaks of state
secrets, of work secrets or of internal material has none of these forms, and statutes quote the words.
"""

import re
from collections.abc import Iterator

from gongkai.privacy.findings import Kind, Severity
from gongkai.privacy.matches import Match

_LEVEL = "(?:绝 {0,4}密|机 {0,4}密|秘 {0,4}密)"
_TERM = r"(?: {0,2}[0-9]{1,2} {0,2}年| {0,2}长期)?"
_STARRED = re.compile(f"(?:特 {{0,4}}急 {{0,4}})?{_LEVEL}级? {{0,4}}[★☆]{_TERM}|[★☆] {{0,2}}{_LEVEL}{_TERM}")
_LABELLED = re.compile(f"(?:密 {{0,4}}级|保密等级|秘密等级|涉密等级)(?:和保密期限)? {{0,2}}[:：] {{0,2}}{_LEVEL}")
_ALONE = re.compile(f"^[ \t\u3000]{{0,40}}[【\\[(（]?({_LEVEL})级?{_TERM}[】\\])）]?[ \t\r]{{0,40}}$", re.MULTILINE)
_INTERNAL = (
    "内部资料|内部文件|内部材料|内部刊物|内部参考|内部使用|工作秘密|仅供内部(?:使用|参考|传阅|交流)|仅供领导参阅"
)
_CARE = "(?:保存|保管|外传|公开|扩散|翻印|传播|转载|外泄|转发)"
_INTERNAL_ALONE = re.compile(
    f"^[ \t]{{0,40}}[【\\[(（]?((?:{_INTERNAL})(?:[，,、 ]{{0,2}}[\u4e00-\u9fff]{{2,8}}{_CARE})?)"
    f"[★☆]?[】\\])）!！。]?{_TERM}[ \t\r]{{0,40}}$",
    re.MULTILINE,
)
_INTERNAL_ORDER = re.compile(
    "(?:内部(?:资料|文件|材料|刊物|使用)|工作秘密)[，,、 ：:]{0,2}"
    f"(?:请|注意|妥善|严禁|不得|切勿|禁止|请勿)(?:妥善)?(?:注意)?{_CARE}"
)
_BRACKETED = re.compile("[【\\[(（〔](?:内部(?:资料|文件|材料|使用)|工作秘密)[★]?[】\\])）〕]")
_THIS_DOCUMENT = "(?:此件|本件|此文件|本文件|此文)"
_ATTRIBUTE = "公开(?:属性|方式|类别|选项|形式) {0,2}[:：] {0,2}"
_NOT_PUBLIC = re.compile(
    f"{_THIS_DOCUMENT}(?:属于?)?(?:不予公开|不公开|不宜公开|删减后公开)"
    f"|(?:{_ATTRIBUTE}(?:不予公开|不公开)|是否公开 {{0,2}}[:：] {{0,2}}否)(?![\u4e00-\u9fff])"
)
_ON_REQUEST = re.compile(f"{_THIS_DOCUMENT}依申请公开|{_ATTRIBUTE}依申请公开(?![\u4e00-\u9fff])")
_QUOTES = "“‘\"'《「『"
# A quotation that is closed after the marking and not opened there, or what a text calls such words.
_QUOTED_AFTER = re.compile("[^\n“‘「『《]{0,12}?[”’」』》]|(?: {0,2}等)?(?:字样|标识|标志|标记)")
_SPOKEN_OF = re.compile("的?(?:文件|公文|政府信息|信息|材料|资料|内容)")


def security_markings(text: str) -> Iterator[Match]:
    """Find markings of secrecy and of what is internal."""
    for rule, pattern in (
        ("marking.level", _STARRED),
        ("marking.level", _LABELLED),
        ("marking.internal", _INTERNAL_ORDER),
        ("marking.internal", _BRACKETED),
        ("marking.not_public", _NOT_PUBLIC),
    ):
        for found in pattern.finditer(text):
            if not _is_quoted(text, found) and (rule == "marking.level" or not _SPOKEN_OF.match(text, found.end())):
                yield Match(Kind.SECURITY_MARKING, Severity.BLOCK, rule, found.start(), found.end())
    yield from _alone(text)
    for found in _ON_REQUEST.finditer(text):
        if not _is_quoted(text, found) and not _SPOKEN_OF.match(text, found.end()):
            yield Match(Kind.SECURITY_MARKING, Severity.WARN, "marking.on_request", found.start(), found.end())


def _alone(text: str) -> Iterator[Match]:
    levels = list(_ALONE.finditer(text))
    # A table that explains the three levels has each of them in a cell of its own.
    if len({found[1].replace(" ", "") for found in levels}) < 3:
        for found in levels:
            yield Match(Kind.SECURITY_MARKING, Severity.BLOCK, "marking.level", *found.span(1))
    for found in _INTERNAL_ALONE.finditer(text):
        yield Match(Kind.SECURITY_MARKING, Severity.BLOCK, "marking.internal", *found.span(1))


def _is_quoted(text: str, found: re.Match[str]) -> bool:
    """Say whether a text speaks of a marking: “此件不公开”字样."""
    opened = text[max(0, found.start() - 1) : found.start()]
    return (bool(opened) and opened in _QUOTES) or _QUOTED_AFTER.match(text, found.end(), found.end() + 16) is not None
