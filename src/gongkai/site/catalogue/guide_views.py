"""The back-office page of the disclosure guide (政府信息公开指南)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import perform
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING
from gongkai.site.catalogue import acts, guide
from gongkai.site.catalogue.models import Column, Part
from gongkai.site.catalogue.views import drafting_agencies


class GuideForm(forms.Form):
    """The demanded parts, one field each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (title, _text) in guide.PARTS.items():
            if name == "office":
                for key, label in guide.CONTACTS.items():
                    self.fields[key] = forms.CharField(
                        label=_("工作机构的{label}").format(label=label), max_length=200, required=False
                    )
            else:
                self.fields[name] = forms.CharField(
                    label=title, required=False, widget=forms.Textarea(attrs={"rows": 4})
                )


@guarded(DRAFTING)
def edit(request: HttpRequest) -> HttpResponse:
    """Draft or correct an agency's guide; what is still missing is named."""
    agencies, agency = drafting_agencies(request)
    item = guide.guide_of(agency)
    parts = guide.parts_of(item.body) if item else guide.first_draft(agency)
    form = GuideForm(request.POST or None, initial=parts)
    if request.method == "POST" and form.is_valid():
        made = _save(request, agency, form.cleaned_data)
        if made:
            return redirect("item", made.pk)
    shown = form.cleaned_data if form.is_bound and form.is_valid() else parts
    return render(
        request, "office/guide.html",
        {
            "form": form, "agency": agency, "agencies": agencies, "record": item, "missing": guide.missing(shown),
            "outdated": guide.outdated(shown, agency), "under_review": item is not None and item.workflow_in_progress,
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _save(request: HttpRequest, agency: Agency, parts: dict[str, str]) -> Any:
    item, today = guide.guide_of(agency), timezone.localdate()
    body, done = guide.compose(parts), _("指南已保存为草稿。")
    if item is None:
        column = Column.objects.get(agency=agency, part=Part.GUIDE)
        title = guide.title_of(agency)
        return perform(
            request, acts.create_item, agency, done=done, column=column, title=title, body=body, formed_on=today
        )
    version = request.POST.get("version", "")
    version = int(version) if version.isdecimal() else -1
    return perform(request, acts.save_draft, item, done=done, version=version, body=body, formed_on=today)
