"""What an agency (行政机关) is in the order of government: the facts on which organ, court and topics depend."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The level of the government that an agency is, or belongs to."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    TOWNSHIP = "township"

    @property
    def label(self) -> str:
        """The level in the words of the constitution and of organisation law."""
        return _LEVELS[self]


class AgencyKind(StrEnum):
    """What kind of agency it is.

    The level of what a government or a department has set up, or manages, is the level of that government.
    """

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    JUSTICE_DEPARTMENT = "justice_department"
    CUSTOMS = "customs"
    VERTICALLY_LED = "vertically_led"
    TAX_AUTHORITY = "tax_authority"
    STATE_SECURITY = "state_security"
    DISPATCHED_ORGAN = "dispatched_organ"
    DISPATCHED_INSTITUTION = "dispatched_institution"
    DISPATCHED_BY_DISTRICT = "dispatched_by_district"
    AUTHORIZED_ORGANIZATION = "authorized_organization"

    @property
    def label(self) -> str:
        """The kind in the words of 行政复议法第二十四条 to 第二十八条, with what they mean in practice."""
        return _KINDS[self]


_LEVELS = {
    Level.CENTRAL: "国务院",
    Level.PROVINCIAL: "省、自治区、直辖市",
    Level.MUNICIPAL: "设区的市、自治州",
    Level.COUNTY: "县、自治县、不设区的市、市辖区",
    Level.TOWNSHIP: "乡、民族乡、镇",
}
_KINDS = {
    AgencyKind.GOVERNMENT: "人民政府",
    AgencyKind.DEPARTMENT: "人民政府工作部门、国务院部门",
    AgencyKind.JUSTICE_DEPARTMENT: "履行行政复议机构职责的司法行政部门",
    AgencyKind.CUSTOMS: "海关",
    AgencyKind.VERTICALLY_LED: "金融、外汇管理等实行垂直领导的行政机关",
    AgencyKind.TAX_AUTHORITY: "税务机关",
    AgencyKind.STATE_SECURITY: "国家安全机关",
    AgencyKind.DISPATCHED_ORGAN: "人民政府的派出机关（街道办事处、区公所、行政公署）",
    AgencyKind.DISPATCHED_INSTITUTION: "部门的派出机构（以自己的名义）",
    AgencyKind.DISPATCHED_BY_DISTRICT: "直辖市、设区的市的部门按照行政区划设立的派出机构（以自己的名义）",
    AgencyKind.AUTHORIZED_ORGANIZATION: "法律、法规、规章授权的组织",
}


@dataclass(frozen=True, slots=True)
class Position:
    """Where an agency stands: its kind, and the level of the government that it is or belongs to."""

    kind: AgencyKind
    level: Level
