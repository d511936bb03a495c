"""Annual reports as hypothesis strategies: every edition, state of cell, completeness and kind of text.

Agencies, places and sentences are plainly examples.
"""

from collections.abc import Iterable

from hypothesis import strategies as st

from gongkai.report.model import NARRATIVE_KEYS, AnnualReport, Claim, Period, Place, What, complete
from gongkai.stats.cells import BLANK, Cell, number, text
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    TABLE4_GROUPS,
    CellId,
    Edition,
    edition_of_year,
    table3_cells,
    table4_cells,
)

AGENCIES = (
    "示例市人民政府",
    "示例区商务局",
    "示例县示例镇人民政府",
    "示例市示例区示例街道办事处",
    "示例区人民政府办公室",
    "示例市住房和城乡建设局（示例市人民防空办公室）",
    "示例省示例市市场监督管理局",
    "示例经济技术开发区管理委员会",
)
TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency} {year} 年政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作报告",
    "{agency}{year}年政府信息公开年度报告",
)

_COUNTS = st.one_of(
    st.integers(0, 3), st.integers(0, 30), st.integers(0, 20_000), st.sampled_from([0, 11_398_889, 99_999_999])
)
_DASHES = st.sampled_from(["/", "—", "——", "-", "–", "无", "\\"]).map(text)
_WORDS = st.sampled_from(["待统计", "不详", "见说明", "未统计", "见附件《说明》", "A类", "<空>", "=待核实", "a&b"]).map(
    text
)
_MONEY = st.decimals(0, 999_999, places=2).map(number) | st.decimals(0, 99, places=4).map(number) | _COUNTS.map(number)


def _cells(cell: st.SearchStrategy[Cell]) -> st.SearchStrategy[Cell]:
    """Mostly what ``cell`` gives; sometimes what is not a figure."""
    return st.integers(0, 29).flatmap(lambda chance: {0: st.just(BLANK), 1: _DASHES, 2: _WORDS}.get(chance, cell))


_CHANGES = st.integers(-500, 500).map(lambda change: number(change, written=f"{change:+d}"))


def _cell_of(cell_id: CellId) -> st.SearchStrategy[Cell]:
    if cell_id.endswith(".change"):
        return _cells(_CHANGES)
    if cell_id.endswith((".amount", "administrative_fees_wan_yuan")):
        return _cells(_MONEY)
    return _cells(_COUNTS.map(number))


def _footed(row: dict[CellId, Cell]) -> dict[CellId, Cell]:
    """Put in the last cell of a row what the others add to, if they are numbers."""
    *parts, total = row
    figures = [row[part].number for part in parts]
    known = [figure for figure in figures if figure is not None]
    return {**row, total: number(sum(known))} if len(known) == len(figures) else row


@st.composite
def _rows(draw: st.DrawFn, edition: Edition, *, table4_as_printed: bool) -> dict[CellId, Cell]:
    """Draw the rows of a report, all or some; in print the three groups of table four are one row."""
    one_row = edition is EDITION_2021 and draw(st.booleans())
    rows = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    whole = [block.cell_ids(row) for block, row in edition.table2_rows()]
    groups = [table4_cells(group.key) for group in TABLE4_GROUPS]
    summed = [table3_cells(row.key) for row in rows] + groups
    if draw(st.booleans()):
        kept = draw(st.sets(st.sampled_from(whole + summed)))
        if table4_as_printed and kept & set(groups):
            kept |= set(groups)
        whole, summed = [ids for ids in whole if ids in kept], [ids for ids in summed if ids in kept]
    foots = draw(st.booleans())
    cells: dict[CellId, Cell] = {}
    for ids in whole:
        cells |= {cell_id: draw(_cell_of(cell_id)) for cell_id in ids}
    for ids in summed:
        row = {cell_id: draw(_cell_of(cell_id)) for cell_id in ids}
        cells |= _footed(row) if foots else row
    return cells


_CLAUSES = (
    "全年收到政府信息公开申请34件",
    "本年度公开政府信息1,024条",
    "办理结果均已按期答复",
    "通过门户网站、微信公众号等渠道发布信息230余条",
    "A&B单位“一网通办”事项共12项",
    "更新了《指南》<第2版>",
    "完成率为98.5%",
    "重点是*质量*与_时效_，编号为#7",
    "联系邮箱为xxgk@example.cn，网址为https://example.cn/a_b/c?d=1&e=2",
    "代码`a|b`与\\路径~已更正",
    '使用"直引号"与[方括号]',
    "金额为$5元，折合￥5元，即5元整",
    "实体&amp;与&#12345;照原样保留",
    "示例单位①至③项并列",
    "党的二十届三中全会精神得到贯彻",
    "中间有\t制表符",
    "中间有　全角空格和  两个空格",
    "围绕群众关心的教育、医疗、住房、就业等事项及时发布信息并配上通俗的说明，让不同年龄的人都看得明白",
    "对拟公开的内容逐件审查，先看是否涉及国家秘密、商业秘密和个人隐私，再看依据是否充分、表述是否准确",
    "办公室安排两名专人值守公开电话，当场能答的当场答，当场答不了的记下来，三天之内一定回话",
    "把公开工作列入年度考核，每季度通报一次进展，年底请服务对象打分，分数低的科室要说明原因",
    "个别栏目更新不够及时，少数答复书说理还不充分，新来的同志对条例的规定掌握得还不够牢",
)
_STARTS = (
    "",
    "",
    "",
    "（一）主动公开。",
    "（二）依申请公开：",
    "1.",
    "2、",
    "一是",
    "# ",
    "- ",
    "> ",
    "+ ",
    "= ",
    "1. ",
    "**",
    "（1）",
)
_HEADINGS = ("（一）主动公开", "（二）存在的主要问题", "（三）政府信息管理情况")


@st.composite
def _paragraphs(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(_HEADINGS))
    clauses = draw(st.lists(st.sampled_from(_CLAUSES), min_size=1, max_size=6))
    return draw(st.sampled_from(_STARTS)) + "本单位" + "，".join(clauses) + "。"


_NARRATIVE = st.dictionaries(
    st.sampled_from(NARRATIVE_KEYS), st.lists(_paragraphs(), max_size=4).map("\n".join), max_size=7
)


@st.composite
def _narrative_without_repetition(draw: st.DrawFn) -> dict[str, str]:
    """A narrative that says nothing twice: on paper, what stands at the edge of several pages is a running head."""
    clauses = draw(st.lists(st.sampled_from(_CLAUSES), unique=True))
    headings = draw(st.lists(st.sampled_from(_HEADINGS), unique=True))
    narrative: dict[str, list[str]] = {}
    while clauses or headings:
        section = narrative.setdefault(draw(st.sampled_from(NARRATIVE_KEYS)), [])
        if headings and draw(st.booleans()):
            section.append(headings.pop())
        count = draw(st.integers(1, 6))
        if clauses:
            section.append(draw(st.sampled_from(_STARTS)) + "本单位" + "，".join(clauses[:count]) + "。")
            del clauses[:count]
    return {key: "\n".join(paragraphs) for key, paragraphs in narrative.items()}


def _claims() -> st.SearchStrategy[tuple[Claim, ...]]:
    return st.lists(
        st.builds(
            Claim,
            what=st.sampled_from(What),
            value=_COUNTS | st.decimals(0, 10_000, places=2),
            unit=st.sampled_from(["件", "条", "元", "万元"]),
            approximate=st.booleans(),
            period=st.sampled_from(Period),
            text=st.sampled_from(_CLAUSES),
        ),
        max_size=3,
    ).map(tuple)


_PLACES = st.builds(
    Place,
    page=st.none() | st.integers(1, 9),
    sheet=st.none() | st.just("表三"),
    table=st.none() | st.integers(1, 3),
    row=st.none() | st.integers(1, 30),
    column=st.none() | st.integers(1, 15),
    line=st.none() | st.integers(1, 999),
)


@st.composite
def annual_reports(draw: st.DrawFn) -> AnnualReport:
    """Any report: also one whose title says nothing of its agency and year, with every kind of text."""
    edition = draw(st.sampled_from([EDITION_2019, EDITION_2021, None]))
    cells = draw(_rows(edition, table4_as_printed=False)) if edition else {}
    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    unit = st.none()
    if "table2.government_procurement.amount" in cells:
        unit |= st.sampled_from(["元", "万元", '"&<'])
    return AnnualReport(
        agency=draw(st.none() | st.sampled_from(AGENCIES) | anything),
        year=draw(st.none() | st.integers(2004, 2035)),
        edition_key=None if edition is None else edition.key,
        title=draw(st.sampled_from(["", "年度报告", "关于<公开>的报告&说明"]) | anything),
        narrative=draw(_NARRATIVE | st.dictionaries(st.sampled_from(NARRATIVE_KEYS), anything)),
        claims=draw(_claims()),
        cells=cells,
        procurement_unit=draw(unit),
        complete=complete(edition, cells),
        places=draw(st.dictionaries(st.sampled_from(sorted(cells)), _PLACES, max_size=3)) if cells else {},
    )


@st.composite
def printed_reports(draw: st.DrawFn) -> AnnualReport:
    """A report as one is printed: its title names the agency and the year, and its edition is that of the year."""
    agency, year = draw(st.sampled_from(AGENCIES)), draw(st.integers(2016, 2030))
    edition = edition_of_year(year)
    cells = draw(_rows(edition, table4_as_printed=True)) if edition else {}
    unit = st.none()
    if (amount := cells.get("table2.government_procurement.amount")) and amount.number is not None:
        unit |= st.sampled_from(["元", "万元"])
    return AnnualReport(
        agency=agency,
        year=year,
        edition_key=None if edition is None else edition.key,
        title=draw(st.sampled_from(TITLES)).format(agency=agency, year=year),
        # A title alone is not a report.
        narrative={"overview": "", **draw(_narrative_without_repetition())},
        cells=cells,
        procurement_unit=draw(unit),
        complete=complete(edition, cells),
    )


def with_cells(cells: Iterable[CellId], value: Cell, **changes: object) -> AnnualReport:
    """A report of 2023 that has the same value in these cells."""
    found = dict.fromkeys(cells, value)
    return AnnualReport(
        agency="示例区商务局",
        year=2023,
        edition_key="2021",
        title="示例区商务局2023年政府信息公开工作年度报告",
        cells=found,
        complete=complete(EDITION_2021, found),
        **changes,
    )
