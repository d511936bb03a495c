"""What the portal keeps beside the ledger, so that no page counts an archive. All of it can be made anew."""

import json

from django.db import models
from django.db.models import Count, F

from gongkai.site.agencies.models import Agency
from gongkai.site.editorial.models import Publication


class InterpretationQuerySet(models.QuerySet["Interpretation"]):
    """Links of interpretations, kept in step with the ledger inside its acts."""

    def put(self, publication: Publication) -> None:
        """Note which policy a publication interprets, if any."""
        if policy := policy_of(publication):
            self.create(publication=publication, policy=policy)

    def take_out(self, publication: Publication) -> None:
        """Forget a publication that stands no more."""
        self.filter(publication=publication).delete()

    def should_be(self) -> dict[int, int]:
        """Return what the ledger says: for each publication that interprets a policy, the policy."""
        naming = Publication.objects.standing().filter(canonical__contains=f'"{INTERPRETS}":')
        standing = naming.exclude(canonical__contains=f'"{INTERPRETS}":null').order_by()
        named = ((each.pk, policy_of(each)) for each in standing.iterator(chunk_size=500))
        return {pk: policy for pk, policy in named if policy}


INTERPRETS = "interprets_id"


def policy_of(publication: Publication) -> int | None:
    """Return the record that a publication interprets (解读), by what was published, not by a draft."""
    return json.loads(publication.canonical).get(INTERPRETS) or None


class Interpretation(models.Model):
    """A standing publication that interprets a policy: found from the policy's page."""

    publication = models.OneToOneField(Publication, models.PROTECT, primary_key=True, related_name="+")
    policy = models.PositiveBigIntegerField(db_index=True)

    objects = InterpretationQuerySet.as_manager()


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
