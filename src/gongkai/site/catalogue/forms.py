"""Forms of items, and how an act's faults come back to their fields."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.office import CheckedByItsAct, DayInput
from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue import acts
from gongkai.site.catalogue.document_numbers import advice
from gongkai.site.catalogue.models import TOP, WITHOUT_ITEMS, Column, Item, Part, normal_document_number
from gongkai.site.catalogue.naming import ItemNamed
from gongkai.site.catalogue.plain_body import to_html, to_text
from gongkai.site.editorial import files
from gongkai.site.editorial.models import Channel


class ColumnChoice(forms.ModelChoiceField):
    """A column by its name; what is statutory content says so, the items of article 20 with their number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        if not obj.duty:
            return obj.title
        return f"{Part.STATUTORY.label}（{obj.article_20 or '第二十一条'}）{obj.title}"


def columns_for_items(agency: Agency) -> Any:
    """Return the columns of an agency into which items are put, in their order; the guide has its own page."""
    return (
        Column.objects.filter(agency=agency).exclude(part__in=(*WITHOUT_ITEMS, Part.GUIDE))
        .exclude(TOP, part=Part.STATUTORY).order_by("path")
    )  # fmt: skip


class ItemForm(CheckedByItsAct[Item]):
    """An item as a clerk fills it in."""

    body = forms.CharField(
        label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "可直接从 Word、Excel 粘贴：一行一段；表格粘贴后自动识别。"
            "以“# ”开头的行是小标题，以“- ”开头的行是列表。"
        ),
    )  # fmt: skip
    interprets = ItemNamed(
        label=_("所解读的文件"), required=False,
        help_text=_("是政策解读的才填：所解读文件的文号、索引号、完整标题或者网址。两边的页面将互相链接。"),
    )  # fmt: skip

    class Meta:
        model = Item
        fields = tuple(name for name in acts.EDITABLE if name not in acts.OF_ELSEWHERE)
        field_classes = {"column": ColumnChoice}  # noqa: RUF012 -- Django's attribute
        widgets = {  # noqa: RUF012
            name: DayInput() for name in ("formed_on", "reassess_on", "effective_on", "ended_on")
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns_for_items(agency)
        self.fields["column"].empty_label = _("请选择")
        if "interprets" in self.fields:
            self.fields["interprets"].agency = agency
        if self.instance.pk:
            self.initial["body"] = to_text(self.instance.body)
        self.agency = agency
        if self.instance.pk and not self.is_bound:
            self._advise(self.instance.document_number, self.instance.issuing_agency)

    def _advise(self, number: str, issuing_agency: str) -> None:
        number = normal_document_number(number)
        found = advice(self.agency, number, issuing_agency=issuing_agency, item=self.instance.pk)
        self.fields["document_number"].advice = " ".join(found)

    def clean(self) -> dict[str, Any]:
        """Give advice on the document number too, beside its field, in case the form is shown again."""
        cleaned = super().clean() or {}
        self._advise(cleaned.get("document_number") or "", cleaned.get("issuing_agency") or "")
        return cleaned

    def clean_body(self) -> str:
        """Return the markup; a text that was not touched keeps its own."""
        typed = self.cleaned_data["body"].replace("\r\n", "\n")
        if self.instance.pk and typed == to_text(self.instance.body):
            return self.instance.body
        return to_html(typed)

    def values(self) -> dict[str, Any]:
        """Return what the act takes."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class ElsewhereForm(ItemForm):
    """What another channel published: where, when, what, and the evidence of it."""

    body = forms.CharField(
        label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("可以不填；公众将从本页面转到原文。填写后本网站也能检索到全文。"),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("公开渠道"), choices=[("", "请选择"), *(each for each in Channel.choices if each[0])]
    )
    published_elsewhere_on = forms.DateField(label=_("在该渠道的公开日期"), widget=DayInput())
    address = forms.CharField(
        label=_("网址或者地点"), max_length=500, help_text=_("网页的完整网址；公报写明期号，公告栏写明地点。")
    )
    interprets = None
    evidence = forms.FileField(
        label=_("公开凭证"), required=False,
        help_text=_("网页截图或者 PDF。只供审核和备查，不对外公开；系统记下它的 SHA-256 校验值。"),
    )  # fmt: skip

    class Meta(ItemForm.Meta):
        fields = (
            "channel", "address", "published_elsewhere_on", "column", "title", "document_number", "formed_on",
            "issuing_agency", "summary", "keywords", "subject_class", "validity", "effective_on", "ended_on", "body",
        )  # fmt: skip
        widgets = {  # noqa: RUF012
            name: DayInput() for name in ("formed_on", "effective_on", "ended_on")
        }

    field_order = (
        "channel", "address", "published_elsewhere_on", "evidence", "column", "title", "document_number", "formed_on",
    )  # fmt: skip

    def clean_published_elsewhere_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["published_elsewhere_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("公开日期不能在今天之后。"))
        return day

    def clean_evidence(self) -> Any:
        """Store the evidence; a file that cannot be kept is refused here, beside its field."""
        upload = self.cleaned_data.get("evidence")
        if not upload:
            return None
        try:
            return files.store(upload.name, upload.chunks())
        except acts.Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def values(self) -> dict[str, Any]:
        """Return what the act takes; the evidence stays where no other was chosen."""
        values = super().values()
        if self.cleaned_data["evidence"] is not None:
            values |= {"capture": self.cleaned_data["evidence"], "capture_name": self.files["evidence"].name[:200]}
        return values


def form_for(item: Item) -> type[ItemForm]:
    """Return the form in which an item is changed."""
    return ElsewhereForm if item.elsewhere else ItemForm
