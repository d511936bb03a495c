"""Open data (开放数据): the sets, their fields and their rows, declared once.

The files, their schemas, the OpenAPI document and the page for people are all made from these declarations. Rows come
from the two ledgers alone and are the ones that the pages list: what is not on a page is in no file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import Column, Validity
from gongkai.site.editorial.models import Channel, Publication
from gongkai.site.editorial.models import Withdrawal as ItemWithdrawal
from gongkai.site.portal.ledger import ITEM
from gongkai.site.registers.models import DECISIONS, PartyKind, PublicEntry, Register, Withdrawal

# 条例第一条: 充分发挥政府信息对人民群众生产、生活和经济社会活动的服务作用.
LICENCE = "依法主动公开的政府信息，任何人可以免费获取和利用；利用时请注明来源机关和更新时间，不得改变原意。"
A_PART = 500
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a row: its name in JSON, its head in CSV, and what it is."""

    name: str
    title: str
    about: str
    format: str = ""  # "date", "date-time" or "uri", as JSON Schema has them; plain text else.
    choices: tuple[str, ...] = ()
    may_be_absent: bool = False  # Then JSON has null, and CSV an empty cell.

    def schema(self) -> dict[str, Any]:
        """Return it as JSON Schema."""
        schema: dict[str, Any] = {"title": self.title, "description": self.about}
        schema["type"] = ["string", "null"] if self.may_be_absent else "string"
        if self.format:
            schema["format"] = self.format
        if self.choices:
            schema["enum"] = [*self.choices, None] if self.may_be_absent else list(self.choices)
        return schema


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of open data of each agency."""

    key: str
    title: str
    about: str
    fields: tuple[Field, ...]
    rows: Callable[[Agency], Iterator[Row]]
    updated: Callable[[Agency], datetime | None]

    def row_schema(self) -> dict[str, Any]:
        """Return one row as JSON Schema."""
        return {
            "title": self.title, "type": "object", "additionalProperties": False,
            "required": [each.name for each in self.fields],
            "properties": {each.name: each.schema() for each in self.fields},
        }  # fmt: skip

    def schema(self) -> dict[str, Any]:
        """Return the whole JSON file as JSON Schema."""
        text, uri = {"type": "string"}, {"type": "string", "format": "uri"}
        return {
            "title": self.title, "description": self.about, "type": "object", "additionalProperties": False,
            "required": ["dataset", "title", "agency", "licence", "updated_at", "schema", "rows"],
            "properties": {
                "dataset": {"const": self.key}, "title": text, "agency": text, "licence": text,
                "updated_at": {"type": ["string", "null"], "format": "date-time"}, "schema": uri,
                "rows": {"type": "array", "items": self.row_schema()},
            },
        }  # fmt: skip


ADDRESS = Field("address", "网址", "这一条在本网站的网页地址；以斜杠开头，接在网站地址之后", "uri-reference")


def items(agency: Agency) -> Iterator[Row]:
    """The items of an agency that stand, the newest first, as its columns list them."""
    columns = {each.pk: each.title for each in Column.objects.filter(agency=agency)}
    standing = (
        Publication.objects.standing().filter(agency=agency, record_type=ITEM).order_by("-published_at", "-seq")
        .only("record_id", "title", "document_number", "index_number", "formed_on", "published_at", "channel",
              "validity", "column")
    )  # fmt: skip
    for each in standing.iterator(chunk_size=A_PART):
        yield {
            "title": each.title, "document_number": each.document_number or None,
            "index_number": each.index_number or None, "column": columns.get(each.column),
            "formed_on": each.formed_on and each.formed_on.isoformat(),
            "published_at": each.published_at.isoformat(), "channel": Channel(each.channel).label,
            "validity": Validity(each.validity).label if each.validity else None,
            "address": reverse("public_item", args=[each.record_id]),
        }  # fmt: skip


def _entries(agency: Agency, *registers: Register) -> Iterator[PublicEntry]:
    found = PublicEntry.objects.standing().filter(agency=agency, register__in=registers).order_by("-day", "-id")
    yield from found.iterator(chunk_size=A_PART)


def _address(agency: Agency, entry: PublicEntry) -> str:
    return reverse("public_register_row", args=[agency.slug, entry.register, entry.record_id])


def decisions(agency: Agency) -> Iterator[Row]:
    """The decisions of an agency that are public, the newest first."""
    for entry in _entries(agency, *DECISIONS):
        content = entry.content
        yield {
            "register": Register(entry.register).label, "number": content["number"],
            "decided_on": content["decided_on"], "subject": content["subject"],
            "party_kind": PartyKind(content["party_kind"]).label, "party": content["party"],
            "published_at": entry.at.isoformat(), "correction_note": entry.correction_note or None,
            "address": _address(agency, entry),
        }  # fmt: skip


def fees(agency: Agency) -> Iterator[Row]:
    """The fees of an agency that are public, those that ended among them."""
    for entry in _entries(agency, Register.FEES):
        content = entry.content
        yield {
            **{name: content[name] for name in ("name", "basis", "standard", "begins_on", "ended_on")},
            "published_at": entry.at.isoformat(), "correction_note": entry.correction_note or None,
            "address": _address(agency, entry),
        }  # fmt: skip


def _later(*moments: datetime | None) -> datetime | None:
    return max((each for each in moments if each), default=None)


def _items_updated(agency: Agency) -> datetime | None:
    published = Publication.objects.filter(agency=agency, record_type=ITEM).aggregate(at=Max("recorded_at"))["at"]
    withdrawn = ItemWithdrawal.objects.filter(publication__agency=agency).aggregate(at=Max("at"))["at"]
    return _later(published, withdrawn)


def _registers_updated(*registers: Register) -> Callable[[Agency], datetime | None]:
    def updated(agency: Agency) -> datetime | None:
        entries = PublicEntry.objects.filter(agency=agency, register__in=registers)
        withdrawn = Withdrawal.objects.filter(entry__in=entries).aggregate(at=Max("at"))["at"]
        return _later(entries.aggregate(at=Max("at"))["at"], withdrawn)

    return updated


PUBLISHED_AT = Field("published_at", "公开时间", "公开的时间，含时区", "date-time")
CORRECTION = Field("correction_note", "更正说明", "更正过的，说明更正了什么", may_be_absent=True)
DATASETS = {
    each.key: each for each in (
        Dataset(
            "items", "主动公开的信息", "本机关主动公开、现在仍在公开的全部信息的目录，按公开时间从新到旧",
            (
                Field("title", "标题", "信息的名称"),
                Field("document_number", "发文字号", "文件的发文字号", may_be_absent=True),
                Field("index_number", "索引号", "公开目录的索引号", may_be_absent=True),
                Field("column", "栏目", "所在的公开栏目", may_be_absent=True),
                Field("formed_on", "成文日期", "信息形成的日期", "date", may_be_absent=True),
                PUBLISHED_AT,
                Field("channel", "公开渠道", "首先在哪里公开", choices=tuple(Channel.labels)),
                Field(
                    "validity", "有效性", "文件现在的效力",
                    choices=tuple(label for value, label in Validity.choices if value), may_be_absent=True,
                ),
                ADDRESS,
            ),
            items, _items_updated,
        ),
        Dataset(
            "decisions", "行政许可、行政处罚、行政强制决定",
            "本机关公开的处理决定，按决定日期从新到旧；自然人只公开姓氏。这里不是全部决定，全年数量见年度报告",
            (
                Field("register", "类别", "决定的类别", choices=tuple(each.label for each in DECISIONS)),
                Field("number", "决定书文号", "决定书的文号"),
                Field("decided_on", "决定日期", "作出决定的日期", "date"),
                Field("subject", "事项", "许可、处罚或者强制的事项"),
                Field("party_kind", "当事人类型", "当事人是组织还是自然人", choices=tuple(PartyKind.labels)),
                Field("party", "当事人", "组织的全称；自然人只有姓氏"),
                PUBLISHED_AT, CORRECTION, ADDRESS,
            ),
            decisions, _registers_updated(*DECISIONS),
        ),
        Dataset(
            "fees", "行政事业性收费项目", "本机关的收费项目及其依据、标准；停止收费的有停止日期",
            (
                Field("name", "收费项目", "收费项目的名称"),
                Field("basis", "收费依据", "设立和定价的文件"),
                Field("standard", "收费标准", "对谁、按什么单位、收多少"),
                Field("begins_on", "开始收费日期", "开始收费的日期", "date"),
                Field("ended_on", "停止收费日期", "停止收费的日期；仍在收费的没有", "date", may_be_absent=True),
                PUBLISHED_AT, CORRECTION, ADDRESS,
            ),
            fees, _registers_updated(Register.FEES),
        ),
    )
}  # fmt: skip


def openapi(site: str) -> dict[str, Any]:
    """Return the OpenAPI document of all sets, for the site at an address."""
    paths: dict[str, Any] = {}
    agency = {
        "name": "agency", "in": "path", "required": True, "description": "机关的网址标识，例如 commerce",
        "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    }  # fmt: skip
    for each in DATASETS.values():
        contents = {
            "json": {"application/json": {"schema": {"$ref": f"#/components/schemas/{each.key}"}}},
            "csv": {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带 BOM），首行为各项的中文名称"}}},
        }
        for ending, content in contents.items():
            paths[f"/open/{{agency}}/{each.key}.{ending}"] = {
                "get": {
                    "operationId": f"{each.key}_{ending}", "summary": f"{each.title}（{ending.upper()}）",
                    "description": each.about, "parameters": [agency],
                    "responses": {
                        "200": {"description": "全部数据", "content": content},
                        "404": {"description": "没有这个机关"},
                    },
                }
            }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "政府信息公开：开放数据", "version": "1", "description": LICENCE,
            "license": {"name": "政府信息，注明来源即可利用"},
        },
        "servers": [{"url": site}],
        "paths": paths,
        "components": {"schemas": {each.key: each.schema() for each in DATASETS.values()}},
    }  # fmt: skip
