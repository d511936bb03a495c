"""The least work that anybody must do to get at what a file says: parse its bytes, and no more."""

from io import BytesIO
from zipfile import ZipFile

import lxml.etree
import lxml.html
import pdfplumber
import pypdfium2


def parse_html(data: bytes) -> object:
    """Parse a page with lxml."""
    return lxml.html.document_fromstring(data)


def split_lines(data: bytes) -> object:
    """Decode a text and split it into lines."""
    return data.decode().splitlines()


def parse_docx(data: bytes) -> object:
    """Unpack the body of a Word document and parse its XML."""
    with ZipFile(BytesIO(data)) as file:
        return lxml.etree.fromstring(file.read("word/document.xml"))


def parse_xlsx(data: bytes) -> object:
    """Unpack the sheets and strings of a workbook and parse their XML."""
    with ZipFile(BytesIO(data)) as file:
        return [
            lxml.etree.fromstring(file.read(name))
            for name in file.namelist()
            if name.startswith(("xl/worksheets/sheet", "xl/sharedStrings"))
        ]


def pdfium_text(data: bytes) -> object:
    """Extract the text of a PDF with pypdfium2, without a place for anything."""
    texts = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
    return texts


def pdfplumber_text(data: bytes) -> object:
    """Extract the text of a PDF with pdfplumber, which keeps the place of every character."""
    with pdfplumber.open(BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]
