"""Outcomes (办理结果): every kind of reply (答复) that closes a request, with its basis, its row and its content.

The kinds are those of the national reference set of letters (国办公开办函〔2020〕2号), built from articles 36 to 39 of
the Regulation and the rows of the annual report's table three (年度报告表三).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gongkai.law.citations import FEE_MEASURES, REGULATION, Citation


class Outcome(StrEnum):
    """A kind of reply, in the order of table three."""

    # （一）予以公开
    ALREADY_PUBLIC = "already_public"
    INFORMATION_PROVIDED = "information_provided"
    # （二）部分公开
    PARTIALLY_DISCLOSED = "partially_disclosed"
    # （三）不予公开
    STATE_SECRET = "state_secret"
    PROHIBITED_BY_LAW = "prohibited_by_law"
    ENDANGERS_SECURITY_OR_STABILITY = "endangers_security_or_stability"
    PROTECTS_THIRD_PARTY = "protects_third_party"
    INTERNAL_AFFAIRS = "internal_affairs"
    PROCESS_INFORMATION = "process_information"
    ENFORCEMENT_FILE = "enforcement_file"
    ADMINISTRATIVE_INQUIRY = "administrative_inquiry"
    # （四）无法提供
    DOES_NOT_EXIST = "does_not_exist"
    OTHER_AGENCY_DISCLOSES = "other_agency_discloses"
    NEEDS_CREATION = "needs_creation"
    UNCLEAR_AFTER_SUPPLEMENT = "unclear_after_supplement"
    # （五）不予处理
    PETITION_REPORT_OR_COMPLAINT = "petition_report_or_complaint"
    DUPLICATE_REQUEST = "duplicate_request"
    ASKS_FOR_PUBLICATION = "asks_for_publication"
    UNJUSTIFIED_MASS_REQUESTS = "unjustified_mass_requests"
    ASKS_TO_CONFIRM_OR_REISSUE = "asks_to_confirm_or_reissue"
    # （六）其他处理
    SUPPLEMENT_OVERDUE = "supplement_overdue"
    FEE_OVERDUE = "fee_overdue"
    WITHDRAWN = "withdrawn"
    NOT_GOVERNMENT_INFORMATION = "not_government_information"
    # 更正: a case of its own kind, which table three does not count
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What the law lays down for one outcome.

    ``basis`` is empty where the Regulation states none: a withdrawal (撤回), and 要求确认或重新出具, which only the
    report format knows. ``row`` is the row key of table three, with item six in three rows; ``None`` where the table
    has none. ``must_contain`` is what the letter says beyond ``COMMON_CONTENTS``.
    """

    title: str
    basis: tuple[Citation, ...]
    row: str | None
    must_contain: tuple[str, ...]


COMMON_CONTENTS = (
    "行政机关全称",
    "标题",
    "文号",
    "申请人姓名或者名称",
    "收到申请的日期和方式",
    "申请内容",
    "答复结果",
    "法律依据（条、款、项）",
    "理由（依法应当说明的）",
    "提供政府信息的方式",
    "救济途径（结案答复）",
    "日期",
    "印章",
    "政府信息公开工作机构联系方式",
)
"""What every letter of this procedure contains."""

_WITHHELD = REGULATION.article(36, item=3)

OUTCOMES: Mapping[Outcome, OutcomeRule] = MappingProxyType(
    {
        Outcome.ALREADY_PUBLIC: OutcomeRule(
            "予以公开（已主动公开）",
            (REGULATION.article(36, item=1),),
            "disclosed",
            ("获取该政府信息的准确方式、途径（网址、栏目、公报期号等）",),
        ),
        Outcome.INFORMATION_PROVIDED: OutcomeRule(
            "予以公开（提供信息）",
            (REGULATION.article(36, item=2), REGULATION.article(40)),
            "disclosed",
            (
                "按申请人要求的形式提供的政府信息，或者获取的方式、途径和时间",
                "未按申请人要求的形式提供的，说明理由",
            ),
        ),
        Outcome.PARTIALLY_DISCLOSED: OutcomeRule(
            "部分公开",
            (REGULATION.article(37),),
            "partially_disclosed",
            ("予以公开的内容", "每一处不予公开内容的依据和理由"),
        ),
        Outcome.STATE_SECRET: OutcomeRule(
            "不予公开（属于国家秘密）",
            (_WITHHELD, REGULATION.article(14)),
            "withheld.state_secret",
            ("该信息已依法定密（在允许的范围内写明密级和定密依据）", "保守国家秘密法的有关规定"),
        ),
        Outcome.PROHIBITED_BY_LAW: OutcomeRule(
            "不予公开（其他法律、行政法规禁止公开）",
            (_WITHHELD, REGULATION.article(14)),
            "withheld.prohibited_by_law",
            ("禁止公开的法律、行政法规的名称和条款",),
        ),
        Outcome.ENDANGERS_SECURITY_OR_STABILITY: OutcomeRule(
            "不予公开（危及“三安全一稳定”）",
            (_WITHHELD, REGULATION.article(14)),
            "withheld.endangers_security_or_stability",
            ("危及国家安全、公共安全、经济安全、社会稳定中的哪一项", "理由"),
        ),
        Outcome.PROTECTS_THIRD_PARTY: OutcomeRule(
            "不予公开（保护第三方合法权益）",
            (_WITHHELD, REGULATION.article(15), REGULATION.article(32)),
            "withheld.protects_third_party",
            ("征求第三方意见的结果", "不公开不会对公共利益造成重大影响的理由"),
        ),
        Outcome.INTERNAL_AFFAIRS: OutcomeRule(
            "不予公开（内部事务信息）",
            (_WITHHELD, REGULATION.article(16, 1)),
            "withheld.internal_affairs",
            ("属于人事管理、后勤管理、内部工作流程中的哪一类", "理由"),
        ),
        Outcome.PROCESS_INFORMATION: OutcomeRule(
            "不予公开（过程性信息）",
            (_WITHHELD, REGULATION.article(16, 2)),
            "withheld.process_information",
            (
                "属于讨论记录、过程稿、磋商信函、请示报告中的哪一类",
                "没有法律、法规、规章规定该信息应当公开",
                "理由",
            ),
        ),
        Outcome.ENFORCEMENT_FILE: OutcomeRule(
            "不予公开（行政执法案卷信息）",
            (_WITHHELD, REGULATION.article(16, 2)),
            "withheld.enforcement_file",
            ("所属的行政执法案件", "查阅案卷的其他途径", "理由"),
        ),
        Outcome.ADMINISTRATIVE_INQUIRY: OutcomeRule(
            "不予公开（行政查询事项）",
            (REGULATION.article(36, item=7),),
            "withheld.administrative_inquiry",
            ("对信息的获取有特别规定的法律、行政法规", "办理查询的机构和途径"),
        ),
        Outcome.DOES_NOT_EXIST: OutcomeRule(
            "无法提供（政府信息不存在）",
            (REGULATION.article(36, item=4),),
            "unable_to_provide.not_held",
            ("已经检索：范围、关键词、系统、日期",),
        ),
        Outcome.OTHER_AGENCY_DISCLOSES: OutcomeRule(
            "无法提供（不属于本行政机关负责公开）",
            (REGULATION.article(36, item=5), REGULATION.article(10)),
            "unable_to_provide.not_held",
            ("理由", "能够确定负责公开的行政机关的，该机关的名称、联系方式"),
        ),
        Outcome.NEEDS_CREATION: OutcomeRule(
            "无法提供（没有现成信息需要另行制作）",
            (REGULATION.article(38),),
            "unable_to_provide.needs_creation",
            ("没有现成信息，需要对现有政府信息进行加工、分析",),
        ),
        Outcome.UNCLEAR_AFTER_SUPPLEMENT: OutcomeRule(
            "无法提供（补正后申请内容仍不明确）",
            (REGULATION.article(30),),
            "unable_to_provide.unclear_after_supplement",
            ("补正告知书的文号和日期", "仍不明确的内容"),
        ),
        Outcome.PETITION_REPORT_OR_COMPLAINT: OutcomeRule(
            "不予处理（信访举报投诉类申请）",
            (REGULATION.article(39, 1),),
            "not_processed.petition_report_or_complaint",
            ("不作为政府信息公开申请处理的理由", "可以提出的相应渠道"),
        ),
        Outcome.DUPLICATE_REQUEST: OutcomeRule(
            "不予处理（重复申请）",
            (REGULATION.article(36, item=6),),
            "not_processed.duplicate_request",
            ("此前答复的文号、日期和送达情况",),
        ),
        Outcome.ASKS_FOR_PUBLICATION: OutcomeRule(
            "不予处理（要求提供公开出版物）",
            (REGULATION.article(39, 2),),
            "not_processed.asks_for_publication",
            ("获取该出版物的途径",),
        ),
        Outcome.UNJUSTIFIED_MASS_REQUESTS: OutcomeRule(
            "不予处理（无正当理由大量反复申请）",
            (REGULATION.article(35),),
            "not_processed.unjustified_mass_requests",
            ("申请的数量、频次", "说明理由告知书的文号和日期", "申请人说明的理由", "理由不合理的原因"),
        ),
        Outcome.ASKS_TO_CONFIRM_OR_REISSUE: OutcomeRule(
            "不予处理（要求确认或者重新出具已获取信息）",
            (),
            "not_processed.asks_to_confirm_or_reissue",
            ("此前提供该信息的情况",),
        ),
        Outcome.SUPPLEMENT_OVERDUE: OutcomeRule(
            "不再处理（逾期不补正）",
            (REGULATION.article(30),),
            "otherwise_handled.supplement_overdue",
            ("补正告知书的文号和日期", "补正期限及其届满之日"),
        ),
        Outcome.FEE_OVERDUE: OutcomeRule(
            "不再处理（逾期未缴纳信息处理费）",
            (FEE_MEASURES.article(6),),
            "otherwise_handled.fee_overdue",
            (
                "收费通知书的文号和日期",
                "缴费期限届满之日",
                "对收费有异议的，不能单独提出，可以一并对不再处理决定提出",
            ),
        ),
        Outcome.WITHDRAWN: OutcomeRule(
            "终止办理（申请人撤回申请）",
            (),
            "otherwise_handled.other",
            ("申请人书面撤回申请的日期",),
        ),
        Outcome.NOT_GOVERNMENT_INFORMATION: OutcomeRule(
            "其他处理（不属于政府信息）",
            (REGULATION.article(2),),
            "otherwise_handled.other",
            ("不属于政府信息的理由",),
        ),
        Outcome.RECTIFICATION: OutcomeRule(
            "更正（记录不准确）",
            (REGULATION.article(41),),
            None,
            ("已经更正、已经转送或者应当向哪一机关提出",),
        ),
    }
)

_ITEM_SIX = "otherwise_handled"


def report_row(outcome: Outcome, *, item_six_in_one_row: bool) -> str | None:
    """Return the key of the row of table three (表三) that counts an outcome; ``None`` for 更正, which none counts.

    The 2019 edition has one row for item six (其他处理), the 2021 edition three.
    """
    row = OUTCOMES[outcome].row
    if row is not None and item_six_in_one_row and row.startswith(f"{_ITEM_SIX}."):
        return _ITEM_SIX
    return row


def refuses_under_articles_14_to_16(outcome: Outcome) -> bool:
    """Say whether an outcome withholds under article 14, 15 or 16 (条例第十四条、第十五条、第十六条)."""
    return any(
        citation.statute is REGULATION and citation.article in (14, 15, 16) for citation in OUTCOMES[outcome].basis
    )
