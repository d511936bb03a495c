"""The pages on which something is published in an emergency (应急公开), and reviewed afterwards (补审)."""

import json

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import CheckedByItsAct, perform_form
from gongkai.site.agencies.policies import APPROVING_EMERGENCIES, READING, REVIEWING
from gongkai.site.editorial import acts
from gongkai.site.editorial.manuscripts import of_publications
from gongkai.site.editorial.models import AfterReview, Publication
from gongkai.site.editorial.privacy import note_reading, note_reading_of
from gongkai.site.editorial.records import ReviewedRecord
from gongkai.site.editorial.views import CorrectionForm, record_of, send


@guarded(APPROVING_EMERGENCIES)
def publish_in_emergency(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Publish at once, to be reviewed within a day: the page says what that means and what it still lacks."""
    record = record_of(request, kind, pk)
    note_reading(request.user, record)
    posted = request.method == "POST"
    form = CorrectionForm(request.POST if posted else None, record=record)
    if (
        posted
        and form.is_valid()
        and perform_form(
            request, form, acts.publish_in_emergency, record, done=_("已应急公开，请在 24 小时内完成补审。"),
            **form.cleaned_data,
        )
    ):  # fmt: skip
        return redirect(record.get_absolute_url())
    content = record.content()
    return render(
        request, "office/emergency.html",
        {
            "record": record, "form": form, "content": record.shown(content), "attachments": record.attachments(),
            "why_not": acts.objection_to_emergency(
                record, request.user, APPROVING_EMERGENCIES.stood_in_for(request.user, record.agency_id)
            ),
        },
        status=422 if posted else 200,
    )  # fmt: skip


class AfterReviewForm(CheckedByItsAct[AfterReview]):
    """What the reviewer says of what is public already."""

    class Meta:
        model = AfterReview
        fields = ("opinion",)
        labels = {"opinion": _("补审意见")}  # noqa: RUF012 -- Django's attribute
        widgets = {"opinion": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012


def _published(record: ReviewedRecord, publication: int) -> Publication:
    """Return a publication of a record in an emergency."""
    found = Publication.objects.filter(**record.key, pk=publication, emergency_approver__isnull=False)
    published = found.select_related("emergency_approver", "after_review__reviewer", "withdrawal").first()
    if published is None:
        raise Http404
    return published


@guarded(REVIEWING)
def review_afterwards(request: HttpRequest, kind: str, pk: int, publication: int) -> HttpResponse:
    """Review what one publication in an emergency made public: that very text, whatever became of it since."""
    record = record_of(request, kind, pk)
    published = _published(record, publication)
    note_reading_of(request.user, record, of_publications([published])[0])
    form = AfterReviewForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(
            request, form, acts.review_afterwards, record, done=_("补审已记录。"), publication=published.pk,
            opinion=form.cleaned_data["opinion"],
        )
    ):  # fmt: skip
        return redirect(record.get_absolute_url())
    absent = REVIEWING.stood_in_for(request.user, record.agency_id)
    return render(
        request, "office/afterwards.html",
        {
            "record": record, "kind": kind, "publication": published, "form": form,
            "content": record.shown(json.loads(published.canonical)),
            "files": published.files.select_related("file").defer("file__text"),
            "why_not": acts.objection_afterwards(record, published, request.user, absent),
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@guarded(READING)
def published_file(request: HttpRequest, kind: str, pk: int, publication: int, position: int) -> FileResponse:
    """Send a file as an emergency made it public, also after its withdrawal, to whoever may read the draft."""
    record = record_of(request, kind, pk)
    published = _published(record, publication)
    found = published.files.filter(position=position).select_related("file").first()
    if found is None:
        raise Http404
    note_reading_of(request.user, record, of_publications([published])[0])
    return send(found.file, found.name)
