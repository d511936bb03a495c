"""Service of replies (送达), 国办公开办函〔2016〕235号, and whether it kept the period, 条例第三十三条."""

from datetime import date

import pytest

from gongkai.law import Consultation, reply_due
from gongkai.law.periods import ImpossibleDates
from gongkai.law.service import ServiceMode, Timeliness, decide_service, timeliness

SENT, SIGNED = date(2024, 5, 27), date(2024, 5, 30)


@pytest.mark.parametrize(
    ("mode", "signed", "served", "reason"),
    [
        pytest.param(ServiceMode.POSTAL, None, SENT, "邮寄送达，以交邮之日为准", id="邮寄"),
        pytest.param(ServiceMode.POSTAL, SIGNED, SENT, "邮寄送达，以交邮之日为准", id="邮寄，签收在后"),
        pytest.param(ServiceMode.DIRECT, SIGNED, SIGNED, "直接送达或者委托送达，以申请人签收之日为准", id="直接"),
        pytest.param(ServiceMode.ENTRUSTED, SIGNED, SIGNED, "直接送达或者委托送达，以申请人签收之日为准", id="委托"),
        pytest.param(
            ServiceMode.DIRECT, None, None, "直接送达或者委托送达，以申请人签收之日为准；尚未签收", id="未签收"
        ),
        pytest.param(ServiceMode.ELECTRONIC, None, SENT, "电子形式，以发送之日为准", id="电子"),
    ],
)
def test_the_mode_decides_the_day_of_service(
    mode: ServiceMode, signed: date | None, served: date | None, reason: str
) -> None:
    decided = decide_service(mode, SENT, signed)
    assert (decided.served_on, decided.reason) == (served, reason)


def test_a_signature_before_the_sending_is_refused() -> None:
    with pytest.raises(ImpossibleDates, match="签收之日"):
        decide_service(ServiceMode.DIRECT, SIGNED, SENT)


@pytest.mark.parametrize(
    ("received", "served", "kept"),
    [
        pytest.param(date(2024, 4, 26), date(2024, 5, 27), Timeliness.IN_TIME, id="届满当日"),
        pytest.param(date(2024, 4, 26), date(2024, 5, 28), Timeliness.LATE, id="届满次日"),
        pytest.param(date(2026, 12, 4), date(2026, 12, 31), Timeliness.IN_TIME, id="暂定年度之前，必在期限内"),
        pytest.param(date(2026, 12, 4), date(2027, 1, 4), Timeliness.UNDETERMINED, id="暂定的届满当日，不能认定"),
        pytest.param(date(2026, 12, 4), date(2027, 3, 1), Timeliness.UNDETERMINED, id="不得据暂定日期认定逾期"),
    ],
)
def test_a_reply_is_in_time_until_the_last_day(received: date, served: date, kept: Timeliness) -> None:
    assert timeliness(served, reply_due(received)) is kept


def test_a_period_that_stands_still_is_kept() -> None:
    waiting = reply_due(date(2024, 4, 26), consultations=[Consultation(date(2024, 5, 6))])
    assert timeliness(date(2024, 9, 1), waiting) is Timeliness.IN_TIME
