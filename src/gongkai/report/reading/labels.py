"""Which row, column or heading of the statutory tables a piece of text names.

Labels are verbatim in the format and anything but in practice: shortened, misprinted, cut by line breaks, with other
numbers. A label is told by its stem, the few characters that no other label has; what differs from the verbatim
label is told to the reader of the report by a remark.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.report.model import Normalised
from gongkai.report.reading.normalise import label_key, remembered
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    EDITION_2019,
    EDITION_2021,
    NEWLY_RECEIVED,
    OTHERWISE_ONE_ROW,
    TOTAL,
)

# Stems are tried in this order; the first that the label contains decides.
_TABLE3_STEMS: tuple[tuple[str, str], ...] = (
    ("无正当理由逾期", "otherwise_handled.supplement_overdue"),
    ("无正当理由大量", "not_processed.unjustified_mass_requests"),
    ("补正后申请", "unable_to_provide.unclear_after_supplement"),
    ("仍不明确", "unable_to_provide.unclear_after_supplement"),
    ("逾期不补正", "otherwise_handled.supplement_overdue"),
    ("逾期补正", "otherwise_handled.supplement_overdue"),
    ("不补正", "otherwise_handled.supplement_overdue"),
    ("逾期未按收费", "otherwise_handled.fee_overdue"),
    ("逾期不缴", "otherwise_handled.fee_overdue"),
    ("逾期未缴", "otherwise_handled.fee_overdue"),
    ("未按收费通知", "otherwise_handled.fee_overdue"),
    ("本年新收", NEWLY_RECEIVED.key),
    ("本年度新收", NEWLY_RECEIVED.key),
    ("上年结转", CARRIED_IN.key),
    ("上年度结转", CARRIED_IN.key),
    ("结转下年", CARRIED_OUT.key),
    ("结转下一年", CARRIED_OUT.key),
    ("部分公开", "partially_disclosed"),
    ("国家秘密", "withheld.state_secret"),
    ("行政法规禁止", "withheld.prohibited_by_law"),
    ("法律行政", "withheld.prohibited_by_law"),
    ("禁止公开", "withheld.prohibited_by_law"),
    ("三安全一稳定", "withheld.endangers_security_or_stability"),
    ("危及", "withheld.endangers_security_or_stability"),
    ("第三方合法", "withheld.protects_third_party"),
    ("内部事务", "withheld.internal_affairs"),
    ("过程性信息", "withheld.process_information"),
    ("执法案卷", "withheld.enforcement_file"),
    ("行政查询", "withheld.administrative_inquiry"),
    ("不掌握", "unable_to_provide.not_held"),
    ("另行制作", "unable_to_provide.needs_creation"),
    ("没有现成", "unable_to_provide.needs_creation"),
    ("信访举报", "not_processed.petition_report_or_complaint"),
    ("信访投诉", "not_processed.petition_report_or_complaint"),
    ("大量反复", "not_processed.unjustified_mass_requests"),
    ("大量重复", "not_processed.unjustified_mass_requests"),
    ("重复申请", "not_processed.duplicate_request"),
    ("公开出版物", "not_processed.asks_for_publication"),
    ("确认或重新", "not_processed.asks_to_confirm_or_reissue"),
    ("重新出具", "not_processed.asks_to_confirm_or_reissue"),
    ("予以公开", "disclosed"),
)
# Labels so short that they count only as the whole text of a cell.
_TABLE3_WHOLE = {
    "其他": "otherwise_handled.other",
    "总计": TOTAL.key,
    "合计": TOTAL.key,
    "其他处理": OTHERWISE_ONE_ROW.key,
}
_GROUPS = ("不予公开", "无法提供", "不予处理", "其他处理", "本年度办理结果", "办理结果")

_TABLE2_WHOLE = {
    "规章": "government_rules",
    "行政规范性文件": "normative_documents",
    "规范性文件": "normative_documents",
    "行政许可": "administrative_licenses",
    "其他对外管理服务事项": "other_external_services",
    "行政处罚": "administrative_penalties",
    "行政强制": "administrative_coercion",
    "行政事业性收费": "administrative_fees",
    "政府集中采购": "government_procurement",
}

_VERBATIM: dict[str, frozenset[str]] = {}
for _edition in (EDITION_2019, EDITION_2021):
    for _row in (*_edition.table3_rows, OTHERWISE_ONE_ROW):
        _VERBATIM[_row.key] = frozenset({label_key(_row.label)})
_FUZZY = tuple((key, frozenset(key), row) for row, (key,) in _VERBATIM.items() if len(key) >= 5)

# 「部分公开（区分处理的，…）」 is printed without its bracket by many; that is no misprint.
_ACCEPTED = {
    "partially_disclosed": frozenset({"部分公开"}),
    TOTAL.key: frozenset({"总计"}),
    CARRIED_OUT.key: frozenset({"结转下年度继续办理"}),
}


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row of table three that a text names; ``remark`` says how the text departs from the verbatim label."""

    row: str
    remark: Normalised | None


@remembered
def table3_row(text: str) -> RowLabel | None:
    """Return the row of table three that the text of one cell, or of one label, names."""
    key = _row_key(text)
    if len(key) < 2 or len(key) > 120:
        return None
    for group in _GROUPS:
        # 「（三）不予公开 1.属于国家秘密」 in one cell: the group is not the row.
        if key.startswith(group) and len(key) > len(group) + 3:
            key = label_key(key[len(group) :])
            break
    if key == "合计" and "七" not in text:
        return None  # Of a few rows, not of all.
    if (row := _TABLE3_WHOLE.get(key)) is not None:
        return RowLabel(row, _departure(key, row))
    for stem, row in _TABLE3_STEMS:
        if stem in key:
            return RowLabel(row, _departure(key, row))
    if key in _GROUPS:
        return None
    return _nearest(key)


def _row_key(text: str) -> str:
    # A common slip in the bracket 不予公开, which is not the row 予以公开.
    return label_key(text).replace("不予以公开", "不予公开")


def _departure(key: str, row: str) -> Normalised | None:
    verbatim = _VERBATIM[row] | _ACCEPTED.get(row, frozenset())
    if key in verbatim or any(key.replace("年度", "年") == each.replace("年度", "年") for each in verbatim):
        return None
    if any(key in each for each in verbatim) or len(key) < max(map(len, verbatim)) * 2 // 3:
        return Normalised.LABEL_SHORTENED
    return Normalised.LABEL_MISPRINTED


def _nearest(key: str) -> RowLabel | None:
    """Return the row whose label is plainly meant by a part of it or a misprint: near to it and to no other."""
    if len(key) < 5:
        return None
    cut = [row for verbatim, _own, row in _FUZZY if key in verbatim]
    if cut:
        return RowLabel(cut[0], Normalised.LABEL_SHORTENED) if len(cut) == 1 else None
    characters = set(key)
    alike = [(verbatim, row) for verbatim, own, row in _FUZZY if len(own & characters) * 2 >= len(own)]
    if not alike:
        return None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    scores = []
    for verbatim, row in alike:
        matcher.set_seq1(verbatim)
        if matcher.quick_ratio() > 0.7:
            scores.append((matcher.ratio(), row))
    scores.sort(reverse=True)
    if scores and scores[0][0] >= 0.75 and (len(scores) == 1 or scores[0][0] - scores[1][0] > 0.1):
        return RowLabel(scores[0][1], Normalised.LABEL_MISPRINTED)
    return None


@remembered
def table3_rows_in(text: str) -> tuple[str, ...]:
    """Return the rows of table three whose stems a longer text contains, in order of appearance."""
    key = _row_key(text)
    found: dict[str, int] = {}
    for stem, row in _TABLE3_STEMS:
        at = key.find(stem)
        if at >= 0 and at < found.get(row, len(key)):
            found[row] = at
    return tuple(sorted(found, key=found.__getitem__))


_PIECES = "|".join((*(key for keys in _VERBATIM.values() for key in keys), *_GROUPS))


@remembered
def is_piece_of_label(text: str) -> bool:
    """Say whether text can stand in a label of table three, in its middle or as a bracket before it."""
    return label_key(text) in _PIECES


def resembles(text: str, row: str) -> bool:
    """Say whether text can be the label of this row, spoilt: at least half of it is."""
    (verbatim,) = _VERBATIM[row]
    return SequenceMatcher(None, verbatim, label_key(text), autojunk=False).ratio() > 0.5


@remembered
def table2_row(text: str) -> str | None:
    """Return the row of table two that the text of one cell names (without the edition's suffix)."""
    key = label_key(text)
    row = _TABLE2_WHOLE.get(key)
    if row is None and key.startswith("其他对外管理服务"):
        return "other_external_services"
    return row


def shortened_in_table2(text: str) -> bool:
    """Say whether a label of table two of 2021 is not verbatim: 规范性文件 for 行政规范性文件."""
    return label_key(text) == "规范性文件"


@remembered
def table2_edition(text: str) -> str | None:
    """Return the edition to which a column head of table two belongs; heads that both have give ``None``."""
    key = label_key(text)
    if any(stem in key for stem in ("制发件数", "废止件数", "现行有效", "本年处理决定", "本年收费金额")):
        return EDITION_2021.key
    if any(
        stem in key
        for stem in ("新制作", "新公开", "对外公开总", "上一年项目", "上年项目", "采购项目数量", "采购总金额")
    ):
        return EDITION_2019.key
    return None


@remembered
def table_begun_by(text: str) -> int:
    """Return the number of the table at whose head the text of a cell stands, 0 where it is none of their heads."""
    key = label_key(text)
    if key.startswith("第二十条第") or key == "信息内容":
        return 2
    if key in {"申请人情况", "自然人"} or "勾稽关系" in key or "钩稽关系" in key:
        return 3
    return 4 if key.startswith("行政复议") and len(key) < 10 else 0


TABLE3_HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
TABLE4_HEADS = ("维持", "纠正", "其他结果", "尚未审结", "总计")

_TABLE4_WORDS = frozenset(
    (
        *("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "总计", "合计"),
        *("结果维持", "结果纠正", "其他结果", "尚未审结", "维持", "纠正"),
    )
)


def is_table4_head(text: str) -> bool:
    """Say whether the text of a cell is a head of table four."""
    return label_key(text) in _TABLE4_WORDS
