"""How much became public in a year (主动公开数量), by column and by channel: counted in the ledger alone."""

from dataclasses import dataclass

from django.db.models import Count

from gongkai.site.editorial.models import Channel, Publication


@dataclass(frozen=True, slots=True)
class Counted:
    """How many items of one column one channel published."""

    column: int
    channel: Channel
    number: int


def published(agency: int, year: int) -> list[Counted]:
    """Return what stands of an agency's publications of a year; a correction counts once, a withdrawn one not."""
    rows = (
        Publication.objects.standing().filter(agency=agency, published_at__year=year)
        .values("column", "channel").annotate(number=Count("pk")).order_by("column", "channel")
    )  # fmt: skip
    return [Counted(row["column"], Channel(row["channel"]), row["number"]) for row in rows]


def by_column(counts: list[Counted]) -> dict[int, int]:
    """Return the sum of each column, whatever the channel."""
    return {column: sum(each.number for each in counts if each.column == column) for column in
            {each.column for each in counts}}  # fmt: skip


def by_channel(counts: list[Counted]) -> dict[Channel, int]:
    """Return the sum of each channel, in the order of the channels."""
    sums = {channel: sum(each.number for each in counts if each.channel == channel) for channel in Channel}
    return {channel: number for channel, number in sums.items() if number}
