"""Makes the files that the tests scan, by the libraries and programs that offices' files come from, or by hand."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import typst
import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.text.run import Run

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    made = BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


def clean_document() -> object:
    """A document whose properties name nobody."""
    document = Document()
    document.core_properties.author = ""
    return document


def word(xml: str) -> object:
    return parse_xml(
        xml.replace(">", f" {W}>", 1) if not xml.split(">")[0].endswith("/") else xml.replace("/>", f" {W}/>", 1)
    )


def vanish(run: Run) -> None:
    run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))


def with_part(data: bytes, path: str, content: str | bytes) -> bytes:
    """Put one more part into a package, or replace it."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != path:
                target.writestr(name, source.read(name))
        target.writestr(path, content)
    return made.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def workbook(fill: object, **options: object) -> bytes:
    """Make a workbook with XlsxWriter; ``fill`` gets the book."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, **options})
    fill(book)  # type: ignore[operator]
    book.close()
    return made.getvalue()


def typeset(source: str) -> bytes:
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def pdf(content: str, *, page: str = "", objects: tuple[str, ...] = (), catalog: str = "", info: str = "") -> bytes:
    """Draw a PDF page by hand: Helvetica on A4, the content stream as given; further objects begin with number 7."""
    stream = content.encode("latin-1")
    numbered = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{page}>>",
        f"<</Length {len(stream)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{info}>>",
        *objects,
    ]
    made = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(numbered, start=1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(numbered) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(numbered) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def write(text: str, x: int = 72, y: int = 700, before: str = "") -> str:
    return f"BT /F 12 Tf {before} {x} {y} Td ({text}) Tj ET\n"


__all__ = [
    "clean_document",
    "pdf",
    "qn",
    "saved",
    "typeset",
    "vanish",
    "with_part",
    "word",
    "workbook",
    "write",
    "zipped",
]
