"""Patterns that an agency sets for its index numbers (索引号) and document numbers (文号)."""

import re

from django.core.exceptions import ValidationError

FIELD = re.compile(r"\{(code|year|month|serial)(?::(\d{1,2})d)?\}")


def validate_index_pattern(pattern: str) -> None:
    """Refuse a pattern without a serial or a year, or with anything in braces that is no field."""
    rest = FIELD.sub("", pattern)
    names = {match[0] for match in FIELD.findall(pattern)}
    if "{" in rest or "}" in rest or not {"year", "serial"} <= names:
        raise ValidationError("索引号格式应含 {year} 和 {serial}，大括号里只能用 code、year、month、serial。")


def validate_regular_expression(pattern: str) -> None:
    """Refuse what is no regular expression."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValidationError("文号格式不是有效的正则表达式，请核对括号是否成对。") from error
