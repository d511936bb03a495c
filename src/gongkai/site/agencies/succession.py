"""Who answers for an agency that ended (职权承继): its successors, theirs where they ended too, and nobody in its name.

What it published stays, and those who hold roles at a successor withdraw and correct it. Nothing new is drafted,
submitted or published for it.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from gongkai.site.agencies.models import Agency, Succession
from gongkai.site.audit.acts import Refusal


def duties_of(agencies: Iterable[int]) -> dict[int, set[int]]:
    """Return for each agency, by id, itself and all that have ended and whose duties have come to it since."""
    held = set(agencies)
    came_from: dict[int, set[int]] = {}
    further = held
    while further:
        passed = Succession.objects.filter(successor__in=further, predecessor__valid_to__lt=timezone.localdate())
        came_from |= {each: set() for each in further}
        for successor, predecessor in passed.values_list("successor", "predecessor"):
            came_from[successor].add(predecessor)
        further = {each for before in came_from.values() for each in before} - came_from.keys()
    return {each: _everything_before(each, came_from) for each in held}


def _everything_before(agency: int, came_from: dict[int, set[int]]) -> set[int]:
    found, further = {agency}, {agency}
    while further:
        further = {before for each in further for before in came_from[each]} - found
        found |= further
    return found


def refuse_for_ended(agency: Agency, today: date) -> None:
    """Refuse to begin or bring out something new in the name of an agency that has ended."""
    if agency.ended_by(today):
        raise Refusal(
            f"{agency.name}已于 {agency.valid_to} 撤销，不再以它的名义公开新的信息；"
            f"需要公开的，由承继机关以自己的名义办理。已公开的信息，由承继机关更正或者撤回。"
        )
