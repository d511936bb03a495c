"""Tables (CSV) of what other channels published: read whole, with every fault by its row and column."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.site.accounts.tables import as_file
from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import WITHOUT_ITEMS, Column, Item, Part
from gongkai.site.editorial.models import Channel

# What the columns of the table are called, with the field of each, and an example row for the template.
HEADERS = {
    "登记编号": "row_key", "公开渠道": "channel", "网址或者地点": "address", "公开日期": "published_elsewhere_on",
    "标题": "title", "发文字号": "document_number", "成文日期": "formed_on", "栏目": "column", "内容概述": "summary",
}  # fmt: skip
REQUIRED = ("公开渠道", "网址或者地点", "公开日期", "标题", "成文日期", "栏目")
EXAMPLE = (
    "示例-1", Channel.WECHAT.label, "https://example.com/s/1", "2024-01-05", "示例标题（请删去本行）", "", "2024-01-05",
    Part.NEWS.label, "",
)  # fmt: skip
MOST_ROWS = 500
LARGEST = 2**20
ENCODINGS = ("utf-8-sig", "gb18030")
DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
ITEM_OF_ARTICLE_20 = re.compile(r"(?:条例)?(?:第二十条|20)?[-第（(]*([一二三四五六七八九十\d]{1,3})[）)项]*")
CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
CHANNELS = {channel.label: channel for channel in Channel if channel != Channel.SITE}
SHORT_NAMES = {
    "集约化平台": Channel.PORTAL, "政府网站": Channel.PORTAL, "微信公众号": Channel.WECHAT, "微信": Channel.WECHAT,
    "微博": Channel.WEIBO, "公报": Channel.GAZETTE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the row as a spreadsheet counts it, and the head of the column."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row that may be registered."""

    number: int
    fields: dict[str, Any]


@dataclass(slots=True)
class Sheet:
    """What a table holds: rows to register, rows that are registered already, and faults."""

    rows: list[Row] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def template() -> bytes:
    """Return the empty table with an example row, as Excel opens it without asking for an encoding."""
    return as_file([list(HEADERS), EXAMPLE])


def decode(data: bytes, most_rows: int = MOST_ROWS) -> str:
    """Return the text of a file in one of the encodings in which Excel and WPS write; raise ValueError in words."""
    if len(data) > LARGEST:
        raise ValueError(f"文件超过 {LARGEST // 2**20} MB。一次最多登记 {most_rows} 行，请分成几个文件。")
    if not data.strip():
        raise ValueError("文件是空的。")
    if data.startswith((b"PK", b"\xd0\xcf")):
        raise ValueError("这是 Excel 工作簿。请在 Excel 或者 WPS 中“另存为” CSV 格式后上传。")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValueError("读不出文字：请另存为“CSV UTF-8”格式后上传。")


def day_of(text: str) -> date:
    """Return the day that a cell means, in the forms that people write; raise ValueError in words."""
    match = DAY.fullmatch(text.split(" ")[0])
    if match:
        year, month, day, short_month, short_day = match.groups()
        try:
            return date(int(year), int(month or short_month), int(day or short_day))
        except ValueError:
            pass
    raise ValueError(f"“{text}”不是日期，请写成 2024-01-05 的形式。")


def read(text: str, agency: Agency) -> Sheet:
    """Read a table for an agency; the faults of all rows at once."""
    sheet = Sheet()
    try:
        lines = [(number, cells) for number, cells in enumerate(csv.reader(io.StringIO(text)), 1) if any(cells)]
    except csv.Error as error:
        sheet.faults.append(Fault(1, "", f"表格读不出来，请用模板重新填写（{error}）。"))
        return sheet
    if not lines:
        sheet.faults.append(Fault(1, "", "表格是空的。"))
        return sheet
    (_, head), *body = lines
    heads = [cell.strip().strip("*＊") for cell in head]
    missing = [each for each in REQUIRED if each not in heads]
    if missing:
        sheet.faults.append(Fault(1, "", f"第一行应是表头，缺少：{'、'.join(missing)}。请使用模板。"))
        return sheet
    if len(body) > MOST_ROWS:
        sheet.faults.append(Fault(1, "", f"有 {len(body)} 行，一次最多登记 {MOST_ROWS} 行，请分成几个文件。"))
        return sheet
    _Reader(sheet, agency).read(heads, body)
    return sheet


class _Reader:
    """Reads the rows of one table, and knows what is registered and what the table had before."""

    def __init__(self, sheet: Sheet, agency: Agency) -> None:
        self.sheet, self.agency = sheet, agency
        self.columns = columns_by_name(agency)
        registered = Item.objects.filter(agency=agency, elsewhere_key__isnull=False)
        self.keys = set(registered.values_list("elsewhere_key", flat=True))
        self.row_keys = set(registered.exclude(row_key=None).values_list("row_key", flat=True))
        self.seen: dict[str, int] = {}

    def read(self, heads: list[str], body: list[tuple[int, list[str]]]) -> None:
        for number, cells in body:
            values = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
            self.faults: dict[str, str] = {
                each: "这一列必须填写。" for each in REQUIRED if not values.get(each)
            }  # fmt: skip
            fields = {name: self.value(head, values.get(head, "")) for head, name in HEADERS.items()}
            item = Item(agency=self.agency, **fields)
            self.check(item, number)
            if self.faults:
                self.sheet.faults += [Fault(number, head, message) for head, message in self.faults.items()]
                continue
            row = Row(number, {name: getattr(item, name) for name in (*fields, "elsewhere_key")})
            known = item.elsewhere_key in self.keys or item.row_key in self.row_keys
            (self.sheet.known if known else self.sheet.rows).append(row)

    def value(self, head: str, text: str) -> Any:
        """Return what a cell means; what cannot be told is noted as a fault."""
        if not text:
            return {"column": None, "channel": "", "row_key": None}.get(
                HEADERS[head], None if "日期" in head else ""
            )  # fmt: skip
        if "日期" in head:
            return self.day(head, text)
        if head == "公开渠道":
            channel = CHANNELS.get(text) or SHORT_NAMES.get(text)
            if channel is None:
                self.faults[head] = f"没有“{text}”这一渠道，可填：{'、'.join(CHANNELS)}。"
            return channel or ""
        if head == "栏目":
            column = self.columns.get(text) or self.columns.get(_number(text))
            if column is None:
                self.faults[head] = (
                    f"没有“{text}”这一栏目。法定主动公开内容请填第二十条的项，例如“第二十条第（五）项”。"
                )
            return column
        return text

    def day(self, head: str, text: str) -> date | None:
        try:
            return day_of(text)
        except ValueError as error:
            self.faults[head] = str(error)
            return None

    def check(self, item: Item, number: int) -> None:
        """Note what an item could not be; a row whose like stood above in the table is a fault of its own."""
        names = {name: head for head, name in HEADERS.items()}
        others = [each.name for each in Item._meta.fields if each.name not in names or each.is_relation]
        for step in (lambda: item.clean_fields(exclude=others), item.clean):
            try:
                step()
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self.faults.setdefault(names.get(name, ""), "；".join(messages))
        for head, key in (("登记编号", item.row_key), ("网址或者地点", item.elsewhere_key)):
            if key and not self.faults and key in self.seen:
                self.faults[head] = f"与第 {self.seen[key]} 行重复。"
            elif key:
                self.seen.setdefault(key, number)


def columns_by_name(agency: Agency) -> dict[str, Column]:
    """Return an agency's columns that take items, by their names, and those of article 20 by number besides."""
    found: dict[str, Column] = {}
    for column in Column.objects.filter(agency=agency).exclude(part__in=(*WITHOUT_ITEMS, Part.GUIDE)):
        if column.takes_items:
            found[column.title] = column
            if column.article_20 is not None:
                found[str(column.article_20)] = column
    return found


def _number(text: str) -> str:
    match = ITEM_OF_ARTICLE_20.fullmatch(text.replace(" ", ""))
    if match is None:
        return ""
    return str(CHINESE.index(match[1]) + 1) if match[1] in CHINESE else match[1]
