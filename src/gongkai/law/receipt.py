"""The day on which a request counts as received (收到申请之日), by channel: 条例第三十一条."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from gongkai.law.citations import REGULATION, Citation
from gongkai.law.periods import ImpossibleDates, check_order
from gongkai.wording import _

CHINA = timezone(timedelta(hours=8))
Moment = date | datetime


class Channel(StrEnum):
    """How a request came in."""

    IN_PERSON = "in_person"  # 当面提交
    SIGNED_POST = "signed_post"  # 邮寄，需要签收
    ORDINARY_POST = "ordinary_post"  # 平常信函等无需签收的邮寄
    INTERNET = "internet"  # 互联网渠道
    FAX = "fax"  # 政府信息公开工作机构的传真


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a request arrived, was confirmed, and counts as received, with the reason.

    ``received_on`` is None while the confirmation that the channel needs is missing: it is never guessed.
    """

    channel: Channel
    arrived_at: Moment
    confirmed_at: Moment | None
    received_on: date | None
    reason: str
    source: Citation


def decide_receipt(channel: Channel, arrived_at: Moment, confirmed_at: Moment | None = None) -> Receipt:
    """Decide the day of receipt.

    A letter that reached another office or person of the agency is ordinary post: it arrives when the disclosure
    office gets it. Moments of the day carry their time zone and count on the day that it was in China.
    """
    arrived_on = civil_day(arrived_at)
    confirmed_on = None if confirmed_at is None else civil_day(confirmed_at)
    check_order(arrived_on, _("申请到达之日"), confirmed_on, _("与申请人确认之日"))
    received_on: date | None
    match channel:
        case Channel.IN_PERSON:
            received_on, reason, item = arrived_on, _("当面提交，以提交之日为收到申请之日"), 1
        case Channel.SIGNED_POST:
            received_on, reason, item = arrived_on, _("邮寄，以签收之日为收到申请之日"), 2
        case Channel.ORDINARY_POST:
            received_on, reason, item = confirmed_on, _("平常信函，以与申请人确认之日为收到申请之日"), 2
            if confirmed_on is not None and confirmed_on > arrived_on:
                reason = _("平常信函，以与申请人确认之日为收到申请之日；未在收到当日确认")
        case Channel.INTERNET:
            received_on, reason, item = confirmed_on, _("互联网渠道，以双方确认之日为收到申请之日"), 3
        case Channel.FAX:
            received_on, reason, item = confirmed_on, _("传真，以双方确认之日为收到申请之日"), 3
    if received_on is None:
        reason = _("{reason}；尚未确认，收到申请之日未定").format(reason=reason)
    return Receipt(channel, arrived_at, confirmed_at, received_on, reason, REGULATION.article(31, item=item))


def civil_day(moment: Moment) -> date:
    """Return the civil day in China (北京时间) of a day or of a moment that carries its time zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ImpossibleDates(_("时间{moment}没有注明时区，不能确定日期。").format(moment=moment))
    return moment.astimezone(CHINA).date()
