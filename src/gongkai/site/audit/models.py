"""Events in one hash chain for each agency, and the head of each chain."""

from typing import Any, NoReturn

from django.db import models

WHOLE_SITE = 0  # The chain of acts that belong to no agency: sign-ins of strangers, settings of the site.


class AppendOnly(models.Model):
    """A row that is written once. The database refuses changes too (see the migrations); this says so earlier."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a row that exists is never written again."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are written once.")
        super().save(*args, force_insert=True, **{k: v for k, v in kwargs.items() if k == "using"})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(f"{type(self).__name__} rows are never deleted.")


class Event(AppendOnly):
    """One thing that an act did (事件): ids and digests only, never a personal value."""

    agency = models.PositiveBigIntegerField()
    seq = models.PositiveBigIntegerField()
    act = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    actor = models.PositiveBigIntegerField(null=True)  # None: maintenance by command, named in the facts.
    recorded_at = models.DateTimeField()
    occurred_on = models.DateField()
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "seq"), name="event_once_in_its_chain"),)
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "id"), name="event_by_subject"),
            models.Index(fields=("actor", "recorded_at"), name="event_by_actor"),
            # What the audit administrator filters by, the newest first.
            models.Index(fields=("agency", "-id"), name="event_by_agency"),
            models.Index(fields=("act", "-id"), name="event_by_act"),
            models.Index(fields=("recorded_at",), name="event_by_time"),
        )


class Words(AppendOnly):
    """What somebody wrote or set in an act: reasons, notes, names, contacts. The chain holds a salted digest of it."""

    # Without a constraint: a chain whose events were removed is found by verifying, and its words still tell of them.
    event = models.OneToOneField(Event, models.DO_NOTHING, related_name="words", db_constraint=False, primary_key=True)
    said = models.JSONField()


class Read(AppendOnly):
    """Somebody saw another's personal data (`reads`)."""

    reader = models.PositiveBigIntegerField()
    agency = models.PositiveBigIntegerField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    what = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        # What the audit administrator filters by, the newest first.
        indexes = (
            models.Index(fields=("agency", "-id"), name="read_by_agency"),
            models.Index(fields=("reader", "-id"), name="read_by_reader"),
            models.Index(fields=("what", "-id"), name="read_by_kind"),
            models.Index(fields=("subject_type", "subject_id", "-id"), name="read_by_subject"),
            models.Index(fields=("at",), name="read_by_time"),
        )


class Head(models.Model):
    """The last event of one agency's chain, locked as the last step of an act."""

    agency = models.PositiveBigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
