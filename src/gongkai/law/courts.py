"""The level of the court (法院级别) of first instance, as a decision table: 行政诉讼法第十四条、第十五条.

Which court of that level is a dated setting of each agency: as a rule the court at the agency's seat
(行政诉讼法第十八条第一款), elsewhere where jurisdiction is centralised (第十八条第二款).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.citations import LITIGATION_LAW, Citation


class CourtLevel(StrEnum):
    """The level of a people's court (人民法院)."""

    BASIC = "basic"  # 基层人民法院
    INTERMEDIATE = "intermediate"  # 中级人民法院


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The level of the court, and the article that says so."""

    level: CourtLevel
    citation: Citation


_BASIC = Jurisdiction(CourtLevel.BASIC, LITIGATION_LAW.article(14))
_STATE_COUNCIL_OR_LOCAL_GOVERNMENT = Jurisdiction(CourtLevel.INTERMEDIATE, LITIGATION_LAW.article(15, item=1))
# Read to the letter: cases handled by the customs (海关处理的案件), whatever they are about.
_CUSTOMS = Jurisdiction(CourtLevel.INTERMEDIATE, LITIGATION_LAW.article(15, item=2))

_LOCAL = (Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)
# At the centre each is a department of the State Council: 海关总署, 国家税务总局.
_DEPARTMENTS = (
    AgencyKind.DEPARTMENT,
    AgencyKind.VERTICALLY_LED,
    AgencyKind.TAX_AUTHORITY,
    AgencyKind.STATE_SECURITY,
)

_LEVELS: Mapping[tuple[AgencyKind, Level], Jurisdiction] = MappingProxyType(
    {
        **{(kind, Level.CENTRAL): _STATE_COUNCIL_OR_LOCAL_GOVERNMENT for kind in (*_DEPARTMENTS, AgencyKind.CUSTOMS)},
        **{(AgencyKind.GOVERNMENT, level): _STATE_COUNCIL_OR_LOCAL_GOVERNMENT for level in _LOCAL},
        (AgencyKind.GOVERNMENT, Level.TOWNSHIP): _BASIC,
        **{(AgencyKind.CUSTOMS, level): _CUSTOMS for level in _LOCAL},
        **{(kind, level): _BASIC for kind in (*_DEPARTMENTS, AgencyKind.JUSTICE_DEPARTMENT) for level in _LOCAL},
        # A 行政公署 (set up by a province) is neither named nor clearly a government: its court is left unknown.
        **{(AgencyKind.DISPATCHED_ORGAN, level): _BASIC for level in (Level.MUNICIPAL, Level.COUNTY)},
        **{
            (kind, level): _BASIC
            for kind in (AgencyKind.DISPATCHED_INSTITUTION, AgencyKind.AUTHORIZED_ORGANIZATION)
            for level in (Level.CENTRAL, *_LOCAL)
        },
        **{(AgencyKind.DISPATCHED_BY_DISTRICT, level): _BASIC for level in (Level.PROVINCIAL, Level.MUNICIPAL)},
    }
)


def court_of_first_instance(position: Position) -> Jurisdiction | None:
    """Return the level of the court that first hears a suit against an agency's own reply (行政诉讼一审).

    ``None`` where the act does not say: then only the agency's setting, asked of the court, can. A suit in which the
    reconsideration organ is the defendant is decided by that organ's position.
    """
    return _LEVELS.get((position.kind, position.level))
