"""Acts on the tree of agencies."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.site.agencies.models import Agency, Kind, Succession
from gongkai.site.agencies.policies import BY_COMMAND, SETTING_UP
from gongkai.site.audit.acts import Deed, Denied, Invalid, Refusal, act

# What an administrator sets. The address (slug) stays for ever: what the public kept of it goes on working. The end of
# an agency, and its competent department, have acts of their own.
SETTABLE = (
    "name", "short_name", "kind", "parent", "uscc", "region_code", "valid_from", "leader",
    "office_name", "office_address", "office_hours", "office_phone", "office_fax", "office_contact",
    "index_pattern", "document_number_pattern", "masking", "publication_working_days",
    "review_working_days", "secrecy_referral_working_days",
)  # fmt: skip


class Root:
    """What the first government of an installation is created under: nothing."""

    agency_id = 0


def _checked(agency: Agency) -> None:
    try:
        agency.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Invalid(error) from error


@act("found_region", "建立区域", policy=BY_COMMAND)
def found_region(deed: Deed, _root: Root, **fields: Any) -> Agency:
    """Create the government at the top of a region."""
    government = Agency(kind=Kind.GOVERNMENT, **fields)
    _checked(government)
    government.save()
    deed.record(government, said={"name": government.name})
    return government


@act("create_agency", "设立机构", policy=SETTING_UP)
def create_agency(deed: Deed, parent: Agency, **fields: Any) -> Agency:
    """Create an agency beneath another."""
    agency = Agency(parent=parent, **fields)
    _checked(agency)
    agency.save()
    deed.record(agency, {"parent": parent.pk, "kind": agency.kind}, said={"name": agency.name})
    return agency


@act("change_agency", "修改机构设置", policy=SETTING_UP)
def change_agency(deed: Deed, agency: Agency, **fields: Any) -> Agency:
    """Change what is set for an agency; the trail keeps what it was. Under another superior its subtree moves along."""
    unknown = sorted(set(fields) - set(SETTABLE))
    if unknown:
        raise TypeError(f"not settable: {unknown}")
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    before = {name: getattr(agency, name) for name in fields if getattr(agency, name) != fields[name]}
    if not before:
        raise Refusal("没有改动。")
    if fields.get("parent") is not None and not SETTING_UP.allows(deed.actor, fields["parent"].pk):
        raise Denied("您没有管理这一上级机关的权限。")
    for name, value in fields.items():
        setattr(agency, name, value)
    _checked(agency)
    agency.save()
    after = {name: _kept(fields[name]) for name in before}
    said = {"before": {name: _kept(value) for name, value in before.items()}, "after": after}
    deed.record(agency, {"changed": sorted(before)}, said=said)
    return agency


def _kept(value: Any) -> Any:
    """Return a value as the trail keeps it: an agency by its name."""
    return str(value) if isinstance(value, Agency) else value


@act("name_competent_department", "指定公开工作主管部门", policy=SETTING_UP)
def name_competent_department(deed: Deed, government: Agency, department: Agency) -> Agency:
    """Name a government's competent department (公开工作主管部门，条例第三条)."""
    government = Agency.objects.select_for_update().get(pk=government.pk)
    if government.kind != Kind.GOVERNMENT or department.parent_id != government.pk:
        raise Refusal("主管部门应是该级人民政府的办公厅（室）（条例第三条），或者它所属的承担这一职责的部门。")
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
    below = Agency.objects.on(on).filter(parent=agency).count()
    if below:
        raise Refusal(f"{agency.name}还有 {below} 个下级机关，请先为它们另定上级机关，或者一并撤销。")
    if agency.competent_for.exists():
        raise Refusal(f"{agency.name}是公开工作主管部门，请先另行指定主管部门，再办理撤销。")
    if agency in successors:
        raise Refusal("承继机关应是另一个机关。")
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
    deed.record(
        agency, {"successors": [each.pk for each in successors]}, said={"basis": basis.strip()}, occurred_on=on
    )  # fmt: skip
    return agency
