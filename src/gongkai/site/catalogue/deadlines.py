"""What is to be public by now and is not (条例第二十六条), told by a cut-off day and not by each item's due day."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gongkai.law.calendar import WorkCalendar, national_calendar
from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import Attribute, Item
from gongkai.site.editorial.models import Channel


def cut_off(today: date, working_days: int, calendar: WorkCalendar | None = None) -> date:
    """Return the newest day of formation whose period of so many working days has run out before ``today``.

    The day of formation does not count: what was formed the day before that many working days began is late.
    """
    calendar = calendar or national_calendar()
    day = today
    while working_days:
        day -= timedelta(days=1)
        working_days -= calendar.is_working_day(day)
    return day - timedelta(days=1)


def unpublished_by(agencies: QuerySet[Agency], day: date) -> QuerySet[Item]:
    """Return the items that should be public before a day and are not, the oldest first."""
    by_period: dict[int, list[int]] = {}
    for pk, period in agencies.values_list("pk", "publication_working_days"):
        by_period.setdefault(period, []).append(pk)
    late = Q(pk__in=[])
    for period, ids in by_period.items():
        late |= Q(agency__in=ids, formed_on__lte=cut_off(day, period))
    return Item.objects.filter(
        late, public=False, attribute=Attribute.PROACTIVE, channel=Channel.SITE
    ).order_by("formed_on", "pk")  # fmt: skip


def to_reassess(agencies: QuerySet[Agency]) -> QuerySet[Item]:
    """Return what is not disclosed proactively, by the day of its next assessment (条例第十八条)."""
    ids = list(agencies.values_list("pk", flat=True))
    return (
        Item.objects.filter(agency__in=ids, reassess_on__isnull=False).exclude(attribute=Attribute.PROACTIVE)
        .order_by("reassess_on", "pk")
    )  # fmt: skip
