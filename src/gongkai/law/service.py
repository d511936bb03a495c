"""Service of replies (送达) and whether it was in time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.periods import Due, check_order
from gongkai.wording import _


class ServiceMode(StrEnum):
    """How a reply is served."""

    DIRECT = "direct"  # 直接送达
    ENTRUSTED = "entrusted"  # 委托其他行政机关代为送达
    POSTAL = "postal"  # 邮寄送达
    ELECTRONIC = "electronic"  # 按申请人要求的电子形式提供


class Timeliness(StrEnum):
    """Whether a reply kept its period."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDETERMINED = "undetermined"  # the period ends on a provisional day


@dataclass(frozen=True, slots=True)
class Service:
    """When a reply counts as served, with the reason. ``served_on`` is None while the signature is missing."""

    mode: ServiceMode
    sent_on: date
    signed_on: date | None
    served_on: date | None
    reason: str


def decide_service(mode: ServiceMode, sent_on: date, signed_on: date | None = None) -> Service:
    """Decide the day of service (国办公开办函〔2016〕235号).

    By post it is the day of posting, by hand the day on which the applicant signed. An electronic reply is served on
    the day on which it was sent (ours).
    """
    check_order(sent_on, _("发出之日"), signed_on, _("签收之日"))
    match mode:
        case ServiceMode.POSTAL:
            return Service(mode, sent_on, signed_on, sent_on, _("邮寄送达，以交邮之日为准"))
        case ServiceMode.ELECTRONIC:
            return Service(mode, sent_on, signed_on, sent_on, _("电子形式，以发送之日为准"))
        case ServiceMode.DIRECT | ServiceMode.ENTRUSTED:
            reason = _("直接送达或者委托送达，以申请人签收之日为准")
            if signed_on is None:
                reason = _("{reason}；尚未签收").format(reason=reason)
            return Service(mode, sent_on, signed_on, signed_on, reason)


def timeliness(served_on: date, due: Due) -> Timeliness:
    """Return whether what was served on that day kept the period. A period that stands still is kept."""
    if due.provisional_from is not None and served_on >= due.provisional_from:
        return Timeliness.UNDETERMINED
    if due.due is None or served_on <= due.due:
        return Timeliness.IN_TIME
    return Timeliness.LATE
