"""What the command line shows to people: answers and reports as text for a terminal."""

import csv
import io
import unicodedata
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from gongkai.wording import _

if TYPE_CHECKING:
    from gongkai.corpus.building import Built
    from gongkai.corpus.checking import Summary
    from gongkai.corpus.comparing import Compared
    from gongkai.corpus.rollup import Group, RolledUp
    from gongkai.corpus.rulings import Rulable, Rulings
    from gongkai.law import Due
    from gongkai.privacy.findings import Scan
    from gongkai.report.comparison import Comparison
    from gongkai.report.findings import Finding
    from gongkai.report.model import AnnualReport, Place
    from gongkai.stats.identities import Term


def width(text: str) -> int:
    """Return how many columns a terminal needs for text: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def table(rows: Sequence[Sequence[str]], *, left: Container[int] = (0,)) -> str:
    """Return rows as aligned text: the columns in ``left`` to the left, the others to the right."""
    widths = [0] * max(map(len, rows))
    for row in rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], width(cell))
    lines = []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - width(cell))
            cells.append(cell + space if column in left else space + cell)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


_WEEKDAYS = "一二三四五六日"


def due(answer: "Due") -> str:
    """Return the last day of a period and the count that leads to it, day by day."""
    rows = [(_("日期"), _("星期"), _("第几日"), _("说明"))]
    rows += [
        (each.day.isoformat(), _WEEKDAYS[each.day.weekday()], str(each.n) if each.counted else "", each.reason)
        for each in answer.days
    ]
    return "\n".join((table(rows, left=(0, 1, 3)), "", *due_in_words(answer)))


_MARKS = {
    "supplement_notice_late": "注意：补正告知超过了收到申请后七个工作日。",
    "fee_notice_late": "注意：收费通知在答复期限届满后发出。",
    "payment_late": "注意：缴费超过了收到收费通知次日起二十个工作日。",
    "consultation_before_restart": "注意：在期限重新计算之前结束的征求意见不再扣除。",
    "consultation_after_period": "注意：在期限届满之日或者之后发出的征求意见不扣除。",
}
_WAITING = {"supplement": "等待申请人补正", "payment": "等待申请人缴费", "consultation": "等待征求意见的答复"}


def due_in_words(answer: "Due") -> Iterator[str]:
    """Yield what an answer comes to, a sentence each: the last day or why there is none, then what is amiss."""
    yield from _conclusion(answer)
    yield from (_(_MARKS[mark.value]) for mark in answer.marks)


def _conclusion(answer: "Due") -> Iterator[str]:
    if answer.due is None:
        waiting = _(_WAITING[answer.waiting_for.value]) if answer.waiting_for else ""
        yield _("期限停止计算：{waiting}，还剩 {days} 个工作日（{source}）。").format(
            waiting=waiting, days=answer.remaining, source=answer.source
        )
        return
    yield _("期限届满之日：{day}（星期{weekday}），依据{source}。").format(
        day=answer.due.isoformat(), weekday=_WEEKDAYS[answer.due.weekday()], source=answer.source
    )
    if answer.provisional_from is not None:
        yield _(
            "这是暂定的日期：{year} 年的节假日安排尚未公布或者尚未载入，公布后可能变动；不得据以拒绝或者结案。"
        ).format(year=answer.provisional_from.year)


def report(value: "AnnualReport") -> str:
    """Return what a report says, table by table, and what had to be put right to read it."""
    from gongkai.stats.editions import (
        OTHERWISE_ONE_ROW,
        TABLE3_COLUMNS,
        TABLE4_COLUMNS,
        TABLE4_GROUPS,
        table3_cells,
        table4_cells,
    )

    parts = [_heading(value)]
    edition = value.edition

    def shown(cells: Sequence[str]) -> list[str]:
        return [held.shown if (held := value.cells.get(cell)) is not None else "" for cell in cells]

    if edition is not None:
        for block in edition.table2:
            rows = [
                [row.label, *shown(block.cell_ids(row))]
                for row in block.rows
                if any(cell in value.cells for cell in block.cell_ids(row))
            ]
            if rows:
                parts.append(table([[block.article_20, *(column.label for column in block.columns)], *rows]))
        one_row = any(cell in value.cells for cell in table3_cells(OTHERWISE_ONE_ROW.key))
        declared = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
        rows = [
            [f"{row.group}{row.label}".split("（区分")[0], *shown(table3_cells(row.key))]
            for row in declared
            if any(cell in value.cells for cell in table3_cells(row.key))
        ]
        if rows:
            heads = ["", *(column.label for column in TABLE3_COLUMNS)]
            parts.append(table([heads, *([_clipped(label), *figures] for label, *figures in rows)]))
        rows = [
            [group.label, *shown(table4_cells(group.key))]
            for group in TABLE4_GROUPS
            if any(cell in value.cells for cell in table4_cells(group.key))
        ]
        if rows:
            parts.append(table([["", *(column.label for column in TABLE4_COLUMNS)], *rows]))
    if value.claims:
        parts.append(_("文字中的数据："))
        parts[-1] += "".join(f"\n  {claim.text}" for claim in dict.fromkeys(value.claims))
    if value.remarks:
        parts.append(_("读取时作了处理：") + "".join(f"\n  {line}" for line in _remarks(value)))
    return "\n\n".join(parts)


def _clipped(label: str) -> str:
    return label if len(label) <= 24 else f"{label[:23]}…"


def _heading(value: "AnnualReport") -> str:
    edition = _("{key} 年格式").format(key=value.edition_key) if value.edition_key else _("没有全国统一格式")
    return "\n".join(
        (
            value.title or _("（没有标题）"),
            _("机关：{agency}　年度：{year}　{edition}　{complete}").format(
                agency=value.agency or _("未写明"),
                year=value.year or _("未写明"),
                edition=edition,
                complete=_("三张表齐全") if value.complete else _("三张表不全"),
            ),
        )
    )


_REMARKS = {
    "label_misprinted": "行名有误",
    "label_shortened": "行名不全",
    "label_missing": "行名缺失，按所在位置认定",
    "compatibility_characters": "全角数字或者部首字符",
    "traditional_characters": "繁体字",
    "separators": "数字带千分位",
    "unit_in_cell": "单元格内带单位",
    "sign_in_cell": "单元格内带正号",
    "annotated": "单元格内有说明",
    "figure_torn": "数字脱离所在行，只有一格能容纳",
    "row_unreadable": "认不出各数属于哪一列，没有采用",
    "edition_by_tables": "表格采用的格式与年度不符",
    "encoding": "文件的编码与声明不符",
}


def _remarks(value: "AnnualReport") -> Iterator[str]:
    seen: dict[str, None] = {}
    for remark in value.remarks:
        written = f"“{' '.join(remark.written.split())}”" if remark.written else ""
        place = where(remark.place) if remark.place else ""
        seen[f"{_(_REMARKS[remark.kind.value])}{written}{f'（{place}）' if place else ''}"] = None
    yield from seen


def where(place: "Place") -> str:
    """Return a place in words: 第3页第2表第5行第4列."""
    words = (
        (place.page, _("第{n}页")),
        (place.sheet, _("工作表“{n}”")),
        (place.table, _("第{n}个表")),
        (place.row, _("第{n}行")),
        (place.column, _("第{n}列")),
        (place.line if place.row is None else None, _("第{n}行")),
    )
    return "".join(word.format(n=number) for number, word in words if number is not None)


_SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
_VERDICT = {"broken": "不成立", "undetermined": "无法判定", "holds": "成立"}


def findings(name: str, value: "AnnualReport", found: Sequence["Finding"], *, everything: bool) -> str:
    """Return what the checks say about one report: what is broken first, the worst first."""
    broken = [each for each in found if each.verdict == "broken"]
    open_ = [each for each in found if each.verdict == "undetermined"]
    counts = {severity: sum(each.severity == severity for each in broken) for severity in _SEVERITY}
    lines = [
        name,
        f"  {value.agency or _('未写明机关')} {value.year or _('未写明年度')}",
        "  "
        + _("错误 {error}　警告 {warning}　提示 {info}　无法判定 {open}　成立 {holds}").format(
            **counts, open=len(open_), holds=len(found) - len(broken) - len(open_)
        ),
    ]
    order = list(_SEVERITY)
    shown = sorted(broken, key=lambda each: order.index(each.severity)) + open_
    if everything:
        shown += [each for each in found if each.verdict == "holds"]
    for each in shown:
        kind = _(_SEVERITY[each.severity]) if each.verdict == "broken" else _(_VERDICT[each.verdict])
        lines += [f"  [{kind}] {each.message}", f"      {each.rule}　{each.source}"]
    return "\n".join(lines)


def comparison(value: "Comparison") -> str:
    """Return what changed between two reports, what broke, and how much of the prose is the same."""
    rows = value.table()
    parts = [table(rows) if len(rows) > 1 else _("各格数据相同。")]
    texts = [[_("部分"), _("旧字数"), _("新字数"), _("相同"), _("沿用")]]
    texts += [
        [
            _(_SECTIONS[each.section]),
            str(each.old_characters),
            str(each.new_characters),
            "—" if each.same is None else f"{each.same:.0%}",
            "—" if each.kept is None else f"{each.kept:.0%}",
        ]
        for each in value.texts
    ]
    if len(texts) > 1:
        parts.append(table(texts))
    for title, listed in (
        (_("新出现的问题："), value.broke),
        (_("已经改正的问题："), value.mended),
        (_("两年之间："), [each for each in value.continuity if each.verdict != "holds"]),
    ):
        if listed:
            parts.append(title + "".join(f"\n  [{_(_SEVERITY[each.severity])}] {each.message}" for each in listed))
    return "\n\n".join(parts)


_SECTIONS = {
    "opening": "开头",
    "overview": "一、总体情况",
    "disclosure": "二、主动公开",
    "requests": "三、申请",
    "remedies": "四、复议诉讼",
    "problems": "五、问题改进",
    "other": "六、其他事项",
}


_WEIGHT = {"block": "不得公开", "warn": "需要核实", "info": "提示"}


def scan(value: "Scan") -> str:
    """Return what a scan found in one file: what blocks first; alike findings of a rule together."""
    from gongkai.privacy import mask_text
    from gongkai.privacy.findings import label

    counts = {severity: sum(each.severity == severity for each in value.findings) for severity in _WEIGHT}
    lines = [
        mask_text(value.name),
        "  " + _("不得公开 {block}　需要核实 {warn}　提示 {info}").format(**counts),
    ]
    groups: dict[tuple[str, str], list[int]] = {}
    for number, each in enumerate(value.findings):
        groups.setdefault((each.severity, each.rule), []).append(number)
    for (severity, _rule), numbers in groups.items():
        first = value.findings[numbers[0]]
        lines.append(f"  [{_(_WEIGHT[severity])}] {label(first)}：{first.why}{first.todo}")
        for number in numbers[:_MOST_PLACES]:
            each = value.findings[number]
            lines.append(f"      {each.where}　{each.value_masked}".rstrip())
        if len(numbers) > _MOST_PLACES:
            lines.append("      " + _("……共{n}处，全部见 --json").format(n=len(numbers)))
    if not value.findings:
        lines.append("  " + _("没有发现问题。程序查不出全部个人信息，公开前仍要人工审查。"))
    return "\n".join(lines)


_MOST_PLACES = 20


def built(value: "Built") -> str:
    """Return what came of reading a folder: how much of it is in the data set, and each file that is not, with why."""
    from gongkai.corpus.schema import OUTCOMES

    lines = [
        _("已写入 {out}：{files} 个文件，{reports} 份报告").format(
            out=value.folder, files=value.files, reports=value.reports
        )
    ]
    for outcome, label in OUTCOMES.items():
        unused = [each for each in value.unused if each.outcome == outcome]
        if unused:
            lines.append(_("{label}：{count} 个").format(label=label, count=len(unused)))
            lines += [_("  {file}：{reason}").format(file=each.file, reason=each.reason) for each in unused]
    if value.unknown:
        lines.append(_("不知道属于哪个机关的报告：{count} 份").format(count=value.unknown))
    if value.ambiguous:
        lines.append(
            _("机关表中同名的机关，不写明文件就无法区分：{names}").format(names="、".join(sorted(value.ambiguous)))
        )
    return "\n".join(lines)


def checked(value: "Summary") -> str:
    """Return what a check of a data set found: the broken identities, report by report, and the counts."""
    lines = []
    file = None
    for fault in value.faults:
        whose = fault.whose
        if whose.file != file:
            file = whose.file
            lines.append(f"{file}　{whose.agency or _('未写明机关')} {whose.year or _('未写明年度')}")
        left, right = _side(*fault.judged.left), _side(*fault.judged.right)
        lines.append(
            _("  [{severity}] {rule}：{left} ≠ {right}　{source}").format(
                severity=_(_SEVERITY[fault.severity]),
                rule=fault.judged.rule,
                left=left,
                right=right,
                source=fault.source,
            )
            + _ruled(value.rulings, fault)
        )
        lines.append(f"      {_sum_of(fault.identity.left)} ≠ {_sum_of(fault.identity.right)}")
    dismissed, stale = value.rulings.counts(value.faults)
    lines.append(
        _("{reports} 份报告（其中没有表格的 {without} 份）：不成立 {broken}，无法判定 {undecided}").format(
            reports=value.reports,
            without=value.without_tables,
            broken=len(value.faults) - dismissed,
            undecided=len(value.undecided),
        )
        + _ruled_counts(dismissed, stale)
    )
    return "\n".join(lines)


def _sum_of(terms: Sequence["Term"]) -> str:
    """Return one side of an identity by the names of its cells; of many only the first and their number."""
    names = []
    for term in terms:
        label = _labels_of_cells()[term.cell]
        names.append(_("上年{label}").format(label=label) if term.previous else label)
    if len(names) > _CELLS_NAMED:
        return _("{first}等 {count} 格之和").format(first=names[0], count=len(names))
    return " ＋ ".join(names)


def compared(value: "Compared") -> str:
    """Return what a comparison of a data set noticed, report by report, and the counts."""
    lines = []
    file = None
    for each in value.noticed:
        if each.whose.file != file:
            file = each.whose.file
            lines.append(f"{file}　{each.whose.name}")
        lines.append(f"  [{_(_SEVERITY[each.severity])}] {each.message}")
        lines.append(f"      {each.rule}　{each.source}{_ruled(value.rulings, each)}")
    dismissed, stale = value.rulings.counts(value.noticed)
    lines.append(
        _("与上年比较的报告 {compared} 份，没有可比的上年报告 {without} 份：发现 {found}，无法判定 {undecided}").format(
            compared=value.compared,
            without=value.without_previous,
            found=len(value.noticed) - dismissed,
            undecided=len(value.undecided),
        )
        + _ruled_counts(dismissed, stale)
    )
    return "\n".join(lines)


def _ruled(rulings: "Rulings", finding: "Rulable") -> str:
    """Return the number of a finding, by which a person can rule on it, and what one has ruled."""
    from gongkai.corpus.rulings import finding_id

    ruling = rulings.on(finding)
    number = f"　#{finding_id(finding)}"
    if ruling is None:
        return number
    words = (
        _("（已判断{decision}，但数据已变，请重新判断：{reason}）")
        if rulings.is_stale(finding)
        else _("（{decision}：{reason}）")
    )
    return number + words.format(decision=ruling.decision.label, reason=ruling.reason)


def _ruled_counts(dismissed: int, stale: int) -> str:
    said = _("；已排除 {count}").format(count=dismissed) if dismissed else ""
    return said + (_("；判断之后数据已变 {count}").format(count=stale) if stale else "")


_CELLS_NAMED = 2
_DIMENSIONS = {"province": "省", "city": "市", "county": "县", "year": "年度", "kind": "机关类型"}


def rolled_up(value: "RolledUp") -> str:
    """Return sums as CSV, a line for each group and cell, so that a spreadsheet can filter and turn them.

    A sum that is not known has its bounds beside an empty sum.
    """
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    heads = (_("报告"), _("缺少"), _("格"), _("名称"), _("合计"), _("不小于"), _("有数"), _("不清楚"))
    lines.writerow([*(_(_DIMENSIONS[name]) for name in value.by), *heads])
    labels = _labels_of_cells()
    for group in value.groups:
        key = _key_of(group, value.by)
        missing = len(group.missing) if group.known else ""
        for cell, sum_ in group.sums.items():
            exact, low = sum_.exact, "" if sum_.low is None or sum_.exact is not None else sum_.low
            figures = ("" if exact is None else exact, low, sum_.numbers, sum_.unknown)
            lines.writerow([*key, group.present, missing, cell, labels[cell], *figures])
    return written.getvalue()


def _key_of(group: "Group", by: Sequence[str]) -> list[object]:
    from gongkai.corpus.agencies import PROVINCES, Kind

    if not group.known:
        return [
            part if name == "year" and part else _("不在机关表中") for name, part in zip(by, group.key, strict=True)
        ]
    shown: list[object] = []
    for name, part in zip(by, group.key, strict=True):
        if part is None:
            shown.append("")
        elif name == "province":
            shown.append(PROVINCES[str(part)[:2]])
        else:
            shown.append(Kind(str(part)).label if name == "kind" else part)
    return shown


@cache
def _labels_of_cells() -> dict[str, str]:
    from gongkai.report.checks.labels import cell_labels
    from gongkai.stats.editions import EDITIONS

    return {cell: label for edition in EDITIONS for cell, label in cell_labels(edition.key).items()}


def _side(low: object, high: object) -> str:
    if high is None:
        return _("不小于 {low}").format(low=low)
    return str(low) if low == high else _("{low} 至 {high}").format(low=low, high=high)
