"""From the lines and grids of a file to an annual report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.claims import find_claims
from gongkai.report.model import SECTIONS, AnnualReport, Normalised, Remark, complete
from gongkai.report.reading.document import Document, Grid, Line
from gongkai.report.reading.errors import UnreadableReport
from gongkai.report.reading.figures import is_figure
from gongkai.report.reading.frame import Heading, Title, find_title, headings, section_of_heading, year_of_prose
from gongkai.report.reading.grids import TABLE3_WIDTH, TABLE4_WIDTH, Found, GridTables, distinct
from gongkai.report.reading.labels import TABLE3_HEADS, table2_row, table3_row
from gongkai.report.reading.normalise import (
    fold_characters,
    has_radicals,
    has_traditional_characters,
    label_key,
    remembered,
)
from gongkai.report.reading.streams import read_table2, read_table3, read_table4
from gongkai.report.reading.tables import Places, Tables, read_tables
from gongkai.stats.editions import EDITION_2021, Edition, edition, edition_of_year
from gongkai.wording import _

_FIRST_YEAR_OF_TABLES = 2019
# So many rows that contradict others of the same name are another report's rows.
_ROWS_OF_ANOTHER_REPORT = 3


@dataclass(slots=True)
class _Parts:
    """The lines of a document by what they belong to."""

    prose: list[Line] = field(default_factory=list)
    tables: dict[int, list[Line]] = field(default_factory=lambda: {2: [], 3: [], 4: []})


def assemble(document: Document, name: str) -> AnnualReport:
    """Return the annual report that a document is; raise ``UnreadableReport`` where it is none, or more than one."""
    found = Found()
    grids = GridTables(found)
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            if not grids.read(block):
                lines += _as_lines(block)
        else:
            lines.append(block)
    parts = _parts(lines)
    for table, read in ((2, read_table2), (3, read_table3), (4, read_table4)):
        if parts.tables[table]:
            _refuse_more_than_a_table(parts.tables[table], name)
            read(parts.tables[table], found)

    texts = [line.text for line in parts.prose]
    heads = headings(texts)
    title = find_title(parts.prose, document.title, heads[0].at if heads else len(texts))
    narrative = _narrative(parts.prose, heads, title)
    year = title.year if title and title.year else year_of_prose("\n".join(narrative.values()))
    edition_, by_tables = _edition(year, found)
    tables = read_tables(found, edition_) if edition_ else Tables()
    _refuse_two(tables, parts.prose, name)
    claims = find_claims(narrative, year)
    if not tables.cells and not _is_report(title, heads, bool(claims), texts):
        raise _not_a_report(name, document)
    remarks = [*document.remarks, *tables.remarks]
    if by_tables and edition_:
        remarks.append(Remark(Normalised.EDITION_BY_TABLES, edition_.key))
    remarks += _character_remarks("".join([*texts, *(line.text for table in parts.tables.values() for line in table)]))
    return AnnualReport(
        agency=title.agency if title else None,
        year=year,
        edition_key=edition_.key if edition_ else None,
        title=title.text if title else "",
        narrative=narrative,
        claims=claims,
        cells=tables.cells,
        procurement_unit=tables.procurement_unit,
        complete=complete(edition_, tables.cells),
        headings={heading.section: texts[heading.at] for heading in heads},
        places=Places(tables.rows),
        remarks=tuple(remarks),
        source_name=name,
    )


def _as_lines(grid: Grid) -> list[Line]:
    """Return a grid that is none of the statutory tables as text, one line a row."""
    lines = []
    for at, row in enumerate(grid.rows):
        cells = [text for _column, written in distinct(row) if (text := " ".join(written.split()))]
        if cells:
            lines.append(Line("\t".join(cells), grid.place(at, 0)))
    return lines


_TABLE2_HEAD = re.compile("第二十条第.{1,2}项|信息内容(?:本年|上一年|采购).*|信息内容")
_TABLE3_HEAD = re.compile(
    ".*本列数据的?[勾钩]稽关系.*|.*第一项加第二项之和.*|申请人情况.*|本年新收政府信息公开申请数量.*"
)
_TABLE4_HEAD = re.compile("行政复议(?:行政诉讼.*)?|结果维持.*")
_SENTENCE = re.compile("[。；;]")
_LONGEST_LABEL = 70


def _parts(lines: Sequence[Line]) -> _Parts:
    """Tell the lines of tables from prose: a table goes from its head to the next heading, or the next sentence."""
    parts = _Parts()
    table = 0
    figures = 0
    at_headings = {heading.at for heading in headings([line.text for line in lines])}
    for at, line in enumerate(lines):
        text = line.text
        cells = [cell.strip() for cell in _SEPARATORS.split(text)] if "|" in text or "\t" in text else ()
        key = label_key(text) if len(text) <= _LONGEST_LABEL and not cells else ""
        if at in at_headings:
            table = 0
        elif (begins := _table_of_cells(cells) if cells else _table_of(key)) and begins != table:
            table, figures = begins, 0
        elif table and not cells and _SENTENCE.search(text):
            table = 0
        elif table == 4 and figures >= TABLE4_WIDTH and key and not _TABLE4_HEAD.fullmatch(key):
            table = table if all(map(is_figure, _words(text))) else 0
        if table:
            if table == 4:
                figures += sum(map(is_figure, _words(text)))
            parts.tables[table].append(line)
        elif "第一项加第二项之和" not in key:
            parts.prose.append(line)
    return parts


_SEPARATORS = re.compile(r"[|\t]")


def _table_of_cells(cells: Sequence[str]) -> int:
    """Return the table that a row of separated cells begins or belongs to, 0 where it does not say."""
    labels = [cell for cell in cells if cell and not is_figure(cell)]
    figures = sum(1 for cell in cells if cell) - len(labels)
    for label in labels[:3]:
        if table := _table_of(label_key(label)):
            return table
        if label_key(label) in TABLE3_HEADS[:2] or (figures >= TABLE3_WIDTH and table3_row(label)):
            return 3
        if figures and table2_row(label):
            return 2
    return 0


@remembered
def _table_of(key: str) -> int:
    if not key:
        return 0
    if _TABLE2_HEAD.fullmatch(key):
        return 2
    if _TABLE3_HEAD.fullmatch(key):
        return 3
    return 4 if _TABLE4_HEAD.fullmatch(key) else 0


def _words(text: str) -> list[str]:
    return text.replace("|", " ").split()


# What pages print around a report: who published it when, and buttons.
_CHROME_WORDS = (
    "发布(?:日期|时间|机构|单位) 发文(?:日期|机关) 成文日期 信息来源 来源 作者 责任编辑 编辑 审核 字体 字号",
    "(?:浏览|点击|阅读|访问)(?:次数|数|量|率) 打印 关闭 分享 收藏 扫一扫 返回顶部 上一[篇条] 下一[篇条]",
    r"索\s?引\s?号 文号 主题(?:分类|词) 相关(?:链接|附件) 附件(?:下载)? 首页 当前位置 您(?:现在)?的?位置",
    "主办单位 承办单位 版权所有 网站地图 网站标识码 联系我们 设为首页 加入收藏 无障碍 长者",
)
_CHROME = re.compile(rf"\W*(?:{'|'.join(' '.join(_CHROME_WORDS).split())})(?:\W.{{0,60}})?")
_CHROME_PARTS = re.compile(r"ICP备|公网安备|网站标识码|扫一扫在手机|【(?:打印|关闭|字体|大 中 小).{0,20}】")


def _is_chrome(text: str) -> bool:
    return len(text) <= 120 and bool(_CHROME.fullmatch(text) or _CHROME_PARTS.search(text))


def _narrative(lines: Sequence[Line], heads: Sequence[Heading], title: Title | None) -> dict[str, str]:
    """Return the text before section one and of each section that the report has."""
    starts = [(-1, "opening"), *((heading.at, heading.section) for heading in heads)]
    ends = [*(at for at, _section in starts[1:]), len(lines)]
    first = max(title.lines, default=-1) + 1 if title else 0
    narrative: dict[str, list[str]] = {}
    for (start, section), end in zip(starts, ends, strict=True):
        kept = narrative.setdefault(section, [])
        for at in range(max(start + 1, first) if section == "opening" else start + 1, end):
            text = lines[at].text
            if _is_chrome(text):
                if section == SECTIONS[-1]:
                    break  # The foot of the page.
                continue
            if title and at in title.lines:
                continue
            kept.append(text)
    return {section: "\n".join(kept) for section, kept in narrative.items() if kept or section != "opening"}


def _edition(year: int | None, found: Found) -> tuple[Edition | None, bool]:
    """Return the edition that the tables follow, and whether it is not the edition of the year."""
    if year is not None and year < _FIRST_YEAR_OF_TABLES:
        return None, False
    by_year = edition_of_year(year) if year is not None else None
    if not found.anything:
        return by_year, False
    heads = set(found.table2_editions)
    if len(heads) == 1 and (key := heads.pop()) != (by_year.key if by_year else None):
        return edition(key), True
    # Tables three and four have the same addresses in both editions.
    return (by_year, False) if by_year else (EDITION_2021, True)


# A table set in text has some thousands of characters.
_LONGEST_TABLE = 500_000


def _refuse_more_than_a_table(lines: Sequence[Line], name: str) -> None:
    if sum(len(line.text) for line in lines) > _LONGEST_TABLE:
        raise UnreadableReport(
            name,
            _("表格的内容超过 {limit} 万字").format(limit=_LONGEST_TABLE // 10**4),
            todo=_("年度报告的表格不会这么长，请确认选对了文件，或者只保留年度报告的部分"),
        )


def _refuse_two(tables: Tables, lines: Sequence[Line], name: str) -> None:
    if len(tables.conflicting) >= _ROWS_OF_ANOTHER_REPORT:
        raise UnreadableReport(
            name,
            _("文件中有两份年度报告，同一行有两组不同的数"),
            where=_where(tables),
            todo=_("请把两份报告分成两个文件，再分别读取"),
        )
    again = [
        at
        for at, line in enumerate(lines)
        if (named := section_of_heading(line.text)) and named[0] in {"overview", "other"}
    ]
    if len(again) >= 4:
        first = find_title(lines, "", again[0])
        second = find_title(lines[again[1] + 1 :], "", again[2] - again[1])
        if first and second and second.year and (first.year, first.agency) != (second.year, second.agency):
            raise UnreadableReport(
                name,
                _("文件中有两份年度报告（{first}；{second}）").format(first=first.text, second=second.text),
                todo=_("请把两份报告分成两个文件，再分别读取"),
            )


def _where(tables: Tables) -> str:
    row = tables.conflicting[0]
    place = row.place(0)
    if place is None:
        return row.label
    if place.table is not None:
        return _("第{table}个表第{row}行“{label}”").format(table=place.table, row=place.row, label=row.label)
    return _("第{line}行“{label}”").format(line=place.line, label=row.label)


def _is_report(title: Title | None, heads: Sequence[Heading], claims: bool, texts: Sequence[str]) -> bool:
    """Say whether text without any statutory table is a report, or a piece of one."""
    if len(heads) >= 3 or (title and title.year and (claims or heads)):
        return True
    return claims and any("公开" in text or "公開" in text for text in texts)


def _not_a_report(name: str, document: Document) -> UnreadableReport:
    if not any(True for _line in document.lines()):
        return UnreadableReport(
            name,
            _("文件里没有可读的文字，可能只有图片"),
            todo=_("请改用带文字的文件（网页、Word、Excel 或带文字层的 PDF）"),
        )
    return UnreadableReport(
        name,
        _("没有找到政府信息公开工作年度报告的标题、各部分或者表格"),
        todo=_("请确认选对了文件；如果表格是图片，请改用带文字的文件"),
    )


def _character_remarks(text: str) -> list[Remark]:
    remarks = []
    if has_radicals(text):
        remarks.append(Remark(Normalised.COMPATIBILITY_CHARACTERS))
    if has_traditional_characters(fold_characters(text) if has_radicals(text) else text):
        remarks.append(Remark(Normalised.TRADITIONAL_CHARACTERS))
    return remarks
