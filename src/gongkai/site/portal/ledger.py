"""What the public may see, read from the ledger alone: standing publications, their files, and tombstones."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Max, Q, QuerySet

from gongkai.site.catalogue.models import Column
from gongkai.site.editorial.models import Publication, PublishedFile
from gongkai.site.portal.models import Interpretation, policy_of

ITEM = "catalogue.item"


def standing() -> QuerySet[Publication]:
    """Return what stands, the newest first."""
    return Publication.objects.standing().select_related("agency").order_by("-published_at", "-seq")


def in_order(publications: QuerySet[Publication], seqs: Iterable[int]) -> list[Publication]:
    """Return those of some numbers that stand, in the order of the numbers."""
    wanted = list(seqs)
    found = {each.seq: each for each in publications.filter(seq__in=wanted)}
    return [found[seq] for seq in wanted if seq in found]


@dataclass(frozen=True)
class PublicItem:
    """One record as the public sees it: its newest publication, standing or withdrawn."""

    publication: Publication

    @cached_property
    def content(self) -> dict[str, Any]:
        """The canonical content; nothing of the draft."""
        return dict(json.loads(self.publication.canonical))

    @cached_property
    def files(self) -> list[PublishedFile]:
        """Its files, in their order."""
        return list(self.publication.files.select_related("file").order_by("position"))

    @cached_property
    def versions(self) -> list["PublicItem"]:
        """Its versions, the newest first.

        Only those since it was last withdrawn or since a correction hid what was before: one from before may tell what
        was taken back.
        """
        versions = Publication.objects.filter(
            record_type=self.publication.record_type, record_id=self.publication.record_id
        )
        ends = versions.aggregate(
            withdrawn=Max("version", filter=Q(withdrawal__isnull=False)),
            hiding=Max("version", filter=Q(hides_earlier=True)),
        )
        first = max((ends["withdrawn"] or 0) + 1, ends["hiding"] or 0)
        return [PublicItem(each) for each in versions.filter(version__gte=first).order_by("-version")]

    @cached_property
    def corrections(self) -> list[Publication]:
        """Its versions that corrected an earlier one, the newest first."""
        return [each.publication for each in self.versions if each.publication.correction_note]

    @property
    def made_public_at(self) -> datetime:
        """When this very version became public; ``published_at`` is when the first did."""
        return self.publication.recorded_at if self.publication.version > 1 else self.publication.published_at

    @cached_property
    def column(self) -> Column | None:
        """The column in which it stands."""
        return Column.objects.select_related("agency").filter(pk=self.publication.column).first()

    def neighbours(self) -> tuple[Publication | None, Publication | None]:
        """Return the next older and the next newer of the same column."""
        mine = self.publication
        same = Publication.objects.standing().filter(column=mine.column)
        older = (
            same.filter(published_at__lt=mine.published_at)
            | same.filter(published_at=mine.published_at, seq__lt=mine.seq)
        ).order_by("-published_at", "-seq")
        newer = (
            same.filter(published_at__gt=mine.published_at)
            | same.filter(published_at=mine.published_at, seq__gt=mine.seq)
        ).order_by("published_at", "seq")
        return older.first(), newer.first()

    def related(self) -> tuple[Publication | None, list[Publication]]:
        """Return the policy that it interprets, and the interpretations of it (解读), as far as they are public."""
        of_items = standing().filter(record_type=ITEM)
        interprets = policy_of(self.publication)
        policy = of_items.filter(record_id=interprets).first() if interprets else None
        named = Interpretation.objects.filter(policy=self.publication.record_id).values("publication")
        return policy, list(of_items.filter(pk__in=named))


def newest(record_type: str, record_id: int) -> PublicItem | None:
    """Return the newest publication of a record, or None if it never was public."""
    publication = (
        Publication.objects.filter(record_type=record_type, record_id=record_id)
        .select_related("agency", "withdrawal")
        .order_by("-version")
        .first()
    )
    return PublicItem(publication) if publication else None
