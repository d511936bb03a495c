"""Back-office pages by which a table is looked at first, cell by cell, and then imported whole."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import number_in, perform_form
from gongkai.site.agencies.policies import DRAFTING
from gongkai.site.audit import reads
from gongkai.site.catalogue.register_csv import LARGEST
from gongkai.site.catalogue.views import drafting_agencies
from gongkai.site.registers.books import BOOKS
from gongkai.site.registers.importing import import_table
from gongkai.site.registers.models import TableImport
from gongkai.site.registers.sheets import template_csv, template_xlsx, text_of
from gongkai.site.registers.tables import MOST_ROWS, TABLES, Table, read
from gongkai.site.registers.views import PARTY

TEMPLATES = {
    "csv": (template_csv, "text/csv; charset=utf-8"),
    "xlsx": (template_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
LAST_IMPORTS = 10


def table_of(key: str) -> Table:
    """Return a table by what its address calls it."""
    if key not in TABLES:
        raise Http404
    return TABLES[key]


class FileForm(forms.Form):
    """A table to look at, or, once it was looked at, its text to import."""

    table = forms.FileField(label=_("表格文件（XLSX 或者 CSV）"), required=False)
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> dict[int, int]:
        """Return the versions of registered rows that were looked at; what is none says that nothing was."""
        pairs = (each.partition(":") for each in self.cleaned_data["seen"].split())
        return {number_in(row): number_in(version) for row, _colon, version in pairs}

    def clean(self) -> dict[str, Any]:
        """Read the file into text, or say why it cannot be read."""
        cleaned = super().clean() or {}
        upload = cleaned.get("table")
        if upload is None:
            if not cleaned.get("text"):
                self.add_error("table", _("请选择表格文件。"))
            return cleaned
        try:
            # One byte more than may be, so that what reads it says so; never the whole of a large file.
            cleaned["text"] = text_of(upload.read(LARGEST + 1), upload.name)
            cleaned["name"] = upload.name[:200]
        except ValueError as error:
            self.add_error("table", str(error))
        return cleaned


class ReasonForm(forms.Form):
    """Why rows that are registered are corrected."""

    reason = forms.CharField(label=_("更正原因"), max_length=200, required=False)


@guarded(DRAFTING)
def table(request: HttpRequest, book: str) -> HttpResponse:
    """Look at a table: what is new, changed, known and wrong; then import all of it."""
    kind = table_of(book)
    agencies, agency = drafting_agencies(request)
    form, reason = FileForm(request.POST or None, request.FILES or None), ReasonForm(request.POST or None)
    sheet = None
    if request.method == "POST" and form.is_valid():
        text, name = form.cleaned_data["text"], form.cleaned_data["name"]
        if "import" in request.POST and reason.is_valid():
            entered = perform_form(
                request, reason, import_table, agency, table=kind.key, text=text, name=name,
                seen=form.cleaned_data["seen"], reason=reason.cleaned_data["reason"], done=_("已全部导入。"),
            )  # fmt: skip
            if entered:
                return redirect("register_book", book)
        elif "import" not in request.POST:
            reason = ReasonForm()
        sheet = read(kind, text, agency)
        if sheet.names_people:
            reads.record(request.user, agency, PARTY)
    faulty = bool(form.errors or reason.errors or (sheet and sheet.faults))
    return render(
        request, "office/register_import.html",
        {
            "book": BOOKS[book], "table": kind, "form": form, "reason": reason, "agency": agency,
            "agencies": agencies, "sheet": sheet, "most_rows": MOST_ROWS, "most_mb": LARGEST // 2**20,
            "imports": TableImport.objects.filter(agency=agency, table=kind.key).select_related("by")
            .order_by("-pk")[:LAST_IMPORTS],
        },
        status=422 if faulty else 200,
    )  # fmt: skip


@guarded(DRAFTING)
def template(_request: HttpRequest, book: str, ending: str) -> HttpResponse:
    """Send the empty table."""
    kind = table_of(book)
    if ending not in TEMPLATES:
        raise Http404
    make, media_type = TEMPLATES[ending]
    response = HttpResponse(make(kind), content_type=media_type)
    name = quote(f"{BOOKS[book].title}模板.{ending}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
