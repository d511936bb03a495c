from types import MappingProxyType

import pytest

from gongkai.law.citations import REGULATION
from gongkai.law.outcomes import (
    COMMON_CONTENTS,
    OUTCOMES,
    Outcome,
    refuses_under_articles_14_to_16,
    report_row,
)

# The substantive letters in order, R1 to R25: value, articles, row of table three.
LETTERS = [
    ("already_public", "条例第三十六条第（一）项", "disclosed"),
    ("information_provided", "条例第三十六条第（二）项、条例第四十条", "disclosed"),
    ("partially_disclosed", "条例第三十七条", "partially_disclosed"),
    ("state_secret", "条例第三十六条第（三）项、条例第十四条", "withheld.state_secret"),
    ("prohibited_by_law", "条例第三十六条第（三）项、条例第十四条", "withheld.prohibited_by_law"),
    (
        "endangers_security_or_stability",
        "条例第三十六条第（三）项、条例第十四条",
        "withheld.endangers_security_or_stability",
    ),
    (
        "protects_third_party",
        "条例第三十六条第（三）项、条例第十五条、条例第三十二条",
        "withheld.protects_third_party",
    ),
    ("internal_affairs", "条例第三十六条第（三）项、条例第十六条第一款", "withheld.internal_affairs"),
    ("process_information", "条例第三十六条第（三）项、条例第十六条第二款", "withheld.process_information"),
    ("enforcement_file", "条例第三十六条第（三）项、条例第十六条第二款", "withheld.enforcement_file"),
    ("administrative_inquiry", "条例第三十六条第（七）项", "withheld.administrative_inquiry"),
    ("does_not_exist", "条例第三十六条第（四）项", "unable_to_provide.not_held"),
    ("other_agency_discloses", "条例第三十六条第（五）项、条例第十条", "unable_to_provide.not_held"),
    ("needs_creation", "条例第三十八条", "unable_to_provide.needs_creation"),
    ("unclear_after_supplement", "条例第三十条", "unable_to_provide.unclear_after_supplement"),
    ("petition_report_or_complaint", "条例第三十九条第一款", "not_processed.petition_report_or_complaint"),
    ("duplicate_request", "条例第三十六条第（六）项", "not_processed.duplicate_request"),
    ("asks_for_publication", "条例第三十九条第二款", "not_processed.asks_for_publication"),
    ("unjustified_mass_requests", "条例第三十五条", "not_processed.unjustified_mass_requests"),
    ("asks_to_confirm_or_reissue", "", "not_processed.asks_to_confirm_or_reissue"),
    ("supplement_overdue", "条例第三十条", "otherwise_handled.supplement_overdue"),
    ("fee_overdue", "信息处理费办法第六条", "otherwise_handled.fee_overdue"),
    ("withdrawn", "", "otherwise_handled.other"),
    ("not_government_information", "条例第二条", "otherwise_handled.other"),
    ("rectification", "条例第四十一条", None),
]


def test_there_are_twenty_five_kinds_of_replies_with_their_articles_and_rows() -> None:
    written = [
        (outcome.value, "、".join(map(str, OUTCOMES[outcome].basis)), OUTCOMES[outcome].row) for outcome in Outcome
    ]
    assert written == LETTERS


def test_each_kind_has_a_rule_with_its_own_title_and_something_that_its_letter_must_say() -> None:
    assert list(OUTCOMES) == list(Outcome)
    assert len({rule.title for rule in OUTCOMES.values()}) == 25
    for rule in OUTCOMES.values():
        assert rule.must_contain
        assert not set(rule.must_contain) & set(COMMON_CONTENTS)


def test_rules_cannot_be_changed() -> None:
    assert isinstance(OUTCOMES, MappingProxyType)


@pytest.mark.parametrize(
    ("outcome", "one_row", "row"),
    [
        (Outcome.FEE_OVERDUE, False, "otherwise_handled.fee_overdue"),
        (Outcome.FEE_OVERDUE, True, "otherwise_handled"),
        (Outcome.WITHDRAWN, True, "otherwise_handled"),
        (Outcome.SUPPLEMENT_OVERDUE, True, "otherwise_handled"),
        (Outcome.STATE_SECRET, True, "withheld.state_secret"),
        (Outcome.ALREADY_PUBLIC, True, "disclosed"),
        (Outcome.RECTIFICATION, False, None),
        (Outcome.RECTIFICATION, True, None),
    ],
)
def test_item_six_has_one_row_or_three(outcome: Outcome, one_row: bool, row: str | None) -> None:
    assert report_row(outcome, item_six_in_one_row=one_row) == row


def test_the_seven_kinds_that_withhold_under_articles_14_to_16_are_known_by_their_basis() -> None:
    withholding = [outcome for outcome in Outcome if refuses_under_articles_14_to_16(outcome)]
    assert withholding == list(Outcome)[3:10]
    assert all(REGULATION.article(36, item=3) in OUTCOMES[outcome].basis for outcome in withholding)
