"""Items by what people call them: index number, document number, address or title."""

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import Item, normal_document_number
from gongkai.site.editorial.models import Publication

SHOWN = 5
OF_AN_ITEM = re.compile(r"/info/(\d{1,18})/?$", re.ASCII)


def named(agency: Agency, text: str) -> QuerySet[Item]:
    """Return the items that a name means: an agency's own, drafts included, and what others have made public.

    Others' are found by what they published: a draft of theirs is nobody else's.
    """
    text = text.strip()
    if address := OF_AN_ITEM.search(text):
        return Item.objects.filter(Q(agency=agency) | Q(public=True), pk=int(address[1]))
    standing = Publication.objects.standing().filter(record_type=Item.type_name())
    names = ({"index_number": text}, {"document_number": normal_document_number(text)}, {"title": text})
    for name in names:
        public = standing.filter(**name).values_list("record_id", flat=True)[: SHOWN + 1]
        found = Item.objects.filter(Q(agency=agency, **name) | Q(pk__in=list(public)))
        if found.exists():
            return found
    return Item.objects.none()


class ItemNamed(forms.CharField):
    """A choice among items too many for a list: one is named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, **kwargs)
        self.agency: Agency | None = None

    def prepare_value(self, value: Any) -> Any:
        """Show a chosen item by the name that means it alone, or what was typed."""
        if not isinstance(value, int):
            return value
        item = Item.objects.only("title", "index_number").get(pk=value)
        return item.index_number or f"/info/{item.pk}/"

    def clean(self, value: Any) -> Item | None:
        """Return the item that is named; if none or several are, say so."""
        text = super().clean(value)
        if not text or self.agency is None:
            return None
        found = list(named(self.agency, text).select_related("agency")[: SHOWN + 1])
        if not found:
            said = _("没有找到“%(text)s”。请填写已登记文件的文号、索引号、完整标题或者网址。")
            raise forms.ValidationError(said, params={"text": text})
        if len(found) > 1:
            several = "；".join(f"{each.agency.short_name} /info/{each.pk}/" for each in found[:SHOWN])
            said = _("“%(text)s”不止一件，请改填其中一件的网址：%(several)s。")
            raise forms.ValidationError(said, params={"text": text, "several": several})
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is typed with what was shown."""
        return super().has_changed(self.prepare_value(initial), data)
