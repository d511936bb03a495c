"""Examining again what is public (复查): when a list or a finder changes, old publications are looked at by the new.

What each publication was last examined by is kept with it, so a run that was stopped goes on where it stopped, and
one that changes nothing examines nothing. The results are a projection of the ledger, like the search index.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gongkai.site.agencies.policies import BY_COMMAND
from gongkai.site.audit.acts import Deed, act
from gongkai.site.audit.models import WHOLE_SITE
from gongkai.site.editorial import scans
from gongkai.site.editorial.manuscripts import of_publications
from gongkai.site.editorial.models import Dismissal, Examination, Publication, PublishedFile, Rescan, StoredFile
from gongkai.site.editorial.remarks import Remark, checks_version, remarks_on

A_BATCH = 100


class Stock:
    """Everything that is public: it belongs to the chain of the whole site."""

    agency_id = WHOLE_SITE


@act("begin_rescan", "开始复查", policy=BY_COMMAND)
def begin_rescan(deed: Deed, _stock: Stock, *, everything: bool = False) -> Rescan:
    """Begin to examine again what is public, or go on with a run of the same checks that was stopped."""
    version = checks_version()
    run = Rescan.objects.filter(finished_at=None, version=version, everything=everything).last()
    if run is None:
        Rescan.objects.filter(finished_at=None).delete()  # Runs of other checks: theirs is overtaken.
        run = Rescan.objects.create(version=version, everything=everything, started_at=deed.now)
    deed.record(run, {"version": version, "everything": everything})
    return run


@act("finish_rescan", "完成复查", policy=BY_COMMAND)
def finish_rescan(deed: Deed, run: Rescan) -> Rescan:
    """Record that everything public has been examined."""
    run.finished_at = deed.now
    run.save(update_fields=["finished_at"])
    deed.record(run, {"version": run.version, "examined": run.examined})
    return run


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    total: int
    examined: int = 0
    failed: int = 0


def outstanding(run: Rescan) -> QuerySet[Publication]:
    """Return what a run has not examined yet, in the order of the ledger."""
    done = Examination.objects.filter(publication=OuterRef("pk"), version=run.version)
    if run.everything:
        done = done.filter(at__gte=run.started_at)
    return Publication.objects.standing().exclude(Exists(done)).order_by("seq")


def examine_stock(run: Rescan) -> Iterator[Progress]:
    """Examine what is outstanding, batch by batch, and yield how far it is after each.

    What a check fails on is reported, left outstanding, and does not hold up the others.
    """
    progress, last = Progress(outstanding(run).count()), 0
    while batch := list(outstanding(run).filter(seq__gt=last)[:A_BATCH]):
        last = batch[-1].seq
        written = _examine(batch, run.version)
        progress.examined += written
        progress.failed += len(batch) - written
        run.examined += written
        run.save(update_fields=["examined"])
        yield progress


def _examine(batch: Sequence[Publication], version: str) -> int:
    carried = PublishedFile.objects.filter(publication__in=[each.pk for each in batch]).values("file")
    # Outside of any transaction: reading files takes long, and nobody waits for it.
    scans.bring_up_to_date(StoredFile.objects.filter(pk__in=carried).defer("text"))
    rows = []
    for publication, manuscript in zip(batch, of_publications(batch), strict=True):
        try:
            remarks = remarks_on(manuscript)
        except Exception:  # The operator is told; the next run tries again.
            logging.getLogger(__name__).exception("could not examine publication %s", publication.seq)
            continue
        rows.append(
            Examination(
                publication=publication, agency_id=publication.agency_id, version=version,
                remarks=[_values(each) for each in remarks], blocking=0, advising=0, at=timezone.now(),
            )
        )  # fmt: skip
    _count_open(rows, {each.pk: each for each in batch})
    Examination.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["publication"],
        update_fields=["agency", "version", "remarks", "blocking", "advising", "at"],
    )  # fmt: skip
    return len(rows)


def _values(remark: Remark) -> dict[str, object]:
    return {
        "kind": remark.kind, "where": remark.where, "shown": remark.shown, "why": remark.why,
        "blocks": remark.blocks, "fingerprint": remark.fingerprint,
    }  # fmt: skip


def count_open_remarks(publications: Sequence[Publication]) -> None:
    """Count again what nobody has set aside, after somebody did."""
    by_pk = {each.pk: each for each in publications}
    rows = list(Examination.objects.filter(publication__in=by_pk))
    _count_open(rows, by_pk)
    Examination.objects.bulk_update(rows, ["blocking", "advising"])


def _count_open(rows: Sequence[Examination], publications: dict[int, Publication]) -> None:
    aside = set_aside(publications.values())
    for row in rows:
        publication = publications[row.publication_id]
        done = aside.get((publication.record_type, publication.record_id), set())
        remaining = [each["blocks"] for each in row.remarks if each["fingerprint"] not in done]
        row.blocking, row.advising = remaining.count(True), remaining.count(False)


def set_aside(publications: Iterator[Publication] | Sequence[Publication]) -> dict[tuple[str, int], set[str]]:
    """Return the fingerprints of the remarks that were set aside, by record."""
    records = {(each.record_type, each.record_id) for each in publications}
    found: dict[tuple[str, int], set[str]] = {}
    rows = Dismissal.objects.standing().filter(
        record_type__in={kind for kind, _ in records}, record_id__in={pk for _, pk in records}
    )
    for kind, pk, remark in rows.values_list("record_type", "record_id", "remark"):
        found.setdefault((kind, pk), set()).add(remark)
    return found
