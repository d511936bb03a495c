from itertools import product

import pytest

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.courts import CourtLevel, court_of_first_instance

LOCAL = (Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)
BRANCHES = (AgencyKind.VERTICALLY_LED, AgencyKind.TAX_AUTHORITY, AgencyKind.STATE_SECURITY)

INTERMEDIATE = {
    **{(AgencyKind.GOVERNMENT, level): "第十五条第（一）项" for level in LOCAL},
    **{(kind, Level.CENTRAL): "第十五条第（一）项" for kind in (AgencyKind.DEPARTMENT, AgencyKind.CUSTOMS, *BRANCHES)},
    **{(AgencyKind.CUSTOMS, level): "第十五条第（二）项" for level in LOCAL},
}
BASIC = {
    (AgencyKind.GOVERNMENT, Level.TOWNSHIP),
    *product((AgencyKind.DEPARTMENT, AgencyKind.JUSTICE_DEPARTMENT, *BRANCHES), LOCAL),
    *product((AgencyKind.DISPATCHED_ORGAN,), (Level.MUNICIPAL, Level.COUNTY)),
    *product((AgencyKind.DISPATCHED_INSTITUTION, AgencyKind.AUTHORIZED_ORGANIZATION), (Level.CENTRAL, *LOCAL)),
    *product((AgencyKind.DISPATCHED_BY_DISTRICT,), (Level.PROVINCIAL, Level.MUNICIPAL)),
}


@pytest.mark.parametrize(("kind", "level"), list(product(AgencyKind, Level)))
def test_the_level_of_the_court_is_in_the_table_or_unknown(kind: AgencyKind, level: Level) -> None:
    """行政诉讼法第十四条、第十五条"""
    jurisdiction = court_of_first_instance(Position(kind, level))
    if (kind, level) in INTERMEDIATE:
        assert jurisdiction is not None
        assert jurisdiction.level is CourtLevel.INTERMEDIATE
        assert jurisdiction.citation.place == INTERMEDIATE[kind, level]
    elif (kind, level) in BASIC:
        assert jurisdiction is not None
        assert jurisdiction.level is CourtLevel.BASIC
        assert jurisdiction.citation.place == "第十四条"
    else:
        assert jurisdiction is None


def test_the_court_of_a_prefectural_office_is_left_to_its_setting() -> None:
    """行政公署: 派出机关 of a province, not named by 第十五条"""
    assert court_of_first_instance(Position(AgencyKind.DISPATCHED_ORGAN, Level.PROVINCIAL)) is None
