"""The frame of a report: its title, its six sections, its tables as printed, what it says about itself.

A fragment is not a faulty report: what is not there is a fault only where the source shows itself to be whole, that
is, where its last section and some of its tables are there.
"""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.report.checks.agencies import may_be_called
from gongkai.report.checks.examples import Example
from gongkai.report.checks.labels import listed, row_label
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.findings import Finding, Severity
from gongkai.report.model import SECTIONS, Normalised, Remark, folded
from gongkai.report.prose import cites_formats, stated_period
from gongkai.stats.editions import (
    EDITION_2019,
    EDITIONS,
    OTHERWISE_ONE_ROW,
    OTHERWISE_ROWS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition_of_year,
    table3_cells,
    table4_cells,
)
from gongkai.wording import _

_NAME = "政府信息公开工作年度报告"
_VARIANTS = re.compile(r"(?:政府)?(?:信息公开|政务公开)(?:工作)?(?:年度报告|年报)")
_WORK_REPORT = re.compile(r"公开(?:年度)?工作(?:情况)?(?:报告|总结)|公开工作年度总结")
_YEAR = re.compile(r"(\d{4})年(度?)")
_AROUND_NAME = re.compile(r"^(?:关于)?(?:报送|上报|印发|公布)?|[《》〈〉\"“”的、,，:：]|关于$|\d{4}年?度?")


_LONGEST_TITLE = 200


def _title_of(subject: Subject) -> str:
    """Return the title as it is compared, and no more of it than a title can have: bad files call anything a title."""
    return folded(subject.report.title[:_LONGEST_TITLE])


def _title(rule: Rule, subject: Subject) -> Iterator[Finding]:
    title, year = _title_of(subject), subject.report.year
    if not title:
        yield rule.undetermined(
            _("没有读到标题，无法核对。完整的报告应有标题，写明机关名称、年份和“政府信息公开工作年度报告”。")
        )
        return
    faults: list[tuple[Severity, str]] = []
    if _NAME not in title:
        if _VARIANTS.search(title) and not _WORK_REPORT.search(title):
            faults.append((Severity.WARNING, _("没有使用全称“政府信息公开工作年度报告”")))
        elif _WORK_REPORT.search(title):
            faults.append((Severity.ERROR, _("把“年度报告”写成了“工作报告”或者总结")))
        else:
            faults.append((Severity.ERROR, _("没有写明是“政府信息公开工作年度报告”")))
    written = _YEAR.search(title)
    if written is None:
        faults.append((Severity.ERROR, _("没有写年份")))
    elif written[2]:
        faults.append(
            (Severity.WARNING, _("年份写作“{year}”，格式是“{plain}年”").format(year=written[0], plain=written[1]))
        )
    if written is not None and year is not None and int(written[1]) != year:
        faults.append(
            (Severity.ERROR, _("写的是 {written} 年，报告年度是 {year} 年").format(written=written[1], year=year))
        )
    faults.extend(_organ_in_title(title, subject.report.agency))
    if not faults:
        yield rule.holds()
        return
    severity = Severity.ERROR if any(each is Severity.ERROR for each, __ in faults) else Severity.WARNING
    message = _("标题“{title}”{faults}。请改为“机关全称＋年份＋年政府信息公开工作年度报告”。")
    yield rule.broken(
        message.format(title=title, faults="，".join(fault for __, fault in faults)),
        severity=severity,
    )


def _organ_in_title(title: str, agency: str | None) -> Iterator[tuple[Severity, str]]:
    name = _AROUND_NAME.sub("", _VARIANTS.sub("", _WORK_REPORT.sub("", title.split(_NAME)[0])))
    if len(name) < 2:
        yield Severity.ERROR, _("没有写机关名称")
    elif agency and not (folded(agency) in title or _names_its_region(name, agency)):
        said = _("机关名称是“{name}”，报告机关是“{agency}”").format(name=name, agency=agency)
        if not may_be_called(agency, name):
            yield Severity.WARNING, said
        elif len(name) < len(folded(agency)):
            yield Severity.WARNING, _("机关名称用了简称“{name}”，全称是“{agency}”").format(name=name, agency=agency)


def _names_its_region(name: str, agency: str) -> bool:
    """Governments are customarily titled by their region: 开远市2025年政府信息公开工作年度报告."""
    return f"{name}人民政府" == folded(agency) or folded(agency).endswith(f"{name}人民政府")


_MARKS = re.compile(r"[\s、.．,，:：。;；]")


def _bare(heading: str) -> str:
    return _MARKS.sub("", folded(heading))


_IN_2019 = {"problems": "五、政府信息公开工作存在的主要问题及改进情况"}
"""Section titles that the trial format of 2019 printed and later reports dropped."""


def _sections(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition = subject.edition
    if edition is None or not (subject.headed or subject.whole):
        return
    titles = dict(zip(SECTIONS, edition.section_titles, strict=True))
    missing = [titles[key] for key in SECTIONS if key not in subject.headed]
    empty = [titles[key] for key in ("overview", "problems") if key in subject.headed and not subject.text(key)]
    if missing and not subject.whole:
        message = _("没有读到{sections}。如果原文件是完整的，请补齐。")
        yield rule.undetermined(message.format(sections=listed(_quoted(missing))))
        return
    faults = []
    if missing:
        faults.append(_("缺少{sections}").format(sections=listed(_quoted(missing))))
    if empty and subject.whole:
        faults.append(_("{sections}没有内容").format(sections=listed(_quoted(empty))))
    present = [key for key in SECTIONS if key in subject.headed]
    if subject.headed != present:
        faults.append(_("各部分的顺序与格式不同"))
    if faults:
        yield rule.broken(_("{faults}。请依次写明六个部分，没有的事项也要说明。").format(faults="；".join(faults)))
    else:
        yield rule.holds()


def _quoted(texts: list[str]) -> list[str]:
    return [f"“{text}”" for text in texts]


def _headings(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition, headings = subject.edition, subject.report.headings
    if edition is None or not headings:
        return
    changed = []
    for key, title in zip(SECTIONS, edition.section_titles, strict=True):
        printed = headings.get(key)
        if printed is None or printed == title or _bare(printed) == _bare(title):
            continue
        if edition is EDITION_2019 and _bare(printed) == _bare(_IN_2019.get(key, "")):
            continue
        changed.append(_("“{printed}”应为“{title}”").format(printed=printed.strip(), title=title))
    if changed:
        yield rule.broken(
            _("各部分标题与格式不一致：{changed}。请使用格式原文。").format(changed=listed(changed, mark="；"))
        )
    else:
        yield rule.holds()


def _rows(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition, cells = subject.edition, subject.cells
    if edition is None:
        return
    if subject.report.complete:
        yield from map(rule.holds, _TABLE_NAMES)
        return
    unreadable = {
        _row_of(cell_id)
        for remark in subject.report.remarks
        if remark.kind is Normalised.ROW_UNREADABLE
        for cell_id in remark.cells
    }
    for table, rows in _tables(edition, item_six_in_one_row=subject.item_six_in_one_row):
        missing = {label: cell_ids for label, cell_ids in rows.items() if not all(map(cells.__contains__, cell_ids))}
        if not missing:
            yield rule.holds(table)
            continue
        table_name = _TABLE_NAMES[table]
        names = listed(_quoted(list(missing)))
        cell_ids = tuple(cell_id for row in missing.values() for cell_id in row if cell_id not in cells)
        if len(missing) == len(rows):
            message = _("没有读到{table}。如果原文件里有，请检查表格是不是图片，或者是否完整。")
            yield rule.undetermined(message.format(table=table_name), table)
        elif subject.whole and not unreadable.intersection(map(_row_of, cell_ids)):
            message = _("{table}缺少{rows}。请按格式补齐，没有发生的填 0。")
            yield rule.broken(message.format(table=table_name, rows=names), table, cells=cell_ids)
        else:
            message = _("没有读到{table}的{rows}。可能原文件不完整，或者该行的数字无法辨认，请对照原件核对。")
            yield rule.undetermined(message.format(table=table_name, rows=names), table, cells=cell_ids)


def _row_of(cell_id: CellId) -> str:
    return cell_id.rpartition(".")[0]


_TABLE_NAMES = {"table2": "表二", "table3": "表三", "table4": "表四"}


def _tables(edition: Edition, *, item_six_in_one_row: bool) -> tuple[tuple[str, dict[str, tuple[CellId, ...]]], ...]:
    rows3 = edition.table3_rows_one_row_item_six if item_six_in_one_row else edition.table3_rows
    return (
        ("table2", {row.label: block.cell_ids(row) for block, row in edition.table2_rows()}),
        ("table3", {row_label(row): table3_cells(row.key) for row in rows3}),
        ("table4", {group.label: table4_cells(group.key) for group in TABLE4_GROUPS}),
    )


def _item_six(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition = subject.edition
    if edition is None or edition is EDITION_2019:
        return
    if subject.item_six_in_one_row:
        yield rule.broken(
            _("表三“（六）其他处理”只有一行，2021 年起的格式分为逾期不补正、逾期未缴费、其他三行。请按三行填写。"),
            cells=tuple(cell_id for cell_id in table3_cells(OTHERWISE_ONE_ROW.key) if cell_id in subject.cells),
        )
    elif subject.report.complete or any(
        cell_id in subject.cells for row in OTHERWISE_ROWS for cell_id in table3_cells(row.key)
    ):
        yield rule.holds()


def _edition(rule: Rule, subject: Subject) -> Iterator[Finding]:
    edition, year = subject.edition, subject.report.year
    if edition is None or year is None:
        return
    due = edition_of_year(year)
    if due is edition:
        yield rule.holds()
    elif due is not None:
        message = _("{year} 年的报告应当使用{due}的表格，本报告用的是{used}的表格。请换用当年的格式。")
        yield rule.broken(
            message.format(year=year, due=due.document_number, used=edition.document_number),
        )


_LABELS_PUT_RIGHT = {
    Normalised.LABEL_MISPRINTED: (Severity.ERROR, "misprinted"),
    Normalised.LABEL_SHORTENED: (Severity.WARNING, "shortened"),
    Normalised.LABEL_MISSING: (Severity.WARNING, "missing"),
}


def _labels(rule: Rule, subject: Subject) -> Iterator[Finding]:
    if subject.edition is None or not subject.cells:
        return
    put_right: dict[Normalised, list[Remark]] = {}
    for remark in subject.report.remarks:
        if remark.kind in _LABELS_PUT_RIGHT:
            put_right.setdefault(remark.kind, []).append(remark)
    if not put_right:
        yield rule.holds()
    for kind, remarks in put_right.items():
        severity, part = _LABELS_PUT_RIGHT[kind]
        written = listed(_quoted(list(dict.fromkeys(remark.written for remark in remarks if remark.written))))
        cells = tuple(dict.fromkeys(cell_id for remark in remarks for cell_id in remark.cells))
        message = {
            Normalised.LABEL_MISPRINTED: _("表格项目名称有误：{written}。请按格式原文改正。"),
            Normalised.LABEL_SHORTENED: _("表格项目名称与格式原文不一致：{written}。请使用格式原文。"),
            Normalised.LABEL_MISSING: _("有 {count} 行数字旁边没有项目名称，是按前后位置认定的。请对照原件核对。"),
        }[kind]
        yield rule.broken(message.format(written=written, count=len(remarks)), part, severity=severity, cells=cells)


_COVERING = re.compile(r"报送函|(?:关于)?(?:报送|呈报|上报|呈送).*年(?:度|报)|的函$|的请示$")


def _covering_letter(rule: Rule, subject: Subject) -> Iterator[Finding]:
    title = _title_of(subject)
    if not title:
        return
    if _COVERING.search(title):
        message = _("标题“{title}”是报送用的函，不是报告本身。请公布报告正文。")
        yield rule.broken(message.format(title=title))
    else:
        yield rule.holds()


_FORMAT_NUMBERS = frozenset(edition.document_number for edition in EDITIONS)


def _opening(subject: Subject) -> Iterator[str]:
    """Yield the texts in which a report speaks of itself: before section one, or at its beginning."""
    narrative = subject.report.narrative
    return (narrative[key] for key in ("opening", "overview") if narrative.get(key))


def _format(rule: Rule, subject: Subject) -> Iterator[Finding]:
    if subject.edition is None:
        return
    year = subject.report.year
    due = subject.edition if year is None else edition_of_year(year) or subject.edition
    cited = [number for text in _opening(subject) for number in cites_formats(text) if number in _FORMAT_NUMBERS]
    if due.document_number in cited:
        yield rule.holds()
    elif cited:
        message = _("引用的格式是{cited}，本年度适用的是{due}。请改引本年度适用的格式。")
        yield rule.broken(message.format(cited=listed(cited), due=due.document_number))
    elif subject.whole:
        message = _("没有写明依据的格式。需要写明的，请引{due}。")
        yield rule.broken(message.format(due=due.document_number), severity=Severity.INFO)
    else:
        yield rule.undetermined(_("没有读到依据的格式，原文件可能不完整。"), severity=Severity.INFO)


def _period(rule: Rule, subject: Subject) -> Iterator[Finding]:
    year = subject.report.year
    if subject.edition is None or year is None:
        return
    stated = next(filter(None, map(stated_period, _opening(subject))), None)
    if stated == (date(year, 1, 1), date(year, 12, 31)):
        yield rule.holds()
    elif stated is not None:
        message = _("数据统计期限写的是 {first} 至 {last}，应为 {year} 年 1 月 1 日至 12 月 31 日。请改正。")
        yield rule.broken(message.format(first=_day(stated[0]), last=_day(stated[1]), year=year))
    elif subject.whole:
        message = _("没有写明数据统计期限。需要写明的，请写 {year} 年 1 月 1 日至 12 月 31 日。")
        yield rule.broken(message.format(year=year), severity=Severity.INFO)
    else:
        yield rule.undetermined(_("没有读到数据统计期限，原文件可能不完整。"), severity=Severity.INFO)


def _day(day: date) -> str:
    return _("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day)


_CONTACT_WORDS = ("电话", "邮编", "邮政编码", "邮箱", "联系方式", "地址")
_DASHES = "-－—"
_TELEPHONE = re.compile(rf"\d{{3,4}}[{_DASHES}]\d{{7,8}}")


def _contact(rule: Rule, subject: Subject) -> Iterator[Finding]:
    text = subject.all_text
    # Looking for fixed strings is many times faster than for a pattern.
    if any(map(text.__contains__, _CONTACT_WORDS)) or (
        any(map(text.__contains__, _DASHES)) and _TELEPHONE.search(text)
    ):
        yield rule.holds()
    elif subject.whole:
        yield rule.broken(_("没有写联系地址、电话等联系方式。请写明，方便公众提出疑问。"))


_FORMAT = "年度报告格式（2021、2019）"
_PERIOD_AND_CONTACT = "数据统计期限为{year}年1月1日至12月31日，联系电话：000-00000000。"

RULES: tuple[Rule, ...] = (
    Rule(
        "frame.title",
        _("标题写明机关名称、年份和“政府信息公开工作年度报告”"),
        Severity.ERROR,
        _FORMAT,
        _title,
        Example(fields={"title": "示例市示例区商务局2022年政府信息公开工作报告"}),
    ),
    Rule(
        "frame.covering_letter",
        _("公布的是报告，不是报送函"),
        Severity.WARNING,
        "实践要求：不以报送函代替报告",
        _covering_letter,
        Example(fields={"title": "示例市示例区商务局关于报送2022年政府信息公开工作年度报告的函"}),
    ),
    Rule(
        "frame.sections",
        _("六个部分齐全、有内容、按顺序"),
        Severity.ERROR,
        f"{_FORMAT}；条例第五十条",
        _sections,
        Example(
            narrative={"remedies": ""},
            fields={
                "headings": {
                    key: title
                    for key, title in zip(SECTIONS, EDITION_2019.section_titles, strict=True)
                    if key != "remedies"
                }
            },
        ),
    ),
    Rule(
        "frame.headings",
        _("各部分标题使用格式原文"),
        Severity.WARNING,
        _FORMAT,
        _headings,
        Example(
            fields={
                "headings": {
                    **dict(zip(SECTIONS, EDITION_2019.section_titles, strict=True)),
                    "problems": "五、存在问题及改进情况",
                }
            }
        ),
    ),
    Rule(
        "frame.format",
        _("引用本年度适用的格式"),
        Severity.WARNING,
        "国办公开办函〔2021〕30号、国办公开办函〔2019〕60号",
        _format,
        Example(narrative={"opening": f"依照国办公开办函〔2019〕60号编制，{_PERIOD_AND_CONTACT}"}),
    ),
    Rule(
        "frame.period",
        _("数据统计期限是报告年度全年"),
        Severity.ERROR,
        "条例第四十九条：报告上一年度的工作",
        _period,
        Example(
            narrative={
                "opening": "依照{document}编制，数据统计期限为{year}年1月1日至11月30日，联系电话：000-00000000。"
            }
        ),
    ),
    Rule(
        "frame.contact",
        _("写明联系方式"),
        Severity.INFO,
        "实践要求",
        _contact,
        Example(
            narrative={"opening": "本报告依照国办公开办函〔2021〕30号编制，数据统计期限为2022年1月1日至12月31日。"}
        ),
    ),
    Rule(
        "frame.edition",
        _("使用报告年度的表格"),
        Severity.ERROR,
        "国办公开办函〔2021〕30号、国办公开办函〔2019〕60号",
        _edition,
        Example(edition=EDITION_2019, year=2021, alone=True),
    ),
    Rule(
        "frame.rows",
        _("表格的行、列齐全"),
        Severity.ERROR,
        f"{_FORMAT}附件",
        _rows,
        Example(without=("table2.administrative_coercion",)),
    ),
    Rule(
        "frame.item_six",
        _("表三“（六）其他处理”分三行"),
        Severity.ERROR,
        "年度报告格式（2021）表三",
        _item_six,
        Example(
            without=("table3.otherwise_handled.",),
            cells=dict(zip(table3_cells(OTHERWISE_ONE_ROW.key), (1, 0, 0, 0, 0, 0, 1), strict=True)),
        ),
    ),
    Rule(
        "frame.labels",
        _("表格项目名称使用格式原文"),
        Severity.ERROR,
        f"{_FORMAT}附件",
        _labels,
        Example(
            fields={
                "remarks": (
                    Remark(
                        Normalised.LABEL_MISPRINTED, "2.其他法律行政止公开", table3_cells("withheld.prohibited_by_law")
                    ),
                )
            }
        ),
    ),
)
