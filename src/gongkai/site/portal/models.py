"""What the portal keeps beside the ledger, so that no page counts an archive. All of it can be made anew."""

from django.db import models
from django.db.models import Count, F

from gongkai.site.agencies.models import Agency
from gongkai.site.editorial.models import Publication


class ColumnCountQuerySet(models.QuerySet["ColumnCount"]):
    """Counts, kept in step with the ledger inside its acts."""

    def add(self, publication: Publication, number: int) -> None:
        """Count a publication's column up or down."""
        counter, _ = self.get_or_create(column=publication.column, agency_id=publication.agency_id)
        self.filter(pk=counter.pk).update(number=F("number") + number)

    def should_be(self) -> dict[int, tuple[int, int]]:
        """Return what the ledger says: for each column its agency and its number."""
        rows = Publication.objects.standing().order_by().values_list("column", "agency").annotate(n=Count("pk"))
        return {column: (agency, number) for column, agency, number in rows}


class ColumnCount(models.Model):
    """How many publications stand in a column."""

    column = models.PositiveBigIntegerField(unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=0)

    objects = ColumnCountQuerySet.as_manager()
