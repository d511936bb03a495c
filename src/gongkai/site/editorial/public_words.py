"""What officials tell the public beside a text (更正说明、撤回理由): no reviewer reads it, so the finders do."""

from django.core.exceptions import ValidationError

from gongkai.privacy import Kind, Severity, scan_text
from gongkai.site.audit.acts import Invalid

# What is only warned of in a text that others review stands in no words that nobody does.
NEVER = {Kind.PASSPORT, Kind.ADDRESS}


def refuse_personal_words(label: str, **words: str) -> None:
    """Refuse words to the public that hold personal data or a secrecy marking, beside their field."""
    wrong = {name: said for name, text in words.items() if (said := list(dict.fromkeys(_found_in(label, text))))}
    if wrong:
        raise Invalid(ValidationError(wrong))


def _found_in(label: str, text: str) -> list[str]:
    return [
        f"{label}公众会看到，其中有不应公开的内容（{found.value_masked}）：{found.why.rstrip('。')}。请删去或者改写。"
        for found in scan_text(text)
        if found.severity == Severity.BLOCK or (found.severity == Severity.WARN and found.kind in NEVER)
    ]
