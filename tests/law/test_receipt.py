"""The day of receipt by channel (收到申请之日): 条例第三十一条."""

from datetime import UTC, date, datetime

import pytest

from gongkai.law.periods import ImpossibleDates
from gongkai.law.receipt import Channel, civil_day, decide_receipt

ARRIVED, CONFIRMED = date(2024, 5, 6), date(2024, 5, 8)


@pytest.mark.parametrize(
    ("channel", "confirmed", "received", "source", "reason"),
    [
        pytest.param(
            Channel.IN_PERSON, None, ARRIVED, "第（一）项", "当面提交，以提交之日为收到申请之日", id="当面提交"
        ),
        pytest.param(
            Channel.SIGNED_POST, None, ARRIVED, "第（二）项", "邮寄，以签收之日为收到申请之日", id="签收的邮寄"
        ),
        pytest.param(
            Channel.SIGNED_POST, CONFIRMED, ARRIVED, "第（二）项", "邮寄，以签收之日为收到申请之日", id="签收后又确认"
        ),
        pytest.param(
            Channel.ORDINARY_POST,
            ARRIVED,
            ARRIVED,
            "第（二）项",
            "平常信函，以与申请人确认之日为收到申请之日",
            id="平常信函当日确认",
        ),
        pytest.param(
            Channel.ORDINARY_POST,
            CONFIRMED,
            CONFIRMED,
            "第（二）项",
            "平常信函，以与申请人确认之日为收到申请之日；未在收到当日确认",
            id="平常信函隔日确认",
        ),
        pytest.param(
            Channel.ORDINARY_POST,
            None,
            None,
            "第（二）项",
            "平常信函，以与申请人确认之日为收到申请之日；尚未确认，收到申请之日未定",
            id="平常信函未确认",
        ),
        pytest.param(
            Channel.INTERNET,
            CONFIRMED,
            CONFIRMED,
            "第（三）项",
            "互联网渠道，以双方确认之日为收到申请之日",
            id="互联网",
        ),
        pytest.param(
            Channel.INTERNET,
            None,
            None,
            "第（三）项",
            "互联网渠道，以双方确认之日为收到申请之日；尚未确认，收到申请之日未定",
            id="互联网未确认",
        ),
        pytest.param(Channel.FAX, CONFIRMED, CONFIRMED, "第（三）项", "传真，以双方确认之日为收到申请之日", id="传真"),
        pytest.param(
            Channel.FAX,
            None,
            None,
            "第（三）项",
            "传真，以双方确认之日为收到申请之日；尚未确认，收到申请之日未定",
            id="传真未确认",
        ),
    ],
)
def test_the_channel_decides_the_day_of_receipt(
    channel: Channel, confirmed: date | None, received: date | None, source: str, reason: str
) -> None:
    decided = decide_receipt(channel, ARRIVED, confirmed)
    assert (decided.received_on, decided.reason) == (received, reason)
    assert (decided.arrived_at, decided.confirmed_at) == (ARRIVED, confirmed)
    assert str(decided.source) == f"条例第三十一条{source}"


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_is_decided(channel: Channel) -> None:
    assert decide_receipt(channel, ARRIVED, ARRIVED).received_on == ARRIVED


def test_a_moment_counts_on_its_day_in_china() -> None:
    evening_in_utc = datetime(2024, 5, 6, 16, 30, tzinfo=UTC)
    assert civil_day(evening_in_utc) == date(2024, 5, 7)
    assert decide_receipt(Channel.IN_PERSON, evening_in_utc).received_on == date(2024, 5, 7)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ImpossibleDates, match="没有注明时区"):
        decide_receipt(Channel.IN_PERSON, datetime(2024, 5, 6, 16, 30))


def test_a_confirmation_before_the_arrival_is_refused() -> None:
    with pytest.raises(ImpossibleDates, match="与申请人确认之日（2024-05-05）早于申请到达之日（2024-05-06）"):
        decide_receipt(Channel.INTERNET, ARRIVED, date(2024, 5, 5))
