from datetime import date
from itertools import product

import pytest

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.reconsideration_organ import (
    OrganRole,
    ReconsiderationOrganUnknown,
    reconsideration_organs,
)

OLD, NEW = date(2023, 12, 31), date(2024, 1, 1)
LOCAL = (Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)
LINES = (AgencyKind.CUSTOMS, AgencyKind.VERTICALLY_LED, AgencyKind.TAX_AUTHORITY, AgencyKind.STATE_SECURITY)

# A lawyer's table: kind, levels, who reviews it and by which article.
FROM_2024 = [
    (AgencyKind.DEPARTMENT, LOCAL, "本级人民政府（第二十四条第一款第（一）项）"),
    (
        AgencyKind.GOVERNMENT,
        (Level.MUNICIPAL, Level.COUNTY, Level.TOWNSHIP),
        "上一级人民政府（第二十四条第一款第（二）项）",
    ),
    (AgencyKind.GOVERNMENT, (Level.PROVINCIAL,), "本机关（第二十四条第二款）"),
    (AgencyKind.DISPATCHED_ORGAN, LOCAL, "设立该派出机关的人民政府（第二十四条第一款第（三）项）"),
    (
        AgencyKind.AUTHORIZED_ORGANIZATION,
        LOCAL,
        "管理该组织或者其主管部门的人民政府（第二十四条第一款第（四）项）",
    ),
    (AgencyKind.DISPATCHED_INSTITUTION, LOCAL, "本级人民政府（第二十四条第四款）"),
    (
        AgencyKind.DISPATCHED_BY_DISTRICT,
        (Level.PROVINCIAL, Level.MUNICIPAL),
        "本级人民政府（第二十四条第四款）；派出机构所在地的人民政府（第二十四条第四款）",
    ),
    (AgencyKind.DEPARTMENT, (Level.CENTRAL,), "本机关（第二十五条第一款第（一）项）"),
    (AgencyKind.DISPATCHED_INSTITUTION, (Level.CENTRAL,), "设立该派出机构的部门（第二十五条第一款第（二）项）"),
    (AgencyKind.AUTHORIZED_ORGANIZATION, (Level.CENTRAL,), "管理该组织的国务院部门（第二十五条第一款第（三）项）"),
    *((kind, LOCAL, "上一级主管部门（第二十七条）") for kind in LINES),
    *((kind, (Level.CENTRAL,), "本机关（第二十五条第一款第（一）项）") for kind in LINES),
    (AgencyKind.JUSTICE_DEPARTMENT, LOCAL, "本级人民政府（第二十八条）；上一级主管部门（第二十八条）"),
]
# The act as amended in 2017, its text not at hand: stated as known.
UNTIL_2023 = [
    (AgencyKind.DEPARTMENT, LOCAL, "本级人民政府（第十二条第一款）；上一级主管部门（第十二条第一款）"),
    (AgencyKind.JUSTICE_DEPARTMENT, LOCAL, "本级人民政府（第十二条第一款）；上一级主管部门（第十二条第一款）"),
    *((kind, LOCAL, "上一级主管部门（第十二条第二款）") for kind in LINES),
    (AgencyKind.GOVERNMENT, (Level.MUNICIPAL, Level.COUNTY, Level.TOWNSHIP), "上一级人民政府（第十三条第一款）"),
    (AgencyKind.GOVERNMENT, (Level.PROVINCIAL,), "本机关（第十四条）"),
    *((kind, (Level.CENTRAL,), "本机关（第十四条）") for kind in (AgencyKind.DEPARTMENT, *LINES)),
    (AgencyKind.DISPATCHED_ORGAN, LOCAL, "设立该派出机关的人民政府（第十五条第一款第（一）项）"),
    (
        AgencyKind.DISPATCHED_INSTITUTION,
        LOCAL,
        "设立该派出机构的部门（第十五条第一款第（二）项）；本级人民政府（第十五条第一款第（二）项）",
    ),
    (
        AgencyKind.DISPATCHED_BY_DISTRICT,
        (Level.PROVINCIAL, Level.MUNICIPAL),
        "设立该派出机构的部门（第十五条第一款第（二）项）；本级人民政府（第十五条第一款第（二）项）",
    ),
    (AgencyKind.DISPATCHED_INSTITUTION, (Level.CENTRAL,), "设立该派出机构的部门（第十五条第一款第（二）项）"),
    (
        AgencyKind.AUTHORIZED_ORGANIZATION,
        (Level.CENTRAL, *LOCAL),
        "直接管理该组织的人民政府或者部门（第十五条第一款第（三）项）",
    ),
]
EXPECTED = {
    (kind, level, day): written
    for day, table in ((NEW, FROM_2024), (OLD, UNTIL_2023))
    for kind, levels, written in table
    for level in levels
}


@pytest.mark.parametrize("day", [OLD, NEW])
@pytest.mark.parametrize(("kind", "level"), list(product(AgencyKind, Level)))
def test_who_reviews_an_agency_is_in_the_table_or_refused(kind: AgencyKind, level: Level, day: date) -> None:
    """行政复议法第二十四条、第二十五条、第二十七条、第二十八条；2017年修正的第十二条至第十五条"""
    position = Position(kind, level)
    if (kind, level, day) in EXPECTED:
        organs = reconsideration_organs(position, day)
        written = "；".join(f"{organ.role.label}（{organ.citation.place}）" for organ in organs)
        assert written == EXPECTED[kind, level, day]
        statute = organs[0].citation.statute
        assert (statute.in_force_from == NEW) is (day == NEW)
    else:
        with pytest.raises(ReconsiderationOrganUnknown, match=f"没有规定这类机关（{kind.label}；层级：{level.label}）"):
            reconsideration_organs(position, day)


def test_the_superior_department_no_longer_reviews_a_local_department() -> None:
    bureau = Position(AgencyKind.DEPARTMENT, Level.COUNTY)
    assert OrganRole.SUPERIOR_DEPARTMENT in {organ.role for organ in reconsideration_organs(bureau, OLD)}
    assert [organ.role for organ in reconsideration_organs(bureau, NEW)] == [OrganRole.SAME_LEVEL_GOVERNMENT]


def test_every_role_has_its_words_and_some_agency() -> None:
    roles = {
        organ.role for kind, level, day in EXPECTED for organ in reconsideration_organs(Position(kind, level), day)
    }
    assert roles == set(OrganRole)
    assert len({role.label for role in OrganRole}) == len(OrganRole)
