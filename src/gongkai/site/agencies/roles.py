"""Roles (角色): what people do at an agency."""

from django.db import models


class Role(models.TextChoices):
    """What somebody does at an agency."""

    DRAFTER = "drafter", "信息员"
    FIRST_REVIEWER = "first_reviewer", "初审人员"
    SECOND_REVIEWER = "second_reviewer", "复审人员"
    FINAL_REVIEWER = "final_reviewer", "终审（签发）人员"
    DISCLOSURE_OFFICER = "disclosure_officer", "政府信息公开工作人员"
    # Held at the office itself; it reaches every agency under the governments that name the office as theirs.
    COMPETENT_DEPARTMENT = "competent_department", "政府信息公开工作主管部门人员"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全保密管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "安全审计员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
REVIEWERS = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER)
