"""The report as DOCX: the conventions of official documents (GB/T 9704-2012), to be edited in Word or WPS."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from gongkai.report.model import AnnualReport
from gongkai.report.writing import page
from gongkai.report.writing.layout import Kind, LaidCell, LaidTable, Layout, lay_out, second_level_heading

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XMLNS = f'xmlns:w="{_W}"'

# The faces that the standard names, which few machines have under these very names; Word looks for the others next.
_FANG_SONG, _XIAO_BIAO_SONG, _HEI, _KAI, _SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_OTHER_NAMES = {
    _FANG_SONG: "仿宋,FangSong,STFangsong",
    _XIAO_BIAO_SONG: "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体,SimSun",
    _HEI: "SimHei,STHeiti",
    _KAI: "楷体,KaiTi,STKaiti",
    _SONG: "SimSun,STSong",
}
_LATIN = "Times New Roman"

_DIGIT = 0.64
"""The width of a digit in the widest face that a machine without Times New Roman takes for it."""

_LINE = round(page.LINE_PITCH * 20 - 0.5)
"""The pitch of lines in twentieths of a point, rounded down: a line too many would not fit."""
_BODY_TRACKING = -5
"""Twentieths of a point: 28 characters of 15.75 points are a line of 156 mm."""


def render(report: AnnualReport) -> bytes:
    """Return the report as a DOCX file."""
    from docx import Document

    layout = lay_out(report)
    document = Document()
    _strip_template(document)
    _set_styles(document)
    _set_page(document)
    body = document.element.body
    for position, element in enumerate(_elements("".join(_body(layout)))):
        # Before the properties of the section, which stay last.
        body.insert(position, element)
    written = BytesIO()
    document.save(written)
    return _settled(written, layout)


def _elements(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:body {_XMLNS}>{xml}</w:body>"))


def _twips(millimetres: float) -> int:
    return round(millimetres * page.POINTS * 20)


# Body


def _body(layout: Layout) -> Iterator[str]:
    if layout.title:
        lines = "<w:r><w:br/></w:r>".join(map(_run, page.title_lines(layout.title)))
        yield f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{lines}</w:p>'
    for text in layout.opening:
        yield f"<w:p>{_run(text)}</w:p>"
    for section in layout.sections:
        yield f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(section.title)}</w:p>'
        for text in section.paragraphs:
            yield _paragraph(text)
        if section.table is not None:
            yield _table(section.table, section.title)
            # Without a line between, the next table or heading would cling to this one.
            yield "<w:p></w:p>"


def _paragraph(text: str) -> str:
    end = second_level_heading(text)
    if end == len(text):
        return f'<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>{_run(text)}</w:p>'
    if end:
        return f"<w:p>{_run(text[:end], _fonts(_KAI))}{_run(text[end:])}</w:p>"
    return f"<w:p>{_run(text)}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _fonts(east_asian: str, latin: str = _LATIN) -> str:
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{east_asian}" w:hAnsi="{latin}" w:cs="{latin}"/>'


# Tables


def _table(table: LaidTable, title: str) -> str:
    widths = [_twips(width) for width in page.column_widths(table)]
    margin = _twips(page.CELL_PADDING)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = max(cell.row + cell.rowspan for cell in table.cells)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(_row(table, row, widths, last=row == rows - 1) for row in range(rows))}</w:tbl>"
    )


def _row(table: LaidTable, row: int, widths: list[int], *, last: bool) -> str:
    head = "<w:tblHeader/>" if row < table.head_rows else ""
    cells = sorted((cell for cell in table.cells if cell.covers_row(row)), key=lambda cell: cell.column)
    drawn = "".join(
        _cell(table, cell, widths, begins=cell.row == row, keep_with_next=not (last or table.is_wordy))
        for cell in cells
    )
    whole = "" if table.is_wordy else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{head}</w:trPr>{drawn}</w:tr>"


def _cell(table: LaidTable, cell: LaidCell, widths: list[int], *, begins: bool, keep_with_next: bool) -> str:
    properties = f'<w:tcW w:w="{sum(widths[cell.column : cell.column + cell.colspan])}" w:type="dxa"/>'
    if cell.colspan > 1:
        properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
    if cell.rowspan > 1:
        properties += '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    if cell.kind is Kind.STUB and cell.column == 0 and cell.rowspan > 1:
        # 三、本年度办理结果 stands upright in a column one character wide.
        properties += '<w:textDirection w:val="tbRlV"/>'
    # Rows that keep with the next keep the table on one page, as long as a page can hold it.
    keep = "<w:keepNext/>" if keep_with_next else ""
    size = page.figure_size(table, _DIGIT) if cell.cell and cell.cell.number is not None else page.label_size(table)
    text = _run(cell.text, f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>') if begins else ""
    to_left = cell.kind is Kind.CORNER or (cell.kind is Kind.STUB and cell.rowspan == 1 and table.key != "table2")
    align = "left" if to_left else "center"
    return (
        f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{keep}<w:jc w:val="{align}"/></w:pPr>{text}</w:p></w:tc>'
    )


# Styles and page


_KEPT_STYLES = frozenset(
    {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title", "Heading1", "Heading2", "Footer"}
)


def _strip_template(document: Any) -> None:
    """Take out of the library's template what a report does not use: a picture of it, and some hundred styles."""
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")):
                del relations[key]
    for style in document.styles.element.findall(f"{{{_W}}}style"):
        if style.get(f"{{{_W}}}styleId") not in _KEPT_STYLES:
            style.getparent().remove(style)


def _set_styles(document: Any) -> None:
    body = (
        f'<w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    )
    unindented = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    heading = f"<w:keepNext/><w:keepLines/>{body}"
    paragraphs_and_runs = {
        "Normal": (f'<w:widowControl w:val="0"/>{body}<w:jc w:val="both"/>', _face(_FANG_SONG, page.BODY_SIZE)),
        "Title": (
            f'<w:keepNext/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="0" w:after="{_LINE}" w:line="680" w:lineRule="exact"/>{unindented}'
            '<w:jc w:val="center"/>',
            _face(_XIAO_BIAO_SONG, page.TITLE_SIZE, tracking=0),
        ),
        "Heading1": (f'{heading}<w:outlineLvl w:val="0"/>', _face(_HEI, page.BODY_SIZE)),
        "Heading2": (f'{heading}<w:outlineLvl w:val="1"/>', _face(_KAI, page.BODY_SIZE)),
        "Footer": (
            f'<w:spacing w:line="240" w:lineRule="auto"/>{unindented}',
            _face(_SONG, page.PAGE_NUMBER_SIZE, latin=_SONG, tracking=0),
        ),
        "TableText": (
            # Off the grid of lines: it would stretch every row of a table to the pitch of the body.
            '<w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
            f'{unindented}<w:jc w:val="center"/>',
            _face(_SONG, 9, tracking=0),
        ),
    }
    styles = document.styles.element
    styles.extend(
        _elements(
            '<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText"><w:name w:val="Table Text"/>'
            '<w:basedOn w:val="Normal"/><w:qFormat/></w:style>'
        )
    )
    for style in styles.findall(f"{{{_W}}}style"):
        if (shape := paragraphs_and_runs.get(style.get(f"{{{_W}}}styleId"))) is None:
            continue
        for old in ("pPr", "rPr", "link"):
            for element in style.findall(f"{{{_W}}}{old}"):
                style.remove(element)
        paragraph, run = shape
        style.extend(_elements(f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr>"))
    defaults = styles.find(f"{{{_W}}}docDefaults/{{{_W}}}rPrDefault/{{{_W}}}rPr")
    defaults[:] = _elements(_fonts(_FANG_SONG) + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>')


def _face(name: str, size: float, *, latin: str = _LATIN, tracking: int = _BODY_TRACKING) -> str:
    return (
        f'{_fonts(name, latin)}<w:b w:val="0"/><w:color w:val="000000"/><w:spacing w:val="{tracking}"/>'
        f'<w:kern w:val="0"/><w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    )


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.WIDTH), Mm(page.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    section.footer_distance = Mm(page.BOTTOM - page.FOOT - page.PAGE_NUMBER_SIZE * 1.3 / page.POINTS)
    properties = document.element.body.sectPr
    for grid in properties.findall(f"{{{_W}}}docGrid"):
        properties.remove(grid)
    properties.extend(_elements(f'<w:docGrid w:type="lines" w:linePitch="{_LINE}"/>'))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        # Outside, one character in.
        footer._element[:] = _elements(
            f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
            f'</w:pPr>{_run("— ")}<w:fldSimple w:instr=" PAGE ">{_run("1")}</w:fldSimple>{_run(" —")}</w:p>'
        )


# Package

_MOMENT = (1980, 1, 1, 0, 0, 0)


def _settled(written: BytesIO, layout: Layout) -> bytes:
    """Return the package without what the template and the clock left in it: thumbnail, times, other people's names."""
    own = {"docProps/core.xml": _core_properties(layout), "word/fontTable.xml": _font_table()}
    settled = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, own.get(name) or source.read(name))
    return settled.getvalue()


def _core_properties(layout: Layout) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(layout.title)}</dc:title><dc:creator>{escape(layout.agency)}</dc:creator>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    ).encode()


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _OTHER_NAMES.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {_XMLNS}>{fonts}'
        f'<w:font w:name="{_LATIN}"><w:charset w:val="00"/></w:font></w:fonts>'
    ).encode()
