"""Files of tables: workbooks (XLSX) and CSV become one text, and templates are made."""

import csv
import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from gongkai.opening.archives import OfficeKind, open_package_of
from gongkai.opening.errors import UnreadableFile
from gongkai.site.accounts.tables import as_file
from gongkai.site.catalogue.register_csv import LARGEST, decode
from gongkai.site.registers.tables import MOST_ROWS, Table, letter

MOST_COLUMNS = 40
# Far more than anybody leaves blank between rows; a sheet may claim a million.
LAST_LINE = 2 * MOST_ROWS + 100
NAMED = 5


def text_of(data: bytes, name: str) -> str:
    """Return the cells of a table as CSV, whatever kind of file it is; raise ValueError in words."""
    if not data.startswith(b"PK"):
        return decode(data, MOST_ROWS)
    if len(data) > LARGEST:
        raise ValueError(f"文件超过 {LARGEST // 2**20} MB。一次最多导入 {MOST_ROWS} 行，请分成几个文件。")
    try:
        package, _main = open_package_of(OfficeKind.XLSX, data, name)
        # Every part is unpacked here within its limits, and read as XML that declares nothing of its own.
        for path in sorted(package.paths):
            if path.endswith((".xml", ".rels")):
                package.xml(path)
    except UnreadableFile as error:
        raise ValueError(str(error)) from error
    return _first_sheet(data)


def _first_sheet(data: bytes) -> str:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        lines, formulas = _lines(sheets[0]) if sheets else ([], [])
    except ValueError:
        raise
    except Exception as error:  # What openpyxl raises for a damaged workbook is no closed list.
        raise ValueError("工作簿读不出来。请用 Excel 或者 WPS 打开后另存为新文件，或者另存为 CSV。") from error
    if formulas:
        places = "、".join(formulas[:NAMED]) + ("等" if len(formulas) > NAMED else "")
        raise ValueError(
            f"单元格 {places} 共 {len(formulas)} 处是公式，算出的数值不能确定。"
            "请选中这些单元格，复制后“选择性粘贴”为数值，再上传。"
        )
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def _lines(sheet: Any) -> tuple[list[list[str]], list[str]]:
    """Return the cells of a sheet line by line, blank lines kept, and where formulas stand."""
    lines: list[list[str]] = []
    formulas: list[str] = []
    blank = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        formulas += [f"{letter(at)}{number}" for at, cell in enumerate(row) if cell.data_type == "f"]
        cells = [_text(cell.value) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            if blank > LAST_LINE:
                break
            continue
        if number > LAST_LINE + MOST_ROWS:
            raise ValueError(f"第 {number} 行还有内容。一次最多导入 {MOST_ROWS} 行，请分成几个文件，并删去多余的空行。")
        lines += [[] for _ in range(number - 1 - len(lines))]
        lines.append(cells)
    return lines, formulas


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def template_csv(table: Table) -> bytes:
    """Return the empty table with an example row, as Excel opens it without asking for an encoding."""
    return as_file([table.heads, table.examples])


def template_xlsx(table: Table) -> bytes:
    """Return the empty table as a workbook: cells are texts, and choices are offered."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("登记")
    head, cell = (
        book.add_format({"bold": True, "bg_color": "#f6f7f8", "border": 1}),
        book.add_format({"num_format": "@"}),
    )
    for at, (column, example) in enumerate(zip(table.columns, table.examples, strict=True)):
        sheet.set_column(at, at, 22, cell)
        sheet.write_string(0, at, str(column.verbose_name) + ("" if column.blank else "*"), head)
        sheet.write_string(1, at, example, cell)
        if column.choices:
            offered = {"validate": "list", "source": [str(label) for _value, label in column.choices]}
            sheet.data_validation(1, at, MOST_ROWS, at, offered)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
