"""The public side hears of the ledger and keeps the search index and the counts in step, inside the same act."""

from typing import Any

from django.dispatch import receiver

from gongkai.site import search
from gongkai.site.editorial.changes import readable
from gongkai.site.editorial.models import Publication
from gongkai.site.editorial.signals import corrected, published, withdrawn
from gongkai.site.portal.ledger import PublicItem
from gongkai.site.portal.models import ColumnCount, Interpretation


def entry_of(publication: Publication) -> search.Entry:
    """Return a publication as search sees it, its files' names and texts included."""
    item = PublicItem(publication)
    files = "\n".join(f"{each.name}\n{each.file.text}" for each in item.files)
    return search.Entry(
        seq=publication.seq,
        record_type=publication.record_type,
        record_id=str(publication.record_id),
        agency=publication.agency_id,
        column=str(publication.column),
        year=publication.published_at.year,
        validity=publication.validity,
        title=publication.title,
        numbers=tuple(filter(None, (publication.document_number, publication.index_number))),
        body="\n".join(filter(None, (item.content.get("summary", ""), readable(item.content.get("body", "")), files))),
    )


@receiver(published)
@receiver(corrected)
def put(publication: Publication, superseded: Publication | None, **_: Any) -> None:
    """Put what became public into the index and count it, in the place of what it corrects."""
    search.put(entry_of(publication))
    if superseded is not None and not superseded.withdrawn:
        ColumnCount.objects.add(superseded, -1)
        Interpretation.objects.take_out(superseded)
    ColumnCount.objects.add(publication, 1)
    Interpretation.objects.put(publication)


@receiver(withdrawn)
def take_out(publication: Publication, **_: Any) -> None:
    """Take what was withdrawn out of the index and the counts."""
    search.remove(publication.seq)
    ColumnCount.objects.add(publication, -1)
    Interpretation.objects.take_out(publication)
