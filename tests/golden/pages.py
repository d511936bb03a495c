"""Lays a report out as a web page in every way in which agencies' pages have been seen."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tests.golden.layouts import blocks, figures, printed_rows, table4_figures

from gongkai.report.model import SECTIONS, AnnualReport
from gongkai.stats.editions import (
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    table3_cells,
)


@dataclass(frozen=True)
class Slot:
    """A cell as it is laid out."""

    text: str
    rowspan: int = 1
    colspan: int = 1


Row = list[Slot]
Grid = list[Row]
Table = Sequence[Grid]
"""A table of the form, in one part or more."""

_HEADS = [column.label for column in TABLE3_COLUMNS]
_RESULTS = [column.label for column in TABLE4_COLUMNS]


def table2(report: AnnualReport) -> Grid:
    """Lay out table two (表二): every row four cells wide (five in blocks of none)."""
    rows: Grid = []
    for article, heads, block in blocks(report):
        rows.append([Slot(article, colspan=4)])
        for cells in (heads, *([label, *written] for label, written in block)):
            rows.append([*map(Slot, cells[:-1]), Slot(cells[-1], colspan=5 - len(cells))])
    return rows


def table3(report: AnnualReport, *, blank_heads: bool = False) -> Grid:
    """Lay out table three (表三); ``blank_heads``: blank cells in place of merged ones under 自然人 and 总计."""
    down = 1 if blank_heads else 2
    rows: Grid = [
        [Slot(TABLE3_CORNER, 3, 3), Slot("申请人情况", colspan=7)],
        [Slot(_HEADS[0], down), Slot("法人或其他组织", colspan=5), Slot(_HEADS[6], down)],
        [*map(Slot, ["", *_HEADS[1:6], ""] if blank_heads else _HEADS[1:6])],
    ]
    printed = printed_rows(report)
    outcomes = [row for row in printed if row.group or row.label.startswith("（")]
    groups = [row.group for row in printed]
    for row, above in zip(printed, [None, *printed], strict=False):
        line: Row = []
        if outcomes and row is outcomes[0]:
            line.append(Slot(TABLE3_OUTCOMES_LABEL, len(outcomes)))
        if row.group:
            if above is None or above.group != row.group:
                line.append(Slot(row.group, groups.count(row.group)))
            line.append(Slot(row.label))
        else:
            line.append(Slot(row.label, colspan=2 if row in outcomes else 3))
        rows.append([*line, *map(Slot, figures(report, table3_cells(row.key)))])
    return rows


def table4(report: AnnualReport) -> Grid:
    """Lay out table four (表四): one row of fifteen figures."""
    rows: Grid = [
        [Slot("行政复议", colspan=5), Slot("行政诉讼", colspan=10)],
        [*(Slot(each, 2) for each in _RESULTS), Slot("未经复议直接起诉", colspan=5), Slot("复议后起诉", colspan=5)],
        [*map(Slot, _RESULTS * 2)],
    ]
    written = table4_figures(report)
    return [*rows, [*map(Slot, written)]] if written else []


# What stands in a cell


def _plain(text: str) -> str:
    return html.escape(text).replace("\n", "<br/>")


def _of_word(text: str) -> str:
    """A cell pasted from Word: paragraphs, spans that break labels, fonts, spaces that do not break."""
    pieces = re.findall(r"[0-9.]+|[^0-9.]{1,7}", text) or [""]
    latin, chinese = 'font-family:"Times New Roman"', 'font-family:宋体;mso-ascii-font-family:"Times New Roman"'
    spans = "".join(
        f"<span lang=EN-US style='font-size:9.0pt;{latin}'>{_plain(each)}</span>"
        if each[:1].isdigit()
        else f"<span style='font-size:9.0pt;\n{chinese}'>{_plain(each)}</span>"
        for each in pieces
    )
    spans = spans if text else "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    return f"<p class=MsoNormal align=center style='text-align:center;layout-grid-mode:char'>{spans}<o:p></o:p></p>"


# Where the tables stand


def _table(grid: Grid, cell: Callable[[str], str] = _plain, attributes: str = ' border="1"') -> str:
    def tag(slot: Slot) -> str:
        spans = f' rowspan="{slot.rowspan}"' * (slot.rowspan > 1) + f' colspan="{slot.colspan}"' * (slot.colspan > 1)
        return f"<td{spans}>{cell(slot.text)}</td>"

    rows = "\n".join(f"<tr>{''.join(map(tag, row))}</tr>" for row in grid)
    return f"<table{attributes}>\n{rows}\n</table>"


def _body(
    report: AnnualReport,
    tables: tuple[Table, Table, Table],
    cell: Callable[[str], str] = _plain,
    paragraph: Callable[[str], str] = lambda text: f"<p>{text}</p>",
) -> list[str]:
    edition = report.edition
    assert edition is not None
    parts = [paragraph(_plain(line)) for line in report.narrative.get("opening", "").splitlines()]
    of_section = dict(zip(("disclosure", "requests", "remedies"), tables, strict=True))
    for section, heading in zip(SECTIONS, edition.section_titles, strict=True):
        parts.append(paragraph(f"<strong>{heading}</strong>"))
        parts += [_table(part, cell) for part in of_section.get(section, ()) if part]
        parts += [paragraph(_plain(line)) for line in report.narrative.get(section, "").splitlines()]
    return parts


def _page(title: str, body: str, *, charset: str = "utf-8", head: str = "") -> str:
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{title}</title>{head}</head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


def _titled(report: AnnualReport, parts: Sequence[str]) -> str:
    return "\n".join([f"<h1>{report.title}</h1>", *parts])


def _three(report: AnnualReport) -> tuple[Table, Table, Table]:
    return [table2(report)], [table3(report)], [table4(report)]


# The pages


def clean_spans(report: AnnualReport) -> bytes:
    """Merged cells as in the form."""
    return _page(report.title, _titled(report, _body(report, _three(report)))).encode()


def blank_heads(report: AnnualReport) -> bytes:
    """Cells of the head left blank in place of merged ones; the title only in the head of the page."""
    tables = [table2(report)], [table3(report, blank_heads=True)], [table4(report)]
    return _page(report.title, f'<div id="zoom">{"".join(_body(report, tables))}</div>').encode()


def word_paste(report: AnnualReport) -> bytes:
    """Pasted from Word, in GB 2312 as the editors of sites save it; heads broken over lines."""
    two, three, four = _three(report)
    three = [[[replace(slot, text=_broken(slot.text)) for slot in row] for row in part] for part in three]

    def paragraph(text: str) -> str:
        return (
            "<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt'>"
            f"<span style='font-size:16.0pt;font-family:仿宋_GB2312'>{text}<span lang=EN-US><o:p></o:p></span>"
            "</span></p>"
        )

    comments = "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
    style = "<style>p.MsoNormal {margin:0cm; font-size:10.5pt}</style>"
    body = _titled(report, [comments, *_body(report, (two, three, four), _of_word, paragraph)])
    return _page(report.title, body, charset="gb2312", head=style).encode("gb18030")


def _broken(text: str) -> str:
    return (
        "\n".join(text) if text in {"自然人", "总计"} else re.sub("^(商业|科研|社会公益|法律服务)", r"\1" + "\n", text)
    )


def split_tables(report: AnnualReport) -> bytes:
    """Table two as a table a block, table three as two, the second without a head."""
    two = table2(report)
    starts = [at for at, row in enumerate(two) if len(row) == 1]
    two_parts = [two[start:end] for start, end in pairwise([*starts, len(two)])]
    three = table3(report)
    # The brackets end where the table is cut, and begin again below.
    cut = next((at for at, row in enumerate(three) if row[0].text.startswith("（四）")), len(three))
    above = three[:cut]
    for at, row in enumerate(above):
        above[at] = [replace(slot, rowspan=min(slot.rowspan, cut - at)) for slot in row]
    below = three[cut:]
    if below:
        inside = sum(row[0].text[0] not in "四" for row in below)
        below[0] = [Slot("", rowspan=inside), *below[0]]
    parts = _body(report, (two_parts, [above, below], [table4(report)]))
    return _page(report.title, _titled(report, parts)).encode()


def nested_layout(report: AnnualReport) -> bytes:
    """Everything in the cell of a table that lays out the page, which stands in another one."""
    inner = _table_around([_titled(report, _body(report, _three(report)))])
    menu = "<ul><li><a href='/a'>首页</a></li><li><a href='/b'>信息公开</a></li></ul>"
    outer = f"<table width='1000'><tr><td width='200'>{menu}</td><td>{inner}</td></tr></table>"
    return _page(report.title, outer).encode()


def _table_around(parts: Sequence[str]) -> str:
    return "<table>" + "".join(f"<tr><td>{part}</td></tr>" for part in parts) + "</table>"


_SCRIPT = "<script>var hits = 3; if (hits < 5) { document.write('<td>7</td>'); }</script>"


def site_around(report: AnnualReport) -> bytes:
    """The page of a portal: navigation, the table of metadata, hidden parts, buttons, neighbours, foot."""
    metadata = [
        [Slot("索 引 号"), Slot("003512345/2024-00012"), Slot("主题分类"), Slot("政府信息公开 / 年报")],
        [Slot("发布机构"), Slot("示例办公室"), Slot("成文日期"), Slot("2024-01-20")],
        [Slot("名    称"), Slot(report.title, colspan=3)],
        [Slot("文    号"), Slot(""), Slot("有 效 性"), Slot("有效")],
    ]
    before = [
        "<div class='nav'><a href='/'>首页</a> <a href='/gk/'>政府信息公开</a> <a href='/nb/'>政府信息公开年报</a>",
        "</div>",
        "<div>您现在的位置：首页 &gt; 政府信息公开 &gt; 年报</div>",
        _table(metadata, attributes=' class="xxgk-table"'),
        f"<h1>{report.title}</h1>",
        "<div>发布时间：2024-01-20 10:12　来源：示例办公室　浏览次数：<span id='hits'>325</span></div>",
        "<div>字体：【<a>大</a> <a>中</a> <a>小</a>】　<a>打印本页</a></div>",
    ]
    after = [
        "<p>附件：</p>",
        "<div>扫一扫在手机打开当前页</div>",
        "<div>上一篇：<a href='/1'>示例区发展和改革局2022年政府信息公开工作年度报告</a></div>",
        "<div>下一篇：<a href='/2'>示例区教育局2023年政府信息公开工作年度报告</a></div>",
        "<div class='foot'>主办单位：示例办公室　网站标识码：0000000000　示例ICP备00000000号</div>",
    ]
    content = "\n".join(_body(report, _three(report)))
    hidden = "<div style='display:none'><table><tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table></div>"
    body = "\n".join([*before, f"<div id='article'>{_SCRIPT}{hidden}<!-- 一、总体情况 -->{content}</div>", *after])
    return _page(f"{report.title}_示例办公室", body).encode()


def one_table(report: AnnualReport) -> bytes:
    """The whole report in a table of one column, as exported from Excel."""
    return _page("sheet001", _table_around([report.title, *_body(report, _three(report))])).encode()


PAGES: dict[str, Callable[[AnnualReport], bytes]] = {
    "clean_spans": clean_spans,
    "blank_heads": blank_heads,
    "word_paste": word_paste,
    "split_tables": split_tables,
    "nested_layout": nested_layout,
    "site_around": site_around,
    "one_table": one_table,
}
