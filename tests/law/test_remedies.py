from datetime import date

import pytest

from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import (
    ContestedRemedies,
    RemedyEpoch,
    RemedyKind,
    RemedyUnknown,
    is_contested,
    non_reply_guidance,
    remedy_epoch,
    remedy_kind,
    remedy_text,
)

LAST_OF_FIRST, FIRST_OF_SECOND = date(2023, 12, 31), date(2024, 1, 1)
LAST_OF_SECOND, FIRST_OF_THIRD = date(2025, 5, 31), date(2025, 6, 1)
DEFAULTS = ContestedRemedies()
FIRST, EITHER, NONE = RemedyKind.RECONSIDERATION_FIRST, RemedyKind.EITHER, RemedyKind.NONE

# The remedy in each epoch under the defaults: until 2023, 2024-01-01 to 2025-05-31, from 2025-06-01.
DECISION_TABLE = {
    Outcome.ALREADY_PUBLIC: (EITHER, EITHER, EITHER),
    Outcome.INFORMATION_PROVIDED: (EITHER, EITHER, EITHER),
    Outcome.PARTIALLY_DISCLOSED: (EITHER, FIRST, FIRST),
    Outcome.STATE_SECRET: (EITHER, FIRST, FIRST),
    Outcome.PROHIBITED_BY_LAW: (EITHER, FIRST, FIRST),
    Outcome.ENDANGERS_SECURITY_OR_STABILITY: (EITHER, FIRST, FIRST),
    Outcome.PROTECTS_THIRD_PARTY: (EITHER, FIRST, FIRST),
    Outcome.INTERNAL_AFFAIRS: (EITHER, FIRST, FIRST),
    Outcome.PROCESS_INFORMATION: (EITHER, FIRST, FIRST),
    Outcome.ENFORCEMENT_FILE: (EITHER, FIRST, FIRST),
    Outcome.ADMINISTRATIVE_INQUIRY: (EITHER, EITHER, EITHER),
    Outcome.DOES_NOT_EXIST: (EITHER, EITHER, EITHER),
    Outcome.OTHER_AGENCY_DISCLOSES: (EITHER, EITHER, EITHER),
    Outcome.NEEDS_CREATION: (EITHER, EITHER, EITHER),
    Outcome.UNCLEAR_AFTER_SUPPLEMENT: (EITHER, EITHER, EITHER),
    Outcome.PETITION_REPORT_OR_COMPLAINT: (EITHER, EITHER, EITHER),
    Outcome.DUPLICATE_REQUEST: (EITHER, EITHER, EITHER),
    Outcome.ASKS_FOR_PUBLICATION: (EITHER, EITHER, EITHER),
    Outcome.UNJUSTIFIED_MASS_REQUESTS: (EITHER, EITHER, EITHER),
    Outcome.ASKS_TO_CONFIRM_OR_REISSUE: (EITHER, EITHER, EITHER),
    Outcome.SUPPLEMENT_OVERDUE: (EITHER, EITHER, EITHER),
    Outcome.FEE_OVERDUE: (EITHER, EITHER, EITHER),
    Outcome.WITHDRAWN: (NONE, NONE, NONE),
    Outcome.NOT_GOVERNMENT_INFORMATION: (EITHER, EITHER, EITHER),
    Outcome.RECTIFICATION: (EITHER, EITHER, EITHER),
}
OTHER_GROUNDS = (*list(Outcome)[11:22], Outcome.NOT_GOVERNMENT_INFORMATION)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_remedy_of_each_reply_in_each_epoch(outcome: Outcome) -> None:
    """行政复议法第二十三条第一款第（四）项；司法解释第一条"""
    until_2023, until_interpretation, since = DECISION_TABLE[outcome]
    for day in (date(2019, 5, 15), LAST_OF_FIRST):
        assert remedy_kind(outcome, day, DEFAULTS) is until_2023
    for day in (FIRST_OF_SECOND, LAST_OF_SECOND):
        assert remedy_kind(outcome, day, DEFAULTS) is until_interpretation
    for day in (FIRST_OF_THIRD, date(2030, 1, 1)):
        assert remedy_kind(outcome, day, DEFAULTS) is since


@pytest.mark.parametrize(
    ("view", "outcomes", "kinds"),
    [
        (
            ContestedRemedies(partially_disclosed_first=False),
            (Outcome.PARTIALLY_DISCLOSED,),
            (EITHER, EITHER, EITHER),
        ),
        (
            ContestedRemedies(administrative_inquiry_first=True),
            (Outcome.ADMINISTRATIVE_INQUIRY,),
            (EITHER, FIRST, FIRST),
        ),
        (
            ContestedRemedies(other_grounds_first_until_interpretation=True),
            OTHER_GROUNDS,
            (EITHER, FIRST, EITHER),
        ),
    ],
)
def test_an_agency_may_hold_another_view_of_what_is_contested_and_of_nothing_else(
    view: ContestedRemedies, outcomes: tuple[Outcome, ...], kinds: tuple[RemedyKind, ...]
) -> None:
    days = (LAST_OF_FIRST, FIRST_OF_SECOND, FIRST_OF_THIRD)
    for outcome in Outcome:
        expected = kinds if outcome in outcomes else DECISION_TABLE[outcome]
        assert tuple(remedy_kind(outcome, day, view) for day in days) == expected


def test_what_is_contested_is_said() -> None:
    always = {Outcome.PARTIALLY_DISCLOSED, Outcome.ADMINISTRATIVE_INQUIRY}
    assert {outcome for outcome in Outcome if is_contested(outcome, LAST_OF_FIRST)} == set()
    assert {outcome for outcome in Outcome if is_contested(outcome, FIRST_OF_SECOND)} == always | set(OTHER_GROUNDS)
    assert {outcome for outcome in Outcome if is_contested(outcome, FIRST_OF_THIRD)} == always


def test_epochs_begin_on_the_days_the_law_came_into_force() -> None:
    assert remedy_epoch(LAST_OF_FIRST) is RemedyEpoch.EITHER_WAY
    assert remedy_epoch(FIRST_OF_SECOND) is remedy_epoch(LAST_OF_SECOND) is RemedyEpoch.RECONSIDERATION_LAW
    assert remedy_epoch(FIRST_OF_THIRD) is RemedyEpoch.INTERPRETATION


def test_a_reply_from_before_the_present_regulation_is_refused() -> None:
    with pytest.raises(RemedyUnknown, match="2019年5月14日在现行条例施行"):
        remedy_epoch(date(2019, 5, 14))


def test_text_a_sends_to_reconsideration_first() -> None:
    assert remedy_text(FIRST, ["示例区人民政府"], "示例区人民法院") == (
        "如不服本答复，应当先自收到本答复之日起60日内向示例区人民政府申请行政复议；"
        "对行政复议决定不服的，可以自收到复议决定书之日起15日内向示例区人民法院提起行政诉讼。"
    )


def test_text_b_offers_both_ways_and_names_each_organ_of_choice() -> None:
    assert remedy_text(EITHER, ["示例区人民政府", "示例市司法局"], "示例区人民法院") == (
        "如不服本答复，可以自收到本答复之日起60日内向示例区人民政府或者示例市司法局申请行政复议，"
        "或者自收到本答复之日起6个月内向示例区人民法院提起行政诉讼。"
    )


def test_a_withdrawal_states_no_remedy() -> None:
    assert remedy_text(NONE, [], "") == ""


@pytest.mark.parametrize(
    ("organs", "court"), [([], "示例区人民法院"), ([" "], "示例区人民法院"), (["示例区人民政府"], "")]
)
@pytest.mark.parametrize("kind", [FIRST, EITHER])
def test_no_letter_leaves_the_organ_or_the_court_open(kind: RemedyKind, organs: list[str], court: str) -> None:
    with pytest.raises(RemedyUnknown, match="没有写明复议机关或者管辖法院"):
        remedy_text(kind, organs, court)
    with pytest.raises(RemedyUnknown, match="没有写明复议机关或者管辖法院"):
        non_reply_guidance(organs, court, FIRST_OF_THIRD)


@pytest.mark.parametrize("due_on", [LAST_OF_FIRST, FIRST_OF_SECOND, FIRST_OF_THIRD])
def test_guidance_on_a_missing_reply_names_both_ways_and_puts_neither_first(due_on: date) -> None:
    guidance = non_reply_guidance(["示例区人民政府"], "示例区人民法院", due_on)
    assert "可以依法向示例区人民政府申请行政复议，也可以依法向示例区人民法院提起行政诉讼" in guidance
    assert "应当先自" not in guidance
    assert ("做法不一" in guidance) is (due_on >= FIRST_OF_SECOND)
