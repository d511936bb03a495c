"""Makes PDF files for tests: whole reports set by typst, Chromium or LibreOffice, and single pages drawn by hand.

The labels are those of the editions, the figures and the prose are the tests' own.
"""

import hashlib
import html
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.stats.editions import (
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    TABLE4_GROUPS,
    CellId,
    Edition,
    Row,
    table3_cells,
    table4_cells,
)


@dataclass(frozen=True)
class Slot:
    """A cell as it is laid out, merged or not."""

    text: str
    rowspan: int = 1
    colspan: int = 1


Table = tuple[tuple[Slot, ...], ...]
Piece = str | Table

HEAD_ROWS = 3  # of tables three and four


def figures_of(edition: Edition, start: int = 101) -> dict[CellId, str]:
    """Give every cell of an edition a figure of its own, so that none can be taken for another."""
    cells = [cell for block, row in edition.table2_rows() for cell in block.cell_ids(row)]
    cells += [cell for row in edition.table3_rows for cell in table3_cells(row.key)]
    cells += [cell for group in TABLE4_GROUPS for cell in table4_cells(group.key)]
    return {cell: str(start + number) for number, cell in enumerate(cells)}


def table2(edition: Edition, figures: Mapping[CellId, str]) -> Table:
    """Lay out table two (表二): every block headed by its item of article 20."""
    width = 1 + max(len(block.columns) for block in edition.table2)
    rows: list[tuple[Slot, ...]] = []
    for block in edition.table2:
        rows.append((Slot(block.article_20, colspan=width),))
        last = width - len(block.columns)
        spans = [1] * (len(block.columns) - 1) + [last]
        labels = [column.label for column in block.columns]
        rows.append((Slot("信息内容"), *(Slot(label, colspan=n) for label, n in zip(labels, spans, strict=True))))
        for row in block.rows:
            values = [figures[cell] for cell in block.cell_ids(row)]
            rows.append((Slot(row.label), *(Slot(value, colspan=n) for value, n in zip(values, spans, strict=True))))
    return tuple(rows)


def table3(edition: Edition, figures: Mapping[CellId, str], *, vertical: bool = False) -> Table:
    """Lay out table three (表三); ``vertical`` breaks 三、本年度办理结果 and 自然人 after every character."""
    labels = [column.label for column in TABLE3_COLUMNS]

    def upright(text: str) -> str:
        return "\n".join(text) if vertical else text

    def values(row: Row) -> tuple[Slot, ...]:
        return tuple(Slot(figures[cell]) for cell in table3_cells(row.key))

    rows: list[tuple[Slot, ...]] = [
        (Slot(TABLE3_CORNER, 3, 3), Slot("申请人情况", colspan=7)),
        (Slot(upright(labels[0]), 2), Slot("法人或其他组织", colspan=5), Slot(labels[6], 2)),
        tuple(Slot(label) for label in labels[1:6]),
    ]
    all_rows = edition.table3_rows
    outcomes = all_rows[2:-1]
    for row in all_rows[:2]:
        rows.append((Slot(row.label, colspan=3), *values(row)))
    seen: set[str] = set()
    for number, row in enumerate(outcomes):
        slots: list[Slot] = []
        if number == 0:
            slots.append(Slot(upright(TABLE3_OUTCOMES_LABEL), len(outcomes)))
        if not row.group or row.label == row.group:
            slots.append(Slot(row.label, colspan=2))
        else:
            if row.group not in seen:
                seen.add(row.group)
                slots.append(Slot(row.group, sum(each.group == row.group for each in outcomes)))
            slots.append(Slot(row.label))
        rows.append((*slots, *values(row)))
    rows.append((Slot(all_rows[-1].label, colspan=3), *values(all_rows[-1])))
    return tuple(rows)


def table4(figures: Mapping[CellId, str]) -> Table:
    """Lay out table four (表四): three groups of five columns and one row of figures."""
    labels = tuple(column.label for column in TABLE4_COLUMNS)
    return (
        (Slot("行政复议", colspan=5), Slot("行政诉讼", colspan=10)),
        (*(Slot(label, 2) for label in labels), Slot("未经复议直接起诉", colspan=5), Slot("复议后起诉", colspan=5)),
        tuple(Slot(label) for label in labels * 2),
        tuple(Slot(figures[cell]) for group in TABLE4_GROUPS for cell in table4_cells(group.key)),
    )


def texts(table: Table) -> list[list[str]]:
    """Return what a reader should find: the text of the cell at every position, white space folded."""
    grid: list[list[str | None]] = [[] for _ in table]
    for number, row in enumerate(table):
        column = 0
        for slot in row:
            while column < len(grid[number]) and grid[number][column] is not None:
                column += 1
            for line in grid[number : number + slot.rowspan]:
                line.extend([None] * (column + slot.colspan - len(line)))
                line[column : column + slot.colspan] = ["".join(slot.text.split())] * slot.colspan
            column += slot.colspan
    assert all(text is not None for line in grid for text in line)
    return [[text or "" for text in line] for line in grid]


PROSE = (
    "示例区水务局2023年政府信息公开工作年度报告",
    "本报告按照政府信息公开条例和年度报告格式的要求编写，所列数据自2023年1月1日起至2023年12月31日止，"
    "纸质文本可在示例区档案馆查阅，联系电话为办公时间内的总机。",
    "一、总体情况",
    "示例区水务局这一年把河道、供水和排水三类信息作为重点，逐月更新，全年公开各类信息321条。"
    "收到的申请都登记在册，逐件答复，答复前由法制科室核对一遍，没有一件超过期限。",
    "二、主动公开政府信息情况",
)


def report(edition: Edition, figures: Mapping[CellId, str], *, vertical: bool = False) -> list[Piece]:
    """Put together a whole report: prose, headings and the three tables."""
    return [
        *PROSE,
        table2(edition, figures),
        edition.section_titles[2],
        table3(edition, figures, vertical=vertical),
        edition.section_titles[3],
        table4(figures),
        edition.section_titles[4],
        "台账的格式各科室还不一致，汇总时要多花工夫。下一年先统一表样，再给经办人讲解一次，年中抽查一回。",
        edition.section_titles[5],
        "本年度没有收取信息处理费。",
    ]


# ---------------------------------------------------------------- typst

_TYPST = """
#let d = json(bytes(sys.inputs.at("d")))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: d.margin * 1pt,
  numbering: if d.numbering == none { none } else { d.numbering },
  header: if d.header == none { none } else { d.header }, flipped: false)
#set text(font: "Noto Serif SC", size: d.size * 1pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
#show table: set par(first-line-indent: 0pt, justify: false)
#let cell(c) = table.cell(rowspan: c.rowspan, colspan: c.colspan, breakable: d.breakable,
  if c.text == "" { hide("0") } else { c.text }) // a blank row is as high as others
#for p in d.pieces {
  if type(p) == str { if p.len() < 100 { align(if p.starts-with("示例") { center } else { left }, p) } else { par(p) } }
  else {
    let head = p.rows.slice(0, p.head).flatten().map(cell)
    let body = p.rows.slice(p.head).flatten().map(cell)
    table(columns: p.columns.map(c => c * 1pt), stroke: if d.stroke == 0 { none } else { d.stroke * 1pt },
      inset: d.inset * 1pt, align: center + horizon,
      ..if p.head > 0 { (table.header(repeat: d.repeat, ..head),) }, ..body)
  }
}
"""


def _columns(table: Table, width: float) -> list[float]:
    count = sum(slot.colspan for slot in table[0])
    if count == 10:
        return [width * part for part in (0.06, 0.12, 0.26, *[0.08] * 7)]
    return [width / count] * count


def typst_pdf(
    pieces: Sequence[Piece],
    *,
    width: float = 595,
    height: float = 842,
    margin: float = 70,
    size: float = 10,
    stroke: float = 0.5,
    inset: float = 3,
    numbering: str | None = "- 1 -",
    header: str | None = None,
    repeat: bool = False,
    breakable: bool = True,
) -> bytes:
    """Set a report with typst."""
    import pylopdf_fonts_zh_cn
    import typst

    def piece(each: Piece) -> object:
        if isinstance(each, str):
            return each
        rows = [[{"text": s.text, "rowspan": s.rowspan, "colspan": s.colspan} for s in row] for row in each]
        head = HEAD_ROWS if repeat and len(each[0]) == 2 else 0
        return {"rows": rows, "columns": _columns(each, width - 2 * margin), "head": head}

    data = {
        "pieces": [piece(each) for each in pieces],
        "width": width,
        "height": height,
        "margin": margin,
        "size": size,
        "stroke": stroke,
        "inset": inset,
        "numbering": numbering,
        "header": header,
        "repeat": repeat,
        "breakable": breakable,
    }
    made: bytes = typst.compile(
        _TYPST.encode(),
        font_paths=[str(pylopdf_fonts_zh_cn.serif_path().parent)],
        ignore_system_fonts=True,
        sys_inputs={"d": json.dumps(data)},
    )
    return made


# ---------------------------------------------------------------- HTML, for Chromium and LibreOffice

BORDERS = {
    "collapsed": "table{border-collapse:collapse} td{border:1px solid #000}",
    "separate": "table{border:1px solid #000} td{border:1px solid #000}",
    "none": "table{border-collapse:collapse} td{border:none;padding:3px 8px}",
    "open": "table{border-collapse:collapse;border-top:2px solid #000;border-bottom:2px solid #000}"
    "td{border-top:1px solid #000;border-left:1px solid #000} td:first-child{border-left:none}",
}


def html_page(pieces: Sequence[Piece], *, borders: str = "collapsed", style: str = "", attributes: str = "") -> str:
    """Write a report as HTML; ``attributes`` go to every table (LibreOffice heeds border="1" more than styles)."""
    parts = [
        "<!DOCTYPE html><html lang='zh'><head><meta charset='utf-8'><title>年度报告</title><style>"
        "body{font-family:'Noto Serif CJK SC';font-size:10pt} p{text-indent:2em;text-align:justify}"
        f"td{{text-align:center}} {BORDERS[borders]} {style}</style></head><body>"
    ]
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(f"<p>{html.escape(piece)}</p>")
            continue
        parts.append(f"<table {attributes}>")
        head = HEAD_ROWS if len(piece[0]) == 2 else 0
        for number, row in enumerate(piece):
            if number == 0 and head:
                parts.append("<thead>")
            parts.append("<tr>")
            for slot in row:
                text = html.escape(slot.text).replace("\n", "<br>")
                parts.append(f"<td rowspan={slot.rowspan} colspan={slot.colspan}>{text}</td>")
            parts.append("</tr>")
            if number + 1 == head:
                parts.append("</thead><tbody>")
        parts.append("</tbody></table>" if head else "</table>")
    parts.append("</body></html>")
    return "".join(parts)


def chromium_pdf(page: str) -> bytes:
    """Print an HTML page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made.read_bytes()


def libreoffice_pdf(page: str, *, through_docx: bool = False) -> bytes:
    """Convert an HTML page with LibreOffice, straight or by way of DOCX."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        steps = [("html", "docx:MS Word 2007 XML"), ("docx", "pdf")] if through_docx else [("html", "pdf")]
        for ending, kind in steps:
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
            if ending == "html":
                command.append("--infilter=HTML (StarWriter)")
            command += ["--convert-to", kind, "--outdir", folder, str(Path(folder, f"page.{ending}"))]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, "page.pdf").read_bytes()


# ---------------------------------------------------------------- drawn by hand


def shown(x: float, y: float, text: str, size: float = 12, before: str = "") -> str:
    """Return the operators that show text at a place, counted from the lower left corner."""
    return f"q BT {before} /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET Q\n"


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the operators that rule a grid by strokes."""
    down = "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)
    return down + "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)


def ruled_by_rectangles(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the operators that rule a grid by thin filled rectangles, as Word does."""
    down = "".join(f"{x - 0.25} {min(ys)} 0.5 {max(ys) - min(ys)} re f\n" for x in xs)
    return down + "".join(f"{min(xs)} {y - 0.25} {max(xs) - min(xs)} 0.5 re f\n" for y in ys)


_FONTS = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 5 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
)
FIRST_FREE = 6  # the number of the first object of one's own


def stream(content: bytes, entries: str = "") -> bytes:
    """Return a stream object."""
    return b"<</Length %d %s>>stream\n%s\nendstream" % (len(content), entries.encode(), content)


def picture(width: int = 8, height: int = 8) -> bytes:
    """Return an image of grey squares, like a scanned page."""
    entries = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
    return stream(bytes(200 for _ in range(width * height)), entries)


def drawn_pdf(
    *contents: str, box: str = "0 0 595 842", page: str = "", xobjects: str = "", objects: Sequence[bytes] = ()
) -> bytes:
    """Return a PDF whose pages show these contents; ``objects`` of one's own follow the fonts."""
    first_page = FIRST_FREE + len(objects)
    resources = f"<</Font<</F 3 0 R>>/XObject<<{xobjects}>>>>"
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(contents)))
    body = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode()]
    body += [*_FONTS, *objects]
    for number, content in enumerate(contents):
        entries = f"/MediaBox[{box}]/Contents {first_page + 2 * number + 1} 0 R/Resources {resources} {page}"
        body += [f"<</Type/Page/Parent 2 0 R{entries}>>".encode(), stream(content.encode())]
    return assembled(body)


def assembled(body: Sequence[bytes], trailer: str = "") -> bytes:
    """Return a file of these objects, numbered from one, the first being the catalog."""
    made = b"%PDF-1.7\n"
    offsets = []
    for number, each in enumerate(body, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(body) + 1,
        table,
        len(body) + 1,
        trailer.encode(),
        len(made),
    )


def encrypted_pdf(content: str, *, user_password: bytes) -> bytes:
    """Return a page encrypted with RC4 of 40 bits; with no user password it opens for everybody."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

    def padded(password: bytes) -> bytes:
        return (password + pad)[:32]

    identity = hashlib.md5(b"example").digest()
    permissions = (-44).to_bytes(4, "little", signed=True)
    owner = _rc4(hashlib.md5(padded(b"owner")).digest()[:5], padded(user_password))
    key = hashlib.md5(padded(user_password) + owner + permissions + identity).digest()[:5]
    user = _rc4(key, pad)

    def sealed(number: int, plain: bytes) -> bytes:
        return _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], plain)

    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    pages = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[6 0 R]/Count 1>>", *_FONTS, page.encode()]
    handler = f"<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{user.hex()}>/P -44>>"
    body = [*pages, stream(sealed(7, content.encode())), handler.encode()]
    return assembled(body, f"/Encrypt 8 0 R/ID[<{identity.hex()}><{identity.hex()}>]")


def _rc4(key: bytes, plain: bytes) -> bytes:
    state = list(range(256))
    at = 0
    for number in range(256):
        at = (at + state[number] + key[number % len(key)]) % 256
        state[number], state[at] = state[at], state[number]
    made = bytearray()
    one = other = 0
    for byte in plain:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        made.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(made)
