"""Remedies (救济途径) that a reply tells of: reconsideration (行政复议) first, or that or litigation (行政诉讼).

The day of the reply (答复作出之日) decides which of three epochs applies: the letter states the law in force on the day
it is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.law.citations import INTERPRETATION_2025, RECONSIDERATION_LAW, REGULATION
from gongkai.law.outcomes import Outcome, refuses_under_articles_14_to_16
from gongkai.wording import _


class RemedyEpoch(StrEnum):
    """A time of unchanged law on the way from a reply to a court."""

    EITHER_WAY = "either_way"  # 2023年12月31日以前：复议、诉讼自由选择
    RECONSIDERATION_LAW = "reconsideration_law"  # 2024年1月1日起：不予公开的，复议前置
    INTERPRETATION = "interpretation"  # 2025年6月1日起：第十四条至第十六条的不予公开，复议前置


class RemedyKind(StrEnum):
    """What an applicant who does not accept a reply may do."""

    RECONSIDERATION_FIRST = "reconsideration_first"  # 复议前置
    EITHER = "either"  # 复议或者诉讼
    NONE = "none"  # 申请人撤回申请：没有需要救济的决定


class RemedyUnknown(GongkaiError):
    """What was given does not say which remedy a letter must state."""


EPOCHS = (
    (REGULATION.in_force_from, RemedyEpoch.EITHER_WAY),
    (RECONSIDERATION_LAW.in_force_from, RemedyEpoch.RECONSIDERATION_LAW),
    (INTERPRETATION_2025.in_force_from, RemedyEpoch.INTERPRETATION),
)
"""The first day of each epoch, oldest first."""


@dataclass(frozen=True, slots=True)
class ContestedRemedies:
    """What an agency holds where the law does not say whether reconsideration comes first (复议前置).

    行政复议法第二十三条第一款第四项 says 不予公开 and no more. Whether that takes in the following is contested; each
    agency sets its view, and these are the defaults:

    - 部分公开: taken in, since it withholds a part;
    - 行政查询事项 (条例第三十六条第七项): not taken in, since it points to another law's procedure;
    - 无法提供, 不予处理, 不再处理, 不属于政府信息, between 2024-01-01 and 2025-05-31: not taken in. From 2025-06-01 the
      Supreme People's Court's interpretation (司法解释第一条第一项) lets them be sued directly.
    """

    partially_disclosed_first: bool = True
    administrative_inquiry_first: bool = False
    other_grounds_first_until_interpretation: bool = False


_DISCLOSES = (Outcome.ALREADY_PUBLIC, Outcome.INFORMATION_PROVIDED, Outcome.RECTIFICATION)


def remedy_epoch(replied_on: date) -> RemedyEpoch:
    """Return the epoch of a reply made on this day; a reply from before the Regulation of 2019 is refused."""
    found = [epoch for first_day, epoch in EPOCHS if first_day <= replied_on]
    if not found:
        raise RemedyUnknown(
            _(
                "{day.year}年{day.month}月{day.day}日在现行条例施行（2019年5月15日）之前，不能据此确定救济途径。请核对日期。"
            ).format(day=replied_on)
        )
    return found[-1]


def remedy_kind(outcome: Outcome, replied_on: date, contested: ContestedRemedies) -> RemedyKind:
    """Return which remedy a reply of this kind, made on this day, must state (行政复议法第二十三条).

    ``contested`` is the agency's view of what the law leaves open.
    """
    if outcome is Outcome.WITHDRAWN:
        return RemedyKind.NONE
    epoch = remedy_epoch(replied_on)
    if epoch is RemedyEpoch.EITHER_WAY or outcome in _DISCLOSES:
        first = False
    elif refuses_under_articles_14_to_16(outcome):
        first = True
    elif outcome is Outcome.PARTIALLY_DISCLOSED:
        first = contested.partially_disclosed_first
    elif outcome is Outcome.ADMINISTRATIVE_INQUIRY:
        first = contested.administrative_inquiry_first
    else:
        first = epoch is RemedyEpoch.RECONSIDERATION_LAW and contested.other_grounds_first_until_interpretation
    return RemedyKind.RECONSIDERATION_FIRST if first else RemedyKind.EITHER


def is_contested(outcome: Outcome, replied_on: date) -> bool:
    """Say whether the law leaves the remedy of this outcome on this day to ``ContestedRemedies``."""
    views = (
        ContestedRemedies(partial, inquiry, other)
        for partial in (False, True)
        for inquiry in (False, True)
        for other in (False, True)
    )
    return len({remedy_kind(outcome, replied_on, view) for view in views}) > 1


def remedy_text(kind: RemedyKind, organs: Sequence[str], court: str) -> str:
    """Return the remedy paragraph of a letter; empty where there is none to state.

    ``organs`` are the reconsideration organs (复议机关) between which the applicant may choose, mostly one.
    """
    if kind is RemedyKind.NONE:
        return ""
    organ = _named(organs, court)
    if kind is RemedyKind.RECONSIDERATION_FIRST:
        return (
            f"如不服本答复，应当先自收到本答复之日起60日内向{organ}申请行政复议；"
            f"对行政复议决定不服的，可以自收到复议决定书之日起15日内向{court}提起行政诉讼。"
        )
    return (
        f"如不服本答复，可以自收到本答复之日起60日内向{organ}申请行政复议，"
        f"或者自收到本答复之日起6个月内向{court}提起行政诉讼。"
    )


def non_reply_guidance(organs: Sequence[str], court: str, due_on: date) -> str:
    """Return what to tell an applicant whose request was not answered in time (逾期不予答复).

    From 2024 courts differ on whether reconsideration comes first: 行政复议法第二十三条第一款第三项 puts a duty not
    performed (未履行法定职责) under it, 司法解释第二条第二款 speaks of applying or suing. So both ways are named and
    neither is asserted. ``due_on``, the last day of the reply period, decides the epoch.
    """
    organ = _named(organs, court)
    guidance = f"行政机关逾期不予答复的，可以依法向{organ}申请行政复议，也可以依法向{court}提起行政诉讼。"
    if remedy_epoch(due_on) is RemedyEpoch.EITHER_WAY:
        return guidance
    return (
        f"{guidance}是否应当先申请行政复议，现行规定的理解和各地做法不一，"
        "提起行政诉讼前请向有管辖权的人民法院或者行政复议机构了解。"
    )


def _named(organs: Sequence[str], court: str) -> str:
    names = [name.strip() for name in organs]
    if not names or not all(names) or not court.strip():
        raise RemedyUnknown(
            _("没有写明复议机关或者管辖法院，不能生成救济告知。请先在本机关的设置中填写复议机关和管辖法院的全称。")
        )
    return "或者".join(names)
