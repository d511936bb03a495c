"""Back-office pages of what other channels published: one by a form, many by a table (CSV), and their counts."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import find, number_in, perform, perform_form
from gongkai.site.agencies.policies import DRAFTING, READING
from gongkai.site.catalogue import acts, counting, register_csv
from gongkai.site.catalogue.forms import ElsewhereForm
from gongkai.site.catalogue.models import Column, Item
from gongkai.site.catalogue.views import drafting_agencies
from gongkai.site.editorial.models import Channel
from gongkai.site.editorial.views import send

FIRST_YEAR = 2019  # The Regulation as revised, and with it the count, begins here.


@guarded(DRAFTING)
def new(request: HttpRequest) -> HttpResponse:
    """Register one thing that another channel published."""
    agencies, agency = drafting_agencies(request)
    form = ElsewhereForm(request.POST or None, request.FILES or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        made = perform_form(
            request, form, acts.create_item, agency, done=_("已登记为草稿。请核对后提交审核。"), **form.values()
        )
        if made:
            return redirect("item", made.pk)
    return render(
        request, "office/item_form.html",
        {"form": form, "agency": agency, "agencies": agencies, "heading": _("登记别处公开的信息")},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


class TableForm(forms.Form):
    """A table to look at, or, once it was looked at, its text to register."""

    table = forms.FileField(label=_("表格（CSV）"), required=False)
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    source = forms.CharField(
        label=_("历史信息的来源"), max_length=300, required=False,
        help_text=_(
            "只在登记本站启用之前已经公开的历史信息时填写，例如“区政府门户网站旧版”。填写后不走三审，"
            "每一条由另一人对照来源核对后导入，页面注明来源；留空的，逐条提交三审三校。"
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the file into text, or say why it cannot be read."""
        cleaned = super().clean() or {}
        upload = cleaned.get("table")
        if upload is None and not cleaned.get("text"):
            self.add_error("table", _("请选择表格文件。"))
        elif upload is not None:
            try:
                cleaned["text"] = register_csv.decode(upload.read())
            except ValueError as error:
                self.add_error("table", str(error))
        return cleaned


@guarded(DRAFTING)
def table(request: HttpRequest) -> HttpResponse:
    """Look at a table first, with every fault by row and column; then register all of it as drafts."""
    agencies, agency = drafting_agencies(request)
    form = TableForm(request.POST or None, request.FILES or None)
    sheet, text = None, ""
    if request.method == "POST" and form.is_valid():
        text, source = form.cleaned_data["text"], form.cleaned_data["source"]
        if "register" in request.POST:
            made = perform(
                request, acts.register_elsewhere, agency, text=text, source=source, done=_("已全部登记为草稿。")
            )
            if made:
                return redirect("items")
        sheet = register_csv.read(text, agency)
    return render(
        request, "office/register_table.html",
        {
            "form": form, "agency": agency, "agencies": agencies, "sheet": sheet, "text": text,
            "heads": list(register_csv.HEADERS), "required": register_csv.REQUIRED,
            "channels": list(register_csv.CHANNELS),
        },
        status=422 if form.errors or (sheet and sheet.faults) else 200,
    )  # fmt: skip


@guarded(DRAFTING)
def template(_request: HttpRequest) -> HttpResponse:
    """Send the empty table."""
    response = HttpResponse(register_csv.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E7%99%BB%E8%AE%B0%E8%A1%A8.csv"
    return response


@guarded(READING)
def capture(request: HttpRequest, pk: int) -> FileResponse:
    """Send the evidence of a publication elsewhere to whoever may read the item, and to nobody else."""
    found = find(request, Item.objects.select_related("capture"), READING, pk=pk)
    if found.capture is None:
        raise Http404
    return send(found.capture, found.capture_name)


@guarded(READING)
def counts(request: HttpRequest) -> HttpResponse:
    """How much an agency published in a year, by column and channel, from the ledger."""
    agencies = request.user.agencies_by_role(*READING.roles).order_by("path")
    wanted, asked = request.GET.get("agency", ""), request.GET.get("year", "")
    agency = agencies.filter(pk=number_in(wanted)).first() or agencies[0]
    this_year = timezone.localdate().year
    years = range(this_year, FIRST_YEAR - 1, -1)
    year = found_year if (found_year := number_in(asked)) in years else this_year
    found = counting.published(agency.pk, year)
    channels, columns = counting.by_channel(found), counting.by_column(found)
    cells = {(each.column, each.channel): each.number for each in found}
    rows = [
        (column, [cells.get((column.pk, channel), 0) for channel in channels], columns[column.pk])
        for column in Column.objects.filter(pk__in=columns).order_by("path")
    ]
    return render(
        request, "office/counts.html",
        {
            "agencies": agencies, "agency": agency, "year": year, "years": years,
            "channels": [(Channel(each).label, number) for each, number in channels.items()], "rows": rows,
            "total": sum(channels.values()),
        },
    )  # fmt: skip
