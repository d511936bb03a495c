"""What people write for the public to read beside a row: why it was withdrawn, what was corrected of it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from gongkai.privacy import Severity, scan_text
from gongkai.privacy.findings import label
from gongkai.privacy.people import masked_name
from gongkai.site.audit.acts import Invalid
from gongkai.site.registers.models.parties import left_over


def refuse_personal_data(field: str, text: str, names: Iterable[str] = ()) -> None:
    """Refuse words that tell the public a person's data, or a name that the row keeps from it."""
    found = [f"{label(each)} {each.value_masked}" for each in scan_text(text) if each.severity != Severity.INFO]
    found += [masked_name(name) for name in left_over(text, names)]
    if found:
        shown = "、".join(dict.fromkeys(found))
        raise Invalid(ValidationError({field: f"公众会看到这段话，其中有不宜公开的内容（{shown}），请删去。"}))
