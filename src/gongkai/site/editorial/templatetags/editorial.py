"""Template filters of review and publication."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.site.agencies.policies import APPROVING_EMERGENCIES, REVIEWING, SECRECY_REVIEWING
from gongkai.site.editorial import acts
from gongkai.site.editorial.models import Schedule
from gongkai.site.editorial.rich_text import clean
from gongkai.site.editorial.worklist import Errand, Waiting

register = template.Library()


@register.filter
def rich(html: str) -> SafeString:
    """Show a text with its markup, cleaned again whatever the database says."""
    return mark_safe(clean(html))


@register.filter
def kind(record: Any) -> str:
    """Return the word for a record's kind in addresses."""
    return str(record._meta.model_name)


PAGES = {
    Errand.REVIEW: "review", Errand.SECRECY: "secrecy", Errand.REFERRED: "secrecy_answer",
    Errand.REMEDY: "remedial_measures", Errand.REVIEW_AFTERWARDS: "review_afterwards",
}  # fmt: skip


@register.simple_tag
def where_to(waiting: Waiting) -> str:
    """Return the page on which somebody does what waits: the record's own, where there is no page for it."""
    page = PAGES.get(waiting.errand)
    if page is None:
        return waiting.record.get_absolute_url()
    place = [kind(waiting.record), waiting.record.pk]
    return reverse(page, args=place if waiting.publication is None else [*place, waiting.publication])


@register.inclusion_tag("office/plan.html", takes_context=True)
def plan(context: Context, record: Any, *, may_publish: bool) -> dict[str, Any]:
    """Show when a record is to become public and how to set that, and who let it out in an emergency."""
    user = context["request"].user
    newest = Schedule.objects.filter(**record.key).select_related("by").order_by("-id").first()
    latest = record.latest_publication
    if newest and newest.ended_at and latest and latest.recorded_at >= newest.ended_at:
        newest = None  # What came of it is public.
    emergencies = record.publications().filter(emergency_approver__isnull=False)
    emergencies = emergencies.select_related("emergency_approver", "after_review__reviewer").defer("canonical")
    stands = record.standing_publication
    content = record.content_sha256()
    changed = stands is None or stands.content_sha256 != content
    return {
        "record": record, "schedule": newest, "may_publish": may_publish,
        "emergencies": [each for each in emergencies if each == stands or not hasattr(each, "after_review")],
        "may_review": REVIEWING.allows(user, record.agency_id),
        "may_secrecy": changed and SECRECY_REVIEWING.allows(user, record.agency_id)
        and acts.newest_secrecy_review(record, content) is None,
        "may_in_emergency": changed and APPROVING_EMERGENCIES.allows(user, record.agency_id),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def may_let_through(context: Context, record: Any) -> bool:
    """Return whether whoever looks at a record may set aside what stops it: nobody who wrote the text."""
    return acts.may_let_through(record, context["request"].user)


@register.filter
def date_or_text(value: Any) -> Any:
    """Return an ISO date of a canonical text as 2023年12月31日; everything else as it is."""
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit():
        return f"{int(text[:4])}年{int(text[5:7])}月{int(text[8:])}日"
    return value
