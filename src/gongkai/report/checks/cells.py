"""What may stand in a cell of the statutory tables: a figure and nothing else.

One pass over the cells serves all rules of the family, and each rule gives one finding however many cells it is about.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from gongkai.report.checks.examples import Example
from gongkai.report.checks.footing import sums_within
from gongkai.report.checks.labels import cell_labels, listed
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Finding, Severity, Verdict
from gongkai.report.model import Normalised, Remark, What
from gongkai.stats.cells import Cell, CellState, number
from gongkai.stats.editions import CellId
from gongkai.wording import _


class Oddity(StrEnum):
    """What can be wrong with a single cell; the values are the rule keys."""

    BLANK = "cell.blank"
    DASH = "cell.dash"
    TEXT = "cell.text"
    NEGATIVE = "cell.negative"
    DECIMAL = "cell.decimal"
    SEPARATORS = "cell.separators"
    UNIT = "cell.unit"
    TORN = "cell.torn"


_OF_REMARK = {
    Normalised.SEPARATORS: Oddity.SEPARATORS,
    Normalised.UNIT_IN_CELL: Oddity.UNIT,
    Normalised.SIGN_IN_CELL: Oddity.UNIT,
    Normalised.ANNOTATED: Oddity.UNIT,
    Normalised.FIGURE_TORN: Oddity.TORN,
}
_OF_STATE = {CellState.BLANK: Oddity.BLANK, CellState.DASH: Oddity.DASH, CellState.TEXT: Oddity.TEXT}
_SEPARATED = re.compile(r"\d[,，'’ \u00a0\u2009\u3000]\d")
_WITH_MORE = re.compile(r"[^\d\s.,，．'’\-−－﹣]")

# Money, and in the 2019 edition changes, are not counts.
_MAY_BE_DECIMAL = (
    "table2.administrative_fees_wan_yuan",
    "table2.administrative_fees.",
    "table2.government_procurement.amount",
)
_SIGNED = ".change"
_MONEY_WITH_UNIT = "table2.government_procurement.amount"


def oddities(subject: Subject) -> Mapping[Oddity, tuple[CellId, ...]]:
    """Sort the cells that are not plain figures by what is odd about them, in the order of the tables."""
    found: dict[CellId, Oddity] = {}
    for cell_id, cell in subject.cells.items():
        if type(cell.number) is int and cell.number >= 0 and not cell.written:
            continue
        oddity = _oddity(cell_id, cell)
        if oddity is not None:
            found[cell_id] = oddity
    for remark in subject.report.remarks:
        oddity = _OF_REMARK.get(remark.kind)
        if oddity is not None:
            for cell_id in remark.cells:
                if _objectionable(cell_id, oddity):
                    found.setdefault(cell_id, oddity)
    sorted_out: dict[Oddity, list[CellId]] = {}
    for cell_id, oddity in found.items():
        sorted_out.setdefault(oddity, []).append(cell_id)
    return {oddity: tuple(cell_ids) for oddity, cell_ids in sorted_out.items()}


def _oddity(cell_id: CellId, cell: Cell) -> Oddity | None:
    if cell.number is None:
        return _OF_STATE[cell.state]
    if cell.number < 0 and not cell_id.endswith(_SIGNED):
        return Oddity.NEGATIVE
    if not isinstance(cell.number, int) and not cell_id.startswith(_MAY_BE_DECIMAL):
        return Oddity.DECIMAL
    for oddity, pattern in ((Oddity.SEPARATORS, _SEPARATED), (Oddity.UNIT, _WITH_MORE)):
        if pattern.search(cell.written) and _objectionable(cell_id, oddity):
            return oddity
    return None


def _objectionable(cell_id: CellId, oddity: Oddity) -> bool:
    """Say whether the format objects: changes are signed, and the amount of procurement names its unit itself."""
    return oddity is not Oddity.UNIT or not (cell_id.endswith(_SIGNED) or cell_id == _MONEY_WITH_UNIT)


def _judge(said: Callable[[str], str]) -> Callable[[Rule, Subject], Iterator[Finding]]:
    """Return the judge of one oddity; ``said`` puts the list of cells into its sentence."""

    def judge(rule: Rule, subject: Subject) -> Iterator[Finding]:
        if subject.edition is None or not subject.cells:
            return
        cell_ids = subject.once(oddities).get(Oddity(rule.key), ())
        if not cell_ids:
            yield rule.holds()
            return
        labels = cell_labels(subject.edition.key)
        shown = [_shown(labels.get(cell_id, cell_id), subject.cells.get(cell_id)) for cell_id in cell_ids]
        yield rule.broken(said(listed(shown)), cells=cell_ids)

    return judge


def _shown(label: str, cell: Cell | None) -> str:
    if cell is None or cell.state is CellState.BLANK:
        return label
    return _("{label}（“{written}”）").format(label=label, written=cell.written or cell.shown)


def _split_digits(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find neighbouring single digits that, put together, make the sum across right: "1 | 2" for 12."""
    if subject.edition is None or not subject.cells:
        return
    sums = subject.once(sums_within)
    split = False
    for across in (*sums.get("table3.across", ()), *sums.get("table4.across", ())):
        if across.verdict is not Verdict.BROKEN:
            continue
        labels = cell_labels(subject.edition.key)
        # The total stands first among the cells of such a sum.
        part_ids = across.cells[1:]
        figures = [subject.numbers[cell_id] for cell_id in across.cells if cell_id in subject.numbers]
        if len(figures) < len(across.cells):
            continue
        total, *parts = figures
        missing = total - sum(parts)
        for (left_id, left), (__, right) in pairwise(zip(part_ids, parts, strict=True)):
            # 10 × left + right belongs where left + right stand.
            if 0 < left < 10 and 0 <= right < 10 and 9 * left == missing:
                split = True
                message = _(
                    "{left_label}是 {left}，右边一格是 {right}，合起来作 {joined} 时这一行的总计 {total} 正好相符，"
                    "可能是一个数被拆在两格里。请对照原文核对这一行。"
                ).format(left_label=labels[left_id], left=left, right=right, joined=f"{left}{right}", total=total)
                yield rule.broken(message, across.rule.partition(".across.")[2], cells=across.cells)
                break
    if not split:
        yield rule.holds()


_SOURCE = "年度报告格式（2021、2019）附件；表内数据均为非负整数（收费、采购金额除外）"
_PRACTICE = "实践要求：没有发生的填 0，不留空白"
_CELL = "table2.administrative_coercion"

RULES = (
    Rule(
        "cell.blank",
        _("表格没有空白格"),
        Severity.WARNING,
        _PRACTICE,
        _judge(lambda cells: _("{cells}是空白。没有发生的请填 0。").format(cells=cells)),
        Example(cells={_CELL: None}),
    ),
    Rule(
        "cell.dash",
        _("表格不用“/”“—”“无”代替数字"),
        Severity.ERROR,
        _SOURCE,
        _judge(lambda cells: _("{cells}不是数字。没有发生的请填 0。").format(cells=cells)),
        Example(cells={_CELL: "/"}),
    ),
    Rule(
        "cell.text",
        _("表格里只有数字"),
        Severity.ERROR,
        _SOURCE,
        _judge(lambda cells: _("{cells}不能认作数字。请改填数字，说明写入正文。").format(cells=cells)),
        Example(cells={_CELL: "若干"}),
    ),
    Rule(
        "cell.negative",
        _("件数和金额不是负数"),
        Severity.ERROR,
        _SOURCE,
        _judge(lambda cells: _("{cells}是负数。件数和金额不能小于 0，请核对。").format(cells=cells)),
        Example(cells={_CELL: -1}),
    ),
    Rule(
        "cell.decimal",
        _("件数是整数"),
        Severity.ERROR,
        _SOURCE,
        _judge(lambda cells: _("{cells}带小数。件数应当是整数，请核对。").format(cells=cells)),
        Example(cells={_CELL: Decimal("1.5")}),
    ),
    Rule(
        "cell.separators",
        _("数字不加千分位分隔符"),
        Severity.ERROR,
        _SOURCE,
        _judge(lambda cells: _("{cells}带分隔符。请去掉分隔符，只填数字。").format(cells=cells)),
        Example(cells={_CELL: number(1234, "1,234")}),
    ),
    Rule(
        "cell.unit",
        _("数字不带单位、符号或者说明"),
        Severity.ERROR,
        _SOURCE,
        _judge(lambda cells: _("{cells}在数字以外还写有单位、符号或者说明。请只填数字。").format(cells=cells)),
        Example(cells={_CELL: number(12, "12件")}),
    ),
    Rule(
        "cell.torn",
        _("数字写在它自己的格里"),
        Severity.WARNING,
        "本项目：原件转换中的脱落",
        _judge(
            lambda cells: _("{cells}的数字在原件中脱离了所在的行，是按位置归还的。请对照原件核对。").format(cells=cells)
        ),
        Example(fields={"remarks": (Remark(Normalised.FIGURE_TORN, "0", (_CELL,)),)}),
    ),
    Rule(
        "cell.split_digits",
        _("一个数没有被拆在相邻两格里"),
        Severity.WARNING,
        "本项目：Word、PDF、扫描识别转换的常见错误",
        _split_digits,
        Example(cells={"table4.reconsideration.total": 11}, claims={What.RECONSIDERATIONS: 11}),
        along_with=("table3.across", "table4.across"),
    ),
)
