"""The ordinary table of the index: facets and folded texts. What proposes hits is made by hand (see the migrations)."""

from django.db import models


class IndexedEntry(models.Model):
    """One publication (see `entries.Indexed`), written by `index.put` and `index.remove` only."""

    # Always given. Of Django's whole numbers of 64 bits only this one is SQLite's own row number; a
    # PositiveBigIntegerField would be an index beside it.
    seq = models.BigAutoField(primary_key=True)
    record_type = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)
    agency = models.PositiveBigIntegerField()
    column = models.CharField(max_length=100)
    year = models.PositiveIntegerField()
    validity = models.CharField(max_length=40)
    # The texts come last, the longest at the end: SQLite reads a row only as far as it has to.
    title = models.TextField()
    numbers = models.TextField()
    body = models.TextField()

    class Meta:
        """The name that both databases' own SQL uses."""

        db_table = "search_entry"
        constraints = (models.UniqueConstraint(fields=("record_type", "record_id"), name="search_entry_once_a_record"),)


class Damage(models.Model):
    """The index is to be made anew before it may answer: what was done while it was damaged is not in it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    why = models.TextField()
    found_at = models.DateTimeField()
