"""Kinds of applicants (申请人): the six of the annual report's table three (年度报告表三)."""

from enum import StrEnum


class ApplicantKind(StrEnum):
    """Who asks: a natural person (自然人), or one of five kinds of legal persons and organisations (法人或其他组织).

    The values are the column keys of table three.
    """

    NATURAL_PERSON = "natural_person"
    ENTERPRISE = "enterprise"
    RESEARCH_INSTITUTION = "research_institution"
    PUBLIC_WELFARE_ORGANIZATION = "public_welfare_organization"
    LEGAL_SERVICES = "legal_services"
    OTHER_ORGANIZATION = "other_organization"

    @property
    def label(self) -> str:
        """The verbatim head of the column."""
        return _LABELS[self]

    @property
    def is_organization(self) -> bool:
        """Whether the column stands under 法人或其他组织."""
        return self is not ApplicantKind.NATURAL_PERSON


_LABELS = {
    ApplicantKind.NATURAL_PERSON: "自然人",
    ApplicantKind.ENTERPRISE: "商业企业",
    ApplicantKind.RESEARCH_INSTITUTION: "科研机构",
    ApplicantKind.PUBLIC_WELFARE_ORGANIZATION: "社会公益组织",
    ApplicantKind.LEGAL_SERVICES: "法律服务机构",
    ApplicantKind.OTHER_ORGANIZATION: "其他",
}


def kind_of_legal_professional(*, in_own_name: bool) -> ApplicantKind:
    """Return how a lawyer's request counts: in the lawyer's own name 自然人, in the law firm's name 法律服务机构.

    The format does not say so; it is the usual reading of its columns, a design rule of ours.
    """
    return ApplicantKind.NATURAL_PERSON if in_own_name else ApplicantKind.LEGAL_SERVICES
