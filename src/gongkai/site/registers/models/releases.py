"""What of the registers is public: a ledger of its own, written when a second person confirms.

Public pages and open data read nothing else. A correction of a row shows when it is released in its turn; a withdrawal
shows at once.
"""

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from gongkai.site.agencies.models import Agency
from gongkai.site.audit.models import AppendOnly
from gongkai.site.registers.models.rows import Register


class Release(AppendOnly):
    """Rows that somebody proposes to make public together (公开批次)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    register = models.CharField("登记簿", max_length=10, choices=Register.choices)
    note = models.CharField("更正说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Whom a deputy (代理人) stood in for who proposed it.
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "登记簿公开批次"
        indexes = (models.Index(fields=("agency", "-id"), name="release_by_agency"),)

    def __str__(self) -> str:
        return f"{self.get_register_display()}公开批次 {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the page on which it is answered."""
        return reverse("register_release", args=[self.pk])

    @property
    def pending(self) -> bool:
        """Whether nobody has answered yet."""
        return not hasattr(self, "outcome")


class ReleasedRow(AppendOnly):
    """One row of a release, in the version that was proposed."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="rows")
    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("release", "record_type", "record_id"), name="release_row_once"),
        )
        indexes = (models.Index(fields=("record_type", "record_id", "version"), name="released_row_by_record"),)


class ReleaseOutcome(AppendOnly):
    """What a second person answered to a release."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="outcome")
    confirmed = models.BooleanField()
    reason = models.CharField("退回原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PublicEntryQuerySet(models.QuerySet["PublicEntry"]):
    """Entries by whether they stand."""

    def standing(self) -> "PublicEntryQuerySet":
        """Those that nothing supersedes and nobody withdrew: what the public sees."""
        return self.filter(superseded_by=None, withdrawal=None)

    def by_row(self, record_type: str, ids: Iterable[int]) -> dict[int, "PublicEntry"]:
        """Return those of some rows of one kind by the ids of the rows, in one question."""
        return {each.record_id: each for each in self.filter(record_type=record_type, record_id__in=list(ids))}


class PublicEntry(AppendOnly):
    """One row of a register as it became public, whole and with the names of people masked."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="entries")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    register = models.CharField(max_length=10, choices=Register.choices)
    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    day = models.DateField()  # By which lists are ordered: of the decision, or of the first collection.
    canonical = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    correction_note = models.CharField(max_length=200, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PublicEntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(proposed_by=F("confirmed_by")), name="public_entry_by_two_people"),
            models.UniqueConstraint(fields=("record_type", "record_id", "version"), name="public_entry_version_once"),
        )
        indexes = (
            models.Index(fields=("agency", "register", "-day", "-id"), name="public_entry_by_register"),
            models.Index(fields=("agency", "register", "-at"), name="public_entry_updated"),
        )

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return hasattr(self, "withdrawal")

    @cached_property
    def content(self) -> dict[str, Any]:
        """What it says."""
        return dict(json.loads(self.canonical))


class Withdrawal(AppendOnly):
    """A public entry that was taken back, and why; the reason is public."""

    entry = models.OneToOneField(PublicEntry, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "登记簿撤回"
