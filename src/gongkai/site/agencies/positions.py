"""Where an agency stands in the order of government, as the law asks for it."""

import re

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.site.agencies.models import Agency, Kind

KINDS = {
    Kind.GOVERNMENT: AgencyKind.GOVERNMENT,
    Kind.DEPARTMENT: AgencyKind.DEPARTMENT,
    Kind.DISPATCHED: AgencyKind.DISPATCHED_ORGAN,
    Kind.AUTHORISED: AgencyKind.AUTHORIZED_ORGANIZATION,
}
DIVISION = re.compile(r"[1-9]\d{5}", re.ASCII)
STREET_OFFICE = "街道办事处"


def position_of(agency: Agency) -> Position | None:
    """Return an agency's position, or None while no 行政区划代码 of it or above it tells the level.

    A township government (乡镇人民政府) is a level of its own; a 街道办事处 is a dispatched organ
    (派出机关) of its district.
    """
    if agency.kind == Kind.TOWNSHIP and not agency.name.endswith(STREET_OFFICE):
        return Position(AgencyKind.GOVERNMENT, Level.TOWNSHIP)
    level = _level(agency)
    kind = KINDS.get(Kind(agency.kind), AgencyKind.DISPATCHED_ORGAN)
    return Position(kind, level) if level else None


def _level(agency: Agency) -> Level | None:
    """Return the level that the nearest code tells: two digits each for province, city and county (GB/T 2260)."""
    above = Agency.objects.filter(pk__in=[int(pk) for pk in agency.path.strip("/").split("/")])
    code = above.exclude(region_code="").order_by("-path").values_list("region_code", flat=True).first()
    if code is None or not DIVISION.fullmatch(code):
        return None
    if code.endswith("0000"):
        return Level.PROVINCIAL
    return Level.MUNICIPAL if code.endswith("00") else Level.COUNTY
