"""The editions of the annual-report format (年度报告格式): every table, row and column, labels verbatim.

The format is law that changes by adding an edition: an old report is judged by the edition of its year.
A cell is addressed by one string, ``table3.newly_received.natural_person``; what has a single figure in its row is
addressed by the row, ``table2.administrative_licenses``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

CellId = str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its stable key and its verbatim label."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures.

    ``label`` is verbatim with its number; ``group`` is the verbatim label of the bracket it stands in, or empty.
    """

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of table two (表二): the item of article 20 that it reports on, its heads and its rows."""

    article_20: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cell_ids(self, row: Row) -> tuple[CellId, ...]:
        """Return the addresses of the figures of one row, left to right."""
        if len(self.columns) == 1:
            return (f"table2.{row.key}",)
        return tuple(f"table2.{row.key}.{column.key}" for column in self.columns)


# 表三 · 申请人情况: the natural person, five kinds of organisation, the total.
TABLE3_COLUMNS = (
    Column("natural_person", "自然人"),
    Column("enterprise", "商业企业"),
    Column("research_institution", "科研机构"),
    Column("public_welfare_organization", "社会公益组织"),
    Column("legal_services", "法律服务机构"),
    Column("other_organization", "其他"),
    Column("total", "总计"),
)
TABLE3_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TABLE3_OUTCOMES_LABEL = "三、本年度办理结果"

TABLE4_COLUMNS = (
    Column("upheld", "结果维持"),
    Column("overturned", "结果纠正"),
    Column("other_result", "其他结果"),
    Column("pending", "尚未审结"),
    Column("total", "总计"),
)
TABLE4_GROUPS = (
    Row("reconsideration", "行政复议"),
    Row("direct_litigation", "未经复议直接起诉", "行政诉讼"),
    Row("litigation_after_reconsideration", "复议后起诉", "行政诉讼"),
)

_WITHHELD = "（三）不予公开"
_UNABLE = "（四）无法提供"
_NOT_PROCESSED = "（五）不予处理"
_OTHERWISE = "（六）其他处理"

NEWLY_RECEIVED = Row("newly_received", "一、本年新收政府信息公开申请数量")
CARRIED_IN = Row("carried_over_from_last_year", "二、上年结转政府信息公开申请数量")
TOTAL = Row("total", "（七）总计")
CARRIED_OUT = Row("carried_over_to_next_year", "四、结转下年度继续办理")
OTHERWISE_ONE_ROW = Row("otherwise_handled", _OTHERWISE)

_OUTCOMES_ONE_TO_FIVE = (
    Row("disclosed", "（一）予以公开"),
    Row("partially_disclosed", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Row("withheld.state_secret", "1.属于国家秘密", _WITHHELD),
    Row("withheld.prohibited_by_law", "2.其他法律行政法规禁止公开", _WITHHELD),
    Row("withheld.endangers_security_or_stability", "3.危及“三安全一稳定”", _WITHHELD),
    Row("withheld.protects_third_party", "4.保护第三方合法权益", _WITHHELD),
    Row("withheld.internal_affairs", "5.属于三类内部事务信息", _WITHHELD),
    Row("withheld.process_information", "6.属于四类过程性信息", _WITHHELD),
    Row("withheld.enforcement_file", "7.属于行政执法案卷", _WITHHELD),
    Row("withheld.administrative_inquiry", "8.属于行政查询事项", _WITHHELD),
    Row("unable_to_provide.not_held", "1.本机关不掌握相关政府信息", _UNABLE),
    Row("unable_to_provide.needs_creation", "2.没有现成信息需要另行制作", _UNABLE),
    Row("unable_to_provide.unclear_after_supplement", "3.补正后申请内容仍不明确", _UNABLE),
    Row("not_processed.petition_report_or_complaint", "1.信访举报投诉类申请", _NOT_PROCESSED),
    Row("not_processed.duplicate_request", "2.重复申请", _NOT_PROCESSED),
    Row("not_processed.asks_for_publication", "3.要求提供公开出版物", _NOT_PROCESSED),
    Row("not_processed.unjustified_mass_requests", "4.无正当理由大量反复申请", _NOT_PROCESSED),
    Row("not_processed.asks_to_confirm_or_reissue", "5.要求行政机关确认或重新出具已获取信息", _NOT_PROCESSED),
)
OTHERWISE_ROWS = (
    Row(
        "otherwise_handled.supplement_overdue",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        _OTHERWISE,
    ),
    Row(
        "otherwise_handled.fee_overdue",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        _OTHERWISE,
    ),
    Row("otherwise_handled.other", "3.其他", _OTHERWISE),
)


@dataclass(frozen=True)
class Edition:
    """One edition of the format, with the reporting years to which it applies."""

    key: str
    document_number: str
    first_year: int
    last_year: int | None
    section_titles: tuple[str, ...]
    table2: tuple[Block, ...]
    outcome_rows: tuple[Row, ...]

    @cached_property
    def table3_rows(self) -> tuple[Row, ...]:
        """Every row of table three (表三), top to bottom."""
        return (NEWLY_RECEIVED, CARRIED_IN, *self.outcome_rows, TOTAL, CARRIED_OUT)

    @cached_property
    def item_six_is_one_row(self) -> bool:
        """Whether item six of table three (其他处理) is one row in this edition."""
        return OTHERWISE_ONE_ROW in self.outcome_rows

    @cached_property
    def table3_rows_one_row_item_six(self) -> tuple[Row, ...]:
        """The rows of table three where item six (其他处理) is printed as one row, as many later reports still do."""
        outcomes = (*(row for row in self.outcome_rows if row not in OTHERWISE_ROWS), OTHERWISE_ONE_ROW)
        if self.item_six_is_one_row:
            outcomes = self.outcome_rows
        return (NEWLY_RECEIVED, CARRIED_IN, *outcomes, TOTAL, CARRIED_OUT)

    def table2_rows(self) -> Iterator[tuple[Block, Row]]:
        """Yield every row of table two (表二) with its block."""
        for block in self.table2:
            for row in block.rows:
                yield block, row


def table3_cell(row: str, column: str) -> CellId:
    """Return the address of a cell of table three."""
    return f"table3.{row}.{column}"


@cache
def table3_cells(row: str) -> tuple[CellId, ...]:
    """Return the addresses of the seven cells of one row of table three."""
    return tuple(f"table3.{row}.{column.key}" for column in TABLE3_COLUMNS)


@cache
def table4_cells(group: str) -> tuple[CellId, ...]:
    """Return the addresses of the five cells of one group of table four."""
    return tuple(f"table4.{group}.{column.key}" for column in TABLE4_COLUMNS)


_SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)

_DECISIONS_2019 = (
    Column("last_year_items", "上一年项目数量"),
    Column("change", "本年增/减"),
    Column("decisions", "处理决定数量"),
)

EDITION_2019 = Edition(
    key="2019",
    document_number="国办公开办函〔2019〕60号",
    first_year=2019,
    last_year=2020,
    section_titles=_SECTIONS,
    table2=(
        Block(
            "第二十条第（一）项",
            (
                Column("newly_made", "本年新制作数量"),
                Column("newly_published", "本年新公开数量"),
                Column("total_published", "对外公开总数量"),
            ),
            (Row("government_rules", "规章"), Row("normative_documents", "规范性文件")),
        ),
        Block(
            "第二十条第（五）项",
            _DECISIONS_2019,
            (Row("administrative_licenses", "行政许可"), Row("other_external_services", "其他对外管理服务事项")),
        ),
        Block(
            "第二十条第（六）项",
            _DECISIONS_2019,
            (Row("administrative_penalties", "行政处罚"), Row("administrative_coercion", "行政强制")),
        ),
        Block("第二十条第（八）项", _DECISIONS_2019[:2], (Row("administrative_fees", "行政事业性收费"),)),
        Block(
            "第二十条第（九）项",
            (Column("items", "采购项目数量"), Column("amount", "采购总金额")),
            (Row("government_procurement", "政府集中采购"),),
        ),
    ),
    outcome_rows=(*_OUTCOMES_ONE_TO_FIVE, OTHERWISE_ONE_ROW),
)

EDITION_2021 = Edition(
    key="2021",
    document_number="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    section_titles=_SECTIONS,
    table2=(
        Block(
            "第二十条第（一）项",
            (
                Column("issued", "本年制发件数"),
                Column("repealed", "本年废止件数"),
                Column("in_force", "现行有效件数"),
            ),
            (Row("government_rules", "规章"), Row("normative_documents", "行政规范性文件")),
        ),
        Block(
            "第二十条第（五）项",
            (Column("decisions", "本年处理决定数量"),),
            (Row("administrative_licenses", "行政许可"),),
        ),
        Block(
            "第二十条第（六）项",
            (Column("decisions", "本年处理决定数量"),),
            (Row("administrative_penalties", "行政处罚"), Row("administrative_coercion", "行政强制")),
        ),
        Block(
            "第二十条第（八）项",
            (Column("fees_wan_yuan", "本年收费金额（单位：万元）"),),
            (Row("administrative_fees_wan_yuan", "行政事业性收费"),),
        ),
    ),
    outcome_rows=(*_OUTCOMES_ONE_TO_FIVE, *OTHERWISE_ROWS),
)

EDITIONS = (EDITION_2019, EDITION_2021)


def edition_of_year(year: int) -> Edition | None:
    """Return the edition that a report on ``year`` follows; ``None`` before 2019, when no national tables existed."""
    for edition in EDITIONS:
        if edition.first_year <= year and (edition.last_year is None or year <= edition.last_year):
            return edition
    return None


def edition(key: str) -> Edition:
    """Return the edition with this key (``"2019"`` or ``"2021"``)."""
    return {each.key: each for each in EDITIONS}[key]
