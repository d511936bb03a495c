"""The reconsideration organ (行政复议机关): who reviews an agency's reply, as a dated decision table.

From 2024-01-01 行政复议法 (2023) 第二十四条、第二十五条、第二十七条、第二十八条; before that the act as amended
in 2017, 第十二条至第十五条. The table gives roles; the names that fill them are a dated setting of each agency.

The text of the 2017 act is not among the texts that this project checks against: its rules are stated as known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.errors import GongkaiError
from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.citations import RECONSIDERATION_LAW, RECONSIDERATION_LAW_2017, Citation
from gongkai.law.remedies import RemedyEpoch, remedy_epoch
from gongkai.wording import _


class OrganRole(StrEnum):
    """What the reconsideration organ is to the agency."""

    ITSELF = "itself"  # 本机关
    SAME_LEVEL_GOVERNMENT = "same_level_government"  # 本级人民政府（地区的，为行政公署）
    NEXT_HIGHER_GOVERNMENT = "next_higher_government"  # 上一级人民政府（地区所属的县，为行政公署）
    FOUNDING_GOVERNMENT = "founding_government"  # 设立该派出机关的人民政府
    MANAGING_GOVERNMENT = "managing_government"  # 管理该组织、或者其工作部门管理该组织的人民政府
    LOCAL_GOVERNMENT = "local_government"  # 派出机构所在地的人民政府
    FOUNDING_DEPARTMENT = "founding_department"  # 设立该派出机构的部门
    MANAGING_DEPARTMENT = "managing_department"  # 管理该组织的国务院部门
    DIRECT_MANAGER = "direct_manager"  # 直接管理该组织的人民政府、工作部门或者国务院部门
    SUPERIOR_DEPARTMENT = "superior_department"  # 上一级主管部门

    @property
    def label(self) -> str:
        """The role in the words of the act, for whoever fills in the name."""
        return _LABELS[self]


_LABELS = {
    OrganRole.ITSELF: "本机关",
    OrganRole.SAME_LEVEL_GOVERNMENT: "本级人民政府",
    OrganRole.NEXT_HIGHER_GOVERNMENT: "上一级人民政府",
    OrganRole.FOUNDING_GOVERNMENT: "设立该派出机关的人民政府",
    OrganRole.MANAGING_GOVERNMENT: "管理该组织或者其主管部门的人民政府",
    OrganRole.LOCAL_GOVERNMENT: "派出机构所在地的人民政府",
    OrganRole.FOUNDING_DEPARTMENT: "设立该派出机构的部门",
    OrganRole.MANAGING_DEPARTMENT: "管理该组织的国务院部门",
    OrganRole.DIRECT_MANAGER: "直接管理该组织的人民政府或者部门",
    OrganRole.SUPERIOR_DEPARTMENT: "上一级主管部门",
}


@dataclass(frozen=True, slots=True)
class ReconsiderationOrgan:
    """A possible reconsideration organ: its role, and the article that says so."""

    role: OrganRole
    citation: Citation


class ReconsiderationOrganUnknown(GongkaiError):
    """The act names no reconsideration organ for such an agency."""


_Organs = tuple[ReconsiderationOrgan, ...]
_Table = Mapping[tuple[AgencyKind, Level], _Organs]

_LOCAL = (Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)
_BELOW_PROVINCE = (Level.MUNICIPAL, Level.COUNTY, Level.TOWNSHIP)
_OWN_LINE = (AgencyKind.CUSTOMS, AgencyKind.VERTICALLY_LED, AgencyKind.TAX_AUTHORITY, AgencyKind.STATE_SECURITY)


def _table(*rules: tuple[tuple[AgencyKind, ...], tuple[Level, ...], _Organs]) -> _Table:
    found: dict[tuple[AgencyKind, Level], _Organs] = {}
    for kinds, levels, organs in rules:
        for kind in kinds:
            for level in levels:
                if (kind, level) in found:
                    raise ValueError(f"Two rules for {kind} of {level} level.")
                found[kind, level] = organs
    return MappingProxyType(found)


def _new(role: OrganRole, *place: int) -> ReconsiderationOrgan:
    return ReconsiderationOrgan(role, RECONSIDERATION_LAW.article(*place))


def _old(role: OrganRole, *place: int) -> ReconsiderationOrgan:
    return ReconsiderationOrgan(role, RECONSIDERATION_LAW_2017.article(*place))


_FROM_2024 = _table(
    ((AgencyKind.DEPARTMENT,), _LOCAL, (_new(OrganRole.SAME_LEVEL_GOVERNMENT, 24, 1, 1),)),
    ((AgencyKind.GOVERNMENT,), _BELOW_PROVINCE, (_new(OrganRole.NEXT_HIGHER_GOVERNMENT, 24, 1, 2),)),
    ((AgencyKind.GOVERNMENT,), (Level.PROVINCIAL,), (_new(OrganRole.ITSELF, 24, 2),)),
    ((AgencyKind.DISPATCHED_ORGAN,), _LOCAL, (_new(OrganRole.FOUNDING_GOVERNMENT, 24, 1, 3),)),
    ((AgencyKind.AUTHORIZED_ORGANIZATION,), _LOCAL, (_new(OrganRole.MANAGING_GOVERNMENT, 24, 1, 4),)),
    ((AgencyKind.DISPATCHED_INSTITUTION,), _LOCAL, (_new(OrganRole.SAME_LEVEL_GOVERNMENT, 24, 4),)),
    (
        (AgencyKind.DISPATCHED_BY_DISTRICT,),
        # Only departments of a municipality under the central government (直辖市) or of a 设区的市.
        (Level.PROVINCIAL, Level.MUNICIPAL),
        (_new(OrganRole.SAME_LEVEL_GOVERNMENT, 24, 4), _new(OrganRole.LOCAL_GOVERNMENT, 24, 4)),
    ),
    ((AgencyKind.DEPARTMENT,), (Level.CENTRAL,), (_new(OrganRole.ITSELF, 25, 1, 1),)),
    ((AgencyKind.DISPATCHED_INSTITUTION,), (Level.CENTRAL,), (_new(OrganRole.FOUNDING_DEPARTMENT, 25, 1, 2),)),
    ((AgencyKind.AUTHORIZED_ORGANIZATION,), (Level.CENTRAL,), (_new(OrganRole.MANAGING_DEPARTMENT, 25, 1, 3),)),
    (_OWN_LINE, _LOCAL, (_new(OrganRole.SUPERIOR_DEPARTMENT, 27),)),
    # The head of a line (海关总署, 国家税务总局) is a department of the State Council.
    (_OWN_LINE, (Level.CENTRAL,), (_new(OrganRole.ITSELF, 25, 1, 1),)),
    (
        (AgencyKind.JUSTICE_DEPARTMENT,),
        _LOCAL,
        (_new(OrganRole.SAME_LEVEL_GOVERNMENT, 28), _new(OrganRole.SUPERIOR_DEPARTMENT, 28)),
    ),
)

_UNTIL_2023 = _table(
    (
        (AgencyKind.DEPARTMENT, AgencyKind.JUSTICE_DEPARTMENT),
        _LOCAL,
        (_old(OrganRole.SAME_LEVEL_GOVERNMENT, 12, 1), _old(OrganRole.SUPERIOR_DEPARTMENT, 12, 1)),
    ),
    (_OWN_LINE, _LOCAL, (_old(OrganRole.SUPERIOR_DEPARTMENT, 12, 2),)),
    ((AgencyKind.GOVERNMENT,), _BELOW_PROVINCE, (_old(OrganRole.NEXT_HIGHER_GOVERNMENT, 13, 1),)),
    ((AgencyKind.GOVERNMENT,), (Level.PROVINCIAL,), (_old(OrganRole.ITSELF, 14),)),
    ((AgencyKind.DEPARTMENT, *_OWN_LINE), (Level.CENTRAL,), (_old(OrganRole.ITSELF, 14),)),
    ((AgencyKind.DISPATCHED_ORGAN,), _LOCAL, (_old(OrganRole.FOUNDING_GOVERNMENT, 15, 1, 1),)),
    (
        (AgencyKind.DISPATCHED_INSTITUTION,),
        _LOCAL,
        (_old(OrganRole.FOUNDING_DEPARTMENT, 15, 1, 2), _old(OrganRole.SAME_LEVEL_GOVERNMENT, 15, 1, 2)),
    ),
    (
        (AgencyKind.DISPATCHED_BY_DISTRICT,),
        (Level.PROVINCIAL, Level.MUNICIPAL),
        (_old(OrganRole.FOUNDING_DEPARTMENT, 15, 1, 2), _old(OrganRole.SAME_LEVEL_GOVERNMENT, 15, 1, 2)),
    ),
    ((AgencyKind.DISPATCHED_INSTITUTION,), (Level.CENTRAL,), (_old(OrganRole.FOUNDING_DEPARTMENT, 15, 1, 2),)),
    (
        (AgencyKind.AUTHORIZED_ORGANIZATION,),
        (Level.CENTRAL, *_LOCAL),
        (_old(OrganRole.DIRECT_MANAGER, 15, 1, 3),),
    ),
)


def reconsideration_organs(position: Position, replied_on: date) -> tuple[ReconsiderationOrgan, ...]:
    """Return who reviews a reply that an agency made on this day; of several the applicant may choose.

    An agency that the act gives no organ (a department of a township, say) is refused: a letter that names the wrong
    organ is worse than none.
    """
    table = _UNTIL_2023 if remedy_epoch(replied_on) is RemedyEpoch.EITHER_WAY else _FROM_2024
    try:
        return table[position.kind, position.level]
    except KeyError:
        raise ReconsiderationOrganUnknown(
            _(
                "行政复议法没有规定这类机关（{kind}；层级：{level}）的复议机关。请核对机关的类别和层级，"
                "或者向司法行政部门确认后在设置中写明复议机关。"
            ).format(kind=position.kind.label, level=position.level.label)
        ) from None
