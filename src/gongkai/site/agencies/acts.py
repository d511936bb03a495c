"""Acts on the tree of agencies."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.site.agencies.models import Agency, Kind, Succession
from gongkai.site.agencies.policies import BY_COMMAND, SETTING_UP
from gongkai.site.audit.acts import Deed, Refusal, act

# What an administrator sets. The rest (tree, dates, credit code) changes what an agency is and has its own acts.
SETTABLE = (
    "leader", "office_name", "office_address", "office_hours", "office_phone", "office_fax", "office_contact",
    "index_pattern", "index_gap_free", "document_number_pattern", "publication_working_days", "review_working_days",
    "secrecy_referral_working_days",
)  # fmt: skip


class Root:
    """What the first government of an installation is created under: nothing."""

    agency_id = 0


def _checked(agency: Agency) -> None:
    try:
        agency.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error


@act("found_region", "建立区域", policy=BY_COMMAND)
def found_region(deed: Deed, _root: Root, **fields: Any) -> Agency:
    """Create the government at the top of a region."""
    government = Agency(kind=Kind.GOVERNMENT, **fields)
    _checked(government)
    government.save()
    deed.record(government, {"name": government.name})
    return government


@act("create_agency", "设立机构", policy=SETTING_UP)
def create_agency(deed: Deed, parent: Agency, **fields: Any) -> Agency:
    """Create an agency beneath another."""
    agency = Agency(parent=parent, **fields)
    _checked(agency)
    agency.save()
    deed.record(agency, {"name": agency.name, "parent": parent.pk, "kind": agency.kind})
    return agency


@act("change_agency", "修改机构设置", policy=SETTING_UP)
def change_agency(deed: Deed, agency: Agency, **fields: Any) -> Agency:
    """Change an agency's contacts and settings; the trail keeps what they were."""
    unknown = sorted(set(fields) - set(SETTABLE))
    if unknown:
        raise TypeError(f"not settable: {unknown}")
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    before = {name: getattr(agency, name) for name in fields if getattr(agency, name) != fields[name]}
    for name, value in fields.items():
        setattr(agency, name, value)
    _checked(agency)
    agency.save()
    deed.record(agency, {"before": before, "after": {name: fields[name] for name in before}})
    return agency


@act("name_competent_department", "指定公开工作主管部门", policy=SETTING_UP)
def name_competent_department(deed: Deed, government: Agency, department: Agency) -> Agency:
    """Name a government's competent department (公开工作主管部门，条例第四条)."""
    government = Agency.objects.select_for_update().get(pk=government.pk)
    if government.kind != Kind.GOVERNMENT or department.parent_id != government.pk:
        raise Refusal("主管部门应为该级人民政府的办公厅（室）或者其指定的其他所属部门。")
    government.competent_department = department
    government.save()
    deed.record(government, {"department": department.pk})
    return government


@act("end_agency", "撤销机构", policy=SETTING_UP)
def end_agency(deed: Deed, agency: Agency, *, on: date, successors: list[Agency], basis: str) -> Agency:
    """End an agency; its successors take over its duties (职权承继) and answer for what it published."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if not agency.exists_on(on):
        raise Refusal(f"{agency.name}在 {on.isoformat()} 并不存在，不能撤销。")
    if not successors:
        raise Refusal("请指明承继其职权的机关：公开的责任不能没有人承担。")
    if not basis.strip():
        raise Refusal("请写明撤销的依据（机构改革方案或者批复的名称、文号）。")
    agency.valid_to = on
    _checked(agency)
    agency.save()
    for successor in successors:
        if not successor.exists_on(on) and successor.valid_from <= on:
            raise Refusal(f"{successor.name}在 {on.isoformat()} 并不存在，不能承继。")
        Succession.objects.create(predecessor=agency, successor=successor, on=on, basis=basis)
    deed.record(agency, {"successors": [each.pk for each in successors], "basis": basis}, occurred_on=on)
    return agency
