"""Agencies and their columns: where the public finds things."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import OUTSIDE_THE_PLATFORM, Column, Part
from gongkai.site.portal.models import ColumnCount

# Parts that have a page for the whole region, to which its main navigation leads.
OF_THE_REGION = (Part.NOTICES, Part.NEWS, Part.REQUESTS, Part.REPORTS)


def region() -> Agency | None:
    """Return the government whose site this is; None before it was founded."""
    return Agency.objects.select_related("competent_department").filter(parent=None).first()


def agencies_today() -> QuerySet[Agency]:
    """Return the agencies that exist today and have columns."""
    return Agency.objects.on(timezone.localdate()).filter(columns__isnull=False).distinct().order_by("path")


def counts_of_agencies() -> dict[int, int]:
    """Return how many publications of each agency stand."""
    return dict(ColumnCount.objects.values_list("agency").annotate(n=Sum("number")).order_by())


def columns_of_part(part: str) -> list[int]:
    """Return the columns of one part, of every agency."""
    return list(Column.objects.filter(part=part).values_list("pk", flat=True))


def column_address(agency: Agency, column: Column) -> str:
    """Return where a column is."""
    if column.duty:
        return reverse("statutory", args=[agency.slug, column.duty])
    return reverse("column", args=[agency.slug, column.part])


@dataclass(frozen=True)
class Place:
    """A column with its address and with how much stands in it and beneath it."""

    column: Column
    address: str
    count: int
    beneath: tuple["Place", ...] = ()

    @property
    def owes_article_21(self) -> bool:
        """Whether topics of article 21 stand beneath it."""
        return any(each.column.article_21 for each in self.beneath)

    @property
    def ids(self) -> list[int]:
        """The columns whose items are found here: its own, and those beneath it."""
        return [self.column.pk, *(each.column.pk for each in self.beneath)]


@dataclass(frozen=True)
class Places:
    """The columns of an agency, in their order."""

    all: tuple[Place, ...]

    @property
    def platform(self) -> list[Place]:
        """The parts of the platform (政府信息公开专栏): statutory content only, no news."""
        return [each for each in self.all if each.column.part not in OUTSIDE_THE_PLATFORM]

    @property
    def beside(self) -> list[Place]:
        """News and notices, which stand beside the platform."""
        return [each for each in self.all if each.column.part in OUTSIDE_THE_PLATFORM]

    def of(self, part: str, duty: str = "") -> Place | None:
        """Return the place of a column by its part, and by what of the statutory content it holds."""
        everything = [*self.all, *(one for each in self.all for one in each.beneath)]
        return next((each for each in everything if (each.column.part, each.column.duty) == (part, duty)), None)


def places_of(agency: Agency) -> Places:
    """Return an agency's columns with their counts: two queries, however much stands in them."""
    counts = dict(ColumnCount.objects.filter(agency=agency).values_list("column", "number"))
    columns = list(Column.objects.filter(agency=agency).order_by("path"))

    def place(column: Column, beneath: tuple[Place, ...] = ()) -> Place:
        count = counts.get(column.pk, 0) + sum(each.count for each in beneath)
        return Place(column, column_address(agency, column), count, beneath)

    below = tuple(place(each) for each in columns if each.duty)
    tops = sorted((each for each in columns if not each.duty), key=lambda each: Part.values.index(each.part))
    return Places(tuple(place(each, below if each.part == Part.STATUTORY else ()) for each in tops))
