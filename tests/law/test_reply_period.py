"""The reply period (答复期限) as tables: 条例第三十条、第三十三条, 信息处理费办法第六条."""

from datetime import date
from typing import TypedDict

import pytest

from gongkai.law import (
    Consultation,
    Due,
    Extension,
    Payment,
    Supplement,
    national_calendar,
    reply_due,
)
from gongkai.law.calendar import CalendarNotPublished, parse_schedules
from gongkai.law.periods import ImpossibleDates, Mark, NoSettledDay, WaitingFor
from gongkai.law.reply_period import UnderOldRegulation
from gongkai.law.request_periods import third_party_reply_due


class History(TypedDict, total=False):
    supplement: Supplement
    consultations: tuple[Consultation, ...]
    payment: Payment
    extension: Extension


def day(text: str) -> date:
    return date.fromisoformat(text)


def consultations(*spans: str) -> tuple[Consultation, ...]:
    """Read "2024-05-06:2024-05-10" or, where the answer is awaited, "2024-05-06:"."""
    return tuple(
        Consultation(day(sent), day(answered) if answered else None)
        for sent, answered in (span.split(":") for span in spans)
    )


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2024-04-26", "2024-05-27", id="五一前后两个调休上班日计入"),
        pytest.param("2024-04-27", "2024-05-27", id="周六收到，与周五收到同日届满"),
        pytest.param("2024-04-28", "2024-05-28", id="调休上班日收到，当日不计"),
        pytest.param("2019-05-15", "2019-06-13", id="条例施行首日收到，端午节不计"),
        pytest.param("2020-01-20", "2020-02-25", id="2020年春节延长假期不计"),
        pytest.param("2019-04-30", None, id="条例施行前收到"),
        pytest.param("2024-09-30", "2024-11-01", id="国庆节七天不计，10月12日上班计入"),
        pytest.param("2026-02-13", "2026-03-19", id="2月14日、28日上班计入，春节九天不计"),
        pytest.param("2023-12-29", "2024-01-29", id="跨年，元旦不计"),
    ],
)
def test_reply_is_due_after_twenty_working_days(received: str, due: str | None) -> None:
    """条例第三十三条第二款"""
    if due is None:
        with pytest.raises(UnderOldRegulation, match="早于现行《政府信息公开条例》施行之日（2019-05-15）"):
            reply_due(day(received))
    else:
        assert reply_due(day(received)).due == day(due)


@pytest.mark.parametrize(
    ("working_days", "due"),
    [
        pytest.param(1, "2024-05-28", id="延长一日"),
        pytest.param(10, "2024-06-11", id="端午节不计"),
        pytest.param(20, "2024-06-25", id="最长二十个工作日"),
    ],
)
def test_an_extension_adds_at_most_twenty_working_days(working_days: int, due: str) -> None:
    """条例第三十三条第二款"""
    assert reply_due(day("2024-04-26"), extension=Extension(working_days)).due == day(due)


def test_an_extension_is_of_twenty_working_days_unless_told() -> None:
    assert reply_due(day("2024-04-26"), extension=Extension()).due == day("2024-06-25")


@pytest.mark.parametrize(
    ("asked", "answered", "due", "late"),
    [
        pytest.param("2024-05-06", "2024-05-13", "2024-06-11", False, id="自收到补正之日起重新计算"),
        pytest.param("2024-05-09", "2024-05-13", "2024-06-11", False, id="第七个工作日告知"),
        pytest.param("2024-05-10", "2024-05-13", "2024-06-11", True, id="第八个工作日告知，逾期，仍重新计算"),
        pytest.param("2024-04-26", "2024-04-26", "2024-05-27", False, id="收到当日告知并补正"),
        pytest.param("2024-05-06", "2024-05-11", "2024-06-07", False, id="调休上班的周六收到补正，当日不计"),
        pytest.param("2024-06-03", "2024-07-01", "2024-07-29", True, id="期限届满后才告知，逾期，仍重新计算"),
    ],
)
def test_a_supplement_restarts_the_count(asked: str, answered: str, due: str, late: bool) -> None:
    """条例第三十条"""
    reply = reply_due(day("2024-04-26"), supplement=Supplement(day(asked), day(answered)))
    assert reply.due == day(due)
    assert (Mark.SUPPLEMENT_NOTICE_LATE in reply.marks) is late


@pytest.mark.parametrize(
    ("noticed", "paid", "due", "marks"),
    [
        pytest.param("2024-05-06", "2024-05-13", "2024-06-11", (), id="自缴费次日起重新计算"),
        pytest.param("2024-05-27", "2024-05-27", "2024-06-25", (), id="期限最后一日收费通知，当日缴费"),
        pytest.param("2024-05-28", "2024-05-28", "2024-06-26", (Mark.FEE_NOTICE_LATE,), id="期限届满后收费通知"),
        pytest.param("2024-05-06", "2024-05-31", "2024-07-01", (), id="第二十个工作日缴费"),
        pytest.param("2024-05-06", "2024-06-03", "2024-07-02", (Mark.PAYMENT_LATE,), id="第二十一个工作日缴费"),
    ],
)
def test_a_payment_restarts_the_count(noticed: str, paid: str, due: str, marks: tuple[Mark, ...]) -> None:
    """信息处理费办法第六条"""
    reply = reply_due(day("2024-04-26"), payment=Payment(day(noticed), day(paid)))
    assert reply.due == day(due)
    assert reply.marks == marks


def test_a_fee_notice_inside_the_extended_period_is_in_time() -> None:
    payment = Payment(day("2024-05-28"), day("2024-05-29"))
    assert reply_due(day("2024-04-26"), payment=payment, extension=Extension()).marks == ()


def test_the_latest_restart_is_the_one_that_counts() -> None:
    """条例第三十条, 信息处理费办法第六条"""
    supplement = Supplement(day("2024-05-06"), day("2024-05-13"))
    payment = Payment(day("2024-05-20"), day("2024-06-03"))
    both = reply_due(day("2024-04-26"), supplement=supplement, payment=payment)
    assert both.due == reply_due(day("2024-06-03")).due == day("2024-07-02")


@pytest.mark.parametrize(
    ("spans", "due", "marks"),
    [
        pytest.param(["2024-05-06:2024-05-10"], "2024-05-31", (), id="扣除5月7日至10日四个工作日"),
        pytest.param(["2024-05-06:2024-05-06"], "2024-05-27", (), id="当日发出当日答复，不扣除"),
        pytest.param(["2024-05-10:2024-05-11"], "2024-05-28", (), id="调休上班的周六答复，扣除一日"),
        pytest.param(["2024-05-11:2024-05-12"], "2024-05-27", (), id="周日答复，不扣除"),
        pytest.param(["2024-05-06:2024-05-10", "2024-05-08:2024-05-14"], "2024-06-05", (), id="重叠部分只扣一次"),
        pytest.param(["2024-05-06:2024-05-10", "2024-05-06:2024-05-10"], "2024-05-31", (), id="同时征求两方，只扣一次"),
        pytest.param(["2024-05-06:2024-05-08", "2024-05-13:2024-05-15"], "2024-05-31", (), id="先后两次，分别扣除"),
        pytest.param(["2024-04-26:2024-05-20"], "2024-06-18", (), id="收到当日即征求意见"),
        pytest.param(["2024-05-24:2024-06-03"], "2024-06-04", (), id="届满前一日发出"),
        pytest.param(
            ["2024-05-27:2024-06-03"],
            "2024-05-27",
            (Mark.CONSULTATION_AFTER_PERIOD,),
            id="届满当日发出，次日起已无可扣除",
        ),
        pytest.param(
            ["2024-06-03:2024-06-11"], "2024-05-27", (Mark.CONSULTATION_AFTER_PERIOD,), id="届满后发出，不恢复期限"
        ),
    ],
)
def test_time_for_consultation_is_not_counted(spans: list[str], due: str, marks: tuple[Mark, ...]) -> None:
    """条例第三十三条第三款"""
    reply = reply_due(day("2024-04-26"), consultations=consultations(*spans))
    assert (reply.due, reply.marks) == (day(due), marks)


def test_a_third_party_that_uses_its_fifteen_working_days_costs_fifteen() -> None:
    """条例第三十二条、第三十三条第三款"""
    answered = third_party_reply_due(day("2024-05-06")).settled()
    with_consultation = reply_due(day("2024-04-26"), consultations=[Consultation(day("2024-05-06"), answered)])
    assert with_consultation.due == reply_due(day("2024-04-26"), extension=Extension(15)).due


@pytest.mark.parametrize(
    ("span", "due", "marks"),
    [
        pytest.param(
            "2024-04-29:2024-05-13", "2024-06-11", (Mark.CONSULTATION_BEFORE_RESTART,), id="收到补正当日结束，不扣除"
        ),
        pytest.param(
            "2024-04-29:2024-05-08", "2024-06-11", (Mark.CONSULTATION_BEFORE_RESTART,), id="补正前结束，不扣除"
        ),
        pytest.param("2024-04-29:2024-05-15", "2024-06-13", (), id="跨越补正，只扣补正以后的两日"),
        pytest.param("2024-05-20:2024-05-22", "2024-06-13", (), id="补正后征求，扣除两日"),
    ],
)
def test_a_consultation_before_a_restart_counts_for_nothing(span: str, due: str, marks: tuple[Mark, ...]) -> None:
    """条例第三十条、第三十三条第三款"""
    supplement = Supplement(day("2024-05-06"), day("2024-05-13"))
    reply = reply_due(day("2024-04-26"), supplement=supplement, consultations=consultations(span))
    assert (reply.due, reply.marks) == (day(due), marks)


def test_an_extension_keeps_the_period_open_for_a_consultation() -> None:
    extended = reply_due(
        day("2024-04-26"), consultations=consultations("2024-05-28:2024-06-03"), extension=Extension(5)
    )
    assert extended.due == day("2024-06-07")


@pytest.mark.parametrize(
    ("history", "waiting_for", "remaining", "last_day"),
    [
        pytest.param(
            {"supplement": Supplement(day("2024-05-06"))}, WaitingFor.SUPPLEMENT, 20, "2024-05-06", id="等待补正"
        ),
        pytest.param({"payment": Payment(day("2024-05-20"))}, WaitingFor.PAYMENT, 20, "2024-05-20", id="等待缴费"),
        pytest.param(
            {"consultations": consultations("2024-05-06:")}, WaitingFor.CONSULTATION, 16, "2024-05-06", id="等待意见"
        ),
        pytest.param(
            {"consultations": consultations("2024-05-06:"), "extension": Extension(10)},
            WaitingFor.CONSULTATION,
            26,
            "2024-05-06",
            id="延期后等待意见",
        ),
    ],
)
def test_a_period_that_waits_has_no_last_day(
    history: History, waiting_for: WaitingFor, remaining: int, last_day: str
) -> None:
    reply = reply_due(day("2024-04-26"), **history)
    assert (reply.due, reply.waiting_for, reply.remaining) == (None, waiting_for, remaining)
    assert reply.days[-1].day == day(last_day)
    assert reply.to_json()["due"] is None
    with pytest.raises(NoSettledDay, match="届满之日还不能确定"):
        reply.settled()


def test_an_open_consultation_sent_after_the_period_leaves_it_ended() -> None:
    assert reply_due(day("2024-04-26"), consultations=consultations("2024-06-03:")).due == day("2024-05-27")


@pytest.mark.parametrize(
    ("history", "said"),
    [
        pytest.param(
            {"supplement": Supplement(day("2024-05-06"), day("2024-05-03"))},
            "收到补正之日（2024-05-03）早于补正告知之日（2024-05-06）",
            id="补正早于告知",
        ),
        pytest.param(
            {"supplement": Supplement(day("2024-04-25"))},
            "补正告知之日（2024-04-25）早于收到申请之日（2024-04-26）",
            id="告知早于收到",
        ),
        pytest.param(
            {"consultations": consultations("2024-04-25:2024-05-06")}, "征求意见书发出之日", id="征求早于收到"
        ),
        pytest.param({"consultations": consultations("2024-05-06:2024-05-03")}, "收到意见之日", id="意见早于征求"),
        pytest.param({"payment": Payment(day("2024-04-01"))}, "收到收费通知之日", id="收费早于收到"),
        pytest.param({"payment": Payment(day("2024-05-06"), day("2024-05-03"))}, "缴费之日", id="缴费早于通知"),
        pytest.param(
            {"extension": Extension(0)}, "不能延期0个工作日：延长的期限应当在1至20个工作日之间", id="延期零日"
        ),
        pytest.param({"extension": Extension(21)}, "不能延期21个工作日.*条例第三十三条第二款", id="延期过长"),
        pytest.param({"extension": Extension(20, day("2024-04-25"))}, "延期决定之日", id="延期早于收到"),
        pytest.param({"extension": Extension(20, day("2024-05-28"))}, "在答复期限届满之后", id="届满后才延期"),
    ],
)
def test_an_impossible_history_is_refused(history: History, said: str) -> None:
    with pytest.raises(ImpossibleDates, match=said):
        reply_due(day("2024-04-26"), **history)


def test_a_late_supplement_notice_does_not_make_a_late_extension_timely() -> None:
    with pytest.raises(ImpossibleDates, match="在答复期限届满之后"):
        reply_due(
            day("2024-04-26"),
            supplement=Supplement(day("2024-06-03"), day("2024-06-20")),
            extension=Extension(20, day("2024-06-05")),
        )


@pytest.mark.parametrize(
    ("decided", "history"),
    [
        pytest.param("2024-05-27", {}, id="届满当日"),
        pytest.param(
            "2024-05-31", {"consultations": consultations("2024-05-06:2024-05-10")}, id="扣除征求意见时间后届满当日"
        ),
        pytest.param(
            "2024-06-11", {"supplement": Supplement(day("2024-05-06"), day("2024-05-13"))}, id="补正后届满当日"
        ),
        pytest.param("2024-06-25", {"payment": Payment(day("2024-05-27"), day("2024-07-01"))}, id="等待缴费期间"),
        pytest.param("2024-06-25", {"consultations": consultations("2024-05-06:2024-07-01")}, id="征求意见期间"),
    ],
)
def test_an_extension_is_decided_before_the_period_ends(decided: str, history: History) -> None:
    """条例第三十三条第二款"""
    dated, undated = History(**history), History(**history)
    dated["extension"], undated["extension"] = Extension(20, day(decided)), Extension(20)
    assert reply_due(day("2024-04-26"), **dated) == reply_due(day("2024-04-26"), **undated)


def test_an_extension_is_not_refused_by_a_provisional_day() -> None:
    late = Extension(20, day("2027-02-26"))
    assert reply_due(day("2026-12-31")).due == day("2027-01-29")
    assert reply_due(day("2026-12-31"), extension=late).provisional


def explanation(due: Due) -> list[str]:
    return [f"{each.day} {each.n if each.counted else '－'} {each.reason}" for each in due.days]


def test_the_answer_is_explained_day_by_day() -> None:
    reply = reply_due(
        day("2024-04-25"),
        supplement=Supplement(day("2024-04-26"), day("2024-04-28")),
        consultations=consultations("2024-05-06:2024-05-07"),
    )
    assert explanation(reply)[:15] == [
        "2024-04-25 － 收到申请当日不计",
        "2024-04-26 － 补正告知，期限自收到补正后重新计算",
        "2024-04-27 － 等待补正，不计",
        "2024-04-28 － 收到补正当日不计，期限自次日起重新计算",
        "2024-04-29 1 工作日",
        "2024-04-30 2 工作日",
        "2024-05-01 － 劳动节放假",
        "2024-05-02 － 劳动节放假",
        "2024-05-03 － 劳动节放假",
        "2024-05-04 － 劳动节放假",
        "2024-05-05 － 劳动节放假",
        "2024-05-06 3 工作日",
        "2024-05-07 － 征求意见期间不计",
        "2024-05-08 4 工作日",
        "2024-05-09 5 工作日",
    ]
    assert explanation(reply)[-1] == "2024-05-29 20 工作日"


def test_the_explanation_of_a_payment_says_what_was_waited_for() -> None:
    reply = reply_due(day("2024-05-06"), payment=Payment(day("2024-05-08"), day("2024-05-10")))
    assert explanation(reply)[:6] == [
        "2024-05-06 － 收到申请当日不计",
        "2024-05-07 － 在期限重新计算之前，不计",
        "2024-05-08 － 收费通知，期限自缴费后重新计算",
        "2024-05-09 － 等待缴费，不计",
        "2024-05-10 － 缴费当日不计，期限自次日起重新计算",
        "2024-05-11 1 调休上班",
    ]


def test_a_late_supplement_notice_is_said_in_the_explanation() -> None:
    reply = reply_due(day("2024-04-26"), supplement=Supplement(day("2024-05-10"), day("2024-05-13")))
    assert "2024-05-10 － 补正告知（超过七个工作日，逾期），期限自收到补正后重新计算" in explanation(reply)


def test_the_answer_prints_as_json() -> None:
    printed = reply_due(day("2024-04-26")).to_json()
    assert list(printed) == ["due", "provisional", "days"]
    assert (printed["due"], printed["provisional"]) == ("2024-05-27", False)
    days = printed["days"]
    assert isinstance(days, list)
    assert days[0] == {"date": "2024-04-26", "counted": False, "n": None, "reason": "收到申请当日不计"}
    assert days[2] == {"date": "2024-04-28", "counted": True, "n": 1, "reason": "调休上班"}
    assert days[-1] == {"date": "2024-05-27", "counted": True, "n": 20, "reason": "工作日"}


@pytest.mark.parametrize(
    ("received", "extension", "due", "provisional"),
    [
        pytest.param("2026-12-03", None, "2026-12-31", False, id="当年届满"),
        pytest.param("2026-12-04", None, "2027-01-04", True, id="跨入安排未公布的年份"),
        pytest.param("2026-11-20", Extension(), "2027-01-18", True, id="延期后跨入"),
    ],
)
def test_a_period_into_a_year_without_a_schedule_is_provisional(
    received: str, extension: Extension | None, due: str, provisional: bool
) -> None:
    reply = reply_due(day(received), extension=extension)
    assert (reply.due, reply.provisional) == (day(due), provisional)
    assert reply.to_json()["provisional"] is provisional


def test_nothing_that_closes_can_rely_on_a_provisional_day() -> None:
    assert reply_due(day("2024-04-26")).settled() == day("2024-05-27")
    with pytest.raises(NoSettledDay, match="2027-01-04是暂定的届满之日：2027年的节假日安排尚未载入"):
        reply_due(day("2026-12-04")).settled()


def test_a_loaded_schedule_dates_the_period_anew() -> None:
    schedules = parse_schedules(
        """
        [[schedule]]
        year = 2027
        notices = [{ number = "示例〔2026〕1号", issued = 2026-11-05 }]
        holidays = [{ name = "元旦", from = 2027-01-01, to = 2027-01-03, make_up = [2026-12-26] }]
        """,
        "2027.toml",
    )
    reply = reply_due(day("2026-12-04"), calendar=national_calendar().with_schedules(schedules))
    assert (reply.due, reply.provisional) == (day("2026-12-31"), False)


def test_nothing_is_late_by_a_provisional_day() -> None:
    payment = Payment(day("2026-12-31"), day("2027-03-01"))
    assert reply_due(day("2026-12-31"), payment=payment).marks == ()
    after_the_period = consultations("2027-02-22:2027-03-01")
    assert reply_due(day("2026-12-31"), consultations=after_the_period).marks == ()


def test_a_period_is_provisional_from_its_first_day_without_a_schedule() -> None:
    """New Year's Day and the weekend after it may be worked once the notice is out."""
    assert reply_due(day("2026-12-04")).provisional_from == day("2027-01-01")


@pytest.mark.parametrize(
    "history",
    [
        pytest.param({"consultations": consultations("2024-05-06:9999-12-31")}, id="意见"),
        pytest.param({"supplement": Supplement(day("2024-05-06"), day("9999-12-31"))}, id="补正"),
        pytest.param({"supplement": Supplement(day("9999-12-31"))}, id="补正告知"),
        pytest.param({"payment": Payment(day("2024-05-06"), day("2141-01-01"))}, id="缴费"),
        pytest.param(
            {"extension": Extension(20, day("9999-12-31")), "consultations": consultations("2024-05-06:2100-01-01")},
            id="延期",
        ),
    ],
)
def test_dates_beyond_every_calendar_are_refused(history: History) -> None:
    with pytest.raises(CalendarNotPublished):
        reply_due(day("2024-04-26"), **history)


@pytest.mark.parametrize("received", ["2041-01-01", "9999-12-31"])
def test_a_receipt_beyond_every_calendar_is_refused(received: str) -> None:
    with pytest.raises(CalendarNotPublished):
        reply_due(day(received))
