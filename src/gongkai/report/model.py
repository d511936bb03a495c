"""The annual report (年度报告) as one frozen value: where reading, compiling, checking and writing meet.

A bureau's own report compiled from its records, a subordinate's filing and a stranger's web page are the same type.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from gongkai.stats.cells import Cell, Figure
from gongkai.stats.editions import TABLE4_GROUPS as _GROUPS
from gongkai.stats.editions import CellId, Edition, edition, table3_cells, table4_cells
from gongkai.stats.identities import prints_item_six_in_one_row

SECTIONS = ("overview", "disclosure", "requests", "remedies", "problems", "other")
"""Keys of the six sections of the format, in order; ``opening`` is the text before section one."""
NARRATIVE_KEYS = ("opening", *SECTIONS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found in its source. Counts start at one; what a format does not have is ``None``."""

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None


class What(StrEnum):
    """What a figure in the prose states."""

    ITEMS_PUBLISHED = "items_published"
    REQUESTS_RECEIVED = "requests_received"
    REQUESTS_CARRIED_IN = "requests_carried_in"
    REQUESTS_PROCESSED = "requests_processed"
    REQUESTS_DISCLOSED = "requests_disclosed"
    REQUESTS_PARTIALLY_DISCLOSED = "requests_partially_disclosed"
    REQUESTS_WITHHELD = "requests_withheld"
    REQUESTS_UNABLE_TO_PROVIDE = "requests_unable_to_provide"
    REQUESTS_NOT_PROCESSED = "requests_not_processed"
    REQUESTS_OTHERWISE_HANDLED = "requests_otherwise_handled"
    REQUESTS_CARRIED_OUT = "requests_carried_out"
    RECONSIDERATIONS = "reconsiderations"
    LITIGATIONS = "litigations"
    DOCUMENTS_ISSUED = "documents_issued"
    DOCUMENTS_REPEALED = "documents_repealed"
    DOCUMENTS_IN_FORCE = "documents_in_force"
    FEE_REQUESTS = "fee_requests"
    FEE_YUAN = "fee_yuan"


class Period(StrEnum):
    """What time a figure in the prose covers."""

    YEAR = "year"
    OTHER_YEAR = "other_year"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that the prose states: 全年收到政府信息公开申请34件.

    ``text`` is the clause it stands in, as written; ``section`` a key of ``NARRATIVE_KEYS``.
    """

    what: What
    value: Figure
    unit: str
    approximate: bool = False
    period: Period = Period.YEAR
    text: str = ""
    section: str = field(default="", compare=False)


class Normalised(StrEnum):
    """What a reader had to put right in order to understand its source."""

    LABEL_MISPRINTED = "label_misprinted"  # 其他法律行政止公开
    LABEL_SHORTENED = "label_shortened"  # 规范性文件 for 行政规范性文件, 1.逾期不补正
    LABEL_MISSING = "label_missing"  # a row of figures placed by its position between its neighbours
    COMPATIBILITY_CHARACTERS = "compatibility_characters"  # Kangxi radicals, full-width digits
    TRADITIONAL_CHARACTERS = "traditional_characters"
    SEPARATORS = "separators"  # 1,234
    UNIT_IN_CELL = "unit_in_cell"  # 12件
    SIGN_IN_CELL = "sign_in_cell"  # +173
    ANNOTATED = "annotated"  # 22（其中修订16件）
    FIGURE_TORN = "figure_torn"  # a figure found outside its row, which only one blank cell can hold
    ROW_UNREADABLE = "row_unreadable"  # figures whose columns cannot be told; the row is left out
    EDITION_BY_TABLES = "edition_by_tables"  # the tables follow another edition than the year's
    ENCODING = "encoding"  # the bytes are not in the encoding that the page declares


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader normalised, or could not tell; checks turn it into a finding."""

    kind: Normalised
    written: str = ""
    cells: tuple[CellId, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class AnnualReport:
    """An annual report on open government information.

    ``cells`` holds every figure by its address (``table3.newly_received.total``); a row that the source does not
    have is absent from it. ``edition_key`` is ``None`` for reports of 2018 and earlier, which have no tables.
    ``headings`` are the section headings as printed, by section key. What says where and how something was found
    (``places``, ``remarks``, ``source_name``) takes no part in equality.
    """

    agency: str | None
    year: int | None
    edition_key: str | None
    title: str
    narrative: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    cells: Mapping[CellId, Cell] = field(default_factory=dict)
    procurement_unit: str | None = None
    complete: bool = False
    headings: Mapping[str, str] = field(default_factory=dict, compare=False)
    places: Mapping[CellId, Place] = field(default_factory=dict, compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)
    source_name: str = field(default="", compare=False)

    @property
    def edition(self) -> Edition | None:
        """The edition of the format that the report's tables follow."""
        return None if self.edition_key is None else edition(self.edition_key)


@cache
def _required(edition_key: str, *, item_six_in_one_row: bool) -> frozenset[CellId]:
    """Return every cell of the three tables of an edition."""
    edition_ = edition(edition_key)
    rows = edition_.table3_rows_one_row_item_six if item_six_in_one_row else edition_.table3_rows
    return frozenset(
        (
            *(cell for block, row in edition_.table2_rows() for cell in block.cell_ids(row)),
            *(cell for row in rows for cell in table3_cells(row.key)),
            *(cell for group in _GROUPS for cell in table4_cells(group.key)),
        )
    )


def complete(edition_: Edition | None, cells: Mapping[CellId, Cell]) -> bool:
    """Say whether all rows of the three tables of the edition are there, item six of table three in either form."""
    if edition_ is None:
        return False
    one_row = prints_item_six_in_one_row(edition_, cells)
    return _required(edition_.key, item_six_in_one_row=one_row) <= cells.keys()


def folded(text: str) -> str:
    """Return text as it is compared: NFKC, and no white space, since line breaks in Chinese text mean nothing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def says_the_same(one: AnnualReport, other: AnnualReport) -> bool:
    """Say whether two reports are equal in what they say: figures and cell states, year, title, agency and text."""
    return (
        one.cells == other.cells
        and one.year == other.year
        and one.edition_key == other.edition_key
        and folded(one.title) == folded(other.title)
        and folded(one.agency or "") == folded(other.agency or "")
        and all(folded(one.narrative.get(key, "")) == folded(other.narrative.get(key, "")) for key in NARRATIVE_KEYS)
    )
