"""Sound example reports of an invented agency, and one change that makes a report unsound.

Every rule shows by an example what passes it and what fails it. The people and places are plainly examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from gongkai.report.model import SECTIONS, AnnualReport, Claim, What, complete
from gongkai.stats.cells import BLANK, Cell, Figure, number, text
from gongkai.stats.editions import (
    EDITION_2021,
    TABLE4_GROUPS,
    CellId,
    Edition,
    Row,
    edition_of_year,
    table3_cells,
    table4_cells,
)

_NO_REQUESTS = (0, 0, 0, 0, 0, 0, 0)

_TABLE2_2021: Mapping[str, tuple[Figure, ...]] = {
    "government_rules": (0, 0, 0),
    "normative_documents": (2, 1, 6),
    "administrative_licenses": (120,),
    "administrative_penalties": (15,),
    "administrative_coercion": (0,),
    "administrative_fees_wan_yuan": (Decimal("3.20"),),
}
_TABLE2_2019: Mapping[str, tuple[Figure, ...]] = {
    "government_rules": (0, 0, 0),
    "normative_documents": (2, 2, 6),
    "administrative_licenses": (12, -1, 120),
    "other_external_services": (4, 0, 30),
    "administrative_penalties": (8, 2, 15),
    "administrative_coercion": (0, 0, 0),
    "administrative_fees": (1, 0),
    "government_procurement": (3, Decimal("25.60")),
}
_TABLE3: Mapping[str, tuple[int, ...]] = {
    "newly_received": (9, 2, 0, 0, 1, 0, 12),
    "carried_over_from_last_year": (1, 1, 0, 0, 0, 0, 2),
    "disclosed": (4, 1, 0, 0, 0, 0, 5),
    "partially_disclosed": (1, 0, 0, 0, 0, 0, 1),
    "withheld.protects_third_party": (0, 1, 0, 0, 0, 0, 1),
    "withheld.process_information": (1, 0, 0, 0, 0, 0, 1),
    "unable_to_provide.not_held": (1, 0, 0, 0, 1, 0, 2),
    "not_processed.petition_report_or_complaint": (1, 0, 0, 0, 0, 0, 1),
    "otherwise_handled.other": (1, 0, 0, 0, 0, 0, 1),
    "otherwise_handled": (1, 0, 0, 0, 0, 0, 1),
    "total": (9, 2, 0, 0, 1, 0, 12),
    "carried_over_to_next_year": (1, 1, 0, 0, 0, 0, 2),
}
_TABLE4: Mapping[str, tuple[int, ...]] = {
    "reconsideration": (1, 0, 0, 1, 2),
    "direct_litigation": (1, 0, 0, 0, 1),
    "litigation_after_reconsideration": (0, 0, 0, 0, 0),
}

_CLAIMS: Mapping[What, Figure] = {
    What.REQUESTS_RECEIVED: 12,
    What.REQUESTS_CARRIED_IN: 2,
    What.REQUESTS_PROCESSED: 12,
    What.REQUESTS_DISCLOSED: 5,
    What.REQUESTS_PARTIALLY_DISCLOSED: 1,
    What.REQUESTS_WITHHELD: 2,
    What.REQUESTS_UNABLE_TO_PROVIDE: 2,
    What.REQUESTS_NOT_PROCESSED: 1,
    What.REQUESTS_OTHERWISE_HANDLED: 1,
    What.REQUESTS_CARRIED_OUT: 2,
    What.RECONSIDERATIONS: 2,
    What.LITIGATIONS: 1,
    What.DOCUMENTS_ISSUED: 2,
    What.FEE_REQUESTS: 1,
    What.FEE_YUAN: 100,
}
_CLAIMS_2021: Mapping[What, Figure] = {What.DOCUMENTS_REPEALED: 1, What.DOCUMENTS_IN_FORCE: 6}

_OPENING = (
    "本报告依照《中华人民共和国政府信息公开条例》和年度报告格式（{document}）编制，由总体情况、主动公开、"
    "申请办理、复议诉讼、问题与改进、其他事项六部分组成，数据统计期限为{year}年1月1日至12月31日。"
    "如有疑问，请与{agency}联系（地址：示例市示例路1号，邮编：000000，电话：000-00000000）。"
)
_NARRATIVE: Mapping[str, str] = {
    "opening": _OPENING,
    "overview": (
        "{year}年，{agency}依法、及时、准确公开政府信息，各项工作平稳有序。\n"
        "（一）主动公开。全年通过门户网站公开政府信息86条，其中政策文件26条、工作动态60条。制发行政规范性文件2件，均已配发解读。\n"
        "（二）依申请公开。全年收到政府信息公开申请12件，上年结转2件，办结12件，其中予以公开5件、部分公开1件、"
        "不予公开2件、无法提供2件、不予处理1件、其他处理1件，结转下年度继续办理2件。\n"
        "（三）政府信息管理。公开前逐件进行保密审查和三审三校，每季度清理一次失效文件。\n"
        "（四）平台建设。门户网站公开专栏按法定栏目重新编排，新增按文号检索。\n"
        "（五）监督保障。明确一名负责人分管，开展业务培训两次，主动接受社会监督。"
    ),
    "disclosure": "",
    "requests": "",
    "remedies": "全年因政府信息公开被申请行政复议2件，被提起行政诉讼1件。",
    "problems": (
        "主要问题：部分栏目更新不够及时，答复文书的说理有待充实。改进措施：一是把更新时限写入岗位职责，"
        "每月核对一次；二是整理常见申请的答复样式，办理人员相互校核。上年指出的检索不便问题已经解决。"
    ),
    "other": "本年度依法收取政府信息公开信息处理费1件、100元。",
}
_NARRATIVE_BEFORE: Mapping[str, str] = {
    "opening": _OPENING,
    "overview": (
        "{year}年，{agency}围绕企业和群众关心的事项推进公开。\n"
        "（一）主动公开。网站发布信息71条。\n"
        "（二）依申请公开。所有申请均在法定期限内答复。\n"
        "（三）政府信息管理。对历年文件作了一次全面核对，标明有效与废止。\n"
        "（四）平台建设。合并两个重复栏目，手机页面可以直接提交申请。\n"
        "（五）监督保障。聘请社会监督员，意见逐条回复。"
    ),
    "disclosure": "",
    "requests": "",
    "remedies": "",
    "problems": (
        "存在的不足：网站检索不便，老文件难以查找；窗口人员对新规定掌握不够。下一步，更换检索程序，"
        "补录早年文件目录，并请法律顾问到窗口授课。"
    ),
    "other": "未收取政府信息公开信息处理费。",
}
_GOVERNMENT = "本年度对各部门公开工作进行了考核，社会评议结果良好，没有发生责任追究的情形。"


@dataclass(frozen=True, slots=True)
class Example:
    """A sound report with a change.

    ``year`` is the reporting year where it is not the edition's second. ``cells``: figures or written text by address
    (``None`` is a blank); ``without``: addresses or their beginnings that the report does not have; ``narrative``
    and ``claims`` replace single sections and claims; ``fields`` replaces fields of the report. ``before`` changes
    the report of the year before; ``alone`` leaves it away. Texts may name {year}, {agency} and {document}.
    """

    edition: Edition = EDITION_2021
    year: int | None = None
    government: bool = False
    cells: Mapping[CellId, Figure | str | Cell | None] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    narrative: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[What, Figure] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    before: "Example | None" = None
    alone: bool = False

    def report(self) -> AnnualReport:
        """Return the report with its change."""
        return self._changed(sound_report(self.edition, year=self.year, government=self.government))

    def previous(self) -> AnnualReport | None:
        """Return the report of the year before, or none."""
        if self.alone:
            return None
        sound = sound_predecessor(self.edition, year=self.year, government=self.government)
        return sound if self.before is None else self.before._changed(sound)

    def _changed(self, sound: AnnualReport) -> AnnualReport:
        cells = {
            cell_id: cell for cell_id, cell in sound.cells.items() if not any(map(cell_id.startswith, self.without))
        }
        cells.update((cell_id, _cell(value)) for cell_id, value in self.cells.items())
        claims = tuple(
            replace(claim, value=self.claims.get(claim.what, claim.value), text="") for claim in sound.claims
        )
        return replace(
            sound,
            **{
                "cells": cells,
                "narrative": {**sound.narrative, **_filled(self.narrative, sound.agency or "", sound.year or 0)},
                "claims": claims,
                "complete": complete(sound.edition, cells),
                **self.fields,
            },
        )


def sound_report(edition: Edition, *, year: int | None = None, government: bool = False) -> AnnualReport:
    """Return a report to which no rule objects, for a department or a government (人民政府)."""
    narrative = dict(_NARRATIVE)
    if government:
        narrative["overview"] += _GOVERNMENT
    claims = _CLAIMS if edition is not EDITION_2021 else {**_CLAIMS, **_CLAIMS_2021}
    return _report(edition, year or edition.first_year + 1, narrative, claims, government=government)


def sound_predecessor(edition: Edition, *, year: int | None = None, government: bool = False) -> AnnualReport:
    """Return the report of the year before :func:`sound_report`, with which it agrees."""
    year = year or edition.first_year + 1
    report = _report(edition, year - 1, _NARRATIVE_BEFORE, {}, government=government)
    cells = dict(report.cells)
    if edition is EDITION_2021:
        cells["table2.normative_documents.in_force"] = number(5)
    return replace(report, cells=cells)


def _report(
    edition: Edition, year: int, narrative: Mapping[str, str], claims: Mapping[What, Figure], *, government: bool
) -> AnnualReport:
    agency = "示例县人民政府" if government else "示例市示例区商务局"
    cells = _sound_cells(edition)
    return AnnualReport(
        agency=agency,
        year=year,
        edition_key=edition.key,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        narrative=_filled(narrative, agency, year),
        claims=tuple(Claim(what, value, "元" if what is What.FEE_YUAN else "件") for what, value in claims.items()),
        cells=cells,
        procurement_unit="万元" if edition is not EDITION_2021 else None,
        complete=complete(edition, cells),
        headings=dict(zip(SECTIONS, edition.section_titles, strict=True)),
    )


def _filled(narrative: Mapping[str, str], agency: str, year: int) -> dict[str, str]:
    edition = edition_of_year(year)
    document = edition.document_number if edition is not None else ""
    return {key: words.format(year=year, agency=agency, document=document) for key, words in narrative.items()}


def _sound_cells(edition: Edition) -> dict[CellId, Cell]:
    cells: dict[CellId, Cell] = {}
    table2 = _TABLE2_2021 if edition is EDITION_2021 else _TABLE2_2019
    for block, row in edition.table2_rows():
        cells.update(zip(block.cell_ids(row), map(number, table2[row.key]), strict=True))
    for row in edition.table3_rows:
        cells.update(zip(table3_cells(row.key), map(number, _figures(row)), strict=True))
    for group in TABLE4_GROUPS:
        cells.update(zip(table4_cells(group.key), map(number, _TABLE4[group.key]), strict=True))
    return cells


def _figures(row: Row) -> tuple[int, ...]:
    return _TABLE3.get(row.key, _NO_REQUESTS)


def _cell(value: Figure | str | Cell | None) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, Cell):
        return value
    return text(value) if isinstance(value, str) else number(value)
