"""Makes DOCX and XLSX files for tests: by hand from XML, by library calls, and by LibreOffice from HTML."""

import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from tests.report.reading.pdf_files import Piece, Slot, Table

from gongkai.report.reading.document import Block, Grid, Line

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    WORD: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    SHEET: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONSHIPS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENT = _OFFICE + "wordprocessingml.document.main+xml"
MACRO_DOCUMENT = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = _OFFICE + "wordprocessingml.template.main+xml"
WORKBOOK = _OFFICE + "spreadsheetml.sheet.main+xml"
MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def package(members: Mapping[str, str | bytes]) -> bytes:
    """Put parts into a zip archive."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return made.getvalue()


def content_types(types: Mapping[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in types.items())
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'


def core_properties(title: str, creator: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></cp:coreProperties>"
    )


# ---------------------------------------------------------------- DOCX by hand


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """Write a paragraph: content that starts with a tag is taken as XML, other content as text."""
    runs = "".join(each if each.startswith("<") else run(each) for each in content if each)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(*content: str, span: int | None = None, down: str | None = None, properties: str = "") -> str:
    """Write a cell; ``down`` is ``restart`` or ``continue``."""
    if span is not None:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if down is not None:
        properties += '<w:vMerge w:val="restart"/>' if down == "restart" else "<w:vMerge/>"
    blocks = "".join(each if each.startswith("<") else paragraph(each) for each in content or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, widths: Sequence[int] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def merged_table(slots: Table) -> str:
    """Write a table of merged cells as Word does: spans across, and a cell on every row that one covers."""
    width = sum(slot.colspan for slot in slots[0])
    hanging: dict[int, tuple[Slot, int]] = {}
    rows = []
    for slot_row in slots:
        waiting = list(slot_row)
        cells = []
        column = 0
        while column < width:
            slot, rows_left = hanging.pop(column, (None, 0))
            if slot is not None:
                cells.append(cell(span=slot.colspan, down="continue"))
            else:
                slot = waiting.pop(0)
                rows_left = slot.rowspan
                down = "restart" if slot.rowspan > 1 else None
                cells.append(cell(*slot.text.split("\n"), span=slot.colspan, down=down))
            if rows_left > 1:
                hanging[column] = (slot, rows_left - 1)
            column += slot.colspan
        rows.append(row(*cells))
    return table(*rows, widths=[900] * width)


def docx(
    *body: str,
    styles: str = "",
    numbering: str = "",
    core: str = "",
    main_type: str = DOCUMENT,
    strict: bool = False,
) -> bytes:
    """Put a Word document together from the XML of its body."""
    parts = {"word/document.xml": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"}
    types = {"word/document.xml": main_type}
    if styles:
        parts["word/styles.xml"] = f"<w:styles {_NAMESPACES}>{styles}</w:styles>"
        types["word/styles.xml"] = _OFFICE + "wordprocessingml.styles+xml"
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>"
        types["word/numbering.xml"] = _OFFICE + "wordprocessingml.numbering+xml"
    return _finished(parts, types, core, strict)


def report_docx(pieces: Iterable[Piece], *, main_type: str = DOCUMENT, strict: bool = False) -> bytes:
    """Put a whole report into a Word document."""
    body = [paragraph(piece) if isinstance(piece, str) else merged_table(piece) for piece in pieces]
    return docx(*body, main_type=main_type, strict=strict)


def _finished(parts: dict[str, str], types: dict[str, str], core: str, strict: bool) -> bytes:
    if core:
        parts["docProps/core.xml"] = core
        types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    if strict:
        for transitional, namespace in _STRICT.items():
            parts = {path: text.replace(transitional, namespace) for path, text in parts.items()}
    return package({"[Content_Types].xml": content_types(types), **parts})


# ---------------------------------------------------------------- XLSX by hand and by openpyxl


def xlsx(
    *rows: str,
    merged: Sequence[str] = (),
    strings: str = "",
    styles: str = "",
    core: str = "",
    properties: str = "",
    main_type: str = WORKBOOK,
    strict: bool = False,
    more_sheets: Sequence[tuple[str, str, str]] = (),
) -> bytes:
    """Put a workbook together from the XML of the rows of its first sheet.

    ``more_sheets`` are a title, a state and the XML of rows each.
    """
    sheets = [("表", "visible", "".join(rows), "".join(f'<mergeCell ref="{ref}"/>' for ref in merged))]
    sheets += [(*each, "") for each in more_sheets]
    parts = {}
    types = {"xl/workbook.xml": main_type}
    listed = related = ""
    for number, (title, state, data, merges) in enumerate(sheets, 1):
        path = f"xl/worksheets/sheet{number}.xml"
        parts[path] = (
            f'<worksheet xmlns="{SHEET}"><sheetData>{data}</sheetData><mergeCells>{merges}</mergeCells></worksheet>'
        )
        types[path] = _OFFICE + "spreadsheetml.worksheet+xml"
        listed += f'<sheet name="{title}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        related += (
            f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONSHIPS}">{properties}<sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>'
    )
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SHEET}">{strings}</sst>'
        types["xl/sharedStrings.xml"] = _OFFICE + "spreadsheetml.sharedStrings+xml"
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>'
        types["xl/styles.xml"] = _OFFICE + "spreadsheetml.styles+xml"
    return _finished(parts, types, core, strict)


def workbook_of(pieces: Iterable[Piece], *, ruled: bool, title_width: int = 15, merge_prose: bool = True) -> bytes:
    """Lay a whole report out on one sheet with openpyxl: prose, headings and tables follow without a blank row."""
    from openpyxl import Workbook
    from openpyxl.styles import Border, Side

    lines = Border(*[Side("thin")] * 4)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for piece in pieces:
        if isinstance(piece, str):
            sheet.cell(at, 1, piece)
            if merge_prose:
                sheet.merge_cells(None, at, 1, at, title_width)
            at += 1
            continue
        taken: set[tuple[int, int]] = set()
        for number, slots in enumerate(piece, at):
            column = 1
            for slot in slots:
                while (number, column) in taken:
                    column += 1
                value = int(slot.text) if slot.text.isdigit() else slot.text or None
                sheet.cell(number, column, value)
                area = [
                    (number + down, column + across) for down in range(slot.rowspan) for across in range(slot.colspan)
                ]
                taken.update(area)
                if len(area) > 1:
                    sheet.merge_cells(None, number, column, *area[-1])
        if ruled:
            for position in taken:
                sheet.cell(*position).border = lines
        at += len(piece)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


# ---------------------------------------------------------------- LibreOffice


def libreoffice(source: str | bytes, ending: str, kind: str, *, infilter: str = "") -> bytes:
    """Convert a file with LibreOffice; ``kind`` is the ending to convert to, with a filter if need be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"source.{ending}")
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        if infilter:
            command.append(f"--infilter={infilter}")
        command += ["--convert-to", kind, "--outdir", f"{folder}/made", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, "made", f"source.{kind.partition(':')[0]}").read_bytes()


# ---------------------------------------------------------------- what was read


def lines(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Line)]


def grids(blocks: Iterable[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def grid_texts(grid: Grid) -> list[list[str | None]]:
    """Return the text at every position, white space folded; ``None`` where the grid has no cell."""
    return [[None if each is None else "".join(each.text.split()) for each in grid_row] for grid_row in grid.rows]


def shape(blocks: Iterable[Block]) -> list[str]:
    """Return the lines of a document in order, and the word 表 where a grid stands."""
    return [block.text if isinstance(block, Line) else "表" for block in blocks]
