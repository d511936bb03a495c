from gongkai.law.applicants import ApplicantKind, kind_of_legal_professional


def test_there_are_six_kinds_of_applicants_under_the_heads_of_table_three() -> None:
    assert {kind.value: kind.label for kind in ApplicantKind} == {
        "natural_person": "自然人",
        "enterprise": "商业企业",
        "research_institution": "科研机构",
        "public_welfare_organization": "社会公益组织",
        "legal_services": "法律服务机构",
        "other_organization": "其他",
    }


def test_all_but_the_natural_person_are_organizations() -> None:
    assert [kind for kind in ApplicantKind if not kind.is_organization] == [ApplicantKind.NATURAL_PERSON]


def test_a_lawyer_counts_by_the_name_in_which_the_request_is_made() -> None:
    assert kind_of_legal_professional(in_own_name=True) is ApplicantKind.NATURAL_PERSON
    assert kind_of_legal_professional(in_own_name=False) is ApplicantKind.LEGAL_SERVICES
