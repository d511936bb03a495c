"""Pages to measure on, laid out from published figures, with prose of our own.

The figures are those of one city for 2025 (docs of the format, golden data); people and places are examples.
"""

from collections.abc import Iterable
from itertools import groupby

from gongkai.stats.editions import (
    EDITION_2021,
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
)

AGENCY = "示例市人民政府"
YEAR = 2025

TABLE2_FIGURES = (("3", "5", "74"), ("564", "984", "4185"), ("11398889",), ("6937489",), ("166105",), ("316441",))
TABLE3_FIGURES = (
    (13612, 252, 0, 45, 128, 32, 14069),
    (535, 6, 0, 1, 18, 0, 560),
    (5345, 129, 0, 41, 19, 14, 5548),
    (2120, 39, 0, 1, 6, 2, 2168),
    (13, 0, 0, 0, 0, 0, 13),
    (30, 0, 0, 0, 0, 0, 30),
    (11, 0, 0, 0, 0, 0, 11),
    (49, 2, 0, 0, 0, 0, 51),
    (103, 1, 0, 0, 0, 0, 104),
    (84, 1, 0, 0, 0, 0, 85),
    (282, 4, 0, 0, 0, 0, 286),
    (147, 0, 0, 0, 1, 2, 150),
    (3075, 50, 0, 0, 89, 8, 3222),
    (177, 3, 0, 0, 0, 0, 180),
    (19, 0, 0, 0, 0, 0, 19),
    (199, 1, 0, 0, 3, 0, 203),
    (147, 1, 0, 0, 0, 0, 148),
    (0, 0, 0, 0, 0, 0, 0),
    (100, 1, 0, 0, 0, 0, 101),
    (5, 0, 0, 0, 0, 0, 5),
    (315, 3, 0, 0, 0, 0, 318),
    (202, 0, 0, 1, 0, 0, 203),
    (941, 17, 0, 1, 3, 3, 965),
    (13364, 252, 0, 44, 121, 29, 13810),
    (783, 6, 0, 2, 25, 3, 819),
)
TABLE4_FIGURES = ((376, 97, 196, 121, 790), (16, 1, 12, 27, 56), (74, 1, 30, 51, 156))

OPENING = (
    "本报告依照《中华人民共和国政府信息公开条例》第五十条和国家规定的年度报告格式编写，由总体情况、主动公开政府信息情况、"
    "收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。"
    f"数据统计期限为{YEAR}年1月1日至12月31日。报告电子版可在本市政府门户网站下载，如有疑问请与示例市政府信息公开工作机构联系。"
)
OVERVIEW = (
    f"{YEAR}年，示例市把公开透明作为依法行政的基本要求，围绕群众关心的事项持续提高公开质量，各项工作平稳推进。",
    "（一）主动公开。全年制发规章3件、废止5件，制发行政规范性文件564件、废止984件，现行有效的文件均在统一的文件库中按效力状态标注，"
    "并提供网页版和可下载版本。全年通过政府网站公开政府信息41236条，政务微博发布信息5180条，政务微信发布信息9742条。"
    "重要政策出台时同步发布解读材料，以图表、问答和短视频等形式说明政策背景、适用对象和办理途径，帮助企业和群众读得懂、用得上。",
    "（二）依申请公开。全年新收政府信息公开申请14069件，上年结转560件，已办结13810件，结转下年度继续办理819件。"
    "各单位统一使用办理系统登记、流转和答复，答复前由法制机构审核，对内容不清楚的申请主动与申请人沟通，减少来回补正。"
    "因政府信息公开引起的行政复议790件，行政诉讼212件，对被纠正的案件逐件分析原因并组织业务培训。",
    "（三）政府信息管理。修订主动公开事项目录，明确每一类信息的责任单位、公开时限和更新周期；对历史文件分批清理，"
    "及时标注失效和废止状态；公开前严格履行保密审查和个人信息保护程序，做到先审查、后公开，一事一审、全程留痕。",
    "（四）政府信息公开平台建设。对门户网站的公开专栏进行改版，优化检索和无障碍浏览功能，统一各区县和部门的栏目设置；"
    "在政务服务大厅、图书馆和档案馆设置查阅点，安排人员协助老年人查询，让不便上网的群众同样可以获取信息。",
    "（五）监督保障。把政府信息公开纳入年度工作考核，按季度检查并通报结果，邀请人大代表、政协委员和企业代表开展社会评议；"
    "全年举办业务培训12期，参训人员1860人次。本年度未发生因政府信息公开工作被追究责任的情形。",
)
PROBLEMS = (
    "一年来的工作仍有不足：一是个别单位对政策的解读停留在文字摘录，针对性不强；二是基层承办人员变动较快，答复文书的质量参差不齐；"
    "三是部分历史文件的效力状态更新不够及时。",
    "下一步将从三个方面改进：一是由政策起草单位负责解读，发布前先听取服务对象意见；二是编印答复文书范本，实行新任承办人员跟班学习；"
    "三是建立文件效力定期核对机制，每半年公布一次核对结果。上年度报告提出的网站检索不便问题已经解决。",
)
OTHER = f"依据信息处理费管理的有关规定，{YEAR}年全市收取信息处理费共计400元。除此以外，没有其他需要报告的事项。"

# What Word and the editors of content systems leave in a pasted table.
_CELL = '<td style="border:1px solid windowtext"{spans}><p class="MsoNormal" align="center">{text}</p></td>'
_TEXT_STYLE = "text-indent:2em;line-height:2;font-family:仿宋_GB2312"


def _cell(text: object, *, rows: int = 1, columns: int = 1) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    return _CELL.format(spans=spans, text=text)


def _table(rows: Iterable[Iterable[str]]) -> str:
    body = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    return f'<table class="MsoTableGrid" border="1" cellspacing="0"><tbody>\n{body}</tbody></table>'


def table2() -> str:
    """Lay out table two (表二)."""
    figures = iter(TABLE2_FIGURES)
    rows = []
    for block in EDITION_2021.table2:
        columns = 1 if len(block.columns) > 1 else 3
        rows.append([_cell(block.article_20, columns=4)])
        heads = [_cell(column.label, columns=columns) for column in block.columns]
        rows.append([_cell("信息内容"), *heads])
        for row in block.rows:
            rows.append([_cell(row.label), *(_cell(figure, columns=columns) for figure in next(figures))])
    return _table(rows)


def table3() -> str:
    """Lay out table three (表三)."""
    natural_person, *organizations, total = (column.label for column in TABLE3_COLUMNS)
    rows = [
        [_cell(TABLE3_CORNER, rows=3, columns=3), _cell("申请人情况", columns=7)],
        [_cell(natural_person, rows=2), _cell("法人或其他组织", columns=5), _cell(total, rows=2)],
        [_cell(label) for label in organizations],
    ]
    figures = [[_cell(figure) for figure in row] for row in TABLE3_FIGURES]
    received, carried_in, *outcomes, carried_out = zip(EDITION_2021.table3_rows, figures, strict=True)
    body = []
    for group, grouped in groupby(outcomes, key=lambda outcome: outcome[0].group):
        members = list(grouped)
        for row, cells in members:
            label = _cell(row.label) if group else _cell(row.label, columns=2)
            bracket = [_cell(group, rows=len(members))] if group and row is members[0][0] else []
            body.append([*bracket, label, *cells])
    body[0].insert(0, _cell(TABLE3_OUTCOMES_LABEL, rows=len(body)))
    for place, (row, cells) in ((0, carried_in), (0, received), (len(body) + 2, carried_out)):
        body.insert(place, [_cell(row.label, columns=3), *cells])
    return _table(rows + body)


def table4() -> str:
    """Lay out table four (表四)."""
    reconsideration, *litigation = TABLE4_GROUPS
    results = [_cell(column.label) for column in TABLE4_COLUMNS]
    return _table(
        [
            [_cell(reconsideration.label, rows=2, columns=5), _cell(litigation[0].group, columns=10)],
            [_cell(group.label, columns=5) for group in litigation],
            results * 3,
            [_cell(figure) for figures in TABLE4_FIGURES for figure in figures],
        ]
    )


def _text(*paragraphs: str) -> str:
    return "\n".join(f'<p style="{_TEXT_STYLE}"><span style="font-size:21px">{text}</span></p>' for text in paragraphs)


def _heading(text: str) -> str:
    return f'<p style="{_TEXT_STYLE}"><strong><span style="font-size:21px">{text}</span></strong></p>'


def ordinary_html() -> bytes:
    """Return a page of ordinary size (about 30 KB): site chrome, metadata, prose, and three tables pasted from Word."""
    title = f"{AGENCY}{YEAR}年政府信息公开工作年度报告"
    sections = (
        _text(*OVERVIEW),
        table2(),
        table3(),
        table4(),
        _text(*PROBLEMS),
        _text(OTHER),
    )
    body = "\n".join(
        f"{_heading(heading)}\n{text}" for heading, text in zip(EDITION_2021.section_titles, sections, strict=True)
    )
    menu = "".join(
        f'<li><a href="/zwgk/{at}/">{name}</a></li>'
        for at, name in enumerate(("首页", "政务公开", "办事服务", "互动交流", "政务数据", "走进示例市"))
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{title}_示例市人民政府门户网站</title>
<meta name="SiteName" content="示例市人民政府门户网站">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2026-01-20 10:00">
<meta name="ContentSource" content="示例市人民政府办公室">
<link rel="stylesheet" href="/css/main.css">
<script>var page = {{"id": 1, "template": "<table><tr><td>0</td></tr></table>"}};</script>
</head><body>
<header><nav><ul>{menu}</ul></nav></header>
<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 年度报告</div>
<table class="metadata">
<tr><td>索引号：</td><td>000000000/2026-00001</td><td>发布机构：</td><td>{AGENCY}办公室</td></tr>
<tr><td>公开日期：</td><td>2026-01-20</td><td>主题分类：</td><td>政务公开</td></tr></table>
<div class="article"><h1>{title}</h1>
<div class="content" id="content">
{_text(OPENING)}
{body}
</div></div>
<footer><p>主办：示例市人民政府办公室</p><p>网站标识码：0000000000</p></footer>
<!-- statistics --><script src="/js/count.js"></script>
</body></html>
""".encode()
